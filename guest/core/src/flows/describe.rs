//! Descriptions of specs and schedules in English.

use crate::catalogue;
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Pointer, Rule, Severity, and_list, quoted};
use crate::model::{ScheduleConfig, Spec};
use crate::release::{Behaviour, Release};
use crate::report::Report;
use crate::rules;
use crate::rules::cross_field::selects_cluster_scoped;
use crate::sort::set;
use crate::velero::cron::{Cron, Library};
use crate::velero::duration::Duration;
use crate::velero::filters::{Filters, included_resources};
use crate::velero::glob;

/// Describes a spec and a schedule in a sentence or two: what is saved, when, and for how long.
///
/// If the spec or the schedule is refused, or the rules know that it saves nothing, it says why. The cluster gives the
/// kinds and the release of Velero. Without it, only the built-in kinds are known, and the default release is used.
pub fn describe(spec: &Spec, schedule: Option<&ScheduleConfig>, cluster: Option<&Cluster>) -> String {
    let cluster = Cluster::or_builtin(cluster);
    let release = cluster.release();
    let filters = Filters::from(spec);
    let mut refusals = rules::refusals(&filters, release);
    let refused = if refusals.is_empty() { "" } else { ", because the spec is refused" };
    refusals.extend(rules::refusals_of_spec(spec));
    if let Some(refusal) = refusal(&refusals) {
        return format!("Saves nothing{refused}: {refusal}.");
    }
    let mut report = Report::default();
    rules::check_spec(spec, cluster, &Pointer::Root, &mut report);
    let diagnostics = report.into_diagnostics();
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
    let find = |rule: &Rule| diagnostics.iter().find(|diagnostic| diagnostic.rule == rule);
    let described = Described { filters: &filters, release };
    if let Some(unreadable) = find(&catalogue::NAMESPACE_PATTERN_UNREADABLE).filter(|_| described.expands()) {
        return format!("Saves nothing, because the backup fails: {}.", unreadable.message);
    }
    if let Some(unusable) = find(&catalogue::LABEL_KEY).or_else(|| find(&catalogue::LABEL_VALUE)) {
        return format!("Saves at most Namespaces, and the backup ends PartiallyFailed: {}.", unusable.message);
    }
    if let Some(excluding) = find(&catalogue::NAMESPACE_EXCLUDES_ALL) {
        return format!("Saves no namespaced resources: {}.", excluding.message);
    }
    if let Some(not_expanded) = find(&catalogue::NAMESPACE_PATTERN_NOT_EXPANDED).filter(|_| described.names_none()) {
        let what = if filters.include_cluster_resources == Some(true) {
            "no namespaced resources"
        } else if rules::selects_namespaces(&filters, cluster) {
            "only Namespaces"
        } else {
            "nothing"
        };
        return format!("Saves {what}: {}.", not_expanded.message);
    }
    if let Some(nothing) = find(&catalogue::NOTHING_LEFT) {
        return format!("Saves nothing: {}.", nothing.message);
    }
    let Some(resources) = saved_resources(&described, &diagnostics) else {
        return "Saves nothing: no included resource is saved.".to_owned();
    };
    let volumes = match find(&catalogue::VOLUMES_LEFT_BEHIND) {
        Some(_) => ", volume claims without their volumes",
        None => "",
    };
    format!(
        "Saves {resources}{}{volumes}{}, {}{}.",
        described.scope(),
        labels(spec),
        when(schedule, release),
        how_long(spec)
    )
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

/// Returns the included resources, without those that the rules know not to be saved; `None` if none is left.
fn saved_resources(described: &Described<'_>, diagnostics: &[Diagnostic]) -> Option<String> {
    static NOT_SAVED: [&Rule; 6] = [
        &catalogue::CLUSTER_SCOPED_SKIPPED,
        &catalogue::RESOURCE_UNKNOWN,
        &catalogue::RESOURCE_REPEATED,
        &catalogue::RESOURCE_EMPTY_NAME,
        &catalogue::RESOURCE_NEVER_INCLUDED,
        &catalogue::RESOURCE_IN_BOTH_BY_ALIAS,
    ];
    let names = described.filters.resources().includes;
    // Velero removes some names. An empty list includes everything.
    let kept = included_resources(described.filters, described.release);
    if kept.iter().all(String::is_empty) || kept.iter().any(|name| name == "*") {
        return Some(if selects_cluster_scoped(described.filters, described.release) {
            "all resources".to_owned()
        } else {
            "all namespaced resources".to_owned()
        });
    }
    let not_saved = diagnostics.iter().filter(|diagnostic| NOT_SAVED.contains(&diagnostic.rule));
    let pointers = not_saved.flat_map(|diagnostic| {
        if *diagnostic.rule == catalogue::RESOURCE_IN_BOTH_BY_ALIAS {
            // The diagnostic is at the exclusion; the inclusion is related.
            diagnostic.related.iter().map(|related| related.pointer.clone()).collect()
        } else {
            vec![diagnostic.pointer.clone()]
        }
    });
    let not_saved = set(pointers);
    let is_saved = |(index, _): &(usize, &String)| !not_saved.contains(&format!("/include_resources/{index}"));
    let saved: Vec<String> = names.iter().enumerate().filter(is_saved).map(|(_, name)| name.clone()).collect();
    (!saved.is_empty()).then(|| words(&saved))
}

/// The filters of a spec, in a release of Velero.
struct Described<'s> {
    filters: &'s Filters,
    release: Release,
}

impl Described<'_> {
    /// Whether Velero expands the namespace patterns, so that one that it cannot compile makes the backup fail.
    fn expands(&self) -> bool {
        let behaviour = if self.filters.namespaces().includes_all() {
            Behaviour::ExpandsWildcard
        } else {
            Behaviour::ExpandsNamespacePatterns
        };
        self.release.has(behaviour)
    }

    /// Returns the included namespaces whose objects are listed, and the patterns that are not expanded.
    fn included(&self) -> (Vec<String>, Vec<String>) {
        let is_listed = |name: &String| self.expands() || !glob::is_pattern(name) || glob::matches_wildcard(name);
        self.filters.namespaces().includes.iter().cloned().partition(is_listed)
    }

    /// Whether the objects of no namespace are listed.
    fn names_none(&self) -> bool {
        self.included().0.is_empty()
    }

    fn scope(&self) -> String {
        let except =
            |names: &[String]| if names.is_empty() { String::new() } else { format!(" except {}", words(names)) };
        let lists = self.filters.namespaces();
        let namespaces = if lists.includes_all() {
            "every namespace".to_owned()
        } else {
            let (listed, not_expanded) = self.included();
            let objects = if not_expanded.is_empty() {
                String::new()
            } else {
                format!(" (and of {} only the Namespace objects)", words(&not_expanded))
            };
            words(&listed) + &objects
        };
        let cluster = match self.filters.include_cluster_resources {
            Some(true) => ", with cluster-scoped objects",
            Some(false) => ", without cluster-scoped objects",
            None => "",
        };
        let resources = except(self.filters.resources().excludes);
        format!("{resources} in {namespaces}{}{cluster}", except(&self.excluded()))
    }

    /// Returns the excluded namespaces.
    fn excluded(&self) -> Vec<String> {
        self.filters.namespaces().used_excludes().map(|(_, name)| name.clone()).collect()
    }
}

fn labels(spec: &Spec) -> String {
    let labels = spec.label_selector.iter().flat_map(|labels| labels.iter());
    let labels: Vec<String> = labels.map(|(key, value)| format!("{key}={value}")).collect();
    if labels.is_empty() { String::new() } else { format!(", objects labelled {}", words(&labels)) }
}

fn when(schedule: Option<&ScheduleConfig>, release: Release) -> String {
    let Some(config) = schedule else { return String::new() };
    let Some(expression) = config.expression() else { return "on request, ".to_owned() };
    let cron = Cron::parse(expression, Library::of(release)).ok();
    let words = cron.as_ref().and_then(Cron::in_words);
    let due = match &cron {
        Some(cron) if cron.never_matches() => {
            let due = format!("every minute, because the schedule {} never matches", quoted(expression));
            return if config.paused { format!("on a paused schedule ({due}), ") } else { due + ", " };
        }
        Some(cron) if cron.matches_rarely() => ", and every minute while no run is found in the next five years",
        _ => "",
    };
    match (words, config.paused) {
        (Some(words), false) => format!("{words}{due}, "),
        (Some(words), true) => format!("on a paused schedule ({words}{due}), "),
        (None, false) => format!("on the schedule {}{due}, ", quoted(expression)),
        (None, true) => format!("on the paused schedule {}{due}, ", quoted(expression)),
    }
}

fn how_long(spec: &Spec) -> String {
    let ttl = spec.ttl.as_deref().and_then(|ttl| ttl.parse::<Duration>().ok());
    match ttl {
        None | Some(Duration::ZERO) => "kept for Velero's default of 30 days".to_owned(),
        Some(ttl) if ttl.is_negative() => "expires as soon as it is made".to_owned(),
        Some(ttl) => format!("kept for {}", ttl.in_words()),
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

    #[test]
    fn a_spec_is_described_in_a_sentence() {
        assert_eq!(
            describe(&Spec::default(), None, None),
            "Saves all namespaced resources in every namespace, kept for Velero's default of 30 days."
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
            "Saves deployments, services and secrets in prod-* except prod-test, without cluster-scoped objects, \
             objects labelled app=my-app, every day at 02:00 UTC, kept for 30 days."
        );
    }

    #[test]
    fn a_schedule_is_described_in_words_or_quoted() {
        let described = |schedule: Option<&str>, paused| {
            let config = ScheduleConfig { schedule: schedule.map(str::to_owned), paused, ..ScheduleConfig::default() };
            describe(&Spec { include_namespaces: names(&["prod"]), ..Spec::default() }, Some(&config), None)
        };
        let saves = |when: &str| {
            format!("Saves all namespaced resources in prod, {when}, kept for Velero's default of 30 days.")
        };
        assert_eq!(described(Some("@daily"), false), saves("every day at 00:00 UTC"));
        assert_eq!(
            described(Some("0 2 * * 1-5"), true),
            saves("on a paused schedule (on Monday to Friday at 02:00 UTC)")
        );
        assert_eq!(described(Some("7 1-4,9 1 6 1"), false), saves("on the schedule `7 1-4,9 1 6 1`"));
        assert_eq!(described(None, false), saves("on request"));
        assert_eq!(described(Some(""), false), saves("on request"));
        assert_eq!(
            described(Some("0 0 30 2 *"), false),
            saves("every minute, because the schedule `0 0 30 2 *` never matches")
        );
        assert_eq!(
            described(Some("0 0 30 2 *"), true),
            saves("on a paused schedule (every minute, because the schedule `0 0 30 2 *` never matches)")
        );
        assert_eq!(
            described(Some("0 0 2 * * *"), false),
            "Saves nothing, because the schedule is refused: `0 0 2 * * *` is not a cron expression for Velero: it has \
             6 fields instead of 5, although the integrator accepts it."
        );
    }

    #[test]
    fn when_no_run_is_found_there_is_a_backup_every_minute() {
        let when = |expression: &str| {
            let config = ScheduleConfig { schedule: Some(expression.to_owned()), ..ScheduleConfig::default() };
            super::when(Some(&config), Release::NEWEST)
        };
        assert_eq!(when("@manual"), "every minute, because the schedule `@manual` never matches, ");
        assert_eq!(
            when("0 0 25 12 1"),
            "on Mondays that fall on the 25th of December at 00:00 UTC, and every minute while no run is found in the \
             next five years, "
        );
    }

    #[test]
    fn a_refused_spec_saves_nothing() {
        let spec = Spec { ttl: Some("30d".into()), include_namespaces: names(&["*", "a"]), ..Spec::default() };
        assert_eq!(
            describe(&spec, None, None),
            "Saves nothing, because the spec is refused: `*` means every namespace: Velero refuses it together with \
             other entries, and 1 other error."
        );
    }

    #[test]
    fn what_the_rules_know_not_to_be_saved_is_left_out() {
        let spec = |resources: &[&str]| Spec {
            include_namespaces: names(&["prod"]),
            include_resources: names(resources),
            include_cluster_resources: Some(false),
            ttl: Some("48h".into()),
            ..Spec::default()
        };
        assert_eq!(
            describe(&spec(&["persistentvolumeclaims", "clusterroles", "deploymnets"]), None, None),
            "Saves persistentvolumeclaims in prod, without cluster-scoped objects, volume claims without their \
             volumes, kept for 2 days."
        );
        assert_eq!(describe(&spec(&["clusterroles"]), None, None), "Saves nothing: no included resource is saved.");
        let excluded = Spec { exclude_namespaces: names(&["pro*"]), ..spec(&["pods"]) };
        assert_eq!(
            describe(&excluded, None, None),
            "Saves nothing: every included namespace is also excluded, so no namespaced object is saved."
        );
    }

    #[test]
    fn long_lists_are_cut_and_strange_names_quoted() {
        let many: Vec<String> = (0..9).map(|number| format!("kind-{number}.example.com")).collect();
        let spec = Spec { include_resources: Some(many), ttl: Some("90m".into()), ..Spec::default() };
        assert_eq!(
            describe(&spec, None, None),
            "Saves kind-0.example.com, kind-1.example.com, kind-2.example.com, kind-3.example.com, kind-4.example.com and 4 \
             more in every namespace, kept for 1h30m."
        );
        let spec = Spec { exclude_resources: names(&["a b\n"]), ttl: Some("1h".into()), ..Spec::default() };
        assert_eq!(
            describe(&spec, None, None),
            "Saves all resources except `a b\\n` in every namespace, kept for 1 hour."
        );
    }
}
