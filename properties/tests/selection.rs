//! Properties of selection.

use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::diagnostic::{Diagnostic, Edit, Severity};
use k8s_backup_target::inventory::{Inventory, ObjectRef};
use k8s_backup_target::model::Spec;
use k8s_backup_target::release::Release;
use k8s_backup_target::selection::{Coverage, Reason, Source, Verdict, matching_namespaces};
use k8s_backup_target::validation::{self, CheckedDocument, Format, Kind, format_spec};
use k8s_backup_target_properties::inventory::{evaluated, read, read_in, verdicts};
use k8s_backup_target_properties::selection::generate::{self, Object, objects, release, spec};
use k8s_backup_target_properties::selection::{clauses, model};
use proptest::prelude::*;

fn inventory(objects: &[Object]) -> Arc<Inventory> {
    inventory_of(objects, Release::default())
}

fn inventory_of(objects: &[Object], release: Release) -> Arc<Inventory> {
    let text: String = objects.iter().map(|object| format!("{}\n", object.json())).collect();
    let cluster = Cluster::builtin().clone().with_release(release);
    Arc::new(read_in(&cluster, text.as_bytes(), &[]).expect("objects"))
}

/// Returns whether each object is saved; `None` if the spec is refused.
fn included(inventory: &Arc<Inventory>, spec: &Spec) -> Option<Vec<bool>> {
    let verdicts = verdicts(&evaluated(inventory, spec, 1000));
    let is_refused = verdicts.iter().any(|verdict| verdict.reason == Reason::SpecRefused);
    (!is_refused).then(|| verdicts.iter().map(|verdict| verdict.included).collect())
}

/// Returns the text after edits.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut applied = text.to_owned();
    for edit in edits.iter().rev() {
        let (start, end) = (edit.span.start.utf8_offset as usize, edit.span.end.utf8_offset as usize);
        applied.replace_range(start..end, &edit.text);
    }
    applied
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn verdicts_match_the_second_implementation(objects in objects(), spec in spec(), release in release()) {
        let inventory = inventory_of(&objects, release);
        prop_assert_eq!(inventory.len() as usize, objects.len());
        let evaluation = evaluated(&inventory, &spec, 1000);
        let expected = model::reasons(&objects, &spec, inventory.cluster());
        for ((verdict, expected), object) in verdicts(&evaluation).iter().zip(expected).zip(&objects) {
            prop_assert_eq!(verdict.reason, expected, "{:?}", object);
        }
    }

    #[test]
    fn clauses_claim_exactly_what_is_saved(objects in objects(), spec in spec(), release in release()) {
        let mut objects = objects;
        objects.iter_mut().for_each(|object| object.must_include = false);
        prop_assume!(!clauses::excludes_unreadable(spec.exclude_namespaces.as_deref()));
        let inventory = inventory_of(&objects, release);
        let verdicts = verdicts(&evaluated(&inventory, &spec, 1000));
        // A Namespace that opts out may be included, which Velero refuses.
        let is_refused = verdicts.iter().all(|verdict| verdict.reason == Reason::SpecRefused);
        match validation::clauses(&spec, Some(inventory.cluster())) {
            None => prop_assert!(is_refused, "{spec:?}"),
            Some(_) if is_refused => {}
            Some(clauses) => {
                let claimed = clauses::saved(&objects, &clauses, inventory.cluster());
                for ((object, verdict), claimed) in objects.iter().zip(&verdicts).zip(claimed) {
                    prop_assert_eq!(verdict.included, claimed, "{}: {:?}: {:?} {:?}", release, object, verdict.reason, &clauses);
                }
            }
        }
    }

    #[test]
    fn fixes_resolve_their_diagnostic_and_say_what_they_change(objects in objects(), spec in spec(), release in release()) {
        let inventory = inventory_of(&objects, release);
        let before = included(&inventory, &spec);
        for format in [Format::Yaml, Format::Json] {
            let text = format_spec(&spec, format);
            let read = |text: String| CheckedDocument::read(text, format, Some(Kind::Spec), Some(inventory.cluster()));
            let document = read(text.clone());
            let count = |document: &CheckedDocument, found: &Diagnostic| {
                let is_same = |other: &&Diagnostic| (other.rule, &other.message) == (found.rule, &found.message);
                document.diagnostics().iter().filter(is_same).count()
            };
            for found in document.diagnostics() {
                for fix in &found.fixes {
                    let fixed = read(applied(&text, &fix.edits));
                    // Of two equal names, only the first is reported.
                    let is_there = |other: &Diagnostic| (other.rule, &other.pointer) == (found.rule, &found.pointer);
                    let is_gone = !fixed.diagnostics().iter().any(is_there);
                    let is_less = count(&fixed, found) < count(&document, found)
                        || fixed.diagnostics().len() < document.diagnostics().len();
                    prop_assert!(is_gone || is_less, "{fix:?}: {found:?} of {text}");
                    let new_error = fixed.errors().iter().find(|error| count(&document, error) == 0);
                    prop_assert!(new_error.is_none(), "{fix:?} of {text}: {new_error:?}");
                    let after = fixed.specs().first().map(|spec| included(&inventory, spec));
                    // A spec that is refused has no verdicts to compare.
                    if let (Some(before), None) = (&before, &fix.effect) {
                        prop_assert_eq!(Some(Some(before)), after.as_ref().map(Option::as_ref), "{:?} of {}", fix, text);
                    }
                }
            }
        }
    }

    #[test]
    fn objects_that_come_along_name_the_object_that_adds_them(objects in objects(), spec in spec()) {
        let inventory = inventory(&objects);
        let evaluation = evaluated(&inventory, &spec, 1000);
        let verdicts = verdicts(&evaluation);
        let included = verdicts.iter().filter(|verdict| verdict.included).count();
        prop_assert_eq!(evaluation.included() as usize, included);
        for verdict in &verdicts {
            prop_assert_eq!(verdict.brought_by.is_some(), verdict.reason == Reason::ComesAlong);
            // An object that is skipped by its annotation still adds others.
            let bringer = verdict.brought_by.and_then(|place| verdicts.get(place as usize));
            prop_assert!(bringer.is_none_or(|by| by.included || by.reason != Reason::SpecRefused));
            prop_assert!(!verdict.included || verdict.pointer.is_none());
        }
    }

    #[test]
    fn pointers_are_entries_of_the_spec(objects in objects(), spec in spec()) {
        let json = serde_json::to_value(&spec).expect("a spec");
        for verdict in verdicts(&evaluated(&inventory(&objects), &spec, 1000)) {
            let pointer = verdict.pointer.unwrap_or_default();
            let entry = json.pointer(&pointer);
            prop_assert!(entry.is_some_and(|entry| !entry.is_null()), "{pointer}: {:?} {:?}", verdict.reason, spec);
        }
    }

    #[test]
    fn the_size_of_steps_has_no_effect(objects in objects(), spec in spec(), step in 1_u32..9) {
        let inventory = inventory(&objects);
        let (at_once, in_steps) = (evaluated(&inventory, &spec, u32::MAX), evaluated(&inventory, &spec, step));
        prop_assert_eq!(verdicts(&at_once), verdicts(&in_steps));
        prop_assert_eq!(at_once.diagnostics(), in_steps.diagnostics());
    }

    #[test]
    fn coverage_matches_the_evaluation_of_each_target(objects in objects(), specs in prop::collection::vec(spec(), 0..5), step in 1_u32..40) {
        let inventory = inventory(&objects);
        let mut coverage = Coverage::new(Arc::clone(&inventory), specs.iter().cloned().map(Source::Spec).collect(), None);
        while !coverage.step(step) {}

        let each: Vec<Vec<Verdict>> = specs.iter().map(|spec| verdicts(&evaluated(&inventory, spec, 7))).collect();
        let is_claim = |verdict: &Verdict| verdict.object.group_resource == "persistentvolumeclaims";
        for (verdicts, covered) in each.iter().zip(coverage.targets()) {
            let included = || verdicts.iter().filter(|verdict| verdict.included);
            prop_assert_eq!(covered.objects as usize, included().count());
            prop_assert_eq!(covered.persistent_volume_claims as usize, included().filter(|one| is_claim(one)).count());
        }
        prop_assert_eq!(coverage.targets().len(), specs.len());
        let takers = |place: usize| -> Vec<u32> {
            let takes = |verdicts: &Vec<Verdict>| verdicts.get(place).is_some_and(|verdict| verdict.included);
            (0..).zip(&each).filter(|(_, verdicts)| takes(verdicts)).map(|(target, _)| target).collect()
        };
        let places = || 0..objects.len();
        let is_claim_at = |place: &u32| {
            inventory.object(*place).is_some_and(|object| object.group_resource == "persistentvolumeclaims")
        };
        let uncovered = places().filter(|&place| takers(place).is_empty()).map(|place| place as u32);
        let (claims, others): (Vec<u32>, Vec<u32>) = uncovered.partition(is_claim_at);
        let uncovered = [claims.clone(), others].concat();
        prop_assert_eq!(coverage.uncovered(0, u32::MAX).collect::<Vec<_>>(), uncovered.clone());
        let page: Vec<u32> = uncovered.iter().copied().skip(2).take(3).collect();
        prop_assert_eq!(coverage.uncovered(2, 3).collect::<Vec<_>>(), page);
        prop_assert_eq!(coverage.uncovered_claims(0, u32::MAX).collect::<Vec<_>>(), claims);
        let overlaps: Vec<(u32, Vec<u32>)> =
            coverage.overlapping(0, u32::MAX).map(|overlap| (overlap.object, overlap.targets)).collect();
        let several = places().map(|place| (place as u32, takers(place))).filter(|(_, takers)| takers.len() > 1);
        prop_assert_eq!(overlaps, several.collect::<Vec<_>>());
    }

    #[test]
    fn the_size_of_chunks_has_no_effect(
        objects in objects(),
        form in 0..4_u8,
        chunks in prop::collection::vec(1_usize..60, 1..6),
        fault in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
    ) {
        let mut text = generate::text(&objects, form).into_bytes();
        if let Some((index, byte)) = fault {
            let index = index.index(text.len() + 1);
            match text.get_mut(index) {
                Some(changed) => *changed = byte,
                None => text.push(byte),
            }
        }
        let names = |inventory: &Inventory| inventory.objects(0, u32::MAX).collect::<Vec<ObjectRef>>();
        match (read(&text, &[]), read(&text, &chunks)) {
            (Ok(at_once), Ok(in_chunks)) => {
                prop_assert_eq!(names(&at_once), names(&in_chunks));
                prop_assert_eq!(at_once.diagnostics(), in_chunks.diagnostics());
                let spec = Spec::default();
                let (at_once, in_chunks) = (Arc::new(at_once), Arc::new(in_chunks));
                let all = |inventory| verdicts(&evaluated(inventory, &spec, 1000));
                prop_assert_eq!(all(&at_once), all(&in_chunks));
                if fault.is_none() {
                    prop_assert!(at_once.diagnostics().iter().all(|found| found.severity == Severity::Warning));
                    prop_assert_eq!(at_once.len() as usize, objects.len());
                }
            }
            (Err(at_once), Err(in_chunks)) => prop_assert_eq!(at_once, in_chunks),
            (at_once, in_chunks) => prop_assert!(false, "{at_once:?}\n{in_chunks:?}"),
        }
    }

    #[test]
    fn the_format_of_the_objects_has_no_effect(objects in objects(), form in 0..4_u8) {
        let read_form = |form| read(generate::text(&objects, form).as_bytes(), &[]).expect("objects");
        let names = |inventory: Inventory| inventory.objects(0, u32::MAX).collect::<Vec<ObjectRef>>();
        prop_assert_eq!(names(read_form(form)), names(read_form(0)));
    }

    #[test]
    fn no_text_panics(
        text in "([{}\\[\\]:,\"]|\"items\":\\[|\"kind\"|\"List\"|null|\\\\|\n *\\{|é){0,60}",
        bytes: Vec<u8>,
        chunks in prop::collection::vec(1_usize..9, 1..4),
    ) {
        for text in [text.as_bytes(), &bytes] {
            let (at_once, in_chunks) = (read(text, &[]), read(text, &chunks));
            prop_assert_eq!(at_once.is_ok(), in_chunks.is_ok());
            if let (Err(at_once), Err(in_chunks)) = (at_once, in_chunks) {
                prop_assert_eq!(at_once, in_chunks);
            }
        }
    }

    #[test]
    fn patterns_match_the_namespaces_that_they_include(objects in objects(), entry in generate::namespace_entry()) {
        let inventory = inventory(&objects);
        let spec = Spec { include_namespaces: Some(vec![entry.clone()]), ..Spec::default() };
        let evaluation = evaluated(&inventory, &spec, 1000);
        let is_refused = evaluation.reasons().first() == Some(&Reason::SpecRefused);
        match matching_namespaces(&inventory, &entry) {
            Ok(names) => prop_assert!(names.is_sorted() && !names.iter().any(String::is_empty)),
            Err(diagnostics) => prop_assert!(!diagnostics.is_empty() && is_refused),
        }
    }
}
