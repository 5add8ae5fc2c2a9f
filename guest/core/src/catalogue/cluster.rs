//! Rules about the kinds of a cluster and its version of Velero.

use crate::diagnostic::{Authority, Rule, Severity};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[&UNKNOWN_VELERO_VERSION, &INVALID_API_RESOURCE, &API_RESOURCES_SYNTAX];

pub static UNKNOWN_VELERO_VERSION: Rule = Rule {
    code: "unknown-velero-version",
    severity: Severity::Error,
    summary: "the version of Velero is a supported one",
    explanation: "\
What Velero refuses and selects differs between its versions. Only 1.18 is supported. Without a version, 1.18 is used.",
    authority: Authority::Velero,
};

pub static INVALID_API_RESOURCE: Rule = Rule {
    code: "invalid-api-resource",
    severity: Severity::Error,
    summary: "a kind is one that a cluster can serve",
    explanation: "\
A kind has a plural name in lower case, without a group and without a subresource, and the name of its kind. For
example, the plural is `deployments`, the kind is `Deployment`, and the group is `apps`.",
    authority: Authority::Kubernetes,
};

pub static API_RESOURCES_SYNTAX: Rule = Rule {
    code: "api-resources-syntax",
    severity: Severity::Error,
    summary: "a list of kinds is the output of `kubectl api-resources`",
    explanation: "\
`kubectl api-resources` lists the kinds that a cluster serves. The plain output, `-o wide` and `-o json` are accepted.
Keep the headings of the table: they give the positions of the columns.",
    authority: Authority::Kubernetes,
};
