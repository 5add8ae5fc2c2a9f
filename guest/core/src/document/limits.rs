//! Limits on the size of a text.

use super::Subject;
use crate::catalogue::DOCUMENT_TOO_LONG;
use crate::diagnostic::Finding;

/// Maximum size of a text, in bytes.
pub const MAX_TEXT_BYTES: usize = 8 << 20;
/// Maximum number of documents in a YAML text.
pub const MAX_DOCUMENTS: usize = 1_000;
/// Maximum number of values in a text, including keys, copies that aliases add, and the values of JSON in its strings.
pub const MAX_VALUES: usize = 1_000_000;
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

/// Returns the finding that the text has too many values.
pub(super) fn of_too_many_values(what: &str) -> Finding {
    let message = format!("{what} has more than {MAX_VALUES} values");
    DOCUMENT_TOO_LONG.violation(message).help("check the text in parts")
}

fn too_long(message: String, at: usize) -> Subject {
    let finding = DOCUMENT_TOO_LONG.violation(message).help("check the text in parts");
    Subject { misread: vec![finding.source(at..at)], is_broken: true, ..Subject::default() }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
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
    fn too_many_values_are_reported_in_both_formats() {
        // A label is two values, and there are three around them.
        let labels = |count: usize| format!("{{\"label_selector\": {{{}}}}}", vec!["\"a\":\"b\""; count].join(","));
        let most = (MAX_VALUES - 3) / 2;
        assert!(!codes(labels(most), Format::Json).contains(&"document-too-long"));
        assert_eq!(codes(labels(most + 1), Format::Json), ["document-too-long"]);
        assert_eq!(codes(labels(most + 1), Format::Yaml), ["document-too-long"]);
        let databag = format!("{{\"backup_targets\": \"[{}]\"}}", vec!["1"; MAX_VALUES].join(","));
        let document = CheckedDocument::read(databag, Format::Json, None, None);
        let found: Vec<_> = document.diagnostics().iter().map(|diagnostic| diagnostic.rule.code).collect();
        assert_eq!(found, ["document-too-long"]);
    }

    /// The values of all documents of a text are counted together, with the copies of aliases.
    #[test]
    fn values_of_documents_and_aliases_are_counted_together() {
        let found = |text: &str, most| {
            let yaml = yaml::read(text, most);
            let last = yaml.subjects.last().and_then(|subject| subject.misread.last());
            last.map(|found| found.diagnostic.rule.code)
        };
        assert_eq!(found("[a, b]\n---\n[a, b]\n", 6), None);
        assert_eq!(found("[a, b]\n---\n[a, b]\n", 5), Some("document-too-long"));
        assert_eq!(found("[&a [b, c], *a, *a]\n", 10), None);
        assert_eq!(found("[&a [b, c], *a, *a]\n", 9), Some("alias-expansion"));
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
