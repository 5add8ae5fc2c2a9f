//! The command over a made-up world: every format has all that is found, whatever is found in whatever file.

mod fleet;
mod lsp;
mod releases;
mod schemas;
mod settings;
mod volumes;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use k8s_backup_target::diagnostic::{Diagnostic, is_hidden};
use k8s_backup_target::validation::{CheckedDocument, Format};
use k8s_backup_target_testdata::generate;
use k8s_backup_target_testdata::named::{self, NamedCase, Verdict};
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::system::{Entry, EntryKind, MAX_FILE_BYTES, Opened, STANDARD_INPUT, System, Unopened};
use crate::{Status, run};

/// Files by their paths, `-` among them.
#[derive(Default)]
struct World {
    files: BTreeMap<String, Vec<u8>>,
    output: String,
    errors: String,
    broken_output: bool,
    /// As a stream does. Otherwise, it can be read again.
    reads_input_once: bool,
    /// Folders with an entry whose name is not UTF-8.
    not_utf_8: Vec<String>,
}

impl World {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
        World { files, ..World::default() }
    }

    fn run(&mut self, arguments: &[&str]) -> Status {
        (self.output, self.errors) = Default::default();
        let arguments: Vec<String> = ["program"].iter().chain(arguments).map(|part| (*part).to_owned()).collect();
        run(&arguments, self)
    }
}

impl System for World {
    fn open(&mut self, path: &str) -> Result<Opened, Unopened> {
        if let Some(bytes) = self.files.get(path) {
            return Ok(Opened::File(bytes.clone()));
        }
        let folder = path.trim_end_matches('/');
        let below: Vec<&str> =
            self.files.keys().filter_map(|file| file.strip_prefix(folder)?.strip_prefix('/')).collect();
        let entry = |rest: &str| match rest.split_once('/') {
            Some((folder, _)) => Entry { name: folder.to_owned(), kind: EntryKind::Folder },
            None => Entry { name: rest.to_owned(), kind: EntryKind::File },
        };
        let mut entries: Vec<Entry> = below.into_iter().map(entry).collect();
        entries.dedup();
        entries.reverse();
        entries.extend(self.not_utf_8.iter().filter(|known| *known == folder).map(|_| Entry::not_utf_8("\u{fffd}")));
        if entries.is_empty() { Err(Unopened::missing("it is missing")) } else { Ok(Opened::Folder(entries)) }
    }

    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened> {
        let bytes = self.files.get(path).ok_or_else(|| Unopened::missing("it is missing"))?;
        // An unusual size of pieces.
        let _ = bytes.chunks(7).all(take);
        if self.reads_input_once && path == STANDARD_INPUT {
            self.files.insert(path.to_owned(), Vec::new());
        }
        Ok(())
    }

    fn print(&mut self, text: &str) -> Result<(), String> {
        if self.broken_output {
            return Err("the disk is full".to_owned());
        }
        self.output += text;
        Ok(())
    }

    fn print_error(&mut self, text: &str) {
        self.errors += text;
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn working_directory(&self) -> Option<String> {
        Some("/home/user".to_owned())
    }
}

/// Documents in which something is found, each with what is found.
fn cases() -> Vec<(String, String, Vec<Diagnostic>)> {
    let case = |case: NamedCase| {
        let format = if case.file.extension().is_some_and(|end| end == "json") { Format::Json } else { Format::Yaml };
        let text = fs::read_to_string(&case.file).expect("text");
        let checked = CheckedDocument::read(text.clone(), format, None, None);
        let name = case.file.file_name().expect("a name").to_string_lossy();
        // A folder may have files of other programs, which are skipped.
        (!checked.is_unrelated()).then(|| (format!("{}-{name}", case.code), text, checked.diagnostics().to_vec()))
    };
    let failing = named::documents().into_iter().filter(|case| case.verdict == Verdict::Fail);
    let mut cases: Vec<_> = failing.filter_map(case).collect();
    // The command goes through a folder in the order of the names.
    cases.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    cases
}

fn world_of(cases: &[(String, String, Vec<Diagnostic>)]) -> World {
    let files = cases.iter().map(|(name, text, _)| (format!("cases/{name}"), text.clone().into_bytes()));
    World { files: files.collect(), ..World::default() }
}

static SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sarif/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(file).expect("text")).expect("JSON");
    // One of its patterns is not valid for most readers of regular expressions. The reports have no language.
    for object in ["run", "toolComponent"] {
        let language = schema["definitions"][object]["properties"]["language"].as_object_mut().expect("an object");
        assert!(language.remove("pattern").is_some());
    }
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
});

#[track_caller]
fn assert_is_sarif(text: &str) -> Value {
    let log: Value = serde_json::from_str(text).expect("JSON");
    let faults: Vec<String> =
        SARIF.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new());
    log
}

/// The part of a text that a region says, whose columns are in code points.
fn part<'t>(text: &'t str, region: &Value) -> &'t str {
    let number = |field: &str| usize::try_from(region[field].as_u64().expect("a number")).expect("small") - 1;
    let offset = |line: &str, column: &str| {
        let start: usize = text.split_inclusive('\n').take(number(line)).map(str::len).sum();
        let column = text[start..].char_indices().nth(number(column)).map_or(text.len() - start, |(offset, _)| offset);
        start + column
    };
    &text[offset("startLine", "startColumn")..offset("endLine", "endColumn")]
}

#[test]
fn sarif_has_each_diagnostic_at_its_place_and_is_valid() {
    let cases = cases();
    let mut world = world_of(&cases);
    assert_eq!(world.run(&["check", "--format", "sarif", "cases"]), Status::Problems);
    let log = assert_is_sarif(&world.output);
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("a list");
    let expected: Vec<_> =
        cases.iter().flat_map(|(name, text, found)| found.iter().map(move |found| (name, text, found))).collect();
    assert_eq!(results.len(), expected.len());
    for (result, (name, text, diagnostic)) in results.iter().zip(expected) {
        assert_eq!(result["ruleId"], diagnostic.rule.code, "{name}");
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("a place")).expect("small");
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], diagnostic.rule.code, "{name}");
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], format!("cases/{name}"));
        let said = result["message"]["text"].as_str().expect("a text");
        assert!(said.starts_with(&diagnostic.message), "{name}: {said}");
        if let Some(span) = diagnostic.span {
            let marked = &text[span.start.utf8_offset as usize..span.end.utf8_offset as usize];
            assert_eq!(part(text, &location["region"]), marked, "{name}");
        }
        let fixes = result["fixes"].as_array().map_or(0, Vec::len);
        assert_eq!(fixes, diagnostic.fixes.len(), "{name}");
        for (place, fix) in diagnostic.fixes.iter().enumerate() {
            let replacements = &result["fixes"][place]["artifactChanges"][0]["replacements"];
            for (place, edit) in fix.edits.iter().enumerate() {
                let replaced = &text[edit.span.start.utf8_offset as usize..edit.span.end.utf8_offset as usize];
                let replacement = &replacements[place];
                assert_eq!(part(text, &replacement["deletedRegion"]), replaced, "{name}");
                assert_eq!(replacement["insertedContent"]["text"].as_str().unwrap_or_default(), edit.text, "{name}");
            }
        }
    }
}

#[test]
fn json_has_each_diagnostic() {
    let cases = cases();
    let mut world = world_of(&cases);
    world.run(&["check", "--format", "json", "cases"]);
    let report: Value = serde_json::from_str(&world.output).expect("JSON");
    let said = report["diagnostics"].as_array().expect("a list");
    let expected: Vec<&Diagnostic> = cases.iter().flat_map(|(_, _, found)| found).collect();
    assert_eq!(said.len(), expected.len());
    for (said, expected) in said.iter().zip(&expected) {
        assert_eq!(
            (said["code"].as_str(), said["message"].as_str()),
            (Some(expected.rule.code), Some(&*expected.message))
        );
        assert_eq!(said["help"].as_str(), expected.help.as_deref());
        assert_eq!(said["related"].as_array().map(Vec::len), Some(expected.related.len()));
        let start = expected.span.map(|span| u64::from(span.start.utf16_offset));
        assert_eq!(said["span"]["start"]["utf16_offset"].as_u64(), start);
    }
    let summary = &report["summary"];
    let counted = ["errors", "warnings", "advice"].map(|severity| summary[severity].as_u64().expect("a number"));
    assert_eq!(counted.iter().sum::<u64>(), expected.len() as u64);
    assert_eq!(summary["files"], cases.len());
}

#[test]
fn each_diagnostic_is_a_line_for_github() {
    let cases = cases();
    let mut world = world_of(&cases);
    world.run(&["check", "--format", "github", "cases"]);
    let expected: Vec<&Diagnostic> = cases.iter().flat_map(|(_, _, found)| found).collect();
    let commands: Vec<&str> = world.output.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), expected.len());
    assert_eq!(world.output.lines().count(), expected.len() + 1, "and the summary");
    for (command, diagnostic) in commands.iter().zip(expected) {
        assert!(command.contains(&format!("title={}::", diagnostic.rule.code)), "{command}");
    }
}

#[test]
fn junit_is_xml_with_a_case_for_each_rule_that_a_file_breaks() {
    let cases = cases();
    let mut world = world_of(&cases);
    world.run(&["check", "--format", "junit", "cases"]);
    let mut reader = quick_xml::Reader::from_str(&world.output);
    let (mut suites, mut tests, mut failures) = (0, 0, 0);
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                "testsuite" => suites += 1,
                "testcase" => tests += 1,
                "failure" => failures += 1,
                _ => {}
            },
            _ => {}
        }
    }
    let mut broken = 0;
    for (_, _, found) in &cases {
        let mut codes: Vec<&str> = found.iter().map(|found| found.rule.code).collect();
        codes.sort_unstable();
        codes.dedup();
        broken += codes.len().max(1);
    }
    assert_eq!((suites, tests), (cases.len(), broken));
    assert!(failures > 0);
    assert!(world.output.contains(&format!(r#"tests="{tests}" failures="{failures}" errors="0""#)));
}

#[test]
fn names_of_files_are_escaped_in_each_format() {
    let name = "a b,c:d%\u{1b}[31m<é>\"\n.yaml";
    let mut world = World::with(&[(name, b"ttl: 30d\n")]);
    world.run(&["check", "--format", "github", name]);
    let first = world.output.lines().next().expect("a line");
    assert!(first.starts_with("::notice file=a b%2Cc%3Ad%25\\u{1b}[31m<é>\"%0A.yaml,line=1,"), "{first}");
    world.run(&["check", "--format", "sarif", name]);
    let log = assert_is_sarif(&world.output);
    let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "a%20b,c%3Ad%25%1B%5B31m%3C%C3%A9%3E%22%0A.yaml");
    world.run(&["check", "--format", "junit", name]);
    assert!(world.output.contains("name=\"a b,c:d%\u{fffd}[31m&lt;é&gt;&quot;"), "{}", world.output);
    world.run(&["check", &format!("{name}2")]);
    assert!(!world.errors.contains('\u{1b}') && world.errors.lines().count() == 1, "{}", world.errors);
}

/// What a terminal or a log of a pipeline would act on.
const INJECTIONS: [&str; 8] = [
    "\n::error::x\n",
    "::error::x",
    "##[error]x",
    "##vso[x]",
    "\u{1b}[31m",
    "\u{9b}31m",
    "\u{202e}",
    "\r::stop-commands::x",
];

#[track_caller]
fn assert_harmless(output: &str, format: &str) {
    assert!(!output.contains("##["), "{format}: {output}");
    assert_eq!(output.chars().find(|&char| is_hidden(char) && char != '\n'), None, "{format}: {output}");
    for line in output.lines().filter(|line| line.trim_start().starts_with("::")) {
        let is_ours =
            ["::error file=", "::warning file=", "::notice file="].iter().any(|start| line.starts_with(start));
        assert!(format == "github" && is_ours, "{format}: {line}");
    }
}

#[test]
fn names_and_values_cannot_inject_commands() {
    for injection in INJECTIONS {
        let name = format!("{injection}.yaml");
        let text = json!({ injection: 1, "include_namespaces": [injection], "ttl": injection }).to_string();
        let spec = json!({ "label_selector": { "a": injection }, "include_namespaces": [injection] });
        let target = json!({ "app": "a", "relation_name": "b", "model": "m", "spec": spec }).to_string();
        let databag = json!({ "backup_targets": format!("[{target}]") }).to_string();
        let backup = json!({
            "apiVersion": "velero.io/v1", "kind": "Backup", "metadata": { "name": "a" },
            "spec": { "includedNamespaces": [injection], "labelSelector": { "matchLabels": { "a": injection } } },
        });
        let mut world = World::with(&[
            (&name, text.as_bytes()),
            ("spec.yaml", b"{}"),
            ("valid.yaml", spec.to_string().as_bytes()),
            ("target.json", target.as_bytes()),
            ("databag.json", databag.as_bytes()),
            ("backup.yaml", backup.to_string().as_bytes()),
            ("i.json", br#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}"#),
        ]);
        for format in ["human", "json", "sarif", "junit", "github"] {
            world.run(&["check", "--format", format, &name, &format!("{injection}.json")]);
            assert_harmless(&world.output, format);
            assert_harmless(&world.errors, "errors");
        }
        let usage: [&[&str]; 18] = [
            &["check", "--format", injection, &name],
            &["check", "--x", injection],
            &[injection],
            &["rules", injection],
            &["check", "--velero-version", injection, "spec.yaml"],
            &["check", "--api-resources", &name, "spec.yaml"],
            &["select", "--inventory", &name, &name],
            &["describe", &name],
            &["coverage", "--inventory", &name, "spec.yaml"],
            &["plan", "--at", injection, "spec.yaml"],
            &["select", "--inventory", "i.json", "--snapshot-location", injection, "spec.yaml"],
            &["convert", "--to", "schedule", "valid.yaml"],
            &["convert", "--to", "spec", "backup.yaml"],
            &["lookup", "--app", "a", "--endpoint", "b", "--model", "m", "databag.json"],
            &["lookup", "--app", "a", "--endpoint", "b", "--model", "m", "--format", "json", "databag.json"],
            &["merge", "target.json"],
            &["merge", "--format", "yaml", "target.json"],
            &["merge", "--manifests", "target.json"],
        ];
        for arguments in usage {
            world.run(arguments);
            assert_harmless(&world.output, "output");
            assert_harmless(&world.errors, "errors");
        }
    }
}

#[test]
fn a_file_whose_name_is_not_utf_8_is_named_and_the_others_are_checked() {
    let mut world = World::with(&[("specs/a.yaml", b"ttl: 24h\n"), ("specs/b.yaml", b"ttl: 30d\n")]);
    world.not_utf_8.push("specs".to_owned());
    assert_eq!(world.run(&["check", "--format", "github", "specs"]), Status::Failure);
    assert!(world.output.contains("file=specs/b.yaml"), "{}", world.output);
    assert!(
        world.output.contains("::error file=specs/\u{fffd},title=cannot be read::its name is not UTF-8"),
        "{}",
        world.output
    );
    assert!(
        world.output.contains("checked 2 files") && world.output.contains("; 1 could not be read"),
        "{}",
        world.output
    );
}

#[test]
fn files_beyond_the_limit_of_a_run_are_named() {
    let large = vec![b'#'; MAX_FILE_BYTES];
    let mut world = World::with(&[
        ("a/1.yaml", &large),
        ("a/2.yaml", &large),
        ("a/3.yaml", &large),
        ("a/4.yaml", &large),
        ("a/5.yaml", b"ttl: 30d\n"),
    ]);
    assert_eq!(world.run(&["check", "--format", "github", "a"]), Status::Failure);
    let last = "::error file=a/5.yaml,title=cannot be read::with the files before, it is larger than 256 MiB: name fewer files";
    assert!(world.output.contains(last), "{}", world.output);
}

#[test]
fn absolute_paths_and_those_with_a_dot_are_uris() {
    let mut world = World::with(&[("/data/a.yaml", b"ttl: 30d\n"), ("./b.yaml", b"ttl: 30d\n")]);
    world.run(&["check", "--format", "sarif", "/data/a.yaml", "./b.yaml"]);
    let log = assert_is_sarif(&world.output);
    let uri = |place: usize| {
        let result = &log["runs"][0]["results"][place];
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone()
    };
    let count = log["runs"][0]["results"].as_array().expect("a list").len();
    assert_eq!((uri(0), uri(count - 1)), (Value::from("file:///data/a.yaml"), Value::from("b.yaml")));
}

#[test]
fn a_folder_is_its_specs_and_those_below_by_name() {
    let spec: &[u8] = b"include_namespaces: [a]\nttl: 30d\n";
    let mut world = World::with(&[
        ("specs/b.yml", spec),
        ("specs/a.YAML", spec),
        ("specs/.hidden.yaml", b"["),
        ("specs/.git/c.yaml", b"["),
        ("specs/notes.txt", b"["),
        ("specs/deep/d.json", b"{\"ttl\": \"30d\", \"include_namespaces\": [\"a\"]}"),
        ("specs/package.json", b"{\"name\": \"website\"}"),
        // Helm values of an app, and not a target.
        ("specs/values.yaml", b"app: web\nreplicas: 3\n"),
        ("specs/objects.json", b"{\"kind\": \"List\", \"items\": [{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}]}"),
    ]);
    assert_eq!(world.run(&["check", "--format", "github", "specs/", "specs/b.yml"]), Status::Problems);
    let files: Vec<&str> =
        world.output.lines().filter_map(|line| line.strip_prefix("::error file=")?.split(',').next()).collect();
    assert_eq!(files, ["specs/a.YAML", "specs/b.yml", "specs/deep/d.json"]);
    assert!(world.output.ends_with("; skipped 1 object of another kind; skipped 2 other files\n"), "{}", world.output);
}

#[test]
fn a_failed_write_is_reported() {
    let mut world = World { broken_output: true, ..World::default() };
    assert_eq!(world.run(&["rules"]), Status::Failure);
    assert_eq!(world.errors, "error: cannot write to standard output: the disk is full\n");
}

#[test]
fn too_many_kinds_are_refused_in_their_file() {
    let row = |name: &str, version: &str, namespaced: &str, kind: &str| {
        format!("{name:16}{:12}{version:18}{namespaced:12}{kind}\n", if name == "NAME" { "SHORTNAMES" } else { "" })
    };
    let heading = row("NAME", "APIVERSION", "NAMESPACED", "KIND");
    let kinds = (0..5_001).map(|place| row(&format!("things{place}"), "example.com/v1", "true", "Thing"));
    let listing: String = [heading].into_iter().chain(kinds).collect();
    let mut world = World::with(&[("spec.yaml", b"{}"), ("kinds.txt", listing.as_bytes())]);
    assert_eq!(world.run(&["check", "--api-resources", "kinds.txt", "spec.yaml"]), Status::Failure);
    assert!(world.errors.contains("\n --> kinds.txt\n"), "{}", world.errors);
    let both = ["check", "--api-resources", "kinds.txt", "--velero-version", "0.1", "spec.yaml"];
    assert_eq!(world.run(&both), Status::Failure);
    let places: Vec<&str> = world.errors.lines().filter_map(|line| line.strip_prefix(" --> ")).collect();
    assert_eq!(places, ["--velero-version", "kinds.txt"]);
}

#[test]
fn a_databag_of_a_relation_that_cannot_be_read_is_explained() {
    let mut world = World::with(&[
        ("target.yaml", b"app: a\nrelation_name: b\nmodel: c\nspec: {}\n"),
        ("syntax.yaml", b"backup_targets: [\n"),
        ("list.yaml", b"[]\n"),
        ("empty.yaml", b""),
    ]);
    let mut errors_of = |databag: &str| {
        let status = world.run(&["plan", "--relation", &format!("20={databag}"), "target.yaml"]);
        assert_eq!((status, &*world.output), (Status::Failure, ""), "{databag}");
        world.errors.clone()
    };
    let errors = errors_of("syntax.yaml");
    assert!(errors.starts_with("error[not-yaml]: ") && errors.contains("\n --> syntax.yaml:"), "{errors}");
    for databag in ["list.yaml", "empty.yaml"] {
        let errors = errors_of(databag);
        assert!(errors.starts_with(&format!("error: cannot read `{databag}`: it is not a databag")), "{errors}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_files_there_is_an_answer(
        (texts, _) in generate::lookup(),
        bytes in prop::collection::vec(any::<u8>(), 0..40),
        encoded: bool,
    ) {
        let mut world = World::default();
        for (place, text) in texts.into_iter().enumerate() {
            let text = if encoded { serde_json::json!({ "backup_targets": text }).to_string() } else { text };
            world.files.insert(format!("files/{place}.json"), text.clone().into_bytes());
            world.files.insert(format!("files/{place}.yaml"), text.into_bytes());
        }
        world.files.insert("files/bytes.yaml".to_owned(), bytes.clone());
        world.files.insert(STANDARD_INPUT.to_owned(), bytes);
        for format in ["human", "json", "sarif", "github", "junit"] {
            world.run(&["check", "--format", format, "files", "-"]);
            if format == "sarif" {
                assert_is_sarif(&world.output);
            }
        }
        for arguments in [
            &["lookup", "--app", "a", "--endpoint", "b", "--model", "c", "files"][..],
            &["publish", "--app", "a", "--endpoint", "b", "--model", "c", "files/0.json"],
            &["merge", "--schedule", "0 2 * * *", "files"],
            &["merge", "--manifests", "--format", "json", "files"],
            &["plan", "--schedule", "@daily", "--relation", "3", "files"],
            &["plan", "--format", "yaml", "files"],
            &["select", "--inventory", "files/0.json", "files"],
            &["coverage", "--inventory", "-", "files"],
            &["describe", "files"],
        ] {
            let first = (world.run(arguments), world.output.clone(), world.errors.clone());
            let again = (world.run(arguments), world.output.clone(), world.errors.clone());
            prop_assert_eq!(first, again);
        }
    }
}
