//! The component as machine code, kept on disk between processes.
//!
//! Compiling takes a thousand times as long as loading what was compiled before. What is loaded is run as machine code
//! outside of the sandbox, so a file is only loaded from a folder that nobody else can write to, and only when its
//! checksum says that it is whole. wasmtime itself refuses what another version or configuration of it compiled.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::error::Error;

/// Where the machine code of an evaluator comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was compiled just now.
    Compiled,
    /// It was loaded from the cache.
    Cached,
}

pub(crate) fn component(engine: &Engine, wasm: &[u8], cache: Option<&Path>) -> Result<(Component, Origin), Error> {
    let Some(folder) = cache else {
        return Ok((Component::new(engine, wasm).map_err(Error::Component)?, Origin::Compiled));
    };
    let refuse = |path: &Path| {
        let path = path.to_owned();
        |cause| Error::Cache { path, cause }
    };
    create_private_folder(folder).map_err(refuse(folder))?;
    require_private(folder).map_err(refuse(folder))?;
    let file = folder.join(file_name(engine, wasm));
    if let Some(component) = load(engine, &file) {
        return Ok((component, Origin::Cached));
    }
    let code = engine.precompile_component(wasm).map_err(Error::Component)?;
    let component = trusted(engine, &code).map_err(Error::Component)?;
    store(&file, &code).map_err(refuse(&file))?;
    Ok((component, Origin::Compiled))
}

/// One file for each component, and each version and configuration of wasmtime.
fn file_name(engine: &Engine, wasm: &[u8]) -> String {
    let mut compatibility = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut compatibility);
    let component: String = Sha256::digest(wasm).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{component}-{:016x}.cwasm", compatibility.finish())
}

/// The compiled component of a file, unless it is not there, not ours, damaged, or made by another wasmtime.
fn load(engine: &Engine, file: &Path) -> Option<Component> {
    require_private(file).ok()?;
    let bytes = fs::read(file).ok()?;
    let (checksum, code) = bytes.split_first_chunk()?;
    (checksum_of(code) == *checksum).then(|| trusted(engine, code).ok())?
}

/// Tells a file that is damaged; against those who mean harm stand the rights of the file and its folder. A digest would
/// take as long as all the rest of loading.
fn checksum_of(code: &[u8]) -> [u8; 4] {
    crc32fast::hash(code).to_le_bytes()
}

fn trusted(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the code was made by `precompile_component`, by this process or by one that could write to a file and a
    // folder that only this user can write to, and it is whole.
    #[expect(unsafe_code, reason = "machine code is loaded")]
    unsafe {
        Component::deserialize(engine, code)
    }
}

/// Writes the file whole or not at all, so that a reader beside it never sees a part.
fn store(file: &Path, code: &[u8]) -> io::Result<()> {
    let mut bytes = checksum_of(code).to_vec();
    bytes.extend_from_slice(code);
    let unfinished: PathBuf = file.with_extension(format!("{}.part", std::process::id()));
    let written = write_private(&unfinished, &bytes).and_then(|()| fs::rename(&unfinished, file));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

#[cfg(unix)]
fn create_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?.write_all(bytes)
}

/// Nobody but this user may own a file or folder of the cache, or write to it.
#[cfg(unix)]
fn require_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path)?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to another user"));
    }
    if metadata.mode() & 0o022 != 0 {
        return Err(io::Error::other("others can write to it; take that right away: `chmod go-w`"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn create_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(file, bytes)
}

/// Elsewhere the rights of a folder are its creator's business.
#[cfg(not(unix))]
fn require_private(path: &Path) -> io::Result<()> {
    fs::metadata(path).map(|_| ())
}
