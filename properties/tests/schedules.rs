//! Properties of what is said about the two libraries that Velero reads schedules with.

use k8s_backup_target::velero::cron::{Cron, Difference, Library};
use k8s_backup_target_properties::schedules::{CHANGING, Texts};

/// The days of 2026 to 2053, as the times before they start in UTC.
fn days() -> impl Iterator<Item = i64> {
    (1_767_225_599..2_650_838_400).step_by(86_400)
}

/// Returns texts that both libraries accept, with both readings.
fn read_by_both(seed: u64, count: usize) -> Vec<(String, [Cron; 2])> {
    let mut texts = Texts::new(seed, &CHANGING);
    let texts = std::iter::repeat_with(|| texts.next_text());
    let read = texts.filter_map(|text| match Library::ALL.map(|library| Cron::parse(&text, library)) {
        [Ok(robfig), Ok(go_cron)] => Some((text, [robfig, go_cron])),
        _ => None,
    });
    read.take(count).collect()
}

fn is_without_runs(crons: &[Cron; 2]) -> bool {
    crons.iter().any(|cron| cron.never_matches() || cron.matches_rarely())
}

#[test]
fn readings_without_a_difference_have_the_same_runs() {
    let mut compared = 0;
    for (text, crons) in read_by_both(11, 1_500) {
        let [robfig, go_cron] = &crons;
        if robfig.difference_from(go_cron).is_some() || is_without_runs(&crons) {
            continue;
        }
        compared += 1;
        // About a day of each month.
        for after in days().step_by(29) {
            assert_eq!(robfig.next(after), go_cron.next(after), "{text:?} after {after}");
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn readings_on_other_days_have_other_runs() {
    let mut compared = 0;
    for (text, crons) in read_by_both(12, 1_000) {
        let [robfig, go_cron] = &crons;
        let differ = robfig.difference_from(go_cron) == Some(Difference::Days);
        if differ && robfig.zone().is_utc() && !is_without_runs(&crons) {
            compared += 1;
            assert!(days().any(|day| robfig.next(day) != go_cron.next(day)), "{text:?}");
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn readings_differ_at_the_clock_changes_where_their_runs_do() {
    let mut differing = 0;
    let hours = [22, 23, 0, 1, 2, 3, 4];
    let texts = CHANGING.iter().flat_map(|zone| hours.map(|hour| format!("TZ={zone} 30 {hour},9 * * *")));
    for text in texts {
        let [robfig, go_cron] = Library::ALL.map(|library| Cron::parse(&text, library).expect(&text));
        let differ_after = |after: i64| robfig.next(after) != go_cron.next(after);
        match robfig.difference_from(&go_cron) {
            // Two years, hour by hour.
            None => {
                assert_eq!((1_767_225_600..1_830_297_600).step_by(3_600).find(|at| differ_after(*at)), None, "{text:?}")
            }
            Some(Difference::ClockChange(change)) => {
                differing += 1;
                assert!(differ_after(change - 3_600), "{text:?} at {change}");
            }
            Some(other) => panic!("{text:?}: {other:?}"),
        }
    }
    assert!(differing > 5, "{differing}");
}

#[test]
fn what_all_releases_read_alike_has_the_runs_of_the_text() {
    let mut compared = 0;
    for (text, crons) in read_by_both(14, 1_500) {
        for cron in crons {
            let Some(alike) = cron.in_every_library() else { continue };
            compared += 1;
            for library in Library::ALL {
                let other = Cron::parse(&alike, library).expect(&alike);
                for after in days().step_by(397) {
                    assert_eq!(cron.next(after), other.next(after), "{text:?} and {alike:?} after {after}");
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}
