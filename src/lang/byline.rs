//! The words of bylines by language: before a name, and between two names.

use super::Lang;

/// The words of a language's bylines.
struct Row {
    tag: &'static str,
    /// The word before names; empty if the language's press writes none, or if no single word
    /// fits every name.
    by: &'static str,
    /// The word between the last two of several names, with its spaces.
    and: &'static str,
    /// Other words that authors write before names.
    others: &'static [&'static str],
}

const fn row(
    tag: &'static str,
    by: &'static str,
    and: &'static str,
    others: &'static [&'static str],
) -> Row {
    Row {
        tag,
        by,
        and,
        others,
    }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("en", "By", " and ", &["Written by", "Words by", "Words", "Text by", "Text", "Story by", "Reported by", "Compiled by", "Author", "Authors"]),
    row("fr", "Par", " et ", &["Un article de", "Texte de", "Texte", "Textes", "Propos recueillis par", "Écrit par", "De notre correspondant", "De notre correspondante", "De notre envoyé spécial", "De notre envoyée spéciale", "Auteur", "Autrice", "Auteurs"]),
    row("de", "Von", " und ", &["Ein Beitrag von", "Aufgezeichnet von", "Text von", "Text", "Autor", "Autorin", "Autoren"]),
    row("es", "Por", " y ", &["Texto de", "Texto", "Escrito por", "Redacción", "Autor", "Autora", "Autores"]),
    row("pt", "Por", " e ", &["Texto de", "Texto", "Escrito por", "Reportagem de", "Autor", "Autora", "Autores"]),
    row("it", "Di", " e ", &["A cura di", "Testo di", "Testi di", "Testo", "Scritto da", "Autore", "Autrice", "Autori"]),
    row("ca", "Per", " i ", &["Text de", "Text", "Autor", "Autora"]),
    row("gl", "Por", " e ", &["Texto de", "Texto", "Autor", "Autora"]),
    row("eu", "", " eta ", &["Egilea", "Testua"]),
    row("nl", "Door", " en ", &["Tekst", "Geschreven door", "Auteur"]),
    row("sv", "Av", " och ", &["Text", "Text av", "Skribent", "Författare"]),
    row("da", "Af", " og ", &["Tekst", "Tekst af", "Forfatter", "Skrevet af"]),
    row("nb", "Av", " og ", &["Tekst", "Tekst av", "Forfatter", "Skrevet av"]),
    row("nn", "Av", " og ", &["Tekst", "Forfattar"]),
    row("no", "Av", " og ", &["Tekst", "Forfatter"]),
    row("fi", "", " ja ", &["Teksti", "Kirjoittaja", "Kirjoittanut"]),
    row("is", "Eftir", " og ", &["Texti", "Höfundur"]),
    row("pl", "", " i ", &["Autor", "Autorka", "Autorzy", "Tekst", "Opracował", "Opracowała", "Opr."]),
    row("cs", "", " a ", &["Autor", "Autorka", "Autoři", "Text", "Napsal", "Napsala"]),
    row("sk", "", " a ", &["Autor", "Autorka", "Autori", "Text", "Napísal", "Napísala"]),
    row("hu", "Írta:", " és ", &["Szerző", "Szöveg", "Írta"]),
    row("ro", "De", " și ", &["Text de", "Text", "Autor", "Autoare", "Autori"]),
    row("tr", "", " ve ", &["Yazan", "Yazar", "Haber", "Metin"]),
    row("az", "", " və ", &["Müəllif", "Mətn"]),
    row("el", "", " και ", &["Του", "Της", "Των", "Από τον", "Από την", "Από τη", "Κείμενο", "Γράφει ο", "Γράφει η", "Συντάκτης", "Συντάκτρια"]),
    row("ru", "", " и ", &["Автор", "Авторы", "Текст", "Автор текста"]),
    row("uk", "", " і ", &["Автор", "Авторка", "Автори", "Текст"]),
    row("be", "", " і ", &["Аўтар", "Аўтарка", "Тэкст"]),
    row("bg", "", " и ", &["Автор", "Автори", "Текст"]),
    row("sr", "", " и ", &["Аутор", "Ауторка", "Пише", "Autor", "Autorka", "Piše", "Tekst"]),
    row("mk", "", " и ", &["Автор", "Пишува", "Текст"]),
    row("hr", "", " i ", &["Autor", "Autorica", "Piše", "Tekst"]),
    row("bs", "", " i ", &["Autor", "Autorica", "Piše", "Tekst"]),
    row("sl", "", " in ", &["Avtor", "Avtorica", "Piše", "Besedilo"]),
    row("lt", "", " ir ", &["Autorius", "Autorė", "Tekstas"]),
    row("lv", "", " un ", &["Autors", "Autore", "Teksts"]),
    row("et", "", " ja ", &["Autor", "Tekst"]),
    row("sq", "Nga", " dhe ", &["Shkruan", "Autori", "Teksti"]),
    row("cy", "Gan", " a ", &["Awdur"]),
    row("ga", "Le", " agus ", &["Údar"]),
    row("eo", "De", " kaj ", &["Aŭtoro", "Teksto"]),
    row("vi", "", " và ", &["Tác giả", "Bài", "Bài viết", "Theo"]),
    row("ar", "بقلم", " و", &["كتب", "كتبت", "الكاتب", "الكاتبة"]),
    row("fa", "", " و ", &["نویسنده", "نوشتهٔ", "به قلم"]),
    row("he", "מאת", " ו", &["כתב", "כתבה", "מאמר מאת"]),
    row("hi", "", " और ", &["लेखक", "द्वारा"]),
    row("zh", "", "、", &["文", "作者", "撰文", "记者", "記者", "本报记者", "本報記者"]),
    row("ja", "", "、", &["文", "取材・文", "執筆", "筆者"]),
    row("ko", "", ", ", &["글", "기자", "글쓴이"]),
];

fn of(lang: &Lang) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.tag == lang.primary())
}

/// The words before the names of a byline and between the last two, with their spaces. `None`
/// for a language without a row.
pub(crate) fn words(lang: &Lang) -> Option<(String, &'static str)> {
    let row = of(lang)?;
    let by = match row.by {
        "" => String::new(),
        by => format!("{by} "),
    };
    Some((by, row.and))
}

/// What stands between several things as a language joins them: between all but the last two,
/// and between these.
pub(crate) fn joints(lang: &Lang) -> (&'static str, &'static str) {
    let and = of(lang).map_or(", ", |row| row.and);
    let comma = match and {
        "、" => and,
        _ => ", ",
    };
    (comma, and)
}

/// Several names as a language joins them: `A. Writer, B. Second and C. Third`.
pub(crate) fn joined(names: &[String], lang: &Lang) -> String {
    let (comma, and) = joints(lang);
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => rest.join(comma) + and + last,
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The names of a byline, without the words before and between them. A byline in an unknown
/// form is one name.
pub(crate) fn names(byline: &str, lang: &Lang) -> Vec<String> {
    // English bylines stand over texts in every language.
    let rows = || of(lang).into_iter().chain(of_english());
    let bare = rows()
        .find_map(|row| without(byline, row))
        .unwrap_or(byline);
    let parts = rows().find_map(|row| parts(bare, row.and));
    let parts = parts.unwrap_or_else(|| vec![bare]);
    // A space that typography made wider or narrower is a space to a catalogue.
    let plain = |part: &str| part.trim().replace(['\u{a0}', '\u{202f}'], " ");
    let parts = parts.into_iter().map(plain);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The names of the authors in one field. Commas separate names of two or more words;
/// `Writer, Ann` is one.
pub(crate) fn authors(field: &str, lang: &Lang) -> Vec<String> {
    let names = names(field, lang);
    let [only] = names.as_slice() else {
        return names;
    };
    let parts: Vec<&str> = only.split([',', ';']).map(str::trim).collect();
    let is_name = |part: &&str| {
        let mut words = part.split_whitespace();
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        part.split_whitespace().count() >= 2
            && words.next().is_some_and(is_capital)
            && words.next_back().is_some_and(is_capital)
            && !part.contains(|c: char| c.is_ascii_digit() || matches!(c, '(' | '@'))
    };
    match parts.len() > 1 && parts.iter().all(is_name) {
        true => parts.into_iter().map(str::to_owned).collect(),
        false => names,
    }
}

fn of_english() -> Option<&'static Row> {
    ROWS.first()
}

/// The rest after a word of a byline, if the text starts with one.
fn without<'t>(byline: &'t str, row: &Row) -> Option<&'t str> {
    let mut words: Vec<&str> = row.others.to_vec();
    words.push(row.by.trim_end_matches(':'));
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .find_map(|word| {
            let head = byline.get(..word.len())?;
            let rest = byline.get(word.len()..)?;
            if head.to_lowercase() != word.to_lowercase() {
                return None;
            }
            let bare =
                rest.trim_start_matches([' ', '\u{a0}', ':', '：', '／', '/', '|', '・', '—', '–']);
            (bare.len() < rest.len() && !bare.trim().is_empty()).then_some(bare)
        })
}

/// The names separated by a word and by commas before it; `None` if a part is not a name.
fn parts<'t>(names: &'t str, and: &str) -> Option<Vec<&'t str>> {
    let (before, last) = names
        .rsplit_once(and)
        .or_else(|| names.rsplit_once(" & "))?;
    let mut parts: Vec<&str> = before.split([',', '、']).collect();
    parts.push(last);
    let is_name = |part: &&str| {
        let part = part.trim();
        part.chars().next().is_some_and(|c| !c.is_lowercase()) && part.chars().count() > 1
    };
    parts.iter().all(is_name).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_authors_gives_each() {
        for (field, expected) in [
            (
                "Ann Writer and Bob Second",
                &["Ann Writer", "Bob Second"][..],
            ),
            ("Ann Writer & Bob Second", &["Ann Writer", "Bob Second"]),
            (
                "Ann Writer, Bob van Second",
                &["Ann Writer", "Bob van Second"],
            ),
            ("Ann Writer; Bob Second", &["Ann Writer", "Bob Second"]),
            ("By Ann Writer", &["Ann Writer"]),
            ("Writer, Ann", &["Writer, Ann"]),
            ("Ann Writer, PhD", &["Ann Writer, PhD"]),
            ("Ann Writer", &["Ann Writer"]),
        ] {
            let lang = Lang::parse("en").unwrap();
            assert_eq!(authors(field, &lang), expected, "{field}");
        }
    }

    #[test]
    fn a_byline_gives_the_names_in_it() {
        for (tag, byline, expected) in [
            ("en", "By A. Writer", &["A. Writer"][..]),
            (
                "en",
                "by Ann Writer and Bo Printer",
                &["Ann Writer", "Bo Printer"],
            ),
            (
                "en",
                "Words by A. One, B. Two and C. Three",
                &["A. One", "B. Two", "C. Three"],
            ),
            ("en", "A. Writer", &["A. Writer"]),
            ("en", "Byron Writer", &["Byron Writer"]),
            ("en", "By the desk and others", &["the desk and others"]),
            (
                "fr",
                "Par Anne Plume et Luc Encre",
                &["Anne Plume", "Luc Encre"],
            ),
            ("fr", "Texte : Anne Plume", &["Anne Plume"]),
            ("fr", "Paris Presse", &["Paris Presse"]),
            ("de", "Von Anna Feder", &["Anna Feder"]),
            (
                "es",
                "Por Ana Pluma y Luis Tinta",
                &["Ana Pluma", "Luis Tinta"],
            ),
            ("pl", "Autor: Anna Pióro", &["Anna Pióro"]),
            ("hu", "Írta: Toll Anna", &["Toll Anna"]),
            ("ru", "Автор: Анна Перо", &["Анна Перо"]),
            ("zh", "文／王小明", &["王小明"]),
            ("ar", "بقلم هند كاتب", &["هند كاتب"]),
            ("tr", "By A. Writer", &["A. Writer"]),
            ("und", "By A. Writer", &["A. Writer"]),
            ("en", "By", &["By"]),
        ] {
            let lang = Lang::parse(tag).unwrap();
            assert_eq!(names(byline, &lang), expected, "{tag}: {byline}");
        }
    }

    #[test]
    fn names_are_joined_as_the_language_joins_them() {
        let names = ["Ann".to_owned(), "Bo".to_owned(), "Cy".to_owned()];
        for (tag, count, expected) in [
            ("fr", 3, "Ann, Bo et Cy"),
            ("en", 2, "Ann and Bo"),
            ("ja", 3, "Ann、Bo、Cy"),
            ("tlh", 2, "Ann, Bo"),
            ("de", 1, "Ann"),
            ("de", 0, ""),
        ] {
            let lang = Lang::parse(tag).unwrap();
            assert_eq!(joined(&names[..count], &lang), expected, "{tag}");
        }
    }

    #[test]
    fn every_language_of_the_table_has_words_between_names() {
        for profile in crate::lang::TABLE {
            let lang = Lang::parse(profile.tag).unwrap();
            if !matches!(lang.primary(), "th" | "ur" | "la") {
                assert!(words(&lang).is_some(), "{}", profile.tag);
            }
        }
    }
}
