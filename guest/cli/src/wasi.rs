//! The command over WASI, and the component's entry point.

use crate::paths;
use crate::system::{Entry, EntryKind, MAX_FILE_BYTES, Opened, STANDARD_INPUT, System, Unopened};

use bindings::wasi::cli::{environment, exit, stderr, stdin, stdout};
use bindings::wasi::filesystem::preopens;
use bindings::wasi::filesystem::types::{Descriptor, DescriptorFlags, DescriptorType, ErrorCode, OpenFlags, PathFlags};
use bindings::wasi::io::streams::{OutputStream, StreamError};

#[expect(unsafe_code, reason = "what is generated moves values through memory")]
mod bindings {
    use super::Command;

    wit_bindgen::generate!({ path: "wit", world: "command", generate_all });

    export!(Command);
}

struct Command;

impl bindings::exports::wasi::cli::run::Guest for Command {
    fn run() -> Result<(), ()> {
        match crate::run(&environment::get_arguments(), &mut Wasi::default()) as u8 {
            0 => {}
            status => exit::exit_with_code(status),
        }
        Ok(())
    }
}

/// Maximum number of bytes that are read in one call.
const MAX_READ_BYTES: u64 = 1 << 20;
/// Maximum number of bytes that `blocking-write-and-flush` accepts.
const MAX_WRITE_BYTES: usize = 4096;

#[derive(Default)]
struct Wasi {
    /// Asked for once, when the first file is opened.
    folders: Option<Vec<(Descriptor, String)>>,
}

impl Wasi {
    fn find(&mut self, path: &str) -> Result<Descriptor, Unopened> {
        let folders = self.folders.get_or_insert_with(preopens::get_directories);
        let mut failure = None;
        for (place, rest) in paths::below(folders.iter().map(|(_, name)| name.as_str()), path) {
            let (folder, _) = folders.get(place).expect("the place is that of one of these folders");
            match folder.open_at(PathFlags::SYMLINK_FOLLOW, &rest, OpenFlags::empty(), DescriptorFlags::READ) {
                Ok(found) => return Ok(found),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        Err(match failure {
            Some(error) => unopened(error),
            None if folders.is_empty() => Unopened::missing("this command may not read any folder"),
            None => Unopened::missing("it is not in a folder that this command may read"),
        })
    }
}

impl System for Wasi {
    fn open(&mut self, path: &str) -> Result<Opened, Unopened> {
        let found = self.find(path)?;
        let opened = match found.get_type() {
            Ok(DescriptorType::Directory) => entries(&found).map(Opened::Folder),
            _ => {
                let mut all = Vec::new();
                let mut take = |bytes: &[u8]| {
                    all.extend_from_slice(bytes);
                    all.len() <= MAX_FILE_BYTES
                };
                read(&found, &mut take).map(|()| Opened::File(all))
            }
        };
        opened.map_err(unopened)
    }

    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened> {
        if path != STANDARD_INPUT {
            return read(&self.find(path)?, take).map_err(unopened);
        }
        let input = stdin::get_stdin();
        loop {
            match input.blocking_read(MAX_READ_BYTES) {
                Ok(bytes) if !take(&bytes) => return Ok(()),
                Ok(_) => {}
                Err(StreamError::Closed) => return Ok(()),
                Err(StreamError::LastOperationFailed(_)) => return Err(Unopened::other("reading it failed")),
            }
        }
    }

    fn print(&mut self, text: &str) -> Result<(), String> {
        write(&stdout::get_stdout(), text)
    }

    fn print_error(&mut self, text: &str) {
        // stderr is closed: nothing more can be reported.
        let _ = write(&stderr::get_stderr(), text);
    }

    fn variable(&self, name: &str) -> Option<String> {
        environment::get_environment().into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn working_directory(&self) -> Option<String> {
        environment::initial_cwd()
    }
}

fn read(file: &Descriptor, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), ErrorCode> {
    match file.get_type()? {
        DescriptorType::RegularFile => {}
        DescriptorType::Directory => return Err(ErrorCode::IsDirectory),
        _ => return Err(ErrorCode::Unsupported),
    }
    let mut offset = 0;
    loop {
        let (bytes, is_end) = file.read(MAX_READ_BYTES, offset)?;
        offset += bytes.len() as u64;
        if !take(&bytes) || is_end || bytes.is_empty() {
            return Ok(());
        }
    }
}

fn entries(folder: &Descriptor) -> Result<Vec<Entry>, ErrorCode> {
    let stream = folder.read_directory()?;
    let mut entries = Vec::new();
    loop {
        let entry = match stream.read_directory_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => return Ok(entries),
            // The host does not give the name.
            Err(ErrorCode::IllegalByteSequence) => {
                entries.push(Entry::not_utf_8("\u{fffd}"));
                continue;
            }
            Err(error) => return Err(error),
        };
        let kind = match entry.type_ {
            DescriptorType::RegularFile => EntryKind::File,
            DescriptorType::Directory => EntryKind::Folder,
            DescriptorType::SymbolicLink => EntryKind::Link,
            _ => EntryKind::Other,
        };
        entries.push(Entry { name: entry.name, kind });
    }
}

fn write(stream: &OutputStream, text: &str) -> Result<(), String> {
    for part in text.as_bytes().chunks(MAX_WRITE_BYTES) {
        match stream.blocking_write_and_flush(part) {
            Ok(()) => {}
            Err(StreamError::Closed) => break,
            Err(StreamError::LastOperationFailed(_)) => return Err("writing to it failed".to_owned()),
        }
    }
    Ok(())
}

fn unopened(error: ErrorCode) -> Unopened {
    let reason = match error {
        ErrorCode::NoEntry => return Unopened::missing("there is no such file or folder"),
        ErrorCode::NotDirectory => return Unopened::missing("a part of the path is not a folder"),
        ErrorCode::NotPermitted => {
            return Unopened::missing("it is not in a folder that this command may read, or is a link out of it");
        }
        ErrorCode::Access => "permission is denied",
        ErrorCode::IsDirectory => "it is a folder",
        ErrorCode::Loop => "its symbolic links form a circle",
        ErrorCode::NameTooLong => "its name is too long",
        ErrorCode::Unsupported => "it is neither a file nor a folder",
        ErrorCode::IllegalByteSequence => "its name is not UTF-8",
        _ => "reading it failed",
    };
    Unopened::other(reason)
}
