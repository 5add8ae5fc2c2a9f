//! Rules about the kinds of a cluster and its version of Velero.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &UNKNOWN_VELERO_VERSION,
    &VELERO_VERSION_DIFFERS,
    &DIFFERS_BY_RELEASE,
    &INVALID_API_RESOURCE,
    &API_RESOURCES_SYNTAX,
];

pub static UNKNOWN_VELERO_VERSION: Rule = Rule {
    code: "unknown-velero-version",
    severity: Severity::Error,
    summary: "the version of Velero is a known one",
    explanation: explanation("\
What Velero refuses and selects differs between its releases. These are known: 1.15, 1.16, 1.17, 1.18, 1.18.1, 1.18.3
and `next`, the main branch. A patch such as `v1.17.0` is treated as its minor version. Without a version, 1.18 is used."),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Velero,
};

pub static VELERO_VERSION_DIFFERS: Rule = Rule {
    code: "velero-version-differs",
    severity: Severity::Warning,
    summary: "the version of Velero behaves like a measured one",
    explanation: explanation(
        "\
Each release was measured with its newest patch. Two older patches, 1.15.0 and 1.18.0, are known to differ from it. A
version that is newer than 1.18 is treated as `next`: the main branch of Velero at the time of the measurement.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Velero,
};

pub static DIFFERS_BY_RELEASE: Rule = Rule {
    code: "differs-by-release",
    severity: Severity::Advice,
    summary: "releases of Velero save the same objects",
    explanation: explanation(
        "\
Something that the spec names is saved, lost or refused in some releases of Velero only. The rule applies if no version
of Velero is given. If one is given, only its behaviour counts.

```yaml
include_namespaces: [team-*]   # expanded by Velero 1.18, and not by 1.15 to 1.17
```

Give the version with `--velero-version 1.18`, or with `velero-version` in `.k8s-backup-target.toml`. Write the spec so
that all releases read it alike if several of them run it.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static INVALID_API_RESOURCE: Rule = Rule {
    code: "invalid-api-resource",
    severity: Severity::Error,
    summary: "a kind is one that a cluster can serve",
    explanation: explanation(
        "\
A kind has a plural name in lower case, without a group and without a subresource, and the name of its kind. For
example, the plural is `deployments`, the kind is `Deployment`, and the group is `apps`.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};

pub static API_RESOURCES_SYNTAX: Rule = Rule {
    code: "api-resources-syntax",
    severity: Severity::Error,
    summary: "a list of kinds is the output of `kubectl api-resources`",
    explanation: explanation(
        "\
`kubectl api-resources` lists the kinds that a cluster serves. The plain output, `-o wide` and `-o json` are accepted.
Keep the headings of the table: they give the positions of the columns.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};
