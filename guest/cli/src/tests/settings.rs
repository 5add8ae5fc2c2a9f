//! Settings: configurations, `--ignore`, and comments.

use super::World;
use crate::Status;

const BAD_TTL: &[u8] = b"include_namespaces: [prod]\nttl: 30d\n";

#[test]
fn the_nearest_configuration_counts() {
    let mut world = World::with(&[
        ("specs/a.yaml", BAD_TTL),
        ("specs/legacy/b.yaml", BAD_TTL),
        ("other/c.yaml", BAD_TTL),
        ("specs/legacy/.k8s-backup-target.toml", b"ignore = [\"ttl-not-a-duration\"]"),
        ("/home/.k8s-backup-target.toml", b"severity.ttl-not-a-duration = \"advice\""),
        ("specs/.k8s-backup-target.toml", b"severity.ttl-not-a-duration = \"warning\""),
    ]);
    assert_eq!(world.run(&["check", "specs", "other", "--format", "github"]), Status::Success);
    let lines: Vec<&str> = world.output.lines().filter_map(|line| line.split(',').next()).collect();
    assert_eq!(
        lines,
        ["::warning file=specs/a.yaml", "::notice file=other/c.yaml", "checked 3 files: 1 warning"],
        "{}",
        world.output
    );
}

#[test]
fn a_configuration_is_found_from_every_path_to_a_file() {
    let configuration: &[u8] = b"ignore = [\"ttl-not-a-duration\"]";
    let mut world = World::with(&[
        ("a.yaml", BAD_TTL),
        ("../b.yaml", BAD_TTL),
        ("/data/c.yaml", BAD_TTL),
        ("-", BAD_TTL),
        ("/home/.k8s-backup-target.toml", configuration),
        ("/data/.k8s-backup-target.toml", configuration),
    ]);
    for file in ["a.yaml", "../b.yaml", "/data/c.yaml", "-"] {
        assert_eq!(world.run(&["check", file]), Status::Success, "{file}: {}", world.output);
    }
}

#[test]
fn an_override_is_for_paths_from_the_folder_of_the_configuration() {
    let configuration = b"[[overrides]]\nfiles = [\"user/specs/a.yaml\"]\nignore = [\"ttl-not-a-duration\"]";
    let mut world = World::with(&[
        ("specs/a.yaml", BAD_TTL),
        ("a.yaml", BAD_TTL),
        ("/home/.k8s-backup-target.toml", configuration),
    ]);
    assert_eq!(world.run(&["check", "specs/a.yaml"]), Status::Success);
    assert_eq!(world.run(&["check", "a.yaml"]), Status::Problems);
}

#[test]
fn a_configuration_that_is_not_valid_ends_the_command() {
    let mut world = World::with(&[("a.yaml", BAD_TTL), (".k8s-backup-target.toml", b"ignore = \"x\"")]);
    for command in ["check", "describe", "plan", "merge"] {
        assert_eq!(world.run(&[command, "a.yaml"]), Status::Failure, "{command}");
        assert_eq!(world.output, "", "{command}");
        assert!(world.errors.contains("error[invalid-configuration]"), "{}", world.errors);
        assert!(world.errors.contains(" --> .k8s-backup-target.toml:1:10"), "{}", world.errors);
    }
    world.files.insert(".k8s-backup-target.toml".to_owned(), vec![0xff]);
    assert_eq!(world.run(&["check", "a.yaml"]), Status::Failure);
    assert!(
        world.errors.starts_with("error: cannot read `.k8s-backup-target.toml`: it is not UTF-8"),
        "{}",
        world.errors
    );
}

#[test]
fn an_entry_is_only_unused_when_the_whole_folder_was_checked() {
    let mut world = World::with(&[
        ("specs/a.yaml", b"include_namespaces: [prod]\n"),
        ("specs/.k8s-backup-target.toml", b"ignore = [\"ttl-zero\", \"backups-kept\"]"),
    ]);
    for (argument, is_reported) in [("specs/a.yaml", false), ("specs", true), ("specs/", true)] {
        assert_eq!(world.run(&["check", argument]), Status::Success);
        assert_eq!(world.output.contains("`ttl-zero` is not found"), is_reported, "{argument}: {}", world.output);
        assert!(!world.output.contains("`backups-kept`"), "{}", world.output);
    }
    assert_eq!(world.run(&["check", "--deny", "warnings", "specs"]), Status::Problems);
}

#[test]
fn the_option_ignores_rules_that_exist() {
    let mut world = World::with(&[("a.yaml", BAD_TTL)]);
    assert_eq!(world.run(&["check", "--ignore", "ttl-not-a-duration", "a.yaml"]), Status::Success);
    assert_eq!(world.errors, "");
    assert_eq!(world.run(&["check", "--ignore", "ttl-zero,ttl-not-a-duration", "a.yaml"]), Status::Success);
    assert_eq!(world.errors, "warning: `--ignore ttl-zero` has no effect: no file has such a diagnostic\n");
    assert_eq!(world.run(&["check", "--ignore", "ttl-zreo", "a.yaml"]), Status::Failure);
    assert_eq!(world.errors, "error: there is no rule `ttl-zreo`: did you mean `ttl-zero`?\n");
}

#[test]
fn severities_decide_the_exit_status() {
    let mut world = World::with(&[("a.yaml", b"include_namespaces: [prod]\nttl: 1.5h\n")]);
    assert_eq!(world.run(&["check", "a.yaml"]), Status::Success);
    let raised = b"severity.ttl-other-form = \"error\"".to_vec();
    world.files.insert(".k8s-backup-target.toml".to_owned(), raised);
    assert_eq!(world.run(&["check", "a.yaml"]), Status::Problems);
    assert!(world.output.starts_with("error[ttl-other-form]"), "{}", world.output);
    assert_eq!(world.run(&["describe", "a.yaml"]), Status::Problems);
}

#[test]
fn the_kinds_of_a_configuration_are_those_of_its_files() {
    let heading = "NAME         SHORTNAMES  APIVERSION      NAMESPACED  KIND\n";
    let kinds = format!("{heading}widgets                  example.com/v1  true        Widget\n");
    let all = format!("{heading}gadgets                  example.com/v1  true        Gadget\n");
    let spec = b"include_namespaces: [prod]\ninclude_resources: [gadgets.example.com]\n";
    let mut world = World::with(&[
        ("specs/a.yaml", spec),
        ("specs/.k8s-backup-target.toml", b"api-resources = \"cluster/kinds.txt\""),
        ("specs/cluster/kinds.txt", kinds.as_bytes()),
        ("all.txt", all.as_bytes()),
    ]);
    world.run(&["check", "specs/a.yaml"]);
    assert!(world.output.contains("gadgets.example.com"), "{}{}", world.output, world.errors);
    assert_eq!(world.run(&["check", "--api-resources", "all.txt", "specs/a.yaml"]), Status::Success);
    assert!(!world.output.contains("gadgets.example.com"), "{}", world.output);
    world.files.remove("specs/cluster/kinds.txt");
    assert_eq!(world.run(&["check", "specs/a.yaml"]), Status::Failure);
    assert!(world.errors.starts_with("error: cannot read `specs/cluster/kinds.txt`"), "{}", world.errors);
}

#[test]
fn what_is_ignored_is_ignored_in_a_plan_and_still_refused_by_publish() {
    let target = "app: a\nrelation_name: b\nmodel: c\n# k8s-backup-target: ignore ttl-not-a-duration, backups-kept\n\
                  spec: {include_namespaces: [prod], ttl: 30d}\n";
    let mut world = World::with(&[("target.yaml", target.as_bytes())]);
    assert_eq!(world.run(&["check", "target.yaml"]), Status::Success, "{}", world.output);
    world.run(&["plan", "--schedule", "0 2 * * *", "target.yaml"]);
    assert!(!world.output.contains("[ttl-not-a-duration]"), "{}", world.output);
    assert_eq!(world.run(&["publish", "target.yaml"]), Status::Problems);
    assert!(world.errors.contains("error[ttl-not-a-duration]"), "{}", world.errors);

    let valid = target.replace("30d", "720h").replace("ttl-not-a-duration, ", "");
    world.files.insert("target.yaml".to_owned(), valid.into_bytes());
    assert_eq!(world.run(&["plan", "--schedule", "0 2 * * *", "target.yaml"]), Status::Success);
    assert!(!world.output.contains("advice[backups-kept]"), "{}", world.output);
}

#[test]
fn errors_that_prevent_reading_are_not_ignored() {
    let mut world = World::with(&[
        ("a.yaml", b"# k8s-backup-target: ignore not-yaml\nttl: [\n"),
        ("b.yaml", b"include_namespaces: prod # k8s-backup-target: ignore wrong-type\n"),
        (".k8s-backup-target.toml", b"severity.wrong-type = \"advice\""),
    ]);
    for file in ["a.yaml", "b.yaml"] {
        assert_eq!(world.run(&["check", file]), Status::Problems, "{file}");
        assert!(world.output.contains("cannot be ignored"), "{}", world.output);
    }
    assert_eq!(world.run(&["check", "--ignore", "not-yaml", "a.yaml"]), Status::Failure);
    assert_eq!(world.errors, "error: `not-yaml` cannot be ignored: the text is not read\n");
}

#[test]
fn an_error_that_is_not_reported_is_still_an_error_for_flows() {
    let target = b"app: a\nrelation_name: b\nmodel: c\nspec: {include_namespaces: [prod], ttl: 30d}\n";
    for level in ["ignore = [\"ttl-not-a-duration\"]", "severity.ttl-not-a-duration = \"advice\""] {
        let mut world = World::with(&[("t.yaml", target), (".k8s-backup-target.toml", level.as_bytes())]);
        assert_eq!(world.run(&["check", "t.yaml"]), Status::Success, "{}", world.output);
        for arguments in [&["merge", "--manifests", "t.yaml"][..], &["plan", "t.yaml"], &["describe", "t.yaml"]] {
            assert_eq!(world.run(arguments), Status::Problems, "{arguments:?}");
            assert!(world.errors.contains("error[ttl-not-a-duration]"), "{arguments:?}: {}", world.errors);
        }
        assert_eq!(world.run(&["publish", "t.yaml"]), Status::Problems);
        assert!(world.errors.contains("--> t.yaml:4:41"), "{}", world.errors);
        assert_eq!(world.run(&["publish", "--on-errors", "publish", "t.yaml"]), Status::Success);
    }
}

#[test]
fn a_spec_with_a_raised_error_is_not_published() {
    let target = b"app: a\nrelation_name: b\nmodel: c\nspec: {include_namespaces: [prod], ttl: 1.5h}\n";
    let mut world =
        World::with(&[("t.yaml", target), (".k8s-backup-target.toml", b"severity.ttl-other-form = \"error\"")]);
    assert_eq!(world.run(&["publish", "t.yaml"]), Status::Problems);
    assert_eq!((world.output.as_str(), world.errors.matches("error[ttl-other-form]").count()), ("", 1));
}

#[test]
fn settings_and_comments_are_for_flows_too() {
    let spec = b"include_namespaces: [nope] # k8s-backup-target: ignore namespace-not-found\n";
    let objects = b"{\"kind\": \"List\", \"items\": [{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \
        \"metadata\": {\"name\": \"prod\"}, \"status\": {\"phase\": \"Active\"}}]}";
    let target = b"app: a\nrelation_name: b\nmodel: c\nspec: {include_namespaces: [prod], ttl: 24h}\n";
    let mut world = World::with(&[("s.yaml", spec), ("objects.json", objects), ("t.yaml", target)]);
    world.run(&["select", "--inventory", "objects.json", "s.yaml"]);
    assert!(!world.output.contains("[namespace-not-found]"), "{}", world.output);
    world.files.insert("s.yaml".to_owned(), b"include_namespaces: [nope]\n".to_vec());
    world.run(&["select", "--inventory", "objects.json", "s.yaml"]);
    assert!(world.output.contains(" --> s.yaml:1:22"), "{}", world.output);
    world.run(&["plan", "t.yaml"]);
    assert!(world.output.contains("[no-velero-relation]"), "{}", world.output);
    world.run(&["plan", "--ignore", "no-velero-relation", "t.yaml"]);
    assert!(!world.output.contains("[no-velero-relation]"), "{}", world.output);
}

#[test]
fn a_configuration_that_is_not_valid_is_in_each_format() {
    let mut world = World::with(&[("a.yaml", BAD_TTL), (".k8s-backup-target.toml", b"ignore = 1")]);
    for format in ["json", "sarif", "github", "junit"] {
        assert_eq!(world.run(&["check", "--format", format, "a.yaml"]), Status::Failure, "{format}");
        assert!(world.output.contains("invalid-configuration"), "{format}: {}", world.output);
    }
}

#[test]
fn diagnostics_of_a_configuration_have_its_settings() {
    let mut world = World::with(&[
        ("specs/a.yaml", b"include_namespaces: [prod]\n"),
        ("specs/.k8s-backup-target.toml", b"ignore = [\"ttl-zero\", \"unused-ignore\"]"),
    ]);
    assert_eq!(world.run(&["check", "--deny", "warnings", "specs"]), Status::Success, "{}", world.output);
}
