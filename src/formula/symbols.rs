//! Takes the name of a sign, of an accent or of an alphabet; returns its characters.

use ratex_parser::Mode;
use unicode_normalization::UnicodeNormalization;

/// The characters of a sign: `\alpha` is `α`; a letter is itself.
pub(super) fn characters(text: &str, mode: Mode) -> String {
    let mode = match mode {
        Mode::Math => ratex_font::Mode::Math,
        Mode::Text => ratex_font::Mode::Text,
    };
    let known = ratex_font::get_symbol(text, mode).and_then(|symbol| symbol.codepoint);
    match (known, text.strip_prefix('\\')) {
        (Some(c), _) => public(c).to_string(),
        (None, Some(name)) => name.to_owned(),
        (None, None) => text.to_owned(),
    }
}

/// A character in Unicode: KaTeX's faces have private ones.
pub(super) fn public(c: char) -> char {
    match c {
        '\u{e006}' => '∤',
        '\u{e007}' => '∦',
        '\u{e00c}' => '≨',
        '\u{e00d}' => '≩',
        '\u{e00e}' | '\u{e00f}' => '≱',
        '\u{e010}' | '\u{e011}' => '≰',
        '\u{e016}' => '⊈',
        '\u{e017}' => '⫋',
        '\u{e018}' => '⊉',
        '\u{e019}' => '⫌',
        '\u{e01a}' => '⊊',
        '\u{e01b}' => '⊋',
        // A stroke through the sign that comes next.
        '\u{e020}' => '\u{338}',
        '\u{e131}' => 'ı',
        '\u{e237}' => 'ȷ',
        c => c,
    }
}

/// A sign that stands above or below what it marks, and whether it is stretched.
pub(super) fn accent(label: &str) -> Option<(char, bool)> {
    let stretched = |c| Some((c, true));
    match label {
        "\\acute" => Some(('´', false)),
        "\\grave" => Some(('`', false)),
        "\\ddot" => Some(('¨', false)),
        "\\dddot" => Some(('\u{20db}', false)),
        "\\ddddot" => Some(('\u{20dc}', false)),
        "\\tilde" => Some(('~', false)),
        "\\bar" => Some(('¯', false)),
        "\\breve" => Some(('˘', false)),
        "\\check" => Some(('ˇ', false)),
        "\\hat" => Some(('^', false)),
        "\\vec" => Some(('→', false)),
        "\\dot" => Some(('˙', false)),
        "\\mathring" => Some(('˚', false)),
        "\\widehat" => stretched('^'),
        "\\widecheck" => stretched('ˇ'),
        "\\widetilde" | "\\utilde" => stretched('~'),
        "\\overgroup" => stretched('⏠'),
        "\\undergroup" => stretched('⏡'),
        "\\overbrace" => stretched('⏞'),
        "\\underbrace" => stretched('⏟'),
        "\\overbracket" => stretched('⎴'),
        "\\underbracket" => stretched('⎵'),
        "\\overlinesegment" | "\\underlinesegment" => stretched('¯'),
        _ => arrow(label).map(|c| (c, true)),
    }
}

/// An arrow that is as long as what stands on it.
pub(super) fn arrow(label: &str) -> Option<char> {
    let name = label.trim_start_matches('\\');
    let name = name.trim_start_matches("over").trim_start_matches("under");
    Some(match name.trim_start_matches('x') {
        "leftarrow" => '←',
        "rightarrow" => '→',
        "leftrightarrow" => '↔',
        "Leftarrow" => '⇐',
        "Rightarrow" | "Overrightarrow" => '⇒',
        "Leftrightarrow" => '⇔',
        "leftharpoon" | "leftharpoonup" => '↼',
        "rightharpoon" | "rightharpoonup" => '⇀',
        "leftharpoondown" => '↽',
        "rightharpoondown" => '⇁',
        "rightleftharpoons" | "rightequilibrium" => '⇌',
        "leftrightharpoons" | "leftequilibrium" => '⇋',
        "hookleftarrow" => '↩',
        "hookrightarrow" => '↪',
        "mapsto" => '↦',
        "twoheadleftarrow" => '↞',
        "twoheadrightarrow" => '↠',
        "longequal" => '=',
        "tofrom" | "rightleftarrows" => '⇄',
        _ => return None,
    })
}

/// A letter with an accent of text on it, composed.
pub(super) fn accented(label: &str, base: &str) -> Option<String> {
    let mark = match label {
        "\\'" | "\\acute" => '\u{301}',
        "\\`" | "\\grave" => '\u{300}',
        "\\^" | "\\hat" => '\u{302}',
        "\\~" | "\\tilde" => '\u{303}',
        "\\=" | "\\bar" => '\u{304}',
        "\\u" | "\\breve" => '\u{306}',
        "\\." | "\\dot" => '\u{307}',
        "\\\"" | "\\ddot" => '\u{308}',
        "\\r" | "\\mathring" => '\u{30a}',
        "\\H" => '\u{30b}',
        "\\v" | "\\check" => '\u{30c}',
        "\\c" => '\u{327}',
        "\\vec" => '\u{20d7}',
        "\\textcircled" => '\u{20dd}',
        _ => return None,
    };
    let mut letters = base.chars();
    letters.next()?;
    match letters.next() {
        Some(_) => None,
        None => Some(base.chars().chain([mark]).nfc().collect()),
    }
}

/// An alphabet of mathematics (Unicode 16.0, Mathematical Alphanumeric Symbols).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    Upright,
    Italic,
    Bold,
    BoldItalic,
    DoubleStruck,
    Script,
    Fraktur,
    Sans,
    SansItalic,
    Mono,
}

impl Alphabet {
    /// That of a command for letters in formulas.
    pub(super) fn of(command: &str) -> Option<Alphabet> {
        Some(match command.trim_start_matches('\\') {
            "mathrm" | "rm" | "text" | "textrm" | "textup" | "textnormal" => Alphabet::Upright,
            "mathit" | "it" | "mathnormal" | "textit" | "emph" => Alphabet::Italic,
            "mathbf" | "bold" | "bf" | "textbf" => Alphabet::Bold,
            "boldsymbol" | "bm" => Alphabet::BoldItalic,
            "mathbb" | "Bbb" => Alphabet::DoubleStruck,
            "mathcal" | "cal" | "mathscr" => Alphabet::Script,
            "mathfrak" | "frak" => Alphabet::Fraktur,
            "mathsf" | "sf" | "textsf" => Alphabet::Sans,
            "mathsfit" => Alphabet::SansItalic,
            "mathtt" | "tt" | "texttt" => Alphabet::Mono,
            _ => return None,
        })
    }

    /// A letter or figure in this alphabet; one that it does not have is itself.
    pub(super) fn letter(self, c: char) -> char {
        let (capitals, small, figures): (u32, u32, Option<u32>) = match self {
            Alphabet::Upright => return c,
            Alphabet::Italic => (0x1d434, 0x1d44e, None),
            Alphabet::Bold => (0x1d400, 0x1d41a, Some(0x1d7ce)),
            Alphabet::BoldItalic => (0x1d468, 0x1d482, Some(0x1d7ce)),
            Alphabet::DoubleStruck => (0x1d538, 0x1d552, Some(0x1d7d8)),
            Alphabet::Script => (0x1d49c, 0x1d4b6, None),
            Alphabet::Fraktur => (0x1d504, 0x1d51e, None),
            Alphabet::Sans => (0x1d5a0, 0x1d5ba, Some(0x1d7e2)),
            Alphabet::SansItalic => (0x1d608, 0x1d622, None),
            Alphabet::Mono => (0x1d670, 0x1d68a, Some(0x1d7f6)),
        };
        // Letters that had a character before the alphabets did.
        let early = match (self, c) {
            (Alphabet::Italic, 'h') => Some('ℎ'),
            (Alphabet::DoubleStruck, 'C') => Some('ℂ'),
            (Alphabet::DoubleStruck, 'H') => Some('ℍ'),
            (Alphabet::DoubleStruck, 'N') => Some('ℕ'),
            (Alphabet::DoubleStruck, 'P') => Some('ℙ'),
            (Alphabet::DoubleStruck, 'Q') => Some('ℚ'),
            (Alphabet::DoubleStruck, 'R') => Some('ℝ'),
            (Alphabet::DoubleStruck, 'Z') => Some('ℤ'),
            (Alphabet::Script, 'B') => Some('ℬ'),
            (Alphabet::Script, 'E') => Some('ℰ'),
            (Alphabet::Script, 'F') => Some('ℱ'),
            (Alphabet::Script, 'H') => Some('ℋ'),
            (Alphabet::Script, 'I') => Some('ℐ'),
            (Alphabet::Script, 'L') => Some('ℒ'),
            (Alphabet::Script, 'M') => Some('ℳ'),
            (Alphabet::Script, 'R') => Some('ℛ'),
            (Alphabet::Script, 'e') => Some('ℯ'),
            (Alphabet::Script, 'g') => Some('ℊ'),
            (Alphabet::Script, 'o') => Some('ℴ'),
            (Alphabet::Fraktur, 'C') => Some('ℭ'),
            (Alphabet::Fraktur, 'H') => Some('ℌ'),
            (Alphabet::Fraktur, 'I') => Some('ℑ'),
            (Alphabet::Fraktur, 'R') => Some('ℜ'),
            (Alphabet::Fraktur, 'Z') => Some('ℨ'),
            _ => None,
        };
        let shifted =
            |first: u32, from: char| char::from_u32(first + u32::from(c) - u32::from(from));
        let letter = match c {
            'A'..='Z' => shifted(capitals, 'A'),
            'a'..='z' => shifted(small, 'a'),
            '0'..='9' => figures.and_then(|first| shifted(first, '0')),
            'α'..='ω' if self == Alphabet::Bold => shifted(0x1d6c2, 'α'),
            'α'..='ω' if self == Alphabet::BoldItalic => shifted(0x1d736, 'α'),
            'Α'..='Ω' if self == Alphabet::Bold => shifted(0x1d6a8, 'Α'),
            'Α'..='Ω' if self == Alphabet::BoldItalic => shifted(0x1d71c, 'Α'),
            _ => None,
        };
        early.or(letter).unwrap_or(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_characters() {
        for (name, c) in [
            ("\\alpha", "α"),
            ("\\le", "≤"),
            ("x", "x"),
            ("\\times", "×"),
        ] {
            assert_eq!(characters(name, Mode::Math), c);
        }
    }

    #[test]
    fn alphabets_have_their_letters() {
        assert_eq!(Alphabet::DoubleStruck.letter('R'), 'ℝ');
        assert_eq!(Alphabet::Fraktur.letter('g'), '𝔤');
        assert_eq!(Alphabet::Bold.letter('1'), '𝟏');
        assert_eq!(Alphabet::Italic.letter('+'), '+');
        assert_eq!(accented("\\'", "e").as_deref(), Some("é"));
    }
}
