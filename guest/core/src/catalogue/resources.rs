//! The two lists of resources.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &RESOURCE_UNKNOWN,
    &RESOURCE_WITHOUT_GROUP,
    &RESOURCE_ALIAS,
    &RESOURCE_AMBIGUOUS,
    &RESOURCE_WILDCARD_NOT_ALONE,
    &RESOURCE_WILDCARD_EXCLUDED,
    &RESOURCE_IN_BOTH,
    &RESOURCE_IN_BOTH_BY_ALIAS,
    &RESOURCE_REPEATED,
    &RESOURCE_EMPTY_NAME,
    &RESOURCES_EMPTY,
    &RESOURCE_NEVER_INCLUDED,
];

pub static RESOURCE_UNKNOWN: Rule = Rule {
    code: "resource-unknown",
    severity: Severity::Warning,
    summary: "a resource is one that the cluster serves",
    explanation: "\
Velero does not check the names of resources. One that it cannot find matches nothing: included, nothing of it is
backed up; excluded, nothing of it is left out; and no error says so. A name with a group, such as
`certificates.cert-manager.io`, is taken for a custom resource, unless the cluster's own kinds are given and it is not
among them.",
    authority: Authority::Velero,
};

pub static RESOURCE_WITHOUT_GROUP: Rule = Rule {
    code: "resource-without-group",
    severity: Severity::Advice,
    summary: "a custom resource is written with its group",
    explanation: "\
A name that is none of Kubernetes' own and has no group can be that of a custom resource, or a mistake. Velero takes it
if the cluster serves it, and ignores it if not. With its group (`gateways.gateway.networking.k8s.io`) it stands for one
kind alone, whatever else the cluster serves.",
    authority: Authority::Velero,
};

pub static RESOURCE_ALIAS: Rule = Rule {
    code: "resource-alias",
    severity: Severity::Advice,
    summary: "a resource is written by its plural",
    explanation: "\
Velero finds a resource by its plural, singular, kind or short name, and compares the lists as they are written. Written
by their plurals and groups, entries can be compared by people too: `deployments.apps` for `deploy` and `Deployment`.",
    authority: Authority::Velero,
};

pub static RESOURCE_AMBIGUOUS: Rule = Rule {
    code: "resource-ambiguous",
    severity: Severity::Warning,
    summary: "a resource stands for one kind",
    explanation: "\
Several groups serve a resource of that name, and Velero takes the first: Kubernetes' own before others, then in the
order of the groups. The others are not meant, as far as it is concerned. Write the group:
`services.serving.knative.dev`.",
    authority: Authority::Velero,
};

pub static RESOURCE_WILDCARD_NOT_ALONE: Rule = Rule {
    code: "resource-wildcard-not-alone",
    severity: Severity::Error,
    summary: "`*` is the only resource that is included",
    explanation: "\
`*` stands for every resource. Velero refuses a list that has it together with others, rather than guess which is
meant.",
    authority: Authority::Velero,
};

pub static RESOURCE_WILDCARD_EXCLUDED: Rule = Rule {
    code: "resource-wildcard-excluded",
    severity: Severity::Error,
    summary: "`*` is not excluded",
    explanation: "Excluding every resource leaves nothing to back up, and Velero refuses it.",
    authority: Authority::Velero,
};

pub static RESOURCE_IN_BOTH: Rule = Rule {
    code: "resource-in-both",
    severity: Severity::Error,
    summary: "a resource is not both included and excluded",
    explanation: "\
Velero compares the two lists as they are written, and refuses a backup when they share an entry. Remove it from one of
them.",
    authority: Authority::Velero,
};

pub static RESOURCE_IN_BOTH_BY_ALIAS: Rule = Rule {
    code: "resource-in-both-by-alias",
    severity: Severity::Warning,
    summary: "a resource is not included under one name and excluded under another",
    explanation: "\
Velero compares the lists as they are written and does not see that `deploy` and `deployments.apps` are one kind. It
takes the backup, and the exclusion wins: nothing of the kind is backed up.",
    authority: Authority::Velero,
};

pub static RESOURCE_REPEATED: Rule = Rule {
    code: "resource-repeated",
    severity: Severity::Warning,
    summary: "a resource stands once in a list",
    explanation: "\
A second time it does nothing, under the same name or another one of the kind. Remove it; perhaps another kind was
meant.",
    authority: Authority::Velero,
};

pub static RESOURCE_EMPTY_NAME: Rule = Rule {
    code: "resource-empty-name",
    severity: Severity::Warning,
    summary: "a resource has a name",
    explanation: "\
Velero drops an empty name, and a list with nothing else is as good as none: `include_resources: [\"\"]` includes every
resource. It is mostly what is left of a configuration that was not set. Remove it.",
    authority: Authority::Velero,
};

pub static RESOURCES_EMPTY: Rule = Rule {
    code: "resources-empty",
    severity: Severity::Warning,
    summary: "a list of included resources has an entry",
    explanation: "\
For Velero an empty list is the same as none: every resource is included, and not no resource. Name the resources, or
leave the field out if all are meant.",
    authority: Authority::Velero,
};

pub static RESOURCE_NEVER_INCLUDED: Rule = Rule {
    code: "resource-never-included",
    severity: Severity::Warning,
    summary: "volume snapshots are not asked for as resources",
    explanation: "\
Velero makes and keeps VolumeSnapshots by itself. It adds `volumesnapshots.snapshot.storage.k8s.io` and
`volumesnapshotcontents.snapshot.storage.k8s.io` to the exclusions and takes the same names out of the inclusions. When
that leaves no inclusion, everything else is included.",
    authority: Authority::Velero,
};
