//! Properties of durations and cron expressions.

mod calendar;
mod go;

use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::release::Release;
use k8s_backup_target::schedule;
use k8s_backup_target::velero::cron::{Cron, Library, instant_from_rfc3339, instant_to_rfc3339, integrator};
use k8s_backup_target::velero::duration::{Duration, DurationError, is_interface_form};
use k8s_backup_target::velero::retention::MAX_RUNS;

use crate::diagnostics;
use crate::input::Input;

/// The input contains a duration, a cron expression, and the time after which it runs.
pub(crate) fn holds(input: &[u8]) {
    let mut input = Input(input);
    let (ttl, expression, after) = (input.text(), input.text(), input.text());
    is_read_as_go_reads_it(&ttl);
    let after = instant_from_rfc3339(&after).or_else(|| after.parse().ok()).unwrap_or(1_704_067_199);
    let instant = instant_to_rfc3339(after);
    let is_written = instant.len() == "2026-06-01T02:00:00Z".len() && !instant.starts_with('-');
    assert!(!is_written || instant_from_rfc3339(&instant) == Some(after), "{instant}");
    for library in Library::ALL {
        runs_when_it_says(&expression, after, library);
        has_its_runs_where_it_is_read_alike(&expression, library);
    }
    integrator::accepts(&expression);
    let [robfig, go_cron] = Library::ALL.map(|library| Cron::parse(&expression, library));
    let are_alike = robfig.is_ok_and(|robfig| go_cron.is_ok_and(|go_cron| robfig.difference_from(&go_cron).is_none()));
    is_checked(&expression, &ttl, after, Release::OLDEST);
    if !are_alike {
        is_checked(&expression, &ttl, after, Release::NEWEST);
    }
}

fn is_checked(expression: &str, ttl: &str, after: i64, release: Release) {
    let version = Some(release.name());
    let config =
        ScheduleConfig { schedule: Some(expression.to_owned()), skip_immediately: true, ..ScheduleConfig::default() };
    let found = schedule::check_schedule(&config, version);
    diagnostics::check(&found, None);
    let runs = schedule::next_runs(expression, after, 5, version);
    match &runs {
        Ok(runs) => assert!(runs.is_sorted_by(|a, b| a < b) && runs.iter().all(|&run| run > after), "{runs:?}"),
        Err(found) => diagnostics::check(found, None),
    }
    match schedule::retention(expression, Some(ttl), after, 3, version) {
        Ok(timeline) => {
            assert!(timeline.backups.len() <= MAX_RUNS as usize);
            assert!(timeline.backups.iter().all(|backup| backup.start <= backup.end), "{timeline:?}");
            assert!(timeline.gaps.iter().all(|gap| gap.start < gap.end), "{timeline:?}");
            // A schedule without runs makes backups all the same, and `check` says so.
            let is_due = runs.is_ok_and(|runs| runs.is_empty()) && !timeline.backups.is_empty();
            let is_reported = found.iter().any(|found| found.rule.code == "schedule-never-matches");
            let is_this_century = (1_767_225_600..2_650_838_400).contains(&after);
            assert!(!is_due || is_reported || !is_this_century, "{expression:?} after {after}");
        }
        Err(found) => {
            assert!(!found.is_empty());
            diagnostics::check(&found, None);
        }
    }
}

fn is_read_as_go_reads_it(text: &str) {
    let read = text.parse::<Duration>();
    let expected = go::duration(text.as_bytes());
    match (&read, expected) {
        (Ok(duration), Ok(nanoseconds)) => {
            assert_eq!(duration.as_nanoseconds(), nanoseconds, "{text:?}");
            assert_eq!(duration.to_string().parse(), Ok(*duration));
            if let Some(form) = duration.in_interface_form() {
                assert!(is_interface_form(&form), "{form}");
                assert_eq!(form.parse(), Ok(*duration));
            }
        }
        (Err(error), Err(fault)) => {
            let expected = match error {
                DurationError::Invalid | DurationError::OutOfRange => go::Fault::Invalid,
                DurationError::MissingUnit => go::Fault::MissingUnit,
                DurationError::UnknownUnit(_) => go::Fault::UnknownUnit,
            };
            assert_eq!(fault, expected, "{text:?}");
        }
        (read, expected) => panic!("{text:?} is read as {read:?}, not as {expected:?}"),
    }
    // Text in the interface's format is a duration for Go, or is too long.
    assert!(!is_interface_form(text) || matches!(read, Ok(_) | Err(DurationError::OutOfRange)), "{text:?}");
    if let (true, Ok(duration), Some(spoken)) = (is_interface_form(text), &read, Duration::from_spoken(text)) {
        assert_eq!(*duration, spoken, "{text:?}");
    }
}

/// What is said to be read alike by both libraries has the runs of the expression, in both.
fn has_its_runs_where_it_is_read_alike(expression: &str, library: Library) {
    let Ok(cron) = Cron::parse(expression, library) else { return };
    let Some(alike) = cron.in_every_library() else { return };
    for library in Library::ALL {
        let other = Cron::parse(&alike, library).expect(&alike);
        for after in [1_767_225_600, 1_774_000_000, 1_790_000_000] {
            assert!(cron.runs_after(after).take(5).eq(other.runs_after(after).take(5)), "{expression:?} and {alike:?}");
        }
    }
}

fn runs_when_it_says(expression: &str, after: i64, library: Library) {
    let cron = match Cron::parse(expression, library) {
        Ok(cron) => cron,
        Err(error) => {
            assert!(expression.get(error.range.clone()).is_some(), "{error:?} of {expression:?}");
            return;
        }
    };
    assert_eq!(Cron::parse(expression, library).as_ref(), Ok(&cron));
    let Some(minutes) = calendar::Minutes::of(expression, library == Library::GoCron) else { return };
    // 40 days, minute by minute. Measured cases cover years before 1970 and distant years.
    let Ok(start) = u64::try_from(after.div_euclid(60) + 1) else { return };
    if after > 4_000_000_000 {
        return;
    }
    const WINDOW: u64 = 40 * 1440;
    let mut expected = minutes.within(start..start + WINDOW).map(|minute| minute as i64 * 60);
    let mut runs = cron.runs_after(after);
    for _ in 0..3 {
        let Some(first) = expected.next() else {
            let end = (start + WINDOW) as i64 * 60;
            assert!(runs.next().is_none_or(|run| run >= end), "{expression:?} after {after}");
            return;
        };
        assert_eq!(runs.next(), Some(first), "{expression:?} after {after}");
    }
}
