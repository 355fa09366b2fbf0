//! The entry point of the library: from an article to a file.
//!
//! A [`Press`] holds a style, fonts and the folders where pictures may be opened. It
//! prepares a publication once and writes it in any format. Diagnostics go into a
//! [`Report`].

mod cover;
mod drawings;
mod epubs;
mod faces;
mod fit;
mod options;

use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::font::{Families, FontSet, Library, Setting};
use crate::geom::Pt;
pub use crate::image::Assets;
use crate::image::Gallery;
use crate::lang::Lang;
pub use crate::layout::placed::Pages;
use crate::layout::{self, paging};
use crate::model::index::{self, Folio};
use crate::model::paging::PageBreak;
use crate::model::people::{show_authors, show_contributors};
use crate::model::{Article, Copyfit, LabelNumbers, Publication, Role, Target, identity};
use crate::style::{Contents, Style, Theme};
use crate::write::{self, Format, TextOptions, Wrap, epub, html, pdf, text};
use drawings::Drawings;
pub use epubs::{Epub, EpubFonts, EpubFormulas, EpubSpaces};
pub use faces::FaceUse;
pub use options::{Error, Options, export};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Seek, Write};
use std::sync::{Arc, Mutex, OnceLock};

/// The settings and resources of an export.
pub struct Press {
    style: Style,
    library: Arc<Library>,
    families: Families,
    /// The font sets selected so far.
    sets: Mutex<BTreeMap<Families, Arc<FontSet>>>,
    assets: Assets,
    epoch: Option<i64>,
    text: TextOptions,
    print: pdf::Print,
    imposition: Option<pdf::Imposition>,
    least_dpi: Option<f64>,
    epub: Epub,
    fit: Option<Copyfit>,
    /// The pictures of the style.
    furniture: Gallery,
}

/// A publication with opened pictures and selected fonts, ready to be written in one or
/// more formats.
pub struct Ready<'a> {
    publication: &'a Publication,
    gallery: Gallery,
    fonts: Arc<FontSet>,
    attachments: Vec<pdf::Attachment>,
    /// Where the pages of its PDF begin, once the PDF is written.
    edition: OnceLock<Edition>,
}

/// A paginated edition.
struct Edition {
    identifier: String,
    breaks: Vec<PageBreak>,
    /// Where the places of an index are.
    folios: BTreeMap<Target, Folio>,
}

impl Edition {
    fn of(publication: &Publication, pages: &Pages) -> Edition {
        let breaks = paging::breaks(publication, pages);
        Edition {
            identifier: identity::edition(publication, &breaks),
            breaks,
            folios: layout::folios(publication, pages),
        }
    }

    /// A publication whose index names its pages; none, if it has no index.
    fn paged(&self, publication: &Publication) -> Option<Publication> {
        if self.folios.is_empty() {
            return None;
        }
        let mut publication = publication.clone();
        for article in &mut publication.articles {
            if article.place.role == Role::Index {
                *article = index::with_folios(article, &|target| self.folios.get(target).cloned());
            }
        }
        Some(publication)
    }
}

impl Ready<'_> {
    /// Attaches a file to its PDF. A second file with the same name gets a number before it.
    pub fn attach(&mut self, mut file: pdf::Attachment) {
        let taken = |name: &str| self.attachments.iter().any(|own| own.name == name);
        let plain = file.name.clone();
        for number in 2.. {
            if !taken(&file.name) {
                break;
            }
            file.name = format!("{number}-{plain}");
        }
        self.attachments.push(file);
    }

    /// Its faces.
    pub fn fonts(&self) -> &FontSet {
        &self.fonts
    }
}

/// What is known of a file that was written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Written {
    /// The number of pages of a PDF.
    pub pages: Option<usize>,
    /// Its pages on [sheets](Press::imposition), if requested: another file.
    pub sheets: Option<Vec<u8>>,
}

/// A file, in memory.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Output {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The number of pages of a PDF.
    pub pages: Option<usize>,
    /// Its pages on [sheets](Press::imposition), if requested.
    pub sheets: Option<Vec<u8>>,
}

impl Press {
    /// A press with the built-in fonts, which does not open pictures yet.
    pub fn new(style: Style) -> Press {
        let library = Arc::new(Library::embedded());
        Press {
            style,
            assets: Assets::new(Box::new(Drawings::of(Arc::clone(&library)))),
            library,
            families: Families::default(),
            sets: Mutex::default(),
            epoch: None,
            text: TextOptions::default(),
            print: pdf::Print::default(),
            imposition: None,
            least_dpi: None,
            epub: Epub::default(),
            fit: None,
            furniture: Gallery::default(),
        }
    }

    /// Opens the pictures of the style's heads, feet and backgrounds, and reports, at their
    /// places in the theme, those that cannot be opened and those that have no room.
    pub fn open_furniture(&mut self, theme: &Theme, report: &mut Report) {
        self.furniture = Gallery::of_theme(&self.style.pictures(), &self.assets, report);
        for (key, message, hint) in layout::furniture_faults(&self.style, &self.furniture) {
            let place = theme.place(key);
            let warning = Diagnostic::new(Severity::Warning, Code::NoRoom, place, message);
            report.push(warning.hint(hint));
        }
        self.tell_missing(theme, report);
    }

    /// Reports the characters of the theme's own texts that no font has.
    fn tell_missing(&self, theme: &Theme, report: &mut Report) {
        let furniture = &self.style.furniture;
        let setting = Setting::of(self.style.furniture().look, &Lang::undetermined());
        let mut fonts = None;
        for (key, template) in furniture.templates() {
            // All faces have ASCII; choosing faces takes time.
            for word in template.fixed().flat_map(str::split_whitespace) {
                if word.is_ascii() {
                    continue;
                }
                let fonts = fonts.get_or_insert_with(|| {
                    let families = self.families.clone().or(&self.style.families);
                    self.font_set(families)
                });
                let parts = fonts.parts(word, &setting).into_iter();
                let missing = parts.filter(|part| part.missing > 0);
                let missing: Vec<String> = missing.map(|part| part.text.to_string()).collect();
                if !missing.is_empty() {
                    let message = format!("no font has {} in `{key}`", missing.join(", "));
                    let place = theme.place(key);
                    let error =
                        Diagnostic::new(Severity::Error, Code::MissingGlyph, place, message);
                    report.push(error.hint("`--font-dir` names a folder of fonts that have it"));
                }
            }
        }
    }

    /// The fonts of these families, selected once.
    fn font_set(&self, families: Families) -> Arc<FontSet> {
        let mut sets = self.sets.lock().unwrap_or_else(|p| p.into_inner());
        let choose = || Arc::new(FontSet::choose(Arc::clone(&self.library), &families));
        Arc::clone(sets.entry(families.clone()).or_insert_with(choose))
    }

    /// Whether the PDF of a publication gets a table of contents.
    pub fn lists_contents(&self, publication: &Publication) -> bool {
        if publication.planned {
            let mut articles = publication.articles.iter();
            return articles.any(|article| article.place.role == Role::Contents);
        }
        let is_listed = self.style.contents != Contents::Never;
        publication.bound && is_listed || layout::lists_sections(publication, &self.style)
    }

    /// Uses the fonts of this library instead of only the built-in ones.
    #[must_use]
    pub fn library(mut self, library: Arc<Library>) -> Press {
        let drawings = Drawings::of(Arc::clone(&library));
        self.assets.set_faces(Box::new(drawings));
        self.library = library;
        self
    }

    /// Sets articles in these families, which override their own.
    #[must_use]
    pub fn families(mut self, families: Families) -> Press {
        self.families = families;
        self
    }

    /// Sets the EPUB options.
    #[must_use]
    pub fn epub(mut self, epub: Epub) -> Press {
        self.epub = epub;
        self
    }

    /// Sets the print settings of PDFs.
    #[must_use]
    pub fn print(mut self, print: pdf::Print) -> Press {
        self.print = print;
        self
    }

    /// Also writes the pages of a PDF on sheets. Marks and bleed then apply to the sheets,
    /// and the PDF is for reading.
    #[must_use]
    pub fn imposition(mut self, imposition: Option<pdf::Imposition>) -> Press {
        self.imposition = imposition;
        self
    }

    /// Warns about pictures with a lower resolution than this at their printed size.
    #[must_use]
    pub fn least_dpi(mut self, dpi: Option<f64>) -> Press {
        self.least_dpi = dpi;
        self
    }

    /// The folders where pictures may be opened.
    pub fn assets(&mut self) -> &mut Assets {
        &mut self.assets
    }

    /// Dates files by this time (seconds since 1970, SOURCE_DATE_EPOCH) instead of the
    /// article's date.
    #[must_use]
    pub fn epoch(mut self, epoch: Option<i64>) -> Press {
        self.epoch = epoch;
        self
    }

    /// Sets the width of plain text in columns; the default is 72.
    #[must_use]
    pub fn text_width(mut self, columns: usize) -> Press {
        self.text.wrap = Wrap::Columns(columns);
        self
    }

    /// Sets how plain text is written.
    #[must_use]
    pub fn text(mut self, options: TextOptions) -> Press {
        self.text = options;
        self
    }

    /// What its style has numbered where publications do not say so themselves.
    pub fn numbering(&self) -> &LabelNumbers {
        &self.style.numbering
    }

    /// Adds to a publication what is printed beside its text: those who had a part in an
    /// article, and details of authors where the style prints them.
    pub fn prepare(&self, publication: &mut Publication) {
        publication.articles.iter_mut().for_each(show_contributors);
        if self.style.author_details {
            publication.articles.iter_mut().for_each(show_authors);
        }
    }

    /// Opens the pictures of a publication and selects its fonts.
    pub fn open<'a>(&self, publication: &'a Publication, report: &mut Report) -> Ready<'a> {
        let mut gallery = Gallery::open(publication, &self.assets, report);
        gallery.include(&self.furniture);
        Ready {
            gallery,
            fonts: self.fonts_for(publication, report),
            attachments: Vec::new(),
            edition: OnceLock::new(),
            publication,
        }
    }

    /// The fonts of a publication. Options override front matter, and front matter overrides
    /// the style. A book is set in the fonts of its first article that names any.
    fn fonts_for(&self, publication: &Publication, report: &mut Report) -> Arc<FontSet> {
        let mut asked = Families::default();
        for article in &publication.articles {
            let mut known = article.metadata.clone();
            known.families.retain(|family| {
                let found = self.library.find(&family.name);
                if let Err((message, hint)) = &found {
                    let error = Diagnostic::error(Code::UnknownFamily, family.span, message);
                    report.push(error.hint(hint));
                }
                found.is_ok()
            });
            asked = asked.or(&known.asked_families());
        }
        let families = self.families.clone().or(&asked).or(&self.style.families);
        self.font_set(families)
    }

    /// Lays a publication out, as for its PDF.
    pub fn lay_out(&self, ready: &Ready, report: &mut Report) -> Pages {
        self.fitted(ready, &self.printed(ready), report)
    }

    /// A publication as it is printed. If its links show the numbers of pages, it is laid out
    /// for these: longer numbers may move what comes after them, so it is done again until
    /// they are the same, three times at most.
    fn printed<'a>(&self, ready: &Ready<'a>) -> Cow<'a, Publication> {
        let publication = ready.publication;
        if publication.page_links.is_empty() {
            return Cow::Borrowed(publication);
        }
        let mut folios = BTreeMap::new();
        let mut printed = publication.with_folios(&folios);
        for _ in 0..3 {
            let pages = self.fitted(ready, &printed, &mut Report::new());
            let next = layout::folios_of_links(publication, &pages);
            if next == folios {
                break;
            }
            folios = next;
            printed = publication.with_folios(&folios);
        }
        Cow::Owned(printed)
    }

    /// Writes a publication into memory. An EPUB that is written after its PDF has the PDF's
    /// pages as its page list.
    ///
    /// # Errors
    ///
    /// If a file cannot be assembled. The content of an article is never the reason.
    pub fn write(
        &self,
        ready: &Ready,
        format: Format,
        report: &mut Report,
    ) -> Result<Output, write::Error> {
        let mut file = Cursor::new(Vec::new());
        let Written { pages, sheets } = self.write_to(&mut file, ready, format, report)?;
        Ok(Output {
            bytes: file.into_inner(),
            pages,
            sheets,
        })
    }

    /// Writes a publication, as [`write`](Press::write) does, to the start of a file: that of
    /// a book with pictures has more bytes than all else takes in memory.
    ///
    /// # Errors
    ///
    /// If a file cannot be assembled or `out` takes no more. What is in it then is not whole.
    pub fn write_to<W: Write + Seek>(
        &self,
        out: &mut W,
        ready: &Ready,
        format: Format,
        report: &mut Report,
    ) -> Result<Written, write::Error> {
        let publication = ready.publication;
        let gallery = &ready.gallery;
        match format {
            Format::Pdf => return self.write_pdf(ready, report, out),
            Format::Epub => {
                let edition = ready.edition.get();
                let paged = edition.and_then(|edition| edition.paged(publication));
                let publication = paged.as_ref().unwrap_or(publication);
                gallery.tell_damage(publication, report);
                let Epub {
                    fonts,
                    spaces,
                    profile,
                    max_image,
                    formulas,
                } = self.epub;
                let drawn = |with_mathml| {
                    Some(epub::Drawings {
                        fonts: &ready.fonts,
                        with_mathml,
                    })
                };
                let choice = faces::Choice {
                    wanted: fonts,
                    profile,
                    style: &self.style,
                };
                let faces = faces::choose(publication, &ready.fonts, choice, report);
                let modified = self.date(publication);
                let options = epub::Options {
                    gallery,
                    faces: &faces.embedded,
                    stacks: &faces.stacks,
                    style: &self.style,
                    profile,
                    max_image,
                    formulas: match formulas {
                        EpubFormulas::MathMl => None,
                        EpubFormulas::Svg => drawn(false),
                        EpubFormulas::Both => drawn(true),
                    },
                    narrow_spaces: match spaces {
                        EpubSpaces::Auto => faces.narrow_spaces,
                        EpubSpaces::Fine => true,
                        EpubSpaces::Nbsp => false,
                    },
                    modified: modified.as_deref().unwrap_or("1980-01-01T00:00:00Z"),
                    cover: match publication.metadata.cover {
                        Some(_) => None,
                        None => cover::typeset(publication, &ready.fonts, &self.style),
                    },
                    paging: ready.edition.get().map(|edition| epub::Paging {
                        breaks: &edition.breaks,
                        source: &edition.identifier,
                    }),
                };
                epub::write(publication, &options, report, out)?;
            }
            Format::Text => {
                let options = text::Options {
                    text: self.text,
                    dates: self.style.dates,
                };
                out.write_all(text::write(publication, &options).as_bytes())?;
            }
        }
        Ok(Written {
            pages: None,
            sheets: None,
        })
    }

    fn write_pdf(
        &self,
        ready: &Ready,
        report: &mut Report,
        out: &mut dyn Write,
    ) -> Result<Written, write::Error> {
        let printed = self.printed(ready);
        let publication = &*printed;
        let pages = self.fitted(ready, publication, report);
        if let Some(least) = self.least_dpi {
            pdf::coarse(&pages, &ready.gallery, least, report);
        }
        let edition = ready
            .edition
            .get_or_init(|| Edition::of(ready.publication, &pages));
        let date = self.date(publication);
        let options = |print| pdf::Options {
            fonts: &ready.fonts,
            gallery: &ready.gallery,
            date: date.as_deref(),
            attachments: &ready.attachments,
            identifier: &edition.identifier,
            print,
        };
        let to_read = match self.imposition {
            None => self.print,
            Some(_) => pdf::Print {
                bleed: Pt::ZERO,
                marks: pdf::Marks::default(),
                ..self.print
            },
        };
        let sheets = self.imposition.map(|imposition| {
            pdf::write_sheets(
                publication,
                &pages,
                &options(self.print),
                imposition,
                report,
            )
        });
        let sheets = sheets.transpose()?;
        let count = pages.pages.len();
        pdf::write(publication, pages, &options(to_read), report, out)?;
        Ok(Written {
            pages: Some(count),
            sheets,
        })
    }

    /// An article as one HTML file. A standalone file contains its pictures and fonts, and
    /// the style; any other names its pictures as the article does.
    pub fn html(&self, article: &Article, standalone: bool, report: &mut Report) -> String {
        let mut options = html::Options {
            style: &self.style,
            inside: None,
        };
        let mut publication = Publication::single(article.clone());
        publication.settle_references(self.numbering(), report);
        if !standalone {
            return html::write(&publication, &options);
        }
        let ready = self.open(&publication, report);
        let choice = faces::Choice {
            wanted: self.epub.fonts,
            profile: epub::Profile::Generic,
            style: &self.style,
        };
        let chosen = faces::choose(&publication, &ready.fonts, choice, report);
        let faces: Vec<html::Face> = chosen.embedded.iter().map(html_face).collect();
        options.inside = Some(html::Inside {
            gallery: &ready.gallery,
            faces: &faces,
            stacks: &chosen.stacks,
        });
        html::write(&publication, &options)
    }

    /// The faces that set a publication, in the order of their numbers.
    pub fn faces(&self, ready: &Ready) -> Vec<FaceUse> {
        faces::uses(ready.publication, &ready.fonts, &self.style)
    }

    /// The date of a publication, as `YYYY-MM-DDThh:mm:ssZ`.
    fn date(&self, publication: &Publication) -> Option<String> {
        match self.epoch {
            Some(seconds) => Some(moment(seconds)),
            None => {
                let date = publication.metadata.date.as_ref()?.first_day()?;
                Some(format!("{date}T00:00:00Z"))
            }
        }
    }
}

fn html_face<'a>(face: &'a epub::EmbeddedFace) -> html::Face<'a> {
    html::Face {
        family: face.family,
        weight: face.weight,
        italic: face.italic,
        bytes: &face.bytes,
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
