//! Releases of Velero: which one answers, and that all commands answer for the same one.

use k8s_backup_target::release::Release;
use serde_json::Value;

use super::World;
use crate::Status;

const OBJECTS: &[u8] = br#"{"kind": "List", "items": [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a"}, "status": {"phase": "Active"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "team-a"}}]}"#;

/// Specs, some of which only some releases refuse.
const SPECS: [&str; 8] = [
    "{include_namespaces: [team-a], ttl: 240h}",
    "{include_namespaces: [\"team-?\"]}",
    "{include_namespaces: [\"team-*\"]}",
    "{include_namespaces: [\"team-[ab]\"]}",
    "{include_namespaces: [\"\"], exclude_namespaces: [\"\"]}",
    "{exclude_namespaces: [\"*\"]}",
    "{include_namespaces: [\"*\"], exclude_namespaces: [\"team-*\"]}",
    "{include_namespaces: [team-a], ttl: 30d}",
];

/// Expressions, some of which only some releases refuse.
const EXPRESSIONS: [&str; 8] =
    ["0 2 * * *", "0 2 * * 7", "0 2 * * L", "0 2 ? * 1#2", "@weekly", "0 0 2 * * *", "0 22-2 * * *", "0 2 31W * *"];

fn target(spec: &str) -> Vec<u8> {
    format!("app: a\nrelation_name: b\nmodel: c\nspec: {spec}\n").into_bytes()
}

/// Returns the release that each file is checked for.
fn releases(world: &mut World, arguments: &[&str]) -> Vec<String> {
    world.run(&[&["check", "--format", "json"], arguments].concat());
    let report: Value = serde_json::from_str(&world.output).expect("JSON");
    let files = report["files"].as_array().expect("a list");
    files.iter().map(|file| file["velero_version"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_file_is_for_the_release_of_the_option_or_else_of_its_configuration() {
    let kinds = b"NAME         SHORTNAMES  APIVERSION      NAMESPACED  KIND\n\
                  widgets                  example.com/v1  true        Widget\n";
    let spec = b"include_namespaces: [prod]\ninclude_resources: [gadgets.example.com]\n";
    let mut world = World::with(&[
        ("a.yaml", spec),
        ("old/b.yaml", spec),
        ("new/c.yaml", spec),
        ("kinds.txt", kinds),
        ("old/.k8s-backup-target.toml", b"velero-version = \"v1.17.1\""),
        ("new/.k8s-backup-target.toml", b"velero-version = \"next\"\napi-resources = \"kinds.txt\""),
        ("new/kinds.txt", kinds),
    ]);
    let files = ["a.yaml", "old/b.yaml", "new/c.yaml"];
    assert_eq!(releases(&mut world, &files), ["1.18", "1.17", "next"]);
    assert!(world.output.contains("gadgets.example.com"), "the kinds of a configuration are used: {}", world.output);
    let with = |option: [&'static str; 2]| [&option[..], &files].concat();
    assert_eq!(releases(&mut world, &with(["--velero-version", "1.16"])), ["1.16"; 3]);
    assert!(world.output.contains("gadgets.example.com"), "the kinds of a configuration are used: {}", world.output);
    // Options for one half of what is known about a cluster do not replace the other half.
    assert_eq!(releases(&mut world, &with(["--api-resources", "kinds.txt"])), ["1.18", "1.17", "next"]);
    assert_eq!(world.output.matches("\"code\": \"resource-unknown\"").count(), 3, "{}", world.output);
}

#[test]
fn the_kinds_of_standard_input_are_read_once() {
    let kinds = b"NAME         SHORTNAMES  APIVERSION      NAMESPACED  KIND\n\
                  widgets                  example.com/v1  true        Widget\n";
    let spec = b"include_namespaces: [prod]\ninclude_resources: [widgets.example.com]\n";
    let mut world = World::with(&[
        ("a/a.yaml", spec),
        ("b/b.yaml", spec),
        ("-", kinds),
        ("a/.k8s-backup-target.toml", b"velero-version = \"1.17\""),
        ("b/.k8s-backup-target.toml", b"velero-version = \"1.16\""),
    ]);
    world.reads_input_once = true;
    assert_eq!(releases(&mut world, &["--api-resources", "-", "a", "b"]), ["1.17", "1.16"]);
    assert_eq!(world.errors, "");
    assert!(!world.output.contains("widgets"), "{}", world.output);
}

#[test]
fn all_commands_agree_on_what_a_release_refuses() {
    for spec in SPECS {
        let mut world = World::with(&[("t.yaml", &target(spec)), ("objects.json", OBJECTS)]);
        for release in Release::ALL {
            let configuration = format!("velero-version = \"{release}\"");
            world.files.insert(".k8s-backup-target.toml".to_owned(), configuration.into_bytes());
            let is_refused = world.run(&["check", "t.yaml"]) == Status::Problems;
            let expected = if is_refused { Status::Problems } else { Status::Success };
            for arguments in [
                &["publish", "t.yaml"][..],
                &["describe", "t.yaml"],
                &["merge", "--manifests", "t.yaml"],
                &["merge", "t.yaml"],
                &["plan", "t.yaml"],
                &["select", "--inventory", "objects.json", "t.yaml"],
                &["coverage", "--inventory", "objects.json", "t.yaml"],
            ] {
                let status = world.run(arguments);
                let is_judged = arguments[0] != "select" || !world.output.contains("outcome: failed");
                assert!(status == expected || !is_judged, "{release} {spec} {arguments:?}: {}", world.output);
            }
            world.run(&["select", "--inventory", "objects.json", "t.yaml"]);
            // Velero accepts some specs with errors, and saves nothing of what they name.
            let is_refused_by_velero = world.output.contains("outcome: refused");
            let is_completed = world.output.contains("outcome: completed");
            assert!(is_refused || !is_refused_by_velero, "{release} {spec}: {}", world.output);
            assert!(!is_refused || !is_completed, "{release} {spec}: {}", world.output);
            for command in ["describe", "plan"] {
                world.run(&[command, "t.yaml"]);
                let is_described = world.output.contains("Saves nothing");
                assert!(is_described || !is_refused_by_velero, "{release} {spec}: {}", world.output);
            }
        }
    }
}

#[test]
fn databags_manifests_and_descriptions_agree_on_a_schedule() {
    let mut world = World::with(&[("t.yaml", &target("{include_namespaces: [team-a], ttl: 240h}"))]);
    for (expression, release) in EXPRESSIONS.iter().flat_map(|expression| Release::ALL.map(|it| (*expression, it))) {
        let options = ["--velero-version", release.name(), "--schedule", expression, "t.yaml"];
        let mut run = |command: &[&str]| {
            world.run(&[command, &options].concat());
            world.output.clone() + &world.errors
        };
        let is_refused = run(&["describe"]).contains("because the schedule is refused");
        for command in [&["merge"][..], &["merge", "--manifests"], &["plan"]] {
            let answer = run(command);
            let has_refusal = answer.contains("error[schedule-not-cron]");
            assert_eq!(has_refusal, is_refused, "{release} {expression} {command:?}: {answer}");
        }
        let has_runs = run(&["describe", "--at", "2026-06-01T00:00:00Z"]).contains("The next runs after");
        assert!(!(is_refused && has_runs), "{release} {expression}");
    }
}

#[test]
fn a_warning_about_the_version_is_shown_once_and_is_not_an_error() {
    let spec = target("{include_namespaces: [team-a], ttl: 240h}");
    let mut world = World::with(&[("a/t.yaml", &spec), ("b/u.yaml", &spec), ("objects.json", OBJECTS)]);
    let commands = [
        &["check"][..],
        &["describe"],
        &["plan", "--format", "yaml"],
        &["merge"],
        &["select", "--inventory", "objects.json"],
        &["coverage", "--inventory", "objects.json"],
    ];
    for command in commands {
        let arguments = [command, &["--velero-version", "1.18.0", "a", "b"]].concat();
        assert_eq!(world.run(&arguments), Status::Success, "{command:?}: {}{}", world.output, world.errors);
        assert_eq!(world.errors.matches("[velero-version-differs]").count(), 1, "{command:?}: {}", world.errors);
    }
    for folder in ["a", "b"] {
        let file = format!("{folder}/.k8s-backup-target.toml");
        world.files.insert(file, b"ignore = [\"too-many-problems\"]\nvelero-version = \"1.15.0\"".to_vec());
    }
    for command in commands {
        assert_eq!(world.run(&[command, &["a"]].concat()), Status::Success, "{command:?}: {}", world.errors);
        let all = world.output.clone() + &world.errors;
        assert_eq!(all.matches("[velero-version-differs]").count(), 1, "{command:?}: {all}");
        assert!(all.contains(" --> a/.k8s-backup-target.toml:2:18"), "{command:?}: {all}");
    }
    // With the option, the version of the configuration is not used.
    for command in commands {
        assert_eq!(world.run(&[command, &["--velero-version", "1.17", "a"]].concat()), Status::Success);
        assert!(!(world.output.clone() + &world.errors).contains("velero-version-differs"), "{command:?}");
    }
    let ignored = b"ignore = [\"velero-version-differs\"]\nvelero-version = \"1.15.0\"".to_vec();
    world.files.insert("a/.k8s-backup-target.toml".to_owned(), ignored);
    for command in commands {
        world.run(&[command, &["a"]].concat());
        assert!(!(world.output.clone() + &world.errors).contains("[velero-version-differs]"), "{command:?}");
    }
    world.run(&["publish", "--velero-version", "1.19", "b/u.yaml"]);
    assert_eq!(world.errors.matches("[velero-version-differs]").count(), 1, "{}", world.errors);
}

#[test]
fn one_answer_for_files_of_several_releases_says_so() {
    let mut world = World::with(&[
        ("a/t.yaml", &target("{include_namespaces: [team-a], ttl: 240h}")),
        ("b/u.yaml", &target("{include_namespaces: [team-b], ttl: 240h}")),
        ("a/.k8s-backup-target.toml", b"velero-version = \"1.18.1\""),
        ("b/.k8s-backup-target.toml", b"velero-version = \"1.16.2\""),
        ("objects.json", OBJECTS),
    ]);
    let with_objects = ["--inventory", "objects.json"];
    for command in ["plan", "merge", "select", "coverage"] {
        let options = if matches!(command, "select" | "coverage") { &with_objects[..] } else { &[] };
        let mut warned = |arguments: &[&str]| {
            world.run(&[&[command], options, arguments].concat());
            let line = world.errors.lines().find(|line| line.contains("choose one with `--velero-version`"));
            line.map(str::to_owned)
        };
        let warning = warned(&["a", "b"]).unwrap_or_else(|| panic!("{command}: no warning"));
        for part in ["warning: ", "b/u.yaml", "Velero 1.16,", "Velero 1.18.1 "] {
            assert!(warning.contains(part), "{command}: {warning}");
        }
        assert_eq!(warned(&["a"]), None, "{command}");
        assert_eq!(warned(&["--velero-version", "1.16", "a", "b"]), None, "{command}");
    }
}

#[test]
fn the_explanation_lists_the_releases() {
    let mut world = World::default();
    assert_eq!(world.run(&["rules", "unknown-velero-version"]), Status::Success);
    let words: Vec<&str> = world.output.split([' ', '\n', ',', '`']).collect();
    for release in Release::ALL {
        assert!(words.contains(&release.name()), "{release}: {}", world.output);
    }
}

#[test]
fn an_unknown_version_ends_each_command_with_the_releases() {
    let mut world = World::with(&[("t.yaml", &target("{}")), ("objects.json", OBJECTS)]);
    for command in ["check", "describe", "plan", "merge", "publish", "select", "coverage"] {
        let options = if matches!(command, "select" | "coverage") { &["--inventory", "objects.json"][..] } else { &[] };
        let arguments = [&[command], options, &["--velero-version", "1.2", "t.yaml"]].concat();
        assert_eq!(world.run(&arguments), Status::Failure, "{command}");
        assert_eq!(world.output, "", "{command}");
        for release in Release::ALL {
            assert!(world.errors.contains(&format!("`{release}`")), "{command}: {}", world.errors);
        }
    }
}
