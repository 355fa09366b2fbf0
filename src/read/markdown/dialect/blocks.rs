//! Takes the lines of a text; returns the same with the blocks of other dialects as Pressroom
//! writes them.

use super::lines::{Kind, Line, lines};
use super::{Dialect, Draft, Notes, admonition, grid, numbers};
use crate::model::BreakKind;
use crate::notation::{breaks, is_module};

/// Rewrites the blocks of a text, from the outer to the inner.
pub(super) fn rewritten<'t>(text: &'t str, notes: &mut Notes) -> Draft<'t> {
    let lines = lines(text);
    let mut draft = Draft::new(text);
    let mut i = 0;
    // Elements of HTML whose content is Markdown.
    let mut open: Vec<&str> = Vec::new();
    while let Some(line) = lines.get(i) {
        let next = match line.kind {
            Kind::Open => admonition::fenced(&mut draft, &lines, i)
                .or_else(|| highlight(&mut draft, &lines, i))
                .or_else(|| raw_breaks(&mut draft, &lines, i)),
            Kind::Text if !line.is_blank() => admonition::indented(&mut draft, &lines, i)
                .or_else(|| admonition::fenced(&mut draft, &lines, i))
                .or_else(|| grid::table(&mut draft, &lines, i, notes))
                .or_else(|| numbers::list(&mut draft, &lines, i, notes))
                .or_else(|| page_break(&mut draft, line).map(|()| i + 1))
                .or_else(|| left_out(&mut draft, &lines, i, notes))
                .or_else(|| caption(&mut draft, &lines, i))
                .or_else(|| element(&mut draft, line, &mut open).map(|()| i + 1)),
            Kind::Text | Kind::Code | Kind::Close => None,
        };
        i = next.unwrap_or(i + 1);
    }
    draft
}

/// The words of a tag of a template that has its line to itself.
pub(super) fn tag(line: &str) -> Option<&str> {
    let line = line.trim();
    let inner = line
        .strip_prefix("{%")
        .and_then(|rest| rest.strip_suffix("%}"))
        .or_else(|| line.strip_prefix("{{<")?.strip_suffix(">}}"))?;
    Some(inner.trim_matches('-').trim())
}

/// `{% highlight ruby %}` (Jekyll), `{% codeblock %}` (Hexo) and Hugo's own: code.
fn highlight(draft: &mut Draft, lines: &[Line], i: usize) -> Option<usize> {
    let line = lines.get(i)?;
    let words = tag(line.text)?;
    let rest = words
        .strip_prefix("highlight")
        .or_else(|| words.strip_prefix("codeblock"))?;
    let mut after = lines.get(i + 1..)?.iter();
    let closing = after.position(|line| line.kind == Kind::Close)? + i + 1;
    let language = rest.split_whitespace().next().unwrap_or("");
    let start = line.start + line.indent();
    draft.keep_to(start);
    draft.put("~~~~~~");
    if !language.is_empty() && !language.contains(['=', ':', '"']) {
        let at = language.as_ptr() as usize - line.text.as_ptr() as usize + line.start;
        draft.skip_to(at);
        draft.keep_to(at + language.len());
    }
    draft.skip_to(line.start + line.text.len());
    let last = lines.get(closing)?;
    draft.keep_to(last.start + last.indent());
    draft.put("~~~~~~");
    draft.skip_to(last.start + last.text.len());
    Some(closing + 1)
}

/// A line that breaks a page: a command of LaTeX, the element of Mobipocket, or
/// `{{< pagebreak >}}` (Quarto).
fn page_break(draft: &mut Draft, line: &Line) -> Option<()> {
    // A quotation has its sign before each line.
    let bare = line.text.trim_start_matches([' ', '>']);
    let prefix = line.text.get(..line.text.len() - bare.len())?;
    let bare = bare.trim_end();
    let is_tag = tag(bare) == Some("pagebreak");
    let kind = breaks::of_line(bare).or(is_tag.then_some(BreakKind::Page))?;
    let start = line.start + prefix.len();
    draft.keep_to(start);
    let opening = format!("::: {}-break", kind.name());
    let (over, rest) = opening.split_at(opening.len().min(bare.len()));
    draft.over(over);
    draft.put(rest);
    draft.put(&format!("\n{prefix}:::"));
    draft.skip_to(line.start + line.text.len());
    Some(())
}

/// Commands of LaTeX that break pages, in a block that Pandoc gives to LaTeX as it stands.
fn raw_breaks(draft: &mut Draft, lines: &[Line], i: usize) -> Option<usize> {
    let line = lines.get(i)?;
    let info = line.bare().trim_start_matches(['`', '~']).trim();
    if !matches!(info, "{=latex}" | "{=tex}") {
        return None;
    }
    let mut after = lines.get(i + 1..)?.iter();
    let closing = after.position(|line| line.kind == Kind::Close)? + i + 1;
    let mut commands = lines.get(i + 1..closing)?.iter();
    let is_break = |line: &Line| line.is_blank() || breaks::of_line(line.text).is_some();
    if !commands.all(is_break) {
        return None;
    }
    draft.keep_to(line.start);
    draft.skip_to(line.end);
    for line in lines.get(i + 1..closing)? {
        if page_break(draft, line).is_none() {
            draft.keep_to(line.end);
        }
    }
    let last = lines.get(closing)?;
    draft.keep_to(last.start);
    draft.skip_to(last.start + last.text.len());
    Some(closing + 1)
}

/// What is no text of the article: marks of contents, remarks, modules of MDX, files to
/// include.
fn left_out(draft: &mut Draft, lines: &[Line], i: usize, notes: &mut Notes) -> Option<usize> {
    let line = lines.get(i)?;
    let bare = line.text.trim();
    let place = line.start..line.start + line.text.len();
    let small = bare.to_ascii_lowercase();
    let contents = [
        "[toc]",
        "[[toc]]",
        "[[_toc_]]",
        "{:toc}",
        "{{toc}}",
        "${toc}",
    ];
    if contents.contains(&&*small) {
        notes.tell(Dialect::Contents, place.clone());
        draft.keep_to(line.start);
        draft.put(if draft.ends_line() { "\n" } else { "\n\n" });
        draft.skip_to(place.end);
        return Some(i + 1);
    }
    // An item that kramdown puts the contents in the place of.
    let next = lines.get(i + 1).map_or("", |line| line.text.trim());
    if next.eq_ignore_ascii_case("{:toc}") && bare.len() < 40 && bare.starts_with(['*', '-', '1']) {
        notes.tell(Dialect::Contents, place);
        draft.keep_to(line.start);
        draft.skip_to(lines.get(i + 1)?.end);
        return Some(i + 2);
    }
    // A remark of Obsidian, over lines or not.
    if let Some(rest) = bare.strip_prefix("%%") {
        let own = rest.find("%%");
        let last = match own {
            Some(_) => i,
            None => {
                i + 1
                    + lines
                        .get(i + 1..)?
                        .iter()
                        .position(|line| line.text.contains("%%"))?
            }
        };
        let end = lines.get(last)?;
        let from = match own {
            Some(at) => line.text.find("%%")? + 2 + at + 2,
            None => end.text.find("%%")? + 2,
        };
        draft.keep_to(line.start);
        draft.skip_to(end.start + from);
        return Some(last + 1);
    }
    let before = i.checked_sub(1).and_then(|i| lines.get(i));
    let is_apart = before.is_none_or(|line| line.is_blank() || is_module(line.text));
    if is_apart && is_module(line.text) {
        notes.tell(Dialect::Mdx, place);
        let is_open = !bare.ends_with([';', '\'', '"', ')', '}']);
        let mut last = i;
        while is_open && lines.get(last + 1).is_some_and(|line| !line.is_blank()) {
            last += 1;
        }
        draft.keep_to(line.start);
        draft.skip_to(lines.get(last)?.end);
        return Some(last + 1);
    }
    if ["!include ", "--8<-- ", "{!"]
        .iter()
        .any(|sign| small.starts_with(sign))
    {
        notes.tell(Dialect::Include, place);
    }
    None
}

/// A caption right under a table would be a row of it.
fn caption(draft: &mut Draft, lines: &[Line], i: usize) -> Option<usize> {
    let line = lines.get(i)?;
    let is_caption = line.text.starts_with(": ") || line.text.starts_with("Table: ");
    let above = |n: usize| i.checked_sub(n).and_then(|i| lines.get(i));
    let bars = |line: &Line| line.text.trim_start().starts_with('|');
    if !is_caption || !above(1).is_some_and(bars) || !above(2).is_some_and(bars) {
        return None;
    }
    draft.keep_to(line.start);
    draft.put("\n");
    draft.keep_to(line.end);
    Some(i + 1)
}

/// `<div markdown="1">`: a blank line after the tag and before the one that closes it says
/// the same to CommonMark.
fn element<'t>(draft: &mut Draft, line: &Line<'t>, open: &mut Vec<&'t str>) -> Option<()> {
    let bare = line.text.trim();
    if let Some(name) = bare
        .strip_prefix("</")
        .and_then(|rest| rest.strip_suffix('>'))
        && open.last() == Some(&name)
    {
        open.pop();
        draft.keep_to(line.start);
        draft.put("\n");
        return Some(());
    }
    let inner = bare.strip_prefix('<')?;
    let end = inner.find('>')?;
    let tag = inner.get(..end)?;
    let given = [
        " markdown=\"1\"",
        " markdown=\"block\"",
        " markdown=\"span\"",
        " markdown=1",
        " markdown",
    ];
    let (at, given) = given
        .iter()
        .find_map(|given| Some((tag.find(given)?, *given)))?;
    let ends = tag.get(at + given.len()..)?;
    if !(ends.is_empty() || ends.starts_with(' ')) {
        return None;
    }
    let name = tag.split(' ').next()?;
    let start = line.start + line.text.find('<')? + 1;
    draft.keep_to(start + at);
    draft.skip_to(start + at + given.len());
    draft.keep_to(start + end + 1);
    let rest = inner.get(end + 1..)?;
    draft.put(if rest.is_empty() { "\n" } else { "\n\n" });
    match rest
        .strip_suffix('>')
        .and_then(|rest| rest.strip_suffix(name)?.strip_suffix("</"))
    {
        Some(content) => {
            draft.keep_to(start + end + 1 + content.len());
            draft.put("\n\n");
        }
        None => open.push(name),
    }
    Some(())
}
