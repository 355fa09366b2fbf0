//! Takes what no node of the article claims; gives back the marks of other dialects of
//! Markdown: boxes, wikis, templates, page breaks, drawn tables, labels of lists.

use super::attributes::Holds;
use super::claims::Claim;
use super::decode::tag_length;
use super::walker::Walker;
use crate::notation::breaks;

/// Names of template tags that say what is between them, or where a link leads.
const TAGS: [&str; 12] = [
    "codeblock",
    "endcodeblock",
    "endhighlight",
    "endraw",
    "/highlight",
    "highlight",
    "link",
    "pagebreak",
    "post_url",
    "raw",
    "ref",
    "relref",
];

impl Walker<'_, '_> {
    /// What a free character opens in another dialect, claimed; and where that ends.
    pub(super) fn dialect(&mut self, at: usize, c: char) -> Option<usize> {
        let found = match c {
            '%' => self.remark(at),
            '^' => self.name_of_block(at),
            '+' | '-' | '~' | '=' => self.critic(at),
            '{' => self
                .critic(at)
                .or_else(|| self.hidden(at))
                .or_else(|| self.tag_of_template(at))
                .or_else(|| self.name_of_directive(at)),
            '@' => self.example(at),
            '<' => self.component(at).or_else(|| self.math_of_tags(at)),
            _ => None,
        };
        found.or_else(|| self.line_of_dialect(at, c))
    }

    fn whole(&mut self, at: usize, end: usize, claim: Claim) -> Option<usize> {
        self.claims.take(at..end, claim);
        Some(end)
    }

    /// A command of LaTeX at the head of a line that breaks a page, if the article has such a
    /// break. In a text of JSON its backslash is doubled, and the line begins with `\n`.
    pub(super) fn command(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at);
        let bare = match rest.starts_with("\\\\") {
            true => rest.get(1..)?,
            false => rest,
        };
        let mut commands = breaks::COMMANDS.iter();
        let (name, kind) = commands.find(|(name, _)| bare.starts_with(name))?;
        let after = bare.get(name.len()..)?;
        // In a quotation its signs stand before it.
        let before = self.claims.slice(0..at);
        let before = before.trim_end_matches([' ', '\t', '>']);
        let opens = before.is_empty() || before.ends_with(['\n', '"']) || before.ends_with("\\n");
        let is_whole = opens && !after.starts_with(char::is_alphabetic);
        if !is_whole || !self.facts.has_break(*kind) {
            return None;
        }
        let braces = if after.starts_with("{}") { 2 } else { 0 };
        let end = at + rest.len() - after.len() + braces;
        self.whole(at, end, Claim::Markup)
    }

    /// `%%a remark%%`.
    fn remark(&mut self, at: usize) -> Option<usize> {
        let inner = self.claims.rest(at).strip_prefix("%%")?;
        let end = at + 4 + inner.find("%%")?;
        self.whole(at, end, Claim::Markup)
    }

    /// `^name` at the end of a block of Obsidian, which links lead to.
    fn name_of_block(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at + 1);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let name = rest.get(..length)?.to_owned();
        self.facts.take(Holds::Id, &name).then_some(())?;
        self.whole(at, at + 1 + length, Claim::Metadata)
    }

    /// The marks of CriticMarkup, and its remarks, which are not printed.
    fn critic(&mut self, at: usize) -> Option<usize> {
        let sign = self.claims.rest(at).get(..3)?;
        let is_mark = matches!(
            sign,
            "{++" | "{--" | "{~~" | "{==" | "++}" | "--}" | "~~}" | "==}"
        );
        if is_mark {
            return self.whole(at, at + 3, Claim::Markup);
        }
        if sign.starts_with("~>") && self.claims.slice(0..at).contains("{~~") {
            return self.whole(at, at + 2, Claim::Markup);
        }
        let length = self.claims.rest(at).strip_prefix("{>>")?.find("<<}")?;
        self.whole(at, at + 3 + length + 3, Claim::Markup)
    }

    /// `{/* a remark */}` (MDX), and what stands between two tags of Liquid that hide it.
    fn hidden(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at);
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
        self.whole(at, at + length, Claim::Markup)
    }

    fn tag_of_template(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at);
        let closings = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
        let (open, close) = closings
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))?;
        let length = rest.find(close)?;
        let words = rest.get(open.len()..length)?.trim_matches(['-', ' ']);
        let name = words.split(' ').next()?;
        let is_closed = match name {
            "highlight" | "codeblock" => {
                rest.contains(&format!("end{name}")) || rest.contains(&format!("/{name}"))
            }
            _ => true,
        };
        if !TAGS.contains(&name) || !is_closed {
            return None;
        }
        let end = at + length + close.len();
        // What nothing closes is printed as it stands.
        if matches!(name, "codeblock" | "highlight") {
            let after = self.claims.rest(end);
            let closes = |tag: &str| {
                tag.trim_start_matches(['-', ' ']).starts_with("end")
                    || tag.trim_start_matches(['-', ' ']).starts_with('/')
            };
            let mut tags = after.split(open).skip(1);
            if !tags.any(closes) {
                return None;
            }
        }
        // Where a link leads.
        if let Some(before) = at.checked_sub(1)
            && self.claims.take_sign(before, "(")
        {
            self.claims.take_sign(end, ")");
        }
        self.whole(at, end, Claim::Markup)
    }

    /// The name in braces after a fence; after that of code its language.
    fn name_of_directive(&mut self, at: usize) -> Option<usize> {
        let before = self.claims.slice(0..at).trim_end();
        if !before.ends_with([':', '`', '~']) || !self.claims.opens_line(at) {
            return None;
        }
        let line = self.claims.slice(at..self.claims.line_end(at));
        let name = line.find('}')? + 1;
        // What Pandoc gives to LaTeX as it stands is a break here.
        let next = self.claims.line_end(at) + 1;
        let next = self.claims.slice(next..self.claims.line_end(next));
        let is_raw =
            matches!(line.trim_end(), "{=latex}" | "{=tex}") && breaks::of_line(next).is_some();
        let is_code = is_raw || line.starts_with("{code") || line.starts_with("{source");
        if is_code {
            return self.whole(at, at + line.trim_end().len(), Claim::Markup);
        }
        // The picture of a figure or an image stands after its name.
        if let Some(path) = line
            .get(name..)
            .map(str::trim)
            .filter(|path| !path.is_empty())
            && self.facts.take(Holds::Path, path)
        {
            let start = at + name + line.get(name..)?.find(path)?;
            self.claims.take(start..start + path.len(), Claim::Metadata);
        }
        // Without a title the name is text.
        self.claims.take_sign(at, "{");
        self.claims.take_sign(at + name - 1, "}");
        let has_title = !line.get(name..)?.trim().is_empty();
        if has_title {
            self.claims.take(at..at + name, Claim::Markup);
        }
        Some(at + 1)
    }

    /// `(@label)`, of which the number is printed.
    fn example(&mut self, at: usize) -> Option<usize> {
        if !self.claims.slice(0..at).ends_with('(') {
            return None;
        }
        let end = at + self.claims.rest(at).find(')')?;
        // It stands for the number of its item.
        let label = format!("({})", self.claims.slice(at..end));
        let items = self
            .claims
            .text
            .lines()
            .filter(|line| line.starts_with("(@"));
        let number = items.take_while(|line| !line.starts_with(&label)).count() + 1;
        if !self.facts.words.take(&number.to_string()) {
            return None;
        }
        if let Some(before) = at.checked_sub(1)
            && self.claims.take_sign(before, "(")
        {
            self.claims.take_sign(end, ")");
        }
        self.whole(at, end, Claim::Markup)
    }

    /// A formula in MathML, of which the TeX is set, or else the words.
    fn math_of_tags(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at);
        if !self.tells_math || !rest.starts_with("<math") {
            return None;
        }
        let whole = rest.get(..rest.find("</math>")?)?;
        if let Some(found) = whole.find("application/x-tex") {
            let end = at + found + whole.get(found..)?.find('>')? + 1;
            return self.whole(at, end, Claim::Reported);
        }
        let mut here = 0;
        while let Some(open) = whole.get(here..)?.find('<') {
            let length = tag_length(whole.get(here + open..)?)?;
            let start = at + here + open;
            self.claims.take(start..start + length, Claim::Reported);
            here += open + length;
        }
        Some(at + 1)
    }

    /// A component of JSX, if these are reported.
    fn component(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at);
        let name = rest.get(1..)?.trim_start_matches('/');
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_component || !self.tells_mdx {
            return None;
        }
        let end = at + tag_length(rest)?;
        self.whole(at, end, Claim::Reported)
    }

    /// A line that is a mark, or begins with one.
    fn line_of_dialect(&mut self, at: usize, c: char) -> Option<usize> {
        if !self.claims.opens_line(at) {
            return None;
        }
        let end = self.claims.line_end(at);
        let line = self.claims.slice(at..end).trim_end();
        let small = line.to_ascii_lowercase();
        let is_mark = [
            "[toc]",
            "[[toc]]",
            "[[_toc_]]",
            "{:toc}",
            "{{toc}}",
            "${toc}",
            "* toc",
            "- toc",
            "1. toc",
        ]
        .contains(&&*small)
            || breaks::of_line(line).is_some();
        let is_drawn = match c {
            '+' => line.ends_with('+') && line.trim_matches(['+', '-', '=', ':']).is_empty(),
            '-' => line.contains("---") && line.trim_matches(['-', ' ']).is_empty(),
            _ => false,
        };
        // Under an item that kramdown puts the contents in the place of.
        let next = self.claims.slice(end..self.claims.line_end(end + 1));
        let is_contents = next.trim().eq_ignore_ascii_case("{:toc}");
        if is_mark || is_drawn || is_contents {
            return self.whole(at, end, Claim::Markup);
        }
        if self.tells_mdx && (line.starts_with("import ") || line.starts_with("export ")) {
            let rest = self.claims.rest(at);
            let is_open = !line.ends_with([';', '\'', '"', ')', '}']);
            let length = match is_open {
                true => rest.find("\n\n").unwrap_or(rest.len()),
                false => line.len(),
            };
            return self.whole(at, at + length, Claim::Reported);
        }
        match c {
            '!' | '?' | '=' => self.box_of_words(at, line),
            '{' => self.line_of_attributes(at, line),
            '`' | '~' | ':' => self.directive(at, line),
            '|' | '+' if line.ends_with(['|', '+']) && line.len() > 1 => {
                for (i, sign) in line.match_indices('|') {
                    self.claims.take_sign(at + i, sign);
                }
                // A border beside a cell over rows.
                let mut start = 0;
                for part in line.split_inclusive(|c| !"+-=:".contains(c)) {
                    let border = part.trim_end_matches(|c| !"+-=:".contains(c));
                    if border.len() > 2 && border.contains('+') && border.contains(['-', '=']) {
                        self.claims.take_sign(at + start, border);
                    }
                    start += part.len();
                }
                Some(at + 1)
            }
            _ => None,
        }
    }

    /// `!!! note "Title"`, of which the title is text.
    fn box_of_words(&mut self, at: usize, line: &str) -> Option<usize> {
        let signs = ["!!!", "???+", "???", "===!", "===+", "==="];
        let sign = signs.into_iter().find(|sign| {
            let rest = line.strip_prefix(sign);
            let is_tab = sign.starts_with('=');
            rest.is_some_and(|rest| !is_tab || rest.starts_with(" \""))
        })?;
        self.claims.take(at..at + sign.len(), Claim::Markup);
        let head = line.find('"').unwrap_or(line.len());
        // Without a title its name is text.
        if head < line.len() {
            self.claims
                .take(at + sign.len()..at + head, Claim::Metadata);
        }
        self.claims.take_sign(at + head, "\"");
        let last = at + line.len().saturating_sub(1);
        self.claims.take_sign(last, "\"");
        Some(at + head)
    }

    /// `{: .note}` under a block, if its classes and names are the article's.
    fn line_of_attributes(&mut self, at: usize, line: &str) -> Option<usize> {
        let inner = line.strip_prefix("{:")?.strip_suffix('}')?;
        let is_above = self.claims.text.get(..at)?.trim_end_matches(' ');
        let is_above = is_above.ends_with('\n') && !is_above.ends_with("\n\n");
        let is_attributes = inner.starts_with([' ', '.', '#']) && !inner.contains(['{', '}']);
        (is_above && is_attributes).then(|| self.whole(at, at + line.len(), Claim::Markup))?
    }

    /// A directive of MyST: its fences, its name, its options.
    fn directive(&mut self, at: usize, line: &str) -> Option<usize> {
        let sign = line.chars().next()?;
        let info = line.trim_start_matches(sign);
        let width = line.len() - info.len();
        let is_option = sign == ':' && width == 1;
        if is_option
            && info
                .split_once(':')
                .is_some_and(|(key, _)| !key.is_empty() && !key.contains(' '))
        {
            return self.whole(at, at + line.len(), Claim::Markup);
        }
        if width < 3 {
            return None;
        }
        if info.trim().is_empty() {
            return self.whole(at, at + width, Claim::Markup);
        }
        if !info.trim_start().starts_with('{') {
            return None;
        }
        let end = at + line.find('{')?;
        self.whole(at, end, Claim::Markup)
    }

    /// The label of an item that begins at a byte: `a.`, `(iv)`, `(@)`, `#.`
    pub(super) fn label(&mut self, at: usize) -> Option<usize> {
        let line = self.claims.slice(at..self.claims.line_end(at));
        let word = line.split([' ', '\t']).next()?;
        let inner = word.strip_suffix(['.', ')'])?;
        let inner = inner.strip_prefix('(').unwrap_or(inner);
        let is_enclosed = word.starts_with('(');
        let is_label = match inner.chars().next() {
            Some('@') => is_enclosed && inner.len() < 20,
            Some('#') => inner == "#",
            Some(c) if c.is_ascii_digit() => is_enclosed && inner.parse::<u32>().is_ok(),
            Some(c) => {
                c.is_ascii_alphabetic() && inner.len() == 1
                    || inner.chars().all(|c| "ivxlcdmIVXLCDM".contains(c))
            }
            None => false,
        };
        let is_label = is_label && line.len() > word.len();
        if !is_label || !self.claims.are_free(at..at + word.len()) {
            return None;
        }
        self.whole(at, at + word.len(), Claim::Markup)
    }

    /// The sign before the caption of a table, which stands at a byte.
    pub(super) fn sign_of_caption(&mut self, start: usize) {
        // Tags that show nothing may stand between, and the words on a later line.
        let before = self.claims.text.get(..start).unwrap_or("");
        let paragraph = before.rfind("\n\n").map_or(0, |end| end + 2);
        let lines = before.match_indices('\n').map(|(end, _)| end + 1);
        let lines = lines.filter(|line| *line > paragraph);
        for line in std::iter::once(paragraph).chain(lines) {
            let rest = self.claims.rest(line);
            let bare = rest.trim_start_matches([' ', '>', '\n']);
            let at = line + rest.len() - bare.len();
            for sign in [":", "Table:"] {
                let after = bare.strip_prefix(sign);
                let is_apart = after.is_some_and(|after| after.starts_with(char::is_whitespace));
                if at < start && is_apart {
                    self.claims.take_sign(at, sign);
                }
            }
        }
    }
}
