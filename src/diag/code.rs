//! The register of diagnostics: takes a code, gives its name, its severities and what it
//! means.
//!
//! The names are stable: scripts filter by them. Their texts stand in `codes.md`, which is
//! also the reference page of the manual.

use super::Severity;
use serde::{Serialize, Serializer};
use std::fmt;

macro_rules! register {
    ($($code:ident = $name:literal, [$($severity:ident),+];)+) => {
        /// What a diagnostic is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`")] $code,)+
        }

        impl Code {
            /// Every code, by name.
            pub const ALL: &'static [Code] = &[$(Code::$code),+];

            /// Its stable name, such as `missing-alt`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$code => $name,)+
                }
            }

            /// The severities that it occurs with, the mildest first.
            pub fn severities(self) -> &'static [Severity] {
                match self {
                    $(Code::$code => &[$(Severity::$severity),+],)+
                }
            }
        }
    };
}

register! {
    Address = "address", [Error];
    AgencyHeader = "agency-header", [Note];
    AltMarkup = "alt-markup", [Note];
    AmbiguousDate = "ambiguous-date", [Warning];
    BaseUrl = "base-url", [Warning];
    BibliographyEntry = "bibliography-entry", [Warning];
    BibliographyField = "bibliography-field", [Note];
    BibliographyFile = "bibliography-file", [Error];
    BrokenLink = "broken-link", [Note, Warning];
    BrokenPicture = "broken-picture", [Error];
    BytesOnTerminal = "bytes-on-terminal", [Error];
    CitationSetting = "citation-setting", [Note];
    CitationStyle = "citation-style", [Error];
    CodeInfo = "code-info", [Note];
    Columns = "columns", [Note, Warning];
    ControlCharacter = "control-character", [Note];
    Copyfit = "copyfit", [Note, Warning];
    DamagedText = "damaged-text", [Error];
    Date = "date", [Note];
    Dateline = "dateline", [Note];
    Dialect = "dialect", [Note, Warning];
    DoubleAnchor = "double-anchor", [Warning];
    DoubleEntry = "double-entry", [Warning];
    DoubleKey = "double-key", [Note, Warning];
    DoubleNote = "double-note", [Warning];
    Draft = "draft", [Note];
    DrawingHtml = "drawing-html", [Note];
    DrawingPicture = "drawing-picture", [Warning];
    Embargo = "embargo", [Warning];
    EmptyArticle = "empty-article", [Warning];
    EmptyList = "empty-list", [Warning];
    Encoding = "encoding", [Warning];
    EpubFont = "epub-font", [Note];
    FileExists = "file-exists", [Error];
    FileFault = "file-fault", [Error];
    ForeignCaption = "foreign-caption", [Note];
    ForeignFile = "foreign-file", [Error];
    ForeignQuotation = "foreign-quotation", [Note];
    Formula = "formula", [Warning];
    FrontMatter = "front-matter", [Warning];
    Gallery = "gallery", [Note, Warning];
    GapingLine = "gaping-line", [Warning];
    GlyphBlank = "glyph-blank", [Error];
    GlyphFramed = "glyph-framed", [Error];
    HeavyBook = "heavy-book", [Warning];
    HeavyPicture = "heavy-picture", [Warning];
    IgnoredAttribute = "ignored-attribute", [Note];
    ImpossibleDate = "impossible-date", [Warning];
    InvertedMark = "inverted-mark", [Note];
    Json = "json", [Error];
    LanguageGuessed = "language-guessed", [Note];
    LargePicture = "large-picture", [Error];
    LeftOut = "left-out", [Note];
    Leftover = "leftover", [Note];
    ListNumber = "list-number", [Note];
    ListedTwice = "listed-twice", [Warning];
    LongRow = "long-row", [Warning];
    LooseLine = "loose-line", [Note];
    LowContrast = "low-contrast", [Note];
    LowResolution = "low-resolution", [Warning];
    ManyArticles = "many-articles", [Error];
    ManyColumns = "many-columns", [Note];
    ManyFormats = "many-formats", [Error];
    MathAsSource = "math-as-source", [Note];
    MisplacedBreak = "misplaced-break", [Warning];
    MissingAlt = "missing-alt", [Warning];
    MissingEntry = "missing-entry", [Warning];
    MissingGlyph = "missing-glyph", [Error];
    MissingNote = "missing-note", [Warning];
    MissingPath = "missing-path", [Error];
    MissingPicture = "missing-picture", [Warning];
    MoreArticles = "more-articles", [Warning];
    NestedLink = "nested-link", [Warning];
    NoArticles = "no-articles", [Error];
    NoAttachments = "no-attachments", [Error];
    NoCommand = "no-command", [Error];
    NoLanguage = "no-language", [Warning];
    NoRoom = "no-room", [Warning, Error];
    NoSheets = "no-sheets", [Error];
    NotAFolder = "not-a-folder", [Error];
    NotMarkdown = "not-markdown", [Error];
    NotText = "not-text", [Error];
    NothingToProve = "nothing-to-prove", [Error];
    OpenQuote = "open-quote", [Note];
    OutputIsInput = "output-is-input", [Error];
    OverfullLine = "overfull-line", [Warning];
    PictureName = "picture-name", [Note];
    PictureOutside = "picture-outside", [Error];
    PictureSize = "picture-size", [Warning];
    PlanAsArticle = "plan-as-article", [Error];
    RawHtml = "raw-html", [Warning];
    ReaderFont = "reader-font", [Note];
    ReducedPicture = "reduced-picture", [Note];
    ReducedSize = "reduced-size", [Note];
    RefusedFont = "refused-font", [Note];
    RemotePicture = "remote-picture", [Warning];
    SameOutput = "same-output", [Error];
    ShopLanguage = "shop-language", [Note];
    SiteKey = "site-key", [Note];
    SkippedFile = "skipped-file", [Note];
    SkippedOutput = "skipped-output", [Note];
    SmallCover = "small-cover", [Warning];
    SourceDateEpoch = "source-date-epoch", [Error];
    StrayAttributes = "stray-attributes", [Warning];
    StrayFence = "stray-fence", [Warning];
    StyleSubstituted = "style-substituted", [Note];
    SystemFont = "system-font", [Note];
    TallKeep = "tall-keep", [Note];
    TallPicture = "tall-picture", [Note];
    TextAdded = "text-added", [Error];
    TextAltered = "text-altered", [Error];
    TextLost = "text-lost", [Error];
    TextMoved = "text-moved", [Error];
    TightLine = "tight-line", [Note];
    Toml = "toml", [Error];
    TooDeep = "too-deep", [Warning];
    Unaccounted = "unaccounted", [Error];
    UnclosedComment = "unclosed-comment", [Warning];
    UnclosedDiv = "unclosed-div", [Warning];
    UnknownBlock = "unknown-block", [Error];
    UnknownCitation = "unknown-citation", [Warning];
    UnknownCode = "unknown-code", [Error];
    UnknownFamily = "unknown-family", [Error];
    UnknownFormat = "unknown-format", [Error];
    UnknownKey = "unknown-key", [Note, Warning];
    UnknownLabel = "unknown-label", [Note, Warning];
    UnknownLanguage = "unknown-language", [Error];
    UnknownRole = "unknown-role", [Warning];
    UnknownTheme = "unknown-theme", [Error];
    UnlistedArticle = "unlisted-article", [Note];
    UnnamedLink = "unnamed-link", [Warning];
    UnprintedText = "unprinted-text", [Warning];
    UnreadFormat = "unread-format", [Error];
    Unreadable = "unreadable", [Error];
    UnreadablePicture = "unreadable-picture", [Error];
    UnusedAttribute = "unused-attribute", [Note, Warning];
    UnusedCaption = "unused-caption", [Warning];
    UnusedDefinition = "unused-definition", [Note];
    UnusedNote = "unused-note", [Warning];
    UnusedSide = "unused-side", [Note];
    Unwritable = "unwritable", [Error];
    Unwritten = "unwritten", [Error];
    Verse = "verse", [Warning];
    WholePage = "whole-page", [Note];
    WideTable = "wide-table", [Warning];
    WrongEnding = "wrong-ending", [Error];
    WrongIdentifier = "wrong-identifier", [Warning];
    WrongValue = "wrong-value", [Error];
    Xml = "xml", [Error];
    Yaml = "yaml", [Error];
}

/// The texts of the register: a heading a code, a line that says what it means, and
/// paragraphs.
const TEXTS: &str = include_str!("codes.md");

impl Code {
    /// The code of a name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// One sentence: what is the matter.
    pub fn summary(self) -> &'static str {
        self.text().split("\n\n").next().unwrap_or("").trim()
    }

    /// What it is, why it matters, what to do about it, and an example, as Markdown.
    pub fn explanation(self) -> &'static str {
        let text = self.text();
        text.split_once("\n\n").map_or("", |(_, rest)| rest.trim())
    }

    fn text(self) -> &'static str {
        let mut parts = TEXTS.split("\n## ");
        let text = parts.find_map(|part| part.strip_prefix(self.name())?.strip_prefix('\n'));
        text.unwrap_or("").trim()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A code is equal to its name.
impl PartialEq<&str> for Code {
    fn eq(&self, name: &&str) -> bool {
        self.name() == *name
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_in_order_and_has_a_text_for_each_code() {
        let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.is_sorted());
        let headings = TEXTS.lines().filter_map(|line| line.strip_prefix("## "));
        assert_eq!(headings.collect::<Vec<_>>(), names);
        for code in Code::ALL {
            let (summary, text) = (code.summary(), code.explanation());
            assert!(
                summary.ends_with('.') && summary.len() < 100,
                "{code}: {summary}"
            );
            assert!(text.len() > 40, "{code} has no explanation: {text}");
            assert_eq!(Code::named(code.name()), Some(*code));
        }
    }
}
