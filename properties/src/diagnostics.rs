//! Properties of diagnostics for any input.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use k8s_backup_target::catalogue::TOO_MANY_PROBLEMS;
use k8s_backup_target::diagnostic::{Diagnostic, Position, Span};
use k8s_backup_target::validation::CATALOGUE;

static CODES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let rules = CATALOGUE.iter().flat_map(|(_, rules)| rules.iter());
    rules.map(|rule| rule.code).chain([TOO_MANY_PROBLEMS.code]).collect()
});

/// Checks that each has a code of the catalogue, a message and help of one line, and a pointer. Spans are in the text.
pub(crate) fn check(diagnostics: &[Diagnostic], text: Option<&str>) {
    for diagnostic in diagnostics {
        assert!(CODES.contains(diagnostic.rule.code), "{diagnostic:?}");
        is_a_line(&diagnostic.message);
        diagnostic.help.iter().for_each(|help| is_a_line(help));
        is_pointer(&diagnostic.pointer);
        for related in &diagnostic.related {
            is_a_line(&related.message);
            is_pointer(&related.pointer);
        }
        let spans = diagnostic.span.iter().chain(diagnostic.related.iter().filter_map(|related| related.span.as_ref()));
        let edited = diagnostic.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.span);
        match text {
            Some(text) => spans.chain(edited).for_each(|span| check_span(text, span)),
            None => assert_eq!(spans.chain(edited).count(), 0, "a span without a text: {diagnostic:?}"),
        }
        for fix in &diagnostic.fixes {
            is_a_line(&fix.title);
            let apart = fix.edits.is_sorted_by(|a, b| a.span.end.utf8_offset <= b.span.start.utf8_offset);
            assert!(apart && !fix.edits.is_empty(), "{fix:?}");
        }
    }
}

fn is_a_line(message: &str) {
    let is_line = !message.is_empty() && !message.contains(char::is_control);
    // A long quoted text is cut, and can then end with a period.
    assert!(is_line && !message.ends_with('.') && message.len() < 2000, "{message:?}");
}

fn is_pointer(pointer: &str) {
    assert!(pointer.is_empty() || pointer.starts_with('/'), "{pointer:?}");
}

/// Checks that the positions of a span match its offsets.
pub(crate) fn check_span(text: &str, span: &Span) {
    assert!(span.start <= span.end, "{span:?} of {text:?}");
    for place in [span.start, span.end] {
        assert_eq!(place, position(text, place.utf8_offset as usize), "in {text:?}");
    }
}

/// Returns the position of an offset. It counts from the start of the text.
fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or_else(|| panic!("{offset} is not an offset in {text:?}"));
    let line = before.rsplit('\n').next().expect("a split has a last part");
    Position {
        utf8_offset: offset as u32,
        utf16_offset: before.encode_utf16().count() as u32,
        line: before.matches('\n').count() as u32 + 1,
        column: line.chars().count() as u32 + 1,
    }
}
