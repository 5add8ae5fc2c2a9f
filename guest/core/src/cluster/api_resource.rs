//! A kind of object, as a cluster describes it.

use std::borrow::Cow;

use crate::catalogue::INVALID_API_RESOURCE;
use crate::diagnostic::{Pointer, quoted};
use crate::report::Report;

/// Some names; the built-in ones take no memory.
pub type Names = Cow<'static, [Cow<'static, str>]>;

/// A kind of object that a cluster serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiResource {
    /// The API group, as in `apps`; empty for the core group.
    pub group: Cow<'static, str>,
    /// The name in requests, as in `deployments`.
    pub plural: Cow<'static, str>,
    /// The plural's singular; where the cluster does not say it, it is the kind in lower case.
    pub singular: Option<Cow<'static, str>>,
    /// The name in objects, as in `Deployment`.
    pub kind: Cow<'static, str>,
    /// Abbreviations, as in `deploy`.
    pub short_names: Names,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// What can be done with it, as in `list`; empty when not known.
    pub verbs: Names,
}

/// What Velero must be able to do with a kind to see it at all.
const NEEDED_VERBS: [&str; 4] = ["list", "create", "get", "delete"];

impl ApiResource {
    /// The text by which a resource list names it unambiguously: `deployments.apps`, or `pods` for the core group.
    pub fn group_resource(&self) -> String {
        group_resource(&self.plural, &self.group)
    }

    /// Whether Velero sees it: it can be listed, created, read and deleted, or what it can is not known.
    pub fn is_seen_by_velero(&self) -> bool {
        self.verbs.is_empty() || NEEDED_VERBS.iter().all(|needed| self.verbs.iter().any(|verb| verb == needed))
    }

    /// Whether a resource in lower case is its plural or its singular.
    pub(super) fn is_called(&self, resource: &str) -> bool {
        self.plural == resource || self.singular() == resource
    }

    /// The singular, which is the kind in lower case where nothing else is said.
    pub(super) fn singular(&self) -> Cow<'_, str> {
        let said = self.singular.as_deref().filter(|singular| !singular.is_empty());
        said.map_or_else(|| in_lower_case(&self.kind).into(), Cow::Borrowed)
    }
}

/// Returns the text that names a kind unambiguously in a resource list: `deployments.apps`, or `pods` for the core group.
pub(crate) fn group_resource(plural: &str, group: &str) -> String {
    if group.is_empty() { plural.to_owned() } else { format!("{plural}.{group}") }
}

/// A row of the built-in table.
pub(super) const fn builtin(
    group: &'static str,
    plural: &'static str,
    singular: &'static str,
    kind: &'static str,
    short_names: Names,
    namespaced: bool,
    verbs: Names,
) -> ApiResource {
    ApiResource {
        group: Cow::Borrowed(group),
        plural: Cow::Borrowed(plural),
        singular: Some(Cow::Borrowed(singular)),
        kind: Cow::Borrowed(kind),
        short_names,
        namespaced,
        verbs,
    }
}

/// [`Names`] of the built-in table.
macro_rules! names {
    [$($name:literal),*] => { ::std::borrow::Cow::Borrowed(&[$(::std::borrow::Cow::Borrowed($name)),*]) };
}
pub(super) use names;

/// As Go has it: a character for each character.
pub(super) fn lower_case(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(|char| char.to_lowercase().next())
}

/// The same, without a look at each character where all are ASCII.
pub(super) fn in_lower_case(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { lower_case(text).collect() }
}

/// What keeps a cluster from serving the kind.
pub(super) fn check(resource: &ApiResource, report: &mut Report) {
    let plural = resource.plural.as_ref();
    let fault = if plural.is_empty() {
        Some(("the plural is empty".to_owned(), "write the name in requests, as in `deployments`"))
    } else if plural.contains('/') {
        Some((format!("{} is a subresource", quoted(plural)), "leave it out: it comes with its resource"))
    } else if lower_case(plural).ne(plural.chars()) {
        Some((format!("the plural {} is not in lower case", quoted(plural)), "write it as in `deployments`"))
    } else if plural.contains(|char: char| char == '.' || char.is_whitespace() || char.is_control()) {
        Some((format!("the plural {} is no name", quoted(plural)), "write the group apart, and no spaces"))
    } else {
        None
    };
    if let Some((message, help)) = fault {
        report.push(|| INVALID_API_RESOURCE.violation(message).help(help).at(&Pointer::Root.key("plural")));
    }
    if resource.kind.is_empty() {
        let message = format!("the kind of {} is empty", quoted(&resource.group_resource()));
        let help = "write the name in objects, as in `Deployment`";
        report.push(|| INVALID_API_RESOURCE.violation(message).help(help).at(&Pointer::Root.key("kind")));
    }
}
