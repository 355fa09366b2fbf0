//! Takes blocks; writes block elements.

use super::inline::sized;
use super::{Meaning, Writer};
use crate::geom::rounded;
use crate::lang::Direction;
use crate::model::citing;
use crate::model::columns::{Columns, WIDTH, columns_of, share};
use crate::model::gallery::is_gallery;
use crate::model::{
    Block, BlockKind, BreakKind, CodeLine, Definition, Figure, Item, List, Numbering, Numerals,
    Quotation, Side, Unit, VerseLine, plain_text,
};
use crate::xml::Tag;

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// On lines of its own.
    Alone,
    /// In a row of a gallery.
    InRow,
}

/// The height that a row of a gallery would like to have, in sizes of the text.
const ROW: f64 = 8.0;
/// The most height that it has.
const TALLEST_ROW: f64 = 15.0;
/// The width, in ems, below which a column that text flows through is not set.
const NARROWEST_COLUMN: f64 = 14.0;
/// The proportions of a picture of a gallery that cannot be had.
const PHOTOGRAPH: f64 = 1.5;

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
        self.last_break();
    }

    /// Writes the break that nothing follows in its element, in a page that is read again. A
    /// book has it with the next element.
    pub(super) fn last_break(&mut self) {
        if self.options.is_portable
            && let Some(kind) = self.broken.take()
        {
            let tag = Tag::new("div").class(&format!("{}-break", kind.name()));
            let div = self.out.open(tag);
            self.out.close(div);
            self.out.end_line();
        }
    }

    /// The class of an element that begins with a break. A book has no columns.
    fn break_class(&mut self) -> &'static str {
        match self.broken.take() {
            Some(BreakKind::Column) if !self.options.is_portable => "",
            Some(kind) => kind.class_before(),
            None => "",
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.set(block, Tag::new("p"), "", |w| w.paragraph(content));
            }
            // A heading of nothing is none; what links lead to stays.
            BlockKind::Heading { content, .. } if plain_text(content).is_empty() => {
                self.set(block, Tag::new("p"), "", |w| w.inlines(content));
            }
            BlockKind::Heading { level, content } => {
                let level = self.options.looks.class_of_level(*level);
                let tag = Tag::new(match self.placed.anchors.rank(block.node.id) {
                    ..=2 => "h2",
                    3 => "h3",
                    4 => "h4",
                    5 => "h5",
                    6.. => "h6",
                });
                self.set(block, tag, level, |w| {
                    if let Some(number) = w.options.looks.number(block.node.id) {
                        w.out.element(Tag::new("span").class("number"), number);
                        w.out.text(" ");
                    }
                    w.inlines(content);
                });
            }
            BlockKind::List(list) => self.list(block, list),
            BlockKind::DefinitionList(definitions) => {
                self.set(block, Tag::new("dl"), "", |w| w.definitions(definitions));
            }
            BlockKind::Quote(quotation) => {
                self.quotation(block, Tag::new("blockquote"), "", quotation);
            }
            BlockKind::PullQuote(quotation) => {
                let tag = self.typed(Tag::new("aside"), Meaning::PullQuote);
                let tag = tag.attr("role", "doc-pullquote");
                self.quotation(block, tag, "pullquote", quotation);
            }
            BlockKind::Epigraph(quotation) => {
                let tag = self.typed(Tag::new("blockquote"), Meaning::Epigraph);
                let tag = tag.attr("role", "doc-epigraph");
                self.quotation(block, tag, "epigraph", quotation);
            }
            BlockKind::Aside(body) => self.group(block, "aside", body),
            BlockKind::Div(body) if is_gallery(block) => self.gallery(block, body),
            BlockKind::Div(body) if lists_works(block, body) => self.works(block, body),
            BlockKind::Div(body) => match columns_of(block) {
                Some(how) => self.columns(block, body, &how),
                None => self.group(block, "div", body),
            },
            BlockKind::Figure(figure) => self.figure(block, figure, Standing::Alone),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Code { language, lines } => self.code(block, language, lines),
            BlockKind::Verse(stanzas) => {
                self.set(block, Tag::new("div"), "verse", |w| w.verse(stanzas));
            }
            BlockKind::Rule => {
                self.pages_before(block.node.id);
                let broken = self.break_class();
                let tag = Tag::new("hr").class(&classes([broken], block));
                let tag = self.anchored(tag, &block.node);
                self.out.empty(tag);
                self.out.end_line();
            }
            BlockKind::Math(source) => {
                let number = self.options.looks.equation(block.node.id);
                let class = if number.is_some() {
                    "math numbered"
                } else {
                    "math"
                };
                self.set(block, Tag::new("p"), class, |w| {
                    w.formula(source, true);
                    if let Some(number) = number {
                        w.out.text(" ");
                        w.out
                            .element(Tag::new("span").class("equation-number"), number);
                    }
                });
            }
            // A class of what follows: an element of nothing would be read out by some.
            BlockKind::Break(kind) => self.broken = self.broken.max(Some(*kind)),
        }
    }

    /// The element of a block, with a class of ours and those of its author.
    pub(super) fn set(
        &mut self,
        block: &Block,
        tag: Tag,
        class: &str,
        content: impl FnOnce(&mut Self),
    ) {
        let looks = self.options.looks.class(block.node.id);
        let broken = self.break_class();
        // The mark of a page goes to that page with the element, if it can hold one.
        let is_within = !broken.is_empty() && !matches!(tag.name(), "ul" | "ol" | "dl");
        if !is_within {
            self.pages_before(block.node.id);
        }
        let tag = tag.class(&classes([class, looks, broken], block));
        self.element(tag, &block.node, |w| {
            if is_within {
                w.pages_before(block.node.id);
            }
            content(w);
        });
        self.out.end_line();
    }

    /// Blocks that begin with some markup, such as a box to tick: it stands
    /// before their first words.
    pub(super) fn led_blocks(&mut self, lead: &str, blocks: &'a [Block]) {
        if let Some((first, rest)) = blocks.split_first()
            && let BlockKind::Paragraph(content) = &first.kind
        {
            self.set(first, Tag::new("p"), "", |w| {
                w.out.raw(lead);
                w.inlines(content);
            });
            return self.blocks(rest);
        }
        if !lead.is_empty() {
            let p = self.out.open(Tag::new("p"));
            self.out.raw(lead);
            self.out.close(p);
            self.out.end_line();
        }
        self.blocks(blocks);
    }

    /// Blocks of which a first paragraph needs no element of its own, as in a
    /// cell or an item of a tight list.
    pub(super) fn run_in_blocks(&mut self, blocks: &'a [Block]) {
        let Some((first, rest)) = blocks.split_first() else {
            return;
        };
        if let BlockKind::Paragraph(content) = &first.kind {
            self.pages_before(first.node.id);
            self.bare(&first.node, |w| w.paragraph(content));
            if !rest.is_empty() {
                self.out.end_line();
            }
        } else {
            self.block(first);
        }
        self.blocks(rest);
    }

    fn list(&mut self, block: &'a Block, list: &'a List) {
        let tag = match list.numbering {
            Numbering::Bullet | Numbering::Unmarked => Tag::new("ul"),
            Numbering::Ordered {
                start,
                numerals,
                falls,
            } => {
                let mut tag = Tag::new("ol");
                if start != 1 || falls {
                    tag = tag.attr("start", &start.to_string());
                }
                if numerals != Numerals::Decimal {
                    tag = tag.attr("type", numerals.sign());
                }
                match falls {
                    true => tag.attr("reversed", "reversed"),
                    false => tag,
                }
            }
        };
        let class = match (list.numbering, list.tight) {
            (Numbering::Unmarked, _) => "unmarked",
            (Numbering::Bullet | Numbering::Ordered { .. }, true) => "",
            (Numbering::Bullet | Numbering::Ordered { .. }, false) => "loose",
        };
        self.set(block, tag, class, |w| {
            w.out.end_line();
            for item in &list.items {
                w.item(item, list.tight);
            }
        });
    }

    fn item(&mut self, item: &'a Item, tight: bool) {
        // In a book a box is a character and not a control: a book has nothing to submit.
        let (class, lead) = match (item.task, self.options.is_portable) {
            (None, _) => ("", ""),
            (Some(false), false) => ("task", "<span class=\"box\">☐</span> "),
            (Some(true), false) => ("task", "<span class=\"box\">☑</span> "),
            (Some(false), true) => ("task", "<input type=\"checkbox\" disabled=\"disabled\"/> "),
            (Some(true), true) => (
                "task",
                "<input type=\"checkbox\" disabled=\"disabled\" checked=\"checked\"/> ",
            ),
        };
        self.element(Tag::new("li").class(class), &item.node, |w| {
            if tight {
                w.out.raw(lead);
                w.run_in_blocks(&item.body);
            } else {
                w.led_blocks(lead, &item.body);
            }
        });
        self.out.end_line();
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.out.end_line();
        for definition in definitions {
            self.element(Tag::new("dt"), &definition.node, |w| {
                w.pages_before(definition.node.id);
                w.inlines(&definition.term)
            });
            self.out.end_line();
            for detail in &definition.details {
                self.within(Tag::new("dd"), definition.node.lang.as_ref(), |w| {
                    w.run_in_blocks(detail);
                });
                self.out.end_line();
            }
        }
    }

    fn quotation(&mut self, block: &'a Block, tag: Tag, class: &str, quotation: &'a Quotation) {
        self.set(block, tag, class, |w| {
            w.out.end_line();
            w.blocks(&quotation.body);
            w.phrase(Tag::new("p").class("attribution"), &quotation.credit);
        });
    }

    fn group(&mut self, block: &'a Block, name: &'static str, body: &'a [Block]) {
        self.set(block, Tag::new(name), "", |w| {
            w.out.end_line();
            w.blocks(body);
        });
    }

    /// The entries of a bibliography: a list, as an entry has no role of its own any more
    /// (DPUB-ARIA 1.1, doc-biblioentry).
    fn works(&mut self, block: &'a Block, entries: &'a [Block]) {
        let mut tag = Tag::new("div");
        // The page of a book says so itself.
        if !self.is_bibliography {
            tag = self
                .typed(tag, Meaning::Bibliography)
                .attr("role", "doc-bibliography");
        }
        self.set(block, tag, "", |w| {
            w.out.end_line();
            let list = w.out.open(Tag::new("ul").class("unmarked"));
            w.out.end_line();
            for entry in entries {
                if let BlockKind::Paragraph(content) = &entry.kind {
                    let tag = Tag::new("li").class(&entry.attributes.classes.join(" "));
                    w.element(tag, &entry.node, |w| {
                        w.pages_before(entry.node.id);
                        w.paragraph(content);
                    });
                    w.out.end_line();
                }
            }
            w.out.close(list);
            w.out.end_line();
        });
    }

    /// A group in columns: on a narrow screen text flows in fewer of them, and columns side by
    /// side stand one under the other.
    fn columns(&mut self, block: &'a Block, body: &'a [Block], how: &Columns) {
        let tag = Tag::new("div");
        match how {
            Columns::Flow(count) => {
                let style = format!("columns: {NARROWEST_COLUMN}em {count}");
                self.set(block, tag.attr("style", &style), "", |w| {
                    w.out.end_line();
                    w.blocks(body);
                });
            }
            Columns::Beside(shares) => self.set(block, tag, "side-by-side", |w| {
                w.out.end_line();
                for (part, own) in body.iter().zip(shares) {
                    let BlockKind::Div(inner) = &part.kind else {
                        continue;
                    };
                    // Where there is no room for all of them, each has a line to itself. The
                    // width is that of readers that know no such rows, and read back.
                    let grow = rounded(own * 100.0, 1);
                    let given = part.attributes.get(WIDTH);
                    let given =
                        given.filter(|width| share(width).is_some() && width.ends_with('%'));
                    let width = given.map_or(String::new(), |width| format!("width: {width}; "));
                    let style = format!("{width}flex: {grow} 1 0%");
                    w.set(part, Tag::new("div").attr("style", &style), "", |w| {
                        w.out.end_line();
                        w.blocks(inner);
                    });
                }
            }),
        }
    }

    /// A group of pictures in rows that are as high wherever they end: each picture grows
    /// and shrinks by its proportions.
    fn gallery(&mut self, block: &'a Block, body: &'a [Block]) {
        self.set(block, Tag::new("div"), "", |w| {
            w.out.end_line();
            for block in body {
                if let BlockKind::Figure(figure) = &block.kind {
                    w.figure(block, figure, Standing::InRow);
                } else {
                    w.block(block);
                }
            }
        });
    }

    fn figure(&mut self, block: &'a Block, figure: &'a Figure, standing: Standing) {
        if standing == Standing::InRow
            && let Some(picture) = &figure.picture
        {
            let aspect = self.options.host.aspect(picture).unwrap_or(PHOTOGRAPH);
            let (grow, basis) = (rounded(aspect, 2), rounded(aspect * ROW, 1));
            let most = rounded(aspect * TALLEST_ROW, 1);
            let style = format!("flex: {grow} 1 {basis}em; max-width: {most}em");
            let tag = Tag::new("figure").attr("style", &style);
            return self.set(block, tag, "", |w| w.shown(figure, Tag::new("img")));
        }
        let side = figure.picture.as_ref().and_then(|picture| picture.side);
        let mut tag = Tag::new("figure");
        // What stands at a side is as wide as its picture, or as that is asked to be.
        let is_beside = matches!(side, Some(Side::Left | Side::Right));
        let width = figure
            .picture
            .as_ref()
            .and_then(|picture| picture.size.width);
        let share = width.filter(|width| is_beside && width.unit == Unit::Percent);
        if let Some(share) = share {
            tag = tag.attr("style", &format!("width: {share}"));
        }
        let img = match (share, &figure.picture) {
            (None, Some(picture)) => sized(Tag::new("img"), picture),
            (Some(_), _) | (None, None) => Tag::new("img").attr("style", "width: 100%"),
        };
        let picture = figure.picture.as_ref();
        let names = [
            side.map(Side::class),
            picture.and_then(|picture| picture.extent.class()),
            picture.filter(|p| p.bleeds).map(|_| "bleed"),
        ];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        self.set(block, tag, &names.join(" "), |w| {
            w.shown(figure, img);
        });
    }

    /// The picture of a figure in its element, with its caption and credit.
    fn shown(&mut self, figure: &'a Figure, img: Tag) {
        self.out.end_line();
        if let Some(picture) = &figure.picture {
            let frame = Tag::new("div").class("missing");
            let link = figure.link.as_ref();
            let href = link.and_then(|link| Some((self.href(&link.target)?, &link.title)));
            let link = href.map(|(href, title)| {
                let tag = Tag::new("a").attr("href", &href);
                self.out.open(match title.as_str() {
                    "" => tag,
                    title => tag.attr("title", title),
                })
            });
            self.picture(img, frame, picture);
            if let Some(link) = link {
                self.out.close(link);
            }
            self.out.end_line();
        }
        if figure.caption.is_empty() && figure.credit.is_empty() {
            return;
        }
        let figcaption = self.out.open(Tag::new("figcaption"));
        self.out.end_line();
        self.phrase(Tag::new("p").class("caption"), &figure.caption);
        self.phrase(Tag::new("p").class("credit"), &figure.credit);
        self.out.close(figcaption);
        self.out.end_line();
    }

    fn code(&mut self, block: &'a Block, language: &str, lines: &'a [CodeLine]) {
        let language: String = language.split_whitespace().collect();
        let class = if language.is_empty() {
            String::new()
        } else {
            format!("language-{language}")
        };
        self.set(block, Tag::new("pre"), "code", |w| {
            let tag = w.verbatim(Tag::new("code").class(&class));
            let code = w.out.open(tag);
            let mut from = 0;
            for (number, line) in lines.iter().enumerate() {
                if number > 0 {
                    w.out.end_line();
                }
                w.run(block.node.id, &line.text, from);
                from += line.text.len() + 1;
            }
            w.out.close(code);
        });
    }

    fn verse(&mut self, stanzas: &'a [Vec<VerseLine>]) {
        self.out.end_line();
        for stanza in stanzas {
            let p = self.out.open(Tag::new("p").class("stanza"));
            for (number, line) in stanza.iter().enumerate() {
                if number > 0 {
                    // For whoever reads without the style sheet, which hides it.
                    self.out.empty(Tag::new("br"));
                    self.out.end_line();
                }
                let tag = self.indented(Tag::new("span").class("line"), line.indent);
                self.pages_before(line.node.id);
                self.element(tag, &line.node, |w| w.inlines(&line.content));
            }
            self.out.close(p);
            self.out.end_line();
        }
    }

    /// The tag of a line set in by `ems`, at the side where reading starts.
    fn indented(&self, tag: Tag, ems: u8) -> Tag {
        let side = match self.lang.direction() {
            Direction::LeftToRight => "left",
            Direction::RightToLeft => "right",
        };
        match ems {
            0 => tag,
            ems => tag.attr("style", &format!("margin-{side}: {ems}em")),
        }
    }
}

/// Classes of ours and the author's.
fn classes<const N: usize>(ours: [&str; N], block: &Block) -> String {
    let authors = block.attributes.classes.iter().map(String::as_str);
    let all = ours.into_iter().chain(authors);
    all.filter(|class| !class.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a group has the entries of a bibliography, and nothing else.
fn lists_works(block: &Block, body: &[Block]) -> bool {
    let is_entry = |entry: &Block| matches!(entry.kind, BlockKind::Paragraph(_));
    block.attributes.has_class(citing::LIST) && !body.is_empty() && body.iter().all(is_entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InlineKind, Target};
    use crate::write::xhtml::specimen::{Specimen, body_of};

    #[test]
    fn a_tight_list_has_no_paragraphs_and_a_loose_one_has() {
        let mut s = Specimen::new("en");
        let body = vec![s.paragraph("one"), s.paragraph("more")];
        let mut items = vec![s.item(body), s.item(vec![])];
        items[0].task = Some(false);
        items[1].task = Some(true);
        let loose = s.list(Numbering::Bullet, false, items.clone());
        let tight = s.list(Numbering::decimal(7), true, items);
        assert_eq!(
            body_of(&s.article("", vec![tight, loose])),
            r#"<ol start="7">
<li class="task"><span class="box">☐</span> one
<p>more</p>
</li>
<li class="task"><span class="box">☑</span> </li>
</ol>
<ul class="loose">
<li class="task"><p><span class="box">☐</span> one</p>
<p>more</p>
</li>
<li class="task"><p><span class="box">☑</span> </p>
</li>
</ul>
"#
        );
    }

    #[test]
    fn a_picture_that_cannot_be_had_is_framed_with_what_it_would_have_shown() {
        let mut s = Specimen::new("fr");
        let mut figure = s.figure("none.jpg", "Légende", "Photo");
        let framed = |word: &str| {
            format!(
                r#"<figure>
<div class="missing" role="img" aria-label="{word}">{word}</div>
<figcaption>
<p class="caption">Légende</p>
<p class="credit">Photo</p>
</figcaption>
</figure>
"#
            )
        };
        let article = s.article("", vec![figure.clone()]);
        assert_eq!(body_of(&article), framed("Ce qu’on voit"));
        if let BlockKind::Figure(figure) = &mut figure.kind {
            figure.picture.as_mut().unwrap().alt = None;
        }
        assert_eq!(body_of(&s.article("", vec![figure])), framed("Image"));
    }

    #[test]
    fn code_runs_from_left_to_right_among_arabic() {
        let mut s = Specimen::new("ar");
        let code = s.code("a\n\n  b");
        let run = s.foreign("en", InlineKind::Code("a < b".into()));
        let paragraph = s.paragraph_of(vec![run]);
        assert_eq!(
            body_of(&s.article("", vec![code, paragraph])),
            "<pre class=\"code\"><code dir=\"ltr\">a\n\n  b</code></pre>\n\
             <p><code dir=\"ltr\">a &lt; b</code></p>\n"
        );
    }

    #[test]
    fn an_address_that_is_shown_runs_from_left_to_right_among_arabic() {
        let shown = |lang: &str| {
            let mut s = Specimen::new(lang);
            let url = || Target::External("https://a.org/b/".into());
            let address = vec![s.text("https://a.org/b/")];
            let word = vec![s.text("كلمة")];
            let links = vec![s.link(url(), address), s.link(url(), word)];
            let paragraph = s.paragraph_of(links);
            body_of(&s.article("", vec![paragraph]))
        };
        assert_eq!(
            shown("ar"),
            "<p><a href=\"https://a.org/b/\" dir=\"ltr\">https://a.org/b/</a>\
             <a href=\"https://a.org/b/\">كلمة</a></p>\n"
        );
        assert!(!shown("en").contains("dir="));
    }

    #[test]
    fn a_line_of_verse_is_set_in_where_reading_starts() {
        let indent = |lang: &str| {
            let mut s = Specimen::new(lang);
            let line = VerseLine {
                node: s.node(),
                indent: 2,
                content: vec![s.text("x")],
            };
            let verse = s.block(BlockKind::Verse(vec![vec![line]]));
            body_of(&s.article("", vec![verse]))
        };
        assert!(indent("fr").contains("style=\"margin-left: 2em\">x<"));
        assert!(indent("he").contains("style=\"margin-right: 2em\">x<"));
    }

    #[test]
    fn an_authors_classes_and_identifier_are_kept() {
        let mut s = Specimen::new("en");
        let body = vec![s.paragraph("x")];
        let mut div = s.block(BlockKind::Div(body)).named("box 1");
        div.attributes.classes = vec!["wide".into(), "<".into()];
        assert_eq!(
            body_of(&s.article("", vec![div])),
            "<div class=\"wide &lt;\" id=\"box-1\">\n<p>x</p>\n</div>\n"
        );
    }
}
