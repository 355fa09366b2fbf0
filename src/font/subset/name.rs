//! Takes a face and the letters of a subset; returns the subset's table of names.
//!
//! The Open Font License forbids a changed version to use the reserved names of a font as
//! its own (OFL 1.1, 3), and demands that copyright and licence stay (2). A subset is named
//! after its letters, and its description says which font it is a part of.

use skrifa::raw::TableProvider;
use skrifa::raw::tables::head::MacStyle;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// The names that a subset keeps: copyright, version, trademark, manufacturer, designer, the
/// addresses of both, licence and its address.
const KEPT: [u16; 9] = [0, 5, 7, 8, 9, 11, 12, 13, 14];

/// The first name that a font gives out by itself, such as to its axes.
const FIRST_OWN: u16 = 256;

/// Writes the table, or `None` if the names do not fit in it.
pub(super) fn table(font: &FontRef, letters: &str) -> Option<Vec<u8>> {
    let said = |id: u16| -> Option<String> {
        let text = font
            .localized_strings(StringId::new(id))
            .english_or_first()?;
        let text: String = text.chars().collect();
        (!text.is_empty()).then_some(text)
    };
    let family = format!("Pressroom {letters}");
    let style = style(font);
    let whole = said(4).or_else(|| said(1)).unwrap_or_default();
    let version = said(5).unwrap_or_default();
    let number = version.trim_start_matches("Version ");
    let number = number.split([';', ' ', ',']).next().unwrap_or("");
    let description = format!(
        "A subset of the font {whole}{}{number}, made by Pressroom {}",
        if number.is_empty() { "" } else { ", version " },
        env!("CARGO_PKG_VERSION")
    );
    let mut names: Vec<(u16, String)> = KEPT
        .iter()
        .filter_map(|id| Some((*id, said(*id)?)))
        .collect();
    names.extend([
        (1, family.clone()),
        (2, style.to_owned()),
        (3, format!("{family} {style}")),
        (4, format!("{family} {style}")),
        (6, format!("Pressroom{letters}-{}", style.replace(' ', ""))),
        (10, description),
    ]);
    if font.fvar().is_ok() {
        let records = font.name().ok()?.name_record();
        let own = records.iter().map(|record| record.name_id().to_u16());
        let mut own: Vec<u16> = own.filter(|id| *id >= FIRST_OWN).collect();
        own.sort_unstable();
        own.dedup();
        names.extend(own.into_iter().filter_map(|id| Some((id, said(id)?))));
    }
    names.sort();
    written(&names)
}

/// The style, one of the four of a family.
fn style(font: &FontRef) -> &'static str {
    let style = font.head().map(|head| head.mac_style()).unwrap_or_default();
    match (
        style.contains(MacStyle::BOLD),
        style.contains(MacStyle::ITALIC),
    ) {
        (false, false) => "Regular",
        (true, false) => "Bold",
        (false, true) => "Italic",
        (true, true) => "Bold Italic",
    }
}

/// The table of English names for Windows, which all systems read (OpenType, name).
fn written(names: &[(u16, String)]) -> Option<Vec<u8>> {
    let count = u16::try_from(names.len()).ok()?;
    let start = count.checked_mul(12)?.checked_add(6)?;
    let mut table = Vec::new();
    let mut texts: Vec<u8> = Vec::new();
    for number in [0, count, start] {
        table.extend(number.to_be_bytes());
    }
    for (id, text) in names {
        let place = u16::try_from(texts.len()).ok()?;
        let before = texts.len();
        texts.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        let length = u16::try_from(texts.len() - before).ok()?;
        // Platform 3, encoding 1: UTF-16; language 0x0409: English.
        for number in [3, 1, 0x0409, *id, length, place] {
            table.extend(number.to_be_bytes());
        }
    }
    table.extend(texts);
    Some(table)
}
