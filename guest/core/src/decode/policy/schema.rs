//! The fields of a resource policy, by release.

use super::super::manifest::schema::{
    Field,
    Schema::{Any, Object, Objects, Text, TextMap},
    field, names,
};
use crate::release::Release;

pub(super) static POLICY: &[Field] = &[
    field("version", Text),
    field("volumePolicies", Objects(VOLUME_RULE)),
    field("includeExcludePolicy", Object(RESOURCES)).since(Release::V1_17),
    field("clusterScopedFilterPolicy", Object(&[field("resourceFilters", Objects(RESOURCE_FILTER))]))
        .since(Release::V1_18_3),
    field(
        "namespacedFilterPolicies",
        Objects(&[names("namespaces"), field("resourceFilters", Objects(RESOURCE_FILTER))]),
    )
    .since(Release::V1_18_3),
];

static VOLUME_RULE: &[Field] = &[
    field("conditions", Object(CONDITIONS)),
    field("action", Object(&[field("type", Text), field("parameters", Any)])),
];

static CONDITIONS: &[Field] = &[
    field("capacity", Text),
    names("storageClass"),
    field("nfs", Object(&[field("server", Text), field("path", Text)])),
    field("csi", Object(&[field("driver", Text), field("volumeAttributes", TextMap).since(Release::V1_16)])),
    names("volumeTypes"),
    field("pvcLabels", TextMap).since(Release::V1_16),
    names("pvcPhase").since(Release::V1_18_1),
    field("pvcVolumeMode", Text).since(Release::V1_18_3),
    names("pvcAccessModes").since(Release::V1_18_3),
];

static RESOURCES: &[Field] = &[
    names("includedClusterScopedResources"),
    names("excludedClusterScopedResources"),
    names("includedNamespaceScopedResources"),
    names("excludedNamespaceScopedResources"),
];

static RESOURCE_FILTER: &[Field] = &[
    names("kinds"),
    field("labelSelector", Object(SELECTOR)),
    field("orLabelSelectors", Objects(SELECTOR)),
    names("names"),
    names("excludedNames"),
];

static SELECTOR: &[Field] = &[
    field("matchLabels", TextMap),
    field("matchExpressions", Objects(&[field("key", Text), field("operator", Text), names("values")])),
];
