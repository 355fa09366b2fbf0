//! Takes a day, a month or a year, or two of them; returns them in the words of a language,
//! as CLDR defines them for language and country.
//!
//! Dates are Gregorian in every language: a year that an author writes as 2026 is not
//! printed as another year.

use super::Lang;
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{Y, YM, YMD};
use icu_locale_core::Locale;

/// A date of the Gregorian calendar, as precise as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parts {
    /// A year.
    Year(i32),
    /// A year and a month.
    Month(i32, u8),
    /// A year, a month and a day.
    Day(i32, u8, u8),
}

/// How much of a month's name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// All of it: `7 mars 2026`, `March 7, 2026`.
    Long,
    /// Some letters of it, or its figures: `Mar 7, 2026`, `07.03.2026`.
    Medium,
}

/// A date in words. Nothing for a language of which CLDR has none.
pub(crate) fn written(date: Parts, lang: &Lang, length: Length) -> Option<String> {
    let locale: Locale = lang.as_str().parse().ok()?;
    let locale = locale.into();
    type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;
    let text = match date {
        Parts::Year(year) => {
            let format = Formatter::try_new(locale, Y::long()).ok()?;
            format
                .format(&Date::try_new_gregorian(year, 1, 1).ok()?)
                .to_string()
        }
        Parts::Month(year, month) => {
            let form = match length {
                Length::Long => YM::long(),
                Length::Medium => YM::medium(),
            };
            let format = Formatter::try_new(locale, form).ok()?;
            format
                .format(&Date::try_new_gregorian(year, month, 1).ok()?)
                .to_string()
        }
        Parts::Day(year, month, day) => {
            let form = match length {
                Length::Long => YMD::long(),
                Length::Medium => YMD::medium(),
            };
            let format = Formatter::try_new(locale, form).ok()?;
            format
                .format(&Date::try_new_gregorian(year, month, day).ok()?)
                .to_string()
        }
    };
    // `2026 M03 7` is of no language; `7(a)` leaves a choice to the reader.
    let is_made_up = ["M0", "M1"]
        .iter()
        .any(|name| text.starts_with(name) || text.contains(&format!(" {name}")));
    if is_made_up || text.contains(['(', ')']) || lang == &Lang::undetermined() {
        return None;
    }
    // The first of a month is an ordinal in French (Imprimerie nationale, Lexique des
    // règles typographiques, « Dates »); CLDR has no pattern for it.
    let first = lang.primary() == "fr" && matches!(date, Parts::Day(_, _, 1));
    Some(match text.strip_prefix("1 ").filter(|_| first) {
        Some(rest) => format!("1er {rest}"),
        None => text,
    })
}

/// Two dates and all between them, in words: `juin-juillet 2026`, `June 1–15, 2026`. What
/// both have in common is said once. Nothing for a language of which CLDR has no words.
pub(crate) fn range(from: Parts, to: Parts, lang: &Lang, length: Length) -> Option<String> {
    let (from, to) = (written(from, lang, length)?, written(to, lang, length)?);
    if from == to {
        return Some(from);
    }
    let (first, second) = (words(&from), words(&to));
    let most = first.len().min(second.len()).saturating_sub(1);
    let pairs = first.iter().zip(&second);
    let before = pairs.take_while(|(a, b)| a == b).count().min(most);
    let pairs = first.iter().rev().zip(second.iter().rev());
    let after = pairs
        .take_while(|(a, b)| a.trim_end() == b.trim_end())
        .count();
    let after = after.min(most - before);
    let of = |words: &[&str]| {
        words
            .get(before..words.len() - after)
            .unwrap_or(&[])
            .concat()
    };
    let (left, right) = (of(&first), of(&second));
    let rest = to.len()
        - second
            .iter()
            .rev()
            .take(after)
            .map(|word| word.len())
            .sum::<usize>();
    let rest = to.get(rest..).unwrap_or("");
    let space = right.len() - right.trim_end().len();
    let (right, space) = right.split_at(right.len() - space);
    // `June 1, 2026`: the comma parts the day from the year.
    let left = left.trim_end().trim_end_matches([',', '،']);
    let joint = joint(left, right, lang);
    let before = first.get(..before).unwrap_or(&[]).concat();
    Some(format!("{before}{left}{joint}{right}{space}{rest}"))
}

/// The words of a date, each with the space after it. The signs for year, month and day end
/// words in Chinese and Japanese, which have no spaces.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '年' | '月'))
        .collect()
}

/// What stands between the ends of a range. Between single words it is an en dash without
/// spaces, otherwise one with spaces (CLDR, interval formats; Duden, D 21; The Chicago Manual
/// of Style, 6.78, but New Hart's Rules, 4.11.1, for the spaces). French joins two months by
/// a hyphen, as in `juillet-août` (Office québécois de la langue française, « Trait
/// d'union »). Chinese, Japanese and Korean have signs of their own (CLDR).
fn joint(left: &str, right: &str, lang: &Lang) -> &'static str {
    let is_name = |text: &str| text.chars().all(|c| c.is_alphabetic() || c == '.');
    let is_long = |text: &str| text.contains(char::is_whitespace);
    match lang.primary() {
        "ja" => "～",
        "zh" => "至",
        "ko" => "~",
        _ if is_long(left) || is_long(right) => " – ",
        "fr" if is_name(left) && is_name(right) => "-",
        _ => "–",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(day: (i32, u8, u8), lang: &Lang) -> Option<String> {
        written(Parts::Day(day.0, day.1, day.2), lang, Length::Long)
    }

    fn plain(text: Option<String>) -> Option<String> {
        // The spaces before a year may be of any width.
        text.map(|text| text.replace(['\u{a0}', '\u{202f}'], " "))
    }

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
            let long = plain(long((2026, 3, 7), &lang));
            assert_eq!(long.as_deref(), Some(words), "{tag}");
        }
        let french = Lang::parse("fr").unwrap();
        assert_eq!(long((2026, 8, 1), &french).unwrap(), "1er août 2026");
        assert_eq!(long((2026, 8, 11), &french).unwrap(), "11 août 2026");
        let english = Lang::parse("en").unwrap();
        let august = written(Parts::Day(2026, 8, 1), &english, Length::Medium);
        assert_eq!(august.unwrap(), "Aug 1, 2026");
        for none in ["und", "la", "eu", "tlh"] {
            let lang = Lang::parse(none).unwrap();
            for month in [3, 11] {
                assert_eq!(long((2026, month, 7), &lang), None, "{none}");
            }
        }
    }

    #[test]
    fn a_month_is_written_as_it_stands_without_a_day() {
        for (tag, words) in [
            ("fr", "juin 2026"),
            ("en", "June 2026"),
            ("en-GB", "June 2026"),
            ("de", "Juni 2026"),
            ("es", "junio de 2026"),
            ("pl", "czerwiec 2026"),
            ("cs", "červen 2026"),
            ("ru", "июнь 2026 г."),
            ("hu", "2026. június"),
            ("ja", "2026年6月"),
            ("zh", "2026年6月"),
            ("ko", "2026년 6월"),
        ] {
            let lang = Lang::parse(tag).unwrap();
            let june = written(Parts::Month(2026, 6), &lang, Length::Long);
            assert_eq!(plain(june).as_deref(), Some(words), "{tag}");
        }
        for none in ["und", "la", "tlh", "eu"] {
            let lang = Lang::parse(none).unwrap();
            for month in [6, 12] {
                let written = written(Parts::Month(2026, month), &lang, Length::Long);
                assert_eq!(written, None, "{none}");
            }
        }
    }

    #[test]
    fn a_year_is_its_figures() {
        for (tag, words) in [
            ("fr", "2026"),
            ("en", "2026"),
            ("de", "2026"),
            ("ja", "2026年"),
        ] {
            let lang = Lang::parse(tag).unwrap();
            let year = written(Parts::Year(2026), &lang, Length::Long);
            assert_eq!(year.as_deref(), Some(words), "{tag}");
        }
    }

    #[test]
    fn a_range_says_once_what_both_ends_have_in_common() {
        let months = [Parts::Month(2026, 6), Parts::Month(2026, 7)];
        let winter = [Parts::Month(2026, 12), Parts::Month(2027, 1)];
        let days = [Parts::Day(2026, 6, 1), Parts::Day(2026, 6, 15)];
        let weeks = [Parts::Day(2026, 6, 28), Parts::Day(2026, 7, 3)];
        let years = [Parts::Year(2026), Parts::Year(2027)];
        for (tag, [from, to], words) in [
            ("fr", months, "juin-juillet 2026"),
            ("en", months, "June–July 2026"),
            ("de", months, "Juni–Juli 2026"),
            ("es", months, "junio–julio de 2026"),
            ("ru", months, "июнь–июль 2026 г."),
            ("hu", months, "2026. június–július"),
            ("ja", months, "2026年6月～7月"),
            ("zh", months, "2026年6月至7月"),
            ("ko", months, "2026년 6월~7월"),
            ("fr", winter, "décembre 2026 – janvier 2027"),
            ("en", winter, "December 2026 – January 2027"),
            ("fr", days, "1er–15 juin 2026"),
            ("en", days, "June 1–15, 2026"),
            ("en-GB", days, "1–15 June 2026"),
            ("de", days, "1.–15. Juni 2026"),
            ("es", days, "1–15 de junio de 2026"),
            ("hu", days, "2026. június 1.–15."),
            ("ja", days, "2026年6月1日～15日"),
            ("fr", weeks, "28 juin – 3 juillet 2026"),
            ("en", weeks, "June 28 – July 3, 2026"),
            ("de", weeks, "28. Juni – 3. Juli 2026"),
            ("fr", years, "2026–2027"),
            ("en", years, "2026–2027"),
        ] {
            let lang = Lang::parse(tag).unwrap();
            let written = range(from, to, &lang, Length::Long);
            assert_eq!(plain(written).as_deref(), Some(words), "{tag}");
        }
        let latin = Lang::parse("la").unwrap();
        assert_eq!(range(months[0], months[1], &latin, Length::Long), None);
        let french = Lang::parse("fr").unwrap();
        let one = range(months[0], months[0], &french, Length::Long);
        assert_eq!(one.as_deref(), Some("juin 2026"));
    }
}
