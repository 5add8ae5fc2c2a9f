//! What a command sees of the world: files, the streams, and variables of its environment.

/// The world around a command.
pub trait System {
    /// Reads a file, or lists a folder.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in words that follow "cannot read it: ".
    fn open(&mut self, path: &str) -> Result<Opened, String>;

    /// Reads a file, or standard input (`-`), piece by piece; `take` says whether it wants more.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, as [`System::open`].
    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), String>;

    /// Writes to standard output. A reader that has gone away is no error.
    ///
    /// # Errors
    ///
    /// Why it cannot be written to.
    fn print(&mut self, text: &str) -> Result<(), String>;

    /// Writes to standard error. Where that fails, nothing more can be reported.
    fn print_error(&mut self, text: &str);

    /// A variable of the environment.
    fn variable(&self, name: &str) -> Option<String>;
}

/// What is at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A file, with its bytes, of which no more than one past [`MAX_FILE_BYTES`] need be there.
    File(Vec<u8>),
    /// A folder, with its entries in any order.
    Folder(Vec<Entry>),
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
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
    /// Anything else.
    Other,
}

/// Maximum length of a file, in bytes. A longer one is refused: it is not a spec.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// Standard input, as a path.
pub const STANDARD_INPUT: &str = "-";
