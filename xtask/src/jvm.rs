//! Builds and tests the Java package with Maven.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{output, root, run, target};

/// The oldest supported version.
const OLDEST: u32 = 17;

/// Maven, with a Java that is new enough.
pub(crate) struct Maven;

impl Maven {
    /// Finds Maven, and checks the version of its Java.
    pub(crate) fn find() -> Result<Maven> {
        let install = || format!("install Maven and a JDK of version {OLDEST} or later");
        let printed = output(Command::new("mvn").args(["--batch-mode", "--version"])).with_context(install)?;
        let version = java_version(&printed);
        ensure!(version.is_some_and(|version| version >= OLDEST), "{}: Maven uses another one", install());
        Ok(Maven)
    }

    /// Returns a command that runs Maven on a project, without its progress.
    fn of(&self, project: &Path) -> Command {
        let mut maven = Command::new("mvn");
        maven.args(["--batch-mode", "--quiet", "--file"]).arg(project.join("pom.xml"));
        maven
    }
}

/// Returns the folder of the package.
pub(crate) fn folder() -> PathBuf {
    root().join("embed/jvm")
}

/// Builds the package from the module in `target/components`, and writes it into a folder as in a Maven repository.
pub(crate) fn build(maven: &Maven, repository: &Path) -> Result<()> {
    deploy(maven, repository, &["-DskipTests"])
}

/// Does the same, and runs its tests before. Prints how many functions HotSpot does not compile.
pub(crate) fn build_and_test(maven: &Maven, repository: &Path) -> Result<()> {
    deploy(maven, repository, &[])?;
    let large = target().join("jvm/large-methods.txt");
    let list = fs::read_to_string(&large)?;
    let largest = list.lines().next().unwrap_or("0");
    println!(
        "functions that HotSpot does not compile: {}, largest: {largest} ({})",
        list.lines().count(),
        large.display()
    );
    Ok(())
}

fn deploy(maven: &Maven, repository: &Path, arguments: &[&str]) -> Result<()> {
    let to = format!("-DaltDeploymentRepository=package::file:{}", repository.display());
    run(maven.of(&folder()).args(["--activate-profiles", "release", "clean", "deploy"]).arg(to).args(arguments))?;
    // They contain the time, and only describe versions that are not fixed.
    for file in metadata(repository)? {
        fs::remove_file(file)?;
    }
    Ok(())
}

/// Returns Maven's lists of versions in a folder and in the folders below it.
fn metadata(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(metadata(&path)?);
        } else if name.starts_with("maven-metadata") {
            found.push(path);
        }
    }
    Ok(found)
}

/// Runs the example on the example cluster. It is a project that gets the package from `target/package`.
pub(crate) fn use_package(maven: &Maven) -> Result<()> {
    let example = folder().join("examples/uncovered");
    let objects = root().join("examples/cluster/objects.json");
    let arguments = format!("-Dexec.args={} {}", objects.display(), example.join("schedule.yaml").display());
    // Maven would otherwise use the package of an earlier run.
    let own = target().join("jvm-repository");
    crate::process::remove_folder(&own.join("io/github/owner"))?;
    let local = format!("-Dmaven.repo.local={}", own.display());
    let printed = output(maven.of(&example).args(["clean", "compile", "exec:java"]).args([arguments, local]))?;
    // Some builds of Maven print a code for colours before and after it.
    let expected = fs::read_to_string(example.join("expected.txt"))?;
    ensure!(printed.contains(expected.trim()), "the example prints {printed}");
    Ok(())
}

/// Runs the benchmark of the tested package. It must be built before.
pub(crate) fn bench(arguments: &[&std::ffi::OsStr]) -> Result<String> {
    let built = target().join("jvm");
    let classes = ["test-classes", "classes", "lib/*"].map(|path| built.join(path));
    let classes = std::env::join_paths(classes)?;
    let class = "io.github.owner.backuptarget.Bench";
    output(Command::new("java").arg("-cp").arg(classes).arg(class).args(arguments))
}

/// Compiles the benchmark.
pub(crate) fn build_bench(maven: &Maven) -> Result<()> {
    run(maven.of(&folder()).arg("process-test-classes"))
}

/// Reads the version of Java in what `mvn --version` prints: `Java version: 17.0.15, vendor: ...`.
fn java_version(printed: &str) -> Option<u32> {
    let (_, version) = printed.split_once("Java version: ")?;
    version.split(['.', ',', '-']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_java_is_read() {
        assert_eq!(java_version("Apache Maven 3.8.7\nJava version: 17.0.15, vendor: Debian"), Some(17));
        assert_eq!(java_version("Java version: 25, vendor: x"), Some(25));
        assert_eq!(java_version("Apache Maven"), None);
    }
}
