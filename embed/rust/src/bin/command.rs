//! Runs the command for pipelines. It may read the files and folders that its arguments name, and its configurations.
//! The component may come from elsewhere, so its fuel is limited.
//! `cargo xtask run` builds the component and runs this program.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::{env, fs, io};

use k8s_backup_target_host::command::{Call, Command, Files};
use k8s_backup_target_host::{Limits, Options};

/// The exit status when the command could not run. The command uses the same status for its own failures.
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(FAILURE)
        }
    }
}

fn run() -> Result<u8, Box<dyn std::error::Error>> {
    let mut arguments = env::args_os()
        .skip(1)
        .map(|argument| argument.into_string().map_err(|argument| format!("the argument {argument:?} is not UTF-8")));
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| Err(format!("the {what} is missing")));
    let component = fs::read(next("component")?)?;
    let cache = next("folder for the compiled component")?;
    let arguments: Vec<String> = arguments.collect::<Result<_, _>>()?;

    let limits = Limits { fuel: Some(Limits::FUEL), ..Limits::default() };
    let command = Command::new(&component, &Options { limits, cache: Some(cache.into()) })?;
    let working_directory = env::current_dir()?;
    let files = Files::named_by(&arguments, &working_directory);
    Ok(command.run(Call {
        arguments,
        variables: variables(|name| env::var_os(name), io::stdout().is_terminal()),
        working_directory: working_directory.into_os_string().into_string().ok(),
        files,
        input: Box::new(io::stdin()),
        output: Box::new(io::stdout()),
        errors: Box::new(io::stderr()),
    })?)
}

/// Returns the environment variables that decide on colors. If stdout is a terminal, colors are on by default.
fn variables(value: impl Fn(&str) -> Option<OsString>, is_terminal: bool) -> Vec<(String, String)> {
    let names = ["NO_COLOR", "CLICOLOR_FORCE"];
    // Only whether a variable is set matters: a value that is not UTF-8 is not an error.
    let variable = |name: &str| Some((name.to_owned(), value(name)?.to_string_lossy().into_owned()));
    let mut variables: Vec<_> = names.into_iter().filter_map(variable).collect();
    if is_terminal && variables.iter().all(|(name, _)| name != "CLICOLOR_FORCE") {
        variables.push(("CLICOLOR_FORCE".to_owned(), "1".to_owned()));
    }
    variables
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    #[test]
    fn a_variable_whose_value_is_not_utf_8_is_set() {
        let value = |name: &str| (name == "NO_COLOR").then(|| OsString::from_vec(vec![0xff]));
        let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(variables(value, false), [set("NO_COLOR", "\u{fffd}")]);
        assert_eq!(variables(value, true), [set("NO_COLOR", "\u{fffd}"), set("CLICOLOR_FORCE", "1")]);
    }
}
