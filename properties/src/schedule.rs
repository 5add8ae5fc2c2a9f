//! Properties of durations and cron expressions.

mod calendar;
mod go;

use k8s_backup_target::model::ScheduleConfig;
use k8s_backup_target::schedule;
use k8s_backup_target::velero::cron::{Cron, instant_from_rfc3339, instant_to_rfc3339, integrator};
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
    runs_when_it_says(&expression, after);

    let config = ScheduleConfig { schedule: Some(expression.to_string()), ..ScheduleConfig::default() };
    let found = schedule::check_schedule(&config, None);
    diagnostics::check(&found, None);
    integrator::accepts(&expression);
    match schedule::next_runs(&expression, after, 5, None) {
        Ok(runs) => assert!(runs.is_sorted_by(|a, b| a < b) && runs.iter().all(|&run| run > after), "{runs:?}"),
        Err(found) => diagnostics::check(&found, None),
    }
    match schedule::retention(&expression, Some(&ttl), after, 3, None) {
        Ok(timeline) => {
            assert!(timeline.backups.len() <= MAX_RUNS as usize);
            assert!(timeline.backups.iter().all(|backup| backup.start <= backup.end), "{timeline:?}");
            assert!(timeline.gaps.iter().all(|gap| gap.start < gap.end), "{timeline:?}");
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

fn runs_when_it_says(expression: &str, after: i64) {
    let cron = match Cron::parse(expression) {
        Ok(cron) => cron,
        Err(error) => {
            assert!(expression.get(error.range.clone()).is_some(), "{error:?} of {expression:?}");
            return;
        }
    };
    assert_eq!(Cron::parse(expression).as_ref(), Ok(&cron));
    let Some(minutes) = calendar::Minutes::of(expression) else { return };
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
