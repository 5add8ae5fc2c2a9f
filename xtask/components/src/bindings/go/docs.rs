//! Documentation in the style of Go: a comment starts with the name of the item.

use super::{WIDTH, Writer, camel, go};
use crate::bindings::contract::Definition;
use crate::bindings::docs::{filled, paragraphs};

/// The functions that return options of a type.
pub(super) const OPTIONS: &[(&str, &str)] = &[
    ("ClusterOption", "[WithCluster]"),
    ("CoverOption", "[WithSettings], [WithTime]"),
    ("DescribeOption", "[WithCluster], [WithSchedule]"),
    ("EvaluateOption", "[WithSettings]"),
    ("PlanOption", "[WithAfter], [WithCluster]"),
    ("RetentionOption", "[WithTTL], [WithVeleroVersion]"),
    ("TextOption", "[WithCluster], [WithKind], [WithLevels]"),
    ("VersionOption", "[WithVeleroVersion]"),
];

/// Words of the contract that are different in Go, by the name of the function in the string call.
const WORDS: &[(&str, &str, &str)] = &[
    ("selection.coverage.new", "the time `at`, in Unix seconds,", "the time of [WithTime]"),
    ("selection.evaluation.reasons", ", as its number in the enum, from 0", ""),
    ("validation.describe-clauses", "`none` if", "It is `none` if"),
];

/// Returns the documentation of a function, in the words of Go.
pub(super) fn in_words_of_go(path: &str, docs: &[String]) -> Vec<String> {
    let mut docs = docs.to_vec();
    for (_, from, to) in WORDS.iter().filter(|(function, _, _)| *function == path) {
        let line = docs.iter_mut().find(|line| line.contains(from)).expect("the contract has these words");
        *line = line.replacen(from, to, 1);
    }
    docs
}

/// Starts the documentation of a function with its name: `Checks a spec` becomes `CheckSpec checks a spec`.
pub(super) fn of_function(name: &str, docs: &[String]) -> Vec<String> {
    started(docs, |first| format!("{name} {}", lower(first)))
}

/// Starts the documentation of a type with its name.
pub(super) fn of_type(name: &str, docs: &[String]) -> Vec<String> {
    started(docs, |first| {
        let mut words = first.split(' ');
        let (article, noun) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let verb = match article {
            "A" | "An" | "Another" | "How" | "What" | "When" | "Where" | "Whether" | "Which" | "Why" => "is ",
            "The" if !noun.ends_with('s') => "is ",
            "Names" | "Numbers" | "The" => "contains ",
            // It starts with a verb.
            _ => "",
        };
        format!("{name} {verb}{}", lower(first))
    })
}

fn started(docs: &[String], start: impl FnOnce(&str) -> String) -> Vec<String> {
    let mut docs = docs.to_vec();
    if let Some(first) = docs.first_mut() {
        *first = start(first);
    }
    docs
}

fn lower(text: &str) -> String {
    let (first, rest) = text.split_at(usize::from(!text.is_empty()));
    first.to_lowercase() + rest
}

impl Writer<'_> {
    /// Returns documentation as a comment, with the names of Go. For a function, there are names of its parameters.
    pub(super) fn comment(&self, indent: &str, docs: &[String], parameters: Option<&[&str]>) -> String {
        let docs: Vec<String> = docs.iter().map(|line| self.renamed(line, parameters)).collect();
        let lines = paragraphs(&docs, usize::MAX).into_iter().flat_map(|paragraph| filled(&paragraph, WIDTH));
        lines.map(|line| format!("{indent}// {line}").trim_end().to_owned() + "\n").collect()
    }

    fn renamed(&self, line: &str, parameters: Option<&[&str]>) -> String {
        let is_name = |word: &str| self.is_name(word, parameters.is_none());
        let parts = line.split('`').enumerate().map(|(index, part)| match (index % 2, part.split_once('.')) {
            (0, _) => part.to_owned(),
            (_, None) if part == "none" => "nil".to_owned(),
            (_, None) if part == "velero-version" => {
                let article = if index == 1 && line.starts_with('`') { "The" } else { "the" };
                format!("{article} version of [WithVeleroVersion]")
            }
            (_, None) if parameters.is_some_and(|names| names.contains(&part)) => camel(part),
            (_, None) if is_name(part) => go(part),
            (_, Some(("cluster", "open"))) => "[OpenCluster]".to_owned(),
            (_, Some(("merge", "plan"))) => "[Plan]".to_owned(),
            (_, Some((resource, name))) if is_name(resource) && is_name(name) => {
                format!("[{}.{}]", go(resource), go(name))
            }
            _ => format!("`{part}`"),
        });
        parts.collect()
    }

    /// Returns whether a word is the name of a function or a resource, or of a field. In the documentation of functions,
    /// the short names of fields are keys of databags.
    fn is_name(&self, word: &str, with_fields: bool) -> bool {
        let is_name = |name: &str, definition: &Definition| match definition {
            Definition::Record(fields) => {
                (with_fields || word.contains('-')) && fields.iter().any(|field| field.name == word)
            }
            Definition::Resource => name == word,
            _ => false,
        };
        self.contract.types().any(|(_, named)| is_name(&named.name, &named.definition))
            || self.contract.functions().any(|(_, function)| function.name == word)
    }
}
