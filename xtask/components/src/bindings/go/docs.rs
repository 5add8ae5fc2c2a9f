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
    /// Returns documentation as a comment, with the names of Go. Names of parameters stay local.
    pub(super) fn comment(&self, indent: &str, docs: &[String], parameters: &[&str]) -> String {
        let docs: Vec<String> = docs.iter().map(|line| self.renamed(line, parameters)).collect();
        let lines = paragraphs(&docs, usize::MAX).into_iter().flat_map(|paragraph| filled(&paragraph, WIDTH));
        lines.map(|line| format!("{indent}// {line}").trim_end().to_owned() + "\n").collect()
    }

    fn renamed(&self, line: &str, parameters: &[&str]) -> String {
        let parts = line.split('`').enumerate().map(|(index, part)| match (index % 2, part.split_once('.')) {
            (0, _) => part.to_owned(),
            (_, None) if part == "none" => "nil".to_owned(),
            (_, None) if part == "at" => "of [WithTime]".to_owned(),
            (_, None) if part == "velero-version" => {
                let article = if index == 1 && line.starts_with('`') { "The" } else { "the" };
                format!("{article} version of [WithVeleroVersion]")
            }
            (_, None) if parameters.contains(&part) => camel(part),
            (_, None) if self.is_name(part) => go(part),
            (_, Some(("cluster", "open"))) => "[OpenCluster]".to_owned(),
            (_, Some((resource, name))) if self.is_name(resource) && self.is_name(name) => {
                format!("[{}.{}]", go(resource), go(name))
            }
            _ => format!("`{part}`"),
        });
        parts.collect()
    }

    /// Returns whether a word is the name of a function, a field, or a type of the contract.
    fn is_name(&self, word: &str) -> bool {
        let is_field = |definition: &Definition| matches!(definition, Definition::Record(fields) if fields.iter().any(|field| field.name == word));
        self.contract.types().any(|(_, named)| named.name == word || is_field(&named.definition))
            || self.contract.functions().any(|(_, function)| function.name == word)
    }
}
