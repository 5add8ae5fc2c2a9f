//! `cargo xtask fuzz`: checks the properties of `properties/` with inputs from libFuzzer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::process::{self, cargo, output, root, run, step};

/// The target that runs the component. It needs wasmtime, which takes long to build.
const COMPONENT: &str = "component";

/// Maximum number of targets that run at a time.
const MAX_RUNNING_TARGETS: usize = 2;

/// Maximum length of an input, in bytes. Longer inputs are slow, and find few other errors.
const MAX_INPUT_BYTES: usize = 4096;

/// Maximum time for an input, in seconds. An input that takes longer violates the property.
const MAX_INPUT_SECONDS: usize = 20;

/// Fuzzes the targets, or all targets, for `minutes` each. Inputs that violate a property are copied to
/// `testdata/fuzz/`.
pub(crate) fn all(minutes: u64, targets: &[String]) -> Result<()> {
    let known = targets_of(&root().join("fuzz/fuzz_targets"))?;
    let unknown: Vec<_> = targets.iter().filter(|target| !known.contains(*target)).collect();
    ensure!(unknown.is_empty(), "unknown targets {unknown:?}; the targets are {known:?}");
    let targets: Vec<String> = if targets.is_empty() { known.into_iter().collect() } else { targets.to_vec() };

    step("fuzz targets");
    let tool = Tool::ensure()?;
    for target in &targets {
        tool.build(target)?;
    }
    step("seeds");
    let seeds = folder("seeds");
    process::remove_folder(&seeds)?;
    let example =
        ["run", "--locked", "--quiet", "--package", "k8s-backup-target-properties", "--example", "seeds", "--"];
    run(cargo().args(example).arg(&seeds))?;

    step(&format!("fuzzing, {minutes} minutes each"));
    let mut found = 0;
    for targets in targets.chunks(MAX_RUNNING_TARGETS) {
        let started = targets.iter().map(|target| Run::start(target, minutes)).collect::<Result<Vec<_>>>()?;
        for run in started {
            found += run.finish(&tool)?;
        }
    }
    ensure!(
        found == 0,
        "{found} inputs violate a property; they are in testdata/fuzz, and `cargo test` checks them from now on"
    );
    Ok(())
}

fn targets_of(folder: &Path) -> Result<BTreeSet<String>> {
    let name = |file: PathBuf| file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    Ok(files.into_iter().filter_map(name).collect())
}

fn folder(name: &str) -> PathBuf {
    process::target().join("fuzz").join(name)
}

/// cargo-fuzz, with its nightly toolchain.
struct Tool {
    program: PathBuf,
}

impl Tool {
    /// Installs cargo-fuzz into the target folder, if it is missing.
    fn ensure() -> Result<Tool> {
        output(Command::new("rustup").args(["run", "nightly", "rustc", "--version"]))
            .context("fuzzing needs nightly Rust; run `rustup toolchain install nightly --profile minimal`")?;
        let tools = process::target().join("tools");
        let program = tools.join("bin/cargo-fuzz");
        if !program.is_file() {
            run(cargo().args(["install", "--locked", "--quiet", "--root"]).arg(&tools).arg("cargo-fuzz"))?;
        }
        Ok(Tool { program })
    }

    fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new("rustup");
        command.args(["run", "nightly"]).arg(&self.program).arg(subcommand);
        command.current_dir(root()).args(["--fuzz-dir", "fuzz", "--target-dir"]).arg(folder(""));
        // No sanitizer: the code is not unsafe, and a sanitizer reports wasmtime's signals as errors.
        command.args(["--sanitizer", "none"]);
        // Set by rustup for this program. cargo-fuzz uses another toolchain.
        for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
            command.env_remove(variable);
        }
        command
    }

    fn build(&self, target: &str) -> Result<()> {
        run(self.command("build").args(features(target)).arg(target))
    }

    /// Returns a shorter input with the same error, or the input itself.
    fn minimised(&self, target: &str, input: &Path) -> PathBuf {
        let shorter = input.with_extension("shorter");
        let minimise = format!("-exact_artifact_path={}", shorter.display());
        let mut command = Command::new(binary(target));
        command.args(["-minimize_crash=1", "-max_total_time=60", &minimise]).arg(input);
        // If this fails, the input is copied without changes.
        let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if shorter.is_file() { shorter } else { input.to_owned() }
    }
}

fn features(target: &str) -> &'static [&'static str] {
    if target == COMPONENT { &["--features", COMPONENT] } else { &[] }
}

/// Returns the path of a target's program.
fn binary(target: &str) -> PathBuf {
    let builds = fs::read_dir(folder("")).into_iter().flatten().flatten().map(|entry| entry.path());
    let built = builds.map(|build| build.join("release").join(target)).find(|binary| binary.is_file());
    built.unwrap_or_else(|| folder(target))
}

/// A running target.
struct Run<'t> {
    target: &'t str,
    artifacts: PathBuf,
    log: PathBuf,
    process: std::process::Child,
}

impl<'t> Run<'t> {
    fn start(target: &'t str, minutes: u64) -> Result<Run<'t>> {
        let (artifacts, corpus) = (folder("artifacts").join(target), folder("corpus").join(target));
        process::remove_folder(&artifacts)?;
        fs::create_dir_all(&artifacts)?;
        fs::create_dir_all(&corpus)?;
        let log = folder(&format!("{target}.log"));
        let process = Command::new(binary(target))
            .arg(corpus)
            .arg(folder("seeds").join(target))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg(format!("-max_total_time={}", minutes * 60))
            .args([format!("-timeout={MAX_INPUT_SECONDS}"), format!("-max_len={MAX_INPUT_BYTES}")])
            .args(["-rss_limit_mb=4096", "-print_final_stats=1"])
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log)?)
            .spawn()
            .with_context(|| format!("cannot run {}", binary(target).display()))?;
        Ok(Run { target, artifacts, log, process })
    }

    /// Waits for the target, prints the number of runs, and copies the inputs that violate the property. Returns their
    /// number.
    fn finish(mut self, tool: &Tool) -> Result<usize> {
        let status = self.process.wait()?;
        let log = String::from_utf8_lossy(&fs::read(&self.log)?).into_owned();
        let runs = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
        println!("{}: {} runs", self.target, runs.unwrap_or("unknown number of").trim());
        let inputs = fs::read_dir(&self.artifacts)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
        for input in &inputs {
            let kept = root().join("testdata/fuzz").join(self.target);
            fs::create_dir_all(&kept)?;
            let file = kept.join(input.file_name().context("an artifact is a file")?);
            fs::copy(tool.minimised(self.target, input), &file)?;
            println!("!! {} violates the property: {}", file.display(), failure_message(&log));
        }
        if inputs.is_empty() && !status.success() {
            bail!("{} ended with {status}; see {}", self.target, self.log.display());
        }
        Ok(inputs.len())
    }
}

/// Returns the message of the panic, or of libFuzzer.
fn failure_message(log: &str) -> &str {
    let panic = log.lines().skip_while(|line| !line.contains("panicked at")).nth(1);
    panic.or_else(|| log.lines().find(|line| line.contains("ERROR: libFuzzer"))).unwrap_or("no message")
}
