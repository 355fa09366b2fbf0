//! Takes the metadata of a publication; returns the document's catalogue and information.

use super::object::{name, text_string};
use super::standard::{self, Claim, Words};
use super::{Options, skeleton};
use crate::lang::Direction;
use crate::layout::placed::Pages;
use crate::model::Publication;
use lopdf::{Document, Object, ObjectId, dictionary};

/// Writes title, authors, language and dates, and what the file claims to be.
pub(super) fn describe(
    document: &mut Document,
    publication: &Publication,
    options: &Options,
    claim: Claim,
) {
    let date = options.date;
    let words = Words::of(publication, options);
    let mut info = dictionary! {
        "Title" => text_string(&words.title),
        "Producer" => text_string(words.producer),
        "Creator" => text_string(words.producer),
    };
    for (key, text) in [
        ("Author", &words.authors.join(", ")),
        ("Subject", &words.subject),
        ("Keywords", &words.keywords),
    ] {
        if !text.is_empty() {
            info.set(key, text_string(text));
        }
    }
    if let Some(date) = date.and_then(pdf_date) {
        info.set("CreationDate", text_string(&date));
        info.set("ModDate", text_string(&date));
    }
    let id = document.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(id) = id {
        document.objects.insert(id, Object::Dictionary(info));
    }
    let lang = publication.lang();
    if let Ok(catalog) = document.catalog_mut() {
        skeleton::clear_catalog(catalog);
        catalog.set("Lang", text_string(lang.as_str()));
        let mut preferences = dictionary! {"DisplayDocTitle" => true};
        if lang.direction() == Direction::RightToLeft {
            // Two pages side by side: the first at the right (ISO 32000-1, 12.2).
            preferences.set("Direction", name("R2L"));
        }
        catalog.set("ViewerPreferences", preferences);
    }
    standard::claim(document, &words, claim);
}

/// The labels of pages (ISO 32000-1, 12.4.2): their folios, which are counted in Roman
/// numerals, in Arabic ones, or in the one and then in the other.
pub(super) fn labels(pages: &Pages) -> Object {
    let mut labels: Vec<Object> = Vec::new();
    let mut last = "";
    for (index, page) in pages.pages.iter().enumerate() {
        let is_decimal = page.folio.bytes().all(|byte| byte.is_ascii_digit());
        let style = if is_decimal { "D" } else { "r" };
        if style != last {
            last = style;
            labels.push((index as i64).into());
            labels.push(Object::Dictionary(dictionary! {"S" => name(style)}));
        }
    }
    Object::Dictionary(dictionary! {"Nums" => labels})
}

/// Says how a viewer opens pages: with their outline, if they have one, and each
/// under its label.
pub(super) fn open(document: &mut Document, outline: Option<ObjectId>, labels: Object) {
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("PageLabels", labels);
        if let Some(outline) = outline {
            catalog.set("Outlines", outline);
            catalog.set("PageMode", name("UseOutlines"));
        }
    }
}

/// `2026-03-03T10:20:30Z` as PDF writes it (ISO 32000-1, 7.9.4).
pub(super) fn pdf_date(date: &str) -> Option<String> {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 14).then(|| format!("D:{digits}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_pdf_wants_them() {
        assert_eq!(
            pdf_date("2026-03-03T10:20:30Z").as_deref(),
            Some("D:20260303102030Z")
        );
        assert_eq!(pdf_date("2026"), None);
    }
}
