//! When an article was written: as its author wrote it, and as it is printed.

use crate::lang::{self, Lang};
use crate::source::Span;
use std::borrow::Cow;

/// When an article was written or published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// As the author wrote it.
    pub text: String,
    /// Where it stands in the source.
    pub span: Span,
    /// Year, month and day, where they could be read.
    pub ymd: Option<(i32, u8, u8)>,
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

impl Date {
    /// The day as `YYYY-MM-DD`, where it could be read.
    pub fn iso(&self) -> Option<String> {
        self.ymd.map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
    }

    /// The day as [`iso`](Date::iso) has it, and the time of day after a `T` where there is
    /// one: what HTML's `datetime` takes.
    pub fn moment(&self) -> Option<String> {
        let day = self.iso()?;
        Some(match &self.time {
            Some(time) => format!("{day}T{time}"),
            None => day,
        })
    }

    /// As it is printed in an article of a language. What its author wrote in words stays
    /// as it is, as does what the language has no words for.
    pub fn printed(&self, lang: &Lang, format: DateFormat) -> Cow<'_, str> {
        let Some(ymd) = self.ymd.filter(|_| self.form == DateForm::Figures) else {
            return Cow::Borrowed(&self.text);
        };
        // A moment with its zone is for machines.
        let as_written = match self.time.is_some() {
            true => Cow::Owned(self.iso().unwrap_or_default()),
            false => Cow::Borrowed(&*self.text),
        };
        let shown = match format {
            DateFormat::Long => lang::date::long(ymd, lang),
            DateFormat::Medium => lang::date::medium(ymd, lang),
            DateFormat::Iso => self.iso(),
            DateFormat::AsWritten => return Cow::Borrowed(&self.text),
        };
        shown.map_or(as_written, Cow::Owned)
    }
}
