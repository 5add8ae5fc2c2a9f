//! The check of the `schedule` in the velero-integrator charm, which differs from Velero's.
//!
//! It is the regular expression `^F(\s+F){4,5}$`, where F is `(\*|(\*/\d+)|(\d+(-\d+)?)(,\d+(-\d+)?)*|\?)`, in the
//! Python 3.12 of the charm's Ubuntu 24.04, whose digits and white space are those of Unicode 15.0.

/// The zeros of Unicode 15.0's decimal digits (general category Nd). The other nine digits follow each.
#[rustfmt::skip]
const ZEROS: [u32; 68] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6,
    0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80,
    0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
    0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
    0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8,
    0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
];

/// The accepted numbers of fields; Velero only accepts five.
const FIELDS: std::ops::RangeInclusive<usize> = 5..=6;

/// Whether the integrator accepts a text as its schedule. Otherwise it does nothing until the schedule is changed.
///
/// The integrator does not check an empty text: it means that there is no schedule.
pub fn accepts(schedule: &str) -> bool {
    // Python's `$` also matches before a line feed at the end.
    let schedule = schedule.strip_suffix('\n').unwrap_or(schedule);
    let is_padded = schedule.starts_with(is_space) || schedule.ends_with(is_space);
    let mut fields = schedule.split(is_space).filter(|field| !field.is_empty());
    // One more field than the maximum is enough to refuse the text.
    let count = fields.by_ref().take(FIELDS.end() + 1).try_fold(0, |count, field| is_field(field).then_some(count + 1));
    !is_padded && count.is_some_and(|count: usize| FIELDS.contains(&count))
}

fn is_field(text: &str) -> bool {
    match text.strip_prefix('*') {
        Some("") => true,
        Some(step) => step.strip_prefix('/').is_some_and(is_number),
        None => text == "?" || text.split(',').all(is_range),
    }
}

fn is_range(text: &str) -> bool {
    text.split_once('-').map_or_else(|| is_number(text), |(first, last)| is_number(first) && is_number(last))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_digit)
}

/// Whether Python's `\d` matches.
fn is_digit(c: char) -> bool {
    let c = u32::from(c);
    let after = ZEROS.partition_point(|&zero| zero <= c);
    after.checked_sub(1).and_then(|at| ZEROS.get(at)).is_some_and(|zero| c - zero < 10)
}

/// Whether Python's `\s` matches: Unicode's white space, and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_spaces_are_those_of_python() {
        // `sum(c.isdecimal() for c in map(chr, range(0x110000)))` and so on, in Python 3.12.
        let all = || '\0'..=char::MAX;
        assert_eq!(all().filter(|&c| is_digit(c)).count(), 680);
        assert_eq!(all().filter(|&c| is_space(c)).count(), 29);
        assert!(ZEROS.is_sorted());
        for digit in ['9', '٠', '９', '𝟿'] {
            assert!(is_digit(digit), "{digit}");
        }
        // Superscript, Roman and circled numbers are not digits.
        for other in ['²', 'Ⅳ', '①', '/', ':', '٪', 'x'] {
            assert!(!is_digit(other), "{other}");
        }
    }

    #[test]
    fn fields_are_those_of_the_regular_expression() {
        for taken in ["*", "*/5", "*/0", "?", "5", "99", "1-5", "5-1", "1,2-3,4", "٢,3"] {
            assert!(accepts(&format!("{taken} * * * *")), "{taken}");
        }
        for refused in [
            "", "**", "*/", "*/5,1", "1,*", "1,,2", ",1", "1,", "1-", "-1", "1-2-3", "1-5/2", "5/2", "?/5", "MON", "+1",
        ] {
            assert!(!accepts(&format!("* {refused} * * *")), "{refused}");
        }
    }

    #[test]
    fn five_or_six_fields_are_separated_by_spaces_with_an_optional_line_feed_at_the_end() {
        for taken in ["* * * * *", "* * * * * *", "*  *\t*\u{b}*\u{85}*", "*\u{1f}* * * *", "* * * * *\n"] {
            assert!(accepts(taken), "{taken:?}");
        }
        for refused in
            ["", "\n", "* * * *", "* * * * * * *", " * * * * *", "* * * * * ", "* * * * *\n\n", "* * * * *\r\n"]
        {
            assert!(!accepts(refused), "{refused:?}");
        }
    }
}
