//! A folder that only this user can read and write.
//!
//! All steps use descriptors, so that a file or folder that was checked cannot be replaced before it is used.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{File, Metadata, Permissions};
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Component, Path, PathBuf};

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;

use super::temporary_name;

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
/// Number of folders at the end of the path that are created if they are missing.
const MAX_CREATED: usize = 2;

/// How each folder of the path is opened. Where the system can, without the permission to read it: `/home` may be 0711.
const STEP: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(ACCESS);
#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
const ACCESS: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
const ACCESS: OFlags = OFlags::RDONLY;

/// An open folder that belongs to this user, with mode 0700.
pub(super) struct Folder(File);

impl Folder {
    /// Opens the folder, and creates it and its parent if they are missing.
    ///
    /// No symbolic link is followed, except one directly in `/`, such as `/home` or `/var`, if only the administrator
    /// can write to `/`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut folder = File::from(rustix::fs::openat(CWD, "/", STEP, Mode::empty())?);
        let mut names = names(&std::path::absolute(path)?);
        if let Some(target) = names.front().and_then(|first| link_of_administrator(&folder, first)) {
            names.pop_front();
            names = self::names(&target).into_iter().chain(names).collect();
        }
        let mut walked = PathBuf::from("/");
        let last = names.len();
        for (index, name) in names.iter().enumerate() {
            walked.push(name);
            let mut opened = step(&folder, name, STEP);
            if matches!(opened, Err(Errno::NOENT)) && index + MAX_CREATED >= last {
                opened = create(&folder, name);
            }
            folder = opened.map_err(|error| of_step(error, &walked))?;
        }
        require_private(&folder.metadata()?, FOLDER_MODE)?;
        Ok(Folder(folder))
    }

    /// Reads at most `max` bytes of a regular file that belongs to this user, with mode 0600 and no other links.
    pub(super) fn read(&self, name: &str, max: u64) -> io::Result<(Vec<u8>, Identity)> {
        // Without `NONBLOCK`, opening a pipe would block until something writes to it.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::openat(&self.0, name, flags, Mode::empty())?);
        let metadata = file.metadata()?;
        require_private(&metadata, FILE_MODE)?;
        let identity = Identity::of(&metadata);
        if !metadata.is_file() || metadata.nlink() != 1 || identity.has_coarse_time() {
            return Err(io::Error::other("it is not a file that only this user can have written"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(max)).unwrap_or_default());
        file.take(max).read_to_end(&mut bytes)?;
        Ok((bytes, identity))
    }

    /// Writes the whole file or nothing, so that a reader never sees a part of it.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<Identity> {
        let part = temporary_name(name);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut file = File::from(rustix::fs::openat(&self.0, &*part, flags, Mode::RUSR | Mode::WUSR)?);
        let written = file
            // The umask applies to the mode of a new file.
            .set_permissions(Permissions::from_mode(FILE_MODE))
            .and_then(|()| file.write_all(bytes))
            .and_then(|()| Ok(rustix::fs::renameat(&self.0, &*part, &self.0, name)?));
        if let Err(error) = written {
            let _ = rustix::fs::unlinkat(&self.0, &*part, AtFlags::empty());
            return Err(error);
        }
        // Renaming changes the time of the last change.
        Ok(Identity::of(&file.metadata()?))
    }
}

/// What a file has only here: its inode number and the time of its last change.
pub(super) struct Identity {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Identity {
    fn of(metadata: &Metadata) -> Self {
        Identity { inode: metadata.ino(), seconds: metadata.ctime(), nanoseconds: metadata.ctime_nsec() }
    }

    /// Whether the file system counts milliseconds or seconds: others can guess such a time.
    fn has_coarse_time(&self) -> bool {
        self.nanoseconds % 1_000_000 == 0
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}.{:09}", self.inode, self.seconds, self.nanoseconds)
    }
}

fn step(folder: impl AsFd, name: &OsStr, flags: OFlags) -> Result<File, Errno> {
    rustix::fs::openat(folder, name, flags, Mode::empty()).map(File::from)
}

fn create(parent: &File, name: &OsStr) -> Result<File, Errno> {
    match rustix::fs::mkdirat(parent, name, Mode::RWXU) {
        Ok(()) => {}
        // Another process was faster.
        Err(Errno::EXIST) => return step(parent, name, STEP),
        Err(error) => return Err(error),
    }
    let created = step(parent, name, STEP.difference(ACCESS) | OFlags::RDONLY)?;
    // The umask and the parent's setgid bit apply to the mode of a new folder.
    rustix::fs::fchmod(&created, Mode::RWXU)?;
    Ok(created)
}

/// Returns the target of a symbolic link in the root folder, if only the administrator can have made it.
fn link_of_administrator(root: &File, name: &OsStr) -> Option<PathBuf> {
    let metadata = root.metadata().ok()?;
    if metadata.uid() != 0 || metadata.mode() & 0o022 != 0 {
        return None;
    }
    let target = rustix::fs::readlinkat(root, name, Vec::new()).ok()?;
    Some(OsString::from_vec(target.into_bytes()).into())
}

/// Returns the parts of a path that starts in the root folder. `..` is removed together with the part before it.
fn names(path: &Path) -> VecDeque<OsString> {
    let mut names = VecDeque::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => names.push_back(name.to_owned()),
            Component::ParentDir => drop(names.pop_back()),
            Component::RootDir | Component::CurDir | Component::Prefix(_) => {}
        }
    }
    names
}

fn of_step(error: Errno, path: &Path) -> io::Error {
    let path = path.display();
    io::Error::other(match error {
        Errno::NOTDIR | Errno::LOOP | Errno::MLINK => format!("`{path}` is a symbolic link or is not a folder"),
        Errno::NOENT => format!("`{path}` does not exist"),
        error => format!("`{path}`: {}", io::Error::from(error)),
    })
}

fn require_private(metadata: &Metadata, mode: u32) -> io::Result<()> {
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to another user"));
    }
    let found = metadata.mode() & 0o7777;
    if found != mode {
        return Err(io::Error::other(format!("its mode is {found:04o}; it must be {mode:04o}: run `chmod {mode:o}`")));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
