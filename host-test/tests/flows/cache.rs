//! The compiled component is kept on disk. It is only loaded if this user wrote it and it was not changed since.

use std::fs;
use std::path::Path;

use k8s_backup_target_host::{Error, Evaluator, Options, Origin};

use crate::{COMPONENT, entry, relation};

fn evaluator(cache: &Path) -> Result<Evaluator, Error> {
    Evaluator::with_options(&COMPONENT, &Options { cache: Some(cache.to_owned()), ..Options::default() })
}

#[track_caller]
fn assert_origin(origin: Origin, cache: &Path) {
    let evaluator = evaluator(cache).expect("the cache can be used");
    assert_eq!(evaluator.origin(), origin);
    let relations = [relation(1, &format!("[{}]", entry("a", "b", "m", "{}")))];
    assert!(evaluator.read_targets(&relations).expect("within limits").is_ready().expect("within limits"));
}

#[test]
fn a_component_is_compiled_once_and_then_loaded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = folder.path().join("created/here");
    assert_origin(Origin::Compiled, &cache);
    assert_origin(Origin::Cached, &cache);
}

#[test]
fn a_damaged_cache_is_compiled_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cache = folder.path().join("cache");
    assert_origin(Origin::Compiled, &cache);
    for file in fs::read_dir(&cache).expect("a folder") {
        fs::write(file.expect("an entry").path(), "damaged").expect("writable");
    }
    assert_origin(Origin::Compiled, &cache);
    assert_origin(Origin::Cached, &cache);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_write_to_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("our own folder");
    assert!(matches!(evaluator(folder.path()), Err(Error::Cache { path, .. }) if path == folder.path()));
}
