//! Takes a language; returns its titles for the texts and lists that a book has beside its
//! chapters: `Foreword`, `Annexe`, `Literaturverzeichnis`.
//!
//! Where a language tells a foreword, by another writer, from a preface, by the author, each has
//! its own word: *préface* and *avant-propos*, *Geleitwort* and *Vorwort*.

use super::Lang;

/// The titles in a language.
pub(crate) struct Words {
    tag: &'static str,
    pub(crate) foreword: &'static str,
    pub(crate) preface: &'static str,
    pub(crate) introduction: &'static str,
    pub(crate) acknowledgements: &'static str,
    pub(crate) afterword: &'static str,
    pub(crate) appendix: &'static str,
    pub(crate) bibliography: &'static str,
}

const fn row(tag: &'static str, words: [&'static str; 7]) -> Words {
    let [
        foreword,
        preface,
        introduction,
        acknowledgements,
        afterword,
        appendix,
        bibliography,
    ] = words;
    Words {
        tag,
        foreword,
        preface,
        introduction,
        acknowledgements,
        afterword,
        appendix,
        bibliography,
    }
}

/// Stands for languages without a row.
const ENGLISH: Words = row(
    "en",
    [
        "Foreword",
        "Preface",
        "Introduction",
        "Acknowledgements",
        "Afterword",
        "Appendix",
        "Bibliography",
    ],
);

#[rustfmt::skip]
const ROWS: &[Words] = &[
    row("fr", ["Préface", "Avant-propos", "Introduction", "Remerciements", "Postface", "Annexe", "Bibliographie"]),
    row("de", ["Geleitwort", "Vorwort", "Einleitung", "Danksagung", "Nachwort", "Anhang", "Literaturverzeichnis"]),
    row("es", ["Prólogo", "Prefacio", "Introducción", "Agradecimientos", "Epílogo", "Apéndice", "Bibliografía"]),
    row("it", ["Prefazione", "Premessa", "Introduzione", "Ringraziamenti", "Postfazione", "Appendice", "Bibliografia"]),
    row("pt", ["Prefácio", "Prólogo", "Introdução", "Agradecimentos", "Posfácio", "Apêndice", "Bibliografia"]),
    row("nl", ["Ten geleide", "Voorwoord", "Inleiding", "Dankwoord", "Nawoord", "Bijlage", "Bibliografie"]),
    row("ca", ["Pròleg", "Prefaci", "Introducció", "Agraïments", "Epíleg", "Apèndix", "Bibliografia"]),
    row("sv", ["Förord", "Företal", "Inledning", "Tack", "Efterord", "Bilaga", "Litteraturförteckning"]),
    row("da", ["Forord", "Forord", "Indledning", "Tak", "Efterord", "Bilag", "Litteratur"]),
    row("pl", ["Przedmowa", "Słowo wstępne", "Wstęp", "Podziękowania", "Posłowie", "Dodatek", "Bibliografia"]),
    row("ru", ["Вступительное слово", "Предисловие", "Введение", "Благодарности", "Послесловие", "Приложение", "Библиография"]),
];

/// The titles in a language, or in English.
pub(crate) fn words(lang: &Lang) -> &'static Words {
    let row = ROWS.iter().find(|row| row.tag == lang.primary());
    row.unwrap_or(&ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_those_of_the_language_or_english() {
        let of = |tag: &str| words(&Lang::parse(tag).unwrap());
        assert_eq!(of("fr-CA").preface, "Avant-propos");
        assert_eq!(of("de").foreword, "Geleitwort");
        assert_eq!(of("vi").appendix, "Appendix");
        assert_eq!(of("en").tag, "en");
    }
}
