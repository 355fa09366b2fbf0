//! Takes the words of a text; returns the same with the marks of other dialects as Pressroom
//! writes them: links and pictures of wikis, marked and inserted words, remarks, names of emoji,
//! shortcodes where a link leads, and stress beside Han and kana.

use super::lines::{Kind, lines};
use super::{Dialect, Draft, Notes, math};
use crate::model::anchor;
use crate::notation::emoji;

/// Rewrites the marks in the lines of a text that are no code.
pub(super) fn rewritten<'t>(text: &'t str, notes: &mut Notes) -> Draft<'t> {
    let mut draft = Draft::new(text);
    let has_definitions = text.contains("]:");
    let lines = lines(text);
    // Paragraph by paragraph: a span of code goes on over lines.
    let mut start = None;
    // A block of HTML goes on to a blank line, and its words are looked for by themselves.
    let mut is_html = false;
    let mut words = Vec::with_capacity(lines.len());
    for line in &lines {
        is_html = !line.is_blank() && (is_html || opens_html(line.text));
        // The title of a div is an attribute.
        let is_text = line.kind == Kind::Text && !line.is_blank();
        words.push(is_text && !is_html && !is_fence(line.text));
    }
    for (i, line) in lines.iter().enumerate() {
        if words.get(i) == Some(&true) {
            start.get_or_insert(line.start);
        }
        let ends = words.get(i + 1) != Some(&true);
        if ends && let Some(start) = start.take() {
            let mut phrase = Phrase {
                text,
                end: line.end,
                at: start,
                draft: &mut draft,
                notes,
                stars: Vec::new(),
                has_definitions,
                has_dollar: false,
            };
            phrase.run();
        }
    }
    draft
}

/// Tags that open a block of HTML whatever follows them (CommonMark 0.31, 4.6).
const BLOCKS: [&str; 66] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "pre",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// Whether a line opens a block of HTML (CommonMark 0.31, 4.6).
fn opens_html(line: &str) -> bool {
    let bare = line.trim_start_matches(|c: char| " >-*+:.)".contains(c) || c.is_ascii_digit());
    let Some(tag) = bare.strip_prefix('<') else {
        return false;
    };
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = name.get(..end.unwrap_or(name.len())).unwrap_or("");
    let is_alone = tag
        .find('>')
        .is_some_and(|end| tag[end + 1..].trim().is_empty());
    let is_address = tag
        .split('>')
        .next()
        .is_some_and(|tag| tag.contains([':', '@']) && !tag.contains(' '));
    !is_address
        && (tag.starts_with(['!', '?']) || !name.is_empty())
        && (is_alone
            || tag.starts_with(['!', '?'])
            || BLOCKS.contains(&&*name.to_ascii_lowercase()))
}

/// Whether a line opens or closes a div.
fn is_fence(line: &str) -> bool {
    line.trim_start_matches(|c: char| {
        matches!(c, ' ' | '>' | '-' | '*' | '+' | ':') || c.is_ascii_digit()
    })
    .len()
        < line.len()
        && line.contains(":::")
}

/// How far what closes a mark may stand from it, in bytes: a text of open marks alone is
/// read in a time that grows with the text.
const REACH: usize = 4096;

struct Phrase<'p, 't> {
    text: &'t str,
    end: usize,
    at: usize,
    draft: &'p mut Draft<'t>,
    notes: &'p mut Notes,
    /// How long the signs of stress are that are open.
    stars: Vec<usize>,
    /// Whether the text may define labels of links.
    has_definitions: bool,
    /// Whether a dollar is open, which another would close.
    has_dollar: bool,
}

impl<'t> Phrase<'_, 't> {
    /// The text from here on, as far as a mark is looked for.
    fn rest(&self) -> &'t str {
        let mut end = self.end.min(self.at + REACH);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.get(self.at..end).unwrap_or("")
    }

    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            let step = match c {
                '\\' => 1 + self.rest().chars().nth(1).map_or(0, char::len_utf8),
                '`' => self.code(),
                '$' => self.sum().unwrap_or_else(|| self.formula()),
                '<' => self.math().unwrap_or_else(|| self.html()),
                '[' => self.wiki(false).unwrap_or(1),
                '!' => self.wiki(true).or_else(|| self.sized()).unwrap_or(1),
                ']' => self.destination().unwrap_or(1),
                '=' => self.pair("==", "mark").unwrap_or(1),
                '+' => self.pair("++", "ins").unwrap_or(1),
                '%' => self.remark().unwrap_or(1),
                '^' => self.block_name().unwrap_or(1),
                ':' => self.emoji().unwrap_or(1),
                '(' => self.example().unwrap_or(1),
                '{' => self
                    .critic()
                    .or_else(|| self.comment())
                    .or_else(|| self.template())
                    .unwrap_or_else(|| self.attributes()),
                '*' => self.stress(),
                c => c.len_utf8(),
            };
            self.at += step;
        }
    }

    fn before(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    /// A span of code, to its end.
    fn code(&self) -> usize {
        let rest = self.rest();
        let width = rest.len() - rest.trim_start_matches('`').len();
        let mut at = width;
        while let Some(found) = rest.get(at..).and_then(|rest| rest.find('`')) {
            let here = at + found;
            let after = rest.get(here..).unwrap_or("");
            let length = after.len() - after.trim_start_matches('`').len();
            if length == width {
                return here + length;
            }
            at = here + length;
        }
        width
    }

    /// A dollar sign that opens no formula, as of `$5`, `$HOME`, is text: a formula ends
    /// before a sign or a space (GitHub, "Writing mathematical expressions").
    fn sum(&mut self) -> Option<usize> {
        let rest = self.rest();
        let inner = rest.get(1..).filter(|inner| !inner.starts_with('$'))?;
        let length = inner.find('$')?;
        let after = inner.get(length + 1..)?.chars().next();
        let is_open = after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && !inner.get(..length)?.contains(['\\', '`']);
        is_open.then(|| {
            self.draft.keep_to(self.at);
            self.draft.put("\\");
            self.draft.keep_to(self.at + 1);
            1
        })
    }

    /// A formula in a line, to its end.
    fn formula(&mut self) -> usize {
        let rest = self.rest();
        let width = if rest.starts_with("$$") { 2 } else { 1 };
        let inner = rest.get(width..).unwrap_or("");
        if width == 1 && inner.starts_with(char::is_whitespace) {
            self.has_dollar = true;
            return 1;
        }
        let sign = &rest[..width];
        match inner.find(sign) {
            Some(end) if end > 0 && !inner[..end].ends_with(char::is_whitespace) => end + 2 * width,
            _ => {
                self.has_dollar = true;
                width
            }
        }
    }

    /// `<math>…</math>`.
    fn math(&mut self) -> Option<usize> {
        let rest = self.text.get(self.at..self.end)?;
        let is_apart = !self.has_dollar && self.before() != Some('$');
        (is_apart && rest.starts_with("<math"))
            .then(|| math::formula(self.draft, rest, self.at, self.notes))?
    }

    /// A tag, a comment or an address between angles.
    fn html(&self) -> usize {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(1, |end| end + 3);
        }
        let opens = rest.get(1..).is_some_and(|after| {
            after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        });
        match rest.find('>') {
            Some(end) if opens && !rest[..end].contains("\n\n") => end + 1,
            _ => 1,
        }
    }

    /// `[[page|words]]` and `![[picture.png|300]]`.
    fn wiki(&mut self, is_picture: bool) -> Option<usize> {
        let rest = self.rest();
        let skip = usize::from(is_picture);
        let inner = rest.get(skip..)?.strip_prefix("[[")?;
        let length = inner.find("]]")?;
        let within = inner.get(..length)?;
        let after = inner.get(length + 2..)?;
        let is_link = !within.trim().is_empty()
            && !within.starts_with(['^', '['])
            && !within.contains(['[', ']', '\n', '<', '>', '`'])
            && !after.starts_with(['(', '[', '{', ']', ':']);
        // A label that is defined makes a link of the inner brackets alone.
        let is_defined = || {
            if !self.has_definitions {
                return false;
            }
            let label = format!("[{within}]:");
            self.text.contains(&format!("\n{label}"))
                || self.text.contains(&format!("[{label}"))
                || self.text.contains(&format!("[[{within}]]:"))
        };
        if !is_link || is_defined() {
            return None;
        }
        let (target, words) = within.split_once('|').unwrap_or((within, within));
        let target = target.trim_end_matches('\\').trim();
        let at = |part: &str| part.as_ptr() as usize - self.text.as_ptr() as usize;
        let end = at(after);
        let is_image = is_picture && is_file_of_picture(target);
        self.draft.keep_to(self.at);
        if is_image {
            let words = within.split_once('|').map_or("", |(_, words)| words.trim());
            let (alt, (width, height)) = sized(words).unwrap_or((words, ("", "")));
            self.draft.put("![");
            if !alt.is_empty() {
                self.draft.skip_to(at(alt));
                self.draft.keep_to(at(alt) + alt.len());
            }
            self.draft.skip_to(end);
            let own = match extent((width, height)) {
                own if own.is_empty() => own,
                own => format!("{{{own}}}"),
            };
            self.draft.put(&format!("](<{target}>){own}"));
            return Some(end - self.at);
        }
        let words = words.trim();
        self.draft.put("[");
        self.draft.skip_to(at(words));
        self.draft.keep_to(at(words) + words.len());
        self.draft.skip_to(end);
        self.draft.put(&format!("](<{}>)", place_of(target)));
        Some(end - self.at)
    }

    /// `![words|300](picture.png)`, as Obsidian has it.
    fn sized(&mut self) -> Option<usize> {
        let inner = self.rest().strip_prefix("![")?;
        let (words, after) = inner.split_once("](")?;
        let length = after.find(')')?;
        let path = after.get(..length)?;
        let (alt, size) = sized(words)?;
        let is_whole = !words.contains(['[', ']', '\n', '`', '\\'])
            && !path.contains(['(', '\n', ' ', '<'])
            && !after.get(length + 1..)?.starts_with('{');
        if !is_whole || path.is_empty() {
            return None;
        }
        let end = self.at + 2 + words.len() + 2 + length + 1;
        self.draft.keep_to(self.at + 2 + alt.len());
        self.draft.skip_to(self.at + 2 + words.len());
        self.draft.keep_to(end);
        self.draft.put(&format!("{{{}}}", extent(size)));
        Some(end - self.at)
    }

    /// `](…)`: what stands in it is no text, but a shortcode in it names what it links to.
    fn destination(&mut self) -> Option<usize> {
        let rest = self.rest();
        let inner = rest.strip_prefix("](")?;
        let tag = inner.trim_start();
        let (open, close) = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")]
            .into_iter()
            .find(|(open, _)| tag.starts_with(open))?;
        let length = tag.find(close)?;
        let words = tag.get(open.len()..length)?.trim();
        let (name, path) = words.split_once(char::is_whitespace)?;
        let path = path.trim().trim_matches(['"', '\'']);
        if !matches!(name, "ref" | "relref" | "link" | "post_url")
            || path.contains(['"', ' ', '\n'])
        {
            return None;
        }
        let end = self.at + 2 + (inner.len() - tag.len()) + length + close.len();
        self.draft.keep_to(self.at + 2);
        self.draft.skip_to(end);
        self.draft.put(path);
        Some(end - self.at)
    }

    /// Words between two pairs of signs: `==marked==`, `++inserted++`.
    fn pair(&mut self, sign: &str, class: &str) -> Option<usize> {
        let rest = self.rest();
        let width = rest.len() - rest.trim_start_matches(['=', '+']).len();
        let inner = rest.strip_prefix(sign).filter(|_| width == 2);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let Some(inner) = inner else {
            return Some(width.max(1));
        };
        let length = inner.find(sign)?;
        let within = inner.get(..length)?;
        let after = inner.get(length + 2..).unwrap_or("");
        // `++i` and `i++` of programs are no pair.
        let mut words = within.split_whitespace();
        let is_name = |word: &str| word.trim_end_matches([';', ',']).len() == 1;
        let is_program =
            words.next().is_some_and(is_name) && words.next_back().is_some_and(is_name);
        let is_tight = !within.is_empty()
            && !is_program
            && !within.starts_with(char::is_whitespace)
            && !within.ends_with(char::is_whitespace)
            && !within.contains(['`', '\n', '[', ']', '\\', '<'])
            && !after.starts_with(['=', '+'])
            && !is_word(self.before())
            && !is_word(after.chars().next());
        if !is_tight {
            return None;
        }
        self.draft.keep_to(self.at);
        self.draft.put("[");
        self.draft.skip_to(self.at + 2);
        self.draft.keep_to(self.at + 2 + length);
        self.draft.skip_to(self.at + 4 + length);
        self.draft.put(&format!("]{{.{class}}}"));
        Some(4 + length)
    }

    /// Attributes, in which nothing is rewritten, to their end.
    fn attributes(&self) -> usize {
        let rest = self.rest();
        let end = rest.find('}').map_or(1, |end| end + 1);
        let inner = rest.get(..end).unwrap_or("");
        let opens = inner.starts_with("{.") || inner.starts_with("{#") || inner.starts_with("{:");
        match (opens || inner.contains('=')) && !inner.contains('\n') {
            true => end,
            false => 1,
        }
    }

    /// `%%a remark%%`, which Obsidian never shows.
    fn remark(&mut self) -> Option<usize> {
        let inner = self.rest().strip_prefix("%%")?;
        let length = inner.find("%%")?;
        let before = self.before().is_none_or(|c| !c.is_alphanumeric());
        if length == 0 || !before || inner.starts_with('%') {
            return None;
        }
        // Of the spaces around it one stays.
        let after = inner.get(length + 2..).unwrap_or("");
        let is_between = self.before() == Some(' ') && after.starts_with(' ');
        let end = length + 4 + usize::from(is_between);
        self.draft.keep_to(self.at);
        self.keep_signs();
        self.draft.skip_to(self.at + end);
        Some(end)
    }

    /// The marks of CriticMarkup: `{++added++}`, `{--deleted--}`, `{~~old~>new~~}`,
    /// `{==marked==}`, and `{>>a remark<<}`, which is not printed.
    fn critic(&mut self) -> Option<usize> {
        let rest = self.rest();
        let inner = rest.get(3..)?;
        let (close, open_as, close_as) = match rest.get(..3)? {
            "{++" => ("++}", "[", "]{.ins}"),
            "{--" => ("--}", "~~", "~~"),
            "{~~" => ("~~}", "~~", "]{.ins}"),
            "{==" => ("==}", "[", "]{.mark}"),
            "{>>" => ("<<}", "", ""),
            _ => return None,
        };
        let length = inner.find(close)?;
        let within = inner.get(..length)?;
        let is_tight = !within.trim().is_empty()
            && within.trim().len() == within.len()
            && !within.contains(['[', ']', '`', '\n', '<', '\\']);
        let end = 3 + length + close.len();
        if open_as.is_empty() {
            self.draft.keep_to(self.at);
            self.keep_signs();
            self.draft.skip_to(self.at + end);
            return Some(end);
        }
        if !is_tight {
            return None;
        }
        self.draft.keep_to(self.at);
        self.draft.put(open_as);
        let at = self.at + 3;
        self.draft.skip_to(at);
        if close == "~~}" {
            let arrow = within.find("~>").filter(|arrow| *arrow > 0)?;
            self.draft.keep_to(at + arrow);
            self.draft.put("~~[");
            self.draft.skip_to(at + arrow + 2);
        }
        self.draft.keep_to(at + length);
        self.draft.put(close_as);
        self.draft.skip_to(self.at + end);
        Some(end)
    }

    /// `^name` at the end of a block (Obsidian): links lead there by it, and nobody sees it.
    fn block_name(&mut self) -> Option<usize> {
        let rest = self.rest();
        let length = rest.find('\n').unwrap_or(rest.len());
        let name = rest.get(1..length)?.trim_end();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let is_last = self.at + length >= self.end.saturating_sub(1)
            || rest
                .get(length..)?
                .trim_start_matches('\n')
                .starts_with(['-', '*', '+']);
        let is_apart = self.before() == Some(' ');
        if name.is_empty() || !name.chars().all(is_name) || !is_last || !is_apart {
            return None;
        }
        let before = self.text.get(..self.at)?;
        self.draft.keep_to(before.trim_end_matches(' ').len());
        self.draft.put(&format!("<a id=\"{name}\"></a>"));
        self.draft.skip_to(self.at + 1 + name.len());
        Some(1 + name.len())
    }

    /// `{/* a remark */}` (MDX), and `{% comment %}` (Liquid, Jinja) with what is between it
    /// and its end.
    fn comment(&mut self) -> Option<usize> {
        let rest = self.rest();
        let length = if rest.starts_with("{/*") {
            rest.find("*/}")? + 3
        } else {
            let inner = rest
                .strip_prefix("{%")?
                .trim_start_matches('-')
                .trim_start();
            inner.strip_prefix("comment")?;
            let end = rest.find("endcomment")?;
            end + rest.get(end..)?.find("%}")? + 2
        };
        // Of the spaces around it one stays.
        let after = rest.get(length..)?;
        let is_between = self.before() == Some(' ') && after.starts_with(' ');
        let end = length + usize::from(is_between);
        self.draft.keep_to(self.at);
        self.keep_signs();
        self.draft.skip_to(self.at + end);
        Some(end)
    }

    /// Puts a comment that is nothing where something is left out: signs that stand alone then
    /// would be a mark of a list or a line under words, and what ends here would end after it.
    fn keep_signs(&mut self) {
        let before = self.text.get(..self.at).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        if !line.trim().is_empty() {
            self.draft.put("<!---->");
        }
    }

    /// `:tada:`.
    fn emoji(&mut self) -> Option<usize> {
        let (length, sign) = emoji(self.rest())?;
        if self.before().is_some_and(char::is_alphanumeric) {
            return None;
        }
        self.draft.keep_to(self.at);
        self.draft.put(sign);
        self.draft.skip_to(self.at + length);
        Some(length)
    }

    /// `(@label)`: the number of an example.
    fn example(&mut self) -> Option<usize> {
        let inner = self.rest().strip_prefix("(@")?;
        let length = inner.find(')')?;
        let label = inner.get(..length).filter(|label| !label.is_empty())?;
        let number = *self.notes.examples.get(label)?;
        self.draft.keep_to(self.at + 1);
        self.draft.put(&number.to_string());
        self.draft.skip_to(self.at + 2 + length);
        Some(length + 3)
    }

    /// A tag of a template: one that only keeps others from being read goes, any other is
    /// printed as it stands, and reported.
    fn template(&mut self) -> Option<usize> {
        let rest = self.rest();
        let (open, close) = [("{{", "}}"), ("{%", "%}")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))?;
        let length = rest.find(close)? + close.len();
        let words = rest.get(open.len()..length - close.len())?;
        let name = words.trim_matches(['-', ' ', '<', '%', '>']);
        // Within a word, or within HTML, whose words are found again, it is no mark.
        let next = rest.get(length..).and_then(|after| after.chars().next());
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let is_mark = is_apart(self.before()) || is_apart(next);
        if open == "{%" && matches!(name, "raw" | "endraw") && is_mark {
            self.draft.keep_to(self.at);
            self.keep_signs();
            self.draft.skip_to(self.at + length);
            return Some(length);
        }
        let is_figure = name.starts_with("figure ") || name.starts_with("image ");
        let is_figure = is_figure || name.starts_with("img ") || name.starts_with("include ");
        if !is_figure && self.before() != Some('(') && !words.trim().is_empty() {
            self.notes
                .tell(Dialect::Template, self.at..self.at + length);
        }
        Some(length)
    }

    /// Signs of stress that CommonMark does not take for such beside a sign of Chinese or
    /// Japanese: `**加粗：**后`. A comment that is nothing parts the two (CommonMark 0.31,
    /// "left-flanking delimiter run").
    fn stress(&mut self) -> usize {
        let rest = self.rest();
        let width = rest.len() - rest.trim_start_matches('*').len();
        let (before, after) = (
            self.before(),
            rest.get(width..).and_then(|r| r.chars().next()),
        );
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
        if width > 3 || is_space(before) && is_space(after) {
            return width;
        }
        let opens = !is_space(after) && (!is_sign(after) || is_space(before) || is_sign(before));
        let closes = !is_space(before) && (!is_sign(before) || is_space(after) || is_sign(after));
        let is_open = self.stars.last() == Some(&width);
        let is_near = before.is_some_and(is_cjk) || after.is_some_and(is_cjk);
        match (is_open, opens, closes) {
            (true, _, true) => {
                self.stars.pop();
            }
            (true, true, false) if is_near && is_sign(before) => {
                self.draft.keep_to(self.at + width);
                self.draft.put("<!---->");
                self.stars.pop();
            }
            (false, true, _) => self.stars.push(width),
            (false, false, true) if is_near && is_sign(after) => {
                let closing = rest.get(width..).unwrap_or("");
                if closing.contains(&"*".repeat(width)) {
                    self.draft.keep_to(self.at);
                    self.draft.put("<!---->");
                    self.stars.push(width);
                }
            }
            _ => {}
        }
        width
    }
}

/// What stands before the size in the words of a picture, and the size: `A clock|300x200`,
/// `300`. Words that end in no size are none of it.
fn sized(words: &str) -> Option<(&str, (&str, &str))> {
    let (alt, size) = words.rsplit_once('|').unwrap_or(("", words));
    let (width, height) = size.split_once('x').unwrap_or((size, ""));
    let is_size = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    // `![1](a.png)` is a picture of the number one.
    let is_number = alt.is_empty() && height.is_empty() && width.len() < 2;
    let is_sized = is_size(width) && is_size(height) && !width.is_empty() && !is_number;
    is_sized.then_some((alt.trim_end(), (width, height)))
}

/// A size as the attributes of a picture.
fn extent((width, height): (&str, &str)) -> String {
    let pairs = [("width", width), ("height", height)].into_iter();
    let pairs = pairs.filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs
        .map(|(key, value)| format!("{key}={value}px"))
        .collect();
    pairs.join(" ")
}

/// Whether a character is Han, kana or a sign that goes with them.
pub(in crate::read::markdown) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x312F | 0x31A0..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—')
}

fn is_file_of_picture(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let known = [
        "png", "jpg", "jpeg", "svg", "webp", "gif", "avif", "bmp", "tif", "tiff",
    ];
    known.contains(&&*ending)
}

/// Where a link of a wiki leads: a place on this page by the name of its heading.
fn place_of(target: &str) -> String {
    match target.strip_prefix('#') {
        Some(heading) => format!("#{}", anchor(heading.rsplit('#').next().unwrap_or(heading))),
        None => target.to_owned(),
    }
}
