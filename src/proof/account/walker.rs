//! Takes the blocks of an article; claims where their text stands, and the signs that each
//! must be written with.

use super::attributes;
use super::claims::{Claim, Claims, shows};
use super::decode::{Reading, tag_length, units};
use super::facts::Facts;
use crate::model::{
    Alignment, Article, Block, BlockKind, CodeLine, Definition, Inline, Item, List, Numbering,
    Quotation, Row, Table,
};
use crate::source::{SourceId, Span};
use std::ops::Range;

/// One article being held against its source.
pub(super) struct Walker<'s, 'f> {
    pub(super) source: SourceId,
    pub(super) claims: Claims<'s>,
    pub(super) facts: &'f mut Facts,
    /// How runs that are not the source's own bytes may be written.
    pub(super) reading: Reading,
    /// How many quotations each line stands in, as steps up and down.
    pub(super) quoted: Vec<(usize, i32)>,
    /// Where lists of lists and definitions stand, whose items have no places of their own.
    pub(super) listed: Vec<Range<usize>>,
    /// Where the headline stands, which may be a picture.
    pub(super) headline: Range<usize>,
    /// Links within links, which are told, in the order of their ends.
    pub(super) nested: Vec<Range<usize>>,
    /// Titles of boxes with their brackets, which are looked at when the words are.
    pub(super) boxes: Vec<Range<usize>>,
    /// Attributes of tags that did nothing, and hold no words.
    pub(super) ignored: Vec<Range<usize>>,
    /// Whether some of the data of the source could be read.
    pub(super) reads_data: bool,
    /// Whether modules and components of JSX are reported.
    pub(super) tells_mdx: bool,
    /// Whether formulas in MathML are reported.
    pub(super) tells_math: bool,
}

impl Walker<'_, '_> {
    pub(super) fn article(&mut self, article: &Article) {
        let metadata = &article.metadata;
        for phrase in [
            &metadata.kicker,
            &metadata.headline,
            &metadata.subtitle,
            &metadata.standfirst,
            &metadata.dateline,
            &metadata.source,
            &metadata.credit,
            &metadata.rights,
            &metadata.licence,
        ] {
            self.inlines(phrase, Claim::Metadata);
        }
        for inline in &metadata.byline {
            // The words of a byline that was made stand in no source.
            if !metadata.byline_is_made || !self.place(&inline.node).is_empty() {
                self.inlines(std::slice::from_ref(inline), Claim::Metadata);
            }
        }
        let headline = metadata.headline.iter().map(|inline| inline.node.span);
        if let Some(span) = headline.reduce(Span::to) {
            self.headline = self.span(span);
        }
        if let Some(date) = &metadata.date {
            let at = self.span(date.span);
            self.claims
                .align(at, &date.text, Reading::Verbatim, Claim::Metadata);
        }
        for family in &metadata.families {
            let at = self.span(family.span);
            self.claims
                .align(at, &family.name, Reading::Data, Claim::Metadata);
        }
        if let Some(cover) = &metadata.cover {
            self.picture(cover);
        }
        self.blocks(&article.body);
    }

    /// A span as a range; of another source it is empty.
    pub(super) fn span(&self, span: Span) -> Range<usize> {
        let range = span.range();
        let is_here = span.source == self.source && self.claims.text.get(range.clone()).is_some();
        if is_here { range } else { 0..0 }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let at = self.place(&block.node);
        match &block.kind {
            BlockKind::Paragraph(content) => self.phrase(content),
            BlockKind::Heading { level, content } => {
                self.phrase(content);
                self.heading(*level, at);
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => self.definitions(definitions, at),
            BlockKind::Quote(quotation)
            | BlockKind::PullQuote(quotation)
            | BlockKind::Epigraph(quotation) => {
                self.quotation(quotation);
                self.quote(at);
            }
            BlockKind::Aside(body) => {
                self.blocks(body);
                self.alert(at.clone());
                self.quote(at);
            }
            BlockKind::Div(body) => self.blocks(body),
            BlockKind::Figure(figure) => self.figure(figure, at),
            BlockKind::Table(table) => self.table(table, at),
            BlockKind::Code { language, lines } => self.code(language, lines, at),
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    self.phrase(&line.content);
                }
                self.bars(at);
            }
            BlockKind::Rule => self.rule(at),
            // Its line is a sign of its dialect.
            BlockKind::Break(_) => {}
            BlockKind::Math(source) => self.math(source, at),
        }
    }

    fn phrase(&mut self, content: &[Inline]) {
        self.inlines(content, Claim::Text);
    }

    /// The signs of a heading: before it, after it, or under it.
    fn heading(&mut self, level: u8, at: Range<usize>) {
        let signs = "#".repeat(usize::from(level));
        let after = self
            .claims
            .slice(at.start + signs.len()..at.start + signs.len() + 1);
        if (after.is_empty() || after.starts_with(char::is_whitespace))
            && self.claims.take_sign(at.start, &signs)
        {
            self.closing_signs(at.end);
            return;
        }
        self.underline(level, at.end);
    }

    /// The signs that close a heading, before attributes or not.
    pub(super) fn closing_signs(&mut self, end: usize) {
        let line = self.claims.line_start(end)..self.claims.line_end(end);
        let mut taken = self.claims.last_taken(line.clone());
        // Tags that show nothing may stand between.
        while let tag = self.claims.slice(taken..line.end).trim_start()
            && tag.starts_with('<')
            && let Some(length) = tag_length(tag)
        {
            taken = line.end - tag.len() + length;
        }
        let rest = self.claims.slice(taken..line.end);
        let bare = rest.trim_start();
        let start = taken + rest.len() - bare.len();
        let length = bare.len() - bare.trim_start_matches('#').len();
        let after = bare.get(length..).unwrap_or("").trim_start();
        if start > taken && (after.is_empty() || after.starts_with('{')) {
            self.claims.take(start..start + length, Claim::Markup);
        }
        // Those that stand behind its attributes.
        if bare.starts_with('{')
            && let Some((_, end)) = attributes::braces(&self.claims, start)
        {
            let rest = self.claims.slice(end..line.end);
            let signs = rest.trim();
            if rest.starts_with([' ', '\t']) && signs.trim_matches('#').is_empty() {
                let from = line.end - rest.trim_start().len();
                self.claims.take(from..from + signs.len(), Claim::Markup);
            }
        }
    }

    /// The line under a heading that ends at a byte, or in the line before it.
    pub(super) fn underline(&mut self, level: u8, end: usize) {
        let sign = match level {
            1 => '=',
            2 => '-',
            _ => return,
        };
        let line = self.claims.line_start(end)..self.claims.line_end(end);
        let text = self.claims.slice(line.clone());
        let bare = text.trim_matches([' ', '\t', '>']);
        if !bare.is_empty() && bare.chars().all(|c| c == sign) {
            let start = line.start + text.find(bare).unwrap_or(0);
            self.claims.take(start..start + bare.len(), Claim::Markup);
        }
    }

    fn list(&mut self, list: &List) {
        for (index, item) in list.items.iter().enumerate() {
            // Before its blocks: what opens a line of theirs stands after the sign.
            let first = (index == 0).then_some(list.numbering);
            self.marker(self.place(&item.node).start, Some(list.numbering), first);
            self.blocks(&item.body);
            self.task(item);
        }
    }

    /// The bullet or the number at a byte; the first number of a list says where it starts.
    pub(super) fn marker(
        &mut self,
        at: usize,
        kind: Option<Numbering>,
        first: Option<Numbering>,
    ) -> Option<usize> {
        let indent =
            self.claims.rest(at).len() - self.claims.rest(at).trim_start_matches([' ', '\t']).len();
        let at = at + indent;
        let rest = self.claims.rest(at);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length = match rest.as_bytes().get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
            // Of a numbered list in another dialect.
            Some(_) if matches!(kind, Some(Numbering::Ordered { .. })) => return self.label(at),
            Some(_) | None => return None,
        };
        let fits = match (kind, first) {
            (Some(Numbering::Bullet | Numbering::Unmarked), _) => digits == 0,
            // An attribute says where it starts.
            (_, Some(Numbering::Ordered { start, .. })) if start < 0 => digits > 0,
            (_, Some(Numbering::Ordered { start, .. })) => {
                rest.get(..digits).and_then(|number| number.parse().ok()) == Some(start)
            }
            (Some(Numbering::Ordered { .. }), _) => digits > 0,
            (None, _) => true,
        };
        let ends = rest
            .get(length..)
            .is_none_or(|after| after.is_empty() || after.starts_with(char::is_whitespace));
        if !fits || !ends || !self.claims.are_free(at..at + length) {
            return None;
        }
        self.claims.take(at..at + length, Claim::Markup);
        Some(at + length)
    }

    fn task(&mut self, item: &Item) {
        let Some(done) = item.task else { return };
        let at = self.place(&item.node);
        let text = self.claims.slice(at.clone());
        let Some(open) = text.find('[') else { return };
        let open = at.start + open;
        let sign = self.claims.slice(open..open + 3);
        let fits = match done {
            true => matches!(sign, "[x]" | "[X]"),
            false => matches!(sign, "[ ]" | "[\t]" | "[\n]"),
        };
        if fits && self.claims.are_free(open..open + 3) {
            self.claims.take(open..open + 3, Claim::Markup);
        }
    }

    fn definitions(&mut self, definitions: &[Definition], at: Range<usize>) {
        for definition in definitions {
            self.marker(self.place(&definition.node).start, None, None);
            self.phrase(&definition.term);
            for detail in &definition.details {
                self.blocks(detail);
            }
        }
        self.listed.push(at);
    }

    fn quotation(&mut self, quotation: &Quotation) {
        self.blocks(&quotation.body);
        self.phrase(&quotation.credit);
        // The dash before who said it.
        if let Some(first) = quotation.credit.first() {
            let end = self.place(&first.node).start;
            let line = self.claims.line_start(end);
            let text = self.claims.slice(line..end);
            let bare = text.trim_end_matches(['—', '–', '-', '―', ' ', '\u{a0}']);
            let start = line + bare.len();
            // The sign of the quotation, or a tag.
            let before = bare.trim_end_matches([' ', '\t']);
            let is_alone = before.is_empty() || before.ends_with('>');
            let free = self.claims.last_taken(line..end).max(start);
            if is_alone {
                self.claims.take(free..end, Claim::Markup);
            }
        }
    }

    /// Each line of a range stands in one quotation more.
    fn quote(&mut self, at: Range<usize>) {
        if self.claims.rest(at.start).starts_with('>') {
            self.quoted.push((self.claims.line_start(at.start), 1));
            self.quoted.push((self.claims.line_end(at.end), -1));
        }
    }

    /// `[!NOTE]` at the head of an aside, of which the word is text.
    fn alert(&mut self, at: Range<usize>) {
        let text = self.claims.slice(at.clone());
        let bare = text.trim_start_matches(['>', ' ', '\t', '\n']);
        let open = at.start + text.len() - bare.len();
        if let Some(length) = bare.find(']')
            && bare.starts_with("[!")
        {
            // Its class, where a title stands in place of its name.
            let line = bare.lines().next().unwrap_or("");
            let after = line.get(length + 1..).unwrap_or("");
            if after.trim_start_matches(['-', '+']).contains(shows) {
                self.claims.take(open + 2..open + length, Claim::Metadata);
            }
            let _ = self.claims.take_sign(open + length + 1, "-")
                || self.claims.take_sign(open + length + 1, "+");
            self.claims.take_sign(open, "[!");
            self.claims.take_sign(open + length, "]");
        }
    }

    fn table(&mut self, table: &Table, at: Range<usize>) {
        self.phrase(&table.caption);
        if let Some(first) = table.caption.first() {
            self.sign_of_caption(self.place(&first.node).start);
        }
        let rows = || table.head.iter().chain(&table.body).chain(&table.foot);
        for row in rows() {
            self.row(row);
        }
        self.separator(table, at.clone());
        self.listed.push(at);
    }

    /// The bars of a row, or the bullets of a list of lists.
    fn row(&mut self, row: &Row) {
        let at = self.place(&row.node);
        self.marker(at.start, None, None);
        for cell in &row.cells {
            self.marker(self.place(&cell.node).start, None, None);
            self.blocks(&cell.body);
        }
        let line = self.claims.line_start(at.start)..self.claims.line_end(at.start);
        let mut escaped = false;
        for (i, c) in self.claims.slice(line.clone()).char_indices() {
            if c == '|' && !escaped {
                self.claims.take_sign(line.start + i, "|");
            }
            escaped = c == '\\' && !escaped;
        }
    }

    /// The line of dashes under the head of a table, which says how its columns stand.
    fn separator(&mut self, table: &Table, at: Range<usize>) {
        let mut start = at.start;
        for line in self.claims.slice(at).split('\n').take(2) {
            let bare = line.trim_matches([' ', '\t', '>']);
            let inner = bare.strip_prefix('|').unwrap_or(bare);
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            let columns: Vec<&str> = inner.split('|').map(str::trim).collect();
            let is_separator = columns.iter().all(|column| {
                let dashes = column.trim_matches(':');
                !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
            });
            let said = |column: &str| match (column.starts_with(':'), column.ends_with(':')) {
                (true, true) => Alignment::Center,
                (false, true) => Alignment::End,
                (_, false) => Alignment::Start,
            };
            if is_separator && !bare.is_empty() {
                let known = columns.iter().zip(&table.alignments);
                let fits = known.clone().count() == columns.len()
                    && known
                        .into_iter()
                        .all(|(column, known)| said(column) == *known);
                if fits {
                    let from = start + line.find(bare).unwrap_or(0);
                    self.claims.take(from..from + bare.len(), Claim::Markup);
                }
                return;
            }
            // A head of nothing but tags is left out.
            let is_bars = |c: char| c == '|' || c == '>' || c.is_whitespace();
            if table.head.is_empty() || line.chars().all(is_bars) {
                for (i, _) in line.match_indices('|') {
                    self.claims.take_sign(start + i, "|");
                }
            }
            start += line.len() + 1;
        }
    }

    /// The bars that open lines of verse.
    fn bars(&mut self, at: Range<usize>) {
        let mut start = self.claims.line_start(at.start);
        let end = at.end;
        for line in self.claims.slice(start..end).split('\n') {
            let bare = line.trim_start_matches(|c: char| c != '|');
            let bar = start + line.len() - bare.len();
            let mut before = self.claims.slice(start..bar).chars();
            let is_first = before.all(|c| c.is_whitespace() || c == '>')
                || self.claims.opens_line(bar)
                || bar == at.start;
            if is_first {
                self.claims.take_sign(bar, "|");
            }
            start += line.len() + 1;
        }
    }

    fn code(&mut self, language: &str, lines: &[CodeLine], at: Range<usize>) {
        self.lines(
            lines
                .iter()
                .map(|line| (self.span(line.span), &*line.text))
                .collect(),
        );
        self.fences(language, at);
    }

    fn lines(&mut self, lines: Vec<(Range<usize>, &str)>) {
        for (at, text) in lines {
            if self.claims.slice(at.clone()) == text {
                self.claims.take(at, Claim::Text);
            } else if text.contains(shows)
                && !self
                    .claims
                    .align(at.clone(), text, Reading::Verbatim, Claim::Text)
                && !self
                    .claims
                    .align(at.clone(), text, Reading::Html, Claim::Text)
                && !self.claims.align(at, text, Reading::Data, Claim::Text)
            {
                self.facts.words.add_words(text);
            }
        }
    }

    /// The fences of code, and the language after the first.
    fn fences(&mut self, language: &str, at: Range<usize>) -> bool {
        let text = self.claims.slice(at.clone());
        let Some(sign @ ('`' | '~')) = text.chars().next() else {
            return false;
        };
        let width = text.len() - text.trim_start_matches(sign).len();
        if width < 3 || !self.claims.are_free(at.start..at.start + width) {
            return false;
        }
        self.claims.take(at.start..at.start + width, Claim::Markup);
        let line_end = self
            .claims
            .line_end(at.start)
            .min(at.end.max(at.start + width));
        let info = self.claims.slice(at.start + width..line_end);
        self.info(language, at.start + width, info);
        // The last line closes it, if it is nothing but a fence.
        let last = self.claims.line_start(at.end);
        if last > at.start {
            let line = self.claims.slice(last..at.end);
            let bare = line.trim_matches([' ', '\t', '>']);
            if bare.len() >= width && bare.chars().all(|c| c == sign) {
                let from = last + line.find(bare).unwrap_or(0);
                if self.claims.are_free(from..from + bare.len()) {
                    self.claims.take(from..from + bare.len(), Claim::Markup);
                }
            }
        }
        true
    }

    /// The language of code, by itself or the first thing in braces: `rust`, `{.rust #a}`,
    /// `{r, echo=FALSE}`.
    fn info(&mut self, language: &str, at: usize, info: &str) {
        let mut start = at;
        // A space may be written as an entity.
        for unit in units(info, Reading::Markdown) {
            if unit.text.contains(shows) {
                break;
            }
            start = at + unit.at.end;
        }
        self.claims.take(at..start, Claim::Markup);
        let info = info.get(start - at..).unwrap_or("").trim_end();
        if info.starts_with('{')
            && let Some((all, end)) = attributes::braces(&self.claims, start)
            && end == start + info.len()
        {
            let mut classes = all.iter().filter(|typed| typed.key == "class");
            let first = classes.find(|typed| self.claims.slice(typed.value.clone()) == language);
            let first = first.map(|typed| typed.value.clone()).unwrap_or_default();
            for typed in &all {
                if typed.value == first {
                    self.claims.take(first.clone(), Claim::Metadata);
                    self.claims.take(typed.whole.clone(), Claim::Markup);
                } else {
                    attributes::account(&mut self.claims, self.facts, typed);
                }
            }
            self.claims.take_sign(start, "{");
            self.claims.take_sign(end - 1, "}");
            return;
        }
        let inner = info.strip_prefix('{');
        let ends = |c: char| c.is_whitespace() || inner.is_some() && matches!(c, ',' | '}');
        let skip = info.len() - info.trim_start_matches(['{', '.']).len();
        let rest = info.get(skip..).unwrap_or("");
        let end = units(rest, Reading::Markdown).find(|unit| unit.text.contains(ends));
        let bare = rest.get(..end.map_or(rest.len(), |unit| unit.at.start));
        let bare = bare.unwrap_or("");
        if super::decode::meaning(bare, Reading::Markdown) != language {
            return;
        }
        self.claims.take(start..start + skip, Claim::Markup);
        self.claims
            .take(start + skip..start + skip + bare.len(), Claim::Metadata);
        if inner.is_some() && info.ends_with('}') {
            self.claims.take_sign(start + info.len() - 1, "}");
        }
    }

    fn rule(&mut self, at: Range<usize>) {
        let text = self.claims.slice(at.clone());
        let mut signs = text.chars().filter(|c| !c.is_whitespace()).peekable();
        if let Some(first @ ('*' | '-' | '_')) = signs.peek().copied()
            && signs.all(|c| c == first)
        {
            self.claims.take(at, Claim::Markup);
        }
    }

    fn math(&mut self, source: &str, at: Range<usize>) {
        if !self.claims.slice(at.clone()).starts_with(['`', '~']) {
            let text = self.claims.slice(at.clone());
            let trimmed = at.start..at.start + text.trim_end().len();
            return self.verbatim(source, trimmed, "$", Claim::Text);
        }
        let first = self.claims.line_end(at.start);
        let body = self.claims.slice(first..at.end);
        let closing = self.claims.line_start(at.end);
        let is_closed = self
            .claims
            .slice(closing..at.end)
            .trim_matches([' ', '\t', '>']);
        let end = match is_closed.len() >= 3 && is_closed.trim_matches(['`', '~']).is_empty() {
            true => closing,
            false => first + body.len(),
        };
        self.claims
            .align(first..end, source, Reading::Verbatim, Claim::Text);
        self.fences("math", at);
    }
}
