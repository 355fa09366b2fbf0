//! Takes a date; returns it in the words of a language, as CLDR defines them for language
//! and country.
//!
//! Dates are Gregorian in every language: a year that an author writes as 2026 is not
//! printed as another year.

use super::Lang;
use icu_calendar::{Date, Gregorian};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::YMD};
use icu_locale_core::Locale;

/// The long form of a day: `7 mars 2026`, `March 7, 2026`. Nothing for a language of
/// which CLDR has none.
pub(crate) fn long(day: (i32, u8, u8), lang: &Lang) -> Option<String> {
    written(day, lang, YMD::long())
}

/// The form of a day with a short month, or in figures: `Mar 7, 2026`, `07.03.2026`.
pub(crate) fn medium(day: (i32, u8, u8), lang: &Lang) -> Option<String> {
    written(day, lang, YMD::medium())
}

fn written((year, month, day): (i32, u8, u8), lang: &Lang, form: YMD) -> Option<String> {
    let locale: Locale = lang.as_str().parse().ok()?;
    let format =
        FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), form).ok()?;
    let date = Date::try_new_gregorian(year, month, day).ok()?;
    let text = format.format(&date).to_string();
    // `2026 M03 7` is of no language; `7(a)` leaves a choice to the reader.
    let is_made_up = text.contains(['(', ')']) || text.contains(" M") && text.contains(" M0");
    let is_made_up = is_made_up || text.contains(" M1") || lang == &Lang::undetermined();
    if is_made_up {
        return None;
    }
    // The first of a month is an ordinal in French (Imprimerie nationale, Lexique des
    // règles typographiques, « Dates »); CLDR has no pattern for it.
    let first = lang.primary() == "fr" && day == 1;
    Some(match text.strip_prefix("1 ").filter(|_| first) {
        Some(rest) => format!("1er {rest}"),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_its_language_and_country_write_it() {
        for (tag, words) in [
            ("fr", "7 mars 2026"),
            ("fr-CA", "7 mars 2026"),
            ("en", "March 7, 2026"),
            ("en-US", "March 7, 2026"),
            ("en-GB", "7 March 2026"),
            ("de", "7. März 2026"),
            ("es", "7 de marzo de 2026"),
            ("pt-BR", "7 de março de 2026"),
            ("pl", "7 marca 2026"),
            ("cs", "7. března 2026"),
            ("hu", "2026. március 7."),
            ("ja", "2026年3月7日"),
            ("zh-Hant", "2026年3月7日"),
            ("ko", "2026년 3월 7일"),
            ("vi", "7 tháng 3 2026"),
            ("he", "7 במרץ 2026"),
        ] {
            let lang = Lang::parse(tag).unwrap();
            let long = long((2026, 3, 7), &lang);
            // The spaces before a year may be of any width.
            let long = long.map(|text| text.replace('\u{a0}', " "));
            assert_eq!(long.as_deref(), Some(words), "{tag}");
        }
        let french = Lang::parse("fr").unwrap();
        assert_eq!(long((2026, 8, 1), &french).unwrap(), "1er août 2026");
        assert_eq!(long((2026, 8, 11), &french).unwrap(), "11 août 2026");
        let english = Lang::parse("en").unwrap();
        assert_eq!(medium((2026, 8, 1), &english).unwrap(), "Aug 1, 2026");
        for none in ["und", "la", "eu", "tlh"] {
            let lang = Lang::parse(none).unwrap();
            for month in [3, 11] {
                assert_eq!(long((2026, month, 7), &lang), None, "{none}");
            }
        }
    }
}
