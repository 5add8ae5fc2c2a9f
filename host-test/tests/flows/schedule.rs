//! Tests schedules: checks, runs and retention.

use k8s_backup_target_host::{ScheduleConfig, Timeline, Window};
use proptest::prelude::*;

use crate::EVALUATOR;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn codes(schedule: &str) -> Vec<String> {
    let config = ScheduleConfig { schedule: Some(schedule.to_owned()), ..ScheduleConfig::default() };
    let diagnostics = EVALUATOR.check_schedule(&config, None).expect("within limits");
    diagnostics.into_iter().map(|diagnostic| diagnostic.code).collect()
}

fn retention(schedule: &str, ttl: Option<&str>, count: u32) -> Result<Timeline, Vec<String>> {
    let retention = EVALUATOR.retention(schedule, ttl, 0, count, None).expect("within limits");
    retention.map_err(|refusals| refusals.into_iter().map(|refusal| refusal.code).collect())
}

#[test]
fn schedules_are_checked_for_velero_and_the_integrator() {
    assert_eq!(codes("0 2 * * *"), [""; 0]);
    assert_eq!(codes(""), [""; 0]);
    assert_eq!(codes("0 0 2 * * *"), ["schedule-not-cron"]);
    assert_eq!(codes("@daily"), ["schedule-unknown-to-integrator"]);
    assert_eq!(codes("0 0 30 FEB *"), ["schedule-never-matches", "schedule-unknown-to-integrator"]);
}

#[test]
fn backups_expire_after_the_ttl_and_leave_gaps() {
    let window = |start, end| Window { start: start * HOUR, end: end * HOUR };
    let short = retention("0 2 * * *", Some("6h"), 3).expect("sound");
    assert_eq!(short.backups, [window(2, 8), window(26, 32), window(50, 56)]);
    assert_eq!(short.gaps, [window(8, 26), window(32, 50)]);
    assert_eq!(short.kept_at_once, 1);
    // A backup is deleted up to an hour after it expires.
    assert_eq!(retention("0 2 * * *", Some("24h"), 1).expect("sound").kept_at_once, 2);

    let default = retention("0 2 * * *", None, 1).expect("sound");
    assert_eq!(default.backups, [Window { start: 2 * HOUR, end: 2 * HOUR + 30 * DAY }]);
    assert_eq!((default.gaps.len(), default.kept_at_once), (0, 31));
    assert_eq!(retention("0 2 * * *", Some("0s"), 1).expect("sound"), default);

    assert_eq!(
        retention("0 2 * *", Some("30d"), 1),
        Err(vec!["schedule-not-cron".into(), "ttl-not-a-duration".into()])
    );
    let every_minute = retention("0 0 30 2 *", Some("1h"), 2).expect("sound").backups;
    assert_eq!(every_minute.iter().map(|backup| backup.start).collect::<Vec<_>>(), [60, 120]);
}

#[test]
fn the_number_of_runs_is_limited() {
    let runs = EVALUATOR.next_runs("* * * * *", 0, u32::MAX, None).expect("within limits").expect("sound");
    assert_eq!(runs.len(), 10_000);
    for after in [i64::MIN, i64::MAX, i64::MAX - 1] {
        assert_eq!(EVALUATOR.next_runs("* * * * *", after, 3, None).expect("within limits"), Ok(vec![]));
    }
    let often = retention("@every 1s", Some("2562047h"), 2).expect("sound");
    // Velero looks at Schedules once a minute.
    assert_eq!(often.kept_at_once, 2_562_048 * 60);
}

proptest! {
    #[test]
    fn runs_are_ascending_and_deterministic(
        schedule in "(TZ=(UTC|Europe/Paris|America/Sao_Paulo) )?([0-9*/,?-]{1,6} ){4}[0-9*/,?-]{1,6}|@every [0-9]{1,3}[hms]|.{0,20}",
        after in -4_000_000_000_i64..8_000_000_000,
    ) {
        let runs = EVALUATOR.next_runs(&schedule, after, 5, None).expect("within limits");
        prop_assert_eq!(&runs, &EVALUATOR.next_runs(&schedule, after, 5, None).expect("within limits"));
        match runs {
            Ok(runs) => prop_assert!(std::iter::once(after).chain(runs).is_sorted_by(|a, b| a < b)),
            Err(refusals) => prop_assert!(!refusals.is_empty()),
        }
    }
}
