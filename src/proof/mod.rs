//! Takes a publication and a file made of it; returns what became of every character.
//!
//! The proof reopens what was written with code that shares nothing with the
//! writers: [`pdf`], [`epub`], [`text`] and [`markdown`] say what a file says, in the order
//! in which it is read ([`said`]); the script says what the model asks for; the
//! comparison accounts for every grapheme of both. One of the model is *kept*,
//! or *changed* by a rule that the ledger names, or lost. One of the file is the
//! model's, or *generated* (a number, the mark of a note: each kind has a name),
//! or *decoration* of the page, or too many.
//!
//! The comparison is with the model after typography: what an author wrote and
//! a rule changed is changed, and counted under that rule.

#![warn(clippy::indexing_slicing)]

mod account;
mod compare;
mod epub;
mod markdown;
mod pdf;
mod report;
#[doc(hidden)]
pub mod said;
mod script;
mod stream;
mod text;

pub use account::{Account, Form, account, account_of_plan};
pub use report::{Count, Fault, Proof};

use crate::diag::Report;
use crate::model::{Ledger, NodeId, Publication};
use crate::write::{Format, TextForm, TextStyle};
use said::Said;
use std::collections::BTreeMap;
use std::fmt;
use stream::Stream;

/// A file that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Why not.
    pub reason: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Unreadable {}

/// Compares a file called `name` with the publication it was made of. Every
/// fault goes into the report as an error at the place in the source that it
/// comes from. `contents` says whether the pages were to have a list of
/// contents; where that is not known, a list that is missing is no fault.
///
/// A text may have any [form](TextForm): the one that the file has is found. One in which it
/// is whole is enough. [`Proof::unsaid`] says how many addresses it has none of.
///
/// # Errors
///
/// [`Unreadable`], if the file is not what its first bytes say.
pub fn prove(
    publication: &Publication,
    name: &str,
    bytes: &[u8],
    contents: Option<bool>,
    report: &mut Report,
) -> Result<Proof, Unreadable> {
    let format = Format::of(bytes);
    if format == Format::Text {
        return prove_text(publication, name, bytes, &TextForm::ALL, report);
    }
    let said = read(format, bytes).map_err(|reason| Unreadable { reason })?;
    Ok(prove_said(
        publication,
        name,
        format,
        said,
        contents,
        report,
    ))
}

/// Compares a text with the publication it was made of, in the one of some forms that it
/// agrees with most; of several that are as good, with the first.
///
/// # Errors
///
/// [`Unreadable`], if the bytes are no text.
pub fn prove_text(
    publication: &Publication,
    name: &str,
    bytes: &[u8],
    forms: &[TextForm],
    report: &mut Report,
) -> Result<Proof, Unreadable> {
    let mut best: Option<(usize, Proof, Report)> = None;
    for form in forms {
        let said = match form.style {
            TextStyle::Plain => text::read(bytes),
            TextStyle::Markdown => markdown::read(bytes),
        };
        let said = said.map_err(|reason| Unreadable { reason })?;
        let mut own = Report::new();
        let known = Known {
            publication,
            name,
            format: Format::Text,
            form: *form,
        };
        let proof = known.compare(said, Some(true), &mut own);
        let faults = proof.faults.len() + proof.more;
        if best.as_ref().is_none_or(|(least, ..)| faults < *least) {
            best = Some((faults, proof, own));
        }
        if faults == 0 {
            break;
        }
    }
    let (_, proof, own) = best.ok_or_else(|| Unreadable {
        reason: "no form of text was asked for".to_owned(),
    })?;
    own.iter().cloned().for_each(|told| report.push(told));
    Ok(proof)
}

/// The same of what a file says, read by [`pdf`], [`epub`] or [`text`].
pub fn prove_said(
    publication: &Publication,
    name: &str,
    format: Format,
    said: Said,
    contents: Option<bool>,
    report: &mut Report,
) -> Proof {
    let known = Known {
        publication,
        name,
        format,
        form: TextForm::default(),
    };
    known.compare(said, contents, report)
}

/// What is known of a file.
struct Known<'a> {
    publication: &'a Publication,
    name: &'a str,
    format: Format,
    /// The form that it has if it is a text.
    form: TextForm,
}

impl Known<'_> {
    fn compare(self, said: Said, contents: Option<bool>, report: &mut Report) -> Proof {
        let Known {
            publication,
            name,
            format,
            form,
        } = self;
        let stream = Stream::of(&said.pieces);
        let ledgers: BTreeMap<_, &Ledger> = publication
            .articles
            .iter()
            .map(|article| (article.source, &article.ledger))
            .collect();
        let compared = |contents| {
            let ledger_of = |id: NodeId| ledgers.get(&id.source).copied();
            let script = script::script(publication, format, form, said.structured, contents);
            let outcome = compare::compare(&script, &stream, format, &ledger_of);
            (outcome, script.unsaid)
        };
        // In an EPUB the list of contents stands beside the text, not in it; plain
        // text knows no style.
        let listed = match format {
            Format::Epub => Some(false),
            Format::Text => Some(true),
            Format::Pdf => contents,
        };
        let (mut outcome, unsaid) = compared(listed.unwrap_or(true));
        if listed.is_none() && !outcome.faults.is_empty() {
            let (unlisted, _) = compared(false);
            let faults = |of: &compare::Outcome| of.faults.len() + of.more;
            if faults(&unlisted) < faults(&outcome) {
                outcome = unlisted;
            }
        }
        let proof = report::tell(name, format, outcome, said.faults, report);
        Proof { unsaid, ..proof }
    }
}

/// What a file of a format says, in the order in which it is read.
///
/// # Errors
///
/// If the file is not of the format.
#[doc(hidden)]
pub fn read(format: Format, bytes: &[u8]) -> Result<Said, String> {
    match format {
        Format::Pdf => pdf::read(bytes),
        Format::Epub => epub::read(bytes),
        Format::Text => text::read(bytes),
    }
}
