//! Takes bytes that are no UTF-8; returns the older encoding that they most likely are in.
//!
//! chardetng, which Firefox guesses with, knows all that the web knows. It leaves out
//! Mac OS Roman, which copy of the nineties and some layout programs still come in: that
//! one is chosen where its letters stand better in their words.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// As many bytes as a guess is made from.
const SAMPLE: usize = 1 << 16;

/// The encoding, and the name that people know it by.
pub(super) fn guess(bytes: &[u8]) -> (&'static Encoding, &'static str) {
    let sample = &sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    // What stands in no Latin writing is not Roman either.
    let is_single = found.is_single_byte();
    if is_single && fit(sample, MACINTOSH) > fit(sample, found) {
        return (MACINTOSH, "Mac OS Roman");
    }
    let between = sample.iter().any(|byte| (0x80..0xa0).contains(byte));
    let name = match found.name() {
        "windows-1252" if between => "Windows-1252",
        // Without these bytes they are the same.
        "windows-1252" => "Latin-1",
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "windows-1254" => "Windows-1254",
        name => name,
    };
    match found.is_ascii_compatible() {
        true => (found, name),
        false => (WINDOWS_1252, "Windows-1252"),
    }
}

/// The first lines that have something beyond ASCII: the others say nothing, and there may
/// be many before them.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    for line in lines.filter(|line| !line.is_ascii()) {
        let room = SAMPLE - sample.len();
        sample.extend(line.iter().take(room));
        if sample.len() == SAMPLE {
            break;
        }
    }
    sample
}

/// How well the characters beyond ASCII stand where they stand.
fn fit(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut around = [' ', ' ', ' '];
    let mut fit = 0;
    for c in text.chars().chain([' ']) {
        around = [around[1], around[2], c];
        let [before, here, after] = around;
        if !here.is_ascii() {
            fit += worth(before, here, after);
        }
    }
    fit
}

/// What one character beyond ASCII is worth between its neighbours.
fn worth(before: char, here: char, after: char) -> i64 {
    let in_word = before.is_alphabetic() && after.is_alphabetic();
    let at_word = before.is_alphabetic() || after.is_alphabetic();
    match here {
        '’' => i64::from(at_word),
        '«' | '»' | '“' | '”' | '‘' | '„' | '–' | '—' | '…' | '\u{a0}' | '°' | '€' | '©' => {
            if in_word {
                -2
            } else {
                1
            }
        }
        c if c.is_lowercase() => i64::from(at_word),
        // A capital within a word is seldom one.
        c if c.is_uppercase() && before.is_lowercase() => -3,
        c if c.is_uppercase() => i64::from(after.is_alphabetic()),
        c if c.is_control() || c == '\u{fffd}' => -3,
        _ if in_word => -3,
        _ => -1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [(&str, &str); 4] = [
        (
            "fr",
            "L’été dernier, « déjà », le maître d’hôtel a reçu à Nîmes un garçon très âgé – et gêné – près de la forêt.",
        ),
        (
            "de",
            "„Schöne Grüße“, schrieb der Bürgermeister über die größte Brücke in der Nähe von Köln, und ärgerte sich nicht.",
        ),
        (
            "es",
            "El señor Ibáñez llegó mañana a España; «¿Qué pasó?», preguntó la niña pequeña del corazón de la nación.",
        ),
        (
            "en",
            "It’s a café – “really”, said the naïve façade of the fiancée’s résumé.",
        ),
    ];

    #[test]
    fn mac_roman_and_windows_are_told_apart() {
        for (lang, text) in TEXTS {
            for (encoding, name) in [(MACINTOSH, "Mac OS Roman"), (WINDOWS_1252, "Windows-1252")] {
                let bytes = match encoding == MACINTOSH {
                    true => mac(text),
                    false => encoding.encode(text).0.into_owned(),
                };
                let (found, called) = guess(&bytes);
                assert_eq!(found, encoding, "{lang}");
                assert!([name, "Latin-1"].contains(&called), "{lang} {called}");
            }
        }
    }

    /// encoding_rs writes no Mac OS Roman but reads it: each character is looked up.
    fn mac(text: &str) -> Vec<u8> {
        let byte = |c: char| {
            (0..=255u8).find(|byte| {
                let (decoded, _) =
                    MACINTOSH.decode_without_bom_handling(std::slice::from_ref(byte));
                decoded.starts_with(c)
            })
        };
        text.chars().map(|c| byte(c).unwrap()).collect()
    }

    #[test]
    fn other_old_encodings_are_known() {
        let polish =
            "Zażółć gęślą jaźń, pisał redaktor w dzienniku, a potem wyszedł na świeże powietrze.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(polish);
        assert_eq!(guess(&bytes).1, "Windows-1250");
        let russian = "Съешь же ещё этих мягких французских булок, сказал редактор газеты.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(guess(&bytes).1, "Windows-1251");
    }

    #[test]
    fn latin_1_is_called_so() {
        assert_eq!(guess(b"L'\xe9t\xe9 d\xe9j\xe0 pass\xe9").1, "Latin-1");
    }
}
