//! The checks of label selectors.

use crate::catalogue::{
    HOOK_SELECTOR, LABEL_KEY, LABEL_SELECTOR_EMPTY, LABEL_SELECTOR_UNUSABLE, LABEL_SELECTORS_BOTH, LABEL_VALUE,
};
use crate::diagnostic::{Diagnostic, Finding, Pointer, quoted};
use crate::model::Spec;
use crate::names::{label_key_fault, label_value_fault};
use crate::report::Report;
use crate::suggest::nearest;
use crate::velero::filters::{Dialect, Expression, Field, FilterPart, Filters, Selector};

/// Reports the selector of a spec that has no labels. The operator removes it.
pub(super) fn check_empty(spec: &Spec, pointer: &Pointer<'_>, report: &mut Report) {
    if spec.label_selector.as_ref().is_some_and(|labels| labels.iter().len() == 0) {
        report.push(|| {
            let message = "`label_selector` is empty, which selects every object, not none";
            LABEL_SELECTOR_EMPTY
                .violation(message)
                .help("name a label to save fewer objects, or remove the selector")
                .at(&pointer.key("label_selector"))
        });
    }
}

/// Reports a selector together with alternative ones.
pub(super) fn check_refused(filters: &Filters, pointer: &Pointer<'_>, report: &mut Report) {
    if filters.label_selector.is_some() && filters.or_label_selectors.is_some() {
        report.push(|| {
            let (one, several) = (filters.name(Field::LabelSelector), filters.name(Field::OrLabelSelectors));
            LABEL_SELECTORS_BOTH
                .violation(format!("Velero refuses `{one}` together with `{several}`, also if they are empty"))
                .help(format!("remove one of them; `{several}` can have several alternatives"))
                .at(&pointer.key(several))
        });
    }
}

/// Reports what Kubernetes refuses in label selectors.
pub(super) fn check(filters: &Filters, pointer: &Pointer<'_>, report: &mut Report) {
    check_refused(filters, pointer, report);
    if let Some(selector) = &filters.label_selector {
        let pointer = &pointer.key(filters.name(Field::LabelSelector));
        visit_faults(selector, filters.dialect, pointer, &mut |fault, pointer| {
            report.push(|| fault.of_filter().at(pointer));
        });
    }
    let alternatives = &pointer.key(filters.name(Field::OrLabelSelectors));
    for (index, selector) in filters.alternatives().iter().enumerate() {
        visit_faults(selector, filters.dialect, &alternatives.index(index), &mut |fault, pointer| {
            report.push(|| fault.of_alternative().at(pointer));
        });
    }
}

/// Reports the selectors of hooks that Kubernetes refuses.
pub(super) fn check_hooks(hooks: &[(u32, Selector)], pointer: &Pointer<'_>, report: &mut Report) {
    let hooks_pointer = &pointer.key("hooks");
    let resources = &hooks_pointer.key("resources");
    for (index, selector) in hooks {
        let pointer = &resources.index(*index as usize);
        visit_faults(selector, Dialect::Backup, &pointer.key("labelSelector"), &mut |fault, pointer| {
            // An empty one selects every pod.
            if !matches!(fault, Fault::Empty) {
                report.push(|| fault.of_hook().at(pointer));
            }
        });
    }
}

/// A fault of a label selector.
enum Fault<'s> {
    Empty,
    /// A key, and why it is not valid.
    Key(&'s str, String),
    Value(&'s str, String),
    /// Why a requirement is not valid, and what to write.
    Expression(String, String),
}

/// The operators of a requirement, as Kubernetes writes them.
const OPERATORS: [&str; 4] = ["In", "NotIn", "Exists", "DoesNotExist"];

/// Calls a function with each fault of a selector, and its pointer.
fn visit_faults<'s>(
    selector: &'s Selector,
    dialect: Dialect,
    pointer: &Pointer<'_>,
    visit: &mut dyn FnMut(&Fault<'s>, &Pointer<'_>),
) {
    if selector.is_empty() {
        visit(&Fault::Empty, pointer);
    }
    let labels = &match dialect {
        Dialect::Spec => *pointer,
        _ => pointer.key("matchLabels"),
    };
    for (key, value) in selector.match_labels.iter() {
        let pointer = &labels.key(key);
        if let Some(fault) = label_key_fault(key) {
            visit(&Fault::Key(key, fault), pointer);
        }
        if let Some(fault) = label_value_fault(value) {
            visit(&Fault::Value(value, fault), pointer);
        }
    }
    let expressions = &pointer.key("matchExpressions");
    for (index, expression) in selector.match_expressions.iter().enumerate() {
        if let Some((why, help)) = expression_fault(expression) {
            visit(&Fault::Expression(why, help), &expressions.index(index));
        }
    }
}

/// Returns why Kubernetes refuses a requirement, and what to write.
fn expression_fault(expression: &Expression) -> Option<(String, String)> {
    let Expression { key, operator, values } = expression;
    let has_values = operator.ends_with("In");
    let wrong_value = || values.iter().find_map(|value| Some((value, label_value_fault(value)?)));
    Some(if !OPERATORS.contains(&operator.as_str()) {
        let same = OPERATORS.into_iter().find(|known| known.eq_ignore_ascii_case(operator));
        let help = match same.or_else(|| nearest(operator, OPERATORS)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write `In`, `NotIn`, `Exists` or `DoesNotExist`".to_owned(),
        };
        (format!("{} is not an operator", quoted(operator)), help)
    } else if let Some(fault) = label_key_fault(key) {
        (format!("{} is not a valid label key: {fault}", quoted(key)), KEY_HELP.to_owned())
    } else if has_values && values.is_empty() {
        let other = if operator == "In" { "Exists" } else { "DoesNotExist" };
        (format!("`{operator}` needs values"), format!("add `values`, or write `{other}`"))
    } else if !has_values && !values.is_empty() {
        let other = if operator == "Exists" { "In" } else { "NotIn" };
        (format!("`{operator}` cannot have values"), format!("remove `values`, or write `{other}`"))
    } else {
        let (value, fault) = wrong_value()?;
        (format!("{} is not a valid label value: {fault}", quoted(value)), VALUE_HELP.to_owned())
    })
}

const KEY_HELP: &str = "write a key such as `app` or `app.kubernetes.io/name`";
const VALUE_HELP: &str = "write the label value of the objects: no object can have this value";

impl Fault<'_> {
    /// Returns what is wrong, and what to write.
    fn words(&self) -> (String, &str) {
        match self {
            Fault::Empty => ("the label selector is empty".to_owned(), "name a label, or remove it"),
            Fault::Key("", _) => ("a label key is empty".to_owned(), KEY_HELP),
            Fault::Key(key, fault) => (format!("{} is not a valid label key: {fault}", quoted(key)), KEY_HELP),
            Fault::Value(value, fault) => {
                let help = if value.contains(['*', '?', ',', '(']) {
                    "write one whole value: a selector has no patterns and no lists"
                } else {
                    VALUE_HELP
                };
                (format!("{} is not a valid label value: {fault}", quoted(value)), help)
            }
            Fault::Expression(why, help) => (why.clone(), help),
        }
    }

    fn of_filter(&self) -> Finding {
        let (why, help) = self.words();
        match self {
            Fault::Key(..) => LABEL_KEY.violation(why).help(help).on_key(),
            Fault::Value(..) => LABEL_VALUE.violation(why).help(help),
            Fault::Empty => {
                let help = "remove it to save objects with any labels, or name a label to save fewer objects";
                LABEL_SELECTOR_UNUSABLE.violation(unusable_message(EMPTY)).help(help)
            }
            Fault::Expression(..) => {
                let message = unusable_message(&format!("with this requirement ({why})"));
                LABEL_SELECTOR_UNUSABLE.violation(message).help(help)
            }
        }
    }

    /// Velero uses an alternative that is not empty on Namespaces itself.
    fn of_alternative(&self) -> Finding {
        match self {
            Fault::Empty => self.of_filter(),
            _ => {
                let (why, help) = self.words();
                LABEL_SELECTOR_UNUSABLE.violation(format!("{PANICS}: {why}")).help(help)
            }
        }
    }

    fn of_hook(&self) -> Finding {
        let (why, help) = self.words();
        HOOK_SELECTOR.violation(format!("each backup fails because of the label selector of a hook: {why}")).help(help)
    }
}

/// What Velero does with an alternative that Kubernetes refuses.
const PANICS: &str = "Velero panics if it compares a Namespace with a label selector that Kubernetes refuses";

const EMPTY: &str = "with an empty label selector";

fn unusable_message(what: &str) -> String {
    format!("Velero can list nothing {what}: it saves at most Namespaces, and the backup ends PartiallyFailed")
}

/// Returns why Velero cannot list with the selectors. `part` is the part that it cannot use.
pub(crate) fn unusable(filters: &Filters, part: FilterPart) -> Diagnostic {
    let what = match part {
        FilterPart::Requirement(_) => "with a label selector that Kubernetes refuses",
        _ => EMPTY,
    };
    let message = unusable_message(what);
    let help = "correct the selector, or remove it: this saves objects with any labels";
    let pointer = part.pointer(filters).unwrap_or_default();
    LABEL_SELECTOR_UNUSABLE.violation(message).help(help).at_pointer(pointer).into_diagnostic()
}

/// Returns why the backup fails, if Velero uses the alternative selector of an index for Namespaces.
pub(crate) fn panics(filters: &Filters, index: usize) -> Diagnostic {
    let message = PANICS;
    let pointer = FilterPart::Item(Field::OrLabelSelectors, index as u32).pointer(filters).unwrap_or_default();
    let finding = LABEL_SELECTOR_UNUSABLE.violation(message).help("correct the selector, or remove it");
    finding.at_pointer(pointer).into_diagnostic()
}
