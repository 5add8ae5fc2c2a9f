//! What is outside of the files that the command is given cannot be read, whatever its arguments are.

use std::fs;
use std::path::Path;

use k8s_backup_target_host::command::Files;
use tempfile::TempDir;

use super::{Ran, run};

/// It stands in what is outside, and in nothing that is said of it.
const SECRET: &str = "a-secret-namespace";

/// A folder `given` beside a folder `outside` with a secret.
struct World {
    root: TempDir,
}

impl World {
    fn new() -> Self {
        let root = TempDir::new().expect("a folder");
        let world = World { root };
        for folder in ["given/sub", "outside"] {
            fs::create_dir_all(world.path(folder)).expect("writable");
        }
        let secret = format!("include_namespaces: [\"{SECRET}\", \"*\"]\n");
        fs::write(world.path("outside/secret.yaml"), secret).expect("writable");
        fs::write(world.path("given/spec.yaml"), "ttl: 24h\n").expect("writable");
        fs::write(world.path("given/sub/other.yaml"), "ttl: 48h\n").expect("writable");
        world
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.root.path().join(path)
    }

    /// With all of `given`, under its own path or another name.
    fn run_in_given(&self, name: &str, argument: &str) -> Ran {
        let mut files = Files::default();
        files.folder(name, &self.path("given")).expect("a folder");
        run(&["check", argument], &[], b"", files)
    }

    /// With what its arguments name, in `given`.
    fn run_named(&self, arguments: &[&str]) -> Ran {
        let named: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        run(arguments, &[], b"", Files::named_by(&named, &self.path("given")))
    }
}

#[track_caller]
fn assert_refused(ran: &Ran) {
    assert_eq!(ran.status, 2, "{}{}", ran.output, ran.errors);
    assert!(ran.errors.contains("cannot read"), "{}", ran.errors);
    assert!(!ran.output.contains(SECRET) && !ran.errors.contains(SECRET), "{}{}", ran.output, ran.errors);
}

#[track_caller]
fn assert_read(ran: &Ran) {
    assert_eq!(ran.status, 0, "{}{}", ran.output, ran.errors);
}

#[test]
fn what_is_given_is_read() {
    let world = World::new();
    assert_read(&world.run_in_given(".", "spec.yaml"));
    assert_read(&world.run_in_given(".", "sub/../spec.yaml"));
    assert_read(&world.run_in_given(".", "."));
    assert_read(&world.run_in_given("/", "sub"));
    let given = world.path("given").to_str().expect("UTF-8").to_owned();
    assert_read(&world.run_in_given(&given, &format!("{given}/sub/other.yaml")));
    assert_read(&world.run_named(&["check", "spec.yaml", "sub"]));
    assert_read(&world.run_named(&["check", &format!("{given}/spec.yaml")]));
}

#[test]
fn nothing_outside_is_read_by_any_path() {
    let world = World::new();
    let secret = world.path("outside/secret.yaml");
    let secret = secret.to_str().expect("UTF-8");
    let given = world.path("given").to_str().expect("UTF-8").to_owned();
    for name in [".", "/", "given", "", &given] {
        for argument in [
            secret,
            "../outside/secret.yaml",
            "sub/../../outside/secret.yaml",
            "./../outside",
            "given/../../outside/secret.yaml",
            "/../outside/secret.yaml",
            &format!("{given}/../outside/secret.yaml"),
            &format!("/{}", "../".repeat(40) + secret),
        ] {
            assert_refused(&world.run_in_given(name, argument));
        }
    }
}

#[test]
fn only_what_is_named_is_given() {
    let world = World::new();
    // The files beside one that is named are not there.
    let mut files = Files::named_by(&["spec.yaml".to_owned()], &world.path("given"));
    assert_refused(&run(&["check", "sub/other.yaml"], &[], b"", files));
    files = Files::named_by(&["sub/other.yaml".to_owned()], &world.path("given"));
    assert_refused(&run(&["check", "spec.yaml"], &[], b"", files));
    files = Files::named_by(&["sub/other.yaml".to_owned()], &world.path("given"));
    let listed = run(&["check", "--format", "json", "sub"], &[], b"", files);
    assert_read(&listed);
    assert!(listed.output.contains("\"files\": 1"), "{}", listed.output);
    assert_refused(&run(&["check", "spec.yaml"], &[], b"", Files::default()));
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_leads_out() {
    use std::os::unix::fs::symlink;

    let world = World::new();
    let link = |to: &Path, name: &str| symlink(to, world.path(name)).expect("writable");
    link(&world.path("outside/secret.yaml"), "given/absolute.yaml");
    link(Path::new("../outside/secret.yaml"), "given/relative.yaml");
    link(Path::new("../outside"), "given/folder");
    link(Path::new("../../outside/secret.yaml"), "given/sub/deep.yaml");
    link(Path::new("circle.yaml"), "given/circle.yaml");
    for argument in ["absolute.yaml", "relative.yaml", "folder", "folder/secret.yaml", "sub/deep.yaml", "circle.yaml"] {
        assert_refused(&world.run_in_given(".", argument));
        assert_refused(&world.run_named(&["check", argument]));
    }
    // What is found is told, and the rest is checked.
    let all = world.run_in_given(".", ".");
    assert_refused(&all);
    assert!(all.output.contains("checked 2 files"), "{}", all.output);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_that_stays_inside_is_followed() {
    let world = World::new();
    std::os::unix::fs::symlink("sub/other.yaml", world.path("given/link.yaml")).expect("writable");
    assert_read(&world.run_in_given(".", "link.yaml"));
    assert_read(&world.run_named(&["check", "link.yaml", "."]));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let world = World::new();
    let made = std::process::Command::new("mkfifo").arg(world.path("given/pipe.yaml")).status();
    assert!(made.expect("mkfifo").success());
    assert_refused(&world.run_in_given(".", "pipe.yaml"));
    assert_refused(&world.run_named(&["check", "pipe.yaml"]));
    assert_refused(&world.run_in_given("/dev", "/dev/null"));
}
