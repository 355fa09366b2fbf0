//! What a theme can say: a dictionary of keys.

use super::Theme;
use super::value::{Limits, Setting};
use crate::data::Value;

/// A key of a theme.
#[derive(Debug)]
pub(super) struct Key {
    /// Its section and its name, such as `text.size`, or its name alone.
    pub(super) path: &'static str,
    /// What it is about, in half a line.
    pub(super) about: &'static str,
    /// Reads a value into a theme, or tells what is wrong with it beside what
    /// is wanted, which may be empty.
    pub(super) read: fn(&mut Theme, &Value) -> Result<(), String>,
    /// The text that is read as the value a theme has.
    pub(super) show: fn(&Theme) -> String,
    /// What its values are, after "wants".
    pub(super) wants: fn() -> String,
}

/// Lists keys: their paths, their fields, the limits of their values, what they
/// are about.
macro_rules! keys {
    ($($path:literal => $($field:ident).+, $limits:expr, $about:literal;)*) => {
        &[$(Key {
            path: $path,
            about: $about,
            read: |theme, node| {
                theme.$($field).+ = Setting::read(node, $limits)?;
                Ok(())
            },
            show: |theme| theme.$($field).+.show(),
            wants: || wants_of(|theme| &theme.$($field).+, $limits),
        }),*]
    };
}

fn wants_of<S: Setting>(_: fn(&Theme) -> &S, limits: Limits) -> String {
    S::wants(limits)
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
    "page.size" => page.size, ANY, "a4, a5, a6, letter, legal, or as in 148x210mm";
    "page.measure" => page.measure, (40.0, 5_669.0), "width of the text; auto is what the margins leave";
    "page.columns" => page.columns, (1.0, 6.0), "of the text";
    "page.gutter" => page.gutter, (0.0, 200.0), "between columns";
    "page.top" => page.top, MARGIN, "auto is by the paper";
    "page.bottom" => page.bottom, MARGIN, "auto is by the paper";
    "page.inner" => page.inner, MARGIN, "at the fold; auto is by paper and measure";
    "page.outer" => page.outer, MARGIN, "at the fore edge; likewise";
    "text.family" => faces.text, ANY, "auto is Source Serif 4";
    "text.size" => text.size, TYPE, "auto is by the paper";
    "text.leading" => text.leading, (4.0, 200.0), "from baseline to baseline; auto is 1.36 sizes";
    "text.indent" => text.indent, (0.0, 200.0), "of the first line of a paragraph";
    "text.fill" => text.fill, (0.0, 1.0), "justified or ragged";
    "text.figures" => text.figures, ANY, "old-style, lining, or own: the face's";
    "headings.family" => faces.headings, ANY, "also of the headline; auto is Source Sans 3";
    "headings.numbered" => headings.numbered, ANY, "true or false";
    "headings.sizes" => headings.sizes, SCALE, "from the first level on, in sizes of the text";
    "headline.size" => headline.size, SCALE, "in sizes of the text, as all sizes below";
    "headline.align" => headline.align, (1.0, 3.0), "ragged, balanced or centred";
    "code.family" => faces.code, ANY, "auto is Source Code Pro";
    "code.size" => sizes.code, SCALE, "of code";
    "notes.size" => notes.size, SCALE, "of notes";
    "notes.at" => notes.at, ANY, "foot of the page, or end of the article";
    "caption.size" => sizes.caption, SCALE, "of captions";
    "quote.size" => sizes.quote, SCALE, "of quotations set off";
    "colours.text" => colours.text, ANY, "\"#rrggbb\", or grey 0 (black) to 1 (white)";
    "colours.quiet" => colours.quiet, ANY, "of bylines, credits, heads and folios";
    "colours.accent" => colours.accent, ANY, "of kickers and bars";
    "colours.link" => colours.link, ANY, "of links";
    "colours.line" => colours.line, ANY, "of hairlines";
    "colours.ground" => colours.ground, ANY, "behind code and asides";
    "furniture.verso" => furniture.verso, ANY, "over left pages: {headline} {kicker} {byline}";
    "furniture.recto" => furniture.recto, ANY, "over right pages: {book} {folio} {date}";
    "furniture.foot" => furniture.foot, ANY, "{a|b} is the first of the two that there is";
    "furniture.heads-at" => furniture.heads_at, ANY, "outer, centre or inner";
    "furniture.foot-at" => furniture.foot_at, ANY, "outer, centre or inner";
    "contents" => contents, ANY, "a list of them: never, books or always";
    "drop-capitals" => drop_capitals, ANY, "true or false";
    "end-mark" => end_mark, (0.0, 8.0), "after the last word, such as \"■\"";
    "date-format" => dates, ANY, "of dates in figures: long, medium, iso or as-written";
    "author-details" => author_details, ANY, "true or false: where authors work, their addresses and ORCID";
    "costs.hyphen" => costs.hyphen, COST, "a hyphen";
    "costs.cut-name" => costs.cut_name, COST, "a hyphen within a name";
    "costs.double-hyphen" => costs.double_hyphen, COST, "two lines with hyphens in a row";
    "costs.triple-hyphen" => costs.triple_hyphen, COST, "a third one beside that";
    "costs.final-hyphen" => costs.final_hyphen, COST, "a hyphen on the last line but one";
    "costs.contrast" => costs.contrast, COST, "a tight line next to a loose one";
    "costs.runt" => costs.runt, COST, "a last line shorter than two indents";
    "costs.letterfit" => costs.letterfit, (0.0, 0.1), "share by which letters may give; 0 is never";
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
}
