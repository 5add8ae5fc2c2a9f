//! The catalogue of rules, and the reference page that is generated from it: `BLESS=1` rewrites `docs/rules.md`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use k8s_backup_target::validation::CATALOGUE;

#[test]
fn the_reference_page_matches_the_catalogue() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = page();
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &page).expect("writable");
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page, "docs/rules.md differs from the catalogue: `cargo xtask bless` rewrites it");
}

#[test]
fn every_rule_is_defined_once() {
    let mut codes = BTreeSet::new();
    for rule in CATALOGUE.iter().flat_map(|(_, rules)| rules.iter()) {
        assert!(codes.insert(rule.code), "{} is defined twice", rule.code);
        let is_kebab = |char: char| char.is_ascii_lowercase() || char == '-';
        assert!(rule.code.chars().all(is_kebab), "{}: the code is not in kebab case", rule.code);
        assert!(!rule.summary.ends_with('.'), "{}: the summary ends with a period", rule.code);
        assert!(rule.explanation.ends_with(['.', '`']), "{}: the explanation does not end with a period", rule.code);
        let is_short = |line: &str| line.len() <= 120;
        assert!(rule.explanation.lines().all(is_short), "{}: the explanation has a line over 120 bytes", rule.code);
    }
}

#[test]
fn a_constant_has_the_name_of_its_code_and_is_in_the_catalogue() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue");
    let mut defined = BTreeSet::new();
    for file in fs::read_dir(folder).expect("a folder") {
        let source = fs::read_to_string(file.expect("readable").path()).expect("text");
        for (_, definition) in
            source.match_indices("\npub static ").map(|(at, start)| source.split_at(at + start.len()))
        {
            let (name, rest) = definition.split_once(": Rule = Rule {").expect("a rule");
            let code = rest.split('"').nth(1).expect("the code is the first string");
            assert_eq!(name, code.to_uppercase().replace('-', "_"));
            defined.insert(code.to_owned());
        }
    }
    let listed: BTreeSet<String> =
        CATALOGUE.iter().flat_map(|(_, rules)| rules.iter().map(|rule| rule.code.to_owned())).collect();
    assert_eq!(defined, listed);
}

fn page() -> String {
    let mut page = "\
# Rules

The rules for specs and targets, for Velero's Backups and Schedules, for a cluster's objects, and for the objects that
a backup selects.
`cargo xtask bless` generates this page from the catalogue in the code.

| severity | meaning |
|---|---|
| **error** | The interface, Velero, Kubernetes or Juju refuses it, or it does harm. |
| **warning** | It has no effect, or an effect that is probably not intended. |
| **advice** | It can be improved. |

These words are used on this page:

- *reference library*: charmlibs-interfaces-k8s-backup-target, the Python library of the interface
- *provider*: a charm that publishes targets, each with a spec
- *requirer*: a charm that reads them; the *integrator* is the charm velero-integrator
- *operator*: the charm velero-operator, which creates Backups and Schedules

A rule for *specs* is also for targets and databags, whose specs it checks.

A rule that follows *Velero 1.17 and later* holds in these releases only. Without a version of Velero, 1.18 is checked.

| rule | severity | requirement |
|---|---|---|
"
    .to_owned();
    for rule in CATALOGUE.iter().flat_map(|(_, rules)| rules.iter()) {
        let _ = writeln!(page, "| [{0}](#{0}) | {1} | {2} |", rule.code, rule.severity.name(), rule.summary);
    }
    for (subject, rules) in &CATALOGUE {
        let _ = writeln!(page, "\n## {subject}");
        for rule in *rules {
            let _ = writeln!(
                page,
                "\n### {}\n\n*{}*: {}.\n\n{}\n\nApplies to {}. Follows {}.",
                rule.code,
                rule.severity.name(),
                rule.summary,
                rule.explanation,
                rule.applies_to,
                rule.authority
            );
        }
    }
    page
}
