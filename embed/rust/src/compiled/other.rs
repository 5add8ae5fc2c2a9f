//! A folder on a system without Unix permissions. Its creator must make sure that only trusted users can write to it.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::temporary_name;

pub(super) struct Folder(PathBuf);

/// Files have no identity here.
pub(super) struct Identity;

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Folder(path.to_owned()))
    }

    pub(super) fn read(&self, name: &str, max: u64) -> io::Result<(Vec<u8>, Identity)> {
        let mut bytes = Vec::new();
        File::open(self.0.join(name))?.take(max).read_to_end(&mut bytes)?;
        Ok((bytes, Identity))
    }

    /// Writes the whole file or nothing, so that a reader never sees a part of it.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<Identity> {
        let part = self.0.join(temporary_name(name));
        let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, self.0.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        written.map(|()| Identity)
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("-")
    }
}
