//! Durations as Velero reads `ttl`: Go's `time.Duration` (1.25), and durations that people write instead.

use std::fmt;
use std::str::FromStr;

const MICROSECOND: u64 = 1_000;
const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// Maximum magnitude, in nanoseconds; only a negative duration has it.
const LIMIT: u64 = 1 << 63;

/// Go's units, in nanoseconds.
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", MICROSECOND),
    ("\u{b5}s", MICROSECOND),
    ("\u{3bc}s", MICROSECOND),
    ("ms", MILLISECOND),
    ("s", SECOND),
    ("m", MINUTE),
    ("h", HOUR),
];

/// The interface's units, in its order, in nanoseconds.
const INTERFACE_UNITS: [(char, u64); 3] = [('h', HOUR), ('m', MINUTE), ('s', SECOND)];

/// The units that people write, in upper or lower case, in nanoseconds. Months and years are missing: their length
/// varies.
const SPOKEN_UNITS: [(&[&str], u64); 5] = [
    (&["w", "wk", "wks", "week", "weeks"], WEEK),
    (&["d", "day", "days"], DAY),
    (&["h", "hr", "hrs", "hour", "hours"], HOUR),
    (&["m", "min", "mins", "minute", "minutes"], MINUTE),
    (&["s", "sec", "secs", "second", "seconds"], SECOND),
];

/// A duration in whole nanoseconds, which may be negative: Go's `time.Duration`.
///
/// Parses as Go's `time.ParseDuration`, and displays as its `String`, the form in which Kubernetes stores it.
///
/// ```
/// use k8s_backup_target::velero::duration::{Duration, DurationError};
///
/// let ttl: Duration = "36h".parse()?;
/// assert_eq!(ttl.to_string(), "36h0m0s");
/// assert_eq!("30d".parse::<Duration>(), Err(DurationError::UnknownUnit("d".into())));
/// # Ok::<(), DurationError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    nanoseconds: i64,
}

/// Why a text is not a duration for Go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// Not numbers with units; empty.
    Invalid,
    /// More than 64 bits of nanoseconds, about 292 years. Go's message is that of [`Self::Invalid`].
    OutOfRange,
    /// A number is not followed by a unit.
    MissingUnit,
    /// The text between two numbers is not one of Go's units.
    UnknownUnit(String),
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DurationError::Invalid => f.write_str("invalid duration"),
            DurationError::OutOfRange => f.write_str("duration out of range"),
            DurationError::MissingUnit => f.write_str("missing unit in duration"),
            DurationError::UnknownUnit(unit) => write!(f, "unknown unit `{unit}` in duration"),
        }
    }
}

impl std::error::Error for DurationError {}

impl Duration {
    /// Zero.
    pub const ZERO: Self = Duration { nanoseconds: 0 };

    /// Returns the duration of a number of nanoseconds.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Self {
        Duration { nanoseconds }
    }

    /// Returns the duration in nanoseconds.
    pub const fn as_nanoseconds(self) -> i64 {
        self.nanoseconds
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.nanoseconds == 0
    }

    /// Whether it is negative.
    pub const fn is_negative(self) -> bool {
        self.nanoseconds < 0
    }

    /// Returns the duration in the form that the interface documents, [`is_interface_form`]: `36h`, `1m30s`, `0s`.
    ///
    /// `None` when it is negative or not of whole seconds, which this form cannot express.
    pub fn in_interface_form(self) -> Option<String> {
        let mut rest = u64::try_from(self.nanoseconds).ok().filter(|nanoseconds| nanoseconds % SECOND == 0)?;
        if rest == 0 {
            return Some("0s".to_owned());
        }
        let mut form = String::new();
        for (unit, length) in INTERFACE_UNITS {
            let count = rest / length;
            rest %= length;
            if count > 0 {
                form += &format!("{count}{unit}");
            }
        }
        Some(form)
    }

    /// Returns the duration for a sentence: `30 days`, `36 hours`, `1h30m`.
    pub fn in_words(self) -> String {
        let counted =
            |count: u64, unit: &str| if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") };
        match u64::try_from(self.nanoseconds) {
            Ok(nanoseconds @ DAY..) if nanoseconds % DAY == 0 => counted(nanoseconds / DAY, "day"),
            Ok(nanoseconds @ HOUR..) if nanoseconds % HOUR == 0 => counted(nanoseconds / HOUR, "hour"),
            _ => self.in_interface_form().unwrap_or_else(|| self.to_string()),
        }
    }

    /// Parses a duration as people write it: `30d`, `2w3d`, `30 days`, `24H`, `90min`.
    ///
    /// `None` when the meaning is not certain: months, years, a number without a unit, a sign, a capital `M` that does
    /// not follow hours.
    pub fn from_spoken(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let mut previous = None;
        let mut total = 0_u64;
        while previous.is_none() || !rest.is_empty() {
            let (whole, after) = leading_digits(rest);
            let (fraction, after) = after.strip_prefix('.').map_or(("0", after), leading_digits);
            let after = after.trim_start();
            let (unit, after) = after.split_at(after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len()));
            let length = spoken_unit(unit).filter(|_| unit != "M" || previous == Some(HOUR))?;

            let part = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            let scaled = fraction.parse::<u64>().ok()?.checked_mul(length)?;
            let whole = whole.parse::<u64>().ok()?.checked_mul(length)?;
            if scaled % part != 0 {
                return None;
            }
            total = total.checked_add(whole)?.checked_add(scaled / part)?;
            previous = Some(length);
            rest = after.trim_start();
        }
        i64::try_from(total).ok().map(Self::from_nanoseconds)
    }
}

fn spoken_unit(text: &str) -> Option<u64> {
    let is_unit = |(words, _): &&(&[&str], u64)| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    SPOKEN_UNITS.iter().find(is_unit).map(|&(_, length)| length)
}

/// Whether a text has the form that the interface documents for `ttl`, `(\d+h)?(\d+m)?(\d+s)?` and not empty.
///
/// Only ASCII digits count. Zero, and durations that are too long for Velero, also have the form.
pub fn is_interface_form(text: &str) -> bool {
    let mut rest = text;
    for (unit, _) in INTERFACE_UNITS {
        let (digits, after) = leading_digits(rest);
        if let (false, Some(after)) = (digits.is_empty(), after.strip_prefix(unit)) {
            rest = after;
        }
    }
    rest.is_empty() && !text.is_empty()
}

/// Splits a text after the ASCII digits at its start.
fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let (negative, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest == "0" {
            return Ok(Self::ZERO);
        }
        if rest.is_empty() {
            return Err(DurationError::Invalid);
        }
        let mut total = 0_u64;
        while !rest.is_empty() {
            let (part, after) = leading_part(rest)?;
            rest = after;
            // Go's sum also wraps: two parts of 1<<63 nanoseconds add up to zero.
            total = total.wrapping_add(part);
            if total > LIMIT {
                return Err(DurationError::OutOfRange);
            }
        }
        let nanoseconds = if negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() };
        nanoseconds.map(Self::from_nanoseconds).ok_or(DurationError::OutOfRange)
    }
}

/// Returns the nanoseconds of the number and unit at the start of a text, at most [`LIMIT`], and the rest of the text.
fn leading_part(text: &str) -> Result<(u64, &str), DurationError> {
    let (whole, rest) = leading_digits(text);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), leading_digits);
    if whole.is_empty() && fraction.is_empty() {
        return Err(DurationError::Invalid);
    }
    // As in Go, a number that is too large is reported before its unit.
    let whole = match whole {
        "" => 0,
        digits => digits.parse().ok().filter(|&whole: &u64| whole <= LIMIT).ok_or(DurationError::OutOfRange)?,
    };
    let number = |c: char| c == '.' || c.is_ascii_digit();
    let (unit, rest) = rest.split_at(rest.find(number).unwrap_or(rest.len()));
    if unit.is_empty() {
        return Err(DurationError::MissingUnit);
    }
    let unknown = || DurationError::UnknownUnit(unit.to_owned());
    let &(_, length) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(unknown)?;
    let whole = whole.checked_mul(length).filter(|&whole| whole <= LIMIT).ok_or(DurationError::OutOfRange)?;
    match whole.saturating_add(scaled_fraction(fraction, length)) {
        part if part <= LIMIT => Ok((part, rest)),
        _ => Err(DurationError::OutOfRange),
    }
}

/// Returns a fraction of a unit, rounded in floating point as in Go. Digits past 63 bits are ignored.
fn scaled_fraction(digits: &str, unit: u64) -> u64 {
    let (mut fraction, mut scale) = (0_u64, 1_f64);
    for digit in digits.bytes() {
        let longer = fraction.checked_mul(10).and_then(|tens| tens.checked_add(u64::from(digit.wrapping_sub(b'0'))));
        match longer.filter(|&longer| fraction <= (LIMIT - 1) / 10 && longer <= LIMIT) {
            Some(longer) => fraction = longer,
            None => break,
        }
        scale *= 10.0;
    }
    (fraction as f64 * (unit as f64 / scale)) as u64
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.nanoseconds.unsigned_abs();
        if self.nanoseconds < 0 {
            f.write_str("-")?;
        }
        let (hours, minutes) = (total / HOUR, total / MINUTE % 60);
        match total {
            0 => f.write_str("0s"),
            1..MICROSECOND => write!(f, "{total}ns"),
            MICROSECOND..MILLISECOND => write_decimal(f, total, MICROSECOND, "µs"),
            MILLISECOND..SECOND => write_decimal(f, total, MILLISECOND, "ms"),
            _ => {
                if hours > 0 {
                    write!(f, "{hours}h")?;
                }
                if total >= MINUTE {
                    write!(f, "{minutes}m")?;
                }
                write_decimal(f, total % MINUTE, SECOND, "s")
            }
        }
    }
}

/// Writes nanoseconds in a unit whose length is a power of ten, without zeros at the end of the fraction.
fn write_decimal(f: &mut fmt::Formatter<'_>, nanoseconds: u64, unit: u64, name: &str) -> fmt::Result {
    let (whole, fraction) = (nanoseconds / unit, nanoseconds % unit);
    if fraction == 0 {
        return write!(f, "{whole}{name}");
    }
    let digits = unit.ilog10() as usize;
    let fraction = format!("{fraction:0digits$}");
    write!(f, "{whole}.{}{name}", fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_displayed_parses_to_the_same(nanoseconds: i64) {
            let duration = Duration::from_nanoseconds(nanoseconds);
            prop_assert_eq!(duration.to_string().parse(), Ok(duration));
        }

        #[test]
        fn the_interface_form_says_the_same_length(seconds in 0..=i64::MAX / 1_000_000_000) {
            let duration = Duration::from_nanoseconds(seconds * 1_000_000_000);
            let form = duration.in_interface_form().expect("whole seconds");
            prop_assert!(is_interface_form(&form), "{}", form);
            prop_assert_eq!(form.parse(), Ok(duration));
            prop_assert_eq!(Duration::from_spoken(&form), Some(duration));
        }

        #[test]
        fn any_text_is_a_duration_or_an_error(text in "[-+]?([0-9.]{0,22}[a-zµμ ]{0,3}){0,3}") {
            let _ = (text.parse::<Duration>(), is_interface_form(&text), Duration::from_spoken(&text));
        }
    }

    #[test]
    fn the_shortest_and_the_longest() {
        for nanoseconds in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
            let duration = Duration::from_nanoseconds(nanoseconds);
            assert_eq!(duration.to_string().parse(), Ok(duration));
        }
        assert_eq!("9223372036854775808ns".parse::<Duration>(), Err(DurationError::OutOfRange));
        assert_eq!("9223372036854775808d".parse::<Duration>(), Err(DurationError::UnknownUnit("d".into())));
        assert_eq!("9223372036854775809d".parse::<Duration>(), Err(DurationError::OutOfRange));
    }

    #[test]
    fn fractions_are_cut_where_go_cuts_them() {
        let nanoseconds = |text: &str| text.parse::<Duration>().map(Duration::as_nanoseconds);
        assert_eq!(nanoseconds("0.3333333333333333333h"), Ok(1_200_000_000_000));
        assert_eq!(nanoseconds("0.9223372036854775807h"), Ok(3_320_413_933_267));
        assert_eq!(nanoseconds(&format!("1.{}s", "9".repeat(400))), Ok(2_000_000_000));
        assert_eq!(nanoseconds("0.0000000001s"), Ok(0));
    }

    #[test]
    fn the_interface_form_has_whole_hours_minutes_and_seconds_in_order() {
        for form in ["24h", "1h30m", "90s", "1h5s", "0s", "000h", "99999999999999999999h"] {
            assert!(is_interface_form(form), "{form}");
        }
        for other in
            ["", "h", "24", "30m1h", "1h1h", "1.5h", "-1h", "+1h", "24H", "1h 5m", " 24h", "24h\n", "١h", "1ms"]
        {
            assert!(!is_interface_form(other), "{other:?}");
        }
    }

    #[test]
    fn a_length_is_written_in_the_interface_form() {
        let form = |text: &str| text.parse::<Duration>().expect("a duration").in_interface_form();
        for (text, expected) in [("1.5h", "1h30m"), ("24h0m0s", "24h"), ("90s", "1m30s"), ("0", "0s"), ("1h5s", "1h5s")]
        {
            assert_eq!(form(text).as_deref(), Some(expected));
        }
        assert_eq!([form("-1h"), form("1500ms"), form("-1ns")], [None, None, None]);
    }

    #[test]
    fn what_a_person_writes_is_understood_when_it_is_certain() {
        let certain = [
            ("30d", "720h"),
            ("1w", "168h"),
            ("2w3d", "408h"),
            ("1d12h", "36h"),
            ("30 d", "720h"),
            (" 30 Days ", "720h"),
            ("2 weeks", "336h"),
            ("24H", "24h"),
            ("1H30M", "1h30m"),
            ("90min", "1h30m"),
            ("1hr", "1h"),
            ("1 hour 5 sec", "1h5s"),
            ("45sec", "45s"),
            ("1.5d", "36h"),
            ("0d", "0s"),
        ];
        for (text, form) in certain {
            let understood = Duration::from_spoken(text).and_then(Duration::in_interface_form);
            assert_eq!(understood.as_deref(), Some(form), "{text}");
        }
        let uncertain = [
            "",
            " ",
            "3600",
            "1y",
            "1M",
            "30M",
            "1mo",
            "-1d",
            "+1d",
            "d",
            "1 2d",
            "1d 2",
            "1.d",
            ".5d",
            "1.0000001s3",
            "1e3d",
            "1d,",
            "999999999999w",
            "1d30M",
        ];
        for text in uncertain {
            assert_eq!(Duration::from_spoken(text), None, "{text}");
        }
    }
}
