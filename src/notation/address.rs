//! Takes a text; returns the bare addresses in it, by the rules of GitHub's Markdown (GitHub
//! Flavored Markdown, 6.9, extended autolinks).

use std::ops::Range;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Where it leads.
    pub(crate) target: String,
}

/// The addresses in a text, in order.
pub(crate) fn find(text: &str) -> Vec<Address> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = text.get(at..).and_then(|rest| rest.find([':', 'w', '@'])) {
        let here = at + step;
        at = here + 1;
        let done = found.last().map_or(0, |last: &Address| last.range.end);
        let rest = text.get(here..).unwrap_or("");
        let address = if rest.starts_with("://") {
            site(text, here, done)
        } else if rest.starts_with("www.") && starts(text, here) {
            let end = here + length(rest);
            (end > here + 4).then(|| Address {
                target: format!("http://{}", text.get(here..end).unwrap_or("")),
                range: here..end,
            })
        } else if rest.starts_with('@') {
            person(text, here, done)
        } else {
            None
        };
        if let Some(address) = address.filter(|address| has_domain(&address.target)) {
            at = address.range.end;
            found.push(address);
        }
    }
    found
}

/// `https://a.org/b`, of which the colon was met.
fn site(text: &str, colon: usize, done: usize) -> Option<Address> {
    let before = text.get(done..colon)?;
    let scheme = ["https", "http", "ftp"]
        .into_iter()
        .find(|scheme| before.ends_with(scheme))?;
    let start = colon - scheme.len();
    let end = colon + 3 + length(text.get(colon + 3..)?);
    (starts(text, start) && end > colon + 3).then(|| Address {
        target: text.get(start..end).unwrap_or("").to_owned(),
        range: start..end,
    })
}

/// `name@a.org`, of which the sign was met.
fn person(text: &str, sign: usize, done: usize) -> Option<Address> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let before = text.get(done..sign)?;
    let start = done + before.trim_end_matches(is_local).len();
    let rest = text.get(sign + 1..)?;
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let host = rest.get(..rest.find(|c| !is_host(c)).unwrap_or(rest.len()))?;
    let host = host.trim_end_matches('.');
    let fits = host.contains('.') && !host.ends_with(['-', '_']) && start < sign;
    // `@` after it, or a letter before it, makes it part of something else.
    let before = text.get(..start)?.chars().next_back();
    let apart = before.is_none_or(|c| !c.is_alphanumeric() && c != '/' && c != '@');
    (fits && apart).then(|| Address {
        target: format!(
            "mailto:{}",
            text.get(start..sign + 1 + host.len()).unwrap_or("")
        ),
        range: start..sign + 1 + host.len(),
    })
}

/// Whether an address may start here: after a space, a bracket, a quotation mark or a
/// sign of stress.
fn starts(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '.' | '-' | '@' | '_'))
}

/// How far an address goes: to a space, and without what closes a sentence.
fn length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '»' | '”' | '“' | '„' | '"');
    let mut address = text
        .get(..text.find(ends).unwrap_or(text.len()))
        .unwrap_or("");
    loop {
        let last = address.chars().next_back();
        let closes = match last {
            Some('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' | '’' | '…') => {
                true
            }
            Some(')') => address.matches(')').count() > address.matches('(').count(),
            Some(']') => address.matches(']').count() > address.matches('[').count(),
            Some(_) | None => false,
        };
        match last.filter(|_| closes) {
            Some(last) => {
                address = address.get(..address.len() - last.len_utf8()).unwrap_or("");
            }
            None => return address.len(),
        }
    }
}

/// Whether an address leads to a site with a name in two parts.
fn has_domain(target: &str) -> bool {
    let host = target.split_once("://").map_or(target, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or("");
    let is_mail = target.starts_with("mailto:");
    let mut parts = host.split('.').rev();
    let top = parts
        .next()
        .is_some_and(|top| !top.is_empty() && !top.contains('_'));
    is_mail || top && parts.next().is_some_and(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let all = find(text).into_iter();
        all.map(|address| text.get(address.range).unwrap())
            .collect()
    }

    #[test]
    fn addresses_end_before_what_closes_a_sentence() {
        assert_eq!(found("See https://a.org/b?c=1."), ["https://a.org/b?c=1"]);
        assert_eq!(found("(www.a.org/b_(c))"), ["www.a.org/b_(c)"]);
        assert_eq!(found("« http://é.fr/à », dit-il"), ["http://é.fr/à"]);
        assert_eq!(found("a.b+c@d-e.org, f@g"), ["a.b+c@d-e.org"]);
        assert_eq!(
            found("http://a.org http://b.org"),
            ["http://a.org", "http://b.org"]
        );
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "@names and a @ b",
            "http://",
            "www.",
            "xhttp://a.org",
            "c://d.e",
            "awww.b.c",
            "http://localhost",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
