//! Takes an identifier of a publication as it is written; returns what kind it is, whether its
//! check digit is right, and its form in catalogues.

use crate::source::Span;

/// A number or a name by which catalogues know a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// What kind of identifier it is.
    pub kind: IdentifierKind,
    /// The form of the publication that it is for; without one it is for all.
    pub edition: Option<Carrier>,
    /// The identifier as it is written.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// What kind an identifier is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentifierKind {
    /// International Standard Book Number, of ten or thirteen digits.
    Isbn,
    /// International Standard Serial Number: of a periodical or a series.
    Issn,
    /// Digital Object Identifier.
    Doi,
    /// Uniform Resource Name.
    Urn,
    /// A UUID.
    Uuid,
}

/// A form in which a publication exists, which has an ISBN of its own (ISO 2108).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    /// A PDF file.
    Pdf,
    /// An EPUB file.
    Epub,
    /// A book on paper.
    Print,
}

impl IdentifierKind {
    /// Every kind, each with the key that it stands under.
    pub const NAMES: [(&'static str, IdentifierKind); 5] = [
        ("isbn", IdentifierKind::Isbn),
        ("issn", IdentifierKind::Issn),
        ("doi", IdentifierKind::Doi),
        ("urn", IdentifierKind::Urn),
        ("uuid", IdentifierKind::Uuid),
    ];

    /// The kind of a key.
    pub fn named(name: &str) -> Option<IdentifierKind> {
        let mut names = IdentifierKind::NAMES.into_iter();
        names.find(|(own, _)| *own == name).map(|(_, kind)| kind)
    }

    /// Its key.
    pub fn name(self) -> &'static str {
        match self {
            IdentifierKind::Isbn => "isbn",
            IdentifierKind::Issn => "issn",
            IdentifierKind::Doi => "doi",
            IdentifierKind::Urn => "urn",
            IdentifierKind::Uuid => "uuid",
        }
    }

    /// The kind of an identifier by its form, and the identifier without the name of its
    /// kind: `urn:isbn:…`, `ISBN …`, `https://doi.org/10.…`. A number of thirteen or ten
    /// digits is an ISBN.
    pub fn guess(text: &str) -> Option<(IdentifierKind, &str)> {
        let text = text.trim();
        for (name, kind) in IdentifierKind::NAMES {
            let rest = bare(kind, text);
            if rest.len() < text.len() && !matches!(name, "urn") {
                return Some((kind, rest));
            }
        }
        if starts(text, "urn:") {
            return Some((IdentifierKind::Urn, text));
        }
        let is_digits = |text: &str| {
            let mut chars = text.chars();
            chars.all(|c| {
                matches!(
                    c,
                    '0'..='9' | '-' | ' ' | 'X' | 'x' | '\u{2010}' | '\u{2011}'
                )
            })
        };
        let compact = compact(text);
        match compact.len() {
            10 | 13 if is_digits(text) => Some((IdentifierKind::Isbn, text)),
            _ if text.starts_with("10.") && text.contains('/') => Some((IdentifierKind::Doi, text)),
            _ => None,
        }
    }
}

impl Carrier {
    /// Every form, each with the words that mean it, its own name first.
    pub const NAMES: [(&'static [&'static str], Carrier); 3] = [
        (&["pdf"], Carrier::Pdf),
        (&["epub", "ebook", "e-book", "numérique"], Carrier::Epub),
        (
            &[
                "print",
                "printed",
                "paper",
                "paperback",
                "hardcover",
                "book",
                "imprimé",
                "papier",
                "broché",
                "relié",
                "druck",
                "gedruckt",
                "impreso",
                "stampa",
                "impresso",
            ],
            Carrier::Print,
        ),
    ];

    /// The form that a word means.
    pub fn named(word: &str) -> Option<Carrier> {
        let word = word.trim().to_lowercase();
        let mut all = Carrier::NAMES.into_iter();
        all.find(|(words, _)| words.contains(&&*word))
            .map(|(_, carrier)| carrier)
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Carrier::Pdf => "pdf",
            Carrier::Epub => "epub",
            Carrier::Print => "print",
        }
    }
}

impl Identifier {
    /// The identifier that a text is, if it is one of a known kind: without a name before it, a
    /// number of ten digits is an ISBN only if its check digit is right.
    pub fn within(text: &str, span: Span) -> Option<Identifier> {
        let (kind, value) = IdentifierKind::guess(text)?;
        let identifier = Identifier {
            kind,
            edition: None,
            value: text.trim().to_owned(),
            span,
        };
        let is_named = value.len() < text.trim().len();
        let is_short = kind == IdentifierKind::Isbn && compact(value).len() < 13;
        let is_sure = is_named || !is_short || identifier.fault().is_none();
        is_sure.then_some(identifier)
    }

    /// The identifier without the name of its kind: `978-2-…` of `ISBN 978-2-…`.
    pub fn number(&self) -> &str {
        bare(self.kind, &self.value)
    }

    /// Its form in catalogues: `urn:isbn:9782743304829` (RFC 8141), and `urn:doi:…` as EPUB
    /// 3.3, 5.5.3.1, has it. What is not of the form of its kind stays as it is written.
    pub fn urn(&self) -> String {
        if matches!(self.fault(), Some(Fault::Form(_))) {
            return self.value.clone();
        }
        match self.kind {
            IdentifierKind::Isbn => format!("urn:isbn:{}", compact(self.number())),
            IdentifierKind::Issn => format!("urn:issn:{}", self.number().to_uppercase()),
            IdentifierKind::Doi => format!("urn:doi:{}", self.number()),
            IdentifierKind::Urn => self.number().to_owned(),
            IdentifierKind::Uuid => format!("urn:uuid:{}", self.number()),
        }
    }

    /// What its check digit must be, if it is wrong; or that it cannot have one.
    pub fn fault(&self) -> Option<Fault> {
        match self.kind {
            IdentifierKind::Isbn => isbn(&compact(self.number())),
            IdentifierKind::Issn => issn(&compact(self.number())),
            IdentifierKind::Doi => {
                let is_doi = self.number().starts_with("10.") && self.number().contains('/');
                (!is_doi).then_some(Fault::Form("a DOI begins with `10.` and has a `/`"))
            }
            IdentifierKind::Urn => {
                let is_urn =
                    starts(self.number(), "urn:") && self.number().matches(':').count() > 1;
                (!is_urn).then_some(Fault::Form("a URN is `urn:`, a namespace, `:` and a name"))
            }
            IdentifierKind::Uuid => {
                let is_uuid = uuid::Uuid::try_parse(self.number()).is_ok();
                (!is_uuid).then_some(Fault::Form("a UUID has 32 hexadecimal digits"))
            }
        }
    }
}

/// What is wrong with an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its last digit must be this one.
    CheckDigit(char),
    /// It is not of the form of its kind, which is this one.
    Form(&'static str),
}

/// An identifier without the name of its kind, as `ISBN` or `https://doi.org/`.
fn bare(kind: IdentifierKind, text: &str) -> &str {
    let prefixes: &[&str] = match kind {
        IdentifierKind::Isbn => &["urn:isbn:", "isbn-13", "isbn-10", "isbn"],
        IdentifierKind::Issn => &["urn:issn:", "issn-l", "issn"],
        IdentifierKind::Doi => &[
            "https://doi.org/",
            "http://doi.org/",
            "https://dx.doi.org/",
            "http://dx.doi.org/",
            "urn:doi:",
            "info:doi/",
            "doi",
        ],
        IdentifierKind::Urn => &[],
        IdentifierKind::Uuid => &["urn:uuid:", "uuid:"],
    };
    let text = text.trim();
    let mut rests = prefixes.iter().filter(|prefix| starts(text, prefix));
    let rest = rests.next().and_then(|prefix| text.get(prefix.len()..));
    rest.unwrap_or(text)
        .trim_start_matches([':', ' ', '\u{a0}'])
}

fn starts(text: &str, prefix: &str) -> bool {
    let head = text.get(..prefix.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// A number without hyphens and spaces.
pub(crate) fn compact(text: &str) -> String {
    let signs = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}');
    text.to_uppercase().chars().filter(signs).collect()
}

/// The values of the digits of a number; X, which only the last may be, is ten.
fn digits(number: &str) -> Option<Vec<u32>> {
    let last = number.chars().count().checked_sub(1)?;
    let digit = |(at, c): (usize, char)| match c {
        'X' if at == last => Some(10),
        c => c.to_digit(10),
    };
    number.chars().enumerate().map(digit).collect()
}

fn sign(digit: u32) -> char {
    char::from_digit(digit, 10).unwrap_or('X')
}

/// Modulus 11 with falling weights (ISO 2108:1992 for ISBN-10, ISO 3297 for ISSN).
fn modulus_11(digits: &[u32]) -> Option<char> {
    let (last, rest) = digits.split_last()?;
    let weights = (2..=digits.len() as u32).rev();
    let sum: u32 = rest.iter().zip(weights).map(|(d, w)| d * w).sum();
    let check = (11 - sum % 11) % 11;
    (check != *last).then(|| sign(check))
}

/// An ISBN (ISO 2108): thirteen digits with weights 1 and 3, modulus 10, or ten.
fn isbn(number: &str) -> Option<Fault> {
    const FORM: Fault = Fault::Form("an ISBN has 13 digits, or 10");
    let Some(digits) = digits(number) else {
        return Some(FORM);
    };
    match digits.len() {
        10 => modulus_11(&digits).map(Fault::CheckDigit),
        13 if number.ends_with('X') => Some(FORM),
        13 if !number.starts_with("978") && !number.starts_with("979") => {
            Some(Fault::Form("an ISBN of 13 digits begins with 978 or 979"))
        }
        13 => {
            let (last, rest) = digits.split_last()?;
            let weighted = rest.iter().zip([1, 3].into_iter().cycle());
            let sum: u32 = weighted.map(|(d, w)| d * w).sum();
            let check = (10 - sum % 10) % 10;
            (check != *last).then(|| Fault::CheckDigit(sign(check)))
        }
        _ => Some(FORM),
    }
}

fn issn(number: &str) -> Option<Fault> {
    match digits(number).filter(|digits| digits.len() == 8) {
        Some(digits) => modulus_11(&digits).map(Fault::CheckDigit),
        None => Some(Fault::Form("an ISSN has 8 digits, as in `1234-5679`")),
    }
}

/// What is wrong with an ORCID, an ISNI of sixteen digits (ISO/IEC 7064, MOD 11-2).
pub fn orcid_fault(orcid: &str) -> Option<Fault> {
    let bare = orcid.trim().trim_end_matches('/');
    let number = compact(bare.rsplit('/').next().unwrap_or(bare));
    let Some(digits) = digits(&number).filter(|digits| digits.len() == 16) else {
        return Some(Fault::Form(
            "an ORCID has 16 digits, as in `0000-0002-1825-0097`",
        ));
    };
    let (last, rest) = digits.split_last()?;
    let total = rest.iter().fold(0, |total, digit| (total + digit) * 2 % 11);
    let check = (12 - total) % 11;
    (check != *last).then(|| Fault::CheckDigit(sign(check)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(kind: IdentifierKind, value: &str) -> Option<Fault> {
        let identifier = Identifier {
            kind,
            edition: None,
            value: value.to_owned(),
            span: Span::default(),
        };
        identifier.fault()
    }

    #[test]
    fn a_right_check_digit_is_no_fault() {
        for isbn in [
            "978-2-7433-0482-9",
            "9782743304829",
            "978 2 7433 0482 9",
            "0-306-40615-2",
            "0-8044-2957-X",
            "080442957x",
        ] {
            assert_eq!(fault(IdentifierKind::Isbn, isbn), None, "{isbn}");
        }
        for issn in ["0378-5955", "2049-3630", "2434-561X"] {
            assert_eq!(fault(IdentifierKind::Issn, issn), None, "{issn}");
        }
        for orcid in [
            "0000-0002-1825-0097",
            "https://orcid.org/0000-0002-1694-233X",
        ] {
            assert_eq!(orcid_fault(orcid), None, "{orcid}");
        }
    }

    #[test]
    fn a_wrong_check_digit_tells_the_right_one() {
        let digit = |c| Some(Fault::CheckDigit(c));
        assert_eq!(fault(IdentifierKind::Isbn, "978-2-7433-0482-1"), digit('9'));
        assert_eq!(fault(IdentifierKind::Isbn, "0-8044-2957-1"), digit('X'));
        assert_eq!(fault(IdentifierKind::Issn, "0378-5950"), digit('5'));
        assert_eq!(orcid_fault("0000-0002-1825-0098"), digit('7'));
    }

    #[test]
    fn what_is_no_number_of_its_kind_is_told() {
        for (kind, value) in [
            (IdentifierKind::Isbn, ""),
            (IdentifierKind::Isbn, "12345"),
            (IdentifierKind::Isbn, "X782743304829"),
            (IdentifierKind::Isbn, "123-2-7433-0482-9"),
            (IdentifierKind::Isbn, "978274330482X"),
            (IdentifierKind::Issn, "ISSN"),
            (IdentifierKind::Doi, "11.5555/a"),
            (IdentifierKind::Urn, "isbn:1"),
            (IdentifierKind::Uuid, "no"),
        ] {
            let fault = fault(kind, value);
            assert!(matches!(fault, Some(Fault::Form(_))), "{kind:?} {value}");
        }
        assert!(matches!(orcid_fault("é"), Some(Fault::Form(_))));
    }

    #[test]
    fn an_identifier_is_known_by_its_form() {
        for (text, expected) in [
            (
                "urn:isbn:9782743304829",
                Some((IdentifierKind::Isbn, "9782743304829")),
            ),
            (
                "ISBN 978-2-7433-0482-9",
                Some((IdentifierKind::Isbn, "978-2-7433-0482-9")),
            ),
            (
                "9782743304829",
                Some((IdentifierKind::Isbn, "9782743304829")),
            ),
            (
                "https://doi.org/10.5555/a",
                Some((IdentifierKind::Doi, "10.5555/a")),
            ),
            ("doi:10.5555/a", Some((IdentifierKind::Doi, "10.5555/a"))),
            ("10.5555/a", Some((IdentifierKind::Doi, "10.5555/a"))),
            ("urn:x:1", Some((IdentifierKind::Urn, "urn:x:1"))),
            ("issue-7", None),
            ("2026-03-04", None),
        ] {
            assert_eq!(IdentifierKind::guess(text), expected, "{text}");
        }
    }
}
