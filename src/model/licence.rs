//! Takes the words of a licence; returns what it is, if it is one of Creative Commons: its
//! name and its address.
//!
//! The names are those of the SPDX licence list (spdx.org/licenses) and of everyday use:
//! `CC-BY-SA-4.0`, `CC BY-SA 4.0`, `cc by sa`, `CC0`, and the address of the licence itself.
//! Without a number the licence is the last version, 4.0.

/// A licence that is known by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its name, as `CC BY-SA 4.0`.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// The elements of the licences, in their order (creativecommons.org/licenses).
const KINDS: [&str; 6] = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"];
const VERSIONS: [&str; 5] = ["1.0", "2.0", "2.5", "3.0", "4.0"];
const LAST: &str = "4.0";

impl Licence {
    /// The licence that a text names, and nothing else.
    pub fn of(text: &str) -> Option<Licence> {
        let text = text.trim().to_lowercase();
        let (_, path) = match text.split_once("creativecommons.org/") {
            Some(found) => found,
            None => return Licence::named(&text),
        };
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let (shelf, kind, version) = (parts.next()?, parts.next()?, parts.next()?);
        match (shelf, kind) {
            ("licenses", kind) => Licence::made(kind, version),
            ("publicdomain", "zero") => Some(Licence::zero()),
            ("publicdomain", "mark") => Some(Licence::mark()),
            _ => None,
        }
    }

    fn named(text: &str) -> Option<Licence> {
        let text = text
            .replace("creative commons", "cc")
            .replace("attribution", "by")
            .replace("noncommercial", "nc")
            .replace("non-commercial", "nc")
            .replace("noderivatives", "nd")
            .replace("noderivs", "nd")
            .replace("sharealike", "sa")
            .replace("share-alike", "sa");
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | ','));
        let mut words: Vec<&str> = words
            .filter(|word| !matches!(*word, "" | "international" | "licence" | "license"))
            .collect();
        let is_version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        let version = words.pop_if(|word| is_version(&&**word));
        match words.as_slice() {
            ["cc0"] | ["cc", "0"] | ["cc", "zero"] if matches!(version, None | Some("1.0")) => {
                Some(Licence::zero())
            }
            ["pdm"] | ["public", "domain", "mark"] => Some(Licence::mark()),
            ["cc", kind @ ..] => Licence::made(&kind.join("-"), version.unwrap_or(LAST)),
            _ => None,
        }
    }

    fn made(kind: &str, version: &str) -> Option<Licence> {
        let known = KINDS.contains(&kind) && VERSIONS.contains(&version);
        known.then(|| Licence {
            name: format!("CC {} {version}", kind.to_uppercase()),
            url: format!("https://creativecommons.org/licenses/{kind}/{version}/"),
        })
    }

    fn zero() -> Licence {
        Licence {
            name: "CC0 1.0".to_owned(),
            url: "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
        }
    }

    fn mark() -> Licence {
        Licence {
            name: "Public Domain Mark 1.0".to_owned(),
            url: "https://creativecommons.org/publicdomain/mark/1.0/".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_of_creative_commons_is_known_by_its_common_names() {
        let by = "https://creativecommons.org/licenses/by/4.0/";
        let share = "https://creativecommons.org/licenses/by-nc-sa/3.0/";
        let zero = "https://creativecommons.org/publicdomain/zero/1.0/";
        for (text, name, url) in [
            ("CC-BY-4.0", "CC BY 4.0", by),
            ("CC BY 4.0", "CC BY 4.0", by),
            ("cc by", "CC BY 4.0", by),
            (by, "CC BY 4.0", by),
            (
                "Creative Commons Attribution 4.0 International",
                "CC BY 4.0",
                by,
            ),
            ("CC BY-NC-SA 3.0", "CC BY-NC-SA 3.0", share),
            (
                "http://creativecommons.org/licenses/by-nc-sa/3.0/deed.fr",
                "CC BY-NC-SA 3.0",
                share,
            ),
            ("CC0", "CC0 1.0", zero),
            ("CC0-1.0", "CC0 1.0", zero),
        ] {
            let licence = Licence::of(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&*licence.name, &*licence.url), (name, url), "{text}");
        }
    }

    #[test]
    fn another_licence_is_not_taken_for_one_of_creative_commons() {
        for text in [
            "",
            "CC",
            "CC BY 5.0",
            "CC SA 1.0",
            "MIT",
            "All rights reserved",
            "CC BY 4.0, pictures excepted",
            "https://creativecommons.org/about/",
        ] {
            assert_eq!(Licence::of(text), None, "{text}");
        }
    }
}
