//! When an article was written: as its author wrote it, and as it is printed.

use crate::lang::Lang;
use crate::lang::date::{Length, Parts, range, written};
use crate::source::Span;
use std::borrow::Cow;

/// When an article was written or published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// As the author wrote it.
    pub text: String,
    /// Where it stands in the source.
    pub span: Span,
    /// What of the calendar it names, where that could be read.
    pub when: Option<When>,
    /// The time of day, with its zone where it has one, as ISO 8601 writes it:
    /// `10:30:00+01:00`.
    pub time: Option<String>,
    /// How it is written.
    pub form: DateForm,
}

/// How a date is written in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateForm {
    /// In words, or in no form that is known: every letter of it is the author's.
    #[default]
    Words,
    /// In figures of which each has one meaning: `2026-03-07`.
    Figures,
    /// In figures of which the day and the month may be taken for each other: `3/4/2026`.
    Doubtful,
}

/// How dates are printed that are written in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateFormat {
    /// In words, as the article's language and country have it: `7 mars 2026`.
    #[default]
    Long,
    /// With short names or figures: `Mar 7, 2026`.
    Medium,
    /// As `2026-03-07`.
    Iso,
    /// As the author wrote them.
    AsWritten,
}

impl DateFormat {
    /// The formats by the names that themes and articles give them.
    pub const NAMES: &'static [(&'static str, DateFormat)] = &[
        ("long", DateFormat::Long),
        ("medium", DateFormat::Medium),
        ("iso", DateFormat::Iso),
        ("as-written", DateFormat::AsWritten),
    ];

    /// The format of a name.
    pub fn named(name: &str) -> Option<DateFormat> {
        let found = DateFormat::NAMES.iter().find(|(own, _)| *own == name);
        found.map(|(_, format)| *format)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let found = DateFormat::NAMES.iter().find(|(_, own)| *own == self);
        found.map_or("long", |(name, _)| name)
    }
}

/// A day, a month or a year of the Gregorian calendar, as precise as it was written (ISO
/// 8601-1, 5.2.2: dates with reduced precision). It always exists: there is none for a
/// month 13 or for 30 February.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarDate(Parts);

impl CalendarDate {
    /// A year.
    pub fn year(year: i32) -> CalendarDate {
        CalendarDate(Parts::Year(year))
    }

    /// A month, from 1, if there is one.
    pub fn month(year: i32, month: u8) -> Option<CalendarDate> {
        (1..=12)
            .contains(&month)
            .then_some(CalendarDate(Parts::Month(year, month)))
    }

    /// A day of a month, both from 1, if there is one.
    pub fn day(year: i32, month: u8, day: u8) -> Option<CalendarDate> {
        (1..=days_in_month(year, month))
            .contains(&day)
            .then_some(CalendarDate(Parts::Day(year, month, day)))
    }

    /// Year, month and day, where it is a day.
    pub fn as_day(self) -> Option<(i32, u8, u8)> {
        match self.0 {
            Parts::Day(year, month, day) => Some((year, month, day)),
            Parts::Year(_) | Parts::Month(..) => None,
        }
    }

    /// As ISO 8601 and W3C's Date and Time Formats write it: `2026`, `2026-06` or
    /// `2026-06-07`.
    pub fn iso(self) -> String {
        match self.0 {
            Parts::Year(year) => format!("{year:04}"),
            Parts::Month(year, month) => format!("{year:04}-{month:02}"),
            Parts::Day(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    /// The day that it is, or that it begins with.
    pub fn first_day(self) -> CalendarDate {
        CalendarDate(match self.0 {
            Parts::Year(year) => Parts::Day(year, 1, 1),
            Parts::Month(year, month) => Parts::Day(year, month, 1),
            Parts::Day(..) => self.0,
        })
    }

    /// Whether two dates are both years, both months or both days.
    fn is_like(self, other: CalendarDate) -> bool {
        std::mem::discriminant(&self.0) == std::mem::discriminant(&other.0)
    }
}

/// How many days a month of the Gregorian calendar has; none, if there is no such month.
fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

/// What of the calendar a date names: a day, a month, a year, or the time from one of them
/// to another (ISO 8601-1, 5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    from: CalendarDate,
    /// The last, where it is more than one.
    to: Option<CalendarDate>,
}

impl From<CalendarDate> for When {
    fn from(date: CalendarDate) -> When {
        When {
            from: date,
            to: None,
        }
    }
}

impl When {
    /// From one date to a later one that is as precise.
    pub fn range(from: CalendarDate, to: CalendarDate) -> Option<When> {
        (from < to && from.is_like(to)).then_some(When { from, to: Some(to) })
    }

    /// The date, or the first of a range.
    pub fn first(self) -> CalendarDate {
        self.from
    }

    /// The last date of a range.
    pub fn last(self) -> Option<CalendarDate> {
        self.to
    }

    fn written(self, lang: &Lang, length: Length) -> Option<String> {
        match self.to {
            None => written(self.from.0, lang, length),
            Some(to) => range(self.from.0, to.0, lang, length),
        }
    }
}

impl Date {
    /// Year, month and day, where it is a day and no more.
    pub fn day(&self) -> Option<(i32, u8, u8)> {
        let when = self.when.filter(|when| when.to.is_none())?;
        when.from.as_day()
    }

    /// The day, month or year, where it could be read: `2026-06-07`, `2026-06` or `2026`. Of
    /// a range it is the first. This is what `dc:date` takes (W3C, Date and Time Formats).
    pub fn iso(&self) -> Option<String> {
        self.when.map(|when| when.from.iso())
    }

    /// The day as `YYYY-MM-DD`, or the one that a month, a year or a range begins with: for
    /// what takes only days.
    pub fn first_day(&self) -> Option<String> {
        self.when.map(|when| when.from.first_day().iso())
    }

    /// The day, month or year, and after a `T` the time of day where there is one: what
    /// HTML's `datetime` takes. It has no form for a range.
    pub fn moment(&self) -> Option<String> {
        let when = self.when.filter(|when| when.to.is_none())?;
        let day = when.from.iso();
        let time = self.time.as_ref().filter(|_| when.from.as_day().is_some());
        Some(match time {
            Some(time) => format!("{day}T{time}"),
            None => day,
        })
    }

    /// As it is printed in an article of a language. What its author wrote in words stays
    /// as it is, as does what the language has no words for.
    pub fn printed(&self, lang: &Lang, format: DateFormat) -> Cow<'_, str> {
        let Some(when) = self.when.filter(|_| self.form == DateForm::Figures) else {
            return Cow::Borrowed(&self.text);
        };
        // A moment with its zone is for machines.
        let as_written = match self.time.is_some() {
            true => Cow::Owned(self.iso().unwrap_or_default()),
            false => Cow::Borrowed(&*self.text),
        };
        let shown = match format {
            DateFormat::Long => when.written(lang, Length::Long),
            DateFormat::Medium => when.written(lang, Length::Medium),
            DateFormat::Iso => when.to.is_none().then(|| when.from.iso()),
            DateFormat::AsWritten => return Cow::Borrowed(&self.text),
        };
        shown.map_or(as_written, Cow::Owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_no_calendar_has_cannot_be_made() {
        assert!(CalendarDate::day(2024, 2, 29).is_some());
        assert!(CalendarDate::day(2026, 2, 29).is_none());
        assert!(CalendarDate::day(2026, 13, 1).is_none());
        assert!(CalendarDate::month(2026, 0).is_none());
        assert!(CalendarDate::month(2026, 13).is_none());
    }

    #[test]
    fn a_range_goes_forward_between_dates_of_one_kind() {
        let (june, july) = (CalendarDate::month(2026, 6), CalendarDate::month(2026, 7));
        let (june, july) = (june.unwrap(), july.unwrap());
        assert!(When::range(june, july).is_some());
        assert!(When::range(july, june).is_none());
        assert!(When::range(june, june).is_none());
        assert!(When::range(CalendarDate::year(2026), july).is_none());
    }

    #[test]
    fn a_month_begins_with_its_first_day() {
        let june = CalendarDate::month(2026, 6).unwrap();
        assert_eq!(june.iso(), "2026-06");
        assert_eq!(june.first_day().iso(), "2026-06-01");
        assert_eq!(CalendarDate::year(987).first_day().iso(), "0987-01-01");
    }
}
