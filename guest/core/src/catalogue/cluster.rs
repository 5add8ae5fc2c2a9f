//! The kinds and the Velero of a cluster.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[&UNKNOWN_VELERO_VERSION, &INVALID_API_RESOURCE, &API_RESOURCES_SYNTAX];

pub static UNKNOWN_VELERO_VERSION: Rule = Rule {
    code: "unknown-velero-version",
    severity: Severity::Error,
    summary: "the version of Velero is one that is followed",
    explanation: "\
What Velero refuses and selects differs between its versions. The one that is followed is 1.18, and no other; leave the
version out to have that one.",
    authority: Authority::Velero,
};

pub static INVALID_API_RESOURCE: Rule = Rule {
    code: "invalid-api-resource",
    severity: Severity::Error,
    summary: "a kind is described as a cluster can serve it",
    explanation: "\
A kind has a plural in lower case, without a group and without a subresource, and a kind: `deployments` and `Deployment`
in the group `apps`.",
    authority: Authority::Kubernetes,
};

pub static API_RESOURCES_SYNTAX: Rule = Rule {
    code: "api-resources-syntax",
    severity: Severity::Error,
    summary: "a list of kinds is what kubectl prints",
    explanation: "\
`kubectl api-resources`, plain, with `-o wide` or with `-o json`, lists the kinds that a cluster serves. The heading of
the table says where its columns are, so it may not be left out.",
    authority: Authority::Kubernetes,
};
