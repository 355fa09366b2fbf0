//! Takes blocks; returns a galley.
//!
//! Blocks that are set off from the text are indented and have no frames, because screen
//! readers read frames out.

use super::compositor::Compositor;
use super::galley::Galley;
use super::table::Table;
use super::wrap::Phrase;
use crate::model::citing;
use crate::model::plain::plain_formula;
use crate::model::{
    Block, BlockKind, Definition, Figure, Inline, List, NodeId, Numbering, Quotation, VerseLine,
    plain_text,
};
use std::borrow::Cow;

/// Columns that code, verse, quotations and explanations are set in by.
const INDENT: usize = 4;
/// A pull quote is set in twice as far as a quotation, an epigraph three times.
const PULL_QUOTE_INDENT: usize = 8;
const EPIGRAPH_INDENT: usize = 12;
/// A character of a terminal is about half as wide as it is high.
const COLUMNS_PER_EM: usize = 2;
/// Stands above and below an aside.
const ASIDE_RULE: &str = "- - -";

impl<'a> Compositor<'a> {
    /// Blocks one below the other, a blank line between them.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) -> Galley {
        let mut galley = Galley::default();
        for block in blocks {
            galley.append_spaced(self.block(block));
        }
        galley
    }

    fn blocks_unspaced(&mut self, blocks: &'a [Block]) -> Galley {
        let mut galley = Galley::default();
        for block in blocks {
            galley.append(self.block(block));
        }
        galley
    }

    fn block(&mut self, block: &'a Block) -> Galley {
        match &block.kind {
            BlockKind::Paragraph(content) => Galley::phrase(self.phrase(content)),
            BlockKind::Heading { level, content } => self.heading(block, *level, content),
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => self.definitions(definitions),
            BlockKind::Quote(quotation) => self.quotation(quotation).indent(INDENT),
            BlockKind::PullQuote(quotation) => self.quotation(quotation).indent(PULL_QUOTE_INDENT),
            BlockKind::Epigraph(quotation) => self.quotation(quotation).indent(EPIGRAPH_INDENT),
            BlockKind::Aside(body) => self.aside(body),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Table(table) => {
                let mut galley = Galley::phrase(self.phrase(&table.caption));
                galley.append_spaced(Table::compose(table, self));
                galley
            }
            BlockKind::Code { lines, .. } => verbatim(lines.iter().map(|line| line.text.as_str())),
            BlockKind::Verse(stanzas) => self.verse(stanzas),
            BlockKind::Rule => Galley::ornament(),
            // A form feed would end a page of some printer, and be a stray sign on a screen.
            BlockKind::Break(_) => Galley::default(),
            BlockKind::Div(body) if block.attributes.has_class(citing::LIST) => self.works(body),
            BlockKind::Div(body) => self.blocks(body),
            BlockKind::Math(source) => {
                let plain = plain_formula(source);
                let numbered = self.numbered_formula(block.node.id, plain);
                verbatim(numbered.split('\n'))
            }
        }
    }

    /// A formula with its number after it, if it has one.
    pub(super) fn numbered_formula(&self, block: NodeId, source: Cow<'a, str>) -> Cow<'a, str> {
        match self.number(block) {
            Some(number) => Cow::Owned(format!("{}    {number}", source.trim_end())),
            None => source,
        }
    }

    fn heading(&mut self, block: &Block, level: u8, content: &'a [Inline]) -> Galley {
        let number = self.number(block.node.id);
        let number = number.map_or(String::new(), |number| format!("{number} "));
        let phrase = self.enclosed(&number, content, "");
        match level {
            0 | 1 => Galley::title(phrase, '='),
            2 => Galley::title(phrase, '-'),
            3.. => Galley::phrase(phrase),
        }
    }

    fn list(&mut self, list: &'a List) -> Galley {
        let mut galley = Galley::default();
        for (mark, item) in marks(list).into_iter().zip(&list.items) {
            let body = if list.tight {
                self.blocks_unspaced(&item.body)
            } else {
                self.blocks(&item.body)
            };
            // What goes on under an item without a mark is set in a little.
            let width = match list.numbering {
                Numbering::Unmarked => 2,
                Numbering::Bullet | Numbering::Ordered { .. } => mark.chars().count(),
            };
            let body = body.hang(&mark, &" ".repeat(width));
            if list.tight {
                galley.append(body);
            } else {
                galley.append_spaced(body);
            }
        }
        galley
    }

    /// The entries of a bibliography, whose further lines are set in.
    fn works(&mut self, entries: &'a [Block]) -> Galley {
        let mut galley = Galley::default();
        for entry in entries {
            let body = self.blocks(std::slice::from_ref(entry));
            galley.append_spaced(body.hang("", "  "));
        }
        galley
    }

    fn definitions(&mut self, definitions: &'a [Definition]) -> Galley {
        let mut galley = Galley::default();
        for definition in definitions {
            let term = Galley::phrase(self.phrase(&definition.term));
            galley.append_spaced(term);
            for (i, detail) in definition.details.iter().enumerate() {
                let detail = self.blocks(detail).indent(INDENT);
                if i == 0 {
                    galley.append(detail);
                } else {
                    galley.append_spaced(detail);
                }
            }
        }
        galley
    }

    fn quotation(&mut self, quotation: &'a Quotation) -> Galley {
        let mut galley = self.blocks(&quotation.body);
        let dashed = plain_text(&quotation.credit).starts_with(['—', '–']);
        let credit = Galley::phrase(self.phrase(&quotation.credit));
        if !credit.is_empty() {
            galley.append(credit.hang(if dashed { "" } else { "— " }, "  "));
        }
        galley
    }

    fn aside(&mut self, body: &'a [Block]) -> Galley {
        let mut galley = Galley::line(ASIDE_RULE);
        galley.append(self.blocks(body));
        galley.append(Galley::line(ASIDE_RULE));
        galley
    }

    fn figure(&mut self, figure: &'a Figure) -> Galley {
        let picture = figure.picture.as_ref();
        let picture = picture.map_or(String::new(), |picture| self.picture(picture));
        let mut phrase = Phrase::new(picture);
        if let Some(link) = &figure.link {
            self.refer(&link.target, 0, &mut phrase);
        }
        let mut galley = Galley::phrase(phrase);
        let mut caption = self.phrase(&figure.caption);
        let credit = self.picture_credit(&figure.credit);
        if !caption.is_blank() && !credit.is_blank() {
            caption.push(" ");
        }
        caption.append(&credit);
        galley.append(Galley::phrase(caption));
        galley
    }

    /// A picture's credit in parentheses, which press copy often has already.
    fn picture_credit(&mut self, credit: &'a [Inline]) -> Phrase {
        let plain = plain_text(credit);
        if plain.is_empty() || (plain.starts_with('(') && plain.ends_with(')')) {
            self.phrase(credit)
        } else {
            self.enclosed("(", credit, ")")
        }
    }

    fn verse(&mut self, stanzas: &'a [Vec<VerseLine>]) -> Galley {
        let mut galley = Galley::default();
        for stanza in stanzas {
            let mut lines = Galley::default();
            for line in stanza {
                let indent = INDENT + COLUMNS_PER_EM * usize::from(line.indent);
                let (first, rest) = (" ".repeat(indent), " ".repeat(indent + INDENT));
                lines.append(Galley::phrase(self.phrase(&line.content)).hang(&first, &rest));
            }
            galley.append_spaced(lines);
        }
        galley
    }
}

fn verbatim<'t>(lines: impl Iterator<Item = &'t str>) -> Galley {
    let mut galley = Galley::default();
    for line in lines {
        galley.append(Galley::line(line));
    }
    galley.indent(INDENT)
}

/// The marks of a list's items, each with the space after it. Numbers stand one
/// below the other by their last digits. The box of a task takes the bullet's
/// place.
fn marks(list: &List) -> Vec<String> {
    let numbers = (0..list.items.len()).filter_map(|index| list.numbering.mark(index));
    let widest = numbers.map(|number| number.len()).max().unwrap_or(0);
    let marks = list.items.iter().enumerate().map(|(index, item)| {
        let task = match item.task {
            None => "",
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
        };
        match list.numbering.mark(index) {
            None if list.numbering == Numbering::Unmarked => task.to_owned(),
            None if item.task.is_none() => "• ".to_owned(),
            None => task.to_owned(),
            Some(number) => format!("{number:>widest$}. {task}"),
        }
    });
    marks.collect()
}
