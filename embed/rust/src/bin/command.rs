//! The command for pipelines, with just the files and folders that its arguments name: `cargo xtask run` builds it and
//! runs this.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::{env, fs, io};

use k8s_backup_target_host::Options;
use k8s_backup_target_host::command::{Call, Command, Files};

/// The status of a command that could not run, as the command itself has it.
const UNABLE: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(UNABLE)
        }
    }
}

fn run() -> Result<u8, Box<dyn std::error::Error>> {
    let mut arguments = env::args_os()
        .skip(1)
        .map(|argument| argument.into_string().map_err(|argument| format!("`{}` is not UTF-8", argument.display())));
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| Err(format!("the {what} is missing")));
    let component = fs::read(next("component")?)?;
    let cache = next("folder for the compiled component")?;
    let arguments: Vec<String> = arguments.collect::<Result<_, _>>()?;

    let command = Command::new(&component, &Options { cache: Some(cache.into()), ..Options::default() })?;
    let files = Files::named_by(&arguments, &env::current_dir()?);
    Ok(command.run(Call {
        arguments,
        variables: variables(),
        files,
        input: Box::new(io::stdin()),
        output: Box::new(io::stdout()),
        errors: Box::new(io::stderr()),
    })?)
}

/// What the environment says of colors; that a terminal reads is said in the same way.
fn variables() -> Vec<(String, String)> {
    let names = ["NO_COLOR", "CLICOLOR_FORCE"];
    let mut variables: Vec<_> =
        names.iter().filter_map(|name| Some(((*name).to_owned(), env::var(name).ok()?))).collect();
    if variables.iter().all(|(name, _)| name != "CLICOLOR_FORCE") && io::stdout().is_terminal() {
        variables.push(("CLICOLOR_FORCE".to_owned(), "1".to_owned()));
    }
    variables
}
