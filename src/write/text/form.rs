//! The forms of plain text that a caller can choose.

/// Where the lines of plain text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    /// After so many columns at most. Fewer than 20 are taken as 20.
    Columns(usize),
    /// Only where a paragraph, a line of verse or code, or the row of a table ends.
    None,
}

impl Default for Wrap {
    /// 72 columns: RFC 5322 (2.1.1) advises at most 78 for mail, and a few stay free for
    /// the marks of replies.
    fn default() -> Wrap {
        Wrap::Columns(72)
    }
}

/// What marks the structure of plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum TextStyle {
    /// Space and lines, for people and screen readers.
    #[default]
    Plain,
    /// Markdown, as GitHub defines it (CommonMark with tables, notes, task lists and
    /// strikethrough).
    Markdown,
}

/// What plain text has of the addresses of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextLinks {
    /// A number after the words, and a list of addresses at the end.
    References,
    /// The address after the words.
    Inline,
    /// Nothing.
    Off,
}

/// The end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnd {
    /// `\n`.
    #[default]
    Lf,
    /// `\r\n`, as in Windows and in mail.
    CrLf,
}

/// How plain text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextOptions {
    /// Where lines end.
    pub wrap: Wrap,
    /// What marks structure.
    pub style: TextStyle,
    /// What there is of addresses; by default references in plain text, and in Markdown
    /// the address after the words.
    pub links: Option<TextLinks>,
    /// The end of a line.
    pub line_end: LineEnd,
}

impl TextOptions {
    /// What a file written with these options has beside its text.
    pub fn form(&self) -> TextForm {
        let usual = match self.style {
            TextStyle::Plain => TextLinks::References,
            TextStyle::Markdown => TextLinks::Inline,
        };
        TextForm {
            style: self.style,
            links: self.links.unwrap_or(usual),
        }
    }
}

/// What a text file has beside the text: the proof has to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextForm {
    /// What marks structure.
    pub style: TextStyle,
    /// What there is of addresses.
    pub links: TextLinks,
}

impl Default for TextForm {
    fn default() -> TextForm {
        TextOptions::default().form()
    }
}

impl TextForm {
    /// All forms, the default first. In Markdown, references and addresses after the words
    /// are the same to its readers.
    pub const ALL: [TextForm; 5] = {
        const fn form(style: TextStyle, links: TextLinks) -> TextForm {
            TextForm { style, links }
        }
        [
            form(TextStyle::Plain, TextLinks::References),
            form(TextStyle::Markdown, TextLinks::Inline),
            form(TextStyle::Plain, TextLinks::Inline),
            form(TextStyle::Plain, TextLinks::Off),
            form(TextStyle::Markdown, TextLinks::Off),
        ]
    };
}
