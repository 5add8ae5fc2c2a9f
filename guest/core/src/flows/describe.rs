//! A spec in plain words.

use crate::catalogue;
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Pointer, Rule, Severity, and_list, quoted};
use crate::model::{ScheduleConfig, Spec};
use crate::report::Report;
use crate::rules;
use crate::sort::set;
use crate::velero::cron::Cron;
use crate::velero::duration::Duration;

/// The spec, and the schedule, in a sentence or two: what is saved, when, and for how long. For a spec or a schedule that
/// is refused, or of which the rules know that it saves nothing, why. What a cluster has of all that is not known here.
pub fn describe(spec: &Spec, schedule: Option<&ScheduleConfig>) -> String {
    let mut report = Report::default();
    rules::check_spec(spec, Cluster::builtin(), &Pointer::Root, &mut report);
    let diagnostics = report.into_diagnostics();
    if let Some(refusal) = refusal(&diagnostics) {
        return format!("Saves nothing, since the spec is refused: {refusal}.");
    }
    let mut report = Report::default();
    if let Some(schedule) = schedule {
        rules::schedule::check(schedule, &Pointer::Root, &mut report);
    }
    let said_of_schedule = report.into_diagnostics();
    if let Some(refusal) = refusal(&said_of_schedule) {
        return format!("Saves nothing, since the schedule is refused: {refusal}.");
    }
    if let Some(never) = said_of_schedule.iter().find(|said| *said.rule == catalogue::SCHEDULE_NEVER_RUNS) {
        return format!("Saves nothing: {}.", never.message);
    }
    let says = |rule: &Rule| diagnostics.iter().find(|diagnostic| diagnostic.rule == rule);
    if let Some(nothing) = says(&catalogue::NOTHING_LEFT) {
        return format!("Saves nothing: {}.", nothing.message);
    }
    let Some(resources) = saved_resources(spec, &diagnostics) else {
        return "Saves nothing: none of the resources that it includes is saved.".to_owned();
    };
    let volumes = match says(&catalogue::VOLUMES_LEFT_BEHIND) {
        Some(_) => ", volume claims without their volumes",
        None => "",
    };
    format!("Saves {resources}{}{volumes}{}, {}{}.", scope(spec), labels(spec), when(schedule), how_long(spec))
}

/// The first error, and how many others there are.
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

/// The resources that are included, without those of which the rules know that nothing is saved; `None` if none is left.
fn saved_resources(spec: &Spec, diagnostics: &[Diagnostic]) -> Option<String> {
    static NOTHING_OF_IT: [&Rule; 6] = [
        &catalogue::CLUSTER_SCOPED_SKIPPED,
        &catalogue::RESOURCE_UNKNOWN,
        &catalogue::RESOURCE_REPEATED,
        &catalogue::RESOURCE_EMPTY_NAME,
        &catalogue::RESOURCE_NEVER_INCLUDED,
        &catalogue::RESOURCE_IN_BOTH_BY_ALIAS,
    ];
    let lists = spec.resources();
    let names = lists.includes;
    // Velero drops empty names, and takes a list that has no others for none.
    if lists.includes_all() || names.iter().all(String::is_empty) {
        return Some(match spec.include_cluster_resources {
            Some(true) => "all resources".to_owned(),
            _ => "all namespaced resources".to_owned(),
        });
    }
    let told = diagnostics.iter().filter(|diagnostic| NOTHING_OF_IT.contains(&diagnostic.rule));
    let pointers = told.flat_map(|diagnostic| {
        if *diagnostic.rule == catalogue::RESOURCE_IN_BOTH_BY_ALIAS {
            // It is about the exclusion; the inclusion is related.
            diagnostic.related.iter().map(|related| related.pointer.clone()).collect()
        } else {
            vec![diagnostic.pointer.clone()]
        }
    });
    let told = set(pointers);
    let is_saved = |(index, _): &(usize, &String)| !told.contains(&format!("/include_resources/{index}"));
    let saved: Vec<String> = names.iter().enumerate().filter(is_saved).map(|(_, name)| name.clone()).collect();
    (!saved.is_empty()).then(|| words(&saved))
}

fn scope(spec: &Spec) -> String {
    let except = |names: &[String]| if names.is_empty() { String::new() } else { format!(" except {}", words(names)) };
    let lists = spec.namespaces();
    let namespaces = if lists.includes_all() { "every namespace".to_owned() } else { words(lists.includes) };
    let cluster = match spec.include_cluster_resources {
        Some(true) => ", cluster-scoped objects included",
        Some(false) => ", without any cluster-scoped object",
        None => "",
    };
    format!("{} in {namespaces}{}{cluster}", except(spec.resources().excludes), except(lists.excludes))
}

fn labels(spec: &Spec) -> String {
    let labels = spec.label_selector.iter().flat_map(|labels| labels.iter());
    let labels: Vec<String> = labels.map(|(key, value)| format!("{key}={value}")).collect();
    match labels.len() {
        0 => String::new(),
        1 => format!(", of what has the label {}", words(&labels)),
        _ => format!(", of what has the labels {}", words(&labels)),
    }
}

fn when(schedule: Option<&ScheduleConfig>) -> String {
    let Some(config) = schedule else { return String::new() };
    let Some(expression) = config.expression() else { return "when somebody asks for it, ".to_owned() };
    let words = Cron::parse(expression).ok().and_then(|cron| cron.in_words());
    match (words, config.paused) {
        (Some(words), false) => format!("{words}, "),
        (Some(words), true) => format!("on a schedule that is paused ({words}), "),
        (None, false) => format!("on the schedule {}, ", quoted(expression)),
        (None, true) => format!("on the schedule {}, which is paused, ", quoted(expression)),
    }
}

fn how_long(spec: &Spec) -> String {
    const HOUR: i64 = 3600 * 1_000_000_000;
    let ttl = spec.ttl.as_deref().and_then(|ttl| ttl.parse::<Duration>().ok());
    match ttl {
        None => "kept for Velero's default of 30 days".to_owned(),
        Some(ttl) if ttl.is_zero() => "kept for Velero's default of 30 days".to_owned(),
        Some(ttl) if ttl.is_negative() => "expired as soon as it is made".to_owned(),
        Some(ttl) => {
            let nanoseconds = ttl.as_nanoseconds();
            let counted =
                |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
            if nanoseconds % (24 * HOUR) == 0 {
                format!("kept for {}", counted(nanoseconds / (24 * HOUR), "day"))
            } else if nanoseconds % HOUR == 0 {
                format!("kept for {}", counted(nanoseconds / HOUR, "hour"))
            } else {
                format!("kept for {}", ttl.in_interface_form().unwrap_or_else(|| ttl.to_string()))
            }
        }
    }
}

/// `a, b and c`; of many, the first.
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
    fn a_spec_is_said_in_a_sentence() {
        assert_eq!(
            describe(&Spec::default(), None),
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
            describe(&spec, Some(&nightly)),
            "Saves deployments, services and secrets in prod-* except prod-test, without any cluster-scoped object, of \
             what has the label app=my-app, every day at 02:00 UTC, kept for 30 days."
        );
    }

    #[test]
    fn a_schedule_is_said_in_words_where_there_are_some() {
        let said = |schedule: Option<&str>, paused| {
            let config = ScheduleConfig { schedule: schedule.map(str::to_owned), paused, ..ScheduleConfig::default() };
            describe(&Spec { include_namespaces: names(&["prod"]), ..Spec::default() }, Some(&config))
        };
        let saves = |when: &str| {
            format!("Saves all namespaced resources in prod, {when}, kept for Velero's default of 30 days.")
        };
        assert_eq!(said(Some("@daily"), false), saves("every day at 00:00 UTC"));
        assert_eq!(
            said(Some("0 2 * * 1-5"), true),
            saves("on a schedule that is paused (on Monday to Friday at 02:00 UTC)")
        );
        assert_eq!(said(Some("7 1-4,9 1 6 1"), false), saves("on the schedule `7 1-4,9 1 6 1`"));
        assert_eq!(said(None, false), saves("when somebody asks for it"));
        assert_eq!(said(Some(""), false), saves("when somebody asks for it"));
        assert_eq!(
            said(Some("0 0 30 2 *"), false),
            "Saves nothing: `0 0 30 2 *` never runs: no day and time is like that."
        );
        assert_eq!(
            said(Some("0 0 2 * * *"), false),
            "Saves nothing, since the schedule is refused: `0 0 2 * * *` is no cron expression for Velero: it has 6 fields, \
             of five, though the integrator takes it."
        );
    }

    #[test]
    fn a_refused_spec_saves_nothing() {
        let spec = Spec { ttl: Some("30d".into()), include_namespaces: names(&["*", "a"]), ..Spec::default() };
        assert_eq!(
            describe(&spec, None),
            "Saves nothing, since the spec is refused: `*` stands for every namespace, and Velero refuses it together with \
             others, and 1 other error."
        );
    }

    #[test]
    fn what_the_rules_know_not_to_be_saved_is_not_said_to_be() {
        let spec = |resources: &[&str]| Spec {
            include_namespaces: names(&["prod"]),
            include_resources: names(resources),
            include_cluster_resources: Some(false),
            ttl: Some("48h".into()),
            ..Spec::default()
        };
        assert_eq!(
            describe(&spec(&["persistentvolumeclaims", "clusterroles", "deploymnets"]), None),
            "Saves persistentvolumeclaims in prod, without any cluster-scoped object, volume claims without their volumes, \
             kept for 2 days."
        );
        assert_eq!(
            describe(&spec(&["clusterroles"]), None),
            "Saves nothing: none of the resources that it includes is saved."
        );
        let excluded = Spec { exclude_namespaces: names(&["pro*"]), ..spec(&["pods"]) };
        assert_eq!(
            describe(&excluded, None),
            "Saves nothing: every namespace that is included is excluded too, so nothing of any is saved."
        );
    }

    #[test]
    fn long_lists_are_cut_and_strange_names_quoted() {
        let many: Vec<String> = (0..9).map(|number| format!("kind-{number}.example.com")).collect();
        let spec = Spec { include_resources: Some(many), ttl: Some("90m".into()), ..Spec::default() };
        assert_eq!(
            describe(&spec, None),
            "Saves kind-0.example.com, kind-1.example.com, kind-2.example.com, kind-3.example.com, kind-4.example.com and 4 \
             more in every namespace, kept for 1h30m."
        );
        let spec = Spec { exclude_resources: names(&["a b\n"]), ttl: Some("1h".into()), ..Spec::default() };
        assert_eq!(
            describe(&spec, None),
            "Saves all namespaced resources except `a b\\n` in every namespace, kept for 1 hour."
        );
    }
}
