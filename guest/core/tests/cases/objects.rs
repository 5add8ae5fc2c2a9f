//! Cases of a cluster's objects: their diagnostics, and the objects that a spec selects.

use std::fmt::Write;
use std::fs;
use std::sync::Arc;

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::catalogue::CONTENTS_NOT_KNOWN;
use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::Diagnostic;
use k8s_backup_target::inventory::Reader;
use k8s_backup_target::model::Spec;
use k8s_backup_target::release::Release;
use k8s_backup_target::selection::{Evaluation, Source, Verdict, VolumeSubject, VolumeVerdict, read_settings};
use k8s_backup_target::validation::{CheckedDocument, Format, Kind};
use k8s_backup_target::velero::server::ServerSettings;
use k8s_backup_target_testdata::named::{self, NamedCase};

use crate::{assert_no_difference, difference};

/// Returns the diagnostics of a case, and the output with the verdict on each object.
fn answer(case: &NamedCase) -> (Vec<Diagnostic>, String) {
    let cluster = match fs::read_to_string(case.beside("api-resources")) {
        Ok(listing) => Cluster::open(parse_api_resources(&listing).expect("kinds"), None).expect("kinds"),
        Err(_) => Cluster::builtin().clone(),
    };
    let cluster = match fs::read_to_string(case.beside("velero-version")) {
        Ok(version) => cluster.with_release(Release::of_version(version.trim()).expect("a known release")),
        Err(_) => cluster,
    };
    let source = match fs::read_to_string(case.beside("yaml")) {
        Ok(text) if text.starts_with("apiVersion") => {
            let document = CheckedDocument::read(text, Format::Yaml, None, Some(&cluster));
            Source::Backup(Box::new(document.backups()[0].clone()))
        }
        Ok(text) => {
            let document = CheckedDocument::read(text, Format::Yaml, Some(Kind::Spec), Some(&cluster));
            Source::Spec(document.specs()[0].clone())
        }
        Err(_) => Source::Spec(Spec::default()),
    };
    let settings = match fs::read_to_string(case.beside("settings")) {
        Ok(text) => read_settings(&text, Format::Yaml).expect("settings"),
        Err(_) => ServerSettings::default(),
    };
    let mut reader = Reader::new(&cluster);
    let pushed = reader.push(&fs::read(&case.file).expect("bytes"));
    let read = match pushed {
        Ok(()) => reader.finish(),
        Err(refused) => {
            assert_eq!(reader.finish().err().as_ref(), Some(&refused));
            Err(refused)
        }
    };
    let mut diagnostics = Vec::new();
    let mut text = String::new();
    match read {
        Err(refused) => diagnostics = refused,
        Ok(inventory) => {
            diagnostics.extend(inventory.diagnostics().iter().cloned());
            let mut evaluation = Evaluation::of(Arc::new(inventory), &source, settings);
            while !evaluation.step(1) {}
            diagnostics.extend(evaluation.diagnostics());
            if case.code != CONTENTS_NOT_KNOWN.code {
                // Without settings, every claim has it.
                diagnostics.retain(|diagnostic| diagnostic.rule != &CONTENTS_NOT_KNOWN);
            }
            let verdicts: Vec<Verdict> = evaluation.verdicts(0, u32::MAX).collect();
            for verdict in &verdicts {
                let _ = writeln!(text, "{}", line(verdict, &verdicts));
            }
            if case.beside("settings").exists() {
                for volume in evaluation.volumes(0, u32::MAX) {
                    let _ = writeln!(text, "{}", volume_line(&volume, &verdicts));
                }
            }
        }
    }
    let rendered: String = diagnostics.iter().map(|diagnostic| format!("{}\n", render(diagnostic))).collect();
    (diagnostics, format!("{rendered}{text}"))
}

fn render(diagnostic: &Diagnostic) -> String {
    let severity = diagnostic.severity.name();
    let place = match (diagnostic.subject, diagnostic.pointer.as_str()) {
        (None, "") => String::new(),
        (None, pointer) => format!("\n  at {pointer}"),
        (Some(subject), pointer) => format!("\n  at {subject}{pointer}"),
    };
    let help = diagnostic.help.as_deref().unwrap_or_default();
    format!("{severity}[{}]: {}{place}\n  help: {help}", diagnostic.rule.code, diagnostic.message)
}

fn name(verdict: &Verdict) -> String {
    let object = &verdict.object;
    let namespace = object.namespace.as_ref().map(|namespace| format!("{namespace}/")).unwrap_or_default();
    format!("{} {namespace}{}", object.group_resource, object.name)
}

fn line(verdict: &Verdict, verdicts: &[Verdict]) -> String {
    let sign = if verdict.included { "+" } else { "-" };
    let pointer = verdict.pointer.as_ref().map(|pointer| format!(" {pointer}")).unwrap_or_default();
    let bringer = verdict.brought_by.and_then(|place| verdicts.get(place as usize));
    let bringer = bringer.map(|bringer| format!(" with {}", name(bringer))).unwrap_or_default();
    format!("{sign} {}: {:?}{pointer}{bringer}", name(verdict), verdict.reason)
}

/// `prod/data: contents by NativeSnapshot`, or the reason.
fn volume_line(volume: &VolumeVerdict, verdicts: &[Verdict]) -> String {
    let subject = match &volume.subject {
        VolumeSubject::Claim { claim: object, .. } | VolumeSubject::Volume(object) => name(&verdicts[*object as usize]),
        VolumeSubject::PodVolume { pod, name: volume } => format!("{} {volume}", name(&verdicts[*pod as usize])),
    };
    if !volume.is_saved() {
        return format!("{subject}: no contents, says {:?}: {}", volume.said(), volume.why());
    }
    let means: Vec<String> = volume.saved_by.iter().map(|by| format!("{:?}", by.means)).collect();
    format!("{subject}: contents by {}", means.join(" and "))
}

#[test]
fn every_case_is_answered_as_expected() {
    let difference = |case: NamedCase| difference(case.beside("txt"), &answer(&case).1);
    assert_no_difference(&named::objects().into_iter().map(difference).collect::<String>());
}

#[test]
fn a_failing_case_violates_its_rule_and_others_have_no_diagnostics() {
    for case in named::objects() {
        let (diagnostics, _) = answer(&case);
        match case.verdict {
            named::Verdict::Fail => {
                let found = diagnostics.iter().any(|diagnostic| diagnostic.rule.code == case.code);
                assert!(found, "{} does not violate {}", case.file.display(), case.code);
            }
            named::Verdict::Ok => assert_eq!(diagnostics, [], "{}", case.file.display()),
        }
    }
}
