//! The keys of front matter, by meaning: a dictionary.

/// Keys of the front matter, by meaning: ours first, then others' names for it.
pub(super) const KEYS: &[&[&str]] = &[
    &["kicker", "section", "rubrique", "overline"],
    &["headline", "title", "titre", "titel", "titulo"],
    &[
        "subtitle",
        "sub-title",
        "sous-titre",
        "untertitel",
        "subtitulo",
    ],
    &[
        "standfirst",
        "deck",
        "dek",
        "lead",
        "lede",
        "chapo",
        "intro",
        "abstract",
    ],
    &["byline"],
    &["author", "authors", "by"],
    &["dateline", "place", "location"],
    &[
        "date",
        "published",
        "pubdate",
        "pub-date",
        "publish-date",
        "publishdate",
        "published-at",
        "date-published",
        "issued",
    ],
    &["date-format", "dateformat"],
    &[
        "language",
        "lang",
        "locale",
        "language-code",
        "languagecode",
    ],
    &["source"],
    &["credit", "credits"],
    &["rights", "license", "licence", "copyright"],
    &[
        "keywords",
        "keyword",
        "tags",
        "tag",
        "categories",
        "category",
        "subjects",
    ],
    &["description", "summary", "excerpt"],
    &[
        "cover",
        "cover-image",
        "featured-image",
        "feature-image",
        "hero-image",
        "image",
        "images",
        "thumbnail",
        "banner",
    ],
    &["slug"],
    &["draft"],
    &["publisher", "agency"],
    &["identifier", "isbn", "urn", "doi"],
    &["series", "belongs-to-collection", "collection"],
    &["series-number", "series-index", "group-position", "volume"],
    &["certified-by", "certifier"],
    &["conforms-to"],
    &["base-url", "baseurl", "site"],
    &["hyphenation", "hyphenations"],
    &["text"],
    &["headings"],
    &["code"],
    &["typography"],
    // Sections of which the keys within are read (Zola; Quarto's `metadata`).
    &["taxonomies", "extra", "params"],
];
/// Keys by which an article tells the maker of a site what to do with it: nothing
/// that is read, and nothing to be told of.
pub(super) const OF_SITES: &[&str] = &[
    "aliases",
    "bibliography",
    "cascade",
    "comments",
    "csl",
    "date-format",
    "engine",
    "execute",
    "expiry-date",
    "expirydate",
    "format",
    "last-mod",
    "lastmod",
    "layout",
    "math",
    "mathjax",
    "menu",
    "modified",
    "number-sections",
    "outputs",
    "pagination",
    "path",
    "permalink",
    "pin",
    "redirect-from",
    "sitemap",
    "template",
    "toc",
    "type",
    "updated",
    "updated-date",
    "url",
    "weight",
];

/// A key as the table has it: in small letters, its words parted by hyphens.
pub(super) fn plain(key: &str) -> String {
    let mut plain = String::with_capacity(key.len());
    let mut was_small = false;
    for c in key.trim().chars() {
        if matches!(c, '_' | ' ' | '-' | ':' | '.') {
            plain.push('-');
        } else {
            if c.is_uppercase() && was_small {
                plain.push('-');
            }
            plain.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_of_a_key_and_the_sign_between_its_words_do_not_matter() {
        for key in ["heroImage", "hero_image", "Hero-Image", "hero image"] {
            assert_eq!(plain(key), "hero-image");
        }
        assert_eq!(plain("pubDate"), "pub-date");
        assert_eq!(plain("DOI"), "doi");
    }
}
