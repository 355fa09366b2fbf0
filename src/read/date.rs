//! Takes a text; returns the day, the month or the year that it names, or the time between two
//! of them.

use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{CalendarDate, Date, DateForm, When};
use crate::source::Span;
use std::ops::Range;

/// A date: `2026-03-03`, with or without a time of day and its zone, `2026/03/03`,
/// `20260303`, `03.03.2026` and `3/3/2026` with the day first, as outside the United
/// States, unless only the month can be; or with the month in words, in any of a dozen
/// languages: `3 mars 2026`, `March 3, 2026`, `Tue, 3 Mar 2026 10:00:00 +0000`. Also a month,
/// a year and a range, as ISO 8601 writes them: `2026-06`, `2026`, `2026-06/2026-07`.
pub(super) fn date(text: &str, span: Span) -> Date {
    if let Some((when, form)) = reduced(text) {
        return Date {
            text: text.to_owned(),
            span,
            when: Some(when),
            time: None,
            form,
        };
    }
    let figures = in_figures(text);
    let ymd = figures.or_else(|| in_words(text));
    let time = time(text);
    let form = match (figures, &time) {
        (Some(_), _) if is_doubtful(text) => DateForm::Doubtful,
        (Some(_), _) => DateForm::Figures,
        // As machines write it.
        (None, Some(time)) if time.len() > "10:00:00".len() => DateForm::Figures,
        (None, _) => DateForm::Words,
    };
    Date {
        text: text.to_owned(),
        span,
        when: ymd.and_then(day).map(When::from),
        time,
        form,
    }
}

/// A day, if some calendar has it.
fn day((year, month, day): (u32, u32, u32)) -> Option<CalendarDate> {
    let year = year.try_into().ok()?;
    CalendarDate::day(year, month.try_into().ok()?, day.try_into().ok()?)
}

/// A date that is less than a day, or more: a month, a year, a range, as ISO 8601-1 has
/// them (5.2.2, 5.5), or a month in words. A quarter (`2026-Q2`) and a season (`2026-21` for
/// spring; ISO 8601-2, 4.8) are in their year, and printed as they are written.
fn reduced(text: &str) -> Option<(When, DateForm)> {
    let text = text.trim();
    if let Some((from, to)) = text.split_once('/') {
        let from = iso(from)?;
        let to = iso(to).or_else(|| iso(&completed(from, to)?))?;
        return Some((When::range(from, to)?, DateForm::Figures));
    }
    if let Some((year, part)) = text.split_once('-')
        && (matches!(part, "21" | "22" | "23" | "24")
            || matches!(
                part.to_ascii_uppercase().as_str(),
                "Q1" | "Q2" | "Q3" | "Q4"
            ))
    {
        return Some((iso(year)?.into(), DateForm::Words));
    }
    match iso(text) {
        Some(date) if date.as_day().is_none() => Some((date.into(), DateForm::Figures)),
        Some(_) => None,
        None => Some((month_in_words(text)?.into(), DateForm::Words)),
    }
}

/// A year, a month or a day as ISO 8601 writes them, with hyphens.
fn iso(text: &str) -> Option<CalendarDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let (year, rest) = parts.split_first()?;
    let figures = |part: &str, count: usize| {
        let fits = part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    };
    // Years before 32 are days to every other form.
    let year = i32::from(figures(year, 4).filter(|year| *year > 31)?);
    let small = |part: &str| u8::try_from(figures(part, 2)?).ok();
    match rest {
        [] => Some(CalendarDate::year(year)),
        [month] => CalendarDate::month(year, small(month)?),
        [month, day] => CalendarDate::day(year, small(month)?, small(day)?),
        _ => None,
    }
}

/// The end of a range with what it leaves out because the beginning has it (ISO 8601-1,
/// 5.5.2.3): `07` after `2026-06`, `15` or `07-02` after `2026-06-01`.
fn completed(from: CalendarDate, to: &str) -> Option<String> {
    let from = from.iso();
    let kept = from.len().checked_sub(to.len()).filter(|kept| *kept > 4)?;
    from.get(..kept).map(|kept| format!("{kept}{to}"))
}

/// A month in words with its year and nothing else: `juin 2026`, `junio de 2026`.
fn month_in_words(text: &str) -> Option<CalendarDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (name, year) = match words.as_slice() {
        [name, "de" | "of", year] | [name, year] => (name, year),
        _ => return None,
    };
    let name = name.trim_end_matches([',', '.']);
    if !name.chars().all(char::is_alphabetic) {
        return None;
    }
    let year = iso(year).filter(|year| year.as_day().is_none())?;
    let year = year.iso().parse().ok()?;
    CalendarDate::month(year, month(name)?.try_into().ok()?)
}

/// Decides which part of a date such as `3/4/2026` is its month by the article's language
/// and country. The month comes first in the United States and their territories, in the
/// Philippines and in Panama, the day nearly everywhere else (CLDR, short dates). English
/// without a country stays in doubt, as do countries that begin with the year.
pub(super) fn settle(date: &mut Date, lang: Option<&Lang>, report: &mut Report) {
    if date.form != DateForm::Doubtful {
        return;
    }
    let Some((year, month, day)) = date.day() else {
        return;
    };
    // Both are at most 12.
    let swapped = CalendarDate::day(year, day, month);
    let (primary, region) = lang.map_or(("", None), |lang| (lang.primary(), lang.region()));
    match (primary, region) {
        (_, Some("US" | "PR" | "GU" | "VI" | "AS" | "MP" | "PH" | "PA")) => {
            date.when = swapped.map(When::from);
            date.form = DateForm::Figures;
        }
        ("en" | "", None)
        | (_, Some("CA" | "CN" | "HK" | "HU" | "JP" | "KR" | "LT" | "TW" | "ZA"))
        | ("hu" | "ja" | "ko" | "lt" | "mn" | "zh", None) => {
            let taken = date.iso().unwrap_or_default();
            let other = swapped.map(CalendarDate::iso).unwrap_or_default();
            let message = format!("`{}` is ambiguous; read as {taken}", date.text);
            let warning = Diagnostic::warning(Code::AmbiguousDate, date.span, message);
            report.push(warning.hint(format!("write {taken} or {other}")));
        }
        _ => date.form = DateForm::Figures,
    }
}

/// What is wrong with a text that is a date in its form: no calendar has the day, such as
/// 30 February, or the month, or a range ends before it begins.
pub(super) fn impossible(text: &str) -> Option<String> {
    if date(text, Span::default()).when.is_some() {
        return None;
    }
    let text = text.trim();
    if let Some((from, to)) = text.split_once('/')
        && let (Some(_), Some(_)) = (iso(from), iso(to))
    {
        return Some(format!("`{text}` does not end after it begins"));
    }
    let figures =
        |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((year, month)) = text.split_once('-')
        && figures(year, 4)
        && figures(month, 2)
    {
        return Some(format!("no such month: `{text}`"));
    }
    let ymd = in_figures(text).or_else(|| in_words(text));
    ymd.map(|_| format!("no such day: `{text}`"))
}

/// Whether the month of a date in figures may be its day: `3/4/2026`.
fn is_doubtful(text: &str) -> bool {
    let day = text.split_whitespace().next().unwrap_or("");
    let parts: Vec<u32> = day.split('/').filter_map(|p| p.parse().ok()).collect();
    matches!(parts.as_slice(), [a, b, _] if a != b && *a <= 12 && *b <= 12)
}

/// The time of day in a text, with its zone if one follows, as ISO 8601 writes it.
fn time(text: &str) -> Option<String> {
    // `20260303T102000Z`, as NITF has it.
    if let Some((_, time)) = text.split_once('T')
        && let (Some(digits), Some(rest)) = (time.get(..6), time.get(6..))
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        let (hours, rest_of) = digits.split_at(2);
        let (minutes, seconds) = rest_of.split_at(2);
        return self::time(&format!("{hours}:{minutes}:{seconds}{rest}"));
    }
    let colon = text.find(':')?;
    let digits = |range: Range<usize>| -> Option<&str> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then_some(part)
    };
    let hour = digits(colon.checked_sub(2)?..colon)?;
    let minute = digits(colon + 1..colon + 3)?;
    let mut end = colon + 3;
    let second = match text.get(end..=end) {
        Some(":") => {
            end += 3;
            digits(end - 2..end)?
        }
        _ => "00",
    };
    let fits = |part: &str, most: u32| part.parse().is_ok_and(|number: u32| number <= most);
    if !fits(hour, 23) || !fits(minute, 59) || !fits(second, 60) {
        return None;
    }
    // Parts of a second say nothing of an article.
    let rest = text.get(end..).unwrap_or("");
    let rest = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let zone = zone(rest.trim()).unwrap_or_default();
    Some(format!("{hour}:{minute}:{second}{zone}"))
}

/// A zone as ISO 8601 writes it: `Z` or `+01:00`.
fn zone(text: &str) -> Option<String> {
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some("Z".to_owned());
    }
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours = digits.get(..2)?;
    let minutes = digits.get(2..4).unwrap_or("00");
    (digits.len() <= 4).then(|| format!("{sign}{hours}:{minutes}"))
}

fn in_figures(text: &str) -> Option<(u32, u32, u32)> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or("");
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        let part = |range: Range<usize>| day.get(range)?.parse().ok();
        return Some((part(0..4)?, part(4..6)?, part(6..8)?));
    }
    // `2026年3月7日`, `2026년 3월 7일`.
    let signs = [['年', '月', '日'], ['년', '월', '일']];
    if let Some(signs) = signs.iter().find(|signs| text.contains(signs[0])) {
        let mut parts = text.split(&signs[..]).map(|part| part.trim().parse().ok());
        return Some((parts.next()??, parts.next()??, parts.next()??));
    }
    let parts: Vec<Option<u32>> = day.split(['-', '/', '.']).map(|p| p.parse().ok()).collect();
    match parts.as_slice() {
        [Some(y), Some(m), Some(d)] if *y > 31 => Some((*y, *m, *d)),
        [Some(m), Some(d), Some(y)] if *y > 31 && day.contains('/') && *d > 12 => {
            Some((*y, *m, *d))
        }
        [Some(d), Some(m), Some(y)] if *y > 31 && !day.contains('-') => Some((*y, *m, *d)),
        _ => None,
    }
}

/// The day of a date that has a name of a month in it, and few other words: the day of
/// the week, where it was.
fn in_words(text: &str) -> Option<(u32, u32, u32)> {
    let (mut month, mut others) = (None, 0);
    let mut numbers = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let figures = word.trim_end_matches(|c: char| c.is_alphabetic());
        if let Ok(number) = figures.parse::<u32>() {
            // `1er`, `3rd`; a time of day comes last and is not looked at.
            numbers.push(number);
        } else if month.is_none() && self::month(word).is_some() {
            month = self::month(word);
        } else if word.chars().count() > 2 {
            others += 1;
        }
    }
    if others > 3 {
        return None;
    }
    match (numbers.as_slice(), month) {
        ([day, year, ..], Some(month)) if *day <= 31 && *year > 31 => Some((*year, month, *day)),
        ([year, day], Some(month))
            if *year > 31 && text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Some((*year, month, *day))
        }
        _ => None,
    }
}

/// Whether a word is the name of a month, or three letters of it or more.
pub(super) fn is_month(word: &str) -> bool {
    month(word.trim_matches(|c: char| !c.is_alphabetic())).is_some()
}

/// The number of a month by its name, or by three letters of it or more.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let months = MONTHS.iter().flat_map(|names| {
        let names = names.split(' ');
        names.enumerate()
    });
    let mut found = months.filter(|(_, name)| name.starts_with(&word));
    let (number, _) = found.next()?;
    // `mar` is March in every language, `jui` no month in French.
    found
        .all(|(other, _)| other == number)
        .then_some(number as u32 + 1)
}

/// The names of the months in languages that write dates in words: en, fr, de, es, it,
/// pt, nl, sv, pl, cs, ru, uk, as they stand in a date (CLDR 48).
const MONTHS: [&str; 12] = [
    "january february march april may june july august september october november december",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_with_its_zone() {
        for (text, moment) in [
            ("2026-03-07T10:30:00Z", "2026-03-07T10:30:00Z"),
            ("2026-03-07 10:30:00 +0100", "2026-03-07T10:30:00+01:00"),
            ("2026-03-07T10:30:00.123-05:00", "2026-03-07T10:30:00-05:00"),
            ("2026-03-07 10:30", "2026-03-07T10:30:00"),
            ("20260307T103000Z", "2026-03-07T10:30:00Z"),
            ("Sat, 07 Mar 2026 10:00:00 GMT", "2026-03-07T10:00:00Z"),
            ("2026-03-07 25:30", "2026-03-07"),
            ("2026-03-07", "2026-03-07"),
        ] {
            let date = date(text, Span::default());
            assert_eq!(date.moment().as_deref(), Some(moment), "{text}");
            assert_eq!(date.form, DateForm::Figures, "{text}");
        }
        let form = |text: &str| date(text, Span::default()).form;
        assert_eq!(form("7 mars 2026"), DateForm::Words);
        assert_eq!(form("7 mars 2026, 10:30"), DateForm::Words);
        assert_eq!(form("3/4/2026"), DateForm::Doubtful);
        assert_eq!(form("3/13/2026"), DateForm::Figures);
        assert_eq!(form("3.4.2026"), DateForm::Figures);
        let told = |text: &str| impossible(text).unwrap_or_default();
        assert_eq!(told("2026-02-30"), "no such day: `2026-02-30`");
        assert_eq!(told("31 avril 2026"), "no such day: `31 avril 2026`");
        assert_eq!(told("2026-13"), "no such month: `2026-13`");
        let backward = "`2026-07/2026-06` does not end after it begins";
        assert_eq!(told("2026-07/2026-06"), backward);
        for sound in ["2024-02-29", "spring 1872", "2026-06", "2026/2027"] {
            assert_eq!(impossible(sound), None, "{sound}");
        }
    }

    #[test]
    fn dates_are_read_in_the_usual_forms() {
        let iso = |text: &str| date(text, Span::default()).iso();
        assert_eq!(iso("2026-03-07").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("2026年3月7日").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("2026년 3월 7일").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("7 Mar 26"), None);
        assert_eq!(iso("2026-03-07T10:00:00Z").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("07.03.2026").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("2026-13-07"), None);
        assert_eq!(iso("2026-02-29"), None);
        assert_eq!(iso("2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(iso("printemps 1872"), None);
        for day in [
            "2026-03-07 10:00:00 +0100",
            "20260307",
            "2026/3/7",
            "7 mars 2026",
            "le samedi 7 mars 2026",
            "7. März 2026",
            "March 7, 2026",
            "Mar 7th, 2026",
            "Sat, 07 Mar 2026 10:00:00 +0000",
            "7 de marzo de 2026",
            "7 marca 2026",
            "7 марта 2026 г.",
            "2026 March 7",
        ] {
            assert_eq!(iso(day).as_deref(), Some("2026-03-07"), "{day}");
        }
        assert_eq!(iso("12/31/2026").as_deref(), Some("2026-12-31"));
        assert_eq!(iso("1er août 2026").as_deref(), Some("2026-08-01"));
        assert_eq!(iso("En mars 2026, 7 personnes"), None);
        let sentence = "Lyon, 3 mars 2026 - Fermée depuis près de quarante ans";
        assert_eq!(iso(sentence), None, "it says more than a day");
        assert_eq!(iso("listopad 2026").as_deref(), Some("2026-11"));
        assert_eq!(iso("11 listopada 2026").as_deref(), Some("2026-11-11"));
        assert_eq!(iso("jui 5, 2026"), None, "June or July");
    }
    #[test]
    fn a_date_may_be_a_month_a_year_or_a_range() {
        let read = |text: &str| {
            let date = date(text, Span::default());
            let when = date.when?;
            let last = when.last().map(CalendarDate::iso);
            Some((when.first().iso(), last, date.form, date.moment().is_some()))
        };
        let one = |text: &str, form| Some((text.to_owned(), None, form, true));
        assert_eq!(read("2026-06"), one("2026-06", DateForm::Figures));
        assert_eq!(read(" 2026 "), one("2026", DateForm::Figures));
        assert_eq!(read("juin 2026"), one("2026-06", DateForm::Words));
        assert_eq!(read("June, 2026"), one("2026-06", DateForm::Words));
        assert_eq!(read("junio de 2026"), one("2026-06", DateForm::Words));
        assert_eq!(read("2026-Q2"), one("2026", DateForm::Words));
        assert_eq!(read("2026-21"), one("2026", DateForm::Words));
        for (text, from, to) in [
            ("2026-06/2026-07", "2026-06", "2026-07"),
            ("2026-06/07", "2026-06", "2026-07"),
            ("2026/2027", "2026", "2027"),
            ("2026-06-01/2026-06-15", "2026-06-01", "2026-06-15"),
            ("2026-06-01/15", "2026-06-01", "2026-06-15"),
            ("2026-06-28/07-03", "2026-06-28", "2026-07-03"),
        ] {
            let (from, to) = (from.to_owned(), Some(to.to_owned()));
            let range = Some((from, to, DateForm::Figures, false));
            assert_eq!(read(text), range, "{text}");
        }
        for none in [
            "2026-13",
            "26-06",
            "2026/27",
            "2026-06/2027",
            "2026-07/2026-06",
            "0012",
            "mars",
            "In March 2026",
            "2026-Q5",
            "12345",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
        // A day is read as ever.
        let day = date("2026-06-07", Span::default());
        assert_eq!(day.day(), Some((2026, 6, 7)));
        assert_eq!(date("2026-06", Span::default()).day(), None);
        let days = date("2026-06-01/15", Span::default());
        assert_eq!((days.day(), days.moment()), (None, None));
        assert_eq!(days.first_day().as_deref(), Some("2026-06-01"));
    }
}
