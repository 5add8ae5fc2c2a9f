//! Properties of checking texts.

use k8s_backup_target::catalogue::{TOO_MANY_PROBLEMS, UNKNOWN_FIELD};
use k8s_backup_target::diagnostic::{Diagnostic, Edit, Fix};
use k8s_backup_target::validation::{CheckedDocument, Format, Kind, format_spec, yaml_of};

use crate::databag::is_written_and_read;
use crate::diagnostics;
use crate::input::Input;

const KINDS: [Option<Kind>; 11] = [
    None,
    Some(Kind::Spec),
    Some(Kind::Target),
    Some(Kind::Targets),
    Some(Kind::Databag),
    Some(Kind::VeleroBackupConfig),
    Some(Kind::Unit),
    Some(Kind::Backup),
    Some(Kind::Schedule),
    Some(Kind::HelmValues),
    Some(Kind::Objects),
];

/// Maximum number of fixes that are tried. Each of them parses the whole text again.
const MAX_TRIED_FIXES: usize = 12;
/// Maximum number of values that are edited.
const MAX_TRIED_PLACES: usize = 4;

/// The first byte selects the format of the text, and its kind, if it is not detected. The rest is the text.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    let byte = usize::from(input.byte());
    let format = if byte.is_multiple_of(2) { Format::Yaml } else { Format::Json };
    let kind = KINDS[byte / 2 % KINDS.len()];
    let text = String::from_utf8_lossy(input.0).into_owned();
    let read = |text: &str| CheckedDocument::read(text.to_owned(), format, kind, None);

    let document = read(&text);
    let again = read(&text);
    assert_eq!(document.diagnostics(), again.diagnostics());
    assert_eq!((document.specs(), document.targets()), (again.specs(), again.targets()));
    diagnostics::check(document.diagnostics(), Some(&text));
    let starts = document.diagnostics().iter().filter_map(|diagnostic| diagnostic.span);
    assert!(starts.is_sorted_by_key(|span| span.start), "{:?}", document.diagnostics());

    // There is a diagnostic for what could not be read. Objects of other kinds are skipped, not read.
    let is_read = document.json().all(|json| json.is_some()) || document.skipped() > 0;
    assert!(is_read || !document.diagnostics().is_empty() || text.trim().is_empty(), "{text:?}");
    for diagnostic in document.diagnostics() {
        let subject = diagnostic.subject.expect("diagnostics of a text have a subject");
        let places = [document.locate(subject, &diagnostic.pointer), document.mark_of(subject, &diagnostic.pointer)];
        places.iter().flatten().for_each(|span| diagnostics::check_span(&text, span));
    }
    for place in document.target_places() {
        let span = document.locate(place.subject, &place.pointer);
        diagnostics::check_span(&text, &span.expect("a target that was read has a span"));
    }

    for spec in document.specs() {
        for format in [Format::Json, Format::Yaml] {
            let written = format_spec(spec, format);
            let read = CheckedDocument::read(written.clone(), format, Some(Kind::Spec), None);
            assert_eq!(read.specs(), std::slice::from_ref(spec), "{written:?}");
        }
    }
    is_written_and_read(document.targets());
    for json in document.json().flatten() {
        is_the_same_in_yaml(&json);
    }

    let (length, step) = (text.encode_utf16().count(), text.len() / MAX_TRIED_PLACES + 1);
    let places = (0..=length).step_by(step).map(|place| document.pointer_at(place as u32).expect("it is in the text"));
    for (subject, pointer) in places {
        changes_one_value(&document, format, kind, subject, &pointer, &text);
    }
    assert_eq!(document.pointer_at(length as u32 + 1), None);

    let fixes =
        document.diagnostics().iter().flat_map(|diagnostic| diagnostic.fixes.iter().map(move |fix| (diagnostic, fix)));
    for (diagnostic, fix) in fixes.take(MAX_TRIED_FIXES) {
        mends(&document, &read(&applied(&text, &fix.edits)), diagnostic, fix, &text);
    }
}

/// Checks that an edited text has the new value at the pointer, or no value.
fn changes_one_value(
    document: &CheckedDocument,
    format: Format,
    kind: Option<Kind>,
    subject: u32,
    pointer: &str,
    text: &str,
) {
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).ok();
    let read = |document: &CheckedDocument| Some(document.json().nth(subject as usize)??.into_owned());
    let Some(before) = read(document) else { return };
    // In a databag, the pointer continues in the JSON of the string.
    if value(&before).is_none_or(|value| value.pointer(pointer).is_none()) {
        return;
    }
    for new in [Some(r#"["é: #", {"a": null}]"#), Some("\"x\""), None] {
        let Ok(edits) = document.edit(subject, pointer, new) else { continue };
        let edited = applied(text, &edits);
        let after =
            read(&CheckedDocument::read(edited.clone(), format, kind, None)).expect("an edited text can be read");
        match new {
            Some(new) => {
                let found = value(&after).and_then(|after| after.pointer(pointer).cloned());
                assert_eq!(found, value(new), "{pointer} in {text:?} gives {edited:?}");
            }
            None => assert_ne!(after, before, "{pointer} in {text:?} gives {edited:?}"),
        }
    }
}

/// Checks that a fix resolves the diagnostic, and that specs and targets can still be read.
fn mends(before: &CheckedDocument, after: &CheckedDocument, diagnostic: &Diagnostic, fix: &Fix, text: &str) {
    let shown = || format!("{fix:?} for {diagnostic:?}\nin {text:?}\ngives {:?}", applied(text, &fix.edits));
    let unreadable = |document: &CheckedDocument| document.json().filter(Option::is_none).count();
    assert!(unreadable(after) <= unreadable(before), "{}", shown());
    // A corrected field name is no longer ignored. Its value can be invalid.
    let is_read_now = diagnostic.rule.code == UNKNOWN_FIELD.code;
    assert!(is_read_now || after.specs().len() >= before.specs().len(), "{}", shown());
    let is_same = |other: &&Diagnostic| {
        (other.rule.code, &other.message, other.subject)
            == (diagnostic.rule.code, &diagnostic.message, diagnostic.subject)
    };
    let count = |document: &CheckedDocument| document.diagnostics().iter().filter(is_same).count();
    let are_all_listed = before.diagnostics().iter().all(|diagnostic| diagnostic.rule.code != TOO_MANY_PROBLEMS.code);
    // Of equal entries of a list, the first is reported: the fix of one makes the next one the first.
    let is_at_other_place = after.diagnostics().iter().filter(is_same).all(|other| other.pointer != diagnostic.pointer);
    assert!(!are_all_listed || count(after) < count(before) || is_at_other_place, "{}", shown());
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.start.utf8_offset as usize..edit.span.end.utf8_offset as usize, &edit.text);
    }
    text
}

/// Checks that JSON written as YAML is parsed as the same JSON.
fn is_the_same_in_yaml(json: &str) {
    let Some(yaml) = yaml_of(json) else { return };
    let read = CheckedDocument::read(yaml.clone(), Format::Yaml, Some(Kind::Spec), None);
    let [read] = &read.json().collect::<Vec<_>>()[..] else { panic!("{json} in several documents: {yaml:?}") };
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).ok();
    let (read, json) = (read.as_deref().and_then(value), value(json));
    assert!(json.is_none() || read == json, "{json:?} becomes {read:?} through {yaml:?}");
}
