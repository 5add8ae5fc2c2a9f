//! Names that Juju and Kubernetes accept.

use crate::diagnostic::{Authority, Rule, Severity};

/// Every rule of the subject.
pub(super) static RULES: &[&Rule] =
    &[&APP_NAME, &RELATION_NAME, &MODEL_NAME, &LONG_NAME, &GENERATED_NAME, &GENERATED_NAME_CUT, &SHADOWED_TARGET];

pub static APP_NAME: Rule = Rule {
    code: "app-name",
    severity: Severity::Error,
    summary: "the app has a name that Juju takes",
    explanation: "\
An application's name is of lower-case letters and digits in parts joined by `-`; it starts with a letter, and each
part has one. No application can have another name, so no lookup asks for it.",
    authority: Authority::Juju,
};

pub static RELATION_NAME: Rule = Rule {
    code: "relation-name",
    severity: Severity::Error,
    summary: "the relation has a name that Juju takes",
    explanation: "\
A relation's name is of lower-case letters and digits in parts joined by `-` or `_`, and starts with a letter. No charm
can have another endpoint, so no lookup asks for it.",
    authority: Authority::Juju,
};

pub static MODEL_NAME: Rule = Rule {
    code: "model-name",
    severity: Severity::Error,
    summary: "the model has a name that Juju takes",
    explanation: "\
A model's name is of lower-case letters, digits and `-`, and starts with a letter or digit. It stands without its owner:
`prod`, not `admin/prod`.",
    authority: Authority::Juju,
};

pub static LONG_NAME: Rule = Rule {
    code: "long-name",
    severity: Severity::Error,
    summary: "app, relation_name and model fit into a label",
    explanation: "\
The operator labels what it makes with app, endpoint and model, and a label value has at most 63 characters. Kubernetes
refuses a Backup with a longer one.",
    authority: Authority::Kubernetes,
};

pub static GENERATED_NAME: Rule = Rule {
    code: "generated-name",
    severity: Severity::Error,
    summary: "app and relation_name make a name that Kubernetes takes",
    explanation: "\
The operator lets Kubernetes generate names of Backups and Schedules from `APP-ENDPOINT-`. Juju allows `_` in the name
of a relation, and Kubernetes does not allow it there, so that it refuses every Backup of the target. Rename the
endpoint in the charm's metadata.",
    authority: Authority::Kubernetes,
};

pub static GENERATED_NAME_CUT: Rule = Rule {
    code: "generated-name-cut",
    severity: Severity::Advice,
    summary: "app and relation_name make a name that Kubernetes does not cut",
    explanation: "\
The operator lets Kubernetes generate names of Backups and Schedules from `APP-ENDPOINT-`. Kubernetes takes the first 58
characters of that and adds 5 of its own, so that the end of a longer one is lost, and two targets may make names that
look alike. Their labels still tell them apart.",
    authority: Authority::Kubernetes,
};

pub static SHADOWED_TARGET: Rule = Rule {
    code: "shadowed-target",
    severity: Severity::Warning,
    summary: "app, relation name and model stand for one target",
    explanation: "\
A lookup takes the first target whose app, relation name and model match, in the order of the relations and then of the
entries. A later one with the same three names is never found, whatever its spec says. Publish it once, or under
another name.",
    authority: Authority::Interface,
};
