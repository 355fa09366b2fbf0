//! Takes the numbers of an issue, or the form in which a book is published; returns the words
//! of a language for them: `Volume 3, issue 12`, `N° 12`, `(print)`.

use super::Lang;

/// The words of a language.
struct Row {
    tag: &'static str,
    /// A volume and its issue; `{v}` and `{i}` stand for the numbers.
    both: &'static str,
    /// A volume alone.
    volume: &'static str,
    /// An issue alone.
    issue: &'static str,
    /// A book on paper.
    print: &'static str,
    /// Before the name of a licence.
    licence: &'static str,
}

const fn row(tag: &'static str, words: [&'static str; 5]) -> Row {
    let [both, volume, issue, print, licence] = words;
    Row {
        tag,
        both,
        volume,
        issue,
        print,
        licence,
    }
}

/// English first: it is the default for languages without a row. The spaces within are
/// no-break spaces.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("en", ["Volume {v}, issue {i}", "Volume {v}", "No. {i}", "print", "Licence"]),
    row("fr", ["Volume {v}, n° {i}", "Volume {v}", "N° {i}", "imprimé", "Licence"]),
    row("de", ["Band {v}, Heft {i}", "Band {v}", "Heft {i}", "gedruckt", "Lizenz"]),
    row("es", ["Volumen {v}, n.º {i}", "Volumen {v}", "N.º {i}", "impreso", "Licencia"]),
    row("it", ["Volume {v}, n. {i}", "Volume {v}", "N. {i}", "stampa", "Licenza"]),
    row("pt", ["Volume {v}, n.º {i}", "Volume {v}", "N.º {i}", "impresso", "Licença"]),
    row("nl", ["Deel {v}, nr. {i}", "Deel {v}", "Nr. {i}", "druk", "Licentie"]),
    row("ca", ["Volum {v}, núm. {i}", "Volum {v}", "Núm. {i}", "imprès", "Llicència"]),
    row("sv", ["Band {v}, nr {i}", "Band {v}", "Nr {i}", "tryckt", "Licens"]),
    row("da", ["Bind {v}, nr. {i}", "Bind {v}", "Nr. {i}", "trykt", "Licens"]),
    row("pl", ["Tom {v}, nr {i}", "Tom {v}", "Nr {i}", "druk", "Licencja"]),
    row("he", ["כרך {v}, גיליון {i}", "כרך {v}", "גיליון {i}", "מהדורה מודפסת", "רישיון"]),
    row("ar", ["المجلد {v}، العدد {i}", "المجلد {v}", "العدد {i}", "طبعة ورقية", "الترخيص"]),
    row("ru", ["Том {v}, № {i}", "Том {v}", "№ {i}", "печатное издание", "Лицензия"]),
];

fn of(lang: &Lang) -> Option<&'static Row> {
    let row = ROWS.iter().find(|row| row.tag == lang.primary());
    row.or(ROWS.first())
}

/// The numbers of a volume and an issue in words; empty where there is neither. A number that
/// is words of its own (`Winter issue`) stands as it is.
pub(crate) fn numbers(volume: &str, issue: &str, lang: &Lang) -> String {
    let Some(row) = of(lang) else {
        return String::new();
    };
    let is_number = |text: &str| text.starts_with(|c: char| c.is_numeric()) || is_roman(text);
    let set = |form: &str| form.replace("{v}", volume).replace("{i}", issue);
    let alone = |text: &str, form: &str| match is_number(text) {
        true => set(form),
        false => text.to_owned(),
    };
    match (volume.is_empty(), issue.is_empty()) {
        (true, true) => String::new(),
        (false, true) => alone(volume, row.volume),
        (true, false) => alone(issue, row.issue),
        (false, false) if is_number(volume) && is_number(issue) => set(row.both),
        (false, false) => {
            let parts = [alone(volume, row.volume), alone(issue, row.issue)];
            parts.join(", ")
        }
    }
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| "IVXLCDM".contains(c))
}

/// What a book on paper is called.
pub(crate) fn print(lang: &Lang) -> &'static str {
    of(lang).map_or("", |row| row.print)
}

/// A word with its colon: in French a no-break space stands before it (Imprimerie nationale).
pub(crate) fn labelled(word: &str, lang: &Lang) -> String {
    match lang.primary() {
        "fr" => format!("{word}\u{a0}: "),
        _ => format!("{word}: "),
    }
}

/// What stands before the name of a licence.
pub(crate) fn licence(lang: &Lang) -> String {
    labelled(of(lang).map_or("", |row| row.licence), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_an_issue_are_words_of_its_language() {
        for (tag, volume, issue, words) in [
            ("en", "3", "12", "Volume\u{a0}3, issue\u{a0}12"),
            ("en", "", "12", "No.\u{a0}12"),
            ("fr", "", "12", "N°\u{a0}12"),
            ("fr", "III", "12", "Volume\u{a0}III, n°\u{a0}12"),
            ("de-AT", "3", "", "Band\u{a0}3"),
            ("tlh", "", "1/2", "No.\u{a0}1/2"),
            ("en", "3", "Winter issue", "Volume\u{a0}3, Winter issue"),
            ("fr", "", "Hors-série 2", "Hors-série 2"),
            ("fr", "", "", ""),
        ] {
            let lang = Lang::parse(tag).unwrap();
            assert_eq!(numbers(volume, issue, &lang), words, "{tag}");
        }
    }

    #[test]
    fn a_licence_is_announced_as_the_language_writes_colons() {
        let licence = |tag: &str| licence(&Lang::parse(tag).unwrap());
        assert_eq!(licence("fr"), "Licence\u{a0}: ");
        assert_eq!(licence("de"), "Lizenz: ");
        assert_eq!(licence("tlh"), "Licence: ");
    }
}
