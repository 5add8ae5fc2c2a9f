//! A cluster's objects.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] = &[
    &INVENTORY_SYNTAX,
    &INVENTORY_OBJECT_UNREADABLE,
    &INVENTORY_TOO_LARGE,
    &INVENTORY_OBJECT_MISPLACED,
    &INVENTORY_KIND_NOT_KNOWN,
    &INVENTORY_WITHOUT_NAMESPACES,
];

pub static INVENTORY_SYNTAX: Rule = Rule {
    code: "inventory-syntax",
    severity: Severity::Error,
    summary: "a cluster's objects are read from the JSON that kubectl prints",
    explanation: "\
A list as `kubectl get -o json` prints it, several of them one behind the other, or an object a line. Everything that
can be deleted, with the objects that are in no namespace:

```console
$ kubectl get \"$(kubectl api-resources --verbs=list,delete -o name | paste -sd, -)\" -A -o json
```

YAML and tables are not read. An object that is broken is left out. Where the end of an object cannot be found, the rest
of the document is left out too. The next document starts at the next line that starts with `{` or `[`.",
    authority: Authority::Kubernetes,
};

pub static INVENTORY_OBJECT_UNREADABLE: Rule = Rule {
    code: "inventory-object-unreadable",
    severity: Severity::Error,
    summary: "an object has an apiVersion, a kind and a name, and fields of the types that Kubernetes gives them",
    explanation: "\
An object without a kind or a name, with a number for a label, or of more than 8 MiB comes from no API server. It is
left out, and the rest counts.",
    authority: Authority::Kubernetes,
};

pub static INVENTORY_TOO_LARGE: Rule = Rule {
    code: "inventory-too-large",
    severity: Severity::Error,
    summary: "an inventory has at most a million objects",
    explanation: "\
What is kept of the objects is bounded: a million objects, of 5,000 kinds, and 192 MiB of names and labels. Give the
kinds and namespaces that matter.",
    authority: Authority::Project,
};

pub static INVENTORY_OBJECT_MISPLACED: Rule = Rule {
    code: "inventory-object-misplaced",
    severity: Severity::Warning,
    summary: "an object is in a namespace exactly if its kind is namespaced",
    explanation: "\
The object says otherwise than its kind, so the list of kinds may be that of another cluster, or the object one that was
never in a cluster. It is left out.",
    authority: Authority::Kubernetes,
};

pub static INVENTORY_KIND_NOT_KNOWN: Rule = Rule {
    code: "inventory-kind-not-known",
    severity: Severity::Warning,
    summary: "the kind of an object is one of the cluster's",
    explanation: "\
A kind is known if every Kubernetes serves it, if it is among the cluster's kinds as given, or if its
CustomResourceDefinition is in the inventory. Of another one only the name can be guessed: the kind in lower case, with
an `s`. If the cluster's kinds were given, Velero is taken not to see it. Give what `kubectl api-resources -o wide`
prints, or add `customresourcedefinitions` to what is listed.",
    authority: Authority::Kubernetes,
};

pub static INVENTORY_WITHOUT_NAMESPACES: Rule = Rule {
    code: "inventory-without-namespaces",
    severity: Severity::Warning,
    summary: "the namespaces are among the objects",
    explanation: "\
Patterns are matched against the namespaces that exist, and a label on a Namespace can exclude it. Where no Namespace is
listed (`kubectl get all` lists none), those that objects are in are taken to exist, without labels.",
    authority: Authority::Kubernetes,
};
