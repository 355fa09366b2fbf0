//! The command `proof`: takes articles and the files exported from them; verifies that
//! the files contain every character.

use super::Status;
use super::args::Proof;
use super::deliver::print;
use super::error::Error;
use super::inputs;
use super::planned::{self, Planned};
use super::reading::{self, Binding, Manuscript, Works};
use super::report::Reporter;
use super::theme::Chosen;
use pressroom::diag::{Report, Severity};
use pressroom::model::LabelNumbers;
use pressroom::{proof, read};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the articles as `export` does, accounts for every character of their sources,
/// reads the files back and reports what became of every character of the articles.
///
/// # Errors
///
/// If an article or a file cannot be read.
pub fn run(flags: &Proof, reporter: &Reporter) -> Result<Status, Error> {
    let (articles, files) = parted(&flags.paths);
    if files.is_empty() {
        return Err(Error::NothingToProve);
    }
    let form = flags.reading.from.map(|from| from.format());
    let plan = planned::named(&articles).filter(|_| flags.book.is_none());
    let (plan, found) = match plan {
        Some(path) => {
            let (plan, found) = planned::load(&path, None, form)?;
            (Some(plan), found)
        }
        None => (None, inputs::find(&articles, None, form)?),
    };
    let lang = flags.reading.lang.clone();
    let reading = read::Options::new()
        .format(form)
        .lang(lang.or(plan.as_ref().and_then(Planned::lang)))
        .base_url(flags.reading.base_url.clone())
        .cites(plan.as_ref().is_some_and(Planned::has_works));
    reporter.tell(&reporter.diagnostics(&found.notes, &[]));
    if let Some(error) = found.errors.into_iter().next() {
        return Err(error);
    }
    if found.inputs.len() > 1 && flags.book.is_none() && plan.is_none() {
        return Err(Error::ManyArticles {
            output: files.first().cloned().unwrap_or_default(),
            articles: found.inputs.len(),
        });
    }
    let works = Works {
        folders: &flags.reading.asset_dir,
        plan: plan.as_ref(),
    };
    let (mut sources, mut read) = (Vec::new(), Vec::new());
    let mut works_read = Vec::new();
    let mut accounts = Vec::new();
    let mut report = Report::new();
    for (number, input) in found.inputs.iter().enumerate() {
        let (manuscript, account) =
            reading::accounted(input, reading::id(number), &reading, works)?;
        let Manuscript {
            source,
            article,
            data,
            ..
        } = manuscript;
        if article.metadata.draft && found.inputs.len() > 1 && !flags.reading.drafts {
            continue;
        }
        // The other diagnostics of reading were reported by `export`.
        for diagnostic in account.diagnostics() {
            report.push(diagnostic);
        }
        accounts.push(account);
        works_read.extend(data);
        sources.push(source);
        read.push(article);
    }
    let binding = match (&plan, flags.book.as_deref()) {
        (Some(plan), _) => {
            for diagnostic in plan.account.diagnostics() {
                report.push(diagnostic);
            }
            accounts.insert(0, plan.account.clone());
            sources.push(plan.source.clone());
            Binding::Planned(plan)
        }
        (None, Some(title)) => Binding::Book(title),
        (None, None) => Binding::Lone,
    };
    // The diagnostics of links were reported by `export`.
    let told = &mut Report::new();
    let theme = flags.theme.as_deref();
    let theme = theme.or(plan.as_ref().and_then(|plan| plan.theme.as_deref()));
    let numbering = &match theme {
        Some(theme) => Chosen::of(theme)?.numbering(),
        None => LabelNumbers::default(),
    };
    let (publication, of_book) =
        reading::publication(read, &sources, binding, &reading, works, numbering, told);
    sources.extend(works_read.into_iter().chain(of_book));
    let mut proofs = Vec::new();
    for path in &files {
        let bytes = fs::read(path).map_err(|cause| Error::reading(path, cause))?;
        let name = path.display().to_string();
        let proof = proof::prove(&publication, &name, &bytes, None, &mut report);
        proofs.push(proof.map_err(|cause| Error::Unproved {
            path: path.clone(),
            cause,
        })?);
    }
    if flags.json {
        // Strings and numbers can always be written as JSON.
        let both = serde_json::json!({ "sources": accounts, "files": proofs });
        let json = serde_json::to_string_pretty(&both).unwrap_or_default();
        print((json + "\n").as_bytes())?;
    } else {
        let accounts = accounts.iter().map(proof::Account::to_string);
        let proofs = proofs.iter().map(proof::Proof::to_string);
        let text: String = accounts.chain(proofs).collect();
        print(text.as_bytes())?;
    }
    reporter.tell(&reporter.diagnostics(&report, &sources));
    Ok(match report.worst() {
        Some(Severity::Error) => Status::Article,
        Some(Severity::Warning | Severity::Note) | None => Status::Done,
    })
}

/// The articles, and the files exported from them.
fn parted(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let is_output = |path: &Path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| {
            ["pdf", "epub", "txt"]
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known))
        })
    };
    let (mut articles, mut files) = (Vec::new(), Vec::new());
    for (number, path) in paths.iter().enumerate() {
        if number > 0 && is_output(path) {
            files.push(path.clone());
        } else {
            articles.push(path.clone());
        }
    }
    (articles, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_path_is_an_article_whatever_its_name() {
        let paths = ["copy.txt", "copy.pdf", "news", "copy.TXT"].map(PathBuf::from);
        let (articles, files) = parted(&paths);
        assert_eq!(articles, ["copy.txt", "news"].map(PathBuf::from));
        assert_eq!(files, ["copy.pdf", "copy.TXT"].map(PathBuf::from));
    }
}
