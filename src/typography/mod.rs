//! Takes an article; returns it with the typography of its language: quotation marks,
//! apostrophes, dashes, ellipses, letters, French spaces and ties.
//!
//! Each rule has a [name](rules::RULES), follows the language of the node
//! that it changes, and is idempotent. Every change is recorded in the article's
//! [`Ledger`], from which the original text can be restored. An article can switch off
//! each rule or select a [preset](rules::PRESETS). Verbatim text (code,
//! formulas, addresses) is never changed, nor is text in a language without known rules.

mod dashes;
mod elisions;
mod inverted;
mod letters;
mod phrase;
mod primes;
mod quotes;
mod ranges;
pub mod rules;
mod spaces;
mod superiors;
mod ties;

use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{Article, Inline, Ledger, NodeId, Typography, walk};
use phrase::Phrase;
use superiors::Names;

/// Sets an article's text by the rules of its languages.
pub fn polish(mut article: Article, report: &mut Report) -> Article {
    let asked = article.metadata.typography.clone();
    if asked.preset.as_deref() == Some("none") {
        return article;
    }
    let mut ledger = std::mem::take(&mut article.ledger);
    let mut names = Names {
        article: NodeId {
            source: article.source,
            index: article.next_index,
        },
    };
    let raises = !asked.off.iter().any(|off| off == "superiors");
    walk::phrases_mut(&mut article, &mut |content, lang| {
        if raises {
            superiors::set(content, lang, &mut names, &mut ledger);
        }
        polish_phrase(content, lang, &asked, &mut ledger, report);
    });
    article.next_index = names.article.index;
    article.ledger = ledger;
    article
}

/// The order matters: an apostrophe must be known before quotation marks are
/// paired, and the marks must stand before spaces are put inside them; a dash is set
/// before it is tied to its word.
fn polish_phrase(
    content: &mut [Inline],
    lang: &Lang,
    asked: &Typography,
    ledger: &mut Ledger,
    report: &mut Report,
) {
    let mut phrase = Phrase::of(content, lang, asked);
    for open in quotes::pair(&mut phrase) {
        // A mark that stands alone is spoken of, not used.
        let quotes = phrase.letters.len() > open + 1;
        if let Some(span) = phrase.span(open).filter(|_| quotes) {
            report.push(
                Diagnostic::note(Code::OpenQuote, span, "quotation mark is never closed")
                    .hint("a quotation may go on in the next paragraph; else close it"),
            );
        }
    }
    for index in inverted::missing(&phrase) {
        if let Some(span) = phrase.span(index) {
            let sign = if phrase.at(index) == '?' { '¿' } else { '¡' };
            let message = format!("this sentence has no `{sign}` where it begins");
            report.push(Diagnostic::note(Code::InvertedMark, span, message));
        }
    }
    letters::set(&mut phrase);
    dashes::set(&mut phrase);
    spaces::set(&mut phrase);
    ties::set(&mut phrase);
    phrase.write_back(content, ledger);
}

#[cfg(test)]
mod tests {
    use super::rules::RULES;
    use super::*;
    use crate::model::plain_text;
    use crate::read;
    use crate::source::{Source, SourceId};

    fn polished(lang: &str, text: &str) -> Article {
        let source = Source::new(SourceId(0), "a.md", text);
        let options = read::Options {
            format: Some(read::Format::Markdown),
            lang: Lang::parse(lang),
            base_url: None,
            cites: false,
        };
        let mut report = Report::new();
        let article = read::read(&source, &options, &mut report);
        polish(article, &mut report)
    }

    fn text(article: &Article) -> String {
        let mut all = Vec::new();
        for block in &article.body {
            if let crate::model::BlockKind::Paragraph(content) = &block.kind {
                all.push(plain_text(content));
            }
        }
        all.join("\n")
    }

    #[test]
    fn polishing_twice_is_polishing_once() {
        let source = "Il dit : \"L'eau *monte* !\" -- et... rien ?";
        let once = polished("fr", source);
        let expected = text(&once);
        let changes = once.ledger.len();
        let twice = polish(once, &mut Report::new());
        assert_eq!(text(&twice), expected);
        assert_eq!(twice.ledger.len(), changes);
        assert_eq!(
            expected,
            "Il dit\u{a0}: «\u{a0}L’eau monte\u{202f}!\u{a0}» – et… rien\u{202f}?"
        );
    }

    #[test]
    fn the_ledger_gives_the_authors_text_back() {
        let article = polished("fr", "Il dit: \"L'eau monte!\" et \"rien\".");
        let mut undone = String::new();
        if let crate::model::BlockKind::Paragraph(content) = &article.body[0].kind {
            for inline in content {
                if let crate::model::InlineKind::Text(run) = &inline.kind {
                    undone.push_str(&article.ledger.undo(inline.node.id, run));
                }
            }
        }
        assert_eq!(undone, "Il dit: \"L'eau monte!\" et \"rien\".");
    }

    #[test]
    fn an_article_may_ask_for_a_preset_and_switch_rules_off() {
        let set = |asked: &str| {
            let source = format!("---\ntypography: {asked}\n---\n\nIl dit : \"Oui !\" à 5 km.");
            text(&polished("fr", &source))
        };
        let (fine, word) = ('\u{202f}', '\u{a0}');
        let fr = format!("Il dit{word}: «{word}Oui{fine}!{word}» à 5{word}km.");
        assert_eq!(set("fr"), fr);
        assert_eq!(set("{rules: {dash: on}}"), fr);
        let press = format!("Il dit{word}: «{fine}Oui{fine}!{fine}» à 5{word}km.");
        assert_eq!(set("fr-presse"), press);
        assert_eq!(set("none"), "Il dit : \"Oui !\" à 5 km.");
        assert_eq!(set("off"), "Il dit : \"Oui !\" à 5 km.");
        let some = set("{preset: fr-presse, rules: {colon-space: off, ties: false}}");
        assert_eq!(some, format!("Il dit : «{fine}Oui{fine}!{fine}» à 5 km."));
    }

    #[test]
    fn every_rule_is_switched_off_by_its_name() {
        let texts = [
            (
                "fr",
                "« L'eau\" ... p. 1-2 -- \" , ; : 20% de 12 000 km, le 1er",
            ),
            ("de", "z.B. so"),
            ("ro", "ş"),
            ("ca", "col.legi"),
            ("es", "n° 5"),
            ("en", "6' tall"),
        ];
        let mut met: std::collections::BTreeSet<&str> = Default::default();
        for (lang, source) in texts {
            for (_, changes) in polished(lang, source).ledger.iter() {
                met.extend(changes.iter().map(|change| change.rule));
            }
        }
        for (rule, _) in RULES {
            assert!(met.contains(rule), "{rule} of {met:?}");
            for (lang, source) in texts {
                let source =
                    format!("---\ntypography: {{rules: {{{rule}: off}}}}\n---\n\n{source}");
                let article = polished(lang, &source);
                let mut changes = article.ledger.iter().flat_map(|(_, changes)| changes);
                assert!(changes.all(|change| change.rule != rule), "{rule}");
            }
        }
        assert!(
            met.iter()
                .all(|met| RULES.iter().any(|(rule, _)| rule == met)),
            "{met:?}"
        );
    }

    #[test]
    fn code_and_addresses_are_left_alone() {
        let source = "Voir `a \"b\": c!` ou https://exemple.fr/a?b=c:d ; a@b.fr";
        let article = polished("fr", source);
        assert_eq!(
            text(&article),
            "Voir a \"b\": c! ou https://exemple.fr/a?b=c:d\u{202f}; a@b.fr"
        );
    }

    #[test]
    fn a_language_that_is_not_known_is_left_alone() {
        assert_eq!(
            text(&polished("tlh", "\"nuqneH\" - 'ej")),
            "\"nuqneH\" - 'ej"
        );
    }
}
