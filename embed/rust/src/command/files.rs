//! What a command may read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, ReadDir};

/// Name of the command's configuration files.
const CONFIGURATION: &str = ".k8s-backup-target.toml";
/// Maximum number of bytes of a configuration that are searched for `api-resources`.
const MAX_CONFIGURATION_BYTES: u64 = 1 << 20;

/// The files and folders that a command may read. Everything else is refused, and nothing is written.
#[derive(Default)]
pub struct Files {
    /// Each with the name by which the command knows it.
    pub(super) folders: Vec<(String, Folder)>,
}

impl Files {
    /// Permits a folder with everything in it, under this name. A symbolic link in it is followed while it stays in it.
    ///
    /// # Errors
    ///
    /// The folder cannot be opened.
    pub fn folder(&mut self, name: &str, path: &Path) -> io::Result<()> {
        let dir = Dir::open_ambient_dir(path, ambient_authority())?;
        self.folders.push((name.to_owned(), Folder::Whole(Arc::new(dir))));
        Ok(())
    }

    /// Permits what a command needs in this working directory, which is an absolute path:
    ///
    /// 1. The paths that its arguments name: each argument that does not start with `-`, and what follows the first `=`
    ///    in any argument. A named path that is a symbolic link is followed wherever it leads. A named folder is
    ///    permitted with everything in it, and a symbolic link in it is followed while it stays in it.
    /// 2. The files called `.k8s-backup-target.toml` in the working directory, in the folder of each named path, in a
    ///    named folder, and in every folder above these.
    /// 3. The file that such a configuration names in a line `api-resources = "kinds.txt"`. The path is relative, and
    ///    stays in the folder of the configuration.
    ///
    /// A symbolic link in place of a file of 2 or 3 is followed while it stays in the folder of the configuration.
    pub fn named_by(arguments: &[String], working_directory: &Path) -> Self {
        let permitted = Arc::new(Permitted::new(arguments, working_directory));
        let folder = |name: &str, path: &Path| (name.to_owned(), Folder::Partial(path.to_owned(), permitted.clone()));
        Files { folders: vec![folder(".", working_directory), folder("/", Path::new("/"))] }
    }
}

/// A folder that the command has open.
#[derive(Clone)]
pub(super) enum Folder {
    /// Everything in it is permitted.
    Whole(Arc<Dir>),
    /// Paths that are relative to this one are opened if they are permitted.
    Partial(PathBuf, Arc<Permitted>),
}

/// A file or folder that the command has open.
#[expect(unreachable_pub, reason = "the generated code re-exports it")]
pub enum Opened {
    Folder(Folder),
    File(File),
    /// A device, a pipe or a socket. It is not opened: opening a pipe would block until something writes to it.
    Other,
}

impl Folder {
    pub(super) fn open(&self, path: &str) -> io::Result<Opened> {
        match self {
            Folder::Whole(dir) => open_in(dir, Path::new(path)),
            Folder::Partial(folder, permitted) => permitted.open(&folder.join(path)),
        }
    }

    pub(super) fn entries(&self) -> io::Result<ReadDir> {
        match self {
            Folder::Whole(dir) => dir.entries(),
            Folder::Partial(..) => Err(not_permitted()),
        }
    }
}

/// Absolute paths that may be opened.
pub(super) struct Permitted {
    /// What the arguments name.
    named: BTreeSet<PathBuf>,
    /// Configurations and the files that these name, without `..`; each with the folder that it must stay in.
    configured: BTreeMap<PathBuf, PathBuf>,
}

impl Permitted {
    fn new(arguments: &[String], working_directory: &Path) -> Self {
        let whole = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with('-'));
        let values = arguments.iter().filter_map(|argument| Some(argument.split_once('=')?.1));
        let mut named: BTreeSet<PathBuf> =
            whole.chain(values).filter(|name| !name.is_empty()).map(|name| working_directory.join(name)).collect();
        // The command asks for configurations below a folder such as `..` by their paths without `..`.
        let same = |path: &PathBuf| {
            let without = without_parents(path);
            let is_same = path.canonicalize().ok().zip(without.canonicalize().ok()).is_some_and(|(a, b)| a == b);
            is_same.then_some(without)
        };
        let same: Vec<PathBuf> = named.iter().filter_map(same).collect();
        named.extend(same);
        let mut folders = BTreeSet::new();
        for path in named.iter().map(PathBuf::as_path).chain([working_directory]) {
            // With the path itself, which may be a folder.
            folders.extend(without_parents(path).ancestors().map(Path::to_owned));
        }
        let mut configured = BTreeMap::new();
        for folder in folders {
            for file in api_resources(&folder) {
                // A file that two configurations name: the outer folder, which comes first, counts.
                configured.entry(folder.join(file)).or_insert_with(|| folder.clone());
            }
            configured.insert(folder.join(CONFIGURATION), folder);
        }
        Permitted { named, configured }
    }

    fn open(&self, path: &Path) -> io::Result<Opened> {
        if self.named.contains(path) {
            return open_named(path);
        }
        // The nearest named folder first: of `.` and `./link`, the link may lead out of `.`.
        for folder in path.ancestors().skip(1).filter(|folder| self.named.contains(*folder)) {
            let opened = open_below(folder, path);
            if !opened.as_ref().is_err_and(is_not_permitted) {
                return opened;
            }
        }
        let path = without_parents(path);
        let folder = self.configured.get(&path).ok_or_else(not_permitted)?;
        match open_below(folder, &path)? {
            Opened::Folder(_) => Err(not_permitted()),
            opened => Ok(opened),
        }
    }
}

/// Opens a path that the user named: its symbolic links are followed wherever they lead.
fn open_named(path: &Path) -> io::Result<Opened> {
    let kind = path.metadata()?;
    Ok(if kind.is_dir() {
        Opened::Folder(Folder::Whole(Arc::new(Dir::open_ambient_dir(path, ambient_authority())?)))
    } else if kind.is_file() {
        Opened::File(File::open_ambient(path, ambient_authority())?)
    } else {
        Opened::Other
    })
}

/// Opens a path that must stay in this folder, which is the start of the path.
fn open_below(folder: &Path, path: &Path) -> io::Result<Opened> {
    let rest = path.strip_prefix(folder).map_err(|_| not_permitted())?;
    open_in(&Dir::open_ambient_dir(folder, ambient_authority())?, rest)
}

/// Opens a path relative to this folder. `cap-std` refuses each step out of it.
fn open_in(dir: &Dir, path: &Path) -> io::Result<Opened> {
    let kind = dir.metadata(path)?;
    Ok(if kind.is_dir() {
        Opened::Folder(Folder::Whole(Arc::new(dir.open_dir(path)?)))
    } else if kind.is_file() {
        Opened::File(dir.open(path)?)
    } else {
        Opened::Other
    })
}

/// Returns the relative paths that the folder's configuration gives as `api-resources`, if they stay in the folder.
fn api_resources(folder: &Path) -> Vec<PathBuf> {
    let Ok(Opened::File(configuration)) = open_below(folder, &folder.join(CONFIGURATION)) else { return Vec::new() };
    let mut text = String::new();
    if configuration.take(MAX_CONFIGURATION_BYTES).read_to_string(&mut text).is_err() {
        return Vec::new();
    }
    let stays = |path: &PathBuf| path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    text.lines().filter_map(api_resources_of_line).map(PathBuf::from).filter(stays).collect()
}

/// Returns the string of a line `api-resources = "..."`. TOML's other ways to write this are not supported.
fn api_resources_of_line(line: &str) -> Option<&str> {
    const QUOTES: [char; 2] = ['"', '\''];
    let (key, value) = line.split_once('=')?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|first| QUOTES.contains(first))?;
    let (path, _) = value.get(1..)?.split_once(quote)?;
    (key.trim().trim_matches(QUOTES) == "api-resources").then_some(path)
}

/// Removes `..` together with the part before it, without following symbolic links.
fn without_parents(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts
}

fn not_permitted() -> io::Error {
    io::ErrorKind::PermissionDenied.into()
}

/// Whether the path leads out of what is permitted: such an error has no number of the operating system.
pub(super) fn is_not_permitted(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}
