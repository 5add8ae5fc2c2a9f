//! Rules about the two lists of resources.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};
use crate::release::Behaviour;

/// All rules of the subject.
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
    &RESOURCE_SERVED_TWICE,
    &SECRETS_EXCLUDED,
];

pub static RESOURCE_UNKNOWN: Rule = Rule {
    code: "resource-unknown",
    severity: Severity::Warning,
    summary: "a resource is one that the cluster serves",
    explanation: explanation(
        "\
Velero does not check the names of resources. A name that it does not find matches nothing, without an error. In the
inclusions, nothing of it is backed up. In the exclusions, nothing is excluded.

A pattern matches the plural with the group, in lower case: `deployments.*` and `*.apps`. `Deployment.*`, `deployment.*`
and `pods.*` match nothing, since the plural of `deployment.apps` is `deployments` and Pods have no group. A list names
kinds: it cannot name one object, as in `secrets/my-secret`.

A name with a group, such as `certificates.cert-manager.io`, is treated as a custom resource. With the cluster's own
kinds, it is checked as well.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_WITHOUT_GROUP: Rule = Rule {
    code: "resource-without-group",
    severity: Severity::Advice,
    summary: "a custom resource is written with its group",
    explanation: explanation(
        "\
A name without a group that is not a Kubernetes resource can be a custom resource or a mistake. Velero uses it if the
cluster serves it, and ignores it otherwise.

With its group (`gateways.gateway.networking.k8s.io`), it means exactly one kind, also if other groups serve the same
name.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_ALIAS: Rule = Rule {
    code: "resource-alias",
    severity: Severity::Advice,
    summary: "a resource is written by its plural",
    explanation: explanation(
        "\
Velero finds a resource by its plural, singular, kind or short name. It compares the lists as they are written, so it
does not notice that two names mean one kind. Write the plural and the group: `deployments.apps` instead of `deploy`
or `Deployment`.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Velero,
};

pub static RESOURCE_AMBIGUOUS: Rule = Rule {
    code: "resource-ambiguous",
    severity: Severity::Warning,
    summary: "a resource means one kind",
    explanation: explanation(
        "\
Several groups serve a resource of this name. Velero uses the first one: Kubernetes' own groups come first, then the
others in their order. It ignores the other kinds. Write the group: `services.serving.knative.dev`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_WILDCARD_NOT_ALONE: Rule = Rule {
    code: "resource-wildcard-not-alone",
    severity: Severity::Error,
    summary: "`*` is the only included resource",
    explanation: explanation(
        "\
`*` means every resource. Velero refuses a list that contains `*` and other entries. Write one or the other.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_WILDCARD_EXCLUDED: Rule = Rule {
    code: "resource-wildcard-excluded",
    severity: Severity::Error,
    summary: "`*` is not excluded",
    explanation: explanation(
        "\
Excluding every resource leaves nothing to back up, and Velero refuses it. Name the resources to exclude, or name the
resources to save in `include_resources`. Without the entry, every resource is saved.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_IN_BOTH: Rule = Rule {
    code: "resource-in-both",
    severity: Severity::Error,
    summary: "a resource is not both included and excluded",
    explanation: explanation(
        "\
Velero compares the texts of the two lists. It refuses a backup when both lists contain the same entry. Remove the
entry from one of the lists.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_IN_BOTH_BY_ALIAS: Rule = Rule {
    code: "resource-in-both-by-alias",
    severity: Severity::Warning,
    summary: "a resource is not included under one name and excluded under another",
    explanation: explanation(
        "\
Velero compares the texts of the two lists, so it does not notice that `deploy` and `deployments.apps` are one kind.
It accepts the backup, and the exclusion wins: nothing of the kind is backed up. Remove the resource from one of the
lists.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_REPEATED: Rule = Rule {
    code: "resource-repeated",
    severity: Severity::Warning,
    summary: "a list names a resource once",
    explanation: explanation(
        "\
A repeated entry has no effect, under the same name or another name of the kind. Remove it. Perhaps another kind was
meant.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_EMPTY_NAME: Rule = Rule {
    code: "resource-empty-name",
    severity: Severity::Warning,
    summary: "a resource has a name",
    explanation: explanation(
        "\
Velero removes empty names. A list of only empty names is then an empty list: `include_resources: [\"\"]` includes every
resource. An empty name often comes from a configuration value that is not set. Remove it.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCES_EMPTY: Rule = Rule {
    code: "resources-empty",
    severity: Severity::Warning,
    summary: "a list of included resources is not empty",
    explanation: explanation(
        "\
For Velero, an empty list means every resource, not none. Name the resources. If every resource is meant, write
`[\"*\"]`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static RESOURCE_NEVER_INCLUDED: Rule = Rule {
    code: "resource-never-included",
    severity: Severity::Warning,
    summary: "volume snapshots are not included as resources",
    explanation: explanation(
        "\
Velero creates and manages VolumeSnapshots itself. It adds `volumesnapshots.snapshot.storage.k8s.io` and
`volumesnapshotcontents.snapshot.storage.k8s.io` to the exclusions, and removes these names from the inclusions. When
no inclusion is left, it includes all other resources.

To save volumes, include `persistentvolumeclaims`.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::VeleroWith(Behaviour::ExcludesVolumeSnapshots),
};

pub static RESOURCE_SERVED_TWICE: Rule = Rule {
    code: "resource-served-twice",
    severity: Severity::Warning,
    summary: "a resource that is served under two names is excluded under both",
    explanation: explanation(
        "\
Kubernetes serves Events in two groups, as `events` and as `events.events.k8s.io`. They are the same objects. If one
name is excluded, Velero saves the objects under the other one. Old clusters also serve
`deployments.apps` as `deployments.extensions`.

```yaml
exclude_resources: [events]   # events are still saved
```

Exclude both names.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Velero,
};

pub static SECRETS_EXCLUDED: Rule = Rule {
    code: "secrets-excluded",
    severity: Severity::Advice,
    summary: "secrets are saved with the objects that use them",
    explanation: explanation(
        "\
Without its secrets, an app that is restored does not start, unless something else creates them: an operator, a secret
store, or a GitOps repository. Exclude secrets only in that case.",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};
