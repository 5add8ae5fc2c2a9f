//! The compiled component is kept on disk, and only trusted when it is whole and ours.

use std::fs;
use std::path::{Path, PathBuf};

use k8s_backup_target_host::{Error, Evaluator, Options, Origin};

use crate::{COMPONENT, entry, relation};

fn made_with(cache: &Path) -> Result<Evaluator, Error> {
    Evaluator::with_options(&COMPONENT, &Options { cache: Some(cache.to_owned()), ..Options::default() })
}

#[track_caller]
fn comes_from(origin: Origin, cache: &Path) {
    let evaluator = made_with(cache).expect("the cache can be used");
    assert_eq!(evaluator.origin(), origin);
    let relations = [relation(1, &format!("[{}]", entry("a", "b", "m", "{}")))];
    assert!(evaluator.read_targets(&relations).expect("within limits").is_ready().expect("within limits"));
}

fn only_file(folder: &Path) -> PathBuf {
    let files: Vec<_> = fs::read_dir(folder).expect("a folder").map(|file| file.expect("readable").path()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    file.clone()
}

#[test]
fn what_was_compiled_once_is_loaded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = folder.path().join("made/on/the/way");
    comes_from(Origin::Compiled, &cache);
    comes_from(Origin::Cached, &cache);
}

#[test]
fn a_damaged_file_is_compiled_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    comes_from(Origin::Compiled, folder.path());
    let file = only_file(folder.path());
    let whole = fs::read(&file).expect("the compiled component");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for damaged in [&flipped[..], &whole[..whole.len() - 1], &whole[..20], b""] {
        fs::write(&file, damaged).expect("writable");
        comes_from(Origin::Compiled, folder.path());
        comes_from(Origin::Cached, folder.path());
    }
}

#[cfg(unix)]
#[test]
fn what_others_can_write_to_is_not_trusted() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    comes_from(Origin::Compiled, folder.path());

    let file = only_file(folder.path());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o620)).expect("our own");
    comes_from(Origin::Compiled, folder.path());
    comes_from(Origin::Cached, folder.path());

    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("our own");
    assert!(matches!(made_with(folder.path()), Err(Error::Cache { path, .. }) if path == folder.path()));
}
