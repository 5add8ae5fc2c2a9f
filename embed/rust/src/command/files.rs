//! What a command may read.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

/// Files and folders, each under the name by which the command knows it. Nothing else is read, and nothing is written.
#[derive(Default)]
pub struct Files {
    pub(super) folders: Vec<Folder>,
}

/// A folder, or some of what is in it.
#[derive(Clone)]
pub(super) struct Folder {
    pub(super) name: String,
    pub(super) dir: Arc<Dir>,
    /// The files in it, or below, that may be read; `None` for all.
    pub(super) only: Option<BTreeSet<String>>,
}

impl Files {
    /// Gives a folder with all that is in it. Symbolic links are followed as far as they stay in it.
    ///
    /// # Errors
    ///
    /// Why the folder cannot be opened.
    pub fn folder(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let dir = Dir::open_ambient_dir(path, ambient_authority())?;
        self.folders.push(Folder { name: name.to_owned(), dir: Arc::new(dir), only: None });
        Ok(())
    }

    /// Gives just what the arguments of a command name: each argument, and what stands behind a `=` in one, is taken for
    /// a path. Relative ones start in `base`.
    ///
    /// A file is looked for in the folder that it is named in, and a relative path in `base`: a symbolic link that leads
    /// out of there is not followed.
    pub fn named_by(arguments: &[String], base: &Path) -> Self {
        let mut files = Files::default();
        for argument in arguments {
            files.give(argument, base);
            if let Some((_, value)) = argument.split_once('=') {
                files.give(value, base);
            }
        }
        // A whole folder has what is given of it, too.
        files.folders.sort_by_key(|folder| folder.only.is_some());
        files
    }

    fn give(&mut self, name: &str, base: &Path) {
        if name.is_empty() || name.starts_with('-') {
            return;
        }
        let path = Path::new(name);
        // Without a last part, as `.` or `a/..`, it is a folder.
        let (folder, file) = match (path.components().next_back(), path.parent()) {
            (Some(Component::Normal(file)), Some(folder)) => {
                (folder, Some(file.to_str().expect("a part of a UTF-8 path is UTF-8")))
            }
            _ => (path, None),
        };
        let dir = match (open(folder, base), Dir::open_ambient_dir(base, ambient_authority())) {
            (Ok(dir), _) => dir,
            // Why it cannot be opened is told in the same way when the command asks for the file.
            (Err(_), Ok(base)) if !leads_out(path) => return self.give_one(".", base, &normal(name)),
            (Err(_), _) => return,
        };
        match file {
            None => self.folders.push(Folder { name: name.to_owned(), dir: Arc::new(dir), only: None }),
            Some(file) => {
                let is_folder = dir.metadata(file).is_ok_and(|found| found.is_dir());
                match is_folder.then(|| dir.open_dir(file)) {
                    Some(Ok(dir)) => {
                        self.folders.push(Folder { name: name.to_owned(), dir: Arc::new(dir), only: None })
                    }
                    // A file; or what is missing or cannot be opened, and the command gets that error when it tries.
                    Some(Err(_)) | None => {
                        let folder = folder.to_str().expect("a part of a UTF-8 path is UTF-8");
                        self.give_one(if folder.is_empty() { "." } else { folder }, dir, file);
                    }
                }
            }
        }
    }

    fn give_one(&mut self, name: &str, dir: Dir, file: &str) {
        let same = self.folders.iter_mut().filter(|folder| folder.name == name);
        match same.filter_map(|folder| folder.only.as_mut()).next() {
            Some(only) => {
                only.insert(file.to_owned());
            }
            None => {
                let only = Some(BTreeSet::from([file.to_owned()]));
                self.folders.push(Folder { name: name.to_owned(), dir: Arc::new(dir), only });
            }
        }
    }
}

fn leads_out(path: &Path) -> bool {
    path.is_absolute() || path.components().any(|part| part == Component::ParentDir)
}

/// A path without its empty parts: `./a//b` is `a/b`.
pub(super) fn normal(path: &str) -> String {
    let path = Path::new(path);
    let parts: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    parts.into_os_string().into_string().expect("a part of a UTF-8 path is UTF-8")
}

/// A folder that a person names.
fn open(folder: &Path, base: &Path) -> io::Result<Dir> {
    if leads_out(folder) {
        return Dir::open_ambient_dir(base.join(folder), ambient_authority());
    }
    let base = Dir::open_ambient_dir(base, ambient_authority())?;
    // An empty path is the folder itself.
    base.open_dir(PathBuf::from(".").join(folder))
}
