//! Cron expressions in numbers, which every reader of cron accepts.

use super::{Cron, Field, Fields, Library, Timing, Values};
use crate::velero::duration::Duration;

const SECOND: i64 = 1_000_000_000;

impl Cron {
    /// Returns the same runs as five fields of numbers, ranges, `*` and `*/n`, which the integrator also accepts:
    /// `0 0 * * 0` for `@weekly`. `None` for a time zone, for `@every`, and for a field without values.
    pub fn in_numbers(&self) -> Option<String> {
        self.fields().filter(|_| self.zone.is_utc())?.in_numbers()
    }

    /// Returns an expression that has the same runs in both libraries, if there is one.
    pub fn in_every_library(&self) -> Option<String> {
        let text = match &self.timing {
            Timing::Never => return None,
            Timing::Every(seconds) => format!("@every {}", Duration::from_nanoseconds(seconds.checked_mul(SECOND)?)),
            Timing::Fields(fields) => self.with_zone(&fields.with_one_day().in_numbers()?),
        };
        Some(text).filter(|text| read_alike(text).is_some_and(|read| self.difference_from(&read).is_none()))
    }

    /// Returns an expression that runs in the hour after a clock change instead of the skipped hour, and has the same
    /// runs in both libraries, if there is one.
    pub fn after_skipped_hour(&self, change: i64) -> Option<String> {
        let fields = self.fields()?;
        let skipped = self.skipped_hour(change)?;
        let hour = skipped.checked_add(1).filter(|hour| *hour < 24)?;
        let hours = fields.hour.without_star() & !(1_u64 << skipped) | 1_u64 << hour;
        let later = Fields { hour: Values(hours), ..fields.with_one_day() };
        let text = self.with_zone(&later.in_numbers()?);
        read_alike(&text).map(|_| text)
    }

    /// Returns an expression for the day of month, and one for the day of week, that together have the same runs, if
    /// it [runs on either day](Self::runs_on_either_day).
    pub fn for_either_day(&self) -> Option<[String; 2]> {
        let fields = self.fields().filter(|fields| fields.has_either_day())?;
        let of_month = Fields { day_of_week: Values::all(Field::DayOfWeek), ..*fields };
        let of_week = Fields { day_of_month: Values::all(Field::DayOfMonth), ..*fields };
        Some([self.with_zone(&of_month.in_numbers()?), self.with_zone(&of_week.in_numbers()?)])
    }

    /// Whether it runs on days that the day of month or the day of week selects, not only on days that both select.
    pub fn runs_on_either_day(&self) -> bool {
        self.fields().is_some_and(Fields::has_either_day)
    }

    fn with_zone(&self, numbers: &str) -> String {
        match self.zone.database_name() {
            Some(zone) if !self.zone.is_utc() => format!("CRON_TZ={zone} {numbers}"),
            _ => numbers.to_owned(),
        }
    }
}

/// Returns the reading of an expression, if both libraries accept it and have the same runs.
fn read_alike(text: &str) -> Option<Cron> {
    let [ours, theirs] = Library::ALL.map(|library| Cron::parse(text, library).ok());
    ours.zip(theirs).and_then(|(ours, theirs)| ours.difference_from(&theirs).is_none().then_some(ours))
}

impl Fields {
    /// Returns the same with `*` in the day of month or the day of week, if the other alone selects the same days.
    fn with_one_day(&self) -> Self {
        let of_month = Fields { day_of_week: Values::all(Field::DayOfWeek), ..*self };
        let of_week = Fields { day_of_month: Values::all(Field::DayOfMonth), ..*self };
        let every_day = Fields { day_of_month: of_week.day_of_month, ..of_month };
        [every_day, of_month, of_week].into_iter().find(|one| self.have_same_days(one)).unwrap_or(*self)
    }

    fn in_numbers(&self) -> Option<String> {
        let Fields { minute, hour, day_of_month, month, day_of_week, .. } = *self;
        let values = [minute, hour, day_of_month, month, day_of_week];
        let fields: Option<Vec<String>> =
            Field::ALL.into_iter().zip(values).map(|(field, values)| values.in_numbers(field)).collect();
        Some(fields?.join(" "))
    }
}

impl Values {
    /// Returns the values of `*`.
    fn all(field: Field) -> Self {
        let (lowest, highest) = field.limits();
        Values((lowest..=highest).fold(Self::STAR, |bits, value| bits | 1_u64 << (value & 63)))
    }

    fn in_numbers(self, field: Field) -> Option<String> {
        if self.has_star() {
            return Some("*".to_owned());
        }
        let (lowest, highest) = field.limits();
        let all: Vec<u8> = (lowest..=highest).filter(|value| self.has(*value)).collect();
        let every = |step: &u8| all.iter().copied().eq((lowest..=highest).step_by(usize::from(*step)));
        if all.len() > 2
            && let Some(step) = (2..=highest).find(every)
        {
            return Some(format!("*/{step}"));
        }
        let mut parts: Vec<String> = Vec::new();
        for range in all.chunk_by(|a, b| a + 1 == *b) {
            match range {
                [first, _, .., last] => parts.push(format!("{first}-{last}")),
                few => parts.extend(few.iter().map(u8::to_string)),
            }
        }
        (!parts.is_empty()).then(|| parts.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::velero::cron::integrator;

    #[test]
    fn the_numbers_run_as_the_expression_does_and_the_integrator_takes_them() {
        for (expression, numbers) in [
            ("@weekly", Some("0 0 * * 0")),
            ("@hourly", Some("0 * * * *")),
            ("0 0 * JAN-MAR MON", Some("0 0 * 1-3 1")),
            ("1-5/2 */5,3 * * ?", Some("1,3,5 0,3,5,10,15,20 * * *")),
            ("*/15 2 1,2,3,7,8 * *", Some("*/15 2 1-3,7,8 * *")),
            ("0 0 */2 * 1/2", Some("0 0 */2 * 1,3,5")),
            ("0-59 0 * * *", Some("0-59 0 * * *")),
            ("@every 1h", None),
            ("TZ=Europe/Paris 0 0 * * *", None),
            (", 0 * * *", None),
        ] {
            let cron = Cron::parse(expression, Library::Robfig).expect("a cron expression");
            assert_eq!(cron.in_numbers().as_deref(), numbers, "{expression}");
            if let Some(numbers) = numbers {
                assert!(integrator::accepts(numbers), "{numbers}");
                assert_eq!(Cron::parse(numbers, Library::Robfig), Ok(cron), "{expression}");
            }
        }
    }

    #[test]
    fn an_expression_is_written_so_that_both_libraries_read_it_alike() {
        for (library, expression, alike) in [
            (Library::Robfig, "0 */24 * * *", Some("0 0 * * *")),
            (Library::Robfig, "*/60 0 * * MON", Some("0 0 * * 1")),
            (Library::Robfig, "0 0 * * 4/1", Some("0 0 * * 4-6")),
            (Library::Robfig, "0 0 1-31 * 1", Some("0 0 * * *")),
            (Library::Robfig, "0 0 , * 1", Some("0 0 * * 1")),
            (Library::Robfig, "0 0 1-7 * 1", None),
            (Library::Robfig, "0 0 30 2 1", Some("0 0 * 2 1")),
            (Library::Robfig, "@every 500ms", Some("@every 1s")),
            (Library::Robfig, "TZ= 0 2 * * *", Some("0 2 * * *")),
            (Library::Robfig, "TZ=./Europe/Paris 0 5 * * *", Some("CRON_TZ=Europe/Paris 0 5 * * *")),
            (Library::Robfig, "TZ=Europe/Paris 0 2 * * *", None),
            (Library::GoCron, "0 22-1 * * 1-7", Some("0 0,1,22,23 * * *")),
            (Library::GoCron, "0 0 1-7 * 1", None),
            (Library::GoCron, "@manual", None),
            (Library::GoCron, "TZ='Europe/Paris' 0 5 * * *", Some("CRON_TZ=Europe/Paris 0 5 * * *")),
        ] {
            let cron = Cron::parse(expression, library).expect(expression);
            assert_eq!(cron.in_every_library().as_deref(), alike, "{expression}");
        }
        let night = Cron::parse("TZ=Europe/Paris 30 1-2 * * 1", Library::Robfig).expect("an expression");
        let later = "CRON_TZ=Europe/Paris 30 1,3 * * 1".to_owned();
        assert_eq!(night.after_skipped_hour(1_774_746_000), Some(later));
        // The hour after it is selected already, and there is none after the last one of a day.
        let cron = |expression| Cron::parse(expression, Library::Robfig).expect("an expression");
        assert_eq!(cron("0 2,3 * * *").after_skipped_hour(2 * 3_600).as_deref(), Some("0 3 * * *"));
        assert_eq!(cron("0 1,23 * * *").after_skipped_hour(23 * 3_600), None);
        let for_either = |expression, days: [&str; 2]| {
            assert_eq!(cron(expression).for_either_day(), Some(days.map(str::to_owned)), "{expression}");
        };
        let in_paris = ["CRON_TZ=Europe/Paris 0 3 1-7 * *", "CRON_TZ=Europe/Paris 0 3 * * 1"];
        for_either("TZ=Europe/Paris 0 3 1-7 * 1", in_paris);
        for_either("TZ=Etc/UTC 0,30 3 1 * 1", ["0,30 3 1 * *", "0,30 3 * * 1"]);
    }

    #[test]
    fn days_are_either_where_neither_field_is_a_star() {
        for (expression, either) in
            [("0 0 1 * 1", true), ("0 0 1 * *", false), ("0 0 ? * 1", false), ("0 0 */2 * 1", true), ("@weekly", false)]
        {
            assert_eq!(
                Cron::parse(expression, Library::Robfig).expect("a cron expression").runs_on_either_day(),
                either,
                "{expression}"
            );
            let both = Cron::parse(expression, Library::GoCron).expect("a cron expression");
            assert!(!both.runs_on_either_day(), "{expression}");
        }
    }
}
