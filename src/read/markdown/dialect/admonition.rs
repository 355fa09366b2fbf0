//! Takes boxes of words; returns asides: `!!! note "Title"` (MkDocs), ```` ```{note} ```` and
//! `:::{note}` (MyST).

use super::Draft;
use super::lines::{Kind, Line};
use crate::notation::is_box;

/// Names of boxes in MyST and MkDocs, besides those that divs have.
const NAMES: [&str; 12] = [
    "abstract",
    "admonition",
    "bug",
    "dropdown",
    "exercise",
    "failure",
    "margin",
    "seealso",
    "sidebar",
    "topic",
    "versionadded",
    "versionchanged",
];

fn is_name(name: &str) -> bool {
    is_box(name) || NAMES.contains(&name)
}

/// `!!! note "Title"` or `??? note`, and what is set in by four spaces under it. So is what
/// is under a tab: `=== "Title"`.
pub(super) fn indented(draft: &mut Draft, lines: &[Line], i: usize) -> Option<usize> {
    let line = lines.get(i)?;
    let bare = line.bare();
    let tabs = ["===!", "===+", "==="];
    let signs = ["!!!", "???+", "???"].into_iter().chain(tabs);
    let (sign, rest) = signs
        .into_iter()
        .find_map(|sign| Some((sign, bare.strip_prefix(sign)?)))?;
    let head = rest.strip_prefix(' ')?.trim();
    let (kinds, title) = match head.split_once('"') {
        Some((kinds, title)) => (kinds.trim(), Some(title.strip_suffix('"')?)),
        None => (head, None),
    };
    let is_tab = tabs.contains(&sign);
    let kinds = match is_tab {
        true if kinds.is_empty() && title.is_some() => "tab",
        true => return None,
        false => kinds,
    };
    let kind = kinds.split(' ').next()?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !kind.starts_with(|c: char| c.is_ascii_alphabetic())
        || !kinds.chars().all(|c| is_word(c) || c == ' ')
    {
        return None;
    }
    let indent = line.indent();
    let body = lines.get(i + 1..)?;
    let is_in = |line: &&Line| {
        let space = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        line.is_blank()
            || line.indent() >= indent + 4
            || space > indent && line.text[..space].contains('\t')
    };
    let mut count = body.iter().take_while(is_in).count();
    let within = body.get(..count).unwrap_or(&[]);
    let fences = within.iter().filter(|line| line.bare().starts_with(":::"));
    if fences.count() % 2 == 1 {
        return None;
    }
    while count > 0 && body.get(count - 1).is_some_and(Line::is_blank) {
        count -= 1;
    }
    let at = |part: &str| part.as_ptr() as usize - line.text.as_ptr() as usize + line.start;
    draft.keep_to(line.start);
    open(draft, indent, kind);
    match title {
        Some(title) => heading(draft, at(title), title.len(), indent),
        None => named(draft, at(kind), kind, indent),
    }
    draft.skip_to(line.end);
    for line in body.iter().take(count) {
        let space = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        let keep = indent.min(space);
        draft.keep_to(line.start + keep);
        let own = line.text.get(keep..space).unwrap_or("");
        let skip = if own.starts_with('\t') {
            1
        } else {
            own.len().min(4)
        };
        draft.skip_to(line.start + keep + skip);
        draft.keep_to(line.end);
    }
    close(draft, indent);
    Some(i + 1 + count)
}

fn open(draft: &mut Draft, indent: usize, kind: &str) {
    let kind = kind.to_lowercase();
    let margin = " ".repeat(indent);
    draft.put(&format!("\n{margin}::: {{.aside .{kind}}}\n"));
}

/// A title, as a line by itself.
fn heading(draft: &mut Draft, start: usize, length: usize, indent: usize) {
    if length == 0 {
        return;
    }
    draft.skip_to(start);
    draft.put(&format!("{}**", " ".repeat(indent)));
    draft.keep_to(start + length);
    draft.put("**\n\n");
}

/// A box without a title is headed by its name, as an alert of GitHub is.
fn named(draft: &mut Draft, start: usize, kind: &str, indent: usize) {
    draft.skip_to(start);
    draft.put(&format!("{}**", " ".repeat(indent)));
    let (first, rest) = kind.split_at(1);
    draft.over(&format!("{}{rest}", first.to_ascii_uppercase()));
    draft.put("**\n\n");
}

/// A blank line ends what would take the fence in, such as a block of HTML.
fn close(draft: &mut Draft, indent: usize) {
    let end = if draft.ends_line() { "" } else { "\n" };
    draft.put(&format!("{end}\n{}:::\n\n", " ".repeat(indent)));
}

/// The name in the braces of a directive, and what stands after it.
fn directive(info: &str) -> Option<(&str, &str)> {
    let (name, rest) = info.strip_prefix('{')?.split_once('}')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (!name.is_empty() && name.chars().all(is_word)).then_some((name, rest.trim()))
}

/// A directive of MyST between fences of backticks, tildes or colons.
pub(super) fn fenced(draft: &mut Draft, lines: &[Line], i: usize) -> Option<usize> {
    let line = lines.get(i)?;
    let bare = line.bare().trim_end();
    let sign = bare.chars().next().filter(|c| "`~:".contains(*c))?;
    let info = bare.trim_start_matches(sign);
    if bare.len() - info.len() < 3 || (sign == ':') == (line.kind == Kind::Open) {
        return None;
    }
    let (name, title) = directive(info.trim_start())?;
    let at = |part: &str| part.as_ptr() as usize - line.text.as_ptr() as usize + line.start;
    let is_code = matches!(name, "code-block" | "code" | "code-cell" | "sourcecode");
    let options = lines.get(i + 1..)?.iter();
    let options = options.take_while(|line| {
        let bare = line.bare();
        bare.strip_prefix(':')
            .and_then(|rest| rest.split_once(':'))
            .is_some_and(|(key, _)| !key.is_empty() && !key.contains([' ', ':']))
    });
    let options = options.count();
    let after = lines.get(i + options).map_or(line.end, |line| line.end);
    if is_code && sign != ':' {
        draft.keep_to(at(info));
        draft.skip_to(at(title));
        draft.keep_to(line.end);
        draft.skip_to(after);
        return Some(i + 1 + options);
    }
    if matches!(name, "figure" | "image") && !title.is_empty() {
        return figure(draft, lines, i, (name, sign), options);
    }
    let body = lines.get(i + 1..)?.iter();
    let mut body = body.take_while(|line| line.kind != Kind::Close);
    // The fence of a div within would close the box.
    let is_parted = sign != ':' && body.any(|line| line.bare().starts_with(":::"));
    if !is_name(name) || is_parted {
        return None;
    }
    let indent = line.indent();
    draft.keep_to(line.start);
    open(draft, indent, name);
    match title.is_empty() {
        false => heading(draft, at(title), title.len(), indent),
        true => named(draft, at(name), name, indent),
    }
    draft.skip_to(after);
    if sign == ':' {
        return Some(i + 1 + options);
    }
    let closing = lines
        .get(i + 1..)?
        .iter()
        .position(|line| line.kind == Kind::Close);
    let Some(closing) = closing.and_then(|n| lines.get(i + 1 + n)) else {
        close(draft, indent);
        return Some(lines.len());
    };
    draft.keep_to(closing.start);
    draft.skip_to(closing.end);
    close(draft, indent);
    let next = lines.iter().position(|line| line.start == closing.start);
    Some(next.map_or(lines.len(), |at| at + 1))
}

/// ```` ```{figure} a.png ````: a picture with what its options say, and a caption. An
/// `{image}` has none.
fn figure(
    draft: &mut Draft,
    lines: &[Line],
    i: usize,
    (name, sign): (&str, char),
    options: usize,
) -> Option<usize> {
    let line = lines.get(i)?;
    let path = line.text.trim_end().rsplit('}').next()?.trim();
    let closing = lines.get(i + 1..)?.iter().position(|line| match sign {
        ':' => line.bare().starts_with(":::"),
        _ => line.kind == Kind::Close,
    })?;
    let closing = i + 1 + closing;
    let last = lines.get(closing)?;
    let indent = " ".repeat(line.indent());
    let at = |line: &Line, part: &str| {
        let start = part.as_ptr() as usize - line.text.as_ptr() as usize + line.start;
        start..start + part.len()
    };
    let given = lines
        .get(i + 1..i + 1 + options)?
        .iter()
        .filter_map(|line| {
            let (key, value) = line.bare().strip_prefix(':')?.split_once(':')?;
            Some((key, at(line, value.trim()), value.trim()))
        });
    let given: Vec<(&str, std::ops::Range<usize>, &str)> = given.collect();
    // What names and dresses it is the figure's, what sizes it the picture's.
    let (mut figure, mut picture) = (String::from(".figure"), String::new());
    for (key, _, value) in given
        .iter()
        .filter(|given| !given.2.contains(['"', '{', '}']))
    {
        match *key {
            "width" | "height" | "align" => picture.push_str(&format!(" {key}=\"{value}\"")),
            "name" => figure.push_str(&format!(" #{value}")),
            "class" | "figclass" => {
                figure.extend(value.split_whitespace().map(|class| format!(" .{class}")));
            }
            _ => {}
        }
    }
    draft.keep_to(line.start);
    draft.put(&format!("\n{indent}::: {{{figure}}}\n{indent}!["));
    for (_, range, _) in given.iter().filter(|(key, ..)| *key == "alt") {
        draft.copy(range.clone());
    }
    draft.put("](<");
    draft.copy(at(line, path));
    draft.put(">)");
    if !picture.is_empty() {
        draft.put(&format!("{{{}}}", picture.trim()));
    }
    draft.put("\n\n");
    let body = lines.get(i + options)?;
    draft.skip_to(body.end);
    // What is within an image is no caption: it stands after it.
    if name == "figure" {
        draft.keep_to(last.start);
    }
    draft.put(&format!("\n{indent}:::\n\n"));
    if name == "image" {
        draft.keep_to(last.start);
    }
    draft.skip_to(last.end);
    Some(closing + 1)
}
