//! What a line of press copy looks like: the words and signs by which agencies
//! and web pages mark what is not body.

use super::Role;
use crate::read::date;
use crate::source::Span;

pub(super) fn by_look(line: &str) -> Role {
    if let Some(label) = source_label(line) {
        Role::Source { label }
    } else if is_leftover(line) {
        Role::Leftover
    } else if let Some(credit) = credit_length(line) {
        Role::Caption { credit }
    } else if date::date(line, Span::default()).ymd.is_some() {
        Role::Date
    } else {
        Role::Body
    }
}

/// A word or three, without a full stop: `Culture`, `Moyen-Orient`, `TV`.
pub(super) fn is_section(line: &str) -> bool {
    line.chars().count() <= 32
        && line.split_whitespace().count() <= 4
        && !line.ends_with(['.', '!', '?', ':', '»', '”', '"', ',', ';'])
}

pub(super) fn is_headline(line: &str) -> bool {
    line.chars().count() <= 220 && (!line.ends_with(['.', ',', ';', ':']) || line.ends_with("..."))
}

pub(super) fn is_byline(line: &str) -> bool {
    const WORDS: [&str; 9] = [
        "Par ", "By ", "Von ", "Por ", "Di ", "Door ", "Av ", "Af ", "Autor: ",
    ];
    line.chars().count() <= 80 && !line.ends_with('.') && WORDS.iter().any(|w| line.starts_with(w))
}

/// A short line alone that ends like no sentence and opens like a heading.
pub(super) fn is_subhead(line: &str) -> bool {
    let opens = line
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric());
    opens
        && line.chars().count() <= 70
        && line.split_whitespace().count() <= 10
        && !line.contains(':')
        && !line.ends_with(['.', ',', ';', '»', '”', '"', '…'])
}

/// The length in bytes of `SOURCE: ` and its like at the start of a line.
fn source_label(line: &str) -> Option<usize> {
    const WORDS: [&str; 12] = [
        "source",
        "sources",
        "quelle",
        "quellen",
        "fuente",
        "fonte",
        "źródło",
        "zdroj",
        "bron",
        "πηγή",
        "источник",
        "kaynak",
    ];
    let (label, rest) = line.split_once(':')?;
    let known = WORDS.contains(&label.trim().to_lowercase().as_str());
    (known && !rest.trim().is_empty()).then(|| line.len() - rest.trim_start().len())
}

/// What share, print and cookie buttons leave in copied text.
fn is_leftover(line: &str) -> bool {
    const WHOLE: [&str; 44] = [
        "partager",
        "partager cet article",
        "partager l'article",
        "imprimer",
        "envoyer par mail",
        "envoyer par e-mail",
        "commenter",
        "écouter",
        "écouter l'article",
        "publicité",
        "lire plus tard",
        "copier le lien",
        "tweeter",
        "s'abonner",
        "abonnez-vous",
        "tout accepter",
        "accepter les cookies",
        "share",
        "share this article",
        "share this",
        "share on facebook",
        "share on twitter",
        "tweet",
        "print",
        "email",
        "copy link",
        "advertisement",
        "subscribe",
        "sign up",
        "accept cookies",
        "accept all",
        "listen",
        "save for later",
        "teilen",
        "artikel teilen",
        "drucken",
        "anzeige",
        "merken",
        "compartir",
        "compartir este artículo",
        "imprimir",
        "publicidad",
        "condividi",
        "udostępnij",
    ];
    let plain: String = line.to_lowercase().replace('’', "'");
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    WHOLE.contains(&plain)
}

/// How many bytes at the end of a line credit a photograph: `(AFP photo)`,
/// `©AFP`, `Photo : J. Dupont`, `Foto: dpa`, `/ Reuters`.
fn credit_length(line: &str) -> Option<usize> {
    let credited = |start: usize| Some(line.len() - start).filter(|_| start > 0);
    if let Some(open) = line.strip_suffix(')').and_then(|l| l.rfind('(')) {
        let inner = line.get(open + 1..line.len() - 1)?.to_lowercase();
        const MARKS: [&str; 12] = [
            "photo",
            "foto",
            "fotó",
            "fot.",
            "crédit",
            "credit",
            "image",
            "bild",
            "©",
            "picture",
            "illustration",
            "dessin",
        ];
        const AGENCIES: [&str; 8] = ["afp", "reuters", "ap", "dpa", "efe", "ansa", "pap", "epa"];
        let words: Vec<&str> = inner.split(|c: char| !c.is_alphanumeric()).collect();
        if MARKS.iter().any(|mark| inner.contains(mark))
            || inner.len() < 40 && words.iter().any(|word| AGENCIES.contains(word))
        {
            return credited(open);
        }
        return None;
    }
    const SIGNS: [&str; 2] = ["©", "(c) "];
    for sign in SIGNS {
        if let Some(at) = line.rfind(sign)
            && is_name(line.get(at + sign.len()..)?)
        {
            return credited(at);
        }
    }
    let lower = line.to_lowercase();
    const LABELS: [&str; 12] = [
        "crédit photo :",
        "crédit photo:",
        "crédits photo :",
        "photo credit:",
        "photo :",
        "photo:",
        "photo by ",
        "foto:",
        "fot.",
        "bild:",
        "crédit :",
        "credit:",
    ];
    for label in LABELS {
        // Lower case may change lengths; only ASCII-safe places are used.
        if let Some(at) = lower.rfind(label)
            && lower.len() == line.len()
            && line.is_char_boundary(at)
            && line.get(..at).is_some_and(|s| {
                s.trim_end()
                    .ends_with(['.', ',', ';', '-', '–', '—', '/', '|', ')', '!', '?'])
            })
            && is_name(line.get(at + label.len()..)?)
        {
            return credited(at);
        }
    }
    None
}

/// A name of a few words, such as stands after a copyright sign.
fn is_name(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    !text.is_empty() && text.chars().count() <= 60 && text.split_whitespace().count() <= 7
}
