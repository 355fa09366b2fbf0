//! An input in, an article ready to be set out, with all there is to say of it.

use super::error::Error;
use super::inputs::Input;
use pressroom::diag::Report;
use pressroom::model::{Article, Publication};
use pressroom::source::{Source, SourceId};
use pressroom::{read, typography};

/// An article that was read.
pub struct Manuscript {
    /// Its source.
    pub source: Source,
    /// The article.
    pub article: Article,
    /// What there is to say of it.
    pub report: Report,
}

/// Sources are numbered as the inputs are.
pub fn id(number: usize) -> SourceId {
    SourceId(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Reads and polishes an article.
///
/// # Errors
///
/// Where the input cannot be read, or is no text.
pub fn read(input: &Input, id: SourceId, reading: &read::Options) -> Result<Manuscript, Error> {
    let mut manuscript = copy(input, id, reading)?;
    manuscript.article = typography::polish(manuscript.article, &mut manuscript.report);
    Ok(manuscript)
}

/// Reads an article as it was written.
///
/// # Errors
///
/// Where the input cannot be read, or is no text.
pub fn copy(input: &Input, id: SourceId, reading: &read::Options) -> Result<Manuscript, Error> {
    let source = input.read(id)?;
    let options = read::Options {
        format: reading.format.or_else(|| input.format()),
        ..reading.clone()
    };
    let mut report = Report::new();
    let article = read::read(&source, &options, &mut report);
    Ok(Manuscript {
        source,
        article,
        report,
    })
}

/// One article by itself, or all of them as a book of this title. A book's own
/// words are in the language that was asked for. Links are settled.
pub fn publication(
    mut articles: Vec<Article>,
    sources: &[Source],
    book: Option<&str>,
    reading: &read::Options,
    report: &mut Report,
) -> Publication {
    let mut publication = match (book, articles.pop()) {
        (None, Some(article)) => Publication::single(article),
        (book, last) => {
            articles.extend(last);
            let mut book = Publication::bind(book.unwrap_or_default(), articles);
            if let Some(lang) = &reading.lang {
                book.metadata.lang = Some(lang.clone());
            }
            book
        }
    };
    read::settle_links(
        &mut publication,
        sources,
        reading.base_url.as_deref(),
        report,
    );
    publication
}
