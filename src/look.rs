//! What type should look like: the words in which a style asks for a face and a
//! font set answers, and what layout and the writers know by its form.

use std::ops::Range;
use unicode_script::{Script, UnicodeScript};

/// Whether a letter can be a drop capital: it is a capital of a script that neither
/// hangs from a line nor fills a square.
pub(crate) fn is_initial(letter: char) -> bool {
    let drawn = matches!(
        letter.script(),
        Script::Latin | Script::Greek | Script::Cyrillic
    );
    letter.is_uppercase() && drawn
}

/// Whether a letter or a mark is of a script that runs from right to left.
pub(crate) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The address of the web or of post in a word, without the signs of the sentence around.
pub(crate) fn address(word: &str) -> Option<Range<usize>> {
    let is_of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '+');
    let start = match word.find("://") {
        Some(at) => {
            let scheme = word[..at].trim_end_matches(is_of_host).len();
            (scheme < at).then_some(scheme)?
        }
        None => match word.find("www.") {
            Some(at) => at,
            None => {
                let at = word.find('@')?;
                let name = word[..at].trim_end_matches(is_of_host).len();
                let host = &word[at + 1..];
                let host = &host[..host.find(|c| !is_of_host(c)).unwrap_or(host.len())];
                let dotted = host.trim_end_matches('.').contains('.');
                (name < at && dotted).then_some(name)?
            }
        },
    };
    let rest = word[start..].trim_start_matches(['-', '.', '+', '_']);
    let start = word.len() - rest.len();
    let is_closing = |c: char| {
        matches!(
            c,
            '.' | ',' | ';' | ':' | '!' | '?' | '»' | '”' | '’' | '"' | '\'' | '>' | ']'
        )
    };
    let opened = rest.matches('(').count();
    let mut closed = rest.matches(')').count();
    let mut end = rest.len();
    loop {
        let kept = rest[..end].trim_end_matches(is_closing);
        end = kept.len();
        // A bracket that the address opens is the address's.
        if !kept.ends_with(')') || closed <= opened {
            break;
        }
        closed -= 1;
        end -= 1;
    }
    (end > 0).then_some(start..start + end)
}

/// The part a face plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Running text.
    Serif,
    /// Titles: drawn for large sizes.
    Display,
    /// Notes: drawn for small sizes.
    Caption,
    /// Headings within the text.
    Heading,
    /// Captions, tables, bylines.
    Sans,
    /// Code.
    Mono,
}

/// What a face should look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Look {
    /// Its part.
    pub family: Family,
    /// Whether it stands out by weight.
    pub bold: bool,
    /// Whether it slants.
    pub italic: bool,
}

impl Look {
    /// That of running text.
    pub const TEXT: Look = Look {
        family: Family::Serif,
        bold: false,
        italic: false,
    };
}

/// How figures are drawn, where a face knows more than one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Figures {
    /// As the face has them.
    #[default]
    Own,
    /// With ascenders and descenders, at home among small letters.
    OldStyle,
    /// As tall as capitals.
    Lining,
    /// As tall as capitals and of one width, so that columns line up.
    Tabular,
}

/// Which of its forms a face is asked for; one that has none of them draws its
/// usual letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Forms {
    /// How figures are drawn.
    pub figures: Figures,
    /// Whether small letters are small capitals.
    pub small_caps: bool,
    /// Whether small letters are capitals.
    pub all_caps: bool,
    /// Whether letters and figures are superiors, drawn small and high.
    pub superior: bool,
}

/// The families that somebody asked for by name, instead of the usual ones: in
/// a theme, in front matter or by a flag, always as `text.family`,
/// `headings.family` and `code.family`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Families {
    /// Of running text and notes, and of titles where `headings` says nothing.
    pub text: Option<String>,
    /// Of the headline and the headings.
    pub headings: Option<String>,
    /// Of code.
    pub code: Option<String>,
}

impl Families {
    /// These, and where they say nothing, those.
    #[must_use]
    pub fn or(self, others: &Families) -> Families {
        Families {
            text: self.text.or_else(|| others.text.clone()),
            headings: self.headings.or_else(|| others.headings.clone()),
            code: self.code.or_else(|| others.code.clone()),
        }
    }

    /// The name asked for a part, if there is one.
    pub fn of(&self, family: Family) -> Option<&str> {
        match family {
            Family::Serif | Family::Caption => self.text.as_deref(),
            Family::Display => self.headings.as_deref().or(self.text.as_deref()),
            Family::Heading => self.headings.as_deref(),
            Family::Sans => None,
            Family::Mono => self.code.as_deref(),
        }
    }

    /// All names asked for, with the keys they stand under.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("text.family", &self.text),
            ("headings.family", &self.headings),
            ("code.family", &self.code),
        ]
        .into_iter()
        .filter_map(|(key, name)| Some((key, name.as_deref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_without_the_signs_around_it() {
        for (word, expected) in [
            ("https://a.org/b/", Some("https://a.org/b/")),
            ("(https://a.org/b/),", Some("https://a.org/b/")),
            ("https://a.org/b_(c).", Some("https://a.org/b_(c)")),
            ("ב-https://a.org/א?", Some("https://a.org/א")),
            ("www.a.org.", Some("www.a.org")),
            ("<a.b@c.org>,", Some("a.b@c.org")),
            ("@a", None),
            ("a@b", None),
            ("://", None),
            ("word.", None),
        ] {
            let found = address(word).map(|range| &word[range]);
            assert_eq!(found, expected, "{word}");
        }
    }
}
