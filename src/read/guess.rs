//! The language of a text that names none.
//!
//! Only a certain guess is used, and every guess is told.

use crate::diag::{Diagnostic, Report};
use crate::lang::Lang;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Inline, InlineKind};
use crate::source::Span;

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
                    "language-guessed",
                    at,
                    format!("the text names no language; it was taken for `{lang}`"),
                )
                .hint(format!(
                    "write `lang: {lang}` in the front matter, or use --lang"
                )),
            );
            Some(lang)
        }
        None => {
            report.push(
                Diagnostic::warning("no-language", at, "the language of the text is not known")
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

fn text_lang(text: &str) -> Option<Lang> {
    let info = whatlang::detect(text)?;
    if !info.is_reliable() {
        return None;
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
    fn a_long_caption_shows_its_language_and_a_short_one_does_not() {
        let english = "A compositor sets the last line of the evening edition by hand";
        assert_eq!(part_lang(english), Lang::parse("en"));
        assert_eq!(part_lang("Le drapeau turc"), None);
    }
}
