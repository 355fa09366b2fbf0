//! The language of a text that names none.
//!
//! Only a certain guess is used, and every guess is told.

use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Inline, InlineKind};
use crate::source::Span;
use std::collections::HashSet;

/// As much text as a guess is made from, in bytes.
const SAMPLE: usize = 2048;
/// The least letters that make a guess about a part of an article: a shorter
/// caption is too easily taken for a neighbouring language.
const ENOUGH: usize = 50;

/// The language of a whole article, if its text makes it certain.
pub(super) fn article_lang(article: &Article, at: Span, report: &mut Report) -> Option<Lang> {
    let mut sample = Sample(String::new());
    walk::article(article, &mut sample);
    match text_lang(&sample.0) {
        Some(lang) => {
            report.push(
                Diagnostic::note(
                    Code::LanguageGuessed,
                    at,
                    format!("no language given; assuming `{lang}`"),
                )
                .hint(format!(
                    "write `lang: {lang}` in the front matter, or use --lang"
                )),
            );
            Some(lang)
        }
        None => {
            report.push(
                Diagnostic::warning(Code::NoLanguage, at, "unknown language")
                    .hint("write `lang: fr` in the front matter, or use --lang"),
            );
            None
        }
    }
}

/// The language of a part of an article, if it is long enough to be certain.
pub(super) fn part_lang(text: &str) -> Option<Lang> {
    if text.chars().filter(|c| c.is_alphabetic()).count() < ENOUGH {
        return None;
    }
    text_lang(text)
}

/// Frequent words of languages that the guesser does not know and takes for others.
const OTHERS: [(&str, &str); 5] = [
    (
        "is",
        "og að ekki sem það þess þetta hann hún við með fyrir var voru eru hefur til frá um á í er en því þegar sér",
    ),
    (
        "ga",
        "agus bhí tá sé sí ní nach atá leis chun ag seo sin don den mar air acu fuair raibh bhfuil gur nuair ach na an ar",
    ),
    (
        "eu",
        "eta da ez du dira zen bat izan dute zuen baina hau hori egin dago ere dela beste duen izango gabe bere",
    ),
    (
        "sq",
        "dhe të një është për në nuk që me si janë kjo ishte kishte por nga atë tij saj më ka u do shumë",
    ),
    (
        "sw",
        "na ya wa kwa ni katika la za hii huo hiyo yake wake kuwa ambao watu cha vya lakini pia sana kama alikuwa wakati mwaka",
    ),
];
/// The least share of such words in a text, and of how many kinds at the least.
const SHARE: f64 = 0.16;
const KINDS: usize = 5;

/// The language of a text by its frequent words, of those that the guesser does not know.
fn other_lang(text: &str) -> Option<Lang> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let weigh = |own: &str| {
        let own: HashSet<&str> = own.split(' ').collect();
        let met: Vec<&str> = words
            .iter()
            .map(|word| &**word)
            .filter(|word| own.contains(word))
            .collect();
        let kinds: HashSet<&str> = met.iter().copied().collect();
        (met.len() as f64 / words.len().max(1) as f64, kinds.len())
    };
    let weighed = OTHERS.iter().map(|(tag, own)| (tag, weigh(own)));
    let found = weighed.filter(|(_, (share, kinds))| *share >= SHARE && *kinds >= KINDS);
    let (tag, _) = found.max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    Lang::parse(tag)
}

fn text_lang(text: &str) -> Option<Lang> {
    if let Some(lang) = other_lang(text) {
        return Some(lang);
    }
    let info = whatlang::detect(text)?;
    if !info.is_reliable() {
        return cyrillic_lang(text);
    }
    // ISO 639-3 to BCP 47's shorter code, where there is one.
    let code = match info.lang().code() {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "nb",
        "ori" => "or",
        "pan" => "pa",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        other => other,
    };
    Lang::parse(code)
}

/// The letters of languages in Cyrillic, and those of them that tell one from the others.
const CYRILLIC: [(&str, &str, &str, &str); 6] = [
    (
        "ru",
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "ыэ",
        "тасс риа января февраля марта апреля июня июля сентября октября ноября декабря что",
    ),
    (
        "uk",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "їєґі",
        "укрінформ",
    ),
    ("be", "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "ўі", "белта"),
    ("sr", "абвгдђежзијклљмнњопрстћуфхцчџш", "ђћ", "танјуг"),
    ("mk", "абвгдѓежзѕијклљмнњопрстќуфхцчџш", "ѓќѕ", "миа"),
    ("bg", "абвгдежзийклмнопрстуфхцчшщъьюя", "ъ", "бта че са"),
];
/// The least letters that make a guess by the letters alone.
const LETTERS: usize = 24;

/// The language of a short text in Cyrillic, by its letters: one that has all of them, and
/// some that no other has, or a word that is its own: a month, an agency.
fn cyrillic_lang(text: &str) -> Option<Lang> {
    let letters: Vec<char> = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let cyrillic: Vec<char> = letters
        .iter()
        .copied()
        .filter(|c| matches!(u32::from(*c), 0x400..=0x52F))
        .collect();
    if cyrillic.len() < LETTERS || cyrillic.len() * 4 < letters.len() * 3 {
        return None;
    }
    let lower = text.to_lowercase();
    let has = |own: &str| {
        let mut words = lower.split(|c: char| !c.is_alphabetic());
        words.any(|word| own.split(' ').any(|own| own == word))
    };
    let mut found = CYRILLIC.iter().filter(|(_, alphabet, own, words)| {
        cyrillic.iter().all(|c| alphabet.contains(*c))
            && (cyrillic.iter().any(|c| own.contains(*c)) || has(words))
    });
    let (tag, ..) = found.next()?;
    match found.next() {
        Some(_) => None,
        None => Lang::parse(tag),
    }
}

struct Sample(String);

impl Visitor<'_> for Sample {
    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Text(text) = &inline.kind
            && self.0.len() < SAMPLE
        {
            self.0.push_str(text);
            self.0.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_that_the_guesser_does_not_know_are_known_by_their_frequent_words() {
        for (tag, text) in [
            (
                "is",
                "Prentarinn kom með pappírinn á mánudag og sagði að það væri ekki nóg til fyrir allt blaðið, en hann hafði þó fengið meira frá skipinu sem kom í gær.",
            ),
            (
                "ga",
                "Bhí an clódóir ag obair sa seomra ar feadh na hoíche agus ní raibh sé sásta leis an bpáipéar a fuair sé ón long, ach tá an nuachtán ar an tsráid anois.",
            ),
            (
                "eu",
                "Inprimatzailea gau osoan lanean aritu da eta ez du paperik nahikoa izan, baina egunkaria kalean dago orain eta jendea pozik dago horrekin, hori ere egia da.",
            ),
            (
                "sq",
                "Shtypshkruesi punoi gjithë natën dhe nuk kishte letër të mjaftueshme për gazetën, por ajo është tani në rrugë me të gjitha faqet që janë shkruar nga gazetarët.",
            ),
            (
                "sw",
                "Mchapishaji alifanya kazi usiku wote na hakuwa na karatasi ya kutosha kwa gazeti, lakini gazeti hili sasa ni la watu wa mji huo kwa sababu ya kazi yake katika duka la vitabu.",
            ),
        ] {
            assert_eq!(text_lang(text), Lang::parse(tag), "{tag}");
        }
        // Their neighbours are not taken for them.
        for (tag, text) in [
            (
                "da",
                "Trykkeren kom med papiret om mandagen og sagde, at der ikke var nok til hele avisen, men han havde fået mere fra skibet, som kom i går.",
            ),
            (
                "nb",
                "Trykkeren kom med papiret på mandag og sa at det ikke var nok til hele avisen, men han hadde fått mer fra skipet som kom i går.",
            ),
            (
                "es",
                "El impresor trabajó toda la noche y no tenía papel bastante para el periódico, pero ya está en la calle con todas las páginas que escribieron.",
            ),
            (
                "ro",
                "Tipograful a lucrat toată noaptea și nu a avut destulă hârtie pentru ziar, dar acum este pe stradă cu toate paginile pe care le-au scris.",
            ),
            (
                "id",
                "Pencetak bekerja sepanjang malam dan tidak punya cukup kertas untuk koran itu, tetapi sekarang koran sudah ada di jalan dengan semua halamannya.",
            ),
        ] {
            let found = text_lang(text).map(|lang| lang.to_string());
            assert!(
                found.as_deref().is_none_or(
                    |found| found == tag || !matches!(found, "is" | "ga" | "eu" | "sq" | "sw")
                ),
                "{tag}: {found:?}"
            );
        }
    }

    #[test]
    fn a_short_text_in_cyrillic_is_known_by_its_letters() {
        for (tag, text) in [
            ("ru", "Старый мост открыли после ремонта"),
            ("ru", "ТВЕРЬ, 3 марта. Мельница снова работает"),
            ("bg", "Мостът беше отворен след ремонта в града"),
            ("uk", "Старий міст відкрили після ремонту"),
            ("be", "Стары мост адкрылі пасля рамонту ў горадзе"),
            ("sr", "Мост ће бити отворен у суботу после радова"),
        ] {
            assert_eq!(text_lang(text), Lang::parse(tag), "{tag}");
        }
    }

    #[test]
    fn a_long_caption_shows_its_language_and_a_short_one_does_not() {
        let english = "A compositor sets the last line of the evening edition by hand";
        assert_eq!(part_lang(english), Lang::parse("en"));
        assert_eq!(part_lang("Le drapeau turc"), None);
    }
}
