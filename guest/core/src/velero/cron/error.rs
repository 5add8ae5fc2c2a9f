//! Why Velero refuses a text as a schedule.

use std::fmt;
use std::ops::Range;

use crate::velero::duration::DurationError;

/// Why, and where, a text is no cron expression for Velero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronError {
    /// What is wrong.
    pub fault: CronFault,
    /// The field that it is wrong in, if it is in one.
    pub field: Option<Field>,
    /// What is wrong in the expression, in bytes; where something is missing, the empty range at its place.
    pub range: Range<usize>,
}

/// A field of an expression, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Field {
    Minute,
    Hour,
    DayOfMonth,
    Month,
    DayOfWeek,
}

/// What Velero refuses in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CronFault {
    /// Nothing at all.
    Empty,
    /// Not five fields.
    FieldCount {
        /// How many there are.
        found: usize,
    },
    /// No number where one belongs: `/5`, `1-`, `*/`.
    MissingNumber,
    /// Not a number, nor a name that the field knows.
    NotANumber,
    /// A number below zero.
    Negative,
    /// A number outside of the limits of the field, or a step too large for 64 bits.
    OutOfRange {
        /// The lowest value.
        lowest: i64,
        /// The highest value.
        highest: i64,
    },
    /// A range whose end comes before its start: `SAT-SUN`.
    Wraps,
    /// `/0`.
    StepOfZero,
    /// `1-3-5`.
    TooManyHyphens,
    /// `5/15/2`.
    TooManySlashes,
    /// None of [`DESCRIPTORS`](super::DESCRIPTORS) after `@`, letter for letter; or text after it.
    UnknownDescriptor,
    /// Not a duration after `@every `.
    BadDuration(DurationError),
    /// No time zone of that name.
    UnknownZone,
    /// A time zone and nothing after it.
    MissingSchedule,
}

impl Field {
    /// All five, as an expression has them.
    pub const ALL: [Field; 5] = [Field::Minute, Field::Hour, Field::DayOfMonth, Field::Month, Field::DayOfWeek];

    /// The lowest and the highest value.
    pub const fn limits(self) -> (u8, u8) {
        match self {
            Field::Minute => (0, 59),
            Field::Hour => (0, 23),
            Field::DayOfMonth => (1, 31),
            Field::Month => (1, 12),
            Field::DayOfWeek => (0, 6),
        }
    }

    /// The names of its values, from the lowest on; none for a field that takes numbers alone.
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
            CronFault::FieldCount { found } => return write!(f, "five fields are needed and not {found}"),
            CronFault::OutOfRange { lowest, highest } => return write!(f, "not from {lowest} to {highest}"),
            CronFault::BadDuration(error) => return error.fmt(f),
            CronFault::Empty => "empty",
            CronFault::MissingNumber => "a number is missing",
            CronFault::NotANumber => "not a number",
            CronFault::Negative => "below zero",
            CronFault::Wraps => "a range that ends before it starts",
            CronFault::StepOfZero => "a step of zero",
            CronFault::TooManyHyphens => "too many hyphens",
            CronFault::TooManySlashes => "too many slashes",
            CronFault::UnknownDescriptor => "unknown descriptor",
            CronFault::UnknownZone => "unknown time zone",
            CronFault::MissingSchedule => "no schedule after the time zone",
        })
    }
}

impl std::error::Error for CronError {}
