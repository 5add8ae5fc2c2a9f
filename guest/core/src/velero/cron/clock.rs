//! Local times of a time zone.

use super::civil::{self, DAY};
use super::zone::{Period, Zone};

/// A time in a zone: an instant, and its local time.
pub(super) struct Clock<'z> {
    zone: &'z Zone,
    instant: i64,
    period: Period,
}

impl<'z> Clock<'z> {
    pub(super) fn at(zone: &'z Zone, instant: i64) -> Self {
        Clock { zone, instant, period: zone.period_at(instant) }
    }

    pub(super) fn instant(&self) -> i64 {
        self.instant
    }

    fn shown(&self) -> i64 {
        self.instant + self.period.offset
    }

    fn days(&self) -> i64 {
        self.shown().div_euclid(DAY)
    }

    pub(super) fn date(&self) -> civil::Date {
        civil::date(self.days())
    }

    pub(super) fn weekday(&self) -> u8 {
        civil::weekday(self.days())
    }

    fn second_of_day(&self) -> i64 {
        self.shown().rem_euclid(DAY)
    }

    pub(super) fn hour(&self) -> u8 {
        u8::try_from(self.second_of_day() / 3_600).expect("a day has 24 hours")
    }

    pub(super) fn minute(&self) -> u8 {
        u8::try_from(self.second_of_day() / 60 % 60).expect("an hour has 60 minutes")
    }

    pub(super) fn second(&self) -> u8 {
        u8::try_from(self.second_of_day() % 60).expect("a minute has 60 seconds")
    }

    fn set_instant(&mut self, instant: i64) {
        self.instant = instant;
        if !(self.period.start..self.period.end).contains(&instant) {
            self.period = self.zone.period_at(instant);
        }
    }

    /// Adds seconds.
    pub(super) fn wait(&mut self, seconds: i64) {
        self.set_instant(self.instant + seconds);
    }

    /// Goes back to the start of the UTC minute. It is not the local minute in a zone with seconds in its offset.
    pub(super) fn truncate_to_minute(&mut self) {
        self.set_instant(self.instant - self.instant.rem_euclid(60));
    }

    /// Goes back to the first of the month, at midnight.
    pub(super) fn truncate_to_month(&mut self) {
        let date = self.date();
        self.set_instant(self.zone.instant(civil::days(date.year, date.month.into(), 1), 0));
    }

    /// Goes back to midnight.
    pub(super) fn truncate_to_day(&mut self) {
        self.set_instant(self.zone.instant(self.days(), 0));
    }

    /// Goes back to the start of the hour.
    pub(super) fn truncate_to_hour(&mut self) {
        let hour = self.second_of_day() / 3_600;
        self.set_instant(self.zone.instant(self.days(), hour * 3_600));
    }

    /// Adds months or days and keeps the local time: Go's `AddDate`.
    pub(super) fn add_date(&mut self, months: i64, days: i64) {
        let date = self.date();
        let days = civil::days(date.year, i64::from(date.month) + months, i64::from(date.day) + days);
        self.set_instant(self.zone.instant(days, self.second_of_day()));
    }
}
