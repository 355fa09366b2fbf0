//! The keys of a theme, in one table.

use super::Theme;
use super::value::{Limits, Setting};
use crate::data::Value;
use crate::diag::Report;

/// A key of a theme.
#[derive(Debug)]
pub(super) struct Key {
    /// Its section and its name, such as `text.size`, or its name alone.
    pub(super) path: &'static str,
    /// A short description.
    pub(super) about: &'static str,
    /// Reads a value into a theme, or returns what is wrong with it, which may be empty. Faults
    /// within a value are reported at their own places.
    pub(super) read: fn(&mut Theme, &Value, &mut Report) -> Result<(), String>,
    /// Formats the value of a theme so that it can be read back.
    pub(super) show: fn(&Theme) -> String,
    /// The values it accepts, after "wants".
    pub(super) wants: fn() -> String,
    /// The JSON Schema of its values.
    pub(super) schema: fn() -> serde_json::Value,
}

/// Lists keys: their paths, fields, limits and descriptions.
macro_rules! keys {
    ($($path:literal => $($field:ident).+, $limits:expr, $about:literal;)*) => {
        &[$(Key {
            path: $path,
            about: $about,
            read: |theme, node, report| theme.$($field).+.overlay(node, $limits, report),
            show: |theme| theme.$($field).+.show(),
            wants: || wants_of(|theme| &theme.$($field).+, $limits),
            schema: || schema_of(|theme| &theme.$($field).+, $limits),
        }),*]
    };
}

fn wants_of<S: Setting>(_: fn(&Theme) -> &S, limits: Limits) -> String {
    S::wants(limits)
}

fn schema_of<S: Setting>(_: fn(&Theme) -> &S, limits: Limits) -> serde_json::Value {
    S::schema(limits)
}

/// No limits, or all words.
const ANY: Limits = (f64::NEG_INFINITY, f64::INFINITY);
/// A margin: as far as the largest paper goes.
const MARGIN: Limits = (0.0, 5_669.0);
/// A size of type: below is unreadable, above is a poster.
const TYPE: Limits = (4.0, 72.0);
/// A size in sizes of the text.
const SCALE: Limits = (0.4, 8.0);
/// Demerits: far below where sums lose their last digits.
const COST: Limits = (0.0, 1e9);

/// All keys, by section in the order in which they are shown.
pub(super) const KEYS: &[Key] = keys! {
    "page.size" => page.size, ANY, "a3, a4, a5, a6, b5, pocket, letter, legal, or a size: 148x210mm, 6x9in";
    "page.measure" => page.measure, (40.0, 5_669.0), "text width; auto: set by the margins";
    "page.columns" => page.columns, (1.0, 6.0), "text columns";
    "page.gutter" => page.gutter, (0.0, 200.0), "space between columns";
    "page.top" => page.top, MARGIN, "auto: set by the paper size";
    "page.bottom" => page.bottom, MARGIN, "auto: set by the paper size";
    "page.inner" => page.inner, MARGIN, "at the fold; auto: set by paper and measure";
    "page.outer" => page.outer, MARGIN, "at the fore edge; auto: set by paper and measure";
    "page.grid" => page.grid, ANY, "true: everything takes whole lines, so that lines stand side by side";
    "text.family" => faces.text, ANY, "auto: Source Serif 4";
    "text.size" => text.size, TYPE, "auto: set by the paper size";
    "text.leading" => text.leading, (4.0, 200.0), "baseline to baseline; auto: 1.36 times the size";
    "text.indent" => text.indent, (0.0, 200.0), "first line of a paragraph";
    "text.paragraphs" => text.paragraphs, ANY, "parted by indent or by space";
    "text.fill" => text.fill, (0.0, 1.0), "justified or ragged";
    "text.figures" => text.figures, ANY, "old-style, lining, or own (the font's default)";
    "headings.family" => faces.headings, ANY, "of a family given here, the headline too; auto: Source Sans 3";
    "headings.numbered" => headings.numbered, ANY, "true or false";
    "headings.sizes" => headings.sizes, SCALE, "from level 1 down, relative to the text size";
    "headline.size" => headline.size, SCALE, "relative to the text size, like all sizes below";
    "headline.align" => headline.align, (1.0, 3.0), "ragged, balanced or centred";
    "headline.look" => headline.look, ANY, "of the opening: plain, rules or band";
    "code.family" => faces.code, ANY, "auto: Source Code Pro";
    "code.size" => sizes.code, SCALE, "code";
    "notes.size" => notes.size, SCALE, "notes";
    "notes.at" => notes.at, ANY, "foot (of the page) or end (of the article)";
    "caption.size" => sizes.caption, SCALE, "captions";
    "quote.size" => sizes.quote, SCALE, "block quotations";
    "colours.text" => colours.text, ANY, "\"#rrggbb\", or grey 0 (black) to 1 (white)";
    "colours.quiet" => colours.quiet, ANY, "bylines, credits, running heads and folios";
    "colours.accent" => colours.accent, ANY, "kickers and bars";
    "colours.link" => colours.link, ANY, "links";
    "colours.line" => colours.line, ANY, "hairlines";
    "colours.ground" => colours.ground, ANY, "background of code and asides";
    "furniture.verso" => furniture.verso, ANY, "head of left pages: {headline} {kicker} {byline}";
    "furniture.recto" => furniture.recto, ANY, "head of right pages: {book} {folio} {date}";
    "furniture.foot" => furniture.foot, ANY, "foot of pages; {a|b}: the first that has a value";
    "furniture.heads-at" => furniture.heads_at, ANY, "outer, centre or inner";
    "furniture.foot-at" => furniture.foot_at, ANY, "outer, centre or inner";
    "furniture.masthead" => furniture.masthead, ANY, "first page of text of a publication: {head: …, foot: …}";
    "furniture.first" => furniture.first, ANY, "page that an article begins on: {head: …, foot: …}";
    "furniture.left" => furniture.left, ANY, "left-hand pages: {head: …, foot: …}";
    "furniture.right" => furniture.right, ANY, "right-hand pages: {head: …, foot: …}";
    "furniture.last" => furniture.last, ANY, "page that an article ends on: {head: …, foot: …}";
    "furniture.caps" => furniture.caps, ANY, "none, small or all";
    "furniture.face" => furniture.face, ANY, "sans, text or headings";
    "furniture.size" => furniture.size, SCALE, "relative to the text size";
    "pages.title-page" => backdrops.title, ANY, "title page of a book: {background: …}";
    "pages.part" => backdrops.part, ANY, "page of a part";
    "pages.opening" => backdrops.opening, ANY, "page that an article begins on";
    "pages.text" => backdrops.text, ANY, "pages of text, and all others";
    "pages.plate" => backdrops.plate, ANY, "page of a picture alone";
    "pullquote.look" => pull_quotes, ANY, "of sentences shown large: bar, rules or band";
    "cover.look" => cover, ANY, "typeset cover of an EPUB: plain, band or full";
    "openings" => openings, ANY, "articles of a book begin on a new page or a recto";
    "contents" => contents, ANY, "table of contents: never, books or always";
    "drop-capitals" => drop_capitals, ANY, "true or false";
    "end-mark" => end_mark, (0.0, 8.0), "after the last word, such as \"■\"";
    "numbering" => numbering.kinds, ANY, "what is numbered: true, false, or a list of figures, tables, equations, listings, sections";
    "numbering-by" => numbering.by, ANY, "numbers count in each article, in chapters (2.3) or in the book";
    "date-format" => dates, ANY, "format of numeric dates: long, medium, iso or as-written";
    "author-details" => author_details, ANY, "true or false: authors' affiliations, addresses and ORCID";
    "epub.css" => sheet, (0.0, 1_000.0), "a style sheet beside the theme, after Pressroom's own";
    "fit.size" => fit.size, (0.0, 0.2), "for copyfitting: share by which type may shrink or grow";
    "fit.leading" => fit.leading, (0.0, 0.2), "the same of the leading";
    "fit.white" => fit.white, (0.0, 0.5), "share by which white between blocks may shrink or grow, before type does";
    "fit.letterfit" => fit.letterfit, (0.0, 0.1), "letterfit at the utmost";
    "costs.hyphen" => costs.hyphen, COST, "a hyphen";
    "costs.cut-name" => costs.cut_name, COST, "a hyphen within a name";
    "costs.double-hyphen" => costs.double_hyphen, COST, "two consecutive lines with hyphens";
    "costs.triple-hyphen" => costs.triple_hyphen, COST, "a third consecutive line";
    "costs.final-hyphen" => costs.final_hyphen, COST, "a hyphen on the second-last line";
    "costs.contrast" => costs.contrast, COST, "a tight line next to a loose one";
    "costs.runt" => costs.runt, COST, "a last line shorter than two indents";
    "costs.letterfit" => costs.letterfit, (0.0, 0.1), "share by which letters may stretch or shrink; 0: never";
    "costs.orphan" => costs.orphan, COST, "a first line alone at the foot of a page";
    "costs.widow" => costs.widow, COST, "a last line alone at the head of a page";
    "costs.page-hyphen" => costs.page_hyphen, COST, "a page that ends within a word";
};

/// The key of a path.
pub(super) fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

/// The keys of a section, by their names in it.
pub(super) fn section(name: &str) -> impl Iterator<Item = &'static str> {
    let paths = KEYS.iter().filter_map(|key| key.path.split_once('.'));
    paths
        .filter(move |(section, _)| *section == name)
        .map(|(_, key)| key)
}

/// What can stand at the left edge of a theme: sections, and keys in none.
pub(super) fn top() -> impl Iterator<Item = &'static str> {
    let names = KEYS
        .iter()
        .map(|key| key.path.split('.').next().unwrap_or(key.path));
    let mut last = "";
    std::iter::once("extends")
        .chain(names.filter(move |name| std::mem::replace(&mut last, name) != *name))
        .chain([super::STYLES])
}
