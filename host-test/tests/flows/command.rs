//! The command for pipelines: its imports, limits and files, and transcripts of it.

mod limits;
mod sandbox;
mod transcripts;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use k8s_backup_target_host::Options;
use k8s_backup_target_host::command::{Call, Command, Files};
use wasmtime::Engine;
use wasmtime::component::Component;

static COMPONENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/components/k8s-backup-target-cli.wasm");
    fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask build` makes it", file.display()))
});

static COMMAND: LazyLock<Command> =
    LazyLock::new(|| Command::new(&COMPONENT, &Options::default()).expect("the component is the command"));

#[test]
fn it_imports_only_what_it_uses() {
    let engine = Engine::default();
    let component = Component::new(&engine, &*COMPONENT).expect("a component");
    let component = component.component_type();
    let mut imports: Vec<&str> = component.imports(&engine).map(|(name, _)| name).collect();
    imports.sort_unstable();
    assert_eq!(
        imports,
        [
            "wasi:cli/environment@0.2.12",
            "wasi:cli/exit@0.2.12",
            "wasi:cli/stderr@0.2.12",
            "wasi:cli/stdin@0.2.12",
            "wasi:cli/stdout@0.2.12",
            "wasi:filesystem/preopens@0.2.12",
            "wasi:filesystem/types@0.2.12",
            "wasi:io/error@0.2.12",
            "wasi:io/streams@0.2.12",
        ]
    );
    assert_eq!(component.exports(&engine).map(|(name, _)| name).collect::<Vec<_>>(), ["wasi:cli/run@0.2.12"]);
}

/// The output of a run, and its exit status.
struct Ran {
    output: String,
    errors: String,
    status: u8,
}

fn run(arguments: &[&str], variables: &[(&str, &str)], input: &[u8], files: Files) -> Ran {
    run_in(None, arguments, variables, input, files)
}

fn run_in(
    working_directory: Option<&Path>,
    arguments: &[&str],
    variables: &[(&str, &str)],
    input: &[u8],
    files: Files,
) -> Ran {
    let (output, errors) = (Written::default(), Written::default());
    let call = Call {
        arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        working_directory: working_directory.map(|folder| folder.to_str().expect("UTF-8").to_owned()),
        files,
        input: Box::new(Cursor::new(input.to_vec())),
        output: Box::new(output.clone()),
        errors: Box::new(errors.clone()),
    };
    let status = COMMAND.run(call).unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
    Ran { output: output.text(), errors: errors.text(), status }
}

/// A stream into memory.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("not poisoned").clone()).expect("UTF-8")
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
