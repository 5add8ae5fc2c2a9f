//! What `select` says of the contents of volumes, compared with what was measured.

use std::collections::BTreeSet;

use k8s_backup_target_testdata::velero::releases::object_name;
use k8s_backup_target_testdata::velero::volumes::{Contents, VolumesCase, check_volumes};
use serde_json::{Value, json};

use super::World;

/// The command is only a layer over core, which answers for each release in its own tests.
const RELEASES: [&str; 1] = ["1.18"];

#[test]
fn the_command_says_which_contents_are_saved_as_measured() {
    check_volumes(&RELEASES, |objects, case, release| {
        let mut world = world_of(objects, case);
        let mut arguments =
            vec!["select", "--format", "json", "--inventory", "objects.json", "--velero-version", release];
        arguments.extend(["--settings", "settings.json"]);
        for (option, file) in [("--policy", "policy.json"), ("--global-policy", "global-policy.json")] {
            if world.files.contains_key(file) {
                arguments.extend([option, file]);
            }
        }
        arguments.push("backup.json");
        world.run(&arguments);
        let answer: Value = serde_json::from_str(&world.output).unwrap_or_else(|_| panic!("{}", world.errors));
        contents_of(&answer[0])
    });
}

fn world_of(objects: &str, case: &VolumesCase) -> World {
    let metadata = json!({"name": "oracle", "namespace": "velero", "annotations": case.backup_annotations});
    let backup = json!({"apiVersion": "velero.io/v1", "kind": "Backup", "metadata": metadata, "spec": case.backup});
    let mut settings = case.settings.clone();
    let members = settings.as_object_mut().expect("an object");
    // The measured clusters have two nodes if a case does not say otherwise.
    members.entry("nodes").or_insert_with(|| json!({"n1": "linux", "n2": "linux"}));
    let mut world = World::with(&[
        ("objects.json", objects.as_bytes()),
        ("backup.json", backup.to_string().as_bytes()),
        ("settings.json", settings.to_string().as_bytes()),
    ]);
    for (file, policy) in [("policy.json", &case.policy), ("global-policy.json", &case.global_policy)] {
        if let Some(data) = policy {
            let metadata = json!({"name": "pol", "namespace": "velero"});
            let map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data});
            world.files.insert(file.to_owned(), map.to_string().into_bytes());
        }
    }
    world
}

fn contents_of(answer: &Value) -> Contents {
    let has_errors = match &answer["outcome"] {
        Value::String(outcome) if outcome == "refused" => return Contents::Refused,
        outcome => outcome == "partially-failed",
    };
    let names = |member: &str| -> Vec<String> {
        let names = answer["contents"][member].as_array().into_iter().flatten();
        let mut names: Vec<String> = names.map(|name| name.as_str().expect("a name").to_owned()).collect();
        names.sort();
        names
    };
    const KINDS: [&str; 3] = ["pods", "persistentvolumeclaims", "persistentvolumes"];
    let verdicts = answer["verdicts"].as_array().expect("a list");
    let saved: BTreeSet<String> = verdicts
        .iter()
        .filter(|verdict| verdict["included"] == true)
        .filter_map(|verdict| {
            let object = &verdict["object"];
            let kind = object["group_resource"].as_str().filter(|kind| KINDS.contains(kind))?;
            Some(object_name(kind, object["namespace"].as_str(), object["name"].as_str()?))
        })
        .collect();
    Contents::Saved {
        fs: names("fs").into_iter().collect(),
        snapshots: names("snapshots").into_iter().collect(),
        csi: names("csi"),
        moved: names("moved"),
        saved,
        has_errors,
    }
}
