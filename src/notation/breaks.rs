//! The names of breaks and of matter that stays together, for readers and writers: classes,
//! commands of LaTeX, comments and properties of CSS.

use crate::model::BreakKind;

/// The classes of what is a break itself; the first of a kind is Pressroom's own.
const CLASSES: [(&str, BreakKind); 7] = [
    ("page-break", BreakKind::Page),
    ("column-break", BreakKind::Column),
    ("recto-break", BreakKind::Recto),
    ("pagebreak", BreakKind::Page),
    ("newpage", BreakKind::Page),
    ("columnbreak", BreakKind::Column),
    ("rectobreak", BreakKind::Recto),
];

/// The commands of LaTeX that are breaks, and that of the package multicol.
pub(crate) const COMMANDS: [(&str, BreakKind); 5] = [
    ("\\newpage", BreakKind::Page),
    ("\\pagebreak", BreakKind::Page),
    ("\\clearpage", BreakKind::Page),
    ("\\cleardoublepage", BreakKind::Recto),
    ("\\columnbreak", BreakKind::Column),
];

/// Where a break stands, seen from the block that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Before the block.
    Before,
    /// After it.
    After,
}

/// The break that a class names.
pub(crate) fn of_class(class: &str) -> Option<BreakKind> {
    let row = CLASSES.iter().find(|(name, _)| *name == class)?;
    Some(row.1)
}

/// The break that a class asks for before or after its block: `page-break-before`.
pub(crate) fn beside_class(class: &str) -> Option<(Side, BreakKind)> {
    let (name, side) = match class.strip_suffix("-before") {
        Some(name) => (name, Side::Before),
        None => (class.strip_suffix("-after")?, Side::After),
    };
    Some((side, of_class(name)?))
}

/// The side that a key of attributes asks for a break at: `break=page`.
pub(crate) fn side_of_key(key: &str) -> Option<Side> {
    match key {
        "break" | "break-before" | "page-break-before" => Some(Side::Before),
        "break-after" | "page-break-after" => Some(Side::After),
        _ => None,
    }
}

/// The break that a word names: one of Pressroom, or a value of CSS (Fragmentation 3, 3.1;
/// `always` is CSS 2's). What begins a left-hand page has no name here.
pub(crate) fn of_word(word: &str) -> Option<BreakKind> {
    match word {
        "page" | "always" => Some(BreakKind::Page),
        "column" => Some(BreakKind::Column),
        "recto" | "right" => Some(BreakKind::Recto),
        _ => None,
    }
}

/// Whether a property of CSS keeps a block on one page.
pub(crate) fn is_keeping(key: &str, value: &str) -> bool {
    matches!(key, "break-inside" | "page-break-inside") && value.starts_with("avoid")
}

/// The break that a line is: a command of LaTeX, alone or with empty braces, or the element
/// of Mobipocket.
pub(crate) fn of_line(line: &str) -> Option<BreakKind> {
    let line = line.trim();
    if line.starts_with("<mbp:pagebreak") {
        let inner = line.strip_prefix("<mbp:pagebreak")?.strip_suffix('>')?;
        return matches!(inner.trim(), "" | "/").then_some(BreakKind::Page);
    }
    let bare = line.strip_suffix("{}").unwrap_or(line);
    let row = COMMANDS.iter().find(|(name, _)| *name == bare)?;
    Some(row.1)
}

/// The break that a comment of HTML is, by what stands between its signs.
pub(crate) fn of_comment(comment: &str) -> Option<BreakKind> {
    // WordPress has `nextpage`.
    let word = comment.trim();
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    if is("nextpage") {
        return Some(BreakKind::Page);
    }
    let row = CLASSES.iter().find(|(name, _)| is(name))?;
    Some(row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_known_by_explicit_names_only() {
        use BreakKind::{Column, Page, Recto};
        assert_eq!(of_line("\\newpage{}"), Some(Page));
        assert_eq!(of_line(" \\cleardoublepage "), Some(Recto));
        assert_eq!(of_line("<mbp:pagebreak />"), Some(Page));
        assert_eq!(of_line("\\newpage here"), None);
        assert_eq!(of_line("<mbp:pagebreaks/>"), None);
        assert_eq!(of_comment(" PageBreak "), Some(Page));
        assert_eq!(of_comment("nextpage"), Some(Page));
        assert_eq!(of_comment("more"), None);
        assert_eq!(
            beside_class("recto-break-after"),
            Some((Side::After, Recto))
        );
        assert_eq!(beside_class("page-before"), None);
        assert_eq!(of_word("left"), None);
        for kind in [Column, Page, Recto] {
            assert_eq!(
                beside_class(kind.class_before()),
                Some((Side::Before, kind))
            );
            assert_eq!(of_class(&format!("{}-break", kind.name())), Some(kind));
            assert_eq!(of_word(kind.name()), Some(kind));
        }
    }
}
