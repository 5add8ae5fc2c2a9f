//! The limits of a run.

use std::io::{Cursor, Read};

use k8s_backup_target_host::command::{Call, Command, Files};
use k8s_backup_target_host::{Error, Limit, Limits, Options};

use super::{COMPONENT, Written};

fn check(limits: Limits, input: impl Read + Send + 'static) -> Result<u8, Error> {
    let command = Command::new(&COMPONENT, &Options { limits, cache: None }).expect("the component is the command");
    command.run(Call {
        arguments: vec!["check".to_owned(), "-".to_owned()],
        variables: Vec::new(),
        working_directory: None,
        files: Files::default(),
        input: Box::new(input),
        output: Box::new(Written::default()),
        errors: Box::new(Written::default()),
    })
}

/// A spec with this many namespaces.
fn spec(namespaces: usize) -> Cursor<Vec<u8>> {
    let names: String = (0..namespaces).map(|number| format!("- namespace-{number}\n")).collect();
    Cursor::new(format!("include_namespaces:\n{names}").into_bytes())
}

#[test]
fn a_run_that_exceeds_the_fuel_limit_ends() {
    let limits = Limits { fuel: Some(10_000_000), ..Limits::default() };
    let ended = check(limits, spec(400_000));
    assert!(matches!(ended, Err(Error::Limit(Limit::Fuel))), "{ended:?}");
}

#[test]
fn a_run_that_exceeds_the_memory_limit_ends() {
    let limits = Limits { memory_bytes: 8 << 20, ..Limits::default() };
    let ended = check(limits, spec(400_000));
    assert!(matches!(ended, Err(Error::Limit(Limit::Memory))), "{ended:?}");
}
