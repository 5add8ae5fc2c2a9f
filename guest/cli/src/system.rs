//! What a command sees of its environment: files, the streams, and variables.

/// The environment of a command.
pub trait System {
    /// Reads a file, or lists a folder.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    fn open(&mut self, path: &str) -> Result<Opened, Unopened>;

    /// Reads a file, or standard input (`-`), in pieces. `take` returns whether it wants more.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened>;

    /// Writes to standard output. It is not an error that the reader has closed it.
    ///
    /// # Errors
    ///
    /// Why it cannot be written to.
    fn print(&mut self, text: &str) -> Result<(), String>;

    /// Writes to standard error. Where that fails, nothing more can be reported.
    fn print_error(&mut self, text: &str);

    /// Returns a variable of the environment.
    fn variable(&self, name: &str) -> Option<String>;

    /// Returns the absolute path of the working directory, where it is known.
    fn working_directory(&self) -> Option<String>;
}

/// Why a path cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unopened {
    /// The reason, in words that follow "cannot read it: ".
    pub reason: String,
    /// Whether there is no such file, or none that this command may read.
    pub is_missing: bool,
}

impl Unopened {
    /// There is no such file, or none that this command may read.
    pub fn missing(reason: impl Into<String>) -> Self {
        Unopened { reason: reason.into(), is_missing: true }
    }

    /// There is one, and it cannot be read.
    pub fn other(reason: impl Into<String>) -> Self {
        Unopened { reason: reason.into(), is_missing: false }
    }
}

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The bytes of a file. Of a file that is longer than [`MAX_FILE_BYTES`], one byte more than that is enough.
    File(Vec<u8>),
    /// The entries of a folder, in any order.
    Folder(Vec<Entry>),
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder. Of a name that is not UTF-8, what is known.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

impl Entry {
    /// An entry whose name is not UTF-8. It cannot be read.
    pub fn not_utf_8(name: impl Into<String>) -> Self {
        Entry { name: name.into(), kind: EntryKind::NotUtf8 }
    }
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to something.
    Link,
    /// An entry whose name is not UTF-8.
    NotUtf8,
    /// Anything else.
    Other,
}

/// Maximum length of a file that is read whole, in bytes.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// Standard input, as a path.
pub const STANDARD_INPUT: &str = "-";
