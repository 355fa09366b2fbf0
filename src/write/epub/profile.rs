//! Takes a reading system; returns what it supports and what it displays badly.
//!
//! Each quirk has its source: KDP is Amazon's help for Kindle Direct Publishing
//! (kdp.amazon.com, "Kindle Publishing Guidelines", as of 2026), Kobo is "Kobo EPUB
//! Guidelines" (github.com/kobolabs/epub-spec), Apple is "Apple Books Asset Guide" 5.3.
//! Common requirements are not quirks; every book meets them: a file for each article,
//! because Kobo obeys page breaks in few of its programs; a picture and a page of its own
//! for the cover; ASCII names without spaces; no colours and no size for the text; notes
//! that open in a pop-up.

/// Whom a book is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Profile {
    /// Whatever reads EPUB 3.
    #[default]
    Generic,
    /// Amazon's Kindle.
    Kindle,
    /// Rakuten's Kobo.
    Kobo,
    /// Apple Books.
    Apple,
}

/// What a profile's reading systems take, and what its shop does.
#[derive(Debug, Clone, Copy)]
pub struct Quirks {
    /// What they are called together.
    pub name: &'static str,
    /// Whether a drawing is shown as one.
    pub drawings: bool,
    /// Whether WebP is shown.
    pub webp: bool,
    /// Whether a picture may move.
    pub motion: bool,
    /// Whether a picture may be transparent.
    pub transparency: bool,
    /// The most bytes that a picture may have.
    pub most_bytes: Option<usize>,
    /// The most pixels that a picture may have.
    pub most_pixels: Option<u64>,
    /// The fewest pixels along the shorter and the longer side of a cover.
    pub least_cover: (u32, u32),
    /// Whether a face may be packed as WOFF.
    pub woff: bool,
    /// Whether a face may be packed as WOFF2.
    pub woff2: bool,
    /// Whether the page of the cover is one of those that are turned.
    pub turns_to_cover: bool,
    /// Whether the package has a guide, as those of EPUB 2 had.
    pub guide: bool,
    /// Whether the faces of a book must be announced, or they are not used.
    pub announces_faces: bool,
    /// Whether boxes may have negative margins.
    pub negative_margins: bool,
    /// The most columns that a table can have and be read.
    pub most_columns: Option<usize>,
    /// The languages that are known; of others it is not said what becomes.
    pub languages: Option<&'static [&'static str]>,
    /// The most bytes that a book may have.
    pub most_in_all: u64,
}

const GENERIC: Quirks = Quirks {
    name: "EPUB 3",
    drawings: true,
    webp: true,
    motion: true,
    transparency: true,
    most_bytes: None,
    most_pixels: None,
    least_cover: (0, 0),
    woff: true,
    woff2: true,
    turns_to_cover: true,
    guide: false,
    announces_faces: false,
    negative_margins: true,
    most_columns: None,
    languages: None,
    // The sizes of files in an archive have four bytes.
    most_in_all: u32::MAX as u64,
};

const KINDLE: Quirks = Quirks {
    name: "Kindle",
    // KDP, "Image Guidelines - Reflowable": Enhanced Typesetting takes GIF, JPEG and
    // PNG, no SVG; no GIF of several frames, nothing transparent; 5 MB a picture.
    drawings: false,
    webp: false,
    motion: false,
    transparency: false,
    most_bytes: Some(5_000_000),
    // KDP, "Cover Image Guidelines": 625 × 1000 at the least.
    least_cover: (625, 1000),
    // KDP, "Using Embedded Fonts": OpenType and TrueType.
    woff: false,
    woff2: false,
    // KDP, "Cover Image Guidelines": the picture is shown by itself, and its page
    // would show it a second time.
    turns_to_cover: false,
    // KDP, "Guide Items": contents and cover are found by it.
    guide: true,
    // KDP, "Table Guidelines - Reflowable": no negative margins in Enhanced Typesetting.
    negative_margins: false,
    // KDP, "Supported languages" (topic G200673300): what is sent in others may be
    // refused, with error E999 and no reason.
    languages: Some(&[
        "af", "ar", "br", "ca", "co", "cy", "da", "de", "en", "es", "eu", "fi", "fr", "frr", "fy",
        "ga", "gd", "gl", "gsw", "gu", "gv", "hi", "is", "it", "ja", "kw", "lb", "ml", "mr", "nb",
        "nl", "nn", "no", "oc", "pl", "pt", "rm", "sco", "stq", "sv", "ta", "zh",
    ]),
    // KDP, "File size": 650 MB.
    most_in_all: 650_000_000,
    ..GENERIC
};

const KOBO: Quirks = Quirks {
    name: "Kobo",
    // Kobo, "Image Formatting": JPEG, PNG and SVG; nothing transparent; 5 MB a picture.
    webp: false,
    transparency: false,
    most_bytes: Some(5_000_000),
    // Kobo, "Supported Fonts": TrueType, OpenType and WOFF 1.0.
    woff2: false,
    // Kobo, "Tables": more than four may not be readable, on paper-like screens most.
    most_columns: Some(4),
    // Kobo, "Limitations and Maximums": 1 GB.
    most_in_all: 1_000_000_000,
    ..GENERIC
};

const APPLE: Quirks = Quirks {
    name: "Apple Books",
    // Apple, "Interior Image Requirements": 5.6 million pixels at the most; in the
    // dark, what is transparent is black.
    most_pixels: Some(5_600_000),
    transparency: false,
    // Apple, "Book Cover Art": 1400 pixels along the shorter side at the least.
    least_cover: (1400, 1400),
    // Apple, "Fonts": `ibooks:specified-fonts`.
    announces_faces: true,
    // Apple, "Digital Book Essentials": 2 GB.
    most_in_all: 2_000_000_000,
    ..GENERIC
};

impl Profile {
    /// What its reading systems take.
    pub fn quirks(self) -> &'static Quirks {
        match self {
            Profile::Generic => &GENERIC,
            Profile::Kindle => &KINDLE,
            Profile::Kobo => &KOBO,
            Profile::Apple => &APPLE,
        }
    }
}
