//! Takes the path of a folder with a plan; returns the articles to read and the book that they
//! are bound into.
//!
//! The plan is the file `publication.yaml`. An article that it lists and that does not exist, an
//! article that it lists twice, and one in its folder that it does not list are reported.

use super::error::Error;
use super::inputs::{self, Found, Input};
use super::refuse::is_plan;
use super::theme;
use pressroom::diag::{Code, Diagnostic, Report, nearest};
use pressroom::geom::Size;
use pressroom::lang::Lang;
use pressroom::model::{Article, Metadata, Place, Publication, Role};
use pressroom::proof::{Account, account_of_plan};
use pressroom::read::Format;
use pressroom::read::plan::{self, Item, Listed, Outputs, Plan};
use pressroom::source::{Source, Span};
use pressroom::style::{Theme, parse_paper};
use pressroom::typography;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A book with a plan.
pub struct Planned {
    /// The plan as a source.
    pub source: Source,
    /// The folder of the plan.
    pub folder: PathBuf,
    /// What there is to say about it.
    pub report: Report,
    /// What became of each of its characters.
    pub account: Account,
    /// Its theme: a name, or the path of a file.
    pub theme: Option<String>,
    /// The size of its paper.
    pub paper: Option<Size>,
    /// The names of its outputs, where the plan gives some.
    pub outputs: Outputs,
    /// Where it names the page of notes.
    endnotes: Option<Span>,
    metadata: Metadata,
    slots: Vec<Slot>,
}

/// A place in the book.
enum Slot {
    Made(Box<Article>),
    /// The article of an input.
    Input(u32, Place),
}

impl Planned {
    /// The title of the book.
    pub fn title(&self) -> String {
        self.metadata.title()
    }

    /// The language of the book, which is that of articles that do not name their own.
    pub fn lang(&self) -> Option<Lang> {
        self.metadata.lang.clone()
    }

    /// Whether it is not to be published yet.
    pub fn is_draft(&self) -> bool {
        self.metadata.draft
    }

    /// The name of its outputs, if it has one.
    pub fn slug(&self) -> Option<&str> {
        self.metadata.slug.as_deref()
    }

    /// The book with these articles. Those that could not be read are missing. A page of notes
    /// without notes is left out, and reported.
    /// The articles that cite works of the book's bibliography get their citations, and then
    /// typography; `data` gets the files that works are read from, which may be in `folders`.
    pub fn bind(
        &self,
        articles: Vec<Article>,
        folders: &[PathBuf],
        data: &mut Vec<Source>,
        report: &mut Report,
    ) -> Publication {
        let mut read: BTreeMap<u32, Article> = BTreeMap::new();
        for article in articles {
            read.insert(article.source.0, article);
        }
        let present: BTreeSet<u32> = read.keys().copied().collect();
        let articles = self
            .slots
            .iter()
            .enumerate()
            .filter_map(|(at, slot)| match slot {
                // A part of drafts alone is none.
                Slot::Made(part) if part.place.role == Role::Part && !self.holds(at, &present) => {
                    None
                }
                Slot::Made(article) => Some((**article).clone()),
                Slot::Input(number, place) => {
                    let article = read.remove(number)?;
                    Some(Article {
                        place: *place,
                        ..article
                    })
                }
            });
        let mut articles: Vec<Article> = articles.collect();
        if self.has_works() {
            data.extend(self.cite(&mut articles, &present, folders, report));
        }
        let book = Publication::planned(&self.metadata, articles);
        let is_notes = |article: &Article| article.place.role == Role::Endnotes;
        if let (Some(span), false) = (self.endnotes, book.articles.iter().any(is_notes)) {
            let message = "the page `endnotes` has no notes; left out";
            let warning = Diagnostic::warning(Code::EmptyArticle, span, message);
            report.push(warning.hint("it has the notes of the articles that are listed before it"));
        }
        book
    }
}

impl Planned {
    /// Whether the book has works that its articles may cite.
    pub fn has_works(&self) -> bool {
        self.metadata.citing.has_works()
    }

    /// Sets the citations of the articles that have waited for each other, and applies
    /// typography to them. A page of works on which nothing is listed is left out.
    fn cite(
        &self,
        articles: &mut Vec<Article>,
        present: &BTreeSet<u32>,
        folders: &[PathBuf],
        report: &mut Report,
    ) -> Vec<Source> {
        #[cfg(feature = "citations")]
        let data = {
            let own = std::iter::once(self.folder.clone());
            let folders = own.chain(folders.iter().cloned());
            let mut files = pressroom::cite::Files::new(plan::SOURCE, folders);
            let lang = self.lang().unwrap_or_else(Lang::undetermined);
            let citing = &self.metadata.citing;
            pressroom::cite::cite_book(articles, citing, &lang, &mut files, report);
            files.into_sources()
        };
        #[cfg(not(feature = "citations"))]
        let data = {
            let _ = folders;
            Vec::new()
        };
        articles
            .retain(|article| article.place.role != Role::Bibliography || !article.body.is_empty());
        let waited = |article: &Article| {
            let has_waited =
                present.contains(&article.source.0) && !article.metadata.citing.has_works();
            has_waited || article.place.role == Role::Bibliography
        };
        for article in articles.iter_mut().filter(|article| waited(article)) {
            *article = typography::polish(std::mem::take(article), report);
        }
        data
    }

    /// Whether a part has one of these articles in it.
    fn holds(&self, part: usize, present: &BTreeSet<u32>) -> bool {
        let level = |slot: &Slot| match slot {
            Slot::Made(article) => article.place.level,
            Slot::Input(_, place) => place.level,
        };
        let Some((own, rest)) = self.slots.get(part..).and_then(<[Slot]>::split_first) else {
            return false;
        };
        let mut inside = rest.iter().take_while(|slot| level(slot) > level(own));
        inside.any(|slot| matches!(slot, Slot::Input(number, _) if present.contains(number)))
    }
}

/// The plan that paths name: the only one is that of a plan, or of a folder with one.
pub fn named(paths: &[PathBuf]) -> Option<PathBuf> {
    let [path] = paths else {
        return None;
    };
    if path.is_dir() {
        return Some(path.join(plan::NAME)).filter(|plan| plan.is_file());
    }
    is_plan(path).then(|| path.clone())
}

/// Reads a plan, and finds its articles. `output` and `form` are as for
/// [`inputs::find`].
///
/// # Errors
///
/// If the plan cannot be read, or its folder is the output.
pub fn load(
    path: &Path,
    output: Option<&Path>,
    form: Option<Format>,
) -> Result<(Planned, Found), Error> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    };
    let source = Input::file(path).read(plan::SOURCE, Some(Format::Yaml))?;
    let mut report = Report::new();
    let plan = plan::plan(&source, &mut report);
    // Before typography, which changes the text that the account looks up.
    let (said, words) = plan.said();
    let account = account_of_plan(&source, &said, &words, &plan.unprinted, &report);
    let Plan {
        is_read,
        metadata,
        items,
        list,
        theme,
        paper,
        outputs,
        endnotes,
        unprinted: _,
    } = plan;
    let about = Article {
        source: plan::SOURCE,
        metadata,
        ..Article::default()
    };
    let metadata = typography::polish(about, &mut report).metadata;
    // All articles of the folder, for those that the plan leaves out.
    let present = inputs::find(std::slice::from_ref(&folder), output, form);
    let present = match present {
        Ok(found) => found.inputs,
        Err(error @ Error::ReadsOutput { .. }) => return Err(error),
        Err(_) => Vec::new(),
    };
    let mut finder = Finder {
        folder: &folder,
        found: Found::default(),
        seen: BTreeSet::new(),
        report: &mut report,
    };
    let mut slots = Vec::new();
    for item in items {
        match item {
            Item::Made(article) => {
                // What the title says is said of the title itself.
                let mut unsaid = Report::new();
                let report = match article.place.role {
                    Role::HalfTitle | Role::TitlePage | Role::Copyright => &mut unsaid,
                    Role::Article
                    | Role::Named(_)
                    | Role::Endnotes
                    | Role::Bibliography
                    | Role::Dedication
                    | Role::Epigraph
                    | Role::Contents
                    | Role::ListOfFigures
                    | Role::ListOfTables
                    | Role::Index
                    | Role::Part
                    | Role::Colophon => &mut *finder.report,
                };
                let article = typography::polish(*article, report);
                slots.push(Slot::Made(Box::new(article)));
            }
            Item::Listed(listed) => slots.extend(finder.all(&listed)),
        }
    }
    let Finder { found, seen, .. } = finder;
    // Of a plan that cannot be read, no more is said.
    if is_read && found.inputs.is_empty() {
        let error = Diagnostic::error(Code::NoArticles, list, "the plan lists no article");
        let hint = "name them in order: `contents: [one.md, \"more/*.md\"]`";
        report.push(error.hint(hint));
    }
    let theme = theme.and_then(|theme| self::theme(&theme, &folder, &mut report));
    let paper = paper.and_then(|paper| self::paper(&paper, &mut report));
    let own = path.canonicalize().unwrap_or_default();
    let own_theme = theme.as_ref().and_then(|path| fs::canonicalize(path).ok());
    let unlisted = present.iter().filter_map(|input| match input {
        Input::File {
            path, canonical, ..
        } if !seen.contains(canonical)
            && *canonical != own
            && Some(canonical) != own_theme.as_ref()
            && !is_theme(canonical) =>
        {
            Some(path.clone())
        }
        Input::File { .. } | Input::Stdin => None,
    });
    let unlisted: Vec<PathBuf> = unlisted.collect();
    if is_read && !unlisted.is_empty() {
        let message = format!("not in the plan: {}", inputs::listed(&unlisted));
        report.push(Diagnostic::note(Code::UnlistedArticle, list, message));
    }
    let planned = Planned {
        source,
        folder,
        report,
        account,
        theme,
        paper,
        outputs,
        endnotes,
        metadata,
        slots,
    };
    Ok((planned, found))
}

/// The theme of a plan: the name of one, or the path of a file beside the plan.
fn theme(word: &plan::Word, folder: &Path, report: &mut Report) -> Option<String> {
    let name = &word.text;
    if theme::is_file(name) {
        let path = folder.join(name);
        if path.is_file() {
            return Some(path.display().to_string());
        }
        let message = format!("the theme file `{name}` does not exist");
        let error = Diagnostic::error(Code::WrongValue, word.span, message);
        report.push(error.hint("its path is read from the folder of the plan"));
        return None;
    }
    if Theme::embedded(name).is_some() {
        return Some(name.clone());
    }
    let names: Vec<&str> = Theme::names().map(|(name, _)| name).collect();
    let error = Diagnostic::error(
        Code::WrongValue,
        word.span,
        format!("unknown theme `{name}`"),
    );
    report.push(match nearest(name, names.iter().copied()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint(format!("there are {}", names.join(", "))),
    });
    None
}

/// Whether a file is a theme, by keys that no article has.
fn is_theme(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    if !matches!(ending, Some("yaml" | "yml")) {
        return false;
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    let keys = ["extends:", "furniture:", "styles:", "costs:"];
    text.lines()
        .any(|line| keys.iter().any(|key| line.starts_with(key)))
}

fn paper(word: &plan::Word, report: &mut Report) -> Option<Size> {
    let size = parse_paper(&word.text);
    if size.is_none() {
        let message = format!("unknown paper size `{}`", word.text);
        let error = Diagnostic::error(Code::WrongValue, word.span, message);
        report.push(error.hint("write it as `a5`, `pocket`, `148x210mm` or `6x9in`"));
    }
    size
}

struct Finder<'a> {
    folder: &'a Path,
    found: Found,
    /// The canonical paths of the articles found so far.
    seen: BTreeSet<PathBuf>,
    report: &'a mut Report,
}

impl Finder<'_> {
    /// The articles that a path or a pattern names, each once.
    fn all(&mut self, listed: &Listed) -> Vec<Slot> {
        let is_pattern = listed.path.contains(['*', '?']);
        let paths = match is_pattern {
            true => matches(self.folder, &listed.path),
            false => vec![self.folder.join(&listed.path)],
        };
        let mut slots = Vec::new();
        let mut is_any = false;
        // A pattern stands for articles; the plan is none.
        if !is_pattern && paths.iter().any(|path| is_plan(path)) {
            let message = format!("`{}` is a plan, not an article", listed.path);
            let error = Diagnostic::error(Code::WrongValue, listed.span, message);
            self.report
                .push(error.hint("a book has one plan: list the articles of the other in it"));
            return Vec::new();
        }
        let paths = paths
            .into_iter()
            .filter(|path| !is_plan(path) && (!is_pattern || Format::of_path(path).is_some()));
        for path in paths {
            let Ok(canonical) = path
                .canonicalize()
                .and_then(|path| fs::metadata(&path).map(|file| file.is_file().then_some(path)))
            else {
                continue;
            };
            let Some(canonical) = canonical else {
                continue;
            };
            is_any = true;
            if !self.seen.insert(canonical.clone()) {
                if !is_pattern {
                    let message = format!("`{}` is listed twice", listed.path);
                    self.report
                        .push(Diagnostic::warning(Code::ListedTwice, listed.span, message));
                }
                continue;
            }
            let number = u32::try_from(self.found.inputs.len()).unwrap_or(u32::MAX);
            self.found.inputs.push(Input::File {
                path,
                canonical,
                inside: PathBuf::new(),
            });
            slots.push(Slot::Input(number, listed.place));
        }
        if !is_any {
            let message = match is_pattern {
                true => format!("no file matches `{}`", listed.path),
                false => format!("file not found: `{}`", listed.path),
            };
            let error = Diagnostic::error(Code::MissingPath, listed.span, message);
            self.report
                .push(error.hint(format!("paths start at the folder of `{}`", plan::NAME)));
        }
        slots
    }
}

/// The files that a pattern names, in the order of their paths. Hidden files are found only by
/// patterns that begin with a dot.
fn matches(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let mut next = Vec::new();
        for folder in found {
            if !part.contains(['*', '?']) {
                next.push(folder.join(part));
                continue;
            }
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            let named = entries.filter(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.starts_with('.') == part.starts_with('.') && is_like(&name, part)
            });
            let mut paths: Vec<PathBuf> = named.map(|entry| entry.path()).collect();
            paths.sort();
            next.append(&mut paths);
        }
        found = next;
    }
    found
}

/// Whether a name is as a pattern has it: `*` stands for any characters, `?` for one.
fn is_like(name: &str, pattern: &str) -> bool {
    let mut rest = pattern.chars();
    match rest.next() {
        None => name.is_empty(),
        Some('*') => {
            let after = rest.as_str();
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.into_iter()
                .any(|at| name.get(at..).is_some_and(|name| is_like(name, after)))
        }
        Some(wanted) => {
            let mut letters = name.chars();
            let first = letters.next();
            first.is_some_and(|own| wanted == '?' || own == wanted)
                && is_like(letters.as_str(), rest.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_names() {
        for (pattern, name, expected) in [
            ("*.md", "a.md", true),
            ("*.md", "a.txt", false),
            ("0?-*.md", "01-é.md", true),
            ("0?-*.md", "011-a.md", false),
            ("*", "", true),
            ("a", "a", true),
        ] {
            assert_eq!(is_like(name, pattern), expected, "{pattern} {name}");
        }
    }
}
