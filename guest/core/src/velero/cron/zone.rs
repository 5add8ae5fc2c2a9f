//! Time zones since 1970, by the names that Go's `time.LoadLocation` accepts.

mod table;

use super::civil::{self, DAY};
use crate::suggest;

/// The end of all rules, after the year 10,000, so that the calendar covers every instant.
const END_OF_RULES: i64 = 300_000_000_000;

/// A time zone of the IANA database.
///
/// Before 1970, the offset is that of the start of 1970.
///
/// ```
/// use k8s_backup_target::velero::cron::Zone;
///
/// let paris = Zone::named("Europe/Paris").expect("a zone");
/// assert_eq!(paris.period_at(1_719_792_000).offset, 2 * 3600);
/// assert_eq!(Zone::named("europe/paris"), None);
/// assert_eq!(Zone::nearest("europe/paris").as_deref(), Some("Europe/Paris"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    /// The offset before the first change.
    first: i64,
    /// In chronological order.
    changes: Vec<Change>,
    /// The rule after the last change; without one, the offset no longer changes.
    rule: Option<Rule>,
}

/// A period with one offset, from `start` to before `end`, in seconds.
///
/// It starts and ends at a clock change, or at the end of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Offset from UTC.
    pub offset: i64,
    /// First instant, in Unix seconds.
    pub start: i64,
    /// The instant after the last one, in Unix seconds.
    pub end: i64,
}

/// A change to an offset at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    instant: i64,
    offset: i64,
}

/// A daylight saving time that repeats every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    standard: i64,
    daylight: i64,
    /// The start of daylight saving time, in standard time.
    start: YearlyTime,
    /// The end of daylight saving time, in daylight saving time.
    end: YearlyTime,
}

/// A time in a year, such as the last Sunday in March at 02:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct YearlyTime {
    month: u8,
    /// From 1; 5 is the last week.
    week: u8,
    /// From 0, for Sunday.
    weekday: u8,
    /// Seconds from midnight; it may be on another day.
    seconds: i64,
}

impl Zone {
    /// UTC, without a name.
    pub(super) fn utc() -> Self {
        Zone { name: String::new(), first: 0, changes: Vec::new(), rule: None }
    }

    /// Returns the zone of a name, which is case-sensitive.
    ///
    /// The empty name and `Local`, which is the zone of Velero's container, are UTC. Any other name is the path of a
    /// file, as for Go: `./Europe//Paris` is `Europe/Paris`.
    pub fn named(name: &str) -> Option<Self> {
        let zone = match name {
            "" | "Local" => Zone::utc(),
            name => table::zone(&path(name)?)?,
        };
        Some(Zone { name: name.to_owned(), ..zone })
    }

    /// Returns the name of the zone that was probably meant: a name in another case, a last part, or a typing error.
    pub fn nearest(unknown: &str) -> Option<String> {
        let names: Vec<String> = table::names().collect();
        let unquoted = unknown.trim_matches(['"', '\'']);
        let unknown = path(unquoted).unwrap_or_else(|| unquoted.to_owned());
        let written = unknown.replace(' ', "_");
        let last_part =
            |name: &&String| name.rsplit('/').next().is_some_and(|part| part.eq_ignore_ascii_case(&written));
        let near = || suggest::nearest(&unknown, names.iter().map(String::as_str));
        let found =
            names.iter().find(|name| name.eq_ignore_ascii_case(&written)).or_else(|| names.iter().find(last_part));
        found.map(String::as_str).or_else(near).map(str::to_owned)
    }

    /// Returns the name that was requested; empty if an expression names no zone.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the zone in the database; `None` without a name, and for `Local`.
    pub fn database_name(&self) -> Option<String> {
        path(&self.name).filter(|name| name != "Local")
    }

    /// Whether local time is always UTC.
    pub fn is_utc(&self) -> bool {
        self.first == 0 && self.changes.is_empty() && self.rule.is_none()
    }

    /// Whether local time is always the same as in another zone.
    pub(super) fn has_same_clock(&self, other: &Zone) -> bool {
        let clock = |zone: &Zone| (zone.first, zone.rule);
        clock(self) == clock(other) && self.changes == other.changes
    }

    /// Returns the local hour.
    pub(super) fn hour_at(&self, instant: i64) -> u8 {
        let shown = instant.saturating_add(self.period_at(instant).offset);
        u8::try_from(shown.rem_euclid(DAY) / 3_600).expect("a day has 24 hours")
    }

    /// Returns the period that contains an instant, in Unix seconds.
    ///
    /// There is no daylight saving time from the year 11476.
    pub fn period_at(&self, instant: i64) -> Period {
        let after = self.changes.partition_point(|change| change.instant <= instant);
        let (earlier, later) = self.changes.split_at(after);
        let last = earlier.last();
        let start = last.map_or(i64::MIN, |change| change.instant);
        match (later.first(), &self.rule) {
            (None, Some(rule)) if instant >= END_OF_RULES => {
                Period { offset: rule.standard, start: END_OF_RULES, end: i64::MAX }
            }
            (None, Some(rule)) => {
                let period = rule.period_at(instant);
                Period { start: period.start.max(start), ..period }
            }
            (next, _) => Period {
                offset: last.map_or(self.first, |change| change.offset),
                start,
                end: next.map_or(i64::MAX, |change| change.instant),
            },
        }
    }

    /// Returns the instant of a local time, like Go's `time.Date`.
    ///
    /// For a repeated local time, one of the two; for a skipped one, the instant that is later or earlier by the
    /// skipped time.
    pub(super) fn instant(&self, days: i64, seconds: i64) -> i64 {
        let shown = days * DAY + seconds;
        // The local time is close to the instant.
        let period = self.period_at(shown);
        let guess = shown - period.offset;
        if (period.start..period.end).contains(&guess) {
            return guess;
        }
        shown - self.period_at(guess).offset
    }
}

/// Returns the usual path of a zone's file, for a name that Go opens as a path below the folder of all zones; `None` if
/// it cannot be a file there.
fn path(name: &str) -> Option<String> {
    const MAX_NAME_BYTES: usize = 4_096 - "/usr/share/zoneinfo//".len() - 1;
    if name.contains("..") || name.starts_with(['/', '\\']) || name.len() > MAX_NAME_BYTES {
        return None;
    }
    let is_folder = |part: &str| part.is_empty() || part == ".";
    if name.rsplit('/').next().is_none_or(is_folder) {
        return None;
    }
    Some(name.split('/').filter(|part| !is_folder(part)).collect::<Vec<_>>().join("/"))
}

impl Rule {
    fn period_at(&self, instant: i64) -> Period {
        let year = civil::date(instant.div_euclid(DAY)).year;
        let start = Change { instant: self.start.shown_in(year) - self.standard, offset: self.daylight };
        let end = Change { instant: self.end.shown_in(year) - self.daylight, offset: self.standard };
        // In the southern hemisphere, the year starts in daylight saving time.
        let (first, second) = if start.instant < end.instant { (start, end) } else { (end, start) };
        let year_start = civil::days(year, 1, 1) * DAY;
        let year_end = civil::days(year + 1, 1, 1) * DAY;
        match instant {
            _ if instant < first.instant => Period { offset: second.offset, start: year_start, end: first.instant },
            _ if instant < second.instant => Period { offset: first.offset, start: first.instant, end: second.instant },
            _ => Period { offset: second.offset, start: second.instant, end: year_end },
        }
    }
}

impl YearlyTime {
    /// Returns the local time in a year, in seconds since 1970.
    fn shown_in(&self, year: i64) -> i64 {
        let month_start = civil::days(year, self.month.into(), 1);
        let month_end = civil::days(year, i64::from(self.month) + 1, 1);
        let to_weekday = (i64::from(self.weekday) - i64::from(civil::weekday(month_start))).rem_euclid(7);
        let mut day = month_start + to_weekday + (i64::from(self.week) - 1) * 7;
        if day >= month_end {
            day -= 7;
        }
        day * DAY + self.seconds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, changes: &[(i64, i64, i64)]) {
        let zone = Zone::named(name).expect(name);
        for &(instant, before, after) in changes {
            assert_eq!(zone.period_at(instant - 1).offset, before, "{name} before {instant}");
            assert_eq!(zone.period_at(instant - 1).end, instant, "{name}");
            assert_eq!(zone.period_at(instant).offset, after, "{name} from {instant}");
            assert_eq!(zone.period_at(instant).start, instant, "{name}");
        }
    }

    #[test]
    fn clocks_change_when_they_did_and_will() {
        // 2024-03-31T01:00Z and 2024-10-27T01:00Z; 2050-03-27T01:00Z.
        check("Europe/Paris", &[(1_711_846_800, 3600, 7200), (1_729_990_800, 7200, 3600), (2_531_955_600, 3600, 7200)]);
        // A change of half an hour: 2024-04-06T15:00Z and 2024-10-05T15:30Z.
        check("Australia/Lord_Howe", &[(1_712_415_600, 39_600, 37_800), (1_728_142_200, 37_800, 39_600)]);
        // The last change: 2019-02-17T02:00Z.
        check("America/Sao_Paulo", &[(1_550_368_800, -7_200, -10_800)]);
        // A whole day: 2011-12-30T10:00Z.
        check("Pacific/Apia", &[(1_325_239_200, -36_000, 50_400)]);
        // For Ramadan, which has no rule: 2024-03-10T02:00Z and 2024-04-14T02:00Z.
        check("Africa/Casablanca", &[(1_710_036_000, 3_600, 0), (1_713_060_000, 0, 3_600)]);
        // The seconds of an offset: 1972-01-07T00:44:30Z.
        check("Africa/Monrovia", &[(63_593_070, -2_670, 0)]);
    }

    #[test]
    fn every_instant_is_in_a_period() {
        for name in table::names() {
            let zone = Zone::named(&name).expect("a zone");
            let last_change = zone.changes.last().map_or(0, |change| change.instant);
            let years = [-1_000_000_000_000, 0, 2_000_000_000, 2_015_000_000, last_change, last_change + 20_000_000];
            for instant in [i64::MIN, END_OF_RULES - 1, END_OF_RULES, i64::MAX - 1].into_iter().chain(years) {
                let period = zone.period_at(instant);
                assert!((period.start..period.end).contains(&instant), "{name} at {instant}: {period:?}");
                assert_eq!(zone.period_at(period.start), period, "{name} at {instant}");
            }
        }
    }

    #[test]
    fn names_are_those_of_go() {
        for utc in ["", "UTC", "Local", "Etc/UTC", "Zulu"] {
            assert!(Zone::named(utc).is_some_and(|zone| zone.is_utc() && zone.name() == utc), "{utc}");
        }
        for unknown in
            ["utc", "Europe/paris", "Europe", "Europe/", "../UTC", "CEST", "UTC+1", "Africa/Abidjan\0", "\u{e9}"]
        {
            assert_eq!(Zone::named(unknown), None, "{unknown}");
        }
        assert_eq!(Zone::named("US/Pacific").map(|zone| zone.changes), Zone::named("PST8PDT").map(|zone| zone.changes));
    }

    #[test]
    fn a_name_is_a_path() {
        for path in ["./Europe/Paris", "Europe//Paris", "Europe/./Paris", ".///./Europe/Paris"] {
            let zone = Zone::named(path).expect(path);
            assert_eq!((zone.name(), zone.database_name().as_deref()), (path, Some("Europe/Paris")));
            assert!(Zone::named("Europe/Paris").is_some_and(|paris| paris.has_same_clock(&zone)), "{path}");
        }
        let long = format!("{}Europe/Paris", "./".repeat(2_031));
        assert!(Zone::named(&long).is_some() && Zone::named(&format!("./{long}")).is_none());
        assert_eq!(Zone::named(&long.replacen('/', "//", 1)), None, "one byte more");
        for no_file in [
            "/Europe/Paris",
            "\\UTC",
            "Europe/Paris/",
            "Europe/Paris/.",
            "Asia/../UTC",
            ".",
            "./",
            "//",
            "./Local",
            "/",
        ] {
            assert_eq!(Zone::named(no_file), None, "{no_file}");
        }
        assert_eq!(Zone::named("Local").and_then(|zone| zone.database_name()), None);
    }

    #[test]
    fn an_unknown_name_is_like_a_known_one() {
        let near = |name| Zone::nearest(name);
        assert_eq!(near("europe/paris").as_deref(), Some("Europe/Paris"));
        assert_eq!(near("Europe/Pariss").as_deref(), Some("Europe/Paris"));
        assert_eq!(near("new york").as_deref(), Some("America/New_York"));
        assert_eq!(near("Utc").as_deref(), Some("UTC"));
        assert_eq!(near("./Europe//Paris").as_deref(), Some("Europe/Paris"));
        assert_eq!(near("\"Europe/Paris\"").as_deref(), Some("Europe/Paris"));
        assert_eq!(near("Middle-earth/Mordor"), None);
    }

    #[test]
    fn a_skipped_or_repeated_time_is_resolved_as_in_go() {
        let shown = |name: &str, year, month, day, hour: i64| {
            Zone::named(name).expect(name).instant(civil::days(year, month, day), hour * 3_600)
        };
        // Skipped: 01:00 in the west and 03:00 in the east.
        assert_eq!(shown("Europe/Paris", 2024, 3, 31, 2), 1_711_846_800);
        assert_eq!(shown("America/New_York", 2024, 3, 10, 2), 1_710_050_400);
        // Repeated: the later one east of UTC, the earlier one west.
        assert_eq!(shown("Europe/Paris", 2024, 10, 27, 2), 1_729_990_800);
        assert_eq!(shown("America/New_York", 2024, 11, 3, 1), 1_730_610_000);
        // The skipped day of Samoa is read as the day before.
        assert_eq!(shown("Pacific/Apia", 2011, 12, 30, 0), shown("Pacific/Apia", 2011, 12, 29, 0));
    }
}
