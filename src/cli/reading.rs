//! An input in, an article ready to be set out, with all there is to say of it.

use super::error::Error;
use super::inputs::Input;
use pressroom::diag::Report;
use pressroom::model::{Article, Publication};
use pressroom::proof::account::{self, Account, Form};
use pressroom::read::Format;
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
    Ok(polish(copy(input, id, reading)?))
}

/// The same, with an account of every character of the source; what remains of it is
/// reported as an error.
///
/// # Errors
///
/// Where the input cannot be read, or is no text.
pub fn accounted(
    input: &Input,
    id: SourceId,
    reading: &read::Options,
) -> Result<(Manuscript, Account), Error> {
    let mut manuscript = copy(input, id, reading)?;
    // Before typography: it changes what the account looks up.
    let form = match read::format(&manuscript.source, &options(input, reading)) {
        Format::Markdown => Form::Markdown,
        Format::Yaml | Format::Json => Form::Data,
        Format::Html | Format::News => Form::Markup,
        Format::Wire => Form::Copy,
    };
    let Manuscript {
        source,
        article,
        report,
    } = &mut manuscript;
    let account = account::account(source, form, article, report);
    for diagnostic in account.diagnostics() {
        report.push(diagnostic);
    }
    Ok((polish(manuscript), account))
}

fn polish(mut manuscript: Manuscript) -> Manuscript {
    manuscript.article = typography::polish(manuscript.article, &mut manuscript.report);
    manuscript
}

/// How an input is read: its name may say its form.
fn options(input: &Input, reading: &read::Options) -> read::Options {
    read::Options {
        format: reading.format.or_else(|| input.format()),
        ..reading.clone()
    }
}

/// Reads an article as it was written.
///
/// # Errors
///
/// Where the input cannot be read, or is no text.
pub fn copy(input: &Input, id: SourceId, reading: &read::Options) -> Result<Manuscript, Error> {
    let source = input.read(id, reading.format)?;
    let mut report = Report::new();
    let article = read::read(&source, &options(input, reading), &mut report);
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
