//! Takes a publication with a plan; fills the pages that list what stands in its articles: lists
//! of figures and of tables, the articles of a part, the index.
//!
//! A list is made of links, so that every writer writes it as it writes any article. What is
//! listed gets an identifier, if its author gave it none. In a PDF the folio of each place stands
//! after its line, or, in an index, in place of the words of the link.

use super::index;
use super::walk::{self, PartMut, Visitor, parts_mut};
use super::{
    Article, Attributes, Block, BlockKind, Citation, Inline, InlineKind, Item, List, Node, NodeIds,
    Numbering, Publication, Role, Target, anchor, plain_text,
};
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::{Lang, lists};
use crate::source::Span;
use std::collections::BTreeSet;

/// A place that a list leads to.
pub(super) struct Listed {
    pub(super) target: Target,
    /// What the list says of it, in nodes of its article.
    pub(super) content: Vec<Inline>,
    pub(super) lang: Lang,
}

impl Publication {
    /// Fills lists of figures and tables, the lists under titles of parts, and the index. A list
    /// that has nothing to name is reported and left out.
    pub fn fill_lists(&mut self, report: &mut Report) {
        if !self.planned {
            return;
        }
        let lang = self.lang();
        let words = lists::words(&lang);
        for (role, title, what) in [
            (
                Role::ListOfFigures,
                words.figures,
                "no figure of the book has a caption",
            ),
            (
                Role::ListOfTables,
                words.tables,
                "no table of the book has a caption",
            ),
        ] {
            if !self.has(role) {
                continue;
            }
            let listed = captioned(&mut self.articles, role);
            let is_empty = listed.is_empty();
            self.fill(role, title, |page| {
                let list = page_list(listed, page);
                page.body.extend(list);
            });
            if is_empty {
                self.leave_out(role, what, "its list is left out", report);
            }
        }
        if self.has(Role::Index) {
            let index = index::gather(&mut self.articles, &lang, report);
            let is_empty = index.is_empty();
            self.fill(Role::Index, words.index, |page| {
                let blocks = index.blocks(page);
                page.body.extend(blocks);
            });
            if is_empty {
                let hint = "mark a term as `[term]{.index}`";
                self.leave_out(Role::Index, "no term of the book is marked", hint, report);
            }
        }
        self.fill_parts();
    }

    fn has(&self, role: Role) -> bool {
        self.articles.iter().any(|page| page.place.role == role)
    }

    /// Gives each page of a role its title, and fills it.
    fn fill(&mut self, role: Role, title: &str, fill: impl FnOnce(&mut Filling)) {
        let lang = self.lang();
        let mut pages = self.articles.iter_mut();
        let Some(page) = pages.find(|page| page.place.role == role) else {
            return;
        };
        page.metadata.lang = Some(lang);
        let mut filling = Filling::of(page);
        let headline = filling.text(title);
        fill(&mut filling);
        let Filling { body, ids, .. } = filling;
        page.metadata.headline = vec![headline];
        page.body = body;
        page.next_index = ids.next_index();
    }

    fn leave_out(&mut self, role: Role, what: &str, hint: &str, report: &mut Report) {
        let mut pages = self.articles.iter();
        let page = pages.find(|page| page.place.role == role);
        let first = page.and_then(|page| page.metadata.headline.first());
        let span = first.map_or(Span::default(), |first| first.node.span);
        let warning = Diagnostic::warning(Code::EmptyList, span, what);
        report.push(warning.hint(hint));
        self.articles.retain(|page| page.place.role != role);
    }

    /// Puts a list of its articles under the title of each part that has one.
    fn fill_parts(&mut self) {
        let parts = self.articles.iter().enumerate();
        let parts = parts.filter(|(_, part)| part.place.lists && part.place.role == Role::Part);
        let numbers: Vec<usize> = parts.map(|(number, _)| number).collect();
        for number in numbers {
            let Some((part, rest)) = self.articles.get(number..).and_then(<[_]>::split_first)
            else {
                continue;
            };
            let level = part.place.level;
            let inside = rest.iter().take_while(|one| one.place.level > level);
            let listed: Vec<Listed> = inside.map(whole).collect();
            if let Some(part) = self.articles.get_mut(number) {
                let mut filling = Filling::of(part);
                let list = page_list(listed, &mut filling);
                let next_index = filling.ids.next_index();
                part.body = list.into_iter().collect();
                part.next_index = next_index;
            }
        }
    }
}

/// An article as a list names it.
pub(super) fn whole(article: &Article) -> Listed {
    let headline = &article.metadata.headline;
    let content = match plain_text(headline).is_empty() {
        false => headline.clone(),
        true => {
            let title = article.metadata.title();
            vec![Inline {
                node: Node::default(),
                kind: InlineKind::Text(title),
            }]
        }
    };
    Listed {
        target: Target::Article(article.source, None),
        content,
        lang: article.lang(),
    }
}

/// A page that is being filled.
pub(super) struct Filling {
    pub(super) body: Vec<Block>,
    pub(super) lang: Lang,
    ids: NodeIds,
    span: Span,
}

impl Filling {
    fn of(page: &Article) -> Filling {
        let first = page.metadata.headline.first();
        Filling {
            body: Vec::new(),
            lang: page.lang(),
            ids: NodeIds::after(page.source, page.next_index),
            span: first.map_or(Span::default(), |first| first.node.span),
        }
    }

    pub(super) fn node(&mut self) -> Node {
        self.ids.node(self.span)
    }

    pub(super) fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline {
            node: self.node(),
            kind,
        }
    }

    pub(super) fn text(&mut self, text: &str) -> Inline {
        self.inline(InlineKind::Text(text.to_owned()))
    }

    /// Words from elsewhere as they stand in a list: without notes, links and pictures.
    pub(super) fn words(&mut self, content: &[Inline]) -> Vec<Inline> {
        let mut words = Vec::new();
        for inline in content {
            let kind = match &inline.kind {
                InlineKind::Text(_)
                | InlineKind::Code(_)
                | InlineKind::Math(_)
                | InlineKind::Tie => inline.kind.clone(),
                InlineKind::Emph(content) => InlineKind::Emph(self.words(content)),
                InlineKind::Strong(content) => InlineKind::Strong(self.words(content)),
                InlineKind::SmallCaps(content) => InlineKind::SmallCaps(self.words(content)),
                InlineKind::Super(content) => InlineKind::Super(self.words(content)),
                InlineKind::Sub(content) => InlineKind::Sub(self.words(content)),
                InlineKind::Strike(content) => InlineKind::Strike(self.words(content)),
                InlineKind::Span(_, content)
                | InlineKind::Link { content, .. }
                | InlineKind::Abbreviation { content, .. }
                | InlineKind::Citation(Citation { content, .. })
                | InlineKind::Ruby { base: content, .. } => match &inline.node.lang {
                    Some(_) => InlineKind::Span(Attributes::default(), self.words(content)),
                    None => {
                        words.extend(self.words(content));
                        continue;
                    }
                },
                InlineKind::Break => InlineKind::Text(" ".to_owned()),
                InlineKind::Image(_) | InlineKind::Note(_) => continue,
            };
            let mut node = self.node();
            node.lang.clone_from(&inline.node.lang);
            words.push(Inline { node, kind });
        }
        words
    }

    pub(super) fn link(&mut self, target: Target, content: Vec<Inline>) -> Inline {
        self.inline(InlineKind::Link {
            target,
            title: String::new(),
            content,
        })
    }

    pub(super) fn block(&mut self, kind: BlockKind) -> Block {
        Block::new(self.node(), kind)
    }

    /// An item that is one paragraph.
    pub(super) fn item(&mut self, content: Vec<Inline>, lang: Option<Lang>) -> Item {
        let paragraph = self.block(BlockKind::Paragraph(content));
        Item {
            node: Node {
                lang,
                ..self.node()
            },
            task: None,
            body: vec![paragraph],
        }
    }

    pub(super) fn list(&mut self, items: Vec<Item>) -> Block {
        self.block(BlockKind::List(List {
            numbering: Numbering::Unmarked,
            tight: true,
            items,
        }))
    }
}

/// A list of places, if there are any.
fn page_list(listed: Vec<Listed>, page: &mut Filling) -> Option<Block> {
    if listed.is_empty() {
        return None;
    }
    let mut items = Vec::new();
    for one in listed {
        let words = page.words(&one.content);
        let link = page.link(one.target, words);
        let lang = Some(one.lang).filter(|lang| *lang != page.lang);
        items.push(page.item(vec![link], lang));
    }
    Some(page.list(items))
}

/// The figures or the tables of all articles that have a caption. They get identifiers.
fn captioned(articles: &mut [Article], list: Role) -> Vec<Listed> {
    let mut listed = Vec::new();
    for article in articles {
        if !article.place.role.is_text() {
            continue;
        }
        let (mut names, source, lang) = (Names::of(article), article.source, article.lang());
        each_block_mut(&mut article.body, &lang, &mut |block, lang| {
            let (word, caption) = match &block.kind {
                BlockKind::Figure(figure) if list == Role::ListOfFigures => {
                    ("figure", &figure.caption)
                }
                BlockKind::Table(table) if list == Role::ListOfTables => ("table", &table.caption),
                BlockKind::Paragraph(_)
                | BlockKind::Heading { .. }
                | BlockKind::List(_)
                | BlockKind::DefinitionList(_)
                | BlockKind::Quote(_)
                | BlockKind::PullQuote(_)
                | BlockKind::Epigraph(_)
                | BlockKind::Aside(_)
                | BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Code { .. }
                | BlockKind::Verse(_)
                | BlockKind::Rule
                | BlockKind::Div(_)
                | BlockKind::Math(_)
                | BlockKind::Break(_) => return,
            };
            if plain_text(caption).is_empty() {
                return;
            }
            let content = caption.clone();
            let name = names.of_node(&mut block.attributes.id, word);
            listed.push(Listed {
                target: Target::Article(source, Some(name)),
                content,
                lang: lang.clone(),
            });
        });
    }
    listed
}

/// Gives `change` each block, those within others too, with the language in force.
fn each_block_mut(blocks: &mut [Block], lang: &Lang, change: &mut impl FnMut(&mut Block, &Lang)) {
    for block in blocks {
        let lang = &block.node.lang.clone().unwrap_or_else(|| lang.clone());
        change(block, lang);
        for part in parts_mut(&mut block.kind) {
            match part {
                PartMut::Blocks(body) => each_block_mut(body, lang, change),
                PartMut::Inlines(_) => {}
            }
        }
    }
}

/// The names of an article's anchors.
pub(super) struct Names(BTreeSet<String>);

impl Names {
    pub(super) fn of(article: &Article) -> Names {
        let mut names = Names(BTreeSet::new());
        walk::article(article, &mut names);
        names
    }

    /// The identifier of a node, which gets one that is free if it has none.
    pub(super) fn of_node(&mut self, id: &mut Option<String>, word: &str) -> String {
        if let Some(id) = id.as_ref().filter(|id| !id.is_empty()) {
            return id.clone();
        }
        let mut numbers = 1..;
        let free = numbers.find_map(|number| {
            let name = format!("{word}-{number}");
            self.0.insert(name.clone()).then_some(name)
        });
        let name = free.unwrap_or_default();
        *id = Some(name.clone());
        name
    }
}

impl Visitor<'_> for Names {
    fn block(&mut self, block: &Block) {
        self.0.extend(block.attributes.id.clone());
        if let BlockKind::Heading { content, .. } = &block.kind {
            self.0.insert(anchor(&plain_text(content)));
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Span(attributes, _) = &inline.kind {
            self.0.extend(attributes.id.clone());
        }
    }
}
