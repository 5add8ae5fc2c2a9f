//! The maximum size of a spec.

use crate::catalogue::SPEC_TOO_LARGE;
use crate::cluster::Cluster;
use crate::diagnostic::Pointer;
use crate::names::MAX_DNS_SUBDOMAIN;
use crate::report::Report;
use crate::velero::filters::{Filters, Pair};
use crate::velero::glob;

/// Default maximum size of a request to etcd, in bytes.
const MAX_ETCD_REQUEST_BYTES: usize = 1536 << 10;

/// Maximum number of names times kinds when the names of a spec are resolved.
const MAX_RESOURCE_LOOKUPS: usize = 10_000_000;

/// Reports too many names and patterns to compare with the kinds of the cluster; returns whether there are too many.
pub(super) fn has_too_many_lookups(
    filters: &Filters,
    cluster: &Cluster,
    pointer: &Pointer<'_>,
    report: &mut Report,
) -> bool {
    let names = || Pair::OF_RESOURCES.into_iter().flat_map(|pair| filters.pair(pair).names()).map(String::as_str);
    let kinds = cluster.api_resources();
    let (count, kind_count) = (names().count(), kinds.len());
    let patterns = names().filter(|name| glob::is_glob(name) && name.len() <= MAX_DNS_SUBDOMAIN);
    let kind_names = kinds.iter().flat_map(|kind| [&*kind.plural, &*kind.group]);
    let (message, help) = if count.saturating_mul(kind_count) > MAX_RESOURCE_LOOKUPS {
        let message = format!("{count} resource names are too many to look up among {kind_count} kinds");
        (message, "name fewer resources")
    } else if glob::exceeds_steps(patterns, kind_names) {
        let message = format!("the patterns of resources are too many to compare with {kind_count} kinds");
        (message, "write fewer and simpler patterns")
    } else {
        return false;
    };
    report.push(|| SPEC_TOO_LARGE.violation(message).help(help).at(pointer));
    true
}

/// Reports filters and a ttl that are too large for etcd; returns whether they are too large.
pub(super) fn is_too_large(filters: &Filters, ttl: Option<&str>, pointer: &Pointer<'_>, report: &mut Report) -> bool {
    let lists = std::iter::once(Pair::Namespaces).chain(Pair::OF_RESOURCES);
    let names = lists.flat_map(|pair| filters.pair(pair).names()).map(String::as_str);
    let selectors = filters.label_selector.iter().chain(filters.alternatives());
    let labels = selectors.flat_map(|selector| {
        let labels = selector.match_labels.iter().flat_map(|(key, value)| [key, value]);
        let expressions = selector.match_expressions.iter();
        labels.chain(
            expressions
                .flat_map(|expression| std::iter::once(&expression.key).chain(&expression.values).map(String::as_str)),
        )
    });
    // Each text has two quotes and a separator.
    let lengths = names.chain(labels).chain(ttl).map(|text| text.len().saturating_add(3));
    let bytes = lengths.fold(0, usize::saturating_add);
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
    use crate::model::Spec;

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
