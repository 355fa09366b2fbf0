//! Takes the beginning of a paragraph; returns the dateline that it opens with: where copy was
//! filed, when and by which agency, before a dash.
//!
//! The forms are those of the agencies: `ANKARA (AFP) - `, `WASHINGTON, March 3
//! (Reuters) — `, `Ankara, 3 mar (EFE).- `, `(ANSA) - ROMA, 03 MAR - `, `Berlin (dpa) - `,
//! and of press releases: `PARIS, March 3, 2026 /PRNewswire/ -- `.

use super::words::AGENCIES;
use crate::read::date;
use crate::source::Span;
use std::ops::Range;

/// A dateline within a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Where it was written, and what else stands before the dash but a whole date.
    pub(super) place: Range<usize>,
    /// The date, if it says the year too.
    pub(super) date: Option<Range<usize>>,
    /// Where the text begins.
    pub(super) text: usize,
}

/// How far into a paragraph a dateline may go, in bytes.
const REACH: usize = 110;
/// Signs that part a dateline from the text.
const DASHES: [&str; 8] = [".- ", " - ", " – ", " — ", " -- ", "-- ", "— ", "/. "];

/// The dateline that a paragraph opens with.
pub(super) fn dateline(line: &str) -> Option<Dateline> {
    let end = line
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= REACH)
        .last()?;
    let head = line.get(..end)?;
    // The agency may stand first, with a dash of its own.
    let from = match head.starts_with('(') {
        true => {
            head.find(')')
                .filter(|close| is_agency(head.get(1..*close).unwrap_or("")))?
                + 1
        }
        false => 0,
    };
    let dash = |from: usize| {
        let rest = head.get(from..)?;
        let found = DASHES
            .iter()
            .filter_map(|dash| Some((rest.find(dash)?, dash.len())));
        let (at, length) = found.min()?;
        Some((from + at, from + at + length))
    };
    let Some((mut at, mut text)) = dash(from) else {
        return undashed(line);
    };
    if head.get(at..).is_some_and(|sign| sign.starts_with("/.")) {
        // The slash belongs to the agency: `/ТАСС/. `.
        at += 1;
    }
    if from > 0 && at == from {
        (at, text) = dash(text)?;
    }
    let place = head.get(..at)?.trim_end();
    if place.is_empty() || !is_place(place) {
        return undashed(line);
    }
    // The agency may stand after the dash: `МОСКВА, 3 мар – РИА Новости. `.
    let after = line.get(text..)?;
    if let Some((agency, _)) = after.split_once(". ")
        && AGENCIES.contains(&&*agency.to_lowercase())
    {
        let end = text + agency.len();
        let rest = line.get(end + 2..)?;
        return Some(Dateline {
            place: 0..end,
            date: None,
            text: line.len() - rest.trim_start().len(),
        });
    }
    let rest = line.get(text..)?;
    let text = line.len() - rest.trim_start().len();
    let (place, date) = parted(place);
    Some(Dateline { place, date, text })
}

/// A dateline without a dash, as Nordic agencies write it: `UMEÅ (TT) Bron `. Its agency is
/// one that is known.
fn undashed(line: &str) -> Option<Dateline> {
    let (place, rest) = line.split_once('(')?;
    let (agency, text) = rest.split_once(')')?;
    let place = place.trim_end();
    let fits = !place.is_empty()
        && place.split_whitespace().count() <= 4
        && place.starts_with(char::is_uppercase)
        && !place.contains(['.', ':', '"', '“', '«'])
        && AGENCIES.contains(&&*agency.trim().to_lowercase())
        && text.starts_with(' ')
        && text
            .trim_start()
            .starts_with(|c: char| c.is_uppercase() || "\"“„«»”".contains(c))
        && text.split_whitespace().count() > 4;
    let end = line.len() - text.len();
    fits.then(|| Dateline {
        place: 0..end,
        date: None,
        text: line.len() - text.trim_start().len(),
    })
}

/// A dateline that is a line by itself, as letters and press releases have it:
/// `Paris, le 3 mars 2026`.
pub(super) fn alone(line: &str) -> Option<Dateline> {
    let (place, rest) = line.split_once(',')?;
    let opens = place.starts_with(char::is_uppercase) && place.split_whitespace().count() <= 4;
    let day = rest.trim_start();
    let day = ["le ", "den ", "a ", "am ", "li "]
        .into_iter()
        .find_map(|article| day.strip_prefix(article))
        .unwrap_or(day);
    if !opens || line.chars().count() > 60 || day.split_whitespace().count() > 5 {
        return None;
    }
    date::date(day, Span::default()).day()?;
    Some(Dateline {
        place: 0..place.len(),
        date: Some(line.len() - day.len()..line.len()),
        text: line.len(),
    })
}

/// Parts a whole date from the end of a place.
fn parted(place: &str) -> (Range<usize>, Option<Range<usize>>) {
    let Some((name, rest)) = place.split_once(',') else {
        return (0..place.len(), None);
    };
    let day = rest.trim_start();
    let day = day.strip_prefix("le ").unwrap_or(day);
    let is_day = date::date(day, Span::default()).day().is_some()
        && !day.contains(['(', '/'])
        && day.split_whitespace().count() <= 5;
    match is_day {
        true => (0..name.len(), Some(place.len() - day.len()..place.len())),
        false => (0..place.len(), None),
    }
}

/// Whether what stands before a dash is a place with a day or an agency: a sentence may
/// have a dash too.
fn is_place(place: &str) -> bool {
    let opens = place.starts_with(|c: char| c.is_uppercase() || c == '(');
    let sentence =
        place.contains(['!', '?', ';', '«', '“', '"']) || place.split_whitespace().count() > 9;
    if !opens || sentence {
        return false;
    }
    let between = |open: char, close: char| {
        let (_, rest) = place.split_once(open)?;
        rest.split_once(close).map(|(inner, _)| inner)
    };
    let agency = between('(', ')').or(between('/', '/'));
    if agency.is_some_and(is_agency) {
        return true;
    }
    // Without an agency a day tells, after a comma.
    if let Some((name, day)) = place.split_once(',')
        && name.split_whitespace().count() <= 3
    {
        let year = date::date(day, Span::default()).day().is_some();
        let words = day.split_whitespace();
        let short = words.clone().count() <= 3;
        let has_day = words.clone().any(|word| {
            word.trim_matches(|c: char| !c.is_ascii_digit())
                .parse::<u8>()
                .is_ok_and(|day| (1..=31).contains(&day))
        });
        let has_month = words.clone().any(date::is_month);
        if year && words.clone().count() <= 4 || short && has_day && has_month {
            return true;
        }
    }
    // Or capitals alone.
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        && place.split_whitespace().count() <= 4
        && place
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | ',' | '\'' | '’' | '.'))
}

fn is_agency(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    let first = lower.split([' ', '/', ',']).next().unwrap_or("");
    AGENCIES.contains(&&*lower)
        || AGENCIES.contains(&first)
        || name.chars().count() <= 8
            && name.chars().count() >= 2
            && name.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(&str, Option<&str>, &str)> {
        let found = dateline(line).or_else(|| alone(line))?;
        Some((
            line.get(found.place)?,
            found.date.map(|date| line.get(date).unwrap()),
            line.get(found.text..)?,
        ))
    }

    #[test]
    fn the_datelines_of_agencies_are_found() {
        for (line, place, date, text) in [
            ("ANKARA (AFP) - Les deux", "ANKARA (AFP)", None, "Les deux"),
            (
                "ROUEN, 3 mars (AFP) – Le",
                "ROUEN, 3 mars (AFP)",
                None,
                "Le",
            ),
            (
                "WASHINGTON, March 3 (Reuters) - The",
                "WASHINGTON, March 3 (Reuters)",
                None,
                "The",
            ),
            (
                "ANKARA, Turkey (AP) — The",
                "ANKARA, Turkey (AP)",
                None,
                "The",
            ),
            (
                "Ankara, 3 mar (EFE).- El",
                "Ankara, 3 mar (EFE)",
                None,
                "El",
            ),
            (
                "(ANSA) - ROMA, 03 MAR - Il",
                "(ANSA) - ROMA, 03 MAR",
                None,
                "Il",
            ),
            ("Berlin (dpa) - Der", "Berlin (dpa)", None, "Der"),
            ("Berlin (dpa/tmn) - Der", "Berlin (dpa/tmn)", None, "Der"),
            (
                "PARIS, March 3, 2026 /PRNewswire/ -- A",
                "PARIS, March 3, 2026 /PRNewswire/",
                None,
                "A",
            ),
            ("Lyon, 3 mars 2026 - Le", "Lyon", Some("3 mars 2026"), "Le"),
            ("Lyon, 3 mars - Le", "Lyon, 3 mars", None, "Le"),
            ("LYON — Le", "LYON", None, "Le"),
            ("LYON— Le", "LYON", None, "Le"),
            (
                "UMEÅ (TT) Bron är öppen igen sedan i går.",
                "UMEÅ (TT)",
                None,
                "Bron är öppen igen sedan i går.",
            ),
            (
                "ТВЕРЬ, 3 марта. /ТАСС/. Мост открыт",
                "ТВЕРЬ, 3 марта. /ТАСС/",
                None,
                "Мост открыт",
            ),
            (
                "ТВЕРЬ, 3 мар – РИА Новости. Мост открыт",
                "ТВЕРЬ, 3 мар – РИА Новости",
                None,
                "Мост открыт",
            ),
            ("Paris, le 3 mars 2026", "Paris", Some("3 mars 2026"), ""),
        ] {
            assert_eq!(found(line), Some((place, date, text)), "{line}");
        }
    }

    #[test]
    fn a_sentence_with_a_dash_has_none() {
        for line in [
            "Le maire - élu en 2020 - a parlé",
            "Lyon - la ville - change",
            "Il a dit (c'est vrai) - et il est parti",
            "Rouge, vert - et bleu",
            "La tour, rouverte le 3 mars 2026, attire - déjà",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
