//! Takes the address of a link; returns it as a valid URL, or nothing if no page may link
//! to it.

/// The schemes of links that lead out of a book. Any other names something on
/// the author's site or machine, or a script: its text stays, the link goes.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "mailto", "tel"];

/// A link that leads out of the file, as a valid URL.
pub(crate) fn outward(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) || rest.is_empty() {
        return None;
    }
    if matches!(scheme.as_str(), "mailto" | "tel") {
        return Some(format!("{scheme}:{}", percent_encoded(rest)));
    }
    let rest = rest.strip_prefix("//")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    is_authority(authority).then(|| format!("{scheme}://{authority}{}", percent_encoded(path)))
}

/// A link to a file beside this one, or to another page of the same site.
pub(crate) fn relative(url: &str) -> Option<String> {
    let url = url.trim();
    let first = url.split(['/', '?', '#']).next().unwrap_or("");
    (!url.is_empty() && !first.contains(':')).then(|| percent_encoded(url))
}

/// The address of a file by its path. One that is an address already stays.
pub(crate) fn of_file(path: &str) -> String {
    let (scheme, _) = path.split_once(':').unwrap_or_default();
    if path.contains("://") || scheme.eq_ignore_ascii_case("data") {
        return percent_encoded(path);
    }
    let mut address = String::new();
    if !scheme.contains('/') && !scheme.is_empty() {
        // The name has a colon, and no scheme before it (RFC 3986, 4.2).
        address.push_str("./");
    }
    for c in path.chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3F"),
            '#' => address.push_str("%23"),
            c => address.push_str(&percent_encoded(c.encode_utf8(&mut [0; 4]))),
        }
    }
    address
}

/// Whether the text can be the host of a URL, with its user and port.
fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = host.rsplit_once(':').unwrap_or((host, "0"));
    let labels = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || "-_".contains(c))
    };
    labels.split('.').all(is_label)
        && port.parse::<u16>().is_ok()
        && user
            .chars()
            .all(|c| c.is_alphanumeric() || "-._~:!$&*+,;=".contains(c))
}

/// The rest of a URL with everything encoded that may not stand in one (RFC
/// 3987, `ipath`, `iquery` and `ifragment`). What is encoded already stays.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut fragment = false;
    for (at, c) in text.char_indices() {
        let keep = match c {
            '%' => is_escape(text.get(at + 1..at + 3)),
            '#' => !std::mem::replace(&mut fragment, true),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => false,
            c => !c.is_whitespace() && !c.is_control() && !is_noncharacter(c),
        };
        if keep {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

/// The 66 code points that never stand for a character (Unicode, 23.7).
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

fn is_escape(digits: Option<&str>) -> bool {
    digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_address_leads_out_of_the_book() {
        let kept = [
            "https://example.org/",
            "http://example.org:8080/a?b=c&d#e",
            "mailto:anna@example.org",
            "tel:+33123456789",
            "https://élan.example/été",
        ];
        for url in kept {
            assert_eq!(outward(url).as_deref(), Some(url));
        }
        let gone = [
            "/archive/12",
            "page.html",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "http://exa mple.org/",
            "http://a..b/",
            "http://example.org:99999/",
            "mailto:",
            "",
        ];
        for url in gone {
            assert_eq!(outward(url), None, "{url}");
        }
    }

    #[test]
    fn a_path_is_an_address_that_leads_to_its_file() {
        for (path, address) in [
            ("pictures/a.jpg", "pictures/a.jpg"),
            ("a b?.png", "a%20b%3F.png"),
            ("100%25.png", "100%2525.png"),
            ("a:b.png", "./a:b.png"),
            ("https://a.org/x?y", "https://a.org/x?y"),
            ("data:image/png;base64,AA==", "data:image/png;base64,AA=="),
        ] {
            assert_eq!(of_file(path), address);
        }
        assert_eq!(relative("a b.html#c").as_deref(), Some("a%20b.html#c"));
        assert_eq!(relative("/x:y").as_deref(), Some("/x:y"));
        assert_eq!(relative("javascript:alert(1)"), None);
    }

    #[test]
    fn what_may_not_stand_in_a_url_is_encoded_once() {
        assert_eq!(
            outward("HTTPS://example.org/a b/[c]?q=100%&r=%20|#x#y").as_deref(),
            Some("https://example.org/a%20b/%5Bc%5D?q=100%25&r=%20%7C#x%23y")
        );
    }
}
