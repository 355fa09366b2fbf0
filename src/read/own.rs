//! Takes a page that Pressroom wrote; returns its article: the opening and the close by the
//! classes of their lines, and the text between them.
//!
//! Where the page says that Pressroom wrote it, its article need not be searched for, and
//! the words that Pressroom added (class `generated`) are left out.

use super::context::Context;
use super::date::date;
use super::found::Finder;
use crate::model::{Block, BlockKind, Inline, InlineKind, Metadata, plain_text};
use crate::xml::Markup;
use scraper::{ElementRef, Html, Node, Selector};

/// The article of a page that Pressroom wrote.
pub(super) fn article<'d>(document: &'d Html, generator: Option<&str>) -> Option<ElementRef<'d>> {
    generator.filter(|generator| generator.starts_with("Pressroom "))?;
    let selector = Selector::parse("main > article").ok()?;
    document.select(&selector).next()
}

/// Whether an element has words that Pressroom added.
pub(super) fn is_generated(element: &ElementRef) -> bool {
    element.value().classes().any(|class| class == "generated")
}

/// Reads the article.
pub(super) fn read(
    article: ElementRef,
    metadata: &mut Metadata,
    finder: &Finder,
    context: &mut Context,
) -> Vec<Block> {
    metadata.kicker.clear();
    metadata.byline.clear();
    metadata.fallback_title = match article.child_elements().any(|inner| has_headline(&inner)) {
        true => String::new(),
        false => plain_text(&metadata.headline),
    };
    metadata.headline.clear();
    let mut strange = Vec::new();
    let mut html = String::new();
    for part in article.child_elements() {
        match part.value().name() {
            "header" | "footer" => {
                for line in part.child_elements() {
                    strange.extend(field(line, metadata, finder, context));
                }
            }
            "section" if is_of_class(&part, "notes") => {
                html.push_str("<section>");
                html.push_str(&inner(part, is_generated));
                html.push_str("</section>");
            }
            _ => html.push_str(&part.html()),
        }
    }
    strange.extend(finder.blocks(&html, context));
    strange
}

fn has_headline(part: &ElementRef) -> bool {
    let mut lines = part.child_elements();
    part.value().name() == "header" && lines.any(|line| line.value().name() == "h1")
}

fn is_of_class(element: &ElementRef, name: &str) -> bool {
    element.value().classes().any(|class| class == name)
}

/// Reads a line of the opening or the close; gives back the blocks that are no field.
fn field(
    line: ElementRef,
    metadata: &mut Metadata,
    finder: &Finder,
    context: &mut Context,
) -> Vec<Block> {
    let mut classes = line.value().classes();
    let name = match line.value().name() {
        "h1" => "headline",
        _ => classes.next().unwrap_or(""),
    };
    let place = match name {
        "headline" => &mut metadata.headline,
        "kicker" => &mut metadata.kicker,
        "subtitle" => &mut metadata.subtitle,
        "standfirst" => &mut metadata.standfirst,
        "byline" => &mut metadata.byline,
        "dateline" => &mut metadata.dateline,
        "source" => &mut metadata.source,
        "credit" => &mut metadata.credit,
        "rights" => &mut metadata.rights,
        "licence" => &mut metadata.licence,
        _ => return finder.blocks(&line.html(), context),
    };
    let is_left_out =
        |element: &ElementRef| is_generated(element) || name == "dateline" && is_date(element);
    let html = format!("<p>{}</p>", inner(line, is_left_out));
    let mut others = Vec::new();
    for block in finder.blocks(&html, context) {
        match block {
            Block {
                kind: BlockKind::Paragraph(content),
                ..
            } => place.extend(content),
            block => others.push(block),
        }
    }
    if name == "dateline" {
        let mut dates = line.child_elements().filter(is_date);
        if let Some(element) = dates.next() {
            end_before_date(place);
            take_date(element, metadata, finder);
        }
    }
    others
}

/// Whether an element is the date of a dateline.
fn is_date(element: &ElementRef) -> bool {
    element.value().name() == "time" || is_of_class(element, "date")
}

/// The comma between a place and the date is not the author's.
fn end_before_date(content: &mut Vec<Inline>) {
    while let Some(Inline {
        kind: InlineKind::Text(text),
        ..
    }) = content.last_mut()
    {
        let kept = text.trim_end().trim_end_matches(',').len();
        text.truncate(kept);
        if !text.is_empty() {
            return;
        }
        content.pop();
    }
}

/// The date as it is printed, if that names the day; else the day for machines.
fn take_date(element: ElementRef, metadata: &mut Metadata, finder: &Finder) {
    let printed: String = element.text().collect();
    let place = |text: &str| finder.find(text).unwrap_or_default();
    let shown = date(&printed, place(&printed));
    let said = element.value().attr("datetime");
    let said = said.map(|said| date(said, place(said)));
    metadata.date = match said {
        Some(said) if said.when != shown.when || said.time.is_some() => Some(said),
        Some(_) | None => Some(shown),
    };
}

/// The HTML in an element, without some of the elements in it.
fn inner(element: ElementRef, is_left_out: impl Fn(&ElementRef) -> bool) -> String {
    let mut html = Markup::default();
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            html.text(text);
        } else if let Some(child) = ElementRef::wrap(child)
            && !is_left_out(&child)
        {
            html.raw(&child.html());
        }
    }
    html.finish()
}
