//! The files for pipelines that are ready to be copied: they are YAML, and each command in them has a transcript.

use std::fs;
use std::path::Path;

use k8s_backup_target::validation::{CheckedDocument, Format};
use serde_json::Value;

use super::transcripts;

const COMMAND: &str = "tools/k8s-backup-target-cli.wasm ";

/// What a YAML file says, and the commands in it.
fn read(file: &str) -> (Value, Vec<String>) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).expect("text");
    let document = CheckedDocument::read(text, Format::Yaml, None, None);
    let json = document.json().next().flatten().unwrap_or_else(|| panic!("{file} is not YAML"));
    let value: Value = serde_json::from_str(&json).expect("JSON");
    let mut commands = Vec::new();
    collect(&value, &mut commands);
    (value, commands)
}

/// The commands in the texts of a value, without what a shell does with their output.
fn collect(value: &Value, commands: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let command = |line: &str| Some(line.split_once(COMMAND)?.1.split(" > ").next()?.trim().to_owned());
            commands.extend(text.lines().filter_map(command));
        }
        Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, commands)),
        Value::Object(members) => members.values().for_each(|member| collect(member, commands)),
        _ => {}
    }
}

#[test]
fn the_github_workflow_uploads_what_the_command_writes() {
    let (workflow, commands) = read("ci/github-workflow.yml");
    assert_eq!(commands, ["check --format sarif specs/", "check --format github specs/"]);
    let steps = workflow["jobs"]["check"]["steps"].as_array().expect("steps");
    let upload = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("upload-sarif")));
    let file = upload.expect("an upload")["with"]["sarif_file"].as_str().expect("a file");
    let writes = |step: &Value| step["run"].as_str().is_some_and(|run| run.contains(&format!("> {file} ")));
    assert!(steps.iter().any(writes), "{file}");
    assert_eq!(workflow["permissions"]["security-events"], "write");
}

#[test]
fn the_gitlab_job_reports_what_the_command_writes() {
    let (job, commands) = read("ci/gitlab-job.yml");
    assert_eq!(commands, ["check --format junit specs/"]);
    let script = job["backup-specs"]["script"][0].as_str().expect("a script");
    let report = job["backup-specs"]["artifacts"]["reports"]["junit"].as_str().expect("a report");
    assert!(script.ends_with(&format!("> {report}")), "{script}");
}

#[test]
fn the_pre_commit_hook_takes_the_files_of_a_commit() {
    let (hooks, _) = read(".pre-commit-hooks.yaml");
    let entry = hooks[0]["entry"].as_str().expect("an entry");
    assert!(entry.ends_with(&format!("{COMMAND}check")), "{entry}");
    for field in ["id", "name", "language", "files"] {
        assert!(hooks[0][field].is_string(), "{field}");
    }
    assert!(transcripts::command_lines().contains(&"check specs/web.yaml specs/data.json".to_owned()));
}

#[test]
fn every_command_of_a_pipeline_has_a_transcript() {
    for file in ["ci/github-workflow.yml", "ci/gitlab-job.yml"] {
        let (_, commands) = read(file);
        assert!(!commands.is_empty(), "{file}");
        for command in commands {
            assert!(transcripts::command_lines().contains(&command), "{file}: {command}");
        }
    }
}
