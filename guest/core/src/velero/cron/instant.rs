//! Instants as text: RFC 3339, as Kubernetes writes times.

use super::civil::{self, DAY, Date};

/// Parses an instant such as `2026-06-01T02:00:00Z` or `2026-06-01T04:00:00+02:00`
/// into Unix seconds; `None` for any other text. Fractions of a second are ignored.
pub fn instant_from_rfc3339(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<i64>().ok()
    };
    let separators = [(4, "-"), (7, "-"), (10, "Tt "), (13, ":"), (16, ":")];
    if !separators.iter().all(|&(at, these)| text.get(at..=at).is_some_and(|one| these.contains(one))) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let days = civil::days(year, month, day);
    let is_date = civil::date(days) == Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
    if !is_date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut zone = text.get(19..)?;
    if let Some(fraction) = zone.strip_prefix('.') {
        zone = fraction.trim_start_matches(|char: char| char.is_ascii_digit());
        if zone.len() == fraction.len() {
            return None;
        }
    }
    let offset = if zone.eq_ignore_ascii_case("z") { 0 } else { offset(zone)? };
    Some(days * DAY + hour * 3600 + minute * 60 + second - offset)
}

/// Returns the seconds of an offset such as `+02:00`.
fn offset(zone: &str) -> Option<i64> {
    let (sign, time) = match zone.split_at_checked(1)? {
        ("+", time) => (1, time),
        ("-", time) => (-1, time),
        _ => return None,
    };
    let (hours, minutes) = time.split_once(':')?;
    let number = |digits: &str, most: i64| {
        let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i64>().ok().filter(|number| is_number && *number <= most)
    };
    Some(sign * (number(hours, 23)? * 3600 + number(minutes, 59)? * 60))
}

/// Formats an instant in UTC: `2026-06-01T02:00:00Z`.
pub fn instant_to_rfc3339(seconds: i64) -> String {
    let (days, of_day) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let Date { year, month, day } = civil::date(days);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_instant_is_read() {
        assert_eq!(instant_from_rfc3339("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(instant_from_rfc3339("2026-06-01T02:00:00Z"), Some(1_780_279_200));
        assert_eq!(instant_from_rfc3339("2026-06-01 04:30:00.25+02:30"), Some(1_780_279_200));
        assert_eq!(instant_from_rfc3339("2026-05-31t23:30:00-02:30"), Some(1_780_279_200));
        assert_eq!(instant_from_rfc3339("2026-06-01T23:59:59z"), Some(1_780_279_200 + 79_199));
        for text in [
            "",
            "2026-06-01",
            "2026-06-01T02:00:00",
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-06-01T24:00:00Z",
            "2026-06-01T02:60:00Z",
            "2026-06-01T02:00:60Z",
            "2026-06-01T02:00:00+2:00",
            "2026-06-01T02:00:00.Z",
            "2026-06-01T02:00:00Zé",
            "é026-06-01T02:00:00Z",
            "+026-06-01T02:00:00Z",
        ] {
            assert_eq!(instant_from_rfc3339(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_instant_comes_back(seconds in 0_i64..253_402_300_800) {
            prop_assert_eq!(instant_from_rfc3339(&instant_to_rfc3339(seconds)), Some(seconds));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
            instant_from_rfc3339(&text);
        }
    }
}
