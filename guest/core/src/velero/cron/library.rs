//! The two libraries that Velero reads schedules with, and the table of what differs between them.

use std::fmt;

use super::error::Field;
use crate::release::{Behaviour, Release, Releases};

/// The descriptors of both libraries with their expressions. `@every` with a duration is not in the list.
pub const DESCRIPTORS: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// A library that Velero reads schedules with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Library {
    /// robfig/cron 3.0.1, `ParseStandard`.
    Robfig,
    /// netresearch/go-cron 0.15.0, `ParseStandard`.
    GoCron,
}

/// What differs between the libraries.
pub(super) struct Dialect {
    /// The name and the version.
    name: &'static str,
    /// The highest number of a weekday. 7 is Sunday, as 0.
    highest_weekday: u8,
    /// Whether a range may end before it starts: `22-2`. It continues at the lowest value.
    pub(super) wraps: bool,
    /// Whether a step above 1 must be less than the number of values of its range.
    pub(super) limits_steps: bool,
    /// Whether the letters of extensions are refused also where the text after a hyphen is ignored: `*-L`.
    pub(super) refuses_extensions: bool,
    /// Whether an interval of less than a second is refused. Otherwise it is one second.
    pub(super) refuses_short_intervals: bool,
    /// Descriptors that match no time.
    pub(super) without_runs: &'static [&'static str],
    /// The maximum length, in bytes.
    pub(super) most_bytes: Option<usize>,
    /// What is accepted as the name of a time zone.
    pub(super) zones: ZoneNames,
    /// Whether a day must be in both the day of month and the day of week. Otherwise it must be in either of them, if
    /// neither is `*`.
    pub(super) needs_both_days: bool,
    /// Whether a run in the hour that a clock change skips is late, in the hour after it. Otherwise there is no run.
    pub(super) runs_late: bool,
    /// Whether a search that only changed the seconds does not go back to the start of the minute again. This matters in
    /// time zones that have seconds in their offset.
    pub(super) keeps_seconds: bool,
}

/// What is accepted as the name of a time zone.
pub(super) enum ZoneNames {
    /// The path of any file of the time zone database, or nothing for UTC.
    Paths,
    /// A name of common characters, also in a pair of quotes.
    Checked {
        /// Maximum length of a name, in bytes.
        most_bytes: usize,
        /// Its characters beside ASCII letters and digits.
        characters: &'static str,
        /// The quotes.
        quotes: [char; 2],
    },
}

static ROBFIG: Dialect = Dialect {
    name: "robfig/cron 3.0.1",
    highest_weekday: 6,
    wraps: false,
    limits_steps: false,
    refuses_extensions: false,
    refuses_short_intervals: false,
    without_runs: &[],
    most_bytes: None,
    zones: ZoneNames::Paths,
    needs_both_days: false,
    runs_late: false,
    keeps_seconds: true,
};

static GO_CRON: Dialect = Dialect {
    name: "netresearch/go-cron 0.15.0",
    highest_weekday: 7,
    wraps: true,
    limits_steps: true,
    refuses_extensions: true,
    refuses_short_intervals: true,
    without_runs: &["@triggered", "@manual", "@none"],
    most_bytes: Some(1024),
    zones: ZoneNames::Checked { most_bytes: 64, characters: "/_-+:", quotes: ['"', '\''] },
    needs_both_days: true,
    runs_late: true,
    keeps_seconds: false,
};

impl Library {
    /// Both libraries, from the older releases of Velero to the newer ones.
    pub const ALL: [Library; 2] = [Library::Robfig, Library::GoCron];

    /// Returns the library of a release of Velero.
    pub fn of(release: Release) -> Self {
        if release.has(Behaviour::ReadsSchedulesWithGoCron) { Library::GoCron } else { Library::Robfig }
    }

    /// Returns the lowest and the highest number that it accepts in a field.
    pub fn limits(self, field: Field) -> (u8, u8) {
        match field {
            Field::DayOfWeek => (field.limits().0, self.dialect().highest_weekday),
            _ => field.limits(),
        }
    }

    /// Returns the releases of Velero that use it.
    pub fn releases(self) -> Releases {
        let of = |release: &&Release| Library::of(**release) == self;
        let (from, to) = (Release::ALL.iter().find(of), Release::ALL.iter().rfind(of));
        from.zip(to).map_or(Releases::ALL, |(from, to)| Releases { from: *from, to: *to })
    }

    pub(super) fn dialect(self) -> &'static Dialect {
        match self {
            Library::Robfig => &ROBFIG,
            Library::GoCron => &GO_CRON,
        }
    }
}

impl fmt::Display for Library {
    /// Writes the name and the version.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.dialect().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_shown_with_its_version() {
        assert_eq!(Library::Robfig.to_string(), "robfig/cron 3.0.1");
        assert_eq!(Library::GoCron.to_string(), "netresearch/go-cron 0.15.0");
    }

    #[test]
    fn each_release_has_a_library() {
        assert_eq!(Library::Robfig.releases().to_string(), "1.15 to 1.18");
        assert_eq!(Library::GoCron.releases().to_string(), "1.18.3 and later");
        for release in Release::ALL {
            assert!(Library::of(release).releases().contain(release), "{release}");
        }
    }
}
