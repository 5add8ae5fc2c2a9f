//! Names and patterns in a list of resources that match no known kind.

use std::collections::BTreeSet;

use crate::catalogue::{RESOURCE_NEVER_INCLUDED, RESOURCE_UNKNOWN, RESOURCE_WITHOUT_GROUP};
use crate::cluster::{ApiResource, Cluster};
use crate::diagnostic::{Changed, Finding, Pointer, quoted};
use crate::release::Behaviour;
use crate::report::Report;
use crate::rules::compiled;
use crate::suggest::Word;
use crate::velero::filters::Dialect;
use crate::velero::glob;

/// A list of resources.
#[derive(Clone, Copy)]
pub(super) struct List<'l> {
    pub(super) dialect: Dialect,
    pub(super) is_excluded: bool,
    /// Whether its patterns are compared with the kinds.
    pub(super) is_compared: bool,
    /// The kinds that it names.
    pub(super) kinds: &'l BTreeSet<&'l str>,
    /// The kinds of the other list.
    pub(super) others: &'l BTreeSet<&'l str>,
    pub(super) cluster: &'l Cluster,
}

/// Reports a name or a pattern that does not resolve to a kind, if it can match none.
pub(super) fn check(name: &str, of: &List<'_>, pointer: &Pointer<'_>, report: &mut Report) {
    if glob::is_glob(name) {
        let pattern_use = match compiled(name) {
            None => PatternUse::CannotCompile,
            Some(_) if !of.is_compared => PatternUse::MayMatch,
            Some(_) => PatternUse::of(name, of.cluster),
        };
        let (why, meant) = match pattern_use {
            PatternUse::MayMatch => return,
            PatternUse::CannotCompile => ("is a pattern that cannot be compiled", None),
            PatternUse::OtherCharacters(meant) => ("has characters that are not in the name of any resource", meant),
            PatternUse::OfNoKind(meant) => ("is not the start of any `plural.group`", meant),
            PatternUse::OfNoServedKind => ("matches no kind of the cluster", None),
        };
        report.push(|| {
            let message = format!("{} {why}, and {}", quoted(name), of.matches_nothing());
            let unknown = RESOURCE_UNKNOWN.violation(message).at(pointer);
            match meant {
                Some(meant) => of.did_you_mean(unknown, &meant, pointer),
                None => unknown.help("write an entry for each resource: its plural and its group, in lower case"),
            }
        });
        return;
    }
    let cluster = of.cluster;
    if !of.is_excluded && is_snapshots_without_group(name, cluster) {
        report.push(|| {
            let message = format!("Velero excludes {}: it makes and manages volume snapshots itself", quoted(name));
            let help = "include `persistentvolumeclaims` to save volumes";
            RESOURCE_NEVER_INCLUDED.violation(message).help(help).at(pointer)
        });
        return;
    }
    let fault = NoResource::of(name, cluster);
    if let (NoResource::OfUnknownGroup, false) = (&fault, cluster.knows_all_kinds()) {
        // It may be a custom resource.
        return;
    }
    let compared = report.listed().saturating_mul(cluster.api_resources().len());
    report.push(|| {
        let meant = if compared < MAX_COMPARED_KINDS { cluster.suggest(&written(name)) } else { None };
        fault.finding(name, meant, of, pointer).at(pointer)
    });
}

/// Whether a name without a group probably means a kind that Velero excludes.
fn is_snapshots_without_group(name: &str, cluster: &Cluster) -> bool {
    const NAMES: [&str; 6] =
        ["volumesnapshot", "volumesnapshots", "vs", "volumesnapshotcontent", "volumesnapshotcontents", "vsc"];
    let is_one = NAMES.contains(&name.to_ascii_lowercase().as_str());
    is_one && !cluster.knows_all_kinds() && cluster.release().has(Behaviour::ExcludesVolumeSnapshots)
}

/// Returns the part of a name that may be a kind: `secrets` of `secrets/name`.
fn written(name: &str) -> String {
    name.split_once('/').map_or(name, |(kind, _)| kind).trim().replace('_', "")
}

impl List<'_> {
    fn matches_nothing(&self) -> &'static str {
        if self.is_excluded { "excludes nothing" } else { "matches nothing" }
    }

    /// Adds the resource that is probably meant, and what including or excluding it changes.
    fn did_you_mean(&self, unknown: Finding, meant: &str, pointer: &Pointer<'_>) -> Finding {
        let meant_quoted = quoted(meant);
        if self.kinds.contains(meant) {
            let help = format!("remove it: {meant_quoted} is already in the list");
            return unknown.help(help).change("remove it", pointer, Changed::Removed);
        }
        let effect = match (self.is_excluded, self.others.contains(meant)) {
            (true, true) => format!("{meant_quoted} is included too: Velero then saves none of it"),
            (true, false) => format!("objects of {meant_quoted} are no longer saved"),
            (false, true) => format!("none: {meant_quoted} is excluded too"),
            (false, false) => format!("objects of {meant_quoted} are saved too"),
        };
        let help = format!("did you mean {meant_quoted}?");
        unknown.help(help).suggest(format!("write `{meant}`"), effect, pointer, Changed::Text(meant.to_owned()))
    }
}

/// Whether a name or a pattern can match a kind: one of the cluster, or a custom resource that is not known.
pub(crate) fn can_match(name: &str, cluster: &Cluster) -> bool {
    if cluster.resolve(name).is_some() {
        return true;
    }
    if glob::is_glob(name) {
        return matches!(PatternUse::of(name, cluster), PatternUse::MayMatch);
    }
    !cluster.knows_all_kinds()
        && !is_snapshots_without_group(name, cluster)
        && match NoResource::of(name, cluster) {
            NoResource::OfUnknownGroup => true,
            NoResource::WithoutGroup => cluster.suggest(name).is_none(),
            _ => false,
        }
}

/// What a pattern in a list of resources can match.
enum PatternUse {
    MayMatch,
    CannotCompile,
    /// It has a character that is in no group-resource. With the resource that may be meant.
    OtherCharacters(Option<String>),
    /// `pod.*`: no kind has this plural. With the resource that may be meant.
    OfNoKind(Option<String>),
    /// All kinds of the cluster are known, and none matches.
    OfNoServedKind,
}

impl PatternUse {
    fn of(pattern: &str, cluster: &Cluster) -> Self {
        let Some(compiled) = compiled(pattern) else { return PatternUse::CannotCompile };
        let (resource, group) = pattern.split_once('.').unwrap_or((pattern, ""));
        let is_fixed = !glob::is_glob(resource);
        // What is before the first pattern character may name a kind.
        let meant = || {
            if pattern.starts_with(['*', '?', '[', '{']) {
                return None;
            }
            let named = if is_fixed { resource } else { pattern.split(['*', '?', '[', '{']).next()? };
            cluster.suggest(named)
        };
        // The characters in brackets may be a range that has others.
        let outside = pattern.split('[').enumerate().map(|(index, part)| match index {
            0 => part,
            _ => part.split_once(']').map_or("", |(_, after)| after),
        });
        let is_in_names = |char: char| matches!(char, 'a'..='z' | '0'..='9' | '.' | '-');
        let is_special = |char: char| matches!(char, '*' | '?' | '{' | '}' | ',' | '\\');
        if outside.flat_map(str::chars).any(|char| !is_in_names(char) && !is_special(char)) {
            return PatternUse::OtherCharacters(meant());
        }
        let mut served = cluster.api_resources().iter().filter(|kind| kind.is_seen_by_velero());
        if served.any(|kind| compiled.matches(&kind.group_resource())) {
            return PatternUse::MayMatch;
        }
        if cluster.knows_all_kinds() {
            return PatternUse::OfNoServedKind;
        }
        // A known kind under another name than its plural, or in the core group, which has no name.
        if is_fixed && glob::is_glob(group) && cluster.resolve(resource).is_some() {
            return PatternUse::OfNoKind(cluster.resolve(resource).map(ApiResource::group_resource));
        }
        PatternUse::MayMatch
    }
}

/// Whether all of these names are compared with the kinds of a cluster. Otherwise, it takes too long.
pub(crate) fn is_compared(names: usize, cluster: &Cluster) -> bool {
    names.saturating_mul(cluster.api_resources().len()) <= MAX_COMPARED_KINDS
}

/// Maximum number of comparisons of misspelled names with kinds, to limit the time; further names get no suggestion.
const MAX_COMPARED_KINDS: usize = 500_000;

/// Why a name does not resolve to a kind.
enum NoResource {
    /// A word of kubectl that is not the name of a resource.
    WordOfKubectl,
    /// It has a character that is not valid in names.
    Character(char),
    /// A kind that lacks one of the verbs list, create, get and delete.
    Unseen,
    /// A version, a group that no custom resource can have, or a group that is similar to that of the kind.
    WrongGroup,
    /// The cluster serves the group, but not this kind in it.
    OfServedGroup,
    OfUnknownGroup,
    WithoutGroup,
}

/// Words of kubectl that are not names of resources: `kubectl get all`, `kubectl logs`.
const WORDS_OF_KUBECTL: [&str; 3] = ["all", "containers", "logs"];

impl NoResource {
    fn of(name: &str, cluster: &Cluster) -> Self {
        let is_in_names = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
        if WORDS_OF_KUBECTL.contains(&name) {
            return NoResource::WordOfKubectl;
        }
        if let Some(other) = name.chars().find(|char| !is_in_names(*char)) {
            return NoResource::Character(other);
        }
        if cluster.unseen(name) {
            return NoResource::Unseen;
        }
        let Some((resource, group)) = name.split_once('.') else { return NoResource::WithoutGroup };
        if cluster.api_resources().iter().any(|kind| kind.group == group) {
            return NoResource::OfServedGroup;
        }
        let is_like = |of_kind: &str| Word::new(of_kind).distance(&Word::new(group), 2).is_some();
        let is_near = |kind: &ApiResource| !kind.group.is_empty() && is_like(&kind.group);
        let has_capitals = group.contains(|char: char| char.is_ascii_uppercase());
        if !group.contains('.')
            || has_capitals
            || starts_with_version(group)
            || cluster.resolve(resource).is_some_and(is_near)
        {
            NoResource::WrongGroup
        } else {
            NoResource::OfUnknownGroup
        }
    }

    /// Returns the finding, with the kind that may be meant.
    fn finding(self, name: &str, meant: Option<String>, of: &List<'_>, pointer: &Pointer<'_>) -> Finding {
        let cluster = of.cluster;
        let matches_nothing = of.matches_nothing();
        const AS_LISTED: &str = "write the plural, with its group, as `kubectl api-resources` lists it";
        let name_quoted = quoted(name);
        let unknown = match (&self, cluster.knows_all_kinds()) {
            (NoResource::WordOfKubectl, _) => {
                let message = format!("{name_quoted} is not a resource for Velero, and {matches_nothing}");
                let word = RESOURCE_UNKNOWN.violation(message);
                return word.help(match name {
                    "all" if !of.is_excluded => "name the resources; only `*` includes every resource",
                    "all" => "name the resources to exclude",
                    _ => "remove it, or name a resource as `kubectl api-resources` lists it",
                });
            }
            (NoResource::Character(char), _) => {
                let message = format!("{name_quoted} is not a resource name, and {matches_nothing}");
                let unknown = RESOURCE_UNKNOWN.violation(message);
                return match (char, meant) {
                    (',' | ' ', _) => unknown.help("write an entry for each resource"),
                    ('/', Some(meant)) if !name.contains("apps/v") => {
                        let slash = of.did_you_mean(unknown, &meant, pointer);
                        let all =
                            format!("a list of resources names kinds, not objects: {} is all of them", quoted(&meant));
                        slash.help(format!("{all}; use a label selector for some of them"))
                    }
                    ('/', _) => unknown.help("write the plural, with its group: `deployments.apps`"),
                    (_, Some(meant)) => of.did_you_mean(unknown, &meant, pointer),
                    (_, None) => unknown.help(AS_LISTED),
                };
            }
            (NoResource::Unseen, _) => {
                let message = format!(
                    "Velero skips {name_quoted}: it does not have all of the verbs list, get, create and delete"
                );
                return RESOURCE_UNKNOWN.violation(message).help("write only kinds that Velero saves");
            }
            (_, true) => RESOURCE_UNKNOWN
                .violation(format!("{name_quoted} is not a resource of the cluster, and {matches_nothing}")),
            (_, false) => {
                RESOURCE_UNKNOWN.violation(format!("{name_quoted} is not a Kubernetes resource, and {matches_nothing}"))
            }
        };
        match (meant, self) {
            (Some(meant), _) => of.did_you_mean(unknown, &meant, pointer),
            (None, NoResource::WithoutGroup) if !cluster.knows_all_kinds() => {
                let message = format!("{name_quoted} is not a Kubernetes resource, and has no group");
                let help = format!("write the custom resource with its group: {}", quoted(&format!("{name}.GROUP")));
                RESOURCE_WITHOUT_GROUP.violation(message).help(help)
            }
            _ => unknown.help(AS_LISTED),
        }
    }
}

/// Whether a group starts with a version, as in `v1.apps` and `v1beta1.batch`.
fn starts_with_version(group: &str) -> bool {
    let first = group.split('.').next().expect("a split has a first part");
    let is_digit = |char: char| char.is_ascii_digit();
    first.strip_prefix('v').is_some_and(|version| {
        let rest = version.trim_start_matches(is_digit);
        rest.len() < version.len() && matches!(rest.trim_end_matches(is_digit), "" | "alpha" | "beta")
    })
}
