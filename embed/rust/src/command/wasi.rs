//! The part of WASI that the command imports.

#![expect(unreachable_pub, reason = "the generated code re-exports the types of resources")]

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};

use cap_std::fs::{DirEntry, File, FileType, ReadDir};
use wasmtime::Result;
use wasmtime::component::Resource;

use super::bindings::wasi::cli::{environment, exit, stderr, stdin, stdout};
use super::bindings::wasi::filesystem::types::{
    DescriptorFlags, DescriptorType, DirectoryEntry, ErrorCode, OpenFlags, PathFlags,
};
use super::bindings::wasi::filesystem::{preopens, types};
use super::bindings::wasi::io::streams::StreamError;
use super::bindings::wasi::io::{error, streams};
use super::files::{Opened, is_not_permitted};
use super::{Exit, State};

/// Maximum number of bytes that one call reads. The command may ask for more.
const MAX_READ_BYTES: u64 = 1 << 20;

/// Standard input.
pub struct Input;

/// Standard output, or standard error.
pub enum Output {
    Output,
    Errors,
}

/// The error of a stream. The command does not ask for details.
pub struct StreamFailure;

impl environment::Host for State {
    fn get_environment(&mut self) -> Result<Vec<(String, String)>> {
        Ok(self.call.variables.clone())
    }

    fn get_arguments(&mut self) -> Result<Vec<String>> {
        let program = "k8s-backup-target".to_owned();
        Ok([program].into_iter().chain(self.call.arguments.iter().cloned()).collect())
    }

    fn initial_cwd(&mut self) -> Result<Option<String>> {
        Ok(self.call.working_directory.clone())
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
    fn stream_failure(&mut self) -> Result<StreamError> {
        Ok(StreamError::LastOperationFailed(self.table.push(StreamFailure)?))
    }
}

impl streams::HostInputStream for State {
    fn blocking_read(&mut self, _: Resource<Input>, len: u64) -> Result<Result<Vec<u8>, StreamError>> {
        let mut bytes = vec![0; usize::try_from(len.min(MAX_READ_BYTES))?];
        let read = loop {
            match self.call.input.read(&mut bytes) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        match read {
            Ok(0) if len > 0 => Ok(Err(StreamError::Closed)),
            Ok(read) => {
                bytes.truncate(read);
                Ok(Ok(bytes))
            }
            Err(_) => Ok(Err(self.stream_failure()?)),
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
        let stream = match self.table.get(&stream)? {
            Output::Output => &mut self.call.output,
            Output::Errors => &mut self.call.errors,
        };
        let written = stream.write_all(&contents).and_then(|()| stream.flush());
        match written {
            Ok(()) => Ok(Ok(())),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Err(StreamError::Closed)),
            Err(_) => Ok(Err(self.stream_failure()?)),
        }
    }

    fn drop(&mut self, stream: Resource<Output>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

impl preopens::Host for State {
    fn get_directories(&mut self) -> Result<Vec<(Resource<Opened>, String)>> {
        let folders = self.call.files.folders.clone();
        folders.into_iter().map(|(name, folder)| Ok((self.table.push(Opened::Folder(folder))?, name))).collect()
    }
}

impl types::Host for State {}

impl types::HostDescriptor for State {
    fn get_type(&mut self, descriptor: Resource<Opened>) -> Result<Result<DescriptorType, ErrorCode>> {
        Ok(Ok(match self.table.get(&descriptor)? {
            Opened::Folder(_) => DescriptorType::Directory,
            Opened::File(_) => DescriptorType::RegularFile,
            Opened::Other => DescriptorType::Unknown,
        }))
    }

    fn read(
        &mut self,
        descriptor: Resource<Opened>,
        length: u64,
        offset: u64,
    ) -> Result<Result<(Vec<u8>, bool), ErrorCode>> {
        Ok(match self.table.get_mut(&descriptor)? {
            Opened::File(file) => read(file, length.min(MAX_READ_BYTES), offset).map_err(|error| code(&error)),
            Opened::Folder(_) => Err(ErrorCode::IsDirectory),
            Opened::Other => Err(ErrorCode::Unsupported),
        })
    }

    fn read_directory(&mut self, descriptor: Resource<Opened>) -> Result<Result<Resource<ReadDir>, ErrorCode>> {
        let Opened::Folder(folder) = self.table.get(&descriptor)? else { return Ok(Err(ErrorCode::NotDirectory)) };
        match folder.entries() {
            Ok(entries) => Ok(Ok(self.table.push(entries)?)),
            Err(error) => Ok(Err(code(&error))),
        }
    }

    fn open_at(
        &mut self,
        descriptor: Resource<Opened>,
        path_flags: PathFlags,
        path: String,
        open_flags: OpenFlags,
        flags: DescriptorFlags,
    ) -> Result<Result<Resource<Opened>, ErrorCode>> {
        if open_flags.intersects(OpenFlags::CREATE | OpenFlags::EXCLUSIVE | OpenFlags::TRUNCATE)
            || flags.intersects(DescriptorFlags::WRITE | DescriptorFlags::MUTATE_DIRECTORY)
        {
            return Ok(Err(ErrorCode::ReadOnly));
        }
        if !path_flags.contains(PathFlags::SYMLINK_FOLLOW) {
            return Ok(Err(ErrorCode::Unsupported));
        }
        let Opened::Folder(folder) = self.table.get(&descriptor)? else { return Ok(Err(ErrorCode::NotDirectory)) };
        match folder.open(&path) {
            Ok(Opened::File(_) | Opened::Other) if open_flags.contains(OpenFlags::DIRECTORY) => {
                Ok(Err(ErrorCode::NotDirectory))
            }
            Ok(opened) => Ok(Ok(self.table.push(opened)?)),
            Err(error) => Ok(Err(code(&error))),
        }
    }

    fn drop(&mut self, descriptor: Resource<Opened>) -> Result<()> {
        self.table.delete(descriptor)?;
        Ok(())
    }
}

impl types::HostDirectoryEntryStream for State {
    fn read_directory_entry(&mut self, stream: Resource<ReadDir>) -> Result<Result<Option<DirectoryEntry>, ErrorCode>> {
        let next = self.table.get_mut(&stream)?.next();
        Ok(next.map(|entry| directory_entry(&entry.map_err(|error| code(&error))?)).transpose())
    }

    fn drop(&mut self, stream: Resource<ReadDir>) -> Result<()> {
        self.table.delete(stream)?;
        Ok(())
    }
}

fn directory_entry(entry: &DirEntry) -> Result<DirectoryEntry, ErrorCode> {
    let name = entry.file_name().into_string().map_err(|_| ErrorCode::IllegalByteSequence)?;
    let type_ = entry.file_type().map(type_of).map_err(|error| code(&error))?;
    Ok(DirectoryEntry { type_, name })
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
        _ if is_not_permitted(error) => ErrorCode::NotPermitted,
        ErrorKind::PermissionDenied => ErrorCode::Access,
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
