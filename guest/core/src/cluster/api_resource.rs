//! A kind of a cluster.

use std::borrow::Cow;

use crate::catalogue::INVALID_API_RESOURCE;
use crate::diagnostic::{Pointer, quoted};
use crate::report::Report;

/// A list of names; built-in names are not allocated.
pub type Names = Cow<'static, [Cow<'static, str>]>;

/// A kind of object that a cluster serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiResource {
    /// The API group, as in `apps`; empty for the core group.
    pub group: Cow<'static, str>,
    /// The name in requests, as in `deployments`.
    pub plural: Cow<'static, str>,
    /// The singular, as in `deployment`; without it, the kind in lower case.
    pub singular: Option<Cow<'static, str>>,
    /// The name in objects, as in `Deployment`.
    pub kind: Cow<'static, str>,
    /// Abbreviations, as in `deploy`.
    pub short_names: Names,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// The verbs that it supports, as in `list`; empty if unknown.
    pub verbs: Names,
}

/// The verbs that a kind needs so that Velero sees it.
const NEEDED_VERBS: [&str; 4] = ["list", "create", "get", "delete"];

impl ApiResource {
    /// Returns its unambiguous name in a resource list: `deployments.apps`, or `pods` for the core group.
    pub fn group_resource(&self) -> String {
        group_resource(&self.plural, &self.group)
    }

    /// Whether Velero sees it: it has the verbs list, create, get and delete, or its verbs are unknown.
    pub fn is_seen_by_velero(&self) -> bool {
        self.verbs.is_empty() || NEEDED_VERBS.iter().all(|needed| self.verbs.iter().any(|verb| verb == needed))
    }

    /// Whether a resource in lower case is its plural or its singular.
    pub(super) fn is_called(&self, resource: &str) -> bool {
        self.plural == resource || self.singular() == resource
    }

    /// Returns the singular; the default is the kind in lower case.
    pub(super) fn singular(&self) -> Cow<'_, str> {
        let given = self.singular.as_deref().filter(|singular| !singular.is_empty());
        given.map_or_else(|| in_lower_case(&self.kind).into(), Cow::Borrowed)
    }
}

/// Returns the unambiguous name of a kind in a resource list: `deployments.apps`, or `pods` for the core group.
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

/// Converts to lower case as in Go: one character for each character.
pub(super) fn lower_case(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(|char| char.to_lowercase().next())
}

/// Converts to lower case as [`lower_case`], faster for ASCII.
pub(super) fn in_lower_case(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { lower_case(text).collect() }
}

/// Reports why a cluster cannot serve a kind.
pub(super) fn check(resource: &ApiResource, report: &mut Report) {
    let plural = resource.plural.as_ref();
    let fault = if plural.is_empty() {
        Some(("the plural is empty".to_owned(), "write the plural name, such as `deployments`"))
    } else if plural.contains('/') {
        Some((format!("{} is a subresource", quoted(plural)), "remove it: subresources belong to their resource"))
    } else if lower_case(plural).ne(plural.chars()) {
        Some((
            format!("the plural {} is not in lower case", quoted(plural)),
            "write it in lower case, such as `deployments`",
        ))
    } else if plural.contains(|char: char| char == '.' || char.is_whitespace() || char.is_control()) {
        Some((
            format!("the plural {} is not a valid name", quoted(plural)),
            "write the plural without its group and without spaces",
        ))
    } else {
        None
    };
    if let Some((message, help)) = fault {
        report.push(|| INVALID_API_RESOURCE.violation(message).help(help).at(&Pointer::Root.key("plural")));
    }
    if resource.kind.is_empty() {
        let message = format!("the kind of {} is empty", quoted(&resource.group_resource()));
        let help = "write the name of the kind, such as `Deployment`";
        report.push(|| INVALID_API_RESOURCE.violation(message).help(help).at(&Pointer::Root.key("kind")));
    }
}
