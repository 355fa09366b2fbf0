//! Takes a character that no font contains; returns its name and the font to install.

use unicode_script::{Script, UnicodeScript};

/// Describes a character by itself, its code point and its Unicode name. A character that is
/// invisible or would disturb a terminal is not shown.
pub fn named(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    let name = unicode_names2::name(c).map_or(String::new(), |name| format!(" {name}"));
    let unseen = c.is_control() || c.is_whitespace() || super::face::is_ignorable(c);
    if unseen || is_private(c) {
        format!("{number}{name}")
    } else {
        format!("`{c}` ({number}{name})")
    }
}

/// The family that contains a missing character, and its Debian package; other systems have
/// it under a similar name.
pub fn fix(c: char) -> String {
    if is_private(c) {
        return "it is for private use: only the font it was made for has it".to_owned();
    }
    if matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || matches!(c, '\u{fdd0}'..='\u{fdef}') {
        return "it is no character: Unicode keeps this number free for ever".to_owned();
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
    fn a_character_is_named_as_unicode_names_it() {
        assert_eq!(named('é'), "`é` (U+00E9 LATIN SMALL LETTER E WITH ACUTE)");
        assert_eq!(named('\u{202f}'), "U+202F NARROW NO-BREAK SPACE");
        assert_eq!(named('漢'), "`漢` (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)");
        assert_eq!(named('\u{f8ff}'), "U+F8FF");
    }

    #[test]
    fn who_lacks_a_script_is_told_what_to_install() {
        assert!(fix('漢').contains("fonts-noto-cjk"));
        assert!(fix('ক').contains("Noto Sans Bengali"));
        assert!(fix('ꯀ').contains("Noto Sans Meetei Mayek"));
        assert!(fix('\u{f8ff}').contains("private use"));
        assert!(fix('\u{1d538}').contains("fonts-stix"));
        assert!(fix('\u{fdd0}').contains("no character"));
    }
}
