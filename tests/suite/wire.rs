//! Press copy as it is read: the cases of `tests/cases/wire.txt`, and what never happens.

use crate::cases::check;
use pressroom::diag::Report;
use pressroom::model::walk::{self, Visitor};
use pressroom::model::{Inline, InlineKind};
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId, Span};
use proptest::prelude::*;

#[test]
fn every_case_is_read_as_it_should_be() {
    check("wire.txt", Format::Wire, None, 40);
}

/// Lines as copy has them, and some that only look so.
const LINES: [&str; 70] = [
    "",
    "",
    "",
    "Culture",
    "La tour nord rouvre ses portes",
    "Par Anna Nowak",
    "By JANE FOSTER",
    "2026-03-03",
    "Publié le 3 mars 2026 à 10h20",
    "Mis à jour le 4 mars",
    "ROUEN, 3 mars (AFP) - Le public pourra monter.",
    "Lyon, 3 mars 2026 - Le public pourra monter par groupes.",
    "Paris, le 3 mars 2026",
    "Le public pourra monter par groupes de dix, annonce la mairie, dès dimanche.",
    "   The first stroke was met with silence, then with applause that",
    "went on for several minutes.",
    "Le clavier, photographié dimanche. ©AFP",
    "A visitor looks up. (AFP photo)",
    "Crédit photo : Jean Petit",
    "Source : AFP",
    "Source : AFP : suite",
    "Lire aussi : autre chose",
    "Partager",
    "Share this article",
    "-30-",
    "FRS0042 4 I 0458 FRA /AFP-JK67",
    "Patrimoine-musique-carillon",
    "URGENT",
    "Embargo : 5 mars",
    "(Reporting by Jane Foster)",
    "((a@b.org))",
    "ale/jmt/dla",
    "© 2026 AFP. Tous droits réservés",
    "COMMUNIQUÉ DE PRESSE",
    "- Samedi, de dix heures à midi",
    "- Dimanche",
    "• Trois cents marches",
    "   de haut en bas",
    "1. La tour",
    "2. Le clavier",
    "a) le premier",
    "b) le second",
    "La plaza ayer. EFE/Archivo",
    "Une voisine regarde la tour. Ana Pérez",
    "Πηγή: ΑΠΕ-ΜΠΕ",
    "Foto: Jan Novák",
    "HEADLINE: A mill turns",
    "BY: Jane Foster",
    "Standfirst: It had stood still.",
    "DATE: March 3, 2026",
    "Eds: Updates with a picture.",
    "(more)",
    "___",
    "Von Erika Beispiel, dpa",
    "UMEÅ (TT) Bron är öppen igen sedan i går kväll.",
    "Los vecinos aplaudieron. EFE",
    "Mieszkańcy bili brawo. Most był zamknięty. (PAP)",
    "老桥周一重新开放。许多市民前来",
    "参观。",
    "Town Hall",
    "12 Bridge Street",
    "Crew        Time   Points",
    "Anchor     10:02       25",
    "Coots      11:04       15",
    "-----      -----       --",
    "Ort\tPreis",
    "  * the hinge",
    "ii) iron",
    "(a) first",
    "Associated Press writer Jane Foster contributed to this report.",
];

/// Marks the bytes of a source that something accounts for.
struct Seen(Vec<bool>);

impl Seen {
    fn mark(&mut self, span: Span) {
        for byte in &mut self.0[span.range()] {
            *byte = true;
        }
    }
}

impl Visitor<'_> for Seen {
    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Text(_) = inline.kind {
            self.mark(inline.node.span);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every letter of copy is in the article, or is told of; but for a label before a
    /// source or a day, and the brackets of a credit.
    #[test]
    fn no_letter_of_copy_is_lost_unseen(parts in prop::collection::vec(0..LINES.len(), 1..24)) {
        let text: Vec<&str> = parts.iter().map(|part| LINES[*part]).collect();
        let text = text.join("\n");
        let source = Source::new(SourceId(0), "copy.txt", &text);
        let mut report = Report::new();
        let options = read::Options::new().format(Format::Wire);
        let article = read::read(&source, &options, &mut report);
        let mut seen = Seen(vec![false; text.len()]);
        walk::article(&article, &mut seen);
        article.metadata.date.iter().for_each(|date| seen.mark(date.span));
        // A note on the whole of an article stands at its first letter, and says nothing
        // of that.
        for told in report.iter().filter(|told| !["language-guessed", "no-language", "empty-article"].contains(&told.code.name())) {
            told.span.into_iter().for_each(|span| seen.mark(span));
        }
        let mut at = 0;
        for line in text.split('\n') {
            let lost: String = line
                .char_indices()
                .filter(|(i, c)| !c.is_whitespace() && !seen.0[at + i])
                .map(|(_, c)| c)
                .collect();
            let is_markup = [
                "", "(", ")", "()", "Source:", "Publiéle", "Πηγή:", "-", "•", "1.", "2.", "___", "a)", "b)", "ii)", "(a)", "*", "------------", "HEADLINE:", "BY:",
                "Standfirst:", "DATE:",
            ]
            .contains(&&*lost);
            prop_assert!(is_markup, "lost `{lost}` of `{line}`\n{text}\n{article:#?}");
            at += line.len() + 1;
        }
    }
}
