//! The maximum size of a spec.

use crate::catalogue::SPEC_TOO_LARGE;
use crate::cluster::Cluster;
use crate::diagnostic::Pointer;
use crate::model::{FieldValue, SPEC_FIELDS, Spec};
use crate::report::Report;

/// Default maximum size of a request to etcd, in bytes.
const MAX_ETCD_REQUEST_BYTES: usize = 1536 << 10;

/// Maximum number of names times kinds when the names of a spec are resolved.
const MAX_RESOURCE_LOOKUPS: usize = 10_000_000;

/// Reports a spec with too many names to look up in the cluster; returns whether it has too many.
pub(super) fn has_too_many_lookups(spec: &Spec, cluster: &Cluster, pointer: &Pointer<'_>, report: &mut Report) -> bool {
    let lists = [&spec.include_resources, &spec.exclude_resources];
    let names: usize = lists.into_iter().flatten().map(Vec::len).sum();
    let kinds = cluster.api_resources().len();
    let are_too_many = names.saturating_mul(kinds) > MAX_RESOURCE_LOOKUPS;
    if are_too_many {
        report.push(|| {
            let message = format!("{names} resource names are too many to look up among {kinds} kinds");
            SPEC_TOO_LARGE.violation(message).help("name fewer resources").at(pointer)
        });
    }
    are_too_many
}

/// Reports a spec that is too large for etcd; returns whether it is too large.
pub(super) fn is_too_large(spec: &Spec, pointer: &Pointer<'_>, report: &mut Report) -> bool {
    // Each text has two quotes and a separator.
    let length = |text: &str| text.len().saturating_add(3);
    let lengths = |value: FieldValue<'_>| match value {
        FieldValue::Names(names) => names.iter().map(|name| length(name)).fold(0, usize::saturating_add),
        FieldValue::Bool(_) => 0,
        FieldValue::Labels(labels) => {
            let labels = labels.iter().map(|(key, value)| length(key).saturating_add(length(value)));
            labels.fold(0, usize::saturating_add)
        }
        FieldValue::Text(text) => length(text),
    };
    let values = SPEC_FIELDS.iter().filter_map(|field| field.value(spec));
    let bytes = values.map(lengths).fold(0, usize::saturating_add);
    if bytes > MAX_ETCD_REQUEST_BYTES {
        report.push(|| {
            let message = format!(
                "names and labels take {bytes} bytes, and a Kubernetes object at most {MAX_ETCD_REQUEST_BYTES}"
            );
            SPEC_TOO_LARGE.violation(message).help("write patterns or a label selector instead of names").at(pointer)
        });
    }
    bytes > MAX_ETCD_REQUEST_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: usize) -> Vec<&'static str> {
        let spec = Spec { include_namespaces: Some(vec!["x".repeat(name)]), ..Spec::default() };
        crate::flows::validation::check_spec(&spec, None).into_iter().map(|diagnostic| diagnostic.rule.code).collect()
    }

    #[test]
    fn too_many_names_are_not_looked_up() {
        let spec = Spec { include_resources: Some(vec!["x".to_owned(); 300_000]), ..Spec::default() };
        let diagnostics = crate::flows::validation::check_spec(&spec, None);
        let [diagnostic] = &diagnostics[..] else { panic!("{diagnostics:?}") };
        assert_eq!(diagnostic.rule.code, "spec-too-large");
        assert!(diagnostic.message.contains("300000 resource names"), "{}", diagnostic.message);
    }

    #[test]
    fn a_spec_that_etcd_refuses_has_one_diagnostic() {
        assert_eq!(codes(MAX_ETCD_REQUEST_BYTES - 2), ["spec-too-large"]);
        assert!(!codes(MAX_ETCD_REQUEST_BYTES - 3).contains(&"spec-too-large"));
    }
}
