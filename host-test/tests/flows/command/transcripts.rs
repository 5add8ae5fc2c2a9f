//! The component answers every transcript; the native command answers the same ones.

use k8s_backup_target_host::command::Files;
use k8s_backup_target_testdata::transcripts::{self, Answer, command_lines, files};

use super::run;

#[test]
fn every_transcript_is_as_expected() {
    transcripts::compare(|line| {
        let arguments: Vec<&str> = line.arguments.iter().map(String::as_str).collect();
        let variables: Vec<(&str, &str)> = line.variables.iter().map(|(name, value)| (&**name, &**value)).collect();
        let ran = run(&arguments, &variables, &line.input, Files::named_by(&line.arguments, &files()));
        Answer { output: ran.output, errors: ran.errors, status: ran.status }
    });
}

#[test]
fn every_command_and_every_format_has_a_transcript() {
    let lines: Vec<String> = command_lines();
    for command in ["check", "lookup", "publish", "merge", "plan", "select", "coverage", "rules", "describe", "schema"]
    {
        let is_shown = |line: &String| line.starts_with(command) && !line.contains("--help");
        assert!(lines.iter().any(is_shown), "{command}");
    }
    for format in ["human", "json", "sarif", "github", "junit"] {
        assert!(lines.contains(&format!("check --format {format} specs/")), "{format}");
    }
}
