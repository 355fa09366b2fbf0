//! Takes an input; returns an article ready to be typeset, with its diagnostics.

use super::error::Error;
use super::inputs::Input;
use super::planned::Planned;
use pressroom::diag::Report;
use pressroom::model::{Article, LabelNumbers, Publication};
use pressroom::proof::{Account, Form, account};
use pressroom::read::Format;
use pressroom::source::{Source, SourceId};
use pressroom::{read, typography};
use std::path::PathBuf;

/// An article that was read.
pub struct Manuscript {
    /// Its source.
    pub source: Source,
    /// The article.
    pub article: Article,
    /// Its diagnostics.
    pub report: Report,
    /// The data files of its bibliography, for the places of diagnostics.
    pub data: Vec<Source>,
}

/// What the citations of an article may be set from.
#[derive(Clone, Copy)]
pub struct Works<'a> {
    /// The folders in which data files may be opened, beside the article's own.
    pub folders: &'a [PathBuf],
    /// The plan of the book that the article stands in. Where it has a bibliography, citations
    /// wait until all articles are read.
    pub plan: Option<&'a Planned>,
}

impl Works<'_> {
    /// Whether an article waits for the others.
    fn waits(&self, article: &Article) -> bool {
        let has_works = self.plan.is_some_and(Planned::has_works);
        has_works && !article.metadata.citing.has_works()
    }
}

/// The number of a source is that of its input.
pub fn id(number: usize) -> SourceId {
    SourceId(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Reads an article and applies typography.
///
/// # Errors
///
/// If the input cannot be read or is not text.
pub fn read(
    input: &Input,
    id: SourceId,
    reading: &read::Options,
    works: Works,
) -> Result<Manuscript, Error> {
    Ok(polish(copy(input, id, reading)?, input, works))
}

/// Reads an article and accounts for every character of its source. Unaccounted
/// characters are reported as errors.
///
/// # Errors
///
/// If the input cannot be read or is not text.
pub fn accounted(
    input: &Input,
    id: SourceId,
    reading: &read::Options,
    works: Works,
) -> Result<(Manuscript, Account), Error> {
    let mut manuscript = copy(input, id, reading)?;
    // Before typography, which changes the text that the account looks up.
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
        ..
    } = &mut manuscript;
    let account = account(source, form, article, report);
    for diagnostic in account.diagnostics() {
        report.push(diagnostic);
    }
    Ok((polish(manuscript, input, works), account))
}

/// Sets citations, then applies typography, which works on what is printed.
fn polish(mut manuscript: Manuscript, input: &Input, works: Works) -> Manuscript {
    if works.waits(&manuscript.article) {
        return manuscript;
    }
    #[cfg(feature = "citations")]
    {
        let own = std::iter::once(input.folder());
        let folders = own.chain(works.folders.iter().cloned());
        let mut files = pressroom::cite::Files::new(manuscript.source.id(), folders);
        let Manuscript {
            article, report, ..
        } = &mut manuscript;
        pressroom::cite::cite(article, &mut files, report);
        manuscript.data = files.into_sources();
    }
    #[cfg(not(feature = "citations"))]
    let _ = input;
    manuscript.article = typography::polish(manuscript.article, &mut manuscript.report);
    manuscript
}

/// The reading options of an input, whose name may determine its format.
fn options(input: &Input, reading: &read::Options) -> read::Options {
    let format = reading.format.or_else(|| input.format());
    reading.clone().format(format)
}

/// Reads an article without applying typography.
///
/// # Errors
///
/// If the input cannot be read or is not text.
pub fn copy(input: &Input, id: SourceId, reading: &read::Options) -> Result<Manuscript, Error> {
    let source = input.read(id, reading.format)?;
    let mut report = Report::new();
    let article = read::read(&source, &options(input, reading), &mut report);
    Ok(Manuscript {
        source,
        article,
        report,
        data: Vec::new(),
    })
}

/// What articles become.
#[derive(Clone, Copy)]
pub enum Binding<'a> {
    /// One article by itself.
    Lone,
    /// A book with this title.
    Book(&'a str),
    /// A book with a plan.
    Planned(&'a Planned),
}

/// Returns one article, or all articles as a book, with links and references resolved, and the
/// data files of the book's bibliography. Generated words of a book are in the language of the
/// options; `numbering` is what the theme asks for.
pub fn publication(
    mut articles: Vec<Article>,
    sources: &[Source],
    binding: Binding,
    reading: &read::Options,
    works: Works,
    numbering: &LabelNumbers,
    report: &mut Report,
) -> (Publication, Vec<Source>) {
    let mut data = Vec::new();
    let mut publication = match binding {
        Binding::Lone => match articles.pop() {
            Some(article) => Publication::single(article),
            None => Publication::bind("", Vec::new()),
        },
        Binding::Book(title) => Publication::bind(title, articles),
        Binding::Planned(plan) => plan.bind(articles, works.folders, &mut data, report),
    };
    if publication.bound
        && let Some(lang) = &reading.lang
    {
        publication.metadata.lang = Some(lang.clone());
    }
    read::settle_links(
        &mut publication,
        sources,
        reading.base_url.as_deref(),
        report,
    );
    publication.settle_references(numbering, report);
    publication.fill_lists(report);
    (publication, data)
}
