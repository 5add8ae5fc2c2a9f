//! The input: files, folders and standard input, as texts.

use std::collections::BTreeSet;

use k8s_backup_target::validation::Format;

use crate::formats::visible;
use crate::system::{Entry, EntryKind, MAX_FILE_BYTES, Opened, STANDARD_INPUT, System};

/// Maximum length of all texts of a run together, in bytes. They stay in memory until the end.
const MAX_TOTAL_BYTES: usize = 256 << 20;

/// The endings of files that are read in a folder.
const ENDINGS: [(&str, Format); 3] = [(".yaml", Format::Yaml), (".yml", Format::Yaml), (".json", Format::Json)];

/// A text and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// The path from the arguments, or from a folder in the arguments.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) format: Format,
    /// Whether it was found in a folder, and not named itself.
    pub(crate) in_folder: bool,
}

/// A file that cannot be read, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) name: String,
    pub(crate) reason: String,
}

impl Unreadable {
    /// Returns the line for standard error.
    pub(crate) fn message(&self) -> String {
        format!("error: cannot read `{}`: {}\n", visible(shown(&self.name)), self.reason)
    }
}

/// All input.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// In the order of the arguments, and in a folder by name.
    pub(crate) texts: Vec<Input>,
    pub(crate) unreadable: Vec<Unreadable>,
    /// The folders that were named.
    pub(crate) folders: Vec<String>,
    bytes: usize,
    seen: BTreeSet<String>,
}

impl Inputs {
    /// Reads files, standard input (`-`), and the YAML and JSON files of folders. Each file is read once.
    pub(crate) fn read(paths: &[String], system: &mut dyn System) -> Self {
        let mut inputs = Inputs::default();
        for path in paths {
            inputs.read_named(path, system);
        }
        inputs
    }

    fn read_named(&mut self, path: &str, system: &mut dyn System) {
        if path == STANDARD_INPUT {
            if self.is_new(path) {
                let bytes = read_input(system);
                self.take(shown(path), bytes, false);
            }
            return;
        }
        match system.open(path) {
            Ok(Opened::Folder(entries)) => {
                self.folders.push(path.to_owned());
                let before = self.texts.len() + self.unreadable.len() + self.seen.len();
                let folder = path.trim_end_matches('/');
                let folder = if folder.is_empty() { "/" } else { folder };
                self.read_folder(folder, entries, system);
                if before == self.texts.len() + self.unreadable.len() + self.seen.len() {
                    self.refuse(path, "it does not contain a .yaml, .yml or .json file");
                }
            }
            Ok(Opened::File(bytes)) => {
                if self.is_new(path) {
                    self.take(path, Ok(bytes), false);
                }
            }
            Err(unopened) => self.refuse(path, unopened.reason),
        }
    }

    /// Hidden entries are skipped. So are symbolic links to folders, which can form a circle.
    fn read_folder(&mut self, folder: &str, mut entries: Vec<Entry>, system: &mut dyn System) {
        entries.retain(|entry| !entry.name.starts_with('.'));
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        for entry in entries {
            let path = match folder {
                "/" => format!("/{}", entry.name),
                "." => entry.name.clone(),
                _ => format!("{folder}/{}", entry.name),
            };
            if entry.kind == EntryKind::NotUtf8 {
                self.refuse(&path, "its name is not UTF-8");
                continue;
            }
            let is_wanted = entry.kind == EntryKind::Folder
                || (matches!(entry.kind, EntryKind::File | EntryKind::Link) && format_of(&entry.name).is_some());
            if !is_wanted {
                continue;
            }
            match (system.open(&path), entry.kind) {
                (Ok(Opened::Folder(entries)), EntryKind::Folder) => self.read_folder(&path, entries, system),
                (Ok(Opened::Folder(_)), _) => {}
                (Ok(Opened::File(bytes)), _) => {
                    if self.is_new(&path) {
                        self.take(&path, Ok(bytes), true);
                    }
                }
                (Err(unopened), _) => self.refuse(&path, unopened.reason),
            }
        }
    }

    fn is_new(&mut self, path: &str) -> bool {
        let same: Vec<&str> = path.split('/').filter(|part| *part != ".").collect();
        self.seen.insert(same.join("/"))
    }

    fn take(&mut self, name: &str, bytes: Result<Vec<u8>, String>, in_folder: bool) {
        match bytes.and_then(text_of) {
            Ok(text) if self.bytes + text.len() > MAX_TOTAL_BYTES => {
                let limit = MAX_TOTAL_BYTES >> 20;
                self.refuse(name, format!("with the files before, it is larger than {limit} MiB: name fewer files"));
            }
            Ok(text) => {
                self.bytes += text.len();
                let format = format_of(name).unwrap_or_else(|| Format::guess(&text));
                self.texts.push(Input { name: name.to_owned(), text, format, in_folder });
            }
            Err(reason) => self.refuse(name, reason),
        }
    }

    fn refuse(&mut self, name: &str, reason: impl Into<String>) {
        self.unreadable.push(Unreadable { name: name.to_owned(), reason: reason.into() });
    }
}

/// Reads a file that is not a spec.
pub(crate) fn read_text(path: &str, system: &mut dyn System) -> Result<String, Unreadable> {
    let bytes = match path {
        STANDARD_INPUT => read_input(system),
        _ => match system.open(path) {
            Ok(Opened::File(bytes)) => Ok(bytes),
            Ok(Opened::Folder(_)) => Err("it is a folder".to_owned()),
            Err(unopened) => Err(unopened.reason),
        },
    };
    bytes.and_then(text_of).map_err(|reason| Unreadable { name: path.to_owned(), reason })
}

/// Returns the name of a path in messages.
pub(crate) fn shown(path: &str) -> &str {
    if path == STANDARD_INPUT { "<stdin>" } else { path }
}

/// Reads standard input up to the limit.
fn read_input(system: &mut dyn System) -> Result<Vec<u8>, String> {
    let mut all = Vec::new();
    let mut take = |bytes: &[u8]| {
        all.extend_from_slice(bytes);
        all.len() <= MAX_FILE_BYTES
    };
    system.read(STANDARD_INPUT, &mut take).map_err(|unopened| unopened.reason)?;
    Ok(all)
}

/// Returns the format of a file with this name.
fn format_of(name: &str) -> Option<Format> {
    let ends = |ending: &str| {
        let start = name.len().checked_sub(ending.len())?;
        name.get(start..)?.eq_ignore_ascii_case(ending).then_some(())
    };
    ENDINGS.into_iter().find_map(|(ending, format)| ends(ending).map(|()| format))
}

pub(crate) fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(format!("it is larger than {} MiB", MAX_FILE_BYTES >> 20));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is UTF-16: save it as UTF-8".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let wrong = error.utf8_error().valid_up_to();
        let (before, rest) = error.as_bytes().split_at_checked(wrong).expect("the valid part is a part of the bytes");
        let byte = rest.first().expect("behind the valid part is a byte that is not valid");
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let in_line = before.rsplit(|byte| *byte == b'\n').next().expect("a split has at least one part");
        let column = String::from_utf8_lossy(in_line).chars().count() + 1;
        format!("it is not UTF-8: the byte 0x{byte:02x} at line {line}, column {column} is not valid; save it as UTF-8")
    })
}
