//! Rules about Velero's Backups and Schedules.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};
use crate::release::Behaviour;

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &MANIFEST_TEMPLATE,
    &MANIFEST_KIND,
    &MANIFEST_FIELD_TYPE,
    &MANIFEST_FIELD_MISSING,
    &MANIFEST_FIELD_UNKNOWN,
    &MANIFEST_FIELD_VALUE,
    &MANIFEST_METADATA,
    &MANIFEST_NAMESPACE,
    &MANIFEST_REPEATED,
    &MANIFEST_DURATION,
    &HOOK_SELECTOR,
    &SCHEDULE_PAUSED,
    &TTL_DEFAULT,
    &CLUSTER_OBJECTS_LEFT_OUT,
    &RESOURCE_OF_OTHER_SCOPE,
    &RESOURCE_POLICY_NOT_CONSIDERED,
];

pub static MANIFEST_TEMPLATE: Rule = Rule {
    code: "manifest-template",
    severity: Severity::Error,
    summary: "a manifest is rendered, and has no placeholders",
    explanation: explanation(
        "\
A file with `{{ }}`, `${NAME}` or `<name>` is a template. It is not what the cluster gets, so it cannot be checked.

Check the output of the program that fills it in, such as `helm template`, `kustomize build` or `envsubst`:

```sh
helm template my-release my-chart | k8s-backup-target check -
```",
    ),
    applies_to: AppliesTo::Both,
    authority: Authority::Project,
};

pub static MANIFEST_KIND: Rule = Rule {
    code: "manifest-kind",
    severity: Severity::Error,
    summary: "a kind of velero.io is one that Velero has",
    explanation: explanation(
        "\
The API server refuses an object whose kind does not exist. Backups and Schedules are of the version `velero.io/v1`.

```yaml
apiVersion: velero.io/v1
kind: BackupSchedule   # write Schedule
```

Objects of other groups are skipped.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::ApiServer,
};

pub static MANIFEST_FIELD_TYPE: Rule = Rule {
    code: "manifest-field-type",
    severity: Severity::Error,
    summary: "every value of a manifest has the type of its field",
    explanation: explanation(
        "\
The API server refuses a value of another type. It does not convert values.

```yaml
snapshotVolumes: \"false\"    # a string: write false
includedNamespaces: prod    # a string: write [prod]
```",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::ApiServer,
};

pub static MANIFEST_FIELD_MISSING: Rule = Rule {
    code: "manifest-field-missing",
    severity: Severity::Error,
    summary: "a manifest has the required fields",
    explanation: explanation(
        "\
The API server refuses a Schedule without `schedule` or `template`, a resource policy without `kind` and `name`, a
requirement of a label selector without `key` and `operator`, and a hook without `name`, `exec` or `command`.

An empty template is written as `template: {}`. Velero's Helm chart leaves out an empty template.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::ApiServer,
};

pub static MANIFEST_FIELD_UNKNOWN: Rule = Rule {
    code: "manifest-field-unknown",
    severity: Severity::Error,
    summary: "every field of a manifest exists, and is where Velero reads it",
    explanation: explanation(
        "\
`kubectl` refuses unknown fields. With `--validate=false`, and for other clients such as GitOps controllers, the API
server drops them. A filter that is dropped usually means that *all* is saved.

```yaml
spec:
  schedule: \"0 2 * * *\"
  template:
    spec:                        # dropped with all its fields: every namespace is saved
      includedNamespaces: [prod]
```

Some fields only exist in newer releases of Velero.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::ApiServer,
};

pub static MANIFEST_FIELD_VALUE: Rule = Rule {
    code: "manifest-field-value",
    severity: Severity::Error,
    summary: "a field of a manifest has one of its allowed values",
    explanation: explanation(
        "\
The API server refuses other values. `onError` of a hook is `Continue` or `Fail`. The command of a hook has at least
one entry.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::ApiServer,
};

pub static MANIFEST_METADATA: Rule = Rule {
    code: "manifest-metadata",
    severity: Severity::Error,
    summary: "the name, the namespace and the labels of a manifest are valid",
    explanation: explanation(
        "\
Kubernetes refuses an object without `metadata.name` or `metadata.generateName`. A name consists of lower-case letters,
digits, `-` and `.`. Velero labels each Backup with the name of its Schedule, so the name of a Schedule has at most 63
characters.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Kubernetes,
};

pub static MANIFEST_NAMESPACE: Rule = Rule {
    code: "manifest-namespace",
    severity: Severity::Advice,
    summary: "a manifest names the namespace of Velero",
    explanation: explanation(
        "\
Without `metadata.namespace`, the object is created in the current namespace of the client. Velero only reads Backups
and Schedules in its own namespace, and ignores all others.

```yaml
metadata:
  name: nightly
  namespace: velero
```",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static MANIFEST_REPEATED: Rule = Rule {
    code: "manifest-repeated",
    severity: Severity::Warning,
    summary: "a text has one object of each kind, namespace and name",
    explanation: explanation(
        "\
When a text is applied, a later object of the same kind, namespace and name replaces the earlier one. Give one of them
another name, or remove it.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Kubernetes,
};

pub static MANIFEST_DURATION: Rule = Rule {
    code: "manifest-duration",
    severity: Severity::Error,
    summary: "a timeout is a duration for Velero",
    explanation: explanation(
        "\
Velero reads `csiSnapshotTimeout`, `itemOperationTimeout` and the timeouts of hooks as Go durations: numbers with the
units h, m, s, ms, us and ns. Kubernetes accepts any text. Velero then cannot read any list that contains the object,
until it is deleted (see `ttl-not-a-duration`).",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static HOOK_SELECTOR: Rule = Rule {
    code: "hook-selector",
    severity: Severity::Error,
    summary: "the label selector of a hook is valid",
    explanation: explanation(
        "\
A backup fails if Kubernetes refuses the label selector of one of its hooks: a key or a value that is not valid for a
label, or an operator other than `In`, `NotIn`, `Exists` and `DoesNotExist`. Only the first two have values.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static SCHEDULE_PAUSED: Rule = Rule {
    code: "schedule-paused",
    severity: Severity::Warning,
    summary: "a paused Schedule can run when it is resumed",
    explanation: explanation(
        "\
Velero does not look at a Schedule while it is paused. When it is resumed, an expression that Velero refuses makes no
backups, and one that never matches makes a backup every minute.

To make backups only on request, leave the Schedule paused with a valid expression, such as `@yearly`, and run
`velero backup create --from-schedule NAME`.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Cron,
};

pub static TTL_DEFAULT: Rule = Rule {
    code: "ttl-default",
    severity: Severity::Advice,
    summary: "the ttl says how long a backup is kept",
    explanation: explanation(
        "\
Without a ttl, or with a ttl of zero, Velero keeps a backup for its default of 720h (30 days), unless its server has
another default. Zero does not mean *forever*: every backup expires. With a Schedule that runs often, the default keeps
very many backups: 8,640 of one that runs every five minutes.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static CLUSTER_OBJECTS_LEFT_OUT: Rule = Rule {
    code: "cluster-objects-left-out",
    severity: Severity::Warning,
    summary: "a backup of the whole cluster contains its cluster-scoped objects",
    explanation: explanation(
        "\
A backup without any filter, or with `includedNamespaces: [\"*\"]` only, looks like one of the whole cluster. Since
Velero 1.17, it only contains Namespaces and the cluster-scoped objects that other saved objects bring along. It has no
other StorageClasses, ClusterRoles, unused volumes, or definitions of custom resources without objects. The
documentation of Velero says otherwise.

```yaml
includedNamespaces: [\"*\"]
includeClusterResources: true   # saves them too; write false if they are not wanted
```",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::VeleroWith(Behaviour::ExcludesVolumeSnapshots),
};

pub static RESOURCE_OF_OTHER_SCOPE: Rule = Rule {
    code: "resource-of-other-scope",
    severity: Severity::Warning,
    summary: "a list of resources of one scope has resources of that scope",
    explanation: explanation(
        "\
Velero drops a namespaced resource from `includedClusterScopedResources` and `excludedClusterScopedResources`, and a
cluster-scoped one from `includedNamespaceScopedResources` and `excludedNamespaceScopedResources`. It reports nothing.
An included list that is empty then means every namespaced resource, or no further cluster-scoped one.

```yaml
includedNamespaceScopedResources: [storageclasses]   # dropped: every namespaced resource is saved
```",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Velero,
};

pub static RESOURCE_POLICY_NOT_CONSIDERED: Rule = Rule {
    code: "resource-policy-not-considered",
    severity: Severity::Advice,
    summary: "a check of a manifest considers no resource policy",
    explanation: explanation(
        "\
The ConfigMap of a resource policy can leave out objects and the contents of volumes. A check of a manifest does not
read it, so the backup may contain less than the answers say.

`select` and `coverage` read the policy from the inventory, or from `--policy FILE`.",
    ),
    applies_to: AppliesTo::Backups,
    authority: Authority::Project,
};
