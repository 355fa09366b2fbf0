//! The way through the house, from article to file: the library's front door.
//!
//! A [`Press`] knows a style, faces and where pictures may be opened; it makes a
//! publication ready once, and writes it in any format. What there is to say
//! goes into a [`Report`].

use crate::diag::Report;
use crate::font::{Family, FontSet, Look, Setting};
use crate::image::{Assets, Gallery};
use crate::lang::Lang;
use crate::layout;
use crate::model::walk::{self, Visitor};
use crate::model::{Block, BlockKind, Inline, InlineKind, Publication};
use crate::style::Style;
use crate::write::{Error, Format, epub, pdf, text};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Everything that articles are exported with.
pub struct Press {
    style: Style,
    fonts: Arc<FontSet>,
    assets: Assets,
    epoch: Option<i64>,
    text_width: usize,
}

/// A publication with its pictures opened, to be written in one or more formats.
pub struct Ready<'a> {
    publication: &'a Publication,
    gallery: Gallery,
}

/// A file, in memory.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has, if it is a PDF.
    pub pages: Option<usize>,
}

impl Press {
    /// A press with the faces in the binary, which opens no pictures yet.
    pub fn new(style: Style) -> Press {
        let fonts = Arc::new(FontSet::embedded());
        let for_drawings = Arc::clone(&fonts);
        let database = OnceLock::new();
        Press {
            style,
            assets: Assets::new(Box::new(move || {
                Arc::clone(database.get_or_init(|| drawing_faces(&for_drawings)))
            })),
            fonts,
            epoch: None,
            text_width: 72,
        }
    }

    /// Where pictures may be opened.
    pub fn assets(&mut self) -> &mut Assets {
        &mut self.assets
    }

    /// Dates files by this moment (seconds since 1970, SOURCE_DATE_EPOCH)
    /// instead of by the article's date.
    #[must_use]
    pub fn epoch(mut self, epoch: Option<i64>) -> Press {
        self.epoch = epoch;
        self
    }

    /// Gives plain text this many columns instead of 72.
    #[must_use]
    pub fn text_width(mut self, columns: usize) -> Press {
        self.text_width = columns;
        self
    }

    /// The faces.
    pub fn fonts(&self) -> &FontSet {
        &self.fonts
    }

    /// Opens the pictures of a publication.
    pub fn open<'a>(&self, publication: &'a Publication, report: &mut Report) -> Ready<'a> {
        Ready {
            gallery: Gallery::open(publication, &self.assets, report),
            publication,
        }
    }

    /// Writes a publication.
    ///
    /// # Errors
    ///
    /// Where a file cannot be put together: never for what an article says.
    pub fn write(
        &self,
        ready: &Ready,
        format: Format,
        report: &mut Report,
    ) -> Result<Output, Error> {
        let publication = ready.publication;
        let gallery = &ready.gallery;
        match format {
            Format::Pdf => {
                let pages = layout::lay_out(publication, &self.style, &self.fonts, gallery, report);
                let date = self.date(publication);
                let options = pdf::Options {
                    fonts: &self.fonts,
                    gallery,
                    date: date.as_deref(),
                };
                Ok(Output {
                    bytes: pdf::write(publication, &pages, &options)?,
                    pages: Some(pages.pages.len()),
                })
            }
            Format::Epub => {
                let faces = faces_in_use(publication, &self.fonts);
                let faces: Vec<epub::EmbeddedFace> = faces
                    .iter()
                    .map(|id| {
                        let face = self.fonts.face(*id);
                        epub::EmbeddedFace {
                            family: face.family(),
                            weight: face.weight(),
                            italic: face.is_italic(),
                            file_name: face.file_name(),
                            bytes: face.bytes(),
                        }
                    })
                    .collect();
                let modified = self.date(publication);
                let options = epub::Options {
                    gallery,
                    faces: &faces,
                    modified: modified.as_deref().unwrap_or("1980-01-01T00:00:00Z"),
                };
                Ok(Output {
                    bytes: epub::write(publication, &options)?,
                    pages: None,
                })
            }
            Format::Text => {
                let options = text::Options {
                    width: self.text_width,
                };
                Ok(Output {
                    bytes: text::write(publication, &options).into_bytes(),
                    pages: None,
                })
            }
        }
    }

    /// The moment a publication is dated, as `YYYY-MM-DDThh:mm:ssZ`.
    fn date(&self, publication: &Publication) -> Option<String> {
        match self.epoch {
            Some(seconds) => Some(moment(seconds)),
            None => {
                let date = publication.metadata.date.as_ref()?.iso()?;
                Some(format!("{date}T00:00:00Z"))
            }
        }
    }
}

/// Seconds since 1970 as a moment of the proleptic Gregorian calendar in
/// universal time (the days-to-civil conversion of Howard Hinnant's "chrono-
/// Compatible Low-Level Date Algorithms").
fn moment(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400);
    let second = seconds.rem_euclid(86_400);
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

/// The faces that text in drawings may ask for.
fn drawing_faces(fonts: &FontSet) -> Arc<usvg::fontdb::Database> {
    let mut database = usvg::fontdb::Database::new();
    for (_, face) in fonts.faces() {
        if matches!(
            face.family(),
            "Source Serif 4" | "Source Sans 3" | "Source Code Pro"
        ) {
            database.load_font_source(usvg::fontdb::Source::Binary(Arc::new(
                face.bytes().to_vec(),
            )));
        }
    }
    database.set_serif_family("Source Serif 4");
    database.set_sans_serif_family("Source Sans 3");
    database.set_monospace_family("Source Code Pro");
    Arc::new(database)
}

/// The faces that the style sheet of an EPUB calls for: those that set its
/// words in the looks that its style sheet gives them.
fn faces_in_use(publication: &Publication, fonts: &FontSet) -> BTreeSet<crate::font::FaceId> {
    let mut words = Words {
        fonts,
        lang: publication.lang(),
        faces: BTreeSet::new(),
    };
    for article in &publication.articles {
        words.lang = article.lang();
        let metadata = &article.metadata;
        for phrase in [&metadata.kicker, &metadata.byline, &metadata.dateline] {
            words.phrase(phrase, words.look(Family::Sans));
        }
        words.phrase(&metadata.headline, bold(words.look(Family::Display)));
        words.phrase(&metadata.standfirst, words.look(Family::Serif));
        for phrase in [&metadata.source, &metadata.credit, &metadata.rights] {
            words.phrase(phrase, words.look(Family::Sans));
        }
        walk::blocks(&article.body, &mut words);
    }
    words.faces
}

struct Words<'a> {
    fonts: &'a FontSet,
    lang: Lang,
    faces: BTreeSet<crate::font::FaceId>,
}

fn bold(look: Look) -> Look {
    Look { bold: true, ..look }
}

impl Words<'_> {
    fn look(&self, family: Family) -> Look {
        Look {
            family,
            bold: false,
            italic: false,
        }
    }

    fn text(&mut self, text: &str, look: Look) {
        let setting = Setting {
            look,
            lang: self.lang.clone(),
            rightward: false,
            small_caps: false,
        };
        self.faces.extend(self.fonts.faces_for(text, &setting));
    }

    fn phrase(&mut self, content: &[Inline], look: Look) {
        for inline in content {
            let mut look = look;
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, look),
                InlineKind::Code(text) | InlineKind::Math(text) => {
                    self.text(text, self.look(Family::Mono));
                }
                kind => {
                    match kind {
                        InlineKind::Emph(_) => look.italic = !look.italic,
                        InlineKind::Strong(_) => look.bold = true,
                        _ => {}
                    }
                    if let Some(content) = walk::content_of(kind) {
                        self.phrase(content, look);
                    }
                }
            }
        }
    }
}

impl<'a> Visitor<'a> for Words<'_> {
    fn block(&mut self, block: &'a Block) {
        let serif = self.look(Family::Serif);
        let sans = self.look(Family::Sans);
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.phrase(content, serif);
            }
            BlockKind::Heading { content, .. } => self.phrase(content, bold(sans)),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.phrase(&definition.term, bold(serif));
                }
            }
            BlockKind::Figure(figure) => {
                self.phrase(&figure.caption, sans);
                self.phrase(&figure.credit, sans);
            }
            BlockKind::Table(table) => {
                self.phrase(&table.caption, sans);
                // Cells are paragraphs of their own, and are seen as such; in
                // the style sheet they are sans, heads bold.
                for row in table.head.iter().chain(&table.body).chain(&table.foot) {
                    for cell in &row.cells {
                        for block in &cell.body {
                            if let BlockKind::Paragraph(content) = &block.kind {
                                self.phrase(content, sans);
                                if !table.head.is_empty() {
                                    self.phrase(content, bold(sans));
                                }
                            }
                        }
                    }
                }
            }
            BlockKind::Code { lines, .. } => {
                let mono = self.look(Family::Mono);
                for line in lines {
                    self.text(&line.text, mono);
                }
            }
            BlockKind::Math(source) => self.text(source, self.look(Family::Mono)),
            BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
                self.phrase(&q.credit, sans);
            }
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    self.phrase(&line.content, serif);
                }
            }
            BlockKind::Aside(_) | BlockKind::Div(_) | BlockKind::List(_) | BlockKind::Rule => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_universal_time() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(moment(-1), "1969-12-31T23:59:59Z");
    }
}
