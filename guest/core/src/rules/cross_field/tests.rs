use super::*;

fn names<const N: usize>(names: [&str; N]) -> Option<Vec<String>> {
    Some(names.map(str::to_owned).to_vec())
}

fn of(release: Release) -> Cluster {
    Cluster::open(Vec::new(), None).expect("the built-in kinds").with_release(release)
}

/// Returns the codes and pointers of the findings about filters.
fn found(filters: &Filters, cluster: &Cluster) -> Vec<String> {
    let mut report = Report::default();
    check(filters, &Resources::of(filters, cluster), cluster, &Pointer::Root, &mut report);
    let shown = |found: &crate::diagnostic::Diagnostic| format!("{} {}", found.rule.code, found.pointer);
    report.into_diagnostics().iter().map(shown).collect()
}

#[test]
fn the_help_says_what_is_saved_without_the_field_in_each_release() {
    let filters = Filters { include_cluster_resources: Some(false), ..Filters::default() };
    for release in Release::ALL {
        let help = unset_cluster_resources(&filters, true, release);
        let saves_all = "remove `include_cluster_resources`: every cluster-scoped object is saved too";
        assert_eq!(help == saves_all, release <= Release::V1_16, "{release:?}: {help}");
    }
}

#[test]
fn a_star_with_other_resources_is_not_a_choice_of_the_whole_cluster() {
    let whole = |resources| {
        let filters = Filters { included_resources: resources, ..Filters::default() };
        let mut report = Report::default();
        check_whole_cluster(&filters, Release::NEWEST, &Pointer::Root, &mut report);
        !report.is_empty()
    };
    assert!(whole(None));
    assert!(whole(names(["*"])));
    assert!(!whole(names(["*", "pods"])));
    assert!(!whole(names(["pods"])));
}

#[test]
fn what_may_become_everything_depends_on_the_release_and_the_other_fields() {
    let excluded = |names: Option<Vec<String>>, filters: &Filters, release| {
        may_become_everything(filters, release, names.unwrap_or_default().iter())
    };
    let (old, new) = (Release::V1_17, Release::V1_18);
    let automatic = Filters { included_resources: names(["pods"]), ..Filters::default() };
    let set = Filters { include_cluster_resources: Some(false), ..Filters::default() };
    let labelled = Filters { label_selector: Some(Default::default()), ..set.clone() };
    let scoped = Filters { excluded_cluster_scoped_resources: names(["nodes"]), ..Filters::default() };
    let patterns = || names(["a-*", "b-*"]);
    assert_eq!(
        excluded(patterns(), &automatic, new).as_deref(),
        Some(
            "if the included namespaces are then all of the cluster, Velero chooses cluster-scoped objects and Namespaces \
             as for the whole cluster"
        )
    );
    assert!(excluded(None, &automatic, new).is_some());
    assert!(excluded(patterns(), &labelled, new).is_some());
    assert_eq!(excluded(patterns(), &set, new), None);
    assert_eq!(excluded(patterns(), &Filters::default(), new), None);
    assert_eq!(excluded(patterns(), &scoped, new), None);
    assert_eq!(excluded(patterns(), &automatic, old), None);
    assert_eq!(excluded(names(["a-*", "b"]), &automatic, new), None);
}

#[test]
fn the_effect_of_a_removed_exclusion_depends_on_the_others() {
    let effect = |exclusions| {
        let filters = Filters {
            included_namespaces: names(["prod-*"]),
            excluded_namespaces: exclusions,
            included_resources: names(["pods"]),
            ..Filters::default()
        };
        let mut report = Report::default();
        check_namespaces(&filters, Release::V1_18, &Pointer::Root, &mut report);
        let changes = report.into_findings().into_iter().filter_map(|mut finding| finding.change.take());
        changes.map(|change| change.effect.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(effect(names(["other", "a-*"])), [true]);
    assert_eq!(effect(names(["other", "prod-1"])), [false]);
    assert_eq!(effect(names(["other"])), [true]);
}

#[test]
fn definitions_come_along_with_custom_resources_and_may_with_unknown_kinds() {
    let profile = ApiResource {
        group: "kubeflow.org".into(),
        plural: "profiles".into(),
        singular: None,
        kind: "Profile".into(),
        short_names: Default::default(),
        namespaced: true,
        verbs: Default::default(),
    };
    let cluster = Cluster::open(vec![profile], None).expect("a custom kind");
    let skipped = |resources| {
        let filters =
            Filters { included_namespaces: names(["prod"]), included_resources: resources, ..Filters::default() };
        found(&filters, &cluster).contains(&"cluster-scoped-skipped /include_resources/0".to_owned())
    };
    assert!(skipped(names(["customresourcedefinitions", "pods"])));
    assert!(!skipped(names(["customresourcedefinitions", "profiles.kubeflow.org"])));
    assert!(!skipped(names(["customresourcedefinitions", "nothing.example.com"])));
}

#[test]
fn cluster_scoped_objects_come_along_with_their_own_bringers_only() {
    let cluster = of(Release::NEWEST);
    let skipped = |brought: &str, bringer: &str| {
        let filters = Filters {
            included_namespaces: names(["prod"]),
            included_resources: names([brought, bringer]),
            ..Filters::default()
        };
        found(&filters, &cluster).contains(&"cluster-scoped-skipped /include_resources/0".to_owned())
    };
    for (brought, bringer) in [
        ("persistentvolumes", "persistentvolumeclaims"),
        ("priorityclasses", "pods"),
        ("clusterroles", "serviceaccounts"),
        ("clusterrolebindings", "serviceaccounts"),
    ] {
        assert!(!skipped(brought, bringer), "{brought} {bringer}");
        assert!(skipped(brought, "configmaps"), "{brought}");
    }
    assert!(skipped("persistentvolumes", "pods"));
    assert!(skipped("priorityclasses", "serviceaccounts"));
    assert!(skipped("clusterroles", "persistentvolumeclaims"));
}

#[test]
fn namespaces_are_collected_unless_a_list_or_the_field_leaves_them_out() {
    let cluster = of(Release::NEWEST);
    let collects = |filters: Filters| selects_namespaces(&filters, &Resources::of(&filters, &cluster));
    assert!(collects(Filters::default()));
    assert!(collects(Filters { include_cluster_resources: Some(true), ..Filters::default() }));
    assert!(!collects(Filters { include_cluster_resources: Some(false), ..Filters::default() }));
    assert!(!collects(Filters { included_resources: names(["pods"]), ..Filters::default() }));
    assert!(collects(Filters { included_resources: names(["pods", "ns"]), ..Filters::default() }));
    assert!(!collects(Filters { excluded_resources: names(["namespaces"]), ..Filters::default() }));
    assert!(!collects(Filters { excluded_cluster_scoped_resources: names(["namespaces"]), ..Filters::default() }));
    assert!(collects(Filters { excluded_cluster_scoped_resources: names(["nodes"]), ..Filters::default() }));
}

#[test]
fn volumes_that_are_excluded_by_name_are_left_behind_on_purpose() {
    let cluster = of(Release::NEWEST);
    let excluding = |resources| {
        let filters = Filters { excluded_cluster_scoped_resources: resources, ..Filters::default() };
        found(&filters, &cluster)
    };
    assert_eq!(excluding(names(["*"])), ["volumes-left-behind /excludedClusterScopedResources/0"]);
    assert_eq!(excluding(names(["persistentvolumes"])), [""; 0]);
}

#[test]
fn the_help_to_save_only_used_volumes_depends_on_the_claims() {
    let cluster = of(Release::NEWEST);
    let help =
        |resources| only_used_volumes(&Filters { included_resources: resources, ..Filters::default() }, &cluster);
    assert_eq!(
        help(names(["pvc"])),
        "remove `include_cluster_resources`: cluster-scoped objects that no saved object uses are no longer saved"
    );
    assert_eq!(
        help(names(["persistentvolumes"])),
        "add `persistentvolumeclaims` to `include_resources` and remove `include_cluster_resources`: only the claims and \
         their volumes are then saved"
    );
}
