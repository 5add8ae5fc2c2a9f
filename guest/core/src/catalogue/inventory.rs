//! Rules about a cluster's objects.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};
use crate::release::Behaviour;

/// All rules of the subject.
pub(super) static RULES: &[&Rule] = &[
    &INVENTORY_SYNTAX,
    &INVENTORY_OBJECT_UNREADABLE,
    &INVENTORY_TOO_LARGE,
    &INVENTORY_OBJECT_MISPLACED,
    &INVENTORY_KIND_NOT_KNOWN,
    &INVENTORY_WITHOUT_NAMESPACES,
    &INVENTORY_NAMESPACE_WITHOUT_PHASE,
];

pub static INVENTORY_SYNTAX: Rule = Rule {
    code: "inventory-syntax",
    severity: Severity::Error,
    summary: "a cluster's objects are the JSON output of kubectl",
    explanation: explanation(
        "\
The input is a list as `kubectl get -o json` prints it, several such lists one after another, or one object in each
line. This command prints all objects that can be deleted, including cluster-scoped objects:

```console
$ kubectl get \"$(kubectl api-resources --verbs=list,delete -o name | paste -sd, -)\" -A -o json
```

YAML and tables are not accepted. A broken object is skipped. When its end cannot be found, the rest of the document
is skipped too. The next document starts at the next line that starts with `{` or `[`.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};

pub static INVENTORY_OBJECT_UNREADABLE: Rule = Rule {
    code: "inventory-object-unreadable",
    severity: Severity::Error,
    summary: "an object has an apiVersion, a kind and a name, and its fields have the types of the Kubernetes API",
    explanation: explanation(
        "\
No API server returns an object without a kind or a name, with a number as a label value, or of more than 8 MiB. Such
an object is skipped. The other objects are used.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};

pub static INVENTORY_TOO_LARGE: Rule = Rule {
    code: "inventory-too-large",
    severity: Severity::Error,
    summary: "an inventory has at most one million objects",
    explanation: explanation(
        "\
An inventory keeps at most one million objects of 5,000 kinds, and 192 MiB of names and labels. Print only the kinds
and namespaces that you need.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Project,
};

pub static INVENTORY_OBJECT_MISPLACED: Rule = Rule {
    code: "inventory-object-misplaced",
    severity: Severity::Warning,
    summary: "an object has a namespace if and only if its kind is namespaced",
    explanation: explanation(
        "\
The object contradicts its kind. The list of kinds may come from another cluster, or the object was never in a
cluster. The object is skipped.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};

pub static INVENTORY_KIND_NOT_KNOWN: Rule = Rule {
    code: "inventory-kind-not-known",
    severity: Severity::Warning,
    summary: "the kind of an object is a kind of the cluster",
    explanation: explanation(
        "\
A kind is known in three cases:

- Every Kubernetes cluster serves it.
- It is in the given list of the cluster's kinds.
- Its CustomResourceDefinition is in the inventory.

The plural name of an unknown kind is guessed: the kind in lower case, plus `s`. When the cluster's kinds were given,
Velero is assumed not to see the kind. Pass the output of `kubectl api-resources -o wide`, or add
`customresourcedefinitions` to the objects.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};

pub static INVENTORY_WITHOUT_NAMESPACES: Rule = Rule {
    code: "inventory-without-namespaces",
    severity: Severity::Warning,
    summary: "the inventory has Namespaces",
    explanation: explanation(
        "\
Patterns are matched against existing namespaces, and a label on a Namespace can exclude it. When the inventory has no
Namespaces, the namespaces that its objects name are assumed to exist, without labels. For example, `kubectl get all`
does not list Namespaces.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::Kubernetes,
};

pub static INVENTORY_NAMESPACE_WITHOUT_PHASE: Rule = Rule {
    code: "inventory-namespace-without-phase",
    severity: Severity::Warning,
    summary: "a Namespace has its phase",
    explanation: explanation(
        "\
The API server sets `status.phase` of each Namespace. Velero 1.17 and later save a Namespace whose phase is not `Active`
only if an object in it is listed. A Namespace without a phase is not Active. It comes from a file that was written or
changed by hand.",
    ),
    applies_to: AppliesTo::Inputs,
    authority: Authority::VeleroWith(Behaviour::SkipsInactiveNamespaces),
};
