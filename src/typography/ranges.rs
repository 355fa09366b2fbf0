//! Replaces a hyphen between two numbers with an en dash if they are certainly a range.
//!
//! Certain are years (`1914-1918`, `1914-18`), times of day (`9:30-17:00`), pages and
//! other places in a work after their abbreviation or word (`pp. 12-15`), measurements
//! before their unit, symbol or currency (`10-20 %`, `$10-20`), and days beside their
//! month: Chicago Manual of Style, 6.78; Duden, D 21 (Bis-Strich); Imprimerie nationale,
//! *Lexique*. Telephone numbers, scores, aircraft, dates, ISBNs and everything else keep
//! their hyphen.

use super::phrase::Phrase;
use super::ties;

/// Words before places in a work, in small letters.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "p.", "pp.", "p", "pp", "page", "pages", "seite", "seiten", "side", "siderne", "sider", "s.", "ss.",
    "sida", "sidan", "sidorna", "sidor", "sivu", "sivut", "sivuilla", "strona", "strony", "stron", "str.",
    "strana", "strany", "pagina", "pagina's", "pagina’s", "pagine", "página", "páginas", "pàgina",
    "pàgines", "pág.", "págs.", "pag.", "pagg.", "blz.", "oldal", "sayfa", "pagini", "paginile",
    "страница", "страницы", "страницах", "стр.", "с.", "стор.", "сторінки", "σελ.", "σσ.", "lk", "lpp.",
    "chapter", "chapters", "ch.", "chs.", "chap.", "chapitre", "chapitres", "kapitel", "kap.",
    "capítulo", "capítulos", "cap.", "capitolo", "capitoli", "hoofdstuk", "hoofdstukken", "rozdział",
    "rozdziały", "глава", "главы", "гл.", "verse", "verses", "vv.", "vers", "verset", "versets",
    "volume", "volumes", "vol.", "vols.", "band", "bände", "bd.", "bde.", "line", "lines", "ll.",
    "zeile", "zeilen", "ligne", "lignes", "column", "columns", "cols.", "spalte", "spalten",
    "figure", "figures", "fig.", "figs.", "abb.", "table", "tables", "tab.", "tabelle", "tabellen",
    "section", "sections", "sec.", "secs.", "§", "§§", "article", "articles", "art.", "arts.", "artikel",
    "artículo", "artículos", "nos.", "nn.", "nrn.", "nᵒˢ", "notes", "rn.",
];
/// Words after measures.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "years", "months", "weeks", "days", "hours", "minutes", "seconds", "percent", "per", "miles",
    "feet", "inches", "metres", "meters", "kilometres", "kilometers", "degrees", "dollars", "pounds",
    "ans", "années", "mois", "semaines", "jours", "heures", "minutes", "secondes", "mètres",
    "kilomètres", "degrés", "euros", "pour",
    "Jahre", "Jahren", "Monate", "Monaten", "Wochen", "Tage", "Tagen", "Stunden", "Minuten",
    "Sekunden", "Prozent", "Uhr", "Meter", "Metern", "Kilometer", "Kilometern", "Grad", "Euro",
    "años", "meses", "semanas", "días", "horas", "minutos", "segundos", "metros", "kilómetros",
    "grados", "anos", "dias", "anni", "mesi", "settimane", "giorni", "ore", "minuti", "secondi",
    "metri", "chilometri", "gradi", "jaar", "maanden", "weken", "dagen", "uur", "minuten", "procent",
    "lat", "lata", "miesięcy", "miesiące", "tygodni", "dni", "godzin", "minut", "let", "dnů", "hodin",
    "år", "månader", "veckor", "dagar", "timmar", "minuter", "måneder", "uker", "uger", "dager",
    "dage", "timer", "minutter", "vuotta", "päivää", "tuntia", "minuuttia", "prosenttia",
    "лет", "года", "месяцев", "недель", "дней", "часов", "минут", "процентов", "років", "днів",
];
/// The months, in small letters, as they stand beside days.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre", "januar", "jänner", "februar", "märz", "juni", "juli", "oktober", "dezember",
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre",
    "octubre", "noviembre", "diciembre", "janeiro", "fevereiro", "março", "maio", "junho", "julho",
    "setembro", "outubro", "novembro", "dezembro", "gennaio", "febbraio", "aprile", "maggio", "giugno",
    "luglio", "settembre", "ottobre", "dicembre", "gener", "febrer", "març", "maig", "juny", "juliol",
    "agost", "setembre", "desembre", "januari", "februari", "maart", "mei", "augustus", "augusti",
    "maj", "marts", "desember", "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta",
    "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta",
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
    "października", "listopada", "grudnia", "ledna", "února", "března", "dubna", "května", "června",
    "července", "srpna", "září", "října", "listopadu", "prosince", "января", "февраля", "марта",
    "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря", "січня",
    "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
    "листопада", "грудня", "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos",
    "eylül", "ekim", "kasım", "aralık",
];
/// Words before numbers that are names and no quantities.
#[rustfmt::skip]
const NAMED: &[&str] = &[
    "tel", "tel.", "tél", "tél.", "telephone", "téléphone", "telefon", "teléfono", "telefono",
    "telefone", "telefoon", "phone", "fax", "mobile", "call", "dial", "isbn", "issn", "ismn", "isni",
    "orcid", "doi", "zip", "plz", "тел.", "телефон", "τηλ.", "puh.", "tlf.", "isbn:", "issn:", "tel:",
    "phone:", "fax:", "tél.:", "tel.:", "telefon:",
];

/// Whether a hyphen at a place stands between the ends of a range.
pub(super) fn is_range(phrase: &Phrase, index: usize) -> bool {
    let (Some(first), Some(second)) = (
        Number::before(phrase, index),
        Number::after(phrase, index + 1),
    ) else {
        return false;
    };
    let before = phrase.before(first.from);
    let after = phrase.at(second.to);
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '_' | '+' | '–');
    if goes_on(before)
        || goes_on(after) && !is_unit(phrase, second.to)
        || before == '.' && !is_abbreviated(phrase, first.from)
    {
        return false;
    }
    let word = word_before(phrase, first.from);
    // A number beside it makes it a telephone, or a sum.
    let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '+');
    if NAMED.contains(&&*word) || figure(word.chars().next_back()) && !word.ends_with('.') {
        return false;
    }
    if first.is_time && second.is_time {
        return true;
    }
    if first.is_time || second.is_time {
        return false;
    }
    if is_years(&first, &second) {
        return true;
    }
    let zero = |number: &Number| {
        number.text.starts_with('0')
            && number.text.len() > 1
            && number.text.bytes().all(|b| b.is_ascii_digit())
    };
    if zero(&first) || zero(&second) {
        return false;
    }
    let grows = first.value() < second.value();
    let placed = places(phrase, index, &word);
    if placed {
        return grows || is_shortened(&first, &second);
    }
    if grows && is_days(phrase, &second, &word) && second.value() <= 31.0 {
        return true;
    }
    let currency = matches!(before, '€' | '$' | '£' | '¥' | '₹');
    grows && (currency || is_unit(phrase, second.to))
}

/// A number at one end of a range.
struct Number {
    from: usize,
    to: usize,
    text: String,
    /// Whether it is hours and minutes.
    is_time: bool,
}

impl Number {
    const LONGEST: usize = 9;

    fn before(phrase: &Phrase, end: usize) -> Option<Number> {
        let mut from = end;
        while from > 0 && end - from <= Number::LONGEST {
            let c = phrase.before(from);
            let parts = matches!(c, '.' | ',' | ':')
                && from < end
                && from > 1
                && phrase.before(from - 1).is_ascii_digit();
            if !c.is_ascii_digit() && !parts {
                break;
            }
            from -= 1;
        }
        Number::of(phrase, from, end)
    }

    fn after(phrase: &Phrase, from: usize) -> Option<Number> {
        let mut to = from;
        while to - from <= Number::LONGEST {
            let c = phrase.at(to);
            let parts =
                matches!(c, '.' | ',' | ':') && to > from && phrase.at(to + 1).is_ascii_digit();
            if !c.is_ascii_digit() && !parts {
                break;
            }
            to += 1;
        }
        Number::of(phrase, from, to)
    }

    fn of(phrase: &Phrase, from: usize, to: usize) -> Option<Number> {
        let text: String = (from..to).map(|at| phrase.at(at)).collect();
        let parts: Vec<&str> = text.split(['.', ',', ':']).collect();
        let is_time = text.contains(':');
        let fits = match *parts {
            _ if text.len() > Number::LONGEST => false,
            [whole] => (1..=4).contains(&whole.len()),
            [hours, minutes] if is_time => {
                hours.len() <= 2 && minutes.len() == 2 && minutes.as_bytes().first() < Some(&b'6')
            }
            [whole, parts] => (1..=3).contains(&whole.len()) && parts.len() <= 3,
            _ => false,
        };
        fits.then_some(Number {
            from,
            to,
            text,
            is_time,
        })
    }

    /// Its value; three figures after a sign are thousands.
    fn value(&self) -> f64 {
        let plain = match self.text.split_once(['.', ',']) {
            Some((whole, parts)) if parts.len() == 3 => format!("{whole}{parts}"),
            Some((whole, parts)) => format!("{whole}.{parts}"),
            None => self.text.clone(),
        };
        plain.parse().unwrap_or(f64::INFINITY)
    }

    /// The year that it can be.
    fn year(&self) -> Option<u32> {
        let year = self.text.parse().ok().filter(|_| self.text.len() == 4);
        year.filter(|year| (1000..2200).contains(year))
    }
}

/// Whether two numbers are years: both in four figures, or the second in two that no
/// month has, as in `1914-18`.
fn is_years(first: &Number, second: &Number) -> bool {
    let Some(year) = first.year() else {
        return false;
    };
    match (second.year(), second.text.parse::<u32>()) {
        (Some(other), _) => year < other,
        (None, Ok(other)) => second.text.len() == 2 && other > 12 && year % 100 < other,
        (None, Err(_)) => false,
    }
}

/// Whether the second number leaves out what it has in common with the first: `pp. 122-25`.
fn is_shortened(first: &Number, second: &Number) -> bool {
    let start = first.text.len().checked_sub(second.text.len());
    let tail = start.and_then(|start| first.text.get(start..));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    plain(&first.text)
        && plain(&second.text)
        && tail.is_some_and(|tail| first.text.len() > second.text.len() && tail < &*second.text)
}

/// Whether the word before a range is one of places in a work.
fn places(phrase: &Phrase, index: usize, word: &str) -> bool {
    PLACES.contains(&word)
        || phrase
            .lang(index)
            .is_some_and(|lang| ties::is_of_figures(lang, word))
}

/// Whether the numbers are days of a month that is named beside them: `10-12 June`.
fn is_days(phrase: &Phrase, second: &Number, word: &str) -> bool {
    const LONGEST: usize = 14;
    let following = |from: usize| -> String {
        let letters = (from..from + LONGEST).map(|at| phrase.at(at));
        let word: String = letters.take_while(|c| c.is_alphabetic()).collect();
        word.to_lowercase()
    };
    let is_gap = |at: usize| matches!(phrase.at(at), ' ' | '\u{a0}' | '\u{202f}');
    // German, Czech and their neighbours have a full stop after the day.
    let stop = usize::from(phrase.at(second.to) == '.');
    let at = second.to + stop;
    let next = if is_gap(at) {
        following(at + 1)
    } else {
        String::new()
    };
    // `10-12 de junio`, where the month is a word further on.
    let next = match &*next {
        "de" => following(at + 4),
        _ => next,
    };
    MONTHS.contains(&&*next) || MONTHS.contains(&word.trim_end_matches('.'))
}

/// Whether a full stop before a place ends an abbreviation: `pp.12-15`.
fn is_abbreviated(phrase: &Phrase, from: usize) -> bool {
    from > 1 && phrase.before(from - 1).is_alphabetic()
}

/// Whether a unit, a sign or a counted word stands after a number.
fn is_unit(phrase: &Phrase, to: usize) -> bool {
    const LONGEST: usize = 12;
    let gap = usize::from(matches!(phrase.at(to), ' ' | '\u{a0}' | '\u{202f}'));
    let word: String = (to + gap..to + gap + LONGEST)
        .map(|at| phrase.at(at))
        .take_while(|c| {
            !c.is_whitespace() && !matches!(c, ',' | ';' | ':' | ')' | ']' | '!' | '?' | '»' | '”')
        })
        .collect();
    let bare = word.trim_end_matches('.');
    ties::is_unit(&word) || ties::is_unit(bare) || gap == 1 && COUNTED.contains(&bare)
}

/// The word before a number, in small letters, with its full stop.
fn word_before(phrase: &Phrase, from: usize) -> String {
    const LONGEST: usize = 14;
    let gap = usize::from(phrase.before(from).is_whitespace());
    let end = from.saturating_sub(gap);
    let start = end.saturating_sub(LONGEST);
    let letters: Vec<char> = (start..end)
        .rev()
        .map(|at| phrase.at(at))
        .take_while(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '«' | '„' | '“'))
        .collect();
    let word: String = letters.into_iter().rev().collect();
    word.to_lowercase()
}
