//! Targets of a cluster.

use k8s_backup_target::model::{Spec, Target};
use k8s_backup_target_host as host;

/// Returns targets for a cluster of `testdata::inventory`. There are five kinds of specs: a namespace, patterns,
/// resources, labels, and cluster-scoped objects.
pub fn targets(count: usize) -> Vec<Target> {
    let target = |index| Target {
        app: format!("app-{index}"),
        relation_name: "backup".into(),
        model: "prod".into(),
        spec: spec(index),
    };
    (0..count).map(target).collect()
}

fn spec(index: usize) -> Spec {
    const TEAMS: [&str; 4] = ["billing", "search", "identity", "checkout"];
    let team = TEAMS[index / 5 % TEAMS.len()];
    let list = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    let none = Spec::default();
    match index % 5 {
        0 => Spec { include_namespaces: list(&[&format!("{team}-prod")]), ..none },
        1 => Spec { include_namespaces: list(&[&format!("{team}-*")]), exclude_namespaces: list(&["*-dev"]), ..none },
        2 => Spec { include_resources: list(&["configmaps", "secrets", "deployments.apps"]), ..none },
        3 => Spec { label_selector: Some([("app.kubernetes.io/part-of", team)].into_iter().collect()), ..none },
        _ => Spec {
            include_namespaces: list(&["*-prod"]),
            exclude_resources: list(&["pods", "events", "endpointslices"]),
            include_cluster_resources: Some(true),
            ..none
        },
    }
}

/// Converts a target to the host's type.
pub fn to_host(target: &Target) -> host::Target {
    let Target { app, relation_name, model, spec } = target.clone();
    host::Target {
        app,
        relation_name,
        model,
        spec: host::Spec {
            include_namespaces: spec.include_namespaces,
            include_resources: spec.include_resources,
            exclude_namespaces: spec.exclude_namespaces,
            exclude_resources: spec.exclude_resources,
            include_cluster_resources: spec.include_cluster_resources,
            label_selector: spec.label_selector.map(Vec::from),
            ttl: spec.ttl,
        },
    }
}
