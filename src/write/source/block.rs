//! Takes blocks; returns Markdown.

use super::escape;
use super::inline::{Place, address, image, phrase};
use super::table;
use crate::model::{
    Attributes, Block, BlockKind, CodeLine, Definition, Figure, Inline, InlineKind, List, Node,
    Numbering, Numerals, Quotation, VerseLine, plain_text,
};
use crate::notation::{attributes, div_kind};

/// Some blocks, with blank lines between them; in a list whose items stand close,
/// without. A comment parts what else would run together.
pub(super) fn blocks(blocks: &[Block], close: bool) -> String {
    let mut out = String::new();
    for (i, block) in blocks.iter().enumerate() {
        let written = self::block(block, close);
        if let Some(before) = i.checked_sub(1).and_then(|i| blocks.get(i)) {
            out.push_str(match (close, is_parted(before, block)) {
                (false, true) => "\n\n",
                (false, false) => "\n\n<!-- -->\n\n",
                (true, _) if interrupts(before, block, &written) => "\n",
                (true, _) => "\n<!-- -->\n",
            });
        }
        out.push_str(&written);
    }
    out
}

/// Whether a blank line parts two blocks.
fn is_parted(before: &Block, block: &Block) -> bool {
    if has_attributes(block) {
        return true;
    }
    match (&before.kind, &block.kind) {
        (BlockKind::List(a), BlockKind::List(b)) => {
            let is_ordered = |list: &List| matches!(list.numbering, Numbering::Ordered { .. });
            is_ordered(a) != is_ordered(b)
        }
        (BlockKind::DefinitionList(_), BlockKind::DefinitionList(_)) => false,
        (
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
            | BlockKind::Break(_),
            _,
        ) => true,
    }
}

/// Whether a block begins right after another without anything between.
fn interrupts(before: &Block, block: &Block, written: &str) -> bool {
    let ends_by_itself = matches!(
        before.kind,
        BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Break(_)
    );
    let opens_by_itself = match &block.kind {
        BlockKind::List(list) => match list.numbering {
            // A bullet alone would make what is before it a heading.
            Numbering::Bullet | Numbering::Unmarked => written.starts_with("- "),
            Numbering::Ordered { start, .. } => start == 1,
        },
        BlockKind::Code { .. }
        | BlockKind::Heading { .. }
        | BlockKind::Rule
        | BlockKind::Break(_) => true,
        BlockKind::Paragraph(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Quote(_)
        | BlockKind::PullQuote(_)
        | BlockKind::Epigraph(_)
        | BlockKind::Aside(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Verse(_)
        | BlockKind::Div(_)
        | BlockKind::Math(_) => false,
    };
    ends_by_itself && opens_by_itself && !has_attributes(block)
}

/// The greatest number that the mark of an item has (CommonMark 0.31, 5.2).
const LAST_NUMBER: i64 = 999_999_999;

fn has_attributes(block: &Block) -> bool {
    given(block) != Attributes::default() || block.node.lang.is_some()
}

/// The attributes of a block, and what Markdown has no other sign for.
fn given(block: &Block) -> Attributes {
    let mut given = block.attributes.clone();
    if let BlockKind::List(list) = &block.kind
        && let Numbering::Ordered {
            start,
            numerals,
            falls,
        } = list.numbering
    {
        if !(0..=LAST_NUMBER).contains(&start) {
            given.pairs.push(("start".to_owned(), start.to_string()));
        }
        if numerals != Numerals::Decimal {
            let sign = numerals.sign().to_owned();
            given.pairs.push(("type".to_owned(), sign));
        }
        if falls {
            given.pairs.push(("reversed".to_owned(), "true".to_owned()));
        }
    }
    given
}

/// A block, without a line end after it.
fn block(block: &Block, close: bool) -> String {
    let written = match &block.kind {
        BlockKind::Paragraph(content) => phrase(content, Place::Paragraph),
        BlockKind::Heading { level, content } => return heading(block, *level, content, close),
        BlockKind::List(list) => self::list(list),
        BlockKind::DefinitionList(definitions) => match is_plain(definitions) {
            true => self::definitions(definitions),
            false => return div(block, "definitions", &[], definition_list(definitions)),
        },
        BlockKind::Quote(quotation) => match quoted(quotation, close) {
            Some(body) => prefixed(&body, "> ", "> "),
            None => return quotation_div(block, "quote", quotation, close),
        },
        BlockKind::PullQuote(quotation) => {
            return quotation_div(block, "pullquote", quotation, close);
        }
        BlockKind::Epigraph(quotation) => {
            return quotation_div(block, "epigraph", quotation, close);
        }
        BlockKind::Aside(body) => {
            // A note is an aside that says so.
            let is_note = block
                .attributes
                .classes
                .first()
                .is_some_and(|c| c == "note");
            let kind = if is_note { "" } else { "aside" };
            return div(block, kind, &[], blocks(body, close));
        }
        BlockKind::Div(body) => return div(block, "", &[], blocks(body, close)),
        BlockKind::Figure(figure) => return self::figure(block, figure, close),
        BlockKind::Table(table) => match table::between_bars(table) {
            Some(written) if !table.caption.is_empty() => {
                let mut captioned = block.clone();
                let caption = phrase(&table.caption, Place::Line);
                let pair = ("caption".to_owned(), caption);
                captioned.attributes.pairs.insert(0, pair);
                return with_attributes(&captioned, written, close);
            }
            Some(written) => written,
            None => {
                let (given, body) = table::as_lists(table);
                return div(block, "list-table", &given, body);
            }
        },
        BlockKind::Code { language, lines } => fence(language, lines),
        BlockKind::Verse(stanzas) if stanzas.is_empty() => {
            return div(block, "verse", &[], String::new());
        }
        BlockKind::Verse(stanzas) => {
            let stanza = |lines: &Vec<VerseLine>| {
                let line = |line: &VerseLine| {
                    let indent = "  ".repeat(usize::from(line.indent));
                    format!("| {indent}{}", phrase(&line.content, Place::Line))
                };
                lines.iter().map(line).collect::<Vec<_>>().join("\n")
            };
            stanzas.iter().map(stanza).collect::<Vec<_>>().join("\n|\n")
        }
        BlockKind::Rule => "***".to_owned(),
        BlockKind::Math(source) => formula(source),
        BlockKind::Break(kind) => {
            return div(block, &format!("{}-break", kind.name()), &[], String::new());
        }
    };
    with_attributes(block, written, close)
}

/// A block after a line of its attributes, if it has any.
fn with_attributes(block: &Block, written: String, close: bool) -> String {
    if !has_attributes(block) {
        return written;
    }
    let given = attributes::written(&given(block), block.node.lang.as_ref());
    let parting = if close { "\n<!-- -->\n" } else { "\n\n" };
    format!("{given}{parting}{written}")
}

/// A heading, its attributes after it where they have no quotation marks.
fn heading(block: &Block, level: u8, content: &[Inline], close: bool) -> String {
    let heading = heading_text(phrase(content, Place::Line), level);
    let given = attributes::written(&block.attributes, block.node.lang.as_ref());
    match has_attributes(block) {
        true if block.attributes.pairs.is_empty() && !given.contains(['"', '\'', ':']) => {
            format!("{heading} {given}")
        }
        _ => with_attributes(block, heading, close),
    }
}

/// The line of a heading.
pub(crate) fn heading_text(mut text: String, level: u8) -> String {
    // Signs at the end would close it.
    if text.ends_with('#') && !text.ends_with("\\#") {
        text.insert(text.len() - 1, '\\');
    }
    let heading = format!("{} {text}", "#".repeat(usize::from(level)));
    heading.trim_end().to_owned()
}

/// A fenced div of this kind, or of none, with its attributes.
fn div(block: &Block, kind: &str, pairs: &[(&str, String)], body: String) -> String {
    let mut given = block.attributes.clone();
    let pairs = pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()));
    given.pairs.splice(0..0, pairs);
    let is_word = !kind.is_empty() && given == Attributes::default() && block.node.lang.is_none();
    if !kind.is_empty() {
        given.classes.insert(0, kind.to_owned());
    }
    let opening = match (is_word, given.classes.as_slice()) {
        (true, _) => kind.to_owned(),
        (false, [class])
            if div_kind(class).is_some()
                && given.id.is_none()
                && given.pairs.is_empty()
                && block.node.lang.is_none() =>
        {
            class.clone()
        }
        (false, _) => attributes::written(&given, block.node.lang.as_ref()),
    };
    match body.is_empty() {
        true => format!("::: {opening}\n:::"),
        false => format!("::: {opening}\n{body}\n:::"),
    }
}

/// Lines with one prefix before the first and another before the others.
pub(super) fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut out = String::with_capacity(text.len() + first.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let prefix = if i == 0 { first } else { others };
        match line.is_empty() {
            true => out.push_str(prefix.trim_end()),
            false => out.push_str(prefix),
        }
        out.push_str(line);
    }
    out
}

fn list(list: &List) -> String {
    let is_bulleted = !matches!(list.numbering, Numbering::Ordered { .. });
    let mut items = Vec::new();
    // An item of one paragraph does not show that space stands around it.
    let shows = list.items.len() > 1 || list.items.iter().any(|item| item.body.len() > 1);
    for (index, item) in list.items.iter().enumerate() {
        let marker = match list.numbering.number(index) {
            Some(number) => format!("{}. ", number.clamp(0, LAST_NUMBER)),
            None => "- ".to_owned(),
        };
        let mut body = blocks(&item.body, list.tight);
        if let Some(done) = item.task {
            let is_text = matches!(
                item.body.first().map(|first| &first.kind),
                Some(BlockKind::Paragraph(_))
            );
            let mark = if done { "[x] " } else { "[ ] " };
            body = match is_text {
                true => format!("{mark}{body}"),
                false if body.is_empty() => mark.to_owned(),
                false => format!("{mark}<!-- -->\n<!-- -->\n{body}"),
            };
        }
        if !list.tight && !shows {
            body.push_str("\n\n<!-- -->");
        }
        // A fence is one where nothing but space stands before it.
        if body.starts_with(":::") || is_bulleted && is_rule_after_hyphen(&body) {
            body.insert(0, '\n');
        }
        items.push(prefixed(&body, &marker, &" ".repeat(marker.len())));
    }
    items.join(if list.tight { "\n" } else { "\n\n" })
}

/// Whether definitions have each a term and a meaning that begin as Markdown's do.
fn is_plain(definitions: &[Definition]) -> bool {
    let begins = |detail: &Vec<Block>| {
        detail.first().is_some_and(|first| {
            matches!(first.kind, BlockKind::Paragraph(_)) && !has_attributes(first)
        })
    };
    let plain = |definition: &Definition| {
        !plain_text(&definition.term).is_empty()
            && !definition.details.is_empty()
            && definition.details.iter().all(begins)
            && definition.details.iter().all(|detail| detail.len() == 1)
    };
    !definitions.is_empty() && definitions.iter().all(plain)
}

fn definitions(definitions: &[Definition]) -> String {
    let definition = |definition: &Definition| {
        let mut out = phrase(&definition.term, Place::Line);
        for detail in &definition.details {
            out.push('\n');
            out.push_str(&prefixed(&blocks(detail, false), ": ", "  "));
        }
        out
    };
    let all: Vec<String> = definitions.iter().map(definition).collect();
    all.join("\n\n")
}

/// Definitions as a list of terms with lists of meanings under them.
fn definition_list(definitions: &[Definition]) -> String {
    let definition = |definition: &Definition| {
        let mut parts = Vec::new();
        if !definition.term.is_empty() {
            parts.push(phrase(&definition.term, Place::Line));
        }
        let detail = |detail: &Vec<Block>| item(&blocks(detail, false));
        let details: Vec<String> = definition.details.iter().map(detail).collect();
        if !details.is_empty() {
            parts.push(details.join("\n\n"));
        }
        item(&parts.join("\n\n"))
    };
    let all: Vec<String> = definitions.iter().map(definition).collect();
    all.join("\n\n")
}

/// An item of a list of lists.
pub(super) fn item(body: &str) -> String {
    match body.starts_with(":::") || is_rule_after_hyphen(body) {
        true => prefixed(&format!("\n{body}"), "- ", "  "),
        false => prefixed(body, "- ", "  "),
    }
}

/// Whether the first line of a text would be a rule after a hyphen: three in a line are.
fn is_rule_after_hyphen(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    first.matches('-').count() > 1 && first.trim_matches(['-', ' ']).is_empty()
}

/// What a quotation is between its signs: the credit last, after a dash. Nothing where
/// that would not be read as the credit, or something else would.
fn quoted(quotation: &Quotation, close: bool) -> Option<String> {
    let Quotation { body, credit } = quotation;
    let opens_with_dash = |block: &&Block| {
        matches!(&block.kind, BlockKind::Paragraph(content)
            if plain_text(content).starts_with(['—', '–', '-', '―']))
    };
    let dashes = body.iter().filter(opens_with_dash).count();
    if credit.is_empty() {
        let is_mistaken =
            dashes == 1 && body.len() > 1 && body.last().as_ref().is_some_and(opens_with_dash);
        return (!is_mistaken).then(|| blocks(body, close));
    }
    let opens_plainly = match credit.first().map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => {
            !text.starts_with(['—', '–', '-', '―']) && !text.starts_with(char::is_whitespace)
        }
        Some(_) => true,
        None => false,
    };
    if dashes > 0 || body.is_empty() || !opens_plainly || close {
        return None;
    }
    let body = blocks(body, close);
    Some(format!("{body}\n\n— {}", phrase(credit, Place::Paragraph)))
}

fn quotation_div(block: &Block, kind: &str, quotation: &Quotation, close: bool) -> String {
    if !close && let Some(body) = quoted(quotation, close) {
        return div(block, kind, &[], body);
    }
    let credit = phrase(&quotation.credit, Place::Line);
    div(
        block,
        kind,
        &[("credit", credit)],
        blocks(&quotation.body, close),
    )
}

/// A figure as a picture with a title, or where that cannot say it, as a div.
fn figure(block: &Block, figure: &Figure, close: bool) -> String {
    let caption = phrase(&figure.caption, Place::Line);
    let credit = phrase(&figure.credit, Place::Line);
    let is_simple = |text: &str| {
        let sign = |c: char| {
            c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ':' | '/' | '(' | ')' | '-')
        };
        !text.contains(sign) && !text.contains("://") && !text.contains("www.")
    };
    let lang = block.node.lang.as_ref();
    let mut given = block.attributes.clone();
    if let Some(picture) = &figure.picture
        && !picture.path.is_empty()
        && is_simple(&credit)
        && !caption.contains("[^")
        && given.pairs.is_empty()
        && given.id.as_deref().is_none_or(is_simple)
    {
        let own = Attributes::default();
        if !credit.is_empty() {
            given.pairs.push(("credit".to_owned(), credit));
        }
        let Some(link) = &figure.link else {
            return image(picture, &caption, &given, lang);
        };
        let title = match link.title.as_str() {
            "" => String::new(),
            title => format!(" {}", escape::title(title)),
        };
        let address = escape::destination(&address(&link.target));
        let given = match given == own && lang.is_none() {
            true => String::new(),
            false => attributes::written(&given, lang),
        };
        let image = image(picture, &caption, &own, None);
        return format!("[{image}]({address}{title}){given}");
    }
    let mut body = Vec::new();
    if let Some(picture) = &figure.picture {
        let node = Node::default();
        let kind = BlockKind::Figure(Figure {
            picture: Some(picture.clone()),
            link: figure.link.clone(),
            ..Figure::default()
        });
        body.push(Block::new(node, kind));
    }
    if !figure.caption.is_empty() {
        let kind = BlockKind::Paragraph(figure.caption.clone());
        body.push(Block::new(Node::default(), kind));
    }
    let pairs = match credit.is_empty() {
        true => Vec::new(),
        false => vec![("credit", credit)],
    };
    div(block, "figure", &pairs, blocks(&body, close))
}

/// A formula; between fences, as on GitHub, where its lines could be taken for blocks.
pub(crate) fn formula(source: &str) -> String {
    let is_plain = |line: &str| {
        line.trim_start()
            .starts_with(|c: char| c.is_alphabetic() || matches!(c, '\\' | '{' | '}' | '(' | '&'))
    };
    let inner = source.trim_matches('\n');
    if !inner.trim().is_empty() && inner.lines().all(is_plain) && !source.contains("$$") {
        return format!("$${source}$$");
    }
    format!("```math\n{source}\n```")
}

/// Code between fences.
pub(crate) fn fence(language: &str, lines: &[CodeLine]) -> String {
    let sign = if language.contains('`') { '~' } else { '`' };
    let run = |line: &CodeLine| {
        let bare = line.text.trim_start();
        bare.len() - bare.trim_start_matches(sign).len()
    };
    let longest = lines.iter().map(run).max().unwrap_or(0);
    let fence = sign.to_string().repeat(longest.max(2) + 1);
    let mut out = format!("{fence}{language}\n");
    for line in lines {
        out.push_str(&line.text);
        out.push('\n');
    }
    out + &fence
}
