//! How much text is read.

use super::Subject;
use crate::catalogue::DOCUMENT_TOO_LONG;

/// The longest text that is read, in bytes.
pub const MAX_TEXT_BYTES: usize = 8 << 20;
/// So many documents of a text of YAML are read.
pub const MAX_DOCUMENTS: usize = 100;
/// How deep lists and mappings of YAML may stand in each other. JSON may be of any depth.
pub const MAX_YAML_DEPTH: usize = 100;

/// What is said of a text that is not read.
pub(super) fn of_too_long(text: &str) -> Subject {
    too_long(format!("the text has {} bytes, of at most {MAX_TEXT_BYTES}", text.len()), 0)
}

/// What is said where the first document starts that is not read.
pub(super) fn of_too_many(start: usize) -> Subject {
    too_long(format!("the text has more than {MAX_DOCUMENTS} documents"), start)
}

fn too_long(message: String, at: usize) -> Subject {
    let finding = DOCUMENT_TOO_LONG.violation(message).help("check it in parts");
    Subject { misread: vec![finding.source(at..at)], ..Subject::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::validation::{CheckedDocument, Format, Kind};

    fn codes(text: String, format: Format) -> Vec<&'static str> {
        let document = CheckedDocument::read(text, format, Some(Kind::Spec), None);
        document.diagnostics().iter().map(|said| said.rule.code).collect()
    }

    #[test]
    fn a_text_that_is_too_long_is_told_in_both_languages() {
        let text = |spaces| r#"{"ttl": "1h", "include_namespaces": ["a"]}"#.to_owned() + &" ".repeat(spaces);
        let longest = MAX_TEXT_BYTES - text(0).len();
        for format in [Format::Json, Format::Yaml] {
            assert_eq!(codes(text(longest), format), [""; 0]);
            assert_eq!(codes(text(longest + 1), format), ["document-too-long"]);
        }
    }

    #[test]
    fn documents_past_the_most_are_told_where_they_start() {
        let documents = |count| vec!["include_namespaces: [a]\n"; count].join("---\n");
        assert_eq!(codes(documents(MAX_DOCUMENTS), Format::Yaml), [""; 0]);
        let more = CheckedDocument::read(documents(MAX_DOCUMENTS + 7), Format::Yaml, None, None);
        let [said] = more.diagnostics() else { panic!("{:?}", more.diagnostics()) };
        assert_eq!(said.rule.code, "document-too-long");
        assert_eq!(said.span.map(|span| span.start.line), Some(2 * MAX_DOCUMENTS as u32));
        assert_eq!(more.specs().len(), MAX_DOCUMENTS);
    }

    #[test]
    fn what_is_wrong_with_a_text_again_and_again_is_listed_up_to_a_limit() {
        let ambiguous = format!("include_namespaces: [{}]", "no, ".repeat(3000));
        let said = codes(ambiguous, Format::Yaml);
        assert_eq!(said.iter().filter(|code| **code == "ambiguous-scalar").count(), crate::report::MAX_DIAGNOSTICS);
        assert!(said.contains(&"too-many-problems"), "{}", said.len());
        let merged = codes("<<: {}\n".repeat(3000), Format::Yaml);
        assert_eq!(merged.iter().filter(|code| **code == "merge-key").count(), crate::report::MAX_DIAGNOSTICS);
    }
}
