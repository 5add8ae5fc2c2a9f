//! Limits on the size of a text.

use super::Subject;
use crate::catalogue::DOCUMENT_TOO_LONG;

/// Maximum size of a text, in bytes.
pub const MAX_TEXT_BYTES: usize = 8 << 20;
/// Maximum number of documents in a YAML text.
pub const MAX_DOCUMENTS: usize = 1_000;
/// Maximum depth of nested lists and mappings in YAML. JSON has no limit.
pub const MAX_YAML_DEPTH: usize = 100;

/// Returns a document with the finding that the text is too large.
pub(super) fn of_too_long(text: &str) -> Subject {
    too_long(format!("the text has {} bytes, and the maximum is {MAX_TEXT_BYTES}", text.len()), 0)
}

/// Returns a document with the finding that there are too many documents, at the start of the first one too many.
pub(super) fn of_too_many(start: usize) -> Subject {
    too_long(format!("the text has more than {MAX_DOCUMENTS} documents"), start)
}

fn too_long(message: String, at: usize) -> Subject {
    let finding = DOCUMENT_TOO_LONG.violation(message).help("check the text in parts");
    Subject { misread: vec![finding.source(at..at)], is_broken: true, ..Subject::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::validation::{CheckedDocument, Format, Kind};
    use crate::report::MAX_TOTAL_DIAGNOSTICS;

    fn codes(text: String, format: Format) -> Vec<&'static str> {
        let document = CheckedDocument::read(text, format, Some(Kind::Spec), None);
        document.diagnostics().iter().map(|diagnostic| diagnostic.rule.code).collect()
    }

    #[test]
    fn a_text_that_is_too_long_is_reported_in_both_formats() {
        let text = |spaces| r#"{"ttl": "1h", "include_namespaces": ["a"]}"#.to_owned() + &" ".repeat(spaces);
        let longest = MAX_TEXT_BYTES - text(0).len();
        for format in [Format::Json, Format::Yaml] {
            assert_eq!(codes(text(longest), format), [""; 0]);
            assert_eq!(codes(text(longest + 1), format), ["document-too-long"]);
        }
    }

    #[test]
    fn too_many_documents_are_reported_at_the_first_one_too_many() {
        let documents = |count| vec!["include_namespaces: [a]\n"; count].join("---\n");
        assert_eq!(codes(documents(MAX_DOCUMENTS), Format::Yaml), [""; 0]);
        let more = CheckedDocument::read(documents(MAX_DOCUMENTS + 7), Format::Yaml, None, None);
        let [diagnostic] = more.diagnostics() else { panic!("{:?}", more.diagnostics()) };
        assert_eq!(diagnostic.rule.code, "document-too-long");
        assert_eq!(diagnostic.span.map(|span| span.start.line), Some(2 * MAX_DOCUMENTS as u32));
        assert_eq!(more.specs().len(), MAX_DOCUMENTS);
    }

    #[test]
    fn the_problems_of_many_documents_are_listed_up_to_a_limit() {
        let refused = |count: usize| (0..count).map(|number| format!("A{number}, ")).collect::<String>();
        let document = |problems: String| format!("include_namespaces: [{problems}]\n");
        let text = vec![document(refused(150)); MAX_DOCUMENTS].join("---\n");
        let found = codes(text, Format::Yaml);
        assert!(found.len() > MAX_TOTAL_DIAGNOSTICS && found.len() < MAX_TOTAL_DIAGNOSTICS + 1_000, "{}", found.len());
        assert!(found.contains(&"too-many-problems"));
        let text = vec![document("no, ".repeat(150)); MAX_DOCUMENTS].join("---\n");
        let found = codes(text, Format::Yaml);
        assert!(found.iter().filter(|code| **code == "ambiguous-scalar").count() <= MAX_TOTAL_DIAGNOSTICS);
    }

    #[test]
    fn repeated_problems_of_a_text_are_listed_up_to_a_limit() {
        let ambiguous = format!("include_namespaces: [{}]", "no, ".repeat(3000));
        let codes_of_yaml = codes(ambiguous, Format::Yaml);
        assert_eq!(
            codes_of_yaml.iter().filter(|code| **code == "ambiguous-scalar").count(),
            crate::report::MAX_DIAGNOSTICS
        );
        assert!(codes_of_yaml.contains(&"too-many-problems"), "{}", codes_of_yaml.len());
        let merged = codes("<<: {}\n".repeat(3000), Format::Yaml);
        assert_eq!(merged.iter().filter(|code| **code == "merge-key").count(), crate::report::MAX_DIAGNOSTICS);
    }
}
