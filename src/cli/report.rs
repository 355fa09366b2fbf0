//! Takes diagnostics and errors; returns text for people or JSON for programs.
//!
//! There are three formats: `human` shows an excerpt as rustc does, `short` is a line
//! that editors can follow, `json` is one object per line. All go to standard error. Text
//! is composed with colours; the stream removes them if it is not a terminal.

use super::args::{MessageFormat, Reporting};
use super::error::Error;
use super::told::{Entry, Teller, Told};
use annotate_snippets::renderer::{AnsiColor, Style};
use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::source::{Source, Span, locate};
use serde::Serialize;
use std::error::Error as _;
use std::io::Write;

/// The width of excerpts in columns. Articles often have one line per paragraph; the
/// excerpt is cut around the place.
const EXCERPT_WIDTH: usize = 100;

/// Codes that are shown only with `--verbose`.
const MINOR: [Code; 1] = [Code::SiteKey];

/// Formats diagnostics as the user requested.
#[derive(Debug, Clone, Copy)]
pub struct Reporter {
    form: MessageFormat,
    quiet: bool,
    verbose: bool,
}

impl Reporter {
    /// A reporter with the requested format and verbosity.
    pub fn new(telling: Reporting) -> Reporter {
        Reporter {
            form: telling.message_format,
            quiet: telling.quiet,
            verbose: telling.verbose,
        }
    }

    /// Whether to show a summary and a progress bar.
    pub fn is_talkative(&self) -> bool {
        !self.quiet && self.form == MessageFormat::Human
    }

    /// Whether the output is for a program, such as an editor.
    pub fn is_for_machines(&self) -> bool {
        match self.form {
            MessageFormat::Human => false,
            MessageFormat::Short | MessageFormat::Json => true,
        }
    }

    /// The text of one publication's diagnostics, by place.
    pub fn diagnostics(&self, report: &Report, sources: &[Source]) -> String {
        self.teller(1).words(&self.told(report, sources))
    }

    /// A selection of diagnostics for this number of publications.
    pub(super) fn teller(&self, publications: usize) -> Teller {
        let all = self.verbose || self.is_for_machines();
        Teller::new(all, publications)
    }

    /// All diagnostics of one publication, by place.
    pub(super) fn told(&self, report: &Report, sources: &[Source]) -> Told {
        let all = report.sorted().into_iter();
        let all = all.filter(|told| !self.quiet || told.severity != Severity::Note);
        let all = all.filter(|told| self.verbose || !MINOR.contains(&told.code));
        let entries = all.map(|diagnostic| {
            let remark = Remark::of_diagnostic(diagnostic, sources);
            self.entry(&remark)
        });
        Told(entries.collect())
    }

    /// An error without a place, as an entry among the diagnostics of an article.
    pub(super) fn entry_of(&self, error: &Error) -> Entry {
        self.entry(&Remark::of_error(error))
    }

    fn entry(&self, remark: &Remark) -> Entry {
        Entry {
            severity: remark.severity,
            code: remark.code,
            file: remark.file.clone(),
            whole: self.put(remark),
            line: remark.brief(),
        }
    }

    /// The text of an error without a place in an article.
    pub fn error(&self, error: &Error) -> String {
        self.put(&Remark::of_error(error))
    }

    /// Writes to standard error. Failures are ignored, because there is no other place to
    /// report them.
    pub fn tell(&self, text: &str) {
        let mut stderr = anstream::stderr().lock();
        let _ = stderr.write_all(text.as_bytes());
    }

    fn put(&self, remark: &Remark) -> String {
        match self.form {
            MessageFormat::Human => remark.human(),
            MessageFormat::Short => remark.short(),
            MessageFormat::Json => remark.json(),
        }
    }
}

/// A diagnostic or an error.
struct Remark<'a> {
    severity: Severity,
    code: Code,
    message: String,
    hints: Vec<String>,
    /// Its file. The message of an error already names it.
    file: Option<String>,
    named: bool,
    place: Option<(&'a Source, Span)>,
}

impl<'a> Remark<'a> {
    fn of_diagnostic(diagnostic: &Diagnostic, sources: &'a [Source]) -> Remark<'a> {
        let place = diagnostic.span.and_then(|span| {
            let (source, _) = locate(sources, span)?;
            // A span that splits a character does not belong to this text.
            source.text().get(span.range()).map(|_| (source, span))
        });
        let lone = match sources {
            [source] => Some(source),
            _ => None,
        };
        let source = place.map(|(source, _)| source).or(lone);
        Remark {
            severity: diagnostic.severity,
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            hints: diagnostic.hints.clone(),
            file: source.map(|source| source.name().to_owned()),
            named: false,
            place,
        }
    }

    fn of_error(error: &Error) -> Remark<'a> {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(reason) = cause {
            message.push_str(&format!(": {reason}"));
            cause = reason.source();
        }
        Remark {
            severity: Severity::Error,
            code: error.code(),
            message,
            hints: error.hint().into_iter().collect(),
            file: error.path().map(|path| path.display().to_string()),
            named: true,
            place: None,
        }
    }

    /// `error[code]: message`, an excerpt, and hints as help. A note is one line.
    fn human(&self) -> String {
        if self.severity == Severity::Note {
            return self.compact();
        }
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(&*self.message).id(self.code.name());
        let mut group = Group::with_title(title);
        if let Some((source, span)) = self.place {
            group = group.element(excerpt(source, span));
        } else if let (Some(file), false) = (&self.file, self.named) {
            group = group.element(Origin::path(&**file));
        }
        let hints = self.hints.iter().map(|hint| Level::HELP.message(&**hint));
        let groups = [group.elements(hints)];
        let renderer = Renderer::styled().term_width(EXCERPT_WIDTH);
        renderer.render(&groups) + "\n\n"
    }

    /// One line, with its place.
    fn brief(&self) -> String {
        let colour = match self.severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::BrightGreen,
        };
        let place = self
            .located()
            .map_or(String::new(), |at| format!(" ({at})"));
        let head = format!("{}[{}]", self.severity.word(), self.code);
        let head = painted(colour.on_default().bold(), &head);
        format!("{head}: {}{place}", line(&self.message))
    }

    fn compact(&self) -> String {
        let mut text = self.brief() + "\n";
        for hint in &self.hints {
            text.push_str(&format!("  = help: {}\n", line(hint)));
        }
        text
    }

    /// `file:line:column: error[code]: message`, for the error list of an editor.
    fn short(&self) -> String {
        let place = self.located().map_or(String::new(), |at| at + ": ");
        let (word, code) = (self.severity.word(), self.code);
        format!("{place}{word}[{code}]: {}\n", line(&self.message))
    }

    /// The file, with line and column if known.
    fn located(&self) -> Option<String> {
        let file = line(self.file.as_deref()?);
        Some(match self.place {
            Some((source, span)) => {
                let place = source.place(span.start);
                format!("{file}:{}:{}", place.line, place.column)
            }
            None => file,
        })
    }

    fn json(&self) -> String {
        let start = self.place.map(|(source, span)| source.place(span.start));
        let end = self.place.map(|(source, span)| source.place(span.end));
        let object = Object {
            severity: self.severity.word(),
            code: self.code,
            message: &self.message,
            file: self.file.as_deref(),
            line: start.map(|place| place.line),
            column: start.map(|place| place.column),
            end_line: end.map(|place| place.line),
            end_column: end.map(|place| place.column),
            hints: &self.hints,
        };
        // Strings and numbers can always be written as JSON.
        serde_json::to_string(&object).unwrap_or_default() + "\n"
    }
}

/// A diagnostic as JSON. Keys and their meaning stay stable between versions. Places count
/// from 1, columns in characters; the end is exclusive.
#[derive(Serialize)]
struct Object<'a> {
    severity: &'static str,
    code: Code,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    hints: &'a [String],
}

/// The lines that a span touches, and no more: the renderer processes all of its input for
/// every diagnostic.
fn excerpt(source: &Source, span: Span) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let text = source.text();
    let number = source.place(span.start).line;
    let from = source.offset(number, 1).min(span.range().start);
    let to = text
        .get(span.range().end..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |length| span.range().end + length);
    let range = span.range();
    let within = range.start - from..range.end - from;
    Snippet::source(text.get(from..to).unwrap_or(""))
        .line_start(number)
        .path(source.name())
        .annotation(AnnotationKind::Primary.span(within))
}

fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Untrusted text on one line, with visible control characters.
fn line(text: &str) -> String {
    normalize_untrusted_str(&text.replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pressroom::source::SourceId;
    use std::path::PathBuf;

    const TEXT: &str = "---\ntitle: Été\n---\n\nUn café ![](x.png) froid.\n";

    fn reporter(form: MessageFormat, quiet: bool) -> Reporter {
        Reporter {
            form,
            quiet,
            verbose: false,
        }
    }

    fn source() -> Source {
        Source::new(SourceId(3), "a/été.md", TEXT)
    }

    fn report() -> Report {
        let source = source();
        let at = |needle: &str| {
            let start = TEXT.find(needle).unwrap();
            source.span(start..start + needle.len())
        };
        let mut report = Report::new();
        report.push(
            Diagnostic::warning(
                Code::MissingAlt,
                at("![](x.png)"),
                "the picture says nothing",
            )
            .hint("say what it shows"),
        );
        report.push(Diagnostic::note(
            Code::LeftOut,
            at("title"),
            "a\nnote \u{1b}[31m",
        ));
        report
    }

    fn told(form: MessageFormat, quiet: bool) -> String {
        let text = reporter(form, quiet).diagnostics(&report(), &[source()]);
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn people_get_an_excerpt_and_notes_take_a_line() {
        let expected = "\
note[left-out]: a note ␛[31m (a/été.md:2:1)
warning[missing-alt]: the picture says nothing
 --> a/été.md:5:9
  |
5 | Un café ![](x.png) froid.
  |         ^^^^^^^^^^
  |
  = help: say what it shows

";
        assert_eq!(told(MessageFormat::Human, false), expected);
    }

    #[test]
    fn editors_get_a_line_each_in_order_of_place() {
        let expected = "\
a/été.md:2:1: note[left-out]: a note ␛[31m
a/été.md:5:9: warning[missing-alt]: the picture says nothing
";
        assert_eq!(told(MessageFormat::Short, false), expected);
    }

    #[test]
    fn machines_get_an_object_a_line() {
        let json = reporter(MessageFormat::Json, true).diagnostics(&report(), &[source()]);
        let expected = concat!(
            r#"{"severity":"warning","code":"missing-alt","message":"the picture says nothing","#,
            r#""file":"a/été.md","line":5,"column":9,"end_line":5,"end_column":19,"#,
            r#""hints":["say what it shows"]}"#,
            "\n"
        );
        assert_eq!(json, expected);
    }

    #[test]
    fn quiet_leaves_notes_out() {
        assert!(!told(MessageFormat::Short, true).contains("note"));
        assert!(told(MessageFormat::Short, true).contains("warning"));
    }

    #[test]
    fn a_place_at_the_end_or_in_no_text_is_survived() {
        let source = source();
        let mut report = Report::new();
        let end = source.span(TEXT.len()..TEXT.len());
        let cut = source.span(TEXT.find('É').unwrap() + 1..TEXT.len());
        let far = source.span(900..901);
        for span in [end, cut, far] {
            report.push(Diagnostic::error(Code::Yaml, span, "told"));
        }
        report.push(Diagnostic::new(Severity::Error, Code::Toml, None, "told"));
        for form in [
            MessageFormat::Human,
            MessageFormat::Short,
            MessageFormat::Json,
        ] {
            let text = reporter(form, false).diagnostics(&report, std::slice::from_ref(&source));
            assert_eq!(text.matches("told").count(), 4);
            assert_eq!(text.matches("a/été.md").count(), 4);
        }
    }

    #[test]
    fn an_error_of_the_world_tells_its_cause_in_all_forms() {
        let error = Error::Unreadable {
            path: PathBuf::from("a.md"),
            cause: std::io::Error::other("no permission"),
        };
        let told = |form| reporter(form, false).error(&error);
        let human = told(MessageFormat::Human);
        let human = anstream::adapter::strip_str(&human).to_string();
        assert_eq!(
            human,
            "error[unreadable]: cannot read `a.md`: no permission\n\n"
        );
        let short = told(MessageFormat::Short);
        assert_eq!(
            short,
            "a.md: error[unreadable]: cannot read `a.md`: no permission\n"
        );
        assert!(told(MessageFormat::Json).contains(r#""file":"a.md","line":null"#));
    }
}
