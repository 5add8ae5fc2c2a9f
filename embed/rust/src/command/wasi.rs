//! As much of WASI as the command imports.

#![expect(unreachable_pub, reason = "the generated code re-exports the types of resources")]

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::time::Instant;

use cap_std::fs::{Dir, File, FileType, ReadDir};
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::wasi::cli::{environment, exit, stderr, stdin, stdout};
use super::bindings::wasi::filesystem::types::{
    DescriptorFlags, DescriptorType, DirectoryEntry, ErrorCode, OpenFlags, PathFlags,
};
use super::bindings::wasi::filesystem::{preopens, types};
use super::bindings::wasi::io::streams::StreamError;
use super::bindings::wasi::io::{error, streams};
use super::files::{Folder, normal};
use super::{Exit, State};

/// Maximum number of bytes that are read in one call, whatever the command asks for.
const MAX_READ_BYTES: u64 = 1 << 20;

/// Standard input.
pub struct Input;

/// Standard output, or standard error.
pub enum Output {
    Output,
    Errors,
}

/// Why a stream failed; the command asks for no more.
pub struct StreamFailure;

/// What is open.
pub enum Descriptor {
    Folder(Folder),
    File(File),
    Other(DescriptorType),
}

/// The entries of a folder that are to come.
pub struct Entries {
    dir: ReadDir,
    folder: Folder,
}

impl environment::Host for State {
    fn get_environment(&mut self) -> Result<Vec<(String, String)>> {
        Ok(self.call.variables.clone())
    }

    fn get_arguments(&mut self) -> Result<Vec<String>> {
        let program = "k8s-backup-target".to_owned();
        Ok([program].into_iter().chain(self.call.arguments.iter().cloned()).collect())
    }
}

impl exit::Host for State {
    fn exit_with_code(&mut self, status: u8) -> Result<()> {
        Err(Exit(status).into())
    }
}

impl stdin::Host for State {
    fn get_stdin(&mut self) -> Result<Resource<Input>> {
        Ok(self.table.push(Input)?)
    }
}

impl stdout::Host for State {
    fn get_stdout(&mut self) -> Result<Resource<Output>> {
        Ok(self.table.push(Output::Output)?)
    }
}

impl stderr::Host for State {
    fn get_stderr(&mut self) -> Result<Resource<Output>> {
        Ok(self.table.push(Output::Errors)?)
    }
}

impl error::Host for State {}

impl error::HostError for State {
    fn drop(&mut self, failure: Resource<StreamFailure>) -> Result<()> {
        self.table.delete(failure)?;
        Ok(())
    }
}

impl streams::Host for State {}

impl State {
    fn failed(&mut self) -> Result<StreamError> {
        Ok(StreamError::LastOperationFailed(self.table.push(StreamFailure)?))
    }
}

impl streams::HostInputStream for State {
    fn blocking_read(&mut self, _: Resource<Input>, len: u64) -> Result<Result<Vec<u8>, StreamError>> {
        let start = Instant::now();
        let mut bytes = vec![0; usize::try_from(len.min(MAX_READ_BYTES))?];
        let read = loop {
            match self.call.input.read(&mut bytes) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.waited += start.elapsed();
        match read {
            Ok(0) if len > 0 => Ok(Err(StreamError::Closed)),
            Ok(read) => {
                bytes.truncate(read);
                Ok(Ok(bytes))
            }
            Err(_) => Ok(Err(self.failed()?)),
        }
    }

    fn drop(&mut self, stream: Resource<Input>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

impl streams::HostOutputStream for State {
    fn blocking_write_and_flush(
        &mut self,
        stream: Resource<Output>,
        contents: Vec<u8>,
    ) -> Result<Result<(), StreamError>> {
        let start = Instant::now();
        let stream = match self.table.get(&stream)? {
            Output::Output => &mut self.call.output,
            Output::Errors => &mut self.call.errors,
        };
        let written = stream.write_all(&contents).and_then(|()| stream.flush());
        self.waited += start.elapsed();
        match written {
            Ok(()) => Ok(Ok(())),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Err(StreamError::Closed)),
            Err(_) => Ok(Err(self.failed()?)),
        }
    }

    fn drop(&mut self, stream: Resource<Output>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

impl preopens::Host for State {
    fn get_directories(&mut self) -> Result<Vec<(Resource<Descriptor>, String)>> {
        let folders = self.call.files.folders.clone();
        folders
            .into_iter()
            .map(|folder| {
                let name = folder.name.clone();
                Ok((self.table.push(Descriptor::Folder(folder))?, name))
            })
            .collect()
    }
}

impl types::Host for State {}

impl types::HostDescriptor for State {
    fn get_type(&mut self, descriptor: Resource<Descriptor>) -> Result<Result<DescriptorType, ErrorCode>> {
        Ok(Ok(match self.table.get(&descriptor)? {
            Descriptor::Folder(_) => DescriptorType::Directory,
            Descriptor::File(_) => DescriptorType::RegularFile,
            Descriptor::Other(kind) => *kind,
        }))
    }

    fn read(
        &mut self,
        descriptor: Resource<Descriptor>,
        length: u64,
        offset: u64,
    ) -> Result<Result<(Vec<u8>, bool), ErrorCode>> {
        Ok(match self.table.get_mut(&descriptor)? {
            Descriptor::File(file) => read(file, length.min(MAX_READ_BYTES), offset).map_err(|error| code(&error)),
            Descriptor::Folder(_) => Err(ErrorCode::IsDirectory),
            Descriptor::Other(_) => Err(ErrorCode::Unsupported),
        })
    }

    fn read_directory(&mut self, descriptor: Resource<Descriptor>) -> Result<Result<Resource<Entries>, ErrorCode>> {
        let Descriptor::Folder(folder) = self.table.get(&descriptor)? else { return Ok(Err(ErrorCode::NotDirectory)) };
        match folder.dir.entries() {
            Ok(dir) => {
                let folder = folder.clone();
                Ok(Ok(self.table.push(Entries { dir, folder })?))
            }
            Err(error) => Ok(Err(code(&error))),
        }
    }

    fn open_at(
        &mut self,
        descriptor: Resource<Descriptor>,
        path_flags: PathFlags,
        path: String,
        open_flags: OpenFlags,
        flags: DescriptorFlags,
    ) -> Result<Result<Resource<Descriptor>, ErrorCode>> {
        if open_flags.intersects(OpenFlags::CREATE | OpenFlags::EXCLUSIVE | OpenFlags::TRUNCATE)
            || flags.intersects(DescriptorFlags::WRITE | DescriptorFlags::MUTATE_DIRECTORY)
        {
            return Ok(Err(ErrorCode::ReadOnly));
        }
        let Descriptor::Folder(folder) = self.table.get(&descriptor)? else { return Ok(Err(ErrorCode::NotDirectory)) };
        let opened = open(folder, &path, path_flags.contains(PathFlags::SYMLINK_FOLLOW));
        match opened {
            Ok(Descriptor::File(_) | Descriptor::Other(_)) if open_flags.contains(OpenFlags::DIRECTORY) => {
                Ok(Err(ErrorCode::NotDirectory))
            }
            Ok(opened) => Ok(Ok(self.table.push(opened)?)),
            Err(error) => Ok(Err(error)),
        }
    }

    fn drop(&mut self, descriptor: Resource<Descriptor>) -> Result<()> {
        self.table.delete(descriptor)?;
        Ok(())
    }
}

impl types::HostDirectoryEntryStream for State {
    fn read_directory_entry(&mut self, stream: Resource<Entries>) -> Result<Result<Option<DirectoryEntry>, ErrorCode>> {
        let entries = self.table.get_mut(&stream)?;
        Ok(entries.next().transpose())
    }

    fn drop(&mut self, stream: Resource<Entries>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

impl Iterator for Entries {
    type Item = Result<DirectoryEntry, ErrorCode>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let entry = match self.dir.next()? {
                Ok(entry) => entry,
                Err(error) => return Some(Err(code(&error))),
            };
            let Ok(name) = entry.file_name().into_string() else { return Some(Err(ErrorCode::IllegalByteSequence)) };
            if self.folder.only.as_ref().is_some_and(|only| !only.contains(&name)) {
                continue;
            }
            let type_ = match entry.file_type() {
                Ok(kind) => type_of(kind),
                Err(error) => return Some(Err(code(&error))),
            };
            return Some(Ok(DirectoryEntry { type_, name }));
        }
    }
}

/// Opens what is below a folder. `cap-std` refuses each step out of it.
fn open(folder: &Folder, path: &str, follow: bool) -> Result<Descriptor, ErrorCode> {
    if let Some(only) = &folder.only {
        let wanted = normal(path);
        if wanted.is_empty() {
            return Ok(Descriptor::Folder(folder.clone()));
        }
        if !only.contains(&wanted) {
            return Err(ErrorCode::NotPermitted);
        }
    }
    let code = |error: io::Error| code(&error);
    if !follow && folder.dir.symlink_metadata(path).map_err(code)?.is_symlink() {
        return Err(ErrorCode::Loop);
    }
    // What is neither is not opened: a pipe would wait for its writer.
    let kind = folder.dir.metadata(path).map_err(code)?.file_type();
    match type_of(kind) {
        DescriptorType::Directory => {
            let dir: Dir = folder.dir.open_dir(path).map_err(code)?;
            Ok(Descriptor::Folder(Folder { name: path.to_owned(), dir: Arc::new(dir), only: None }))
        }
        DescriptorType::RegularFile => Ok(Descriptor::File(folder.dir.open(path).map_err(code)?)),
        other => Ok(Descriptor::Other(other)),
    }
}

fn read(file: &mut File, length: u64, offset: u64) -> io::Result<(Vec<u8>, bool)> {
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    let is_end = (bytes.len() as u64) < length;
    Ok((bytes, is_end))
}

fn type_of(kind: FileType) -> DescriptorType {
    if kind.is_dir() {
        DescriptorType::Directory
    } else if kind.is_file() {
        DescriptorType::RegularFile
    } else if kind.is_symlink() {
        DescriptorType::SymbolicLink
    } else {
        DescriptorType::Unknown
    }
}

fn code(error: &io::Error) -> ErrorCode {
    match error.kind() {
        ErrorKind::NotFound => ErrorCode::NoEntry,
        // The system's own refusal has its number, that of a path which leads out has none.
        ErrorKind::PermissionDenied if error.raw_os_error().is_some() => ErrorCode::Access,
        ErrorKind::PermissionDenied => ErrorCode::NotPermitted,
        ErrorKind::NotADirectory => ErrorCode::NotDirectory,
        ErrorKind::IsADirectory => ErrorCode::IsDirectory,
        ErrorKind::InvalidFilename => ErrorCode::NameTooLong,
        ErrorKind::InvalidInput => ErrorCode::Invalid,
        _ if is_loop(error) => ErrorCode::Loop,
        _ => ErrorCode::Io,
    }
}

#[cfg(unix)]
fn is_loop(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_loop(_: &io::Error) -> bool {
    false
}
