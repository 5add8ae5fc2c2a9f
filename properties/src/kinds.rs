//! Properties of a cluster's kinds.

use k8s_backup_target::api_resources::parse_api_resources;
use k8s_backup_target::cluster::Cluster;

use crate::diagnostics;
use crate::input::Input;

/// The input contains the output of `kubectl api-resources`, and names to look up.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    let listing = input.text();
    let parsed = parse_api_resources(&listing);
    assert_eq!(parsed, parse_api_resources(&listing));
    let kinds = match parsed {
        Ok(kinds) => kinds,
        Err(refusals) => {
            assert!(!refusals.is_empty(), "{listing:?}");
            return diagnostics::check(&refusals, Some(&listing));
        }
    };
    for cluster in [Cluster::open(kinds.clone(), None), Cluster::exactly(kinds.clone())] {
        let cluster = match cluster {
            Ok(cluster) => cluster,
            Err(refusals) => {
                assert!(!refusals.is_empty(), "{listing:?}");
                diagnostics::check(&refusals, None);
                continue;
            }
        };
        for kind in &kinds {
            let is_it = |known: &&k8s_backup_target::cluster::ApiResource| {
                (&known.group, &known.plural) == (&kind.group, &kind.plural)
            };
            // If a name is repeated, the last row is used.
            let known = cluster.api_resources().iter().filter(is_it);
            assert_eq!(known.count(), 1, "{kind:?} of {listing:?}");
        }
        for name in [input.text(), input.text()] {
            let found = cluster.resolve(&name);
            assert!(found.is_none_or(|kind| kind.is_seen_by_velero()), "{name:?}: {found:?}");
            let suggested = cluster.suggest(&name);
            assert!(suggested.as_deref().is_none_or(|name| !name.is_empty()), "{name:?}: {suggested:?}");
        }
    }
}
