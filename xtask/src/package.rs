//! A release: the components and the policy with their bills of materials, the packages that contain them, and checksums.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::component;
use crate::editor;
use crate::go::Go;
use crate::javascript;
use crate::node::Node;
use crate::process;
use crate::python;
use crate::sbom;
use crate::vscode;

/// The file with the checksums, as `sha256sum --check` reads it.
const CHECKSUMS: &str = "SHA256SUMS";

/// The folder of the JSON Schemas.
const SCHEMAS: &str = "schemas";
/// The folder of the editor.
const EDITOR: &str = "editor";

/// The folder of the Go package, in the layout of a module proxy.
const GO: &str = "go";
/// The folder of the Java package.
const MAVEN: &str = "maven";

/// The folder of a release.
pub(crate) struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// Creates `target/package` with the components, the policy for Kubewarden, and their bills of materials.
    pub(crate) fn of_components() -> Result<Packages> {
        let folder = process::target().join("package");
        process::remove_folder(&folder)?;
        fs::create_dir_all(&folder)?;
        let packages = Packages { folder };
        for guest in component::GUESTS.iter().chain([&component::POLICY]) {
            let file = packages.component(guest);
            fs::copy(component::file(guest), &file)?;
            let bill = file.with_extension("cdx.json");
            fs::write(bill, sbom::of(guest, &sha256(&fs::read(&file)?))?)?;
        }
        let module = component::standalone();
        fs::copy(&module, packages.folder.join(module.file_name().context("it is a file")?))?;
        Ok(packages)
    }

    /// Returns the path of a component.
    pub(crate) fn component(&self, guest: &component::Guest) -> PathBuf {
        self.folder.join(guest.file)
    }

    /// Adds the Python package: the wheel and the source distribution. Returns their paths.
    pub(crate) fn add_python(&self, python: &Path) -> Result<[PathBuf; 2]> {
        python::build(python, &self.folder)?;
        Ok([self.only(".whl")?, self.only(".tar.gz")?])
    }

    /// Adds the JavaScript package and the JSON Schemas in it, and returns the path of the package.
    pub(crate) fn add_tarball(&self, node: &Node) -> Result<PathBuf> {
        javascript::build(node)?;
        copy(&javascript::folder().join(SCHEMAS), &self.folder.join(SCHEMAS))?;
        javascript::pack(node, &self.folder)?;
        self.only(".tgz")
    }

    /// Adds the editor as a static site. The JavaScript package must be built before.
    pub(crate) fn add_editor(&self, node: &Node) -> Result<()> {
        editor::build(node)?;
        copy(&editor::site(), &self.folder.join(EDITOR))
    }

    /// Adds the extension for VS Code. The JavaScript package must be built before.
    pub(crate) fn add_extension(&self, node: &Node) -> Result<()> {
        vscode::build(node)?;
        vscode::pack(node, &self.folder.join(concat!("k8s-backup-target-vscode-", env!("CARGO_PKG_VERSION"), ".vsix")))
    }

    /// Adds the Go package, and returns the folder of its module proxy.
    pub(crate) fn add_go(&self, go: &Go) -> Result<PathBuf> {
        let folder = self.folder.join(GO);
        go.package(&folder)?;
        Ok(folder)
    }

    /// Returns the folder of the Java package, which has the layout of a Maven repository.
    pub(crate) fn maven(&self) -> PathBuf {
        self.folder.join(MAVEN)
    }

    fn only(&self, ending: &str) -> Result<PathBuf> {
        let found = self.files()?.into_iter().find(|file| file.to_string_lossy().ends_with(ending));
        found.with_context(|| format!("no {ending} was built"))
    }

    /// Returns all files by name, without the checksums.
    fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = files_in(&self.folder)?;
        files.retain(|file| !file.ends_with(CHECKSUMS));
        files.sort();
        Ok(files)
    }

    /// Writes the checksums, and prints the files.
    pub(crate) fn finish(&self) -> Result<()> {
        let mut checksums = String::new();
        for file in self.files()? {
            let bytes = fs::read(&file)?;
            let digest = sha256(&bytes);
            let name = file.strip_prefix(&self.folder)?.to_string_lossy();
            checksums += &format!("{digest}  {name}\n");
            if !name.contains('/') {
                println!("target/package/{name}: {} bytes", bytes.len());
            }
        }
        for (folder, contents) in [
            (EDITOR, "a static site"),
            (SCHEMAS, "JSON Schemas for editors, by release of Velero"),
            (GO, "the Go package, as a module proxy"),
            (MAVEN, "the Java package, as a Maven repository"),
        ] {
            if self.folder.join(folder).is_dir() {
                println!("target/package/{folder}/: {contents}");
            }
        }
        ensure!(!checksums.is_empty(), "there is nothing to package");
        fs::write(self.folder.join(CHECKSUMS), checksums)?;
        println!("target/package/{CHECKSUMS}: of these");
        Ok(())
    }
}

/// Returns all files in a folder and in the folders below it.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files.extend(files_in(&path)?) } else { files.push(path) }
    }
    Ok(files)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files_in(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(copy.parent().context("a file is in a folder")?)?;
        fs::copy(file, copy)?;
    }
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
