//! Descriptions of specs and schedules in English.

mod clauses;

use clauses::CompiledFilter;
pub use clauses::{BroughtAlong, Clauses, Condition, NameFilter, NamespaceObjects, WithObjects};

use crate::catalogue;
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Pointer, Rule, Severity, and_list, quoted};
use crate::model::{ScheduleConfig, Spec};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::rules;
use crate::rules::namespaces::VELERO_NAMESPACE;
use crate::velero::backup::Backup;
use crate::velero::cron::{Cron, Library};
use crate::velero::duration::Duration;
use crate::velero::filters::{Expression, Filters, Selector};
use crate::velero::glob;
use crate::velero::includes_excludes::{EXCLUDED_CLUSTER_SCOPED, EXCLUDED_NAMESPACED};
use crate::velero::retention::{KnownRuns, Lifetime};
use crate::velero::special::{Relation, Special};

/// Describes a spec and a schedule in some sentences: what is saved, when, and for how long.
///
/// They word the [`clauses`]. If the spec or the schedule is refused, or it saves nothing, it says why. The cluster gives
/// the kinds and the release of Velero. Without it, only the built-in kinds are known, and the default release is used.
/// That Velero itself excludes volume snapshots is in the clauses only.
pub fn describe(spec: &Spec, schedule: Option<&ScheduleConfig>, cluster: Option<&Cluster>) -> String {
    let cluster = Cluster::or_builtin(cluster);
    let release = cluster.release();
    let filters = Filters::from(spec);
    let ttl = spec.ttl.as_deref();
    if let Some(reason) = stopped(&filters, rules::unreadable(&filters, ttl, cluster), release) {
        return format!("Saves nothing, because {reason}.");
    }
    let mut report = Report::default();
    if let Some(schedule) = schedule {
        rules::schedule::check(schedule, release, &Pointer::Root, &mut report);
    }
    let mut schedule_diagnostics = report.into_diagnostics();
    // Velero accepts such a schedule, and makes too many backups.
    schedule_diagnostics.retain(|found| *found.rule != catalogue::SCHEDULE_NEVER_MATCHES);
    if let Some(refusal) = refusal(&schedule_diagnostics) {
        return format!("Saves nothing, because the schedule is refused: {refusal}.");
    }
    let mut report = Report::default();
    rules::check_spec(spec, cluster, VELERO_NAMESPACE, &Pointer::Root, &mut report);
    in_sentences(&filters, ttl, schedule, None, cluster, &report.into_diagnostics())
}

/// Describes a Backup, or a Schedule and its next backup, in the same way.
pub fn describe_backup(backup: &Backup, cluster: Option<&Cluster>) -> String {
    let cluster = Cluster::or_builtin(cluster);
    let release = cluster.release();
    let filters = &backup.filters;
    let failed = || refusal(&rules::backup::failures(backup)).map(|failure| format!("the backup fails: {failure}"));
    if let Some(reason) = stopped(filters, rules::backup::refusals(backup, cluster), release).or_else(failed) {
        return format!("Saves nothing, because {reason}.");
    }
    let mut report = Report::default();
    let known_runs = &mut KnownRuns::up_to(rules::backup::MAX_EXAMINED_RUNS);
    rules::backup::check(backup, cluster, known_runs, &Pointer::Root, &mut report);
    let schedule = backup.schedule.as_ref();
    let contents = rules::contents::by_fields(backup, cluster).sentence();
    in_sentences(filters, backup.ttl.as_deref(), schedule, contents, cluster, &report.into_diagnostics())
}

/// Words the clauses of filters that are not refused.
fn in_sentences(
    filters: &Filters,
    ttl: Option<&str>,
    schedule: Option<&ScheduleConfig>,
    contents: Option<&str>,
    cluster: &Cluster,
    diagnostics: &[Diagnostic],
) -> String {
    let clauses = clauses::clauses(filters, lifetime(ttl), cluster);
    let words = Words {
        clauses: &clauses,
        namespaced: clauses.namespaced_resources.compiled(),
        cluster_scoped: clauses.cluster_scoped_resources.compiled(),
        filters,
        cluster,
        diagnostics,
    };
    let mut sentences = words.what();
    let is_said = sentences.iter().any(|sentence| sentence.contains("PartiallyFailed"));
    sentences.extend(words.partial_failure().filter(|_| !is_said));
    if !clauses.is_nothing() {
        sentences.extend(contents.map(str::to_owned));
        sentences.extend(when(schedule, cluster.release()));
        sentences.push(how_long(ttl));
    }
    sentences.join(" ")
}

/// Returns what a spec saves in any cluster with these kinds and this release of Velero, as data. Without a cluster, only
/// the built-in kinds are known, and the default release is used. `None` if Velero refuses the spec, or its backups fail.
pub fn clauses(spec: &Spec, cluster: Option<&Cluster>) -> Option<Clauses> {
    let cluster = Cluster::or_builtin(cluster);
    let filters = Filters::from(spec);
    let ttl = spec.ttl.as_deref();
    let is_stopped = stopped(&filters, rules::unreadable(&filters, ttl, cluster), cluster.release()).is_some();
    (!is_stopped).then(|| clauses::clauses(&filters, lifetime(ttl), cluster))
}

/// Returns the lifetime of backups whose ttl is not refused.
fn lifetime(ttl: Option<&str>) -> Lifetime {
    Lifetime::of(ttl).expect("a ttl that is not a duration is refused")
}

/// Returns why Velero refuses filters, or why their backups fail. `others` are other reasons why it refuses the backup.
fn stopped(filters: &Filters, others: Vec<Diagnostic>, release: Release) -> Option<String> {
    let noun = filters.dialect.noun();
    let mut refusals = rules::refusals(filters, release);
    let is_refused_by_velero = !refusals.is_empty();
    refusals.extend(others);
    // A Schedule that cannot run makes no backup.
    let of_schedule = refusals.iter().filter(|found| found.rule == &catalogue::SCHEDULE_NOT_CRON).cloned();
    if let Some(refusal) = refusal(&of_schedule.collect::<Vec<_>>()) {
        return Some(format!("the schedule is refused: {refusal}"));
    }
    if let Some(refusal) = refusal(&refusals) {
        // Kubernetes accepts a Backup with a bad ttl.
        let is_ttl = |found: &Diagnostic| found.pointer.ends_with("/ttl");
        return Some(if !is_refused_by_velero && refusals.iter().all(is_ttl) {
            format!("Velero cannot read {noun}: {refusal}")
        } else {
            format!("{noun} is refused: {refusal}")
        });
    }
    let refused = |selector: &Selector| selector.first_refused().is_some();
    if let Some(index) = filters.alternatives().iter().position(refused) {
        return Some(format!("the backup fails: {}", rules::labels::panics(filters, index).message));
    }
    let namespaces = filters.namespaces();
    let expands = if namespaces.includes_all() {
        release.has(Behaviour::ExpandsWildcard)
    } else {
        release.has(Behaviour::ExpandsNamespacePatterns)
    };
    let cannot_compile = |name: &&String| glob::is_pattern(name) && glob::Pattern::compile(name).is_err();
    let unreadable = namespaces.names().find(cannot_compile).filter(|_| expands)?;
    let error = glob::Pattern::compile(unreadable).expect_err("it was found for that");
    Some(format!("the backup fails: {}", rules::namespaces::unreadable_pattern(unreadable, error).diagnostic.message))
}

/// Returns the message of the first error, and the number of other errors.
fn refusal(diagnostics: &[Diagnostic]) -> Option<String> {
    let mut errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let first = errors.next()?;
    let others = match errors.count() {
        0 => String::new(),
        1 => ", and 1 other error".to_owned(),
        others => format!(", and {others} other errors"),
    };
    Some(format!("{}{others}", first.message))
}

/// Clauses, and what their words depend on.
struct Words<'w> {
    clauses: &'w Clauses,
    namespaced: CompiledFilter<'w>,
    cluster_scoped: CompiledFilter<'w>,
    filters: &'w Filters,
    cluster: &'w Cluster,
    diagnostics: &'w [Diagnostic],
}

impl Words<'_> {
    /// Returns the sentences about what is saved.
    fn what(&self) -> Vec<String> {
        let clauses = self.clauses;
        if clauses.is_nothing() {
            return vec![format!("Saves nothing: {}.", self.why_nothing())];
        }
        let namespaced = clauses.saves_namespaced().then(|| {
            let resources = self.resources(&clauses.namespaced_resources, "namespaced resources", true);
            format!("{resources} in {}", namespaces(&clauses.namespaces))
        });
        let cluster_scoped = self.cluster_scoped();
        let is_certain = matches!(clauses.cluster_scoped_condition, Condition::Always | Condition::NoNamespaceOptsOut);
        let saved: Vec<String> =
            namespaced.iter().cloned().chain(cluster_scoped.clone().filter(|_| is_certain)).collect();
        let mut sentences = Vec::new();
        if saved.is_empty() {
            match self.namespace_objects() {
                Some(objects) if self.names_only_namespaces() => sentences.push(format!("Saves only {objects}.")),
                Some(objects) => sentences.push(format!("Saves only {objects}: {}.", self.why_nothing())),
                None => sentences.push(format!("Saves nothing for most clusters: {}.", self.why_nothing())),
            }
        } else {
            let labelled = self.labels().map(|labels| format!("objects labelled {labels}: ")).unwrap_or_default();
            sentences.push(format!("Saves {labelled}{}.", saved.join(", and ")));
            let also: Vec<String> = self.namespace_objects().into_iter().chain(self.comes_along()).collect();
            if !also.is_empty() {
                sentences.push(format!("Also saves {}.", also.join(", and ")));
            }
        }
        if let Some(resources) = cluster_scoped.filter(|_| !is_certain) {
            let condition = match clauses.cluster_scoped_condition {
                Condition::NoNamespace => "If no namespace matches",
                Condition::AllNamespacesOrNone => "If all namespaces match, or none",
                _ => "If these are all namespaces of the cluster",
            };
            sentences.push(format!("{condition}, it also saves {resources}."));
        }
        if !saved.is_empty() && !clauses.saves_namespaced() && !clauses.namespaced_resources.is_nothing() {
            sentences.push(format!("Saves no namespaced resources: {}.", self.why_nothing()));
        }
        sentences.extend(self.not_saved());
        sentences
    }

    /// Returns the sentence about what is not saved, although it could be expected.
    fn not_saved(&self) -> Option<String> {
        let clauses = self.clauses;
        let mut missing = Vec::new();
        if clauses.cluster_scoped_resources.is_nothing() && clauses.saves_namespaced() {
            missing.push(match self.comes_along() {
                Some(_) => "other cluster-scoped resources",
                None => "cluster-scoped resources",
            });
        }
        if self.namespace_objects().is_none() && clauses.saves_namespaced() {
            missing.push("Namespace objects");
        }
        let definitions = Special::Definition.group_resource();
        let saves_definitions = clauses.brought_along.iter().any(|pair| pair.because_of.is_none())
            || self.cluster_scoped.includes(&definitions);
        if self.may_save_custom() && !saves_definitions {
            missing.push("definitions of custom resources");
        }
        let claims = Special::Claim.group_resource();
        let saves_claims = clauses.saves_namespaced() && self.namespaced.includes(&claims);
        if saves_claims && !self.saves_volumes_of_claims() {
            missing.push("volumes of the volume claims");
        }
        let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
        (!missing.is_empty()).then(|| format!("Does not save {}.", missing.join(", or ")))
    }

    fn saves_volumes_of_claims(&self) -> bool {
        let (claims, volumes) = Relation::VolumeOfClaim.kinds();
        let (claims, volumes) = (claims.group_resource(), volumes.group_resource());
        let comes_along = self
            .clauses
            .brought_along
            .iter()
            .any(|pair| pair.because_of.as_ref() == Some(&claims) && pair.group_resource == volumes);
        comes_along || self.cluster_scoped.includes(&volumes)
    }

    /// Returns the cluster-scoped resources that are saved, also in another sentence.
    fn cluster_scoped(&self) -> Option<String> {
        let names = &self.clauses.cluster_scoped_resources;
        // The scope of other names is not known. They are named with the namespaced resources.
        let is_named = |name: &&String| glob::is_glob(name) || self.cluster.resolve(name).is_some();
        let listed = NameFilter {
            included: names.included.as_ref().map(|names| names.iter().filter(is_named).cloned().collect()),
            excluded: names.excluded.iter().filter(is_named).cloned().collect(),
        };
        if listed.is_nothing() {
            return None;
        }
        let resources = self.resources(&listed, "cluster-scoped resources", false);
        let chooses_namespaces = !self.filters.namespaces().is_everything();
        let is_certain = self.clauses.cluster_scoped_condition == Condition::Always;
        let others =
            if is_certain && chooses_namespaces && self.cluster_scoped.includes(&Special::Volume.group_resource()) {
                ", also the volumes of other namespaces"
            } else {
                ""
            };
        Some(resources + others)
    }

    fn resources(&self, names: &NameFilter, all: &str, namespaced: bool) -> String {
        let included = match &names.included {
            None => format!("all {all}"),
            Some(included) if namespaced => words(included),
            Some(included) => {
                let (patterns, plain): (Vec<String>, Vec<String>) =
                    included.iter().cloned().partition(|name| glob::is_glob(name));
                let matching = (!patterns.is_empty()).then(|| format!("{all} that match {}", words(&patterns)));
                let plain = (!plain.is_empty()).then(|| format!("all {}", words(&plain)));
                plain.into_iter().chain(matching).collect::<Vec<_>>().join(", and ")
            }
        };
        let is_own = |name: &String| {
            let resolves_to = |written: &String| {
                written == name || self.cluster.resolve(written).is_some_and(|kind| kind.group_resource() == *name)
            };
            [EXCLUDED_NAMESPACED, EXCLUDED_CLUSTER_SCOPED].contains(&name.as_str())
                && !self.filters.resources().excludes.iter().any(resolves_to)
        };
        let excluded: Vec<String> = names.excluded.iter().filter(|name| !is_own(name)).cloned().collect();
        included + &except(&excluded)
    }

    /// Returns which Namespace objects are saved.
    fn namespace_objects(&self) -> Option<String> {
        let clauses = self.clauses;
        let objects = &clauses.namespace_objects;
        let are_same = objects.named == clauses.namespaces && clauses.saves_namespaced();
        let is_everything = objects.named.included.is_none() && objects.named.excluded.is_empty();
        let mut parts = Vec::new();
        let is_by_labels_only = objects.unless.is_some() && is_everything;
        if !objects.named.is_nothing() && !is_by_labels_only {
            parts.push(match are_same {
                true if is_everything => "all Namespace objects".to_owned(),
                true if objects.named.is_one_name() => "its Namespace object".to_owned(),
                true => "the Namespace objects of these namespaces".to_owned(),
                false => format!("the Namespace objects of {}", namespaces(&objects.named)),
            });
        }
        if objects.labelled {
            parts.push(if parts.is_empty() {
                "Namespace objects with these labels".to_owned()
            } else {
                "other Namespace objects with these labels".to_owned()
            });
        }
        let with_objects = match objects.with_objects {
            WithObjects::Never => None,
            // They are saved by name.
            WithObjects::Named if objects.unless.is_none() => None,
            WithObjects::Named if !is_everything => None,
            WithObjects::Named => Some("those with a selected object"),
            WithObjects::Any if objects.named.is_nothing() => {
                Some("each Namespace object with a selected object in it")
            }
            WithObjects::Any if objects.named.excluded.is_empty() && objects.named.included.is_none() => {
                objects.unless.is_some().then_some("those with a selected object")
            }
            WithObjects::Any => Some("those of other namespaces with such objects"),
        };
        parts.extend(with_objects.map(str::to_owned));
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Whether custom resources can be saved.
    fn may_save_custom(&self) -> bool {
        let clauses = self.clauses;
        let may = |names: &NameFilter| match &names.included {
            None => true,
            Some(included) => included.iter().any(|name| match self.cluster.resolve(name) {
                Some(kind) => self.cluster.is_custom(kind),
                None => true,
            }),
        };
        (clauses.saves_namespaced() && may(&clauses.namespaced_resources)) || may(&clauses.cluster_scoped_resources)
    }

    /// Returns what comes along and is not saved otherwise.
    fn comes_along(&self) -> Option<String> {
        let clauses = self.clauses;
        let is_certain = clauses.cluster_scoped_condition == Condition::Always;
        let is_namespaced = |name: &str| self.cluster.resolve(name).is_some_and(|kind| kind.namespaced);
        let is_saved_otherwise = |name: &str| {
            let is_selected = if is_namespaced(name) {
                self.namespaced.includes(name)
            } else {
                is_certain && self.cluster_scoped.includes(name)
            };
            !self.selects_by_labels() && is_selected
        };
        let mut names: Vec<String> = Vec::new();
        let has_custom = self.may_save_custom();
        let comes = |pair: &&BroughtAlong| pair.because_of.is_some() || has_custom;
        for BroughtAlong { group_resource: resource, .. } in clauses.brought_along.iter().filter(comes) {
            let name = resource.split('.').next().unwrap_or(resource).to_owned();
            if !is_saved_otherwise(resource) && !names.contains(&name) {
                names.push(name);
            }
        }
        let labels = if self.selects_by_labels() { ", with any labels" } else { "" };
        (!names.is_empty()).then(|| format!("what these objects use{labels}: {}", and_list(&names)))
    }

    fn selects_by_labels(&self) -> bool {
        self.filters.label_selector.is_some() || !self.filters.alternatives().is_empty()
    }

    /// Returns the words of the label selectors, if there are some.
    fn labels(&self) -> Option<String> {
        let selectors = self.filters.label_selector.iter().chain(self.filters.alternatives());
        let selectors: Vec<String> = selectors.map(selector_words).collect();
        (!selectors.is_empty()).then(|| selectors.join(", or "))
    }

    /// Whether only Namespace objects are asked for.
    fn names_only_namespaces(&self) -> bool {
        let names = self.filters.resources().includes;
        let is_namespaces = |name: &String| {
            self.cluster.resolve(name).is_some_and(|kind| kind.group_resource() == Special::Namespace.group_resource())
        };
        !names.is_empty() && names.iter().all(is_namespaces)
    }

    /// Returns why nothing is saved, or only Namespaces.
    fn why_nothing(&self) -> String {
        static REASONS: [&Rule; 12] = [
            &catalogue::LABEL_SELECTOR_UNUSABLE,
            &catalogue::LABEL_KEY,
            &catalogue::LABEL_VALUE,
            &catalogue::NAMESPACE_EXCLUDES_ALL,
            &catalogue::NAMESPACE_PATTERN_NOT_EXPANDED,
            &catalogue::NOTHING_LEFT,
            &catalogue::NAMESPACE_EMPTY_NAME,
            &catalogue::CLUSTER_SCOPED_SKIPPED,
            &catalogue::RESOURCE_UNKNOWN,
            &catalogue::RESOURCE_IN_BOTH_BY_ALIAS,
            &catalogue::RESOURCE_NEVER_INCLUDED,
            &catalogue::RESOURCE_WITHOUT_GROUP,
        ];
        let find = |rule: &&Rule| self.diagnostics.iter().find(|found| found.rule == *rule);
        match REASONS.iter().find_map(find) {
            Some(found) => found.message.clone(),
            None => "no included resource is saved".to_owned(),
        }
    }

    fn partial_failure(&self) -> Option<String> {
        static REASONS: [&Rule; 4] = [
            &catalogue::LABEL_SELECTOR_UNUSABLE,
            &catalogue::LABEL_KEY,
            &catalogue::LABEL_VALUE,
            &catalogue::NAMESPACE_PATTERN_NOT_EXPANDED,
        ];
        let empty_name = self
            .diagnostics
            .iter()
            .any(|found| found.rule == &catalogue::NAMESPACE_EMPTY_NAME && found.message.ends_with("PartiallyFailed"));
        let fails = empty_name || self.diagnostics.iter().any(|found| REASONS.contains(&found.rule));
        (fails && !self.clauses.is_nothing()).then(|| "The backup ends PartiallyFailed.".to_owned())
    }
}

/// Returns the words of chosen namespaces.
fn namespaces(names: &NameFilter) -> String {
    let included = match &names.included {
        None => "every namespace".to_owned(),
        Some(included) => words(included),
    };
    included + &except(&names.excluded)
}

/// Returns the words of a label selector. Requirements are written as for `kubectl get --selector`.
fn selector_words(selector: &Selector) -> String {
    let label = |(key, value): (&str, &str)| format!("{key}={value}");
    let requirement = |Expression { key, operator, values }: &Expression| match operator.as_str() {
        "In" => format!("{key} in ({})", values.join(", ")),
        "NotIn" => format!("{key} notin ({})", values.join(", ")),
        "DoesNotExist" => format!("!{key}"),
        _ => key.clone(),
    };
    let labels = selector.match_labels.iter().map(label);
    if selector.match_expressions.is_empty() {
        return words(&labels.collect::<Vec<_>>());
    }
    let all: Vec<String> = labels.chain(selector.match_expressions.iter().map(requirement)).collect();
    quoted(&all.join(",")).to_string()
}

fn except(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(" except {}", words(names)) }
}

fn when(schedule: Option<&ScheduleConfig>, release: Release) -> Option<String> {
    let config = schedule?;
    let Some(expression) = config.expression() else { return Some("Runs on request.".to_owned()) };
    let cron = Cron::parse(expression, Library::of(release)).ok();
    let words = cron.as_ref().and_then(Cron::in_words);
    let schedule = match (&cron, words) {
        (Some(cron), _) if cron.never_matches() => {
            format!("every minute, because the schedule {} never matches", quoted(expression))
        }
        (Some(cron), words) if cron.matches_rarely() => {
            let words = words.unwrap_or_else(|| format!("on the schedule {}", quoted(expression)));
            format!("{words}, and every minute while no run is found in the next five years")
        }
        (_, Some(words)) => words,
        (_, None) => format!("on the schedule {}", quoted(expression)),
    };
    let mut text = if config.paused {
        format!("The schedule is paused. It would run {schedule}.")
    } else {
        format!("Runs {schedule}.")
    };
    if config.skip_immediately {
        text += " A run that is already due is skipped.";
    }
    if config.use_owner_references_in_backup {
        text += " Its Backup objects are deleted with the Schedule.";
    }
    Some(text)
}

fn how_long(ttl: Option<&str>) -> String {
    let ttl = ttl.and_then(|ttl| ttl.parse::<Duration>().ok());
    match ttl {
        None | Some(Duration::ZERO) => "Each backup expires after 30 days, the default of Velero.".to_owned(),
        Some(ttl) if ttl.is_negative() => "Each backup expires as soon as it is made.".to_owned(),
        Some(ttl) => format!("Each backup expires after {}.", ttl.in_words()),
    }
}

/// Joins names as in `a, b and c`; shortens a long list.
fn words(names: &[String]) -> String {
    const MAX_LISTED_NAMES: usize = 5;
    let word = |name: &String| {
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "-._/*?[]=".contains(char);
        if !name.is_empty() && name.len() <= 60 && name.chars().all(is_plain) {
            name.clone()
        } else {
            quoted(name).to_string()
        }
    };
    let mut words: Vec<String> = names.iter().take(MAX_LISTED_NAMES).map(word).collect();
    if names.len() > MAX_LISTED_NAMES {
        words.push(format!("{} more", names.len() - MAX_LISTED_NAMES));
    }
    and_list(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn described(spec: &Spec) -> String {
        describe(spec, None, None)
    }

    #[test]
    fn a_spec_is_described_by_its_clauses() {
        let brought =
            "persistentvolumes, priorityclasses, clusterrolebindings, clusterroles and customresourcedefinitions";
        let thirty_days = "Each backup expires after 30 days, the default of Velero.";
        assert_eq!(
            described(&Spec::default()),
            format!(
                "Saves all namespaced resources in every namespace. Also saves all Namespace objects, and what these \
                 objects use: {brought}. Does not save other cluster-scoped resources. {thirty_days}"
            )
        );
        let of_all = Spec { include_cluster_resources: Some(true), ..Spec::default() };
        assert_eq!(
            described(&of_all),
            format!(
                "Saves all namespaced resources in every namespace, and all cluster-scoped resources. Also saves all \
                 Namespace objects. {thirty_days}"
            )
        );
        let of_app = Spec { include_namespaces: names(&["prod"]), ..of_all };
        assert_eq!(
            described(&of_app),
            format!(
                "Saves all namespaced resources in prod, and all cluster-scoped resources, also the volumes of other \
                 namespaces. Also saves its Namespace object. {thirty_days}"
            )
        );
        let spec = Spec {
            include_namespaces: names(&["prod-*"]),
            include_resources: names(&["deployments", "services", "secrets"]),
            exclude_namespaces: names(&["prod-test"]),
            include_cluster_resources: Some(false),
            label_selector: Some([("app", "my-app")].into_iter().collect()),
            ttl: Some("720h".into()),
            ..Spec::default()
        };
        let nightly = ScheduleConfig { schedule: Some("0 2 * * *".into()), ..ScheduleConfig::default() };
        assert_eq!(
            describe(&spec, Some(&nightly), None),
            "Saves objects labelled app=my-app: deployments.apps, services and secrets in prod-* except prod-test. Does \
             not save cluster-scoped resources, or Namespace objects. Runs every day at 02:00 UTC. Each backup expires \
             after 30 days."
        );
    }

    #[test]
    fn what_comes_along_has_any_labels() {
        let spec = Spec {
            include_namespaces: names(&["prod"]),
            label_selector: Some([("app", "my-app")].into_iter().collect()),
            ..Spec::default()
        };
        assert_eq!(
            described(&spec),
            "Saves objects labelled app=my-app: all namespaced resources in prod. Also saves its Namespace object, other \
             Namespace objects with these labels, and what these objects use, with any labels: persistentvolumes, pods, priorityclasses, \
             persistentvolumeclaims, clusterrolebindings, clusterroles and customresourcedefinitions. Does not save other \
             cluster-scoped resources. Each backup expires after 30 days, the default of Velero."
        );
    }

    #[test]
    fn a_condition_on_the_namespaces_is_said() {
        let spec = Spec {
            include_namespaces: names(&["prod"]),
            exclude_resources: names(&["secrets"]),
            ttl: Some("24h".into()),
            ..Spec::default()
        };
        let text = described(&spec);
        assert!(
            text.contains("If these are all namespaces of the cluster, it also saves all cluster-scoped resources."),
            "{text}"
        );
        let next = Cluster::builtin().clone().with_release(Release::Next);
        assert!(!describe(&spec, None, Some(&next)).contains("If"));
    }

    #[test]
    fn a_schedule_is_described_in_words_or_quoted() {
        let when = |schedule: Option<&str>, paused| {
            let config = ScheduleConfig { schedule: schedule.map(str::to_owned), paused, ..ScheduleConfig::default() };
            super::when(Some(&config), Release::default()).expect("there is a schedule")
        };
        assert_eq!(when(Some("@daily"), false), "Runs every day at 00:00 UTC.");
        assert_eq!(
            when(Some("0 2 * * 1-5"), true),
            "The schedule is paused. It would run on Monday to Friday at 02:00 UTC."
        );
        assert_eq!(when(Some("7 1-4,9 1 6 1"), false), "Runs on the schedule `7 1-4,9 1 6 1`.");
        assert_eq!(when(None, false), "Runs on request.");
        assert_eq!(when(Some(""), false), "Runs on request.");
        let never = "every minute, because the schedule `0 0 30 2 *` never matches";
        assert_eq!(when(Some("0 0 30 2 *"), false), format!("Runs {never}."));
        assert_eq!(when(Some("0 0 30 2 *"), true), format!("The schedule is paused. It would run {never}."));
        let options = ScheduleConfig {
            schedule: Some("@daily".into()),
            skip_immediately: true,
            use_owner_references_in_backup: true,
            ..ScheduleConfig::default()
        };
        assert_eq!(
            super::when(Some(&options), Release::default()).expect("there is a schedule"),
            "Runs every day at 00:00 UTC. A run that is already due is skipped. Its Backup objects are deleted with the \
             Schedule."
        );
        let six = ScheduleConfig { schedule: Some("0 0 2 * * *".into()), ..ScheduleConfig::default() };
        assert_eq!(
            describe(&Spec::default(), Some(&six), None),
            "Saves nothing, because the schedule is refused: `0 0 2 * * *` is not a cron expression for Velero: it has \
             6 fields instead of 5, although the integrator accepts it."
        );
    }

    #[test]
    fn when_no_run_is_found_there_is_a_backup_every_minute() {
        let when = |expression: &str| {
            let config = ScheduleConfig { schedule: Some(expression.to_owned()), ..ScheduleConfig::default() };
            super::when(Some(&config), Release::NEWEST).expect("there is a schedule")
        };
        assert_eq!(when("@manual"), "Runs every minute, because the schedule `@manual` never matches.");
        assert_eq!(
            when("0 0 25 12 1"),
            "Runs on Mondays that fall on the 25th of December at 00:00 UTC, and every minute while no run is found in the \
             next five years."
        );
    }

    #[test]
    fn a_refused_spec_saves_nothing() {
        let spec = Spec { ttl: Some("30d".into()), include_namespaces: names(&["*", "a"]), ..Spec::default() };
        assert_eq!(
            described(&spec),
            "Saves nothing, because the spec is refused: `*` means every namespace: Velero refuses it together with \
             other entries, and 1 other error."
        );
        assert_eq!(clauses(&spec, None), None);
        let lifetime = |ttl: &str| {
            let spec = Spec { ttl: Some(ttl.to_owned()), ..Spec::default() };
            clauses(&spec, None).expect("accepted").expires_after_seconds
        };
        assert_eq!([lifetime("24h"), lifetime("0s"), lifetime("90m1.5s")], [86_400, 30 * 86_400, 5401]);
        let spec = Spec { ttl: Some("30d".into()), ..Spec::default() };
        assert!(described(&spec).starts_with("Saves nothing, because Velero cannot read the spec: `30d` is not"));
    }

    #[test]
    fn what_matches_nothing_is_left_out() {
        let spec = |resources: &[&str]| Spec {
            include_namespaces: names(&["prod"]),
            include_resources: names(resources),
            include_cluster_resources: Some(false),
            ttl: Some("48h".into()),
            ..Spec::default()
        };
        assert_eq!(
            described(&spec(&["persistentvolumeclaims", "clusterroles", "deploymnets"])),
            "Saves persistentvolumeclaims in prod. Does not save cluster-scoped resources, or Namespace objects, or \
             volumes of the volume claims. Each backup expires after 2 days."
        );
        assert_eq!(
            described(&spec(&["clusterroles"])),
            "Saves nothing: `clusterroles` is cluster-scoped and is skipped: `include_cluster_resources` is false."
        );
        let excluded = Spec { exclude_namespaces: names(&["pro*"]), ..spec(&["pods"]) };
        assert_eq!(
            described(&excluded),
            "Saves nothing: every included namespace is also excluded, so no namespaced object is saved."
        );
    }

    #[test]
    fn what_is_left_may_be_only_namespaces_or_nothing() {
        let of = |namespaces: &str, resources: &[&str]| Spec {
            include_namespaces: names(&[namespaces]),
            include_resources: names(resources),
            ttl: Some("24h".into()),
            ..Spec::default()
        };
        assert_eq!(
            described(&of("user-*", &["ns"])),
            "Saves only the Namespace objects of user-*. Each backup expires after 1 day."
        );
        let all = Spec { exclude_namespaces: names(&["?*"]), ..Spec::default() };
        assert_eq!(
            described(&all),
            "Saves nothing: Velero 1.18 saves no namespaced object: `?*` also matches `*`, which means every namespace."
        );
    }

    #[test]
    fn long_lists_are_cut_and_long_names_quoted() {
        let mut many: Vec<String> = (0..9).map(|number| format!("kind-{number}.example.com")).collect();
        many.insert(0, format!("k{}.example.com", "i".repeat(60)));
        let spec = Spec { include_resources: Some(many), ttl: Some("90m".into()), ..Spec::default() };
        let text = described(&spec);
        assert!(text.starts_with("Saves `kiii"), "{text}");
        assert!(text.contains("kind-3.example.com and 5 more in every namespace"), "{text}");
    }
}
