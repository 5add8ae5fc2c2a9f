//! Why Velero refuses a text as a schedule.

use std::fmt;
use std::ops::Range;

use crate::velero::duration::DurationError;

/// Why, and where, a text is not a cron expression for Velero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronError {
    /// What is wrong.
    pub fault: CronFault,
    /// The field with the fault, if it is in a field.
    pub field: Option<Field>,
    /// The wrong part of the expression, in bytes; an empty range where something is missing.
    pub range: Range<usize>,
}

/// A field of an expression, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Field {
    Minute,
    Hour,
    DayOfMonth,
    Month,
    DayOfWeek,
}

/// A fault in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CronFault {
    /// The expression is empty.
    Empty,
    /// The expression is too long. Only go-cron has a maximum.
    TooLong {
        /// The maximum number of bytes.
        most: usize,
    },
    /// The number of fields is not five.
    FieldCount {
        /// The number of fields.
        found: usize,
    },
    /// A number is missing: `/5`, `1-`, `*/`.
    MissingNumber,
    /// Not a number, and not a name of the field.
    NotANumber,
    /// A negative number.
    Negative,
    /// A number outside the limits of the field, or a number or a step that is too large for 64 bits.
    OutOfRange {
        /// The lowest value.
        lowest: i64,
        /// The highest value.
        highest: i64,
    },
    /// A range that ends before it starts: `SAT-SUN`. Only robfig/cron refuses it.
    Wraps,
    /// A step of zero: `/0`.
    StepOfZero,
    /// A step that is not less than the number of values of its range: `*/24` in the hour field. Only go-cron refuses
    /// it.
    StepTooLarge {
        /// The number of values of the range.
        values: u64,
    },
    /// More than one hyphen: `1-3-5`.
    TooManyHyphens,
    /// More than one slash: `5/15/2`.
    TooManySlashes,
    /// Not one of [`DESCRIPTORS`](super::DESCRIPTORS), which are case-sensitive, or followed by other text.
    UnknownDescriptor,
    /// Not a duration after `@every `.
    BadDuration(DurationError),
    /// An interval of less than a second after `@every `. Only go-cron refuses it.
    IntervalTooShort,
    /// A time zone without a name: `TZ= `. Only go-cron refuses it.
    MissingZone,
    /// The time zone does not exist, or go-cron refuses its name.
    UnknownZone,
    /// A time zone that is not followed by a schedule.
    MissingSchedule,
}

impl Field {
    /// All five fields, in the order of an expression.
    pub const ALL: [Field; 5] = [Field::Minute, Field::Hour, Field::DayOfMonth, Field::Month, Field::DayOfWeek];

    /// Returns the lowest and the highest value. For some libraries, [7 is Sunday too](super::Library::limits).
    pub const fn limits(self) -> (u8, u8) {
        match self {
            Field::Minute => (0, 59),
            Field::Hour => (0, 23),
            Field::DayOfMonth => (1, 31),
            Field::Month => (1, 12),
            Field::DayOfWeek => (0, 6),
        }
    }

    /// Returns the names of the values, from the lowest; none for a field with only numbers.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Field::Minute | Field::Hour | Field::DayOfMonth => &[],
            Field::Month => &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
            Field::DayOfWeek => &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::Minute => "minute",
            Field::Hour => "hour",
            Field::DayOfMonth => "day of month",
            Field::Month => "month",
            Field::DayOfWeek => "day of week",
        })
    }
}

impl fmt::Display for CronError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field {
            write!(f, "{field}: ")?;
        }
        self.fault.fmt(f)
    }
}

impl fmt::Display for CronFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CronFault::FieldCount { found } => return write!(f, "expected 5 fields, found {found}"),
            CronFault::OutOfRange { lowest, highest } => return write!(f, "not between {lowest} and {highest}"),
            CronFault::BadDuration(error) => return error.fmt(f),
            CronFault::TooLong { most } => return write!(f, "longer than {most} bytes"),
            CronFault::StepTooLarge { values } => return write!(f, "a step that is not less than {values}"),
            CronFault::Empty => "empty",
            CronFault::MissingNumber => "a number is missing",
            CronFault::NotANumber => "not a number",
            CronFault::Negative => "negative",
            CronFault::Wraps => "a range that ends before it starts",
            CronFault::StepOfZero => "a step of zero",
            CronFault::TooManyHyphens => "too many hyphens",
            CronFault::TooManySlashes => "too many slashes",
            CronFault::UnknownDescriptor => "unknown descriptor",
            CronFault::IntervalTooShort => "an interval of less than a second",
            CronFault::MissingZone => "a time zone without a name",
            CronFault::UnknownZone => "unknown time zone",
            CronFault::MissingSchedule => "no schedule after the time zone",
        })
    }
}

impl std::error::Error for CronError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_field() {
        let error = |field, fault| CronError { fault, field, range: 0..1 }.to_string();
        assert_eq!(error(None, CronFault::FieldCount { found: 4 }), "expected 5 fields, found 4");
        let out_of_range = CronFault::OutOfRange { lowest: 0, highest: 23 };
        assert_eq!(error(Some(Field::Hour), out_of_range), "hour: not between 0 and 23");
        assert_eq!(error(Some(Field::DayOfWeek), CronFault::NotANumber), "day of week: not a number");
    }
}
