//! The file `.k8s-backup-target.toml`.

use std::ops::Range;

use fast_glob::glob_match;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Level, Levels, is_reported_by_check, without_effect};
use crate::catalogue::{INVALID_CONFIGURATION, UNUSED_IGNORE};
use crate::cluster::release_of;
use crate::diagnostic::{Diagnostic, Edit, Finding, Fix, Pointer, Severity, Span, and_list, quoted};
use crate::document::positions::position;
use crate::release::Release;
use crate::report::Report;
use crate::suggest::nearest;

/// The name of the file. It is searched in the folder of a checked file, and then in each folder above.
pub const CONFIGURATION_FILE: &str = ".k8s-backup-target.toml";

/// Maximum size of the file, in bytes.
const MAX_CONFIGURATION_BYTES: usize = 64 << 10;

const IGNORE: &str = "ignore";
const SEVERITY: &str = "severity";
const OVERRIDES: &str = "overrides";
const API_RESOURCES: &str = "api-resources";
const VELERO_VERSION: &str = "velero-version";
const FILES: &str = "files";

const FIELDS: [&str; 5] = [IGNORE, SEVERITY, OVERRIDES, API_RESOURCES, VELERO_VERSION];
const OVERRIDE_FIELDS: [&str; 3] = [FILES, IGNORE, SEVERITY];

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Advice];

/// What the file says.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// What is for all files, then each override.
    sections: Vec<Section>,
    api_resources: Option<String>,
    velero_version: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

/// Levels for some files.
#[derive(Clone, Debug, Default)]
struct Section {
    /// The patterns of the files; `None` for all files.
    files: Option<Vec<String>>,
    levels: Levels,
    ignored: Vec<Ignored>,
}

/// An entry of `ignore`.
#[derive(Clone, Debug)]
struct Ignored {
    code: String,
    pointer: String,
    span: Span,
}

impl Configuration {
    /// Reads the text of the file. What is wrong with it is in [`Configuration::diagnostics`].
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { text, read: Configuration::default() };
        if text.len() > MAX_CONFIGURATION_BYTES {
            let finding = INVALID_CONFIGURATION
                .violation(format!("the file is larger than {} KiB", MAX_CONFIGURATION_BYTES >> 10));
            reader.report(finding, &Pointer::Root, 0..0);
            return reader.read;
        }
        match DeTable::parse(text) {
            Ok(table) => reader.file(table.get_ref()),
            Err(error) => {
                let finding = INVALID_CONFIGURATION.violation(format!("the file is not TOML: {}", error.message()));
                reader.report(finding, &Pointer::Root, error.span().unwrap_or(0..0));
            }
        }
        reader.read.diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
        reader.read
    }

    /// Returns what is wrong with the file, in the order of the text. With an error among it, the file is not valid.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns the file with the kinds of the cluster: a path from the folder of the configuration, and below it.
    pub fn api_resources(&self) -> Option<&str> {
        self.api_resources.as_deref()
    }

    /// Returns the version of Velero in the cluster, as it is written.
    pub fn velero_version(&self) -> Option<&str> {
        self.velero_version.as_deref()
    }

    /// Returns the levels for a file, by its path from the folder of the configuration, with `/` between names.
    pub fn levels(&self, path: &str) -> Levels {
        let mut levels = Levels::default();
        for section in self.sections.iter().filter(|section| section.applies_to(path)) {
            for (code, level) in section.levels.iter() {
                levels.set(code, level);
            }
        }
        levels
    }

    /// Returns a diagnostic for each entry of `ignore` that has ignored nothing in the checked files. Each file is its
    /// path, and the codes that were ignored in it.
    pub fn unused_ignores(&self, files: &[(&str, &[&'static str])]) -> Vec<Diagnostic> {
        let mut unused = Vec::new();
        for section in &self.sections {
            let has_ignored = |entry: &Ignored| {
                let has =
                    |(path, codes): &(&str, &[&str])| codes.contains(&entry.code.as_str()) && section.applies_to(path);
                files.iter().any(has)
            };
            let is_unused = |entry: &&Ignored| is_reported_by_check(&entry.code) && !has_ignored(entry);
            for entry in section.ignored.iter().filter(is_unused) {
                let message = format!("{} is not found in any file of this setting", quoted(&entry.code));
                let finding = UNUSED_IGNORE.violation(message).help("remove it: it hides future problems");
                let diagnostic = finding.at_pointer(&*entry.pointer).into_diagnostic();
                unused.push(Diagnostic { span: Some(entry.span), ..diagnostic });
            }
        }
        unused
    }
}

impl Section {
    fn applies_to(&self, path: &str) -> bool {
        self.files.as_ref().is_none_or(|patterns| patterns.iter().any(|pattern| matches(pattern, path)))
    }
}

/// Whether a pattern matches a file or a folder that it is in.
fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    if !pattern.contains('/') {
        return path.split('/').any(|name| glob_match(pattern, name));
    }
    let pattern = pattern.strip_prefix("./").or_else(|| pattern.strip_prefix('/')).unwrap_or(pattern);
    let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
    glob_match(pattern, path) || folders.into_iter().any(|folder| glob_match(pattern, folder))
}

type Table<'t> = DeTable<'t>;
type Value<'t> = Spanned<DeValue<'t>>;

/// Reads the values of the file, and reports what is wrong.
struct Reader<'t> {
    text: &'t str,
    read: Configuration,
}

impl Reader<'_> {
    fn file(&mut self, table: &Table<'_>) {
        let root = Pointer::Root;
        self.report_unknown(table, FIELDS, &root);
        let all = self.section(table, &root);
        self.read.sections.push(all);
        if let Some(value) = table.get(API_RESOURCES) {
            self.read.api_resources = self.path(value, &root.key(API_RESOURCES));
        }
        if let Some(value) = table.get(VELERO_VERSION) {
            self.read.velero_version = self.version(value, &root.key(VELERO_VERSION));
        }
        let Some(overrides) = table.get(OVERRIDES) else { return };
        let pointer = root.key(OVERRIDES);
        let Some(entries) = overrides.get_ref().as_array() else {
            return self.refuse(overrides, "a list of tables", "write `[[overrides]]` above its fields", &pointer);
        };
        for (index, entry) in entries.iter().enumerate() {
            let pointer = pointer.index(index);
            match entry.get_ref().as_table() {
                Some(table) => self.override_of(entry, table, &pointer),
                None => self.refuse(entry, "a table", "write `[[overrides]]` above its fields", &pointer),
            }
        }
    }

    fn override_of(&mut self, entry: &Value<'_>, table: &Table<'_>, pointer: &Pointer<'_>) {
        self.report_unknown(table, OVERRIDE_FIELDS, pointer);
        let mut section = self.section(table, pointer);
        let Some(files) = table.get(FILES) else {
            let finding = INVALID_CONFIGURATION.violation("the override does not say which files it is for");
            let finding = finding.help("add `files = [\"legacy/**\"]`");
            return self.report(finding, pointer, first_line(self.text, entry.span()));
        };
        let patterns = self.strings(files, &pointer.key(FILES));
        for (pattern, pointer, source) in &patterns {
            if pattern.starts_with('!') || !is_below(pattern.trim_start_matches('/')) {
                let message = format!("{} is not a pattern for files below this folder", quoted(pattern));
                let finding = INVALID_CONFIGURATION.violation(message).help("write a pattern such as `legacy/**`");
                self.report_at(finding, pointer.clone(), source.clone());
            }
        }
        section.files = Some(patterns.into_iter().map(|(pattern, _, _)| pattern).collect());
        self.read.sections.push(section);
    }

    /// The fields that are in the file and in an override.
    fn section(&mut self, table: &Table<'_>, pointer: &Pointer<'_>) -> Section {
        let mut section = Section::default();
        if let Some(severities) = table.get(SEVERITY) {
            self.severities(severities, &pointer.key(SEVERITY), &mut section);
        }
        if let Some(ignore) = table.get(IGNORE) {
            for (code, pointer, source) in self.strings(ignore, &pointer.key(IGNORE)) {
                if let Some(mut finding) = without_effect(&code) {
                    finding.rewritten = finding.rewritten.take().map(|code| format!("\"{code}\""));
                    self.report_at(finding, pointer, source);
                    continue;
                }
                section.levels.set(&*code, Level::Ignore);
                section.ignored.push(Ignored { code, pointer, span: span(self.text, &source) });
            }
        }
        section
    }

    fn severities(&mut self, severities: &Value<'_>, pointer: &Pointer<'_>, section: &mut Section) {
        let Some(table) = severities.get_ref().as_table() else {
            let help = "write a code and a severity in each line: `unknown-field = \"error\"`";
            return self.refuse(severities, "a table", help, pointer);
        };
        for (code, value) in table {
            let pointer = pointer.key(code.get_ref());
            if let Some(finding) = without_effect(code.get_ref()) {
                self.report(finding, &pointer, code.span());
                continue;
            }
            let named = value.get_ref().as_str();
            match SEVERITIES.into_iter().find(|severity| Some(severity.name()) == named) {
                Some(severity) => section.levels.set(code.get_ref().as_ref(), Level::Report(severity)),
                None => {
                    let help = "write `\"error\"`, `\"warning\"` or `\"advice\"`; to report nothing, use `ignore`";
                    let written = self.text.get(first_line(self.text, value.span())).unwrap_or_default();
                    let finding = INVALID_CONFIGURATION.violation(format!("{} is not a severity", quoted(written)));
                    self.report(finding.help(help), &pointer, first_line(self.text, value.span()));
                }
            }
        }
    }

    /// A path below the folder of the configuration.
    fn path(&mut self, value: &Value<'_>, pointer: &Pointer<'_>) -> Option<String> {
        let help = "write the path of a file in the folder of the configuration, or below it";
        match value.get_ref().as_str() {
            Some(path) if is_below(path) => Some(path.to_owned()),
            Some(path) => {
                let message = format!("{} is not a file below the folder of the configuration", quoted(path));
                self.report(INVALID_CONFIGURATION.violation(message).help(help), pointer, value.span());
                None
            }
            None => {
                self.refuse(value, "a string", help, pointer);
                None
            }
        }
    }

    /// A version of Velero. An unknown one, and one that differs from its release, are reported as for a cluster.
    fn version(&mut self, value: &Value<'_>, pointer: &Pointer<'_>) -> Option<String> {
        let Some(version) = value.get_ref().as_str() else {
            let source = first_line(self.text, value.span());
            let quoted = match self.text.get(source.clone()) {
                Some(written) if Release::of_version(written).is_some() => Some(format!("\"{written}\"")),
                _ => None,
            };
            let message = format!("expected a string, found {}", value.get_ref().type_str());
            let example = quoted.as_deref().unwrap_or("\"1.18\"");
            let mut finding = INVALID_CONFIGURATION.violation(message).help(format!("write it in quotes: `{example}`"));
            finding.rewritten = quoted;
            self.report(finding, pointer, source);
            return None;
        };
        let mut report = Report::default();
        let is_known = release_of(Some(version), &mut report).is_some();
        let span = span(self.text, &first_line(self.text, value.span()));
        let located = |found: Diagnostic| Diagnostic { pointer: pointer.to_string(), span: Some(span), ..found };
        self.read.diagnostics.extend(report.into_diagnostics().into_iter().map(located));
        is_known.then(|| version.to_owned())
    }

    /// The strings of a list, with the pointer and the source of each.
    fn strings(&mut self, list: &Value<'_>, pointer: &Pointer<'_>) -> Vec<(String, String, Range<usize>)> {
        let help = "write a list of strings: `[\"one\", \"other\"]`";
        let Some(entries) = list.get_ref().as_array() else {
            self.refuse(list, "a list of strings", help, pointer);
            return Vec::new();
        };
        let mut strings = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let pointer = pointer.index(index);
            match entry.get_ref().as_str() {
                Some(string) => strings.push((string.to_owned(), pointer.to_string(), entry.span())),
                None => self.refuse(entry, "a string", "write it in double quotes", &pointer),
            }
        }
        strings
    }

    fn report_unknown<const N: usize>(&mut self, table: &Table<'_>, known: [&str; N], pointer: &Pointer<'_>) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let unknown = INVALID_CONFIGURATION.violation(format!("unknown field {}", quoted(key.get_ref())));
            let help = match nearest(key.get_ref(), known) {
                Some(field) => format!("did you mean `{field}`?"),
                None => format!("the fields are {}", and_list(&known.map(|field| format!("`{field}`")))),
            };
            self.report(unknown.help(help), &pointer.key(key.get_ref()), key.span());
        }
    }

    fn refuse(&mut self, value: &Value<'_>, expected: &str, help: &str, pointer: &Pointer<'_>) {
        let message = format!("expected {expected}, found {}", value.get_ref().type_str());
        let source = first_line(self.text, value.span());
        self.report(INVALID_CONFIGURATION.violation(message).help(help), pointer, source);
    }

    fn report(&mut self, finding: Finding, pointer: &Pointer<'_>, source: Range<usize>) {
        self.report_at(finding, pointer.to_string(), source);
    }

    fn report_at(&mut self, finding: Finding, pointer: String, source: Range<usize>) {
        let rewritten = finding.rewritten.clone();
        let mut diagnostic = finding.at_pointer(pointer).into_diagnostic();
        let span = span(self.text, &source);
        diagnostic.span = Some(span);
        if let (Some(title), Some(text)) = (diagnostic.help.clone(), rewritten) {
            diagnostic.fixes.push(Fix { title, edits: vec![Edit { span, text }], certain: true, effect: None });
        }
        self.read.diagnostics.push(diagnostic);
    }
}

fn span(text: &str, source: &Range<usize>) -> Span {
    Span { start: position(text, source.start), end: position(text, source.end) }
}

/// The part of a source that is on its first line.
fn first_line(text: &str, source: Range<usize>) -> Range<usize> {
    let length = text.get(source.clone()).and_then(|text| text.lines().next()).map_or(0, str::len);
    source.start..source.start + length
}

/// Whether a path stays below the folder that it starts in.
fn is_below(path: &str) -> bool {
    let is_absolute = path.starts_with(['/', '\\']) || path.get(1..2) == Some(":");
    !path.is_empty() && !is_absolute && path.split(['/', '\\']).all(|name| name != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        ignore = ["whole-cluster"]
        severity = { ttl-zero = "advice" }

        [[overrides]]
        files = ["legacy", "*.test.yaml", "specs/*/old.yaml", "./other/**/x"]
        ignore = ["ttl-zero"]
        severity = { whole-cluster = "error" }
    "#;

    #[test]
    fn an_override_is_for_its_files() {
        let configuration = Configuration::read(TEXT);
        assert_eq!(configuration.diagnostics(), []);
        let is_overridden = |path: &str| {
            let levels = configuration.levels(path);
            let levels: Vec<_> = levels.iter().collect();
            let own = [("ttl-zero", Level::Report(Severity::Advice)), ("whole-cluster", Level::Ignore)];
            let overridden = [("ttl-zero", Level::Ignore), ("whole-cluster", Level::Report(Severity::Error))];
            assert!(levels == own || levels == overridden, "{path}: {levels:?}");
            levels == overridden
        };
        for path in ["legacy/a.yaml", "a/legacy/b/c.yaml", "legacy", "x.test.yaml", "a/b.test.yaml", "specs/a/old.yaml"]
        {
            assert!(is_overridden(path), "{path}");
        }
        for path in ["other/x", "other/a/b/x", "other/x/in/it"] {
            assert!(is_overridden(path), "{path}");
        }
        for path in
            ["legacy2/a", "specs/old.yaml", "specs/a/b/old.yaml", "a/specs/b/old.yaml", "a/other/x", "test.yaml"]
        {
            assert!(!is_overridden(path), "{path}");
        }
    }

    #[test]
    fn an_entry_is_unused_where_no_file_of_it_has_such_a_diagnostic() {
        let configuration = Configuration::read(TEXT);
        let (zero, cluster) = (["ttl-zero"], ["whole-cluster"]);
        let unused = |files: &[(&str, &[&'static str])]| -> Vec<String> {
            configuration.unused_ignores(files).into_iter().map(|found| found.pointer).collect()
        };
        assert_eq!(unused(&[("a", &cluster[..]), ("legacy/a", &zero)]), Vec::<String>::new());
        assert_eq!(unused(&[("a", &zero[..])]), ["/ignore/0", "/overrides/0/ignore/0"]);
        assert_eq!(unused(&[]).len(), 2);
    }

    /// Returns each diagnostic: its code, and the part of the text that it marks.
    fn found(text: &str) -> Vec<(&'static str, String)> {
        let marked = |found: &Diagnostic| {
            let Span { start, end } = found.span.expect("a place in the file");
            (found.rule.code, text[start.utf8_offset as usize..end.utf8_offset as usize].to_owned())
        };
        Configuration::read(text).diagnostics().iter().map(marked).collect()
    }

    #[test]
    fn a_version_of_velero_is_a_known_one() {
        for release in Release::ALL {
            let text = format!("velero-version = \"{release}\"");
            assert_eq!(Configuration::read(&text).velero_version(), Some(release.name()));
            assert_eq!(found(&text), []);
        }
        let differs = "velero-version = \"v1.18.0\"";
        assert_eq!(Configuration::read(differs).velero_version(), Some("v1.18.0"));
        assert_eq!(found(differs), [("velero-version-differs", "\"v1.18.0\"".to_owned())]);
        let unknown = "ignore = []\nvelero-version = \"1.2\"\n";
        assert_eq!(Configuration::read(unknown).velero_version(), None);
        assert_eq!(found(unknown), [("unknown-velero-version", "\"1.2\"".to_owned())]);
    }

    #[test]
    fn a_version_without_quotes_is_refused() {
        for (written, fixed) in
            [("1.18", Some("\"1.18\"")), ("1.16 # old", Some("\"1.16\"")), ("1.2", None), ("18", None), ("[]", None)]
        {
            let text = format!("velero-version = {written}\n");
            let configuration = Configuration::read(&text);
            let [refused] = configuration.diagnostics() else { panic!("{written}: {configuration:?}") };
            assert_eq!((refused.rule, configuration.velero_version()), (&INVALID_CONFIGURATION, None));
            assert_eq!(refused.pointer, "/velero-version");
            assert!(refused.help.as_ref().is_some_and(|help| help.contains("in quotes")), "{refused:?}");
            let edits = refused.fixes.iter().flat_map(|fix| &fix.edits);
            assert_eq!(edits.map(|edit| &*edit.text).next(), fixed, "{written}");
        }
    }

    #[test]
    fn a_large_file_is_refused() {
        let text = "#".repeat(MAX_CONFIGURATION_BYTES + 1);
        let messages: Vec<_> =
            Configuration::read(&text).diagnostics().iter().map(|found| found.message.clone()).collect();
        assert_eq!(messages, ["the file is larger than 64 KiB"]);
    }
}
