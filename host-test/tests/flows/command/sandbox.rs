//! A command reads only the files that it is permitted to read, whatever its arguments are.

use std::fs;
use std::path::Path;

use k8s_backup_target_host::command::Files;
use tempfile::TempDir;

use super::{Ran, run, run_in};

/// It is in a file that is not permitted, and must not be in any output.
const SECRET: &str = "a-secret-namespace";

/// A folder `given` beside a folder `outside` with a secret.
struct World {
    root: TempDir,
}

impl World {
    fn new() -> Self {
        let root = TempDir::new().expect("a temporary folder");
        let world = World { root };
        world.write("outside/secret.yaml", &format!("include_namespaces: [\"{SECRET}\", \"*\"]\n"));
        world.write("given/spec.yaml", "ttl: 24h\n");
        world.write("given/sub/other.yaml", "ttl: 48h\n");
        world
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.root.path().join(path)
    }

    /// The absolute path as text.
    fn text(&self, path: &str) -> String {
        self.path(path).to_str().expect("UTF-8").to_owned()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    #[cfg(unix)]
    fn link(&self, target: impl AsRef<Path>, path: &str) {
        std::os::unix::fs::symlink(target, self.path(path)).expect("writable");
    }

    /// Checks a path; all of `given` is permitted, under this name.
    fn run_in_given(&self, name: &str, argument: &str) -> Ran {
        let mut files = Files::default();
        files.folder(name, &self.path("given")).expect("a folder");
        run(&["check", argument], &[], b"", files)
    }

    /// Runs the command in `given`. What its arguments name is permitted.
    fn run_named(&self, arguments: &[&str]) -> Ran {
        run_in(Some(&self.path("given")), arguments, &[], b"", self.named_by(arguments))
    }

    /// Checks a path. What these other arguments name, in `given`, is permitted.
    fn check_when_named(&self, arguments: &[&str], path: &str) -> Ran {
        run(&["check", path], &[], b"", self.named_by(arguments))
    }

    fn named_by(&self, arguments: &[&str]) -> Files {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Files::named_by(&arguments, &self.path("given"))
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

/// A diagnostic about the file shows the secret.
#[track_caller]
fn assert_secret_is_read(ran: &Ran) {
    assert!(ran.output.contains(SECRET), "{}{}", ran.output, ran.errors);
}

#[test]
fn a_permitted_folder_is_read() {
    let world = World::new();
    assert_read(&world.run_in_given(".", "spec.yaml"));
    assert_read(&world.run_in_given(".", "sub/../spec.yaml"));
    assert_read(&world.run_in_given(".", "."));
    assert_read(&world.run_in_given("/", "sub"));
    let given = world.text("given");
    assert_read(&world.run_in_given(&given, &format!("{given}/sub/other.yaml")));
}

#[test]
fn paths_outside_of_a_permitted_folder_are_refused() {
    let world = World::new();
    let secret = world.text("outside/secret.yaml");
    let given = world.text("given");
    let paths = [
        secret.clone(),
        "../outside/secret.yaml".to_owned(),
        "sub/../../outside/secret.yaml".to_owned(),
        "./../outside".to_owned(),
        "given/../../outside/secret.yaml".to_owned(),
        "/../outside/secret.yaml".to_owned(),
        format!("{given}/../outside/secret.yaml"),
        format!("/{}", "../".repeat(40) + &secret),
    ];
    for path in &paths {
        for name in [".", "/", "given", "", &given] {
            assert_refused(&world.run_in_given(name, path));
        }
        assert_refused(&world.check_when_named(&[".", "spec.yaml", &given], path));
    }
}

#[test]
fn named_paths_are_read() {
    let world = World::new();
    let given = world.text("given");
    assert_read(&world.run_named(&["check", "spec.yaml", "sub"]));
    assert_read(&world.run_named(&["check", "./sub//other.yaml", "sub/../spec.yaml", "sub/.."]));
    assert_read(&world.run_named(&["check", ".", "sub/../spec.yaml"]));
    assert_read(&world.run_named(&["check", &format!("{given}/spec.yaml"), &given]));
    assert_secret_is_read(&world.run_named(&["check", "../outside/secret.yaml"]));
    assert_secret_is_read(&world.run_named(&["check", &world.text("outside")]));
}

#[test]
fn the_value_of_an_option_is_a_named_path() {
    let world = World::new();
    world.write("given/kinds.txt", "NAME SHORTNAMES APIVERSION NAMESPACED KIND\n");
    assert_read(&world.run_named(&["check", "--api-resources=kinds.txt", "spec.yaml"]));
    assert_read(&world.run_named(&["check", "--api-resources", "kinds.txt", "spec.yaml"]));
    assert_read(&world.check_when_named(&["--any=spec.yaml"], "spec.yaml"));
    assert_refused(&world.check_when_named(&["--any="], "spec.yaml"));
    world.write("given/-spec.yaml", "ttl: 24h\n");
    assert_refused(&world.check_when_named(&["-spec.yaml"], "./-spec.yaml"));
}

#[test]
fn only_named_paths_are_permitted() {
    let world = World::new();
    let given = world.text("given");
    for path in ["sub/other.yaml", "sub", ".", "..", "/", &given, &format!("{given}/sub/other.yaml"), "spec.yaml/x"] {
        assert_refused(&world.check_when_named(&["spec.yaml"], path));
    }
    assert_refused(&world.check_when_named(&["sub/other.yaml"], "spec.yaml"));
    assert_refused(&world.check_when_named(&["sub/other.yaml"], "sub"));
    assert_refused(&world.check_when_named(&[], "spec.yaml"));
    assert_refused(&run(&["check", "spec.yaml"], &[], b"", Files::default()));
}

const CONFIGURATION: &str = ".k8s-backup-target.toml";

/// As a spec, such a configuration is not valid. So the run fails, but the file is read.
#[track_caller]
fn assert_configuration_is_read(ran: &Ran) {
    assert!(ran.status == 1 && ran.errors.is_empty(), "{}{}", ran.output, ran.errors);
}

#[test]
fn configurations_are_read_in_the_folders_of_named_paths_and_above() {
    let world = World::new();
    for folder in ["given", "given/sub", "given/sub/deep", "outside", "."] {
        world.write(&format!("{folder}/{CONFIGURATION}"), "ignore = []\n");
    }
    let above = world.text(CONFIGURATION);
    let check = |argument: &str, path: &str| world.check_when_named(&[argument], path);
    for argument in ["spec.yaml", "-"] {
        assert_configuration_is_read(&check(argument, CONFIGURATION));
        assert_configuration_is_read(&check(argument, &world.text(&format!("given/{CONFIGURATION}"))));
        assert_configuration_is_read(&check(argument, &above));
        assert_refused(&check(argument, &format!("sub/{CONFIGURATION}")));
        assert_refused(&check(argument, &world.text(&format!("outside/{CONFIGURATION}"))));
    }
    assert_configuration_is_read(&check("sub/other.yaml", &format!("sub/{CONFIGURATION}")));
    assert_refused(&check("sub/other.yaml", &format!("sub/deep/{CONFIGURATION}")));
    assert_configuration_is_read(&check("sub", &format!("sub/deep/{CONFIGURATION}")));
    for path in [world.text(&format!("outside/{CONFIGURATION}")), format!("../outside/{CONFIGURATION}")] {
        assert_configuration_is_read(&check("../outside/secret.yaml", &path));
        assert_configuration_is_read(&check("../outside", &path));
    }
}

/// Checks a spec whose configuration is this text.
fn check_configured(world: &World, configuration: &str) -> Ran {
    world.write(&format!("given/{CONFIGURATION}"), configuration);
    world.run_named(&["check", "spec.yaml"])
}

/// The file that the configuration names is not a list of kinds. So the run fails, but the file is read.
#[track_caller]
fn assert_listing_is_read(ran: &Ran) {
    assert!(ran.status == 2 && ran.errors.contains("api-resources-syntax"), "{}{}", ran.output, ran.errors);
}

#[test]
fn the_file_that_a_configuration_names_is_read() {
    let world = World::new();
    for line in ["api-resources = \"sub/other.yaml\"", "  'api-resources'='./sub/other.yaml' # kinds"] {
        assert_listing_is_read(&check_configured(&world, &format!("ignore = []\n{line}\n")));
        assert_refused(&world.check_when_named(&["spec.yaml"], "sub"));
    }
    assert_read(&check_configured(&world, "# api-resources = \"sub/other.yaml\""));
    fs::remove_file(world.path(&format!("given/{CONFIGURATION}"))).expect("writable");
    world.write(CONFIGURATION, "api-resources = \"given/sub/other.yaml\"\n");
    assert_listing_is_read(&world.run_named(&["check", "spec.yaml"]));
}

#[test]
fn configurations_below_a_folder_with_parents_in_its_path_are_read() {
    let world = World::new();
    world.write(&format!("given/sub/{CONFIGURATION}"), "ignore = [\"whole-cluster\"]");
    let check = |path: &str| {
        let files = Files::named_by(&["check".to_owned(), path.to_owned()], &world.path("given/sub/deep"));
        run_in(Some(&world.path("given/sub/deep")), &["check", path], &[], b"", files)
    };
    fs::create_dir_all(world.path("given/sub/deep")).expect("writable");
    for path in ["..", "../other.yaml", "../../sub"] {
        let ran = check(path);
        assert_read(&ran);
        assert!(!ran.output.contains("whole-cluster"), "{path}: {}", ran.output);
    }
}

#[test]
fn a_configuration_names_only_files_in_its_folder() {
    let world = World::new();
    let secret = world.text("outside/secret.yaml");
    for path in [&secret, "../outside/secret.yaml", "sub/../../outside/secret.yaml", "sub", "."] {
        let ran = check_configured(&world, &format!("api-resources = \"{path}\"\n"));
        assert_eq!(ran.status, 2, "{path}: {}{}", ran.output, ran.errors);
        assert!(!ran.errors.contains(SECRET), "{path}: {}", ran.errors);
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_that_leads_out_is_followed_only_if_it_is_named() {
    let world = World::new();
    world.link(world.path("outside/secret.yaml"), "given/absolute.yaml");
    world.link("../outside/secret.yaml", "given/relative.yaml");
    world.link("../outside", "given/folder");
    world.link("../../outside/secret.yaml", "given/sub/deep.yaml");
    for path in ["absolute.yaml", "relative.yaml", "folder", "folder/secret.yaml", "sub/deep.yaml"] {
        assert_refused(&world.run_in_given(".", path));
        assert_refused(&world.check_when_named(&["."], path));
        assert_secret_is_read(&world.run_named(&["check", path]));
        assert_secret_is_read(&world.check_when_named(&[".", path], path));
    }
    // The links are reported, and the other files are checked.
    for all in [world.run_in_given(".", "."), world.run_named(&["check", "."])] {
        assert_refused(&all);
        assert!(all.output.contains("checked 2 files"), "{}", all.output);
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_that_leads_out_is_not_a_configuration() {
    let world = World::new();
    world.link("../outside/secret.yaml", &format!("given/{CONFIGURATION}"));
    assert_read(&world.run_named(&["check", "spec.yaml"]));
    fs::remove_file(world.path(&format!("given/{CONFIGURATION}"))).expect("writable");

    world.link("../../outside/secret.yaml", "given/sub/kinds.txt");
    world.write(CONFIGURATION, "api-resources = \"given/sub/kinds.txt\"");
    assert_listing_is_read(&world.run_named(&["check", "spec.yaml"]));
    world.write(CONFIGURATION, "");
    assert_refused(&check_configured(&world, "api-resources = \"sub/kinds.txt\""));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_that_stays_inside_is_followed() {
    let world = World::new();
    world.link("sub/other.yaml", "given/link.yaml");
    assert_read(&world.run_in_given(".", "link.yaml"));
    assert_read(&world.run_named(&["check", "link.yaml", "."]));
    world.link("circle.yaml", "given/circle.yaml");
    assert_refused(&world.run_in_given(".", "circle.yaml"));
    assert_refused(&world.run_named(&["check", "circle.yaml"]));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let world = World::new();
    let make = |path: &str| std::process::Command::new("mkfifo").arg(world.path(path)).status().expect("mkfifo");
    assert!(make("given/pipe.yaml").success());
    assert!(make(&format!("given/{CONFIGURATION}")).success());
    assert_refused(&world.run_in_given(".", "pipe.yaml"));
    assert_refused(&world.run_named(&["check", "pipe.yaml"]));
    assert_refused(&world.check_when_named(&["spec.yaml"], CONFIGURATION));
    assert_refused(&world.run_in_given("/dev", "/dev/null"));
}

#[cfg(unix)]
#[test]
fn a_folder_with_a_name_that_is_not_utf_8_is_read_but_for_that_entry() {
    use std::os::unix::ffi::OsStrExt;

    let world = World::new();
    let name = std::ffi::OsStr::from_bytes(b"\xff.yaml");
    fs::write(world.path("given").join(name), "ttl: 24h\n").expect("writable");
    for ran in [world.run_in_given(".", "."), world.run_named(&["check", "."])] {
        assert_eq!(ran.status, 2, "{}{}", ran.output, ran.errors);
        assert!(ran.output.contains("checked 2 files") && ran.output.contains("1 could not be read"), "{}", ran.output);
        assert!(ran.errors.contains("its name is not UTF-8"), "{}", ran.errors);
    }
}
