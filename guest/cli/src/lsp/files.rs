//! The files that the server reads.

use std::collections::BTreeMap;

use crate::system::{Opened, STANDARD_INPUT, System, Unopened};

/// The files of a system, some of them with other texts. Standard input belongs to the protocol, and is no file.
pub(super) struct EditorFiles<'s> {
    /// Texts that replace those of files, by path. A new file of the editor has the path `-`.
    pub(super) open: BTreeMap<String, String>,
    system: &'s mut dyn System,
}

impl<'s> EditorFiles<'s> {
    pub(super) fn new(system: &'s mut dyn System) -> Self {
        EditorFiles { open: BTreeMap::new(), system }
    }
}

impl System for EditorFiles<'_> {
    fn open(&mut self, path: &str) -> Result<Opened, Unopened> {
        match self.open.get(path) {
            Some(text) => Ok(Opened::File(text.clone().into_bytes())),
            None if path == STANDARD_INPUT => Err(not_a_file()),
            None => self.system.open(path),
        }
    }

    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened> {
        match self.open.get(path) {
            Some(text) => {
                take(text.as_bytes());
                Ok(())
            }
            None if path == STANDARD_INPUT => Err(not_a_file()),
            None => self.system.read(path, take),
        }
    }

    fn print(&mut self, text: &str) -> Result<(), String> {
        self.system.print(text)
    }

    fn print_error(&mut self, text: &str) {
        self.system.print_error(text);
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.system.variable(name)
    }

    fn working_directory(&self) -> Option<String> {
        self.system.working_directory()
    }
}

fn not_a_file() -> Unopened {
    Unopened::missing("the file is not open in the editor, and has no path")
}
