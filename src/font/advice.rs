//! Takes a character that no font contains; returns its name and the font to install.

use unicode_script::{Script, UnicodeScript};

/// Describes a character by itself, its code point and its script. A character that is
/// invisible or would disturb a terminal is named instead of shown.
pub fn named(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    let unseen = c.is_control() || c.is_whitespace() || super::face::is_ignorable(c);
    if unseen || is_private(c) {
        return match invisible(c) {
            Some(name) => format!("{number} {name}"),
            None => number,
        };
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "Unicode's scripts")]
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => format!("`{c}` ({number})"),
        script => format!("`{c}` ({number}, {})", script.full_name().replace('_', " ")),
    }
}

/// The name of a character that cannot be seen, as The Unicode Standard has it. All other
/// names would take a megabyte of the program.
fn invisible(c: char) -> Option<&'static str> {
    Some(match u32::from(c) {
        0x00..=0x1f | 0x7f..=0x9f => "CONTROL CHARACTER",
        0x20 => "SPACE",
        0xa0 => "NO-BREAK SPACE",
        0xad => "SOFT HYPHEN",
        0x34f => "COMBINING GRAPHEME JOINER",
        0x61c => "ARABIC LETTER MARK",
        0x115f => "HANGUL CHOSEONG FILLER",
        0x1160 => "HANGUL JUNGSEONG FILLER",
        0x1680 => "OGHAM SPACE MARK",
        0x180e => "MONGOLIAN VOWEL SEPARATOR",
        0x2000 => "EN QUAD",
        0x2001 => "EM QUAD",
        0x2002 => "EN SPACE",
        0x2003 => "EM SPACE",
        0x2004 => "THREE-PER-EM SPACE",
        0x2005 => "FOUR-PER-EM SPACE",
        0x2006 => "SIX-PER-EM SPACE",
        0x2007 => "FIGURE SPACE",
        0x2008 => "PUNCTUATION SPACE",
        0x2009 => "THIN SPACE",
        0x200a => "HAIR SPACE",
        0x200b => "ZERO WIDTH SPACE",
        0x200c => "ZERO WIDTH NON-JOINER",
        0x200d => "ZERO WIDTH JOINER",
        0x200e => "LEFT-TO-RIGHT MARK",
        0x200f => "RIGHT-TO-LEFT MARK",
        0x2028 => "LINE SEPARATOR",
        0x2029 => "PARAGRAPH SEPARATOR",
        0x202a => "LEFT-TO-RIGHT EMBEDDING",
        0x202b => "RIGHT-TO-LEFT EMBEDDING",
        0x202c => "POP DIRECTIONAL FORMATTING",
        0x202d => "LEFT-TO-RIGHT OVERRIDE",
        0x202e => "RIGHT-TO-LEFT OVERRIDE",
        0x202f => "NARROW NO-BREAK SPACE",
        0x205f => "MEDIUM MATHEMATICAL SPACE",
        0x2060 => "WORD JOINER",
        0x2061 => "FUNCTION APPLICATION",
        0x2062 => "INVISIBLE TIMES",
        0x2063 => "INVISIBLE SEPARATOR",
        0x2064 => "INVISIBLE PLUS",
        0x2066 => "LEFT-TO-RIGHT ISOLATE",
        0x2067 => "RIGHT-TO-LEFT ISOLATE",
        0x2068 => "FIRST STRONG ISOLATE",
        0x2069 => "POP DIRECTIONAL ISOLATE",
        0x3000 => "IDEOGRAPHIC SPACE",
        0x3164 => "HANGUL FILLER",
        0xfe00..=0xfe0f | 0xe0100..=0xe01ef => "VARIATION SELECTOR",
        0xfeff => "ZERO WIDTH NO-BREAK SPACE",
        0xe0000..=0xe007f => "TAG",
        _ => return None,
    })
}

/// The family that contains a missing character, and its Debian package; other systems have
/// it under a similar name.
pub fn fix(c: char) -> String {
    if is_private(c) {
        return "it is for private use: only the font it was made for has it".to_owned();
    }
    if matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || matches!(c, '\u{fdd0}'..='\u{fdef}') {
        return "it is not a character: Unicode reserves this code point".to_owned();
    }
    let (family, package) = match source(c) {
        Some((family, package)) => (family, package),
        None => {
            let script = c.script().full_name().replace('_', " ");
            #[expect(clippy::wildcard_enum_match_arm, reason = "Unicode's scripts")]
            return match c.script() {
                Script::Common | Script::Inherited | Script::Unknown => {
                    "GNU Unifont (Debian: fonts-unifont) has a glyph for nearly every character"
                        .to_owned()
                }
                _ => format!(
                    "Noto Sans {script} has it (Debian: fonts-noto-core, fonts-noto-extra); \
                     `--font-dir` names a folder of fonts"
                ),
            };
        }
    };
    format!("{family} has it (Debian: {package}); `--font-dir` names a folder of fonts")
}

/// Noto families that are not named after a script.
fn source(c: char) -> Option<(&'static str, &'static str)> {
    const CJK: (&str, &str) = ("Noto Serif CJK or Noto Sans CJK", "fonts-noto-cjk");
    const RARE_HAN: (&str, &str) = ("HanaMin B", "fonts-hanazono");
    const SYMBOLS: (&str, &str) = (
        "Noto Sans Symbols or Noto Sans Symbols 2",
        "fonts-noto-core",
    );
    const MATHS: (&str, &str) = ("Noto Sans Math or STIX", "fonts-noto-core, fonts-stix");
    #[expect(clippy::wildcard_enum_match_arm, reason = "Unicode's scripts")]
    match c.script() {
        Script::Han if u32::from(c) >= 0x2_0000 => return Some(RARE_HAN),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => {
            return Some(CJK);
        }
        Script::Latin | Script::Greek | Script::Cyrillic => {
            return Some(("Noto Sans or DejaVu Sans", "fonts-noto-core, fonts-dejavu"));
        }
        _ => {}
    }
    Some(match u32::from(c) {
        0x2000..=0x2bff => SYMBOLS,
        0x3000..=0x33ff | 0xfe30..=0xfe4f | 0xff00..=0xffef => CJK,
        0x1_d100..=0x1_d24f => ("Noto Music", "fonts-noto-core"),
        0x1_d400..=0x1_d7ff => MATHS,
        0x1_f300..=0x1_f64f | 0x1_f680..=0x1_f6ff | 0x1_f900..=0x1_faff => {
            ("Noto Emoji or Symbola", "fonts-symbola")
        }
        0x1_f000..=0x1_f2ff | 0x1_f650..=0x1_f67f | 0x1_f700..=0x1_f8ff => SYMBOLS,
        _ => return None,
    })
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_shown_with_its_script_or_named() {
        assert_eq!(named('é'), "`é` (U+00E9, Latin)");
        assert_eq!(named('\u{202f}'), "U+202F NARROW NO-BREAK SPACE");
        assert_eq!(named('漢'), "`漢` (U+6F22, Han)");
        assert_eq!(named('\u{f8ff}'), "U+F8FF");
    }

    #[test]
    fn who_lacks_a_script_is_told_what_to_install() {
        assert!(fix('漢').contains("fonts-noto-cjk"));
        assert!(fix('ক').contains("Noto Sans Bengali"));
        assert!(fix('ꯀ').contains("Noto Sans Meetei Mayek"));
        assert!(fix('\u{f8ff}').contains("private use"));
        assert!(fix('\u{1d538}').contains("fonts-stix"));
        assert!(fix('\u{fdd0}').contains("not a character"));
    }
}
