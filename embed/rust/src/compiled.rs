//! The compiled component, and the folder that keeps it between processes.
//!
//! Compiling takes about a thousand times as long as loading. But loaded machine code runs outside of the sandbox. So a
//! file is only loaded if this user wrote it, on this machine, and nobody changed it since:
//!
//! - Its folder and the file belong to this user, and only this user can read or write them. No symbolic link leads to
//!   them. A checkout or an archive can fulfil this too.
//! - A second file, the stamp, has the file's inode number, the time of its last change, and a checksum. Whoever makes a
//!   checkout or an archive cannot know the first two, and no program can set this time.
//!
//! wasmtime itself refuses the code of another version or configuration of wasmtime.

#[cfg_attr(unix, path = "compiled/unix.rs")]
#[cfg_attr(not(unix), path = "compiled/other.rs")]
mod folder;

use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::error::Error;
use folder::{Folder, Identity};

/// Maximum number of bytes of machine code. The evaluator has about 3 MB.
const MAX_CODE_BYTES: u64 = 1 << 28;
/// Maximum number of bytes of a stamp.
const MAX_STAMP_BYTES: u64 = 1 << 10;

/// Where the machine code of a component comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was compiled.
    Compiled,
    /// It was loaded from the cache.
    Cached,
}

pub(crate) fn component(engine: &Engine, wasm: &[u8], cache: Option<&Path>) -> Result<(Component, Origin), Error> {
    let Some(path) = cache else {
        return Ok((Component::new(engine, wasm).map_err(Error::Component)?, Origin::Compiled));
    };
    let folder = Folder::open(path).map_err(|cause| Error::Cache { path: path.to_owned(), cause })?;
    let name = file_name(engine, wasm);
    if let Some(component) = load(engine, &folder, &name) {
        return Ok((component, Origin::Cached));
    }
    let code = engine.precompile_component(wasm).map_err(Error::Component)?;
    let component = trusted(engine, &code).map_err(Error::Component)?;
    store(&folder, &name, &code).map_err(|cause| Error::Cache { path: path.join(&name), cause })?;
    Ok((component, Origin::Compiled))
}

/// Returns a name that differs for each component, and for each version and configuration of wasmtime.
fn file_name(engine: &Engine, wasm: &[u8]) -> String {
    let mut compatibility = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut compatibility);
    let component: String = Sha256::digest(wasm).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{component}-{:016x}.cwasm", compatibility.finish())
}

fn stamp_name(name: &str) -> String {
    format!("{name}.stamp")
}

/// Returns the component of this file. Returns `None` if the file is missing, not trusted, damaged, or of another wasmtime.
fn load(engine: &Engine, folder: &Folder, name: &str) -> Option<Component> {
    let (code, identity) = folder.read(name, MAX_CODE_BYTES).ok()?;
    let (found, _) = folder.read(&stamp_name(name), MAX_STAMP_BYTES).ok()?;
    (found == stamp(&identity, &code).as_bytes()).then(|| trusted(engine, &code).ok())?
}

/// A short checksum is enough: it detects damage, and the identity detects changes. A digest would take as long as all
/// the rest of loading.
fn stamp(identity: &Identity, code: &[u8]) -> String {
    format!("{identity} {:08x}\n", crc32fast::hash(code))
}

fn trusted(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the code was made by `precompile_component`, by this process or by another one of this user. The stamp
    // shows that it was not changed since.
    #[expect(unsafe_code, reason = "machine code is loaded")]
    unsafe {
        Component::deserialize(engine, code)
    }
}

/// Writes the code, and then its stamp. Without a valid stamp the code is not trusted, so the order is safe.
fn store(folder: &Folder, name: &str, code: &[u8]) -> io::Result<()> {
    let identity = folder.write(name, code)?;
    folder.write(&stamp_name(name), stamp(&identity, code).as_bytes())?;
    Ok(())
}

/// Returns a name that no other process or thread uses.
fn temporary_name(name: &str) -> String {
    format!("{name}.{:016x}.part", RandomState::new().build_hasher().finish())
}
