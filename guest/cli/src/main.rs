//! The native command. It reads files as the user does; the component of the same command reads what its host allows.

use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::{env, fs, io};

use k8s_backup_target::diagnostic::quoted;
use k8s_backup_target_cli::{Entry, EntryKind, MAX_FILE_BYTES, Opened, STANDARD_INPUT, Status, System, Unopened};

fn main() -> ExitCode {
    let arguments: Result<Vec<String>, OsString> = env::args_os().map(OsString::into_string).collect();
    let status = match arguments {
        Ok(arguments) => k8s_backup_target_cli::run(&arguments, &mut Native),
        Err(argument) => {
            let argument = argument.to_string_lossy();
            Native.print_error(&format!("error: the argument {} is not UTF-8\n", quoted(&argument)));
            Status::Failure
        }
    };
    ExitCode::from(status as u8)
}

/// The user's files, streams and environment.
struct Native;

/// Number of bytes that are read at a time.
const PIECE_BYTES: usize = 1 << 20;

impl System for Native {
    fn open(&mut self, path: &str) -> Result<Opened, Unopened> {
        if fs::metadata(path).map_err(unopened)?.is_dir() {
            return entries(path).map(Opened::Folder).map_err(unopened);
        }
        let mut all = Vec::new();
        self.read(path, &mut |bytes| {
            all.extend_from_slice(bytes);
            all.len() <= MAX_FILE_BYTES
        })?;
        Ok(Opened::File(all))
    }

    fn read(&mut self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), Unopened> {
        let mut file: Box<dyn Read> = match path {
            STANDARD_INPUT => Box::new(io::stdin()),
            _ => Box::new(fs::File::open(path).map_err(unopened)?),
        };
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(length) => {
                    let read = piece.get(..length).expect("no more is read than there is space for");
                    if !take(read) {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unopened(error)),
            }
        }
    }

    fn print(&mut self, text: &str) -> Result<(), String> {
        let mut output = io::stdout().lock();
        match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.to_string()),
            _ => Ok(()),
        }
    }

    fn print_error(&mut self, text: &str) {
        // stderr is closed: nothing more can be reported.
        let _ = io::stderr().write_all(text.as_bytes());
    }

    fn variable(&self, name: &str) -> Option<String> {
        // Only whether a variable is set matters, not whether its value is UTF-8.
        let value = env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        // A terminal shows colors.
        value.or_else(|| (name == "CLICOLOR_FORCE" && io::stdout().is_terminal()).then(|| "1".to_owned()))
    }

    fn working_directory(&self) -> Option<String> {
        env::current_dir().ok()?.into_os_string().into_string().ok()
    }
}

fn entries(folder: &str) -> io::Result<Vec<Entry>> {
    fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            let kind = entry.file_type()?;
            let kind = match kind {
                _ if kind.is_file() => EntryKind::File,
                _ if kind.is_dir() => EntryKind::Folder,
                _ if kind.is_symlink() => EntryKind::Link,
                _ => EntryKind::Other,
            };
            let name = entry.file_name().into_string();
            Ok(name.map_or_else(|name| Entry::not_utf_8(name.to_string_lossy()), |name| Entry { name, kind }))
        })
        .collect()
}

fn unopened(error: io::Error) -> Unopened {
    let reason = match error.kind() {
        ErrorKind::NotFound => return Unopened::missing("there is no such file or folder"),
        ErrorKind::PermissionDenied => "permission is denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => return Unopened::missing("a part of the path is not a folder"),
        ErrorKind::InvalidFilename => "its name is too long",
        _ => return Unopened::other(format!("reading it failed: {error}")),
    };
    Unopened::other(reason)
}
