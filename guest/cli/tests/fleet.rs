//! The coverage of many clusters: the job of `deploy/coverage`, whose manifests agree with each other, and docs/fleet.md.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use k8s_backup_target::validation::{CheckedDocument, Format};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join("deploy/coverage").join(name)).expect("text")
}

/// Returns the documents of a YAML file.
fn documents(name: &str) -> Vec<Value> {
    let read = CheckedDocument::read(text(name), Format::Yaml, None, None);
    read.json().map(|json| serde_json::from_str(&json.expect("YAML")).expect("JSON")).collect()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|item| item.as_str().expect("text")).collect()
}

#[test]
fn the_job_may_list_the_kinds_that_it_lists_and_nothing_else() {
    let rbac = documents("rbac.yaml");
    let mut allowed = BTreeSet::new();
    for rule in rbac[1]["rules"].as_array().expect("a list") {
        assert_eq!(rule["verbs"], json!(["list"]));
        for group in texts(&rule["apiGroups"]) {
            let name = |resource: &str| if group.is_empty() { resource.into() } else { format!("{resource}.{group}") };
            allowed.extend(texts(&rule["resources"]).into_iter().map(name));
        }
    }
    assert_eq!(allowed, text("kinds").lines().map(str::to_owned).collect());
    let (account, binding) = (&rbac[0]["metadata"], &rbac[2]);
    assert_eq!(binding["roleRef"]["name"], rbac[1]["metadata"]["name"]);
    assert_eq!(
        binding["subjects"],
        json!([{"kind": "ServiceAccount", "name": account["name"], "namespace": account["namespace"]}])
    );
}

#[test]
fn the_manifests_name_each_other() {
    let kustomization = documents("kustomization.yaml").remove(0);
    let namespace = documents("namespace.yaml").remove(0)["metadata"]["name"].clone();
    assert_eq!(kustomization["namespace"], namespace);
    for file in texts(&kustomization["resources"]) {
        for object in documents(file) {
            let of_object = &object["metadata"]["namespace"];
            assert!(of_object.is_null() || *of_object == namespace, "{object}");
        }
    }
    let job = documents("cronjob.yaml").remove(0);
    let pod = &job["spec"]["jobTemplate"]["spec"]["template"]["spec"];
    assert_eq!(pod["serviceAccountName"], documents("rbac.yaml")[0]["metadata"]["name"]);
    let container = &pod["containers"][0];
    assert_eq!(container["image"], kustomization["images"][0]["name"]);
    let maps: Vec<&Value> = kustomization["configMapGenerator"].as_array().expect("a list").iter().collect();
    assert_eq!(pod["volumes"][0]["configMap"]["name"], maps[0]["name"]);
    assert_eq!(container["envFrom"][0]["configMapRef"]["name"], maps[1]["name"]);
    let mount = container["volumeMounts"][0]["mountPath"].as_str().expect("text");
    assert_eq!(container["command"], json!(["sh", format!("{mount}/coverage.sh")]));
    for variable in texts(&maps[1]["literals"]) {
        let (name, _) = variable.split_once('=').expect("a name and a value");
        assert!(text("coverage.sh").contains(&format!("${name}")), "{name}");
    }
}

#[test]
fn the_script_sends_the_metrics_of_the_kinds_that_the_cluster_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let objects = root().join("examples/cluster/objects.json");
    let kinds = root().join("examples/cluster/api-resources.txt");
    // This cluster does not have the kinds of snapshots.
    let names: String = text("kinds")
        .lines()
        .filter(|kind| !kind.contains("snapshot"))
        .fold("secrets\n".to_owned(), |names, kind| names + kind + "\n");
    fs::write(folder.path().join("names.txt"), &names).expect("writable");
    let kubectl = format!(
        "#!/bin/sh\ncase \"$*\" in\n'api-resources -o wide') cat '{}' ;;\n'api-resources --verbs list -o name') cat \
         '{folder}/names.txt' ;;\n'get '*' --all-namespaces -o json') echo \"$2\" > '{folder}/got'; cat '{}' ;;\n*) exit \
         9 ;;\nesac\n",
        kinds.display(),
        objects.display(),
        folder = folder.path().display(),
    );
    let curl = format!(
        "#!/bin/sh\necho \"$*\" > '{folder}/sent'\ncp metrics.txt '{folder}'\n",
        folder = folder.path().display()
    );
    for (name, script) in [("kubectl", kubectl), ("curl", curl)] {
        let file = folder.path().join(name);
        fs::write(&file, script).expect("writable");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("ours");
    }
    let command = Path::new(env!("CARGO_BIN_EXE_k8s-backup-target"));
    let path = [folder.path(), command.parent().expect("a folder"), Path::new("/usr/bin"), Path::new("/bin")];
    let done = Command::new("sh")
        .arg(root().join("deploy/coverage/coverage.sh"))
        .env_clear()
        .env("PATH", env::join_paths(path).expect("no colons"))
        .env("TMPDIR", folder.path())
        .envs([("CLUSTER_NAME", "prod-1"), ("PUSHGATEWAY", "http://gateway")])
        .output()
        .expect("there is a shell");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));

    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("the script wrote it");
    let listed: Vec<&str> = names.lines().filter(|kind| *kind != "secrets").collect();
    assert_eq!(read("got").trim().split(',').collect::<BTreeSet<_>>(), listed.into_iter().collect());
    assert_eq!(
        read("sent").trim(),
        "--fail --silent --show-error --request PUT --data-binary @metrics.txt \
         http://gateway/metrics/job/k8s-backup-coverage/cluster/prod-1"
    );
    let options = ["coverage", "--format", "prometheus", "--cluster-name", "prod-1", "--inventory"];
    let direct = Command::new(command).args(options).arg(&objects).arg("--api-resources").arg(&kinds).output();
    assert_eq!(read("metrics.txt"), String::from_utf8(direct.expect("the command").stdout).expect("UTF-8"));
    assert!(read("metrics.txt").contains("k8s_backup_claims{cluster=\"prod-1\",namespace=\"kubeflow\"} 6\n"));
}

#[test]
fn the_page_shows_lines_of_the_output() {
    let page = fs::read_to_string(root().join("docs/fleet.md")).expect("text");
    let block = |language: &str| {
        let (_, rest) = page.split_once(&format!("```{language}\n")).expect("a block");
        rest.split_once("```").expect("a block ends").0
    };
    let folder = tempfile::tempdir().expect("a folder");
    let schedule = folder.path().join("schedule.yaml");
    fs::write(&schedule, block("yaml")).expect("writable");
    let output = |format: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_k8s-backup-target"))
            .args(["coverage", "--format", format, "--cluster-name", "prod-1", "--inventory"])
            .args([&root().join("examples/cluster/objects.json"), &schedule])
            .output();
        String::from_utf8(done.expect("the command").stdout).expect("UTF-8")
    };
    let metrics = output("prometheus");
    for line in block("text").lines() {
        assert!(metrics.lines().any(|known| known == line), "{line} is not in\n{metrics}");
    }
    let names = metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next());
    for name in names {
        assert!(page.contains(&format!("`{name}`")), "{name} is not on the page");
    }
    let records = output("jsonl");
    for line in page.lines().filter(|line| line.starts_with("prod-1\t")) {
        let [_, namespace, name, missing] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let record = json!({
            "record": "claim", "cluster": "prod-1", "namespace": namespace, "name": name, "missing": missing,
        });
        let parsed = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
        assert!(records.lines().any(|known| parsed(known) == record), "{line}");
    }
}
