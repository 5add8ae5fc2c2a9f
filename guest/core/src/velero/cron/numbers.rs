//! Cron expressions in numbers, which every reader of cron accepts.

use super::{Cron, Field, Fields, Timing, Values};

impl Cron {
    /// Returns the same runs as five fields of numbers, ranges, `*` and `*/n`, which the integrator also accepts:
    /// `0 0 * * 0` for `@weekly`. `None` for a time zone, for `@every`, and for a field without values.
    pub fn in_numbers(&self) -> Option<String> {
        let Timing::Fields(fields) = &self.timing else { return None };
        if !self.zone.is_utc() {
            return None;
        }
        let Fields { minute, hour, day_of_month, month, day_of_week } = *fields;
        let values = [minute, hour, day_of_month, month, day_of_week];
        let fields: Option<Vec<String>> =
            Field::ALL.into_iter().zip(values).map(|(field, values)| values.in_numbers(field)).collect();
        Some(fields?.join(" "))
    }

    /// Whether it runs on days that the day of month or the day of week selects, not only on days that both select.
    pub fn runs_on_either_day(&self) -> bool {
        match &self.timing {
            Timing::Every(_) => false,
            Timing::Fields(fields) => !fields.day_of_month.has_star() && !fields.day_of_week.has_star(),
        }
    }
}

impl Values {
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
            let cron = Cron::parse(expression).expect("a cron expression");
            assert_eq!(cron.in_numbers().as_deref(), numbers, "{expression}");
            if let Some(numbers) = numbers {
                assert!(integrator::accepts(numbers), "{numbers}");
                assert_eq!(Cron::parse(numbers), Ok(cron), "{expression}");
            }
        }
    }

    #[test]
    fn days_are_either_where_neither_field_is_a_star() {
        for (expression, either) in
            [("0 0 1 * 1", true), ("0 0 1 * *", false), ("0 0 ? * 1", false), ("0 0 */2 * 1", true), ("@weekly", false)]
        {
            assert_eq!(
                Cron::parse(expression).expect("a cron expression").runs_on_either_day(),
                either,
                "{expression}"
            );
        }
    }
}
