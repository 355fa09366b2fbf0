//! The measures of signs that metrics give and no face need have: spaces, how far
//! a sign hangs into the margin, how wide the beginning of a word is; and which word
//! stays with the next.

use crate::font::{Cluster, Shaped};
use crate::lang::Lang;

/// The width of a space that is made from metrics, in ems. U+00A0 is a word
/// space and has its width from the face.
pub(super) fn fixed_space(c: char) -> Option<f64> {
    Some(match c {
        '\u{a0}' => 0.0,
        // A sixth of an em: between the quarter of metal type's thin space
        // and the hair that later faces draw.
        '\u{202f}' => 1.0 / 6.0,
        '\u{2000}' | '\u{2002}' => 0.5,
        '\u{2001}' | '\u{2003}' => 1.0,
        '\u{2004}' => 1.0 / 3.0,
        '\u{2005}' => 0.25,
        '\u{2006}' => 1.0 / 6.0,
        '\u{2007}' => 0.5,
        '\u{2008}' => 0.25,
        '\u{2009}' => 0.2,
        '\u{200a}' => 0.1,
        '\u{205f}' => 2.0 / 9.0,
        '\u{3000}' => 1.0,
        _ => return None,
    })
}

/// The share of a sign's width that hangs out of the measure. Small marks leave
/// a gap at the edge where letters have none, so most of them goes outside;
/// slanting and round letters leave a little (the shares are of the order of
/// those that Thành found for pdfTeX, "Micro-typographic extensions to the TeX
/// typesetting system", 2000, 3.4).
pub(super) fn hang(c: char, start: bool) -> f64 {
    if start {
        return match c {
            '“' | '„' | '‘' | '‚' | '\'' | '"' => 0.5,
            '«' | '‹' => 0.3,
            '—' | '–' => 0.2,
            '-' => 0.4,
            '(' | '[' => 0.1,
            'A' | 'À' | 'Á' | 'Â' | 'Ä' | 'T' | 'V' | 'W' | 'Y' => 0.05,
            _ => 0.0,
        };
    }
    match c {
        '.' | ',' => 0.8,
        '-' | '\u{2010}' | '\u{2011}' => HYPHEN_HANGS,
        ';' | ':' => 0.5,
        '’' | '‘' | '\'' => 0.7,
        '”' | '“' | '"' => 0.5,
        '»' | '›' => 0.35,
        '—' | '–' => 0.25,
        '…' => 0.2,
        '!' | '?' => 0.2,
        ')' | ']' => 0.1,
        'r' | 'v' | 'w' | 'y' | 'f' | 'A' | 'K' | 'R' | 'T' | 'V' | 'W' | 'X' | 'Y' => 0.05,
        _ => 0.0,
    }
}

/// The share of a hyphen that hangs out.
pub(super) const HYPHEN_HANGS: f64 = 0.6;

/// The widths of the beginnings of a word.
pub(super) struct Prefixes {
    /// Of each cluster: its first byte, the width before it, its own width.
    clusters: Vec<(usize, f32, f32)>,
    bytes: usize,
    width: f32,
}

impl Prefixes {
    pub(super) fn of(shaped: &Shaped) -> Prefixes {
        let width = |cluster: &Cluster| {
            let glyphs = shaped.glyphs.get(cluster.glyphs.clone()).unwrap_or(&[]);
            glyphs.iter().map(|glyph| glyph.advance).sum()
        };
        let clusters = shaped.clusters();
        let clusters = clusters.map(|cluster| (cluster.start, 0.0, width(&cluster)));
        let mut clusters: Vec<(usize, f32, f32)> = clusters.collect();
        // Glyphs of right-to-left words come in falling order.
        clusters.sort_by_key(|cluster| cluster.0);
        let mut before = 0.0;
        for cluster in &mut clusters {
            cluster.1 = before;
            before += cluster.2;
        }
        Prefixes {
            clusters,
            bytes: shaped.text.len(),
            width: shaped.width,
        }
    }

    /// The width of the glyphs that show the first `at` bytes, in ems. Of a
    /// ligature that is cut it is a share.
    pub(super) fn width(&self, at: usize) -> f32 {
        if at >= self.bytes {
            return self.width;
        }
        let next = self.clusters.partition_point(|(start, ..)| *start < at);
        let Some((start, before, own)) = next.checked_sub(1).map(|i| self.clusters[i]) else {
            return 0.0;
        };
        let end = self
            .clusters
            .get(next)
            .map_or(self.bytes, |(start, ..)| *start);
        let share = (at - start) as f32 / (end - start).max(1) as f32;
        before + own * share.min(1.0)
    }
}

/// Whether a word belongs on the line of the next: one of one letter, in Polish. In
/// titles it must (PWN, *Zasady pisowni*, 54.8.1), in text editors prefer it where lines
/// are of forty letters and more.
pub(super) fn binds(word: &str, lang: &Lang) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let only = letters.next().filter(|_| letters.next().is_none());
    only.is_some_and(|letter| "aiouwzAIOUWZ".contains(letter)) && lang.primary() == "pl"
}
