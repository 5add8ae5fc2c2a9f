//! Rules about names for Juju and Kubernetes.

use crate::diagnostic::{AppliesTo, Authority, Rule, Severity, explanation};

/// All rules of the subject.
pub(super) static RULES: &[&Rule] =
    &[&APP_NAME, &RELATION_NAME, &MODEL_NAME, &LONG_NAME, &GENERATED_NAME, &GENERATED_NAME_CUT, &SHADOWED_TARGET];

pub static APP_NAME: Rule = Rule {
    code: "app-name",
    severity: Severity::Error,
    summary: "the app has a name that Juju accepts",
    explanation: explanation(
        "\
The name of an application consists of parts that are joined by `-`. Each part has lower-case letters and digits, and
at least one letter. The name starts with a letter. No application can have another name, so no lookup finds the
target.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Juju,
};

pub static RELATION_NAME: Rule = Rule {
    code: "relation-name",
    severity: Severity::Error,
    summary: "the relation has a name that Juju accepts",
    explanation: explanation(
        "\
The name of a relation consists of parts that are joined by `-` or `_`. Each part has lower-case letters and digits.
The name starts with a letter. No charm can have another endpoint, so no lookup finds the target.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Juju,
};

pub static MODEL_NAME: Rule = Rule {
    code: "model-name",
    severity: Severity::Error,
    summary: "the model has a name that Juju accepts",
    explanation: explanation(
        "\
The name of a model has lower-case letters, digits and `-`. It starts with a letter or digit. Write it without its
owner: `prod`, not `admin/prod`.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Juju,
};

pub static LONG_NAME: Rule = Rule {
    code: "long-name",
    severity: Severity::Error,
    summary: "app, relation_name and model are valid label values",
    explanation: explanation(
        "\
The operator labels its objects with app, endpoint and model. A label value has at most 63 characters. Kubernetes
refuses a Backup with a longer one.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Kubernetes,
};

pub static GENERATED_NAME: Rule = Rule {
    code: "generated-name",
    severity: Severity::Error,
    summary: "app and relation_name make a name that Kubernetes accepts",
    explanation: explanation(
        "\
Kubernetes generates the names of the operator's Backups and Schedules from `APP-ENDPOINT-`. Juju allows `_` in the
name of a relation, but Kubernetes does not allow it in these names. It refuses every Backup of the target. Rename the
endpoint in the charm's metadata.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Kubernetes,
};

pub static GENERATED_NAME_CUT: Rule = Rule {
    code: "generated-name-cut",
    severity: Severity::Advice,
    summary: "app and relation_name make a name that Kubernetes does not shorten",
    explanation: explanation(
        "\
Kubernetes generates the names of the operator's Backups and Schedules from `APP-ENDPOINT-`. It keeps the first 58
characters and adds 5 random ones. The end of a longer name is lost, so the names of two targets can look alike. Their
labels still differ.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Kubernetes,
};

pub static SHADOWED_TARGET: Rule = Rule {
    code: "shadowed-target",
    severity: Severity::Warning,
    summary: "app, relation name and model identify one target",
    explanation: explanation(
        "\
A lookup returns the first target with the same app, relation name and model. It searches relations in their order,
and then the entries of each. A later target with the same three names is never found. Publish it once, or under
another name.",
    ),
    applies_to: AppliesTo::Specs,
    authority: Authority::Interface,
};
