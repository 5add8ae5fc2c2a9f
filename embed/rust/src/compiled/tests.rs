//! A test for each rule of the cache. Most changes of a file also make its stamp invalid. So a test of another rule writes
//! a valid stamp after its change.

use std::fs;
use std::os::unix::fs::{chown, symlink};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;
use wasmtime::Engine;

use super::*;
use crate::compiled::{Origin, component, stamp};
use crate::error::Error;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

fn origin(cache: &Path) -> Result<Origin, Error> {
    let wasm = wat::parse_str("(component)").expect("WAT");
    component(&ENGINE, &wasm, Some(cache)).map(|(_, origin)| origin)
}

/// A cache that has one component.
struct Cache(TempDir);

impl Cache {
    fn new() -> Self {
        let cache = Cache(TempDir::new().expect("a temporary folder"));
        cache.assert_origin(Origin::Compiled);
        cache.assert_origin(Origin::Cached);
        cache
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    fn code(&self) -> PathBuf {
        let mut files = fs::read_dir(self.folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
        files.find(|file| file.extension() == Some("cwasm".as_ref())).expect("code")
    }

    fn stamp(&self) -> PathBuf {
        self.code().with_added_extension("stamp")
    }

    /// Writes the stamp that the code would have if it had been written as it is now.
    fn write_stamp(&self) {
        let code = fs::read(self.code()).expect("readable");
        let identity = Identity::of(&self.code().metadata().expect("a file"));
        fs::write(self.stamp(), stamp(&identity, &code)).expect("writable");
    }

    #[track_caller]
    fn assert_origin(&self, expected: Origin) {
        assert_eq!(origin(&self.folder()).expect("the cache can be used"), expected);
    }

    /// The code or its stamp is not trusted. It is replaced, and can be used after that.
    #[track_caller]
    fn assert_replaced(&self) {
        self.assert_origin(Origin::Compiled);
        self.assert_origin(Origin::Cached);
        assert_eq!(fs::read_dir(self.folder()).expect("a folder").count(), 2);
    }
}

#[track_caller]
fn assert_refused(cache: &Path, message: &str) {
    match origin(cache) {
        Err(Error::Cache { path, cause }) => {
            assert_eq!(path, cache);
            assert!(cause.to_string().contains(message), "{cause}");
        }
        other => panic!("{other:?}"),
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("our own file");
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("it exists").mode() & 0o7777
}

#[test]
fn the_folder_and_its_parent_are_created_private() {
    let root = TempDir::new().expect("a temporary folder");
    // The new folders get the setgid bit of their parent.
    set_mode(root.path(), 0o2755);
    let cache = root.path().join("parent/cache");
    assert_eq!(origin(&cache).expect("it is created"), Origin::Compiled);
    assert_eq!(mode(&root.path().join("parent")), 0o700);
    assert_eq!(mode(&cache), 0o700);
    for entry in fs::read_dir(&cache).expect("a folder") {
        assert_eq!(mode(&entry.expect("an entry").path()), 0o600);
    }
}

#[test]
fn other_folders_are_not_created() {
    let root = TempDir::new().expect("a temporary folder");
    assert_refused(&root.path().join("home/.cache/ours"), "home` does not exist");
    assert!(!root.path().join("home").exists());
}

#[test]
fn the_folder_must_have_mode_0700() {
    let cache = Cache::new();
    for mode in [0o755, 0o750, 0o777, 0o701, 0o1700, 0o2700] {
        set_mode(&cache.folder(), mode);
        assert_refused(&cache.folder(), "run `chmod 700`");
    }
    set_mode(&cache.folder(), 0o700);
    cache.assert_origin(Origin::Cached);
}

#[test]
fn the_files_must_have_mode_0600() {
    let cache = Cache::new();
    for mode in [0o644, 0o660, 0o604, 0o400, 0o700] {
        set_mode(&cache.code(), mode);
        cache.write_stamp();
        cache.assert_replaced();
        set_mode(&cache.stamp(), mode);
        cache.assert_replaced();
    }
    // Only the mode was wrong.
    set_mode(&cache.code(), 0o600);
    cache.write_stamp();
    cache.assert_origin(Origin::Cached);
}

#[test]
fn the_folder_and_the_files_must_belong_to_this_user() {
    let cache = Cache::new();
    // Only root can give files away.
    if !rustix::process::geteuid().is_root() {
        return;
    }
    chown(cache.code(), Some(1), None).expect("root");
    cache.write_stamp();
    cache.assert_replaced();
    chown(cache.stamp(), Some(1), None).expect("root");
    cache.assert_replaced();
    chown(cache.folder(), Some(1), None).expect("root");
    assert_refused(&cache.folder(), "it belongs to another user");
}

#[test]
fn a_symbolic_link_to_the_folder_is_not_followed() {
    let cache = Cache::new();
    let link = cache.0.path().join("link");
    symlink("cache", &link).expect("writable");
    assert_refused(&link, "link` is a symbolic link or is not a folder");
    symlink(".", cache.0.path().join("above")).expect("writable");
    assert_refused(&cache.0.path().join("above/cache"), "above` is a symbolic link or is not a folder");
    // `..` is removed before.
    assert_eq!(origin(&cache.0.path().join("above/../cache")).expect("no link is left"), Origin::Cached);
}

#[test]
fn a_symbolic_link_in_place_of_a_file_is_not_followed() {
    let cache = Cache::new();
    for file in [cache.code(), cache.stamp()] {
        let moved = cache.0.path().join("moved");
        fs::rename(&file, &moved).expect("writable");
        symlink(&moved, &file).expect("writable");
        cache.write_stamp();
        cache.assert_replaced();
    }
}

#[test]
fn a_file_with_a_second_link_is_not_trusted() {
    let cache = Cache::new();
    for file in [cache.code(), cache.stamp()] {
        fs::hard_link(file, cache.0.path().join("second")).expect("writable");
        cache.write_stamp();
        cache.assert_replaced();
        fs::remove_file(cache.0.path().join("second")).expect("writable");
    }
}

#[test]
fn a_pipe_is_not_waited_for() {
    let cache = Cache::new();
    for file in [cache.code(), cache.stamp()] {
        fs::remove_file(&file).expect("writable");
        let made = Command::new("mkfifo").args(["-m", "600"]).arg(&file).status();
        assert!(made.expect("mkfifo").success());
        cache.assert_replaced();
    }
}

#[test]
fn a_copy_is_not_trusted() {
    let cache = Cache::new();
    let copy = cache.0.path().join("copy");
    let copied = Command::new("cp").arg("-a").args([&cache.folder(), &copy]).status();
    assert!(copied.expect("cp").success());
    assert_eq!(mode(&copy), 0o700);
    assert_eq!(origin(&copy).expect("the cache can be used"), Origin::Compiled);
    assert_eq!(origin(&copy).expect("the cache can be used"), Origin::Cached);
}

#[test]
fn code_without_its_stamp_is_not_trusted() {
    let cache = Cache::new();
    fs::remove_file(cache.stamp()).expect("writable");
    cache.assert_replaced();
    let stamp = fs::read(cache.stamp()).expect("readable");
    for wrong in [b"".to_vec(), stamp[1..].to_vec(), [&stamp[..], b"\n"].concat(), b"x".repeat(10_000)] {
        fs::write(cache.stamp(), wrong).expect("writable");
        cache.assert_replaced();
    }
}

#[test]
fn damaged_code_is_not_trusted() {
    let cache = Cache::new();
    let stamp_before = fs::read_to_string(cache.stamp()).expect("text");
    let (_, checksum) = stamp_before.rsplit_once(' ').expect("a checksum");
    let mut code = fs::read(cache.code()).expect("readable");
    let middle = code.len() / 2;
    code[middle] ^= 1;
    fs::write(cache.code(), code).expect("writable");
    let identity = Identity::of(&cache.code().metadata().expect("a file"));
    fs::write(cache.stamp(), format!("{identity} {checksum}")).expect("writable");
    cache.assert_replaced();
}

#[test]
fn a_time_that_can_be_guessed_is_not_trusted() {
    let at = |nanoseconds| Identity { inode: 1, seconds: 1, nanoseconds };
    assert!(at(0).has_coarse_time() && at(123_000_000).has_coarse_time());
    assert!(!at(123_456_789).has_coarse_time());
}
