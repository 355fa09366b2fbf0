//! Takes a text; returns its lines, with what of them is code or a comment, where no sign has a
//! meaning.

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, or any block but code.
    Text,
    /// It opens a block of code.
    Open,
    /// It is code, a formula or a comment.
    Code,
    /// It closes what is no text.
    Close,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// Its first byte.
    pub(super) start: usize,
    /// Its text, without the line end.
    pub(super) text: &'t str,
    /// Where the next line begins.
    pub(super) end: usize,
    pub(super) kind: Kind,
}

impl<'t> Line<'t> {
    /// Its text without the spaces before it.
    pub(super) fn bare(&self) -> &'t str {
        self.text.trim_start_matches(' ')
    }

    /// How many spaces stand before it.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.bare().len()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(super) fn is_text(&self) -> bool {
        self.kind == Kind::Text
    }
}

/// What ends a block that is no text.
enum Until {
    /// A fence of so many of a sign.
    Fence(char, usize),
    /// A line with this in it.
    Sign(&'static str),
}

/// The blocks of which the inside is taken as it stands: how their first line opens, and
/// what is in their last.
const VERBATIM: [(&str, &str); 6] = [
    ("<!--", "-->"),
    ("$$", "$$"),
    ("{% highlight", "{% endhighlight"),
    ("{% codeblock", "{% endcodeblock"),
    ("{{< highlight", "{{< /highlight"),
    ("<pre", "</pre"),
];

pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut all: Vec<Line> = Vec::new();
    let mut until: Option<Until> = None;
    let mut is_listed = false;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        let start = at;
        at += raw.len();
        let bare = line.trim_start_matches([' ', '\t', '>']);
        // A formula ends with its paragraph.
        let is_formula = matches!(&until, Some(Until::Sign("$$")));
        if is_formula && (line.trim().is_empty() || bare.starts_with(['`', '~', '#', ':'])) {
            until = None;
        }
        let kind = match &until {
            Some(Until::Fence(sign, length)) => {
                let rest = bare.trim_start_matches(*sign);
                match bare.len() - rest.len() >= *length && rest.trim().is_empty() {
                    true => Kind::Close,
                    false => Kind::Code,
                }
            }
            Some(Until::Sign(sign)) if line.contains(sign) => Kind::Close,
            Some(Until::Sign(_)) => Kind::Code,
            None => match opened(bare) {
                Some(found) => {
                    until = Some(found);
                    Kind::Open
                }
                None if is_set_in(line) && !is_listed && follows_blank(&all) => Kind::Code,
                None => Kind::Text,
            },
        };
        if kind == Kind::Close {
            until = None;
        }
        // A block of a list is set in as well.
        if kind == Kind::Text && !line.trim().is_empty() && !line.starts_with([' ', '\t']) {
            // A number in a paragraph opens no list but with 1 (CommonMark 0.31, 5.3).
            let is_apart = is_listed || all.last().is_none_or(|last: &Line| last.is_blank());
            let is_number = !line.starts_with(['-', '*', '+', ':', '[', '!', '?']);
            let is_first = line.starts_with("1.") || line.starts_with("1)");
            is_listed = opens_item(line) && (is_apart || !is_number || is_first);
        }
        all.push(Line {
            start,
            text: line,
            end: at,
            kind,
        });
    }
    all
}

fn opened(bare: &str) -> Option<Until> {
    let sign = bare.chars().next()?;
    let length = bare.len() - bare.trim_start_matches(sign).len();
    if matches!(sign, '`' | '~') && length >= 3 {
        let info = bare.get(length..).unwrap_or("");
        return (sign == '~' || !info.contains('`')).then_some(Until::Fence(sign, length));
    }
    let (open, close) = VERBATIM.iter().find(|(open, _)| bare.starts_with(open))?;
    let inner = bare.get(open.len()..)?;
    (!inner.contains(close)).then_some(Until::Sign(close))
}

fn is_set_in(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

fn follows_blank(before: &[Line]) -> bool {
    let last = before.last();
    last.is_none_or(|line| line.is_blank() || line.kind == Kind::Code && is_set_in(line.text))
}

/// Whether a line opens an item of a list, a note or a meaning.
fn opens_item(line: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let signs = ['-', '*', '+', ':'];
    if line.strip_prefix(signs).is_some_and(ends)
        || ["[^", "!!!", "???", "=== \""]
            .iter()
            .any(|sign| line.starts_with(sign))
    {
        return true;
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let Some((word, rest)) = inner.split_once(['.', ')']) else {
        return false;
    };
    let all = |is: fn(char) -> bool| word.chars().all(is);
    let is_label = word.len() == 1 && all(|c| c.is_ascii_alphabetic() || c == '#')
        || word.len() < 10 && all(|c| c.is_ascii_digit())
        || all(|c| "ivxlcdmIVXLCDM".contains(c))
        || word.starts_with('@');
    !word.is_empty() && is_label && ends(rest)
}
