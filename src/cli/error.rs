//! What can go wrong outside the articles: wrong usage, and the world.
//!
//! A closed list. Each error knows its stable code, the exit status it leads
//! to and, where there is one, the cause beneath it; [`report`](super::report)
//! puts it into words for people and machines.

use super::Status;
use pressroom::diag::{Code, nearest};
use pressroom::proof::Unreadable;
use pressroom::read::plan;
use pressroom::source::NotText;
use pressroom::style::Theme;
use pressroom::write::{self, Format};
use std::error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An error that is about no place in an article.
#[derive(Debug)]
pub enum Error {
    /// Several articles are to go into one file, or to standard output.
    ManyArticles {
        /// Where they are to go, as the user gave it.
        output: PathBuf,
        /// How many there are.
        articles: usize,
    },
    /// Several formats are to go into one file, or to standard output.
    ManyFormats {
        /// Where they are to go, as the user gave it.
        output: PathBuf,
    },
    /// The output's name says another format than the flag.
    WrongEnding {
        /// The output.
        output: PathBuf,
        /// The format that was asked for.
        asked: Format,
    },
    /// The output's name ends like a file of a format that is not written.
    UnknownFormat {
        /// The output.
        output: PathBuf,
        /// The format that is one slip away.
        near: Option<Format>,
    },
    /// The output is to be a folder, and is named like a file.
    NotAFolder {
        /// The output.
        output: PathBuf,
    },
    /// A path stands where a command should.
    NoCommand {
        /// The path.
        path: PathBuf,
        /// All that was typed after the name of the program.
        words: String,
    },
    /// PDF or EPUB is to be printed on a terminal.
    BytesOnTerminal {
        /// Which of them.
        format: Format,
    },
    /// Two publications would have the same file.
    Collision {
        /// The file.
        output: PathBuf,
        /// What would be written first.
        first: String,
        /// What would replace it.
        second: String,
    },
    /// An output would replace an article.
    OverInput {
        /// The output.
        output: PathBuf,
    },
    /// The output folder is to be read too.
    ReadsOutput {
        /// The folder.
        folder: PathBuf,
    },
    /// Sheets are asked for, and no PDF that they could lie beside.
    SheetsNowhere,
    /// `SOURCE_DATE_EPOCH` is no number of seconds.
    Epoch {
        /// Its value.
        value: String,
    },
    /// No diagnostic has this code.
    UnknownCode {
        /// The code as it was typed.
        name: String,
    },
    /// No theme of the binary has this name.
    UnknownTheme {
        /// The name.
        name: String,
    },
    /// A starter article is to have a name that is not Markdown's.
    NotMarkdown {
        /// The name.
        path: PathBuf,
    },

    /// A plan is named among articles, or is to be read as one.
    PlanAsArticle {
        /// The plan.
        path: PathBuf,
        /// Whether it has the name of a plan.
        is_named: bool,
    },
    /// There is no such file or folder.
    Missing {
        /// The path, as the user gave it.
        path: PathBuf,
    },
    /// A path is an address of the web.
    Address {
        /// The address.
        address: String,
        /// The file that it is the address of.
        file: Option<String>,
    },
    /// A file is of a kind that is not read.
    NotRead {
        /// Its path.
        path: PathBuf,
        /// What it is; nothing where its ending is not known.
        what: Option<&'static str>,
        /// What can be done.
        hint: String,
    },
    /// A folder holds no article.
    NoArticles {
        /// The folder.
        folder: PathBuf,
    },
    /// A file or folder cannot be read.
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// A file's bytes are no text.
    NotText {
        /// Its path.
        path: PathBuf,
        /// Why not.
        why: NotText,
    },
    /// A PDF gives back no files.
    Unextracted {
        /// Its path.
        path: PathBuf,
        /// Why; nothing where there are none in it.
        cause: Option<write::Error>,
    },
    /// A file cannot be written.
    Unwritable {
        /// Its path.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// What an output would replace was not made by Pressroom.
    Foreign {
        /// The file that is there.
        path: PathBuf,
        /// The format that was to be written.
        format: Format,
    },
    /// A starter article would replace a file, or a text one beside the articles.
    Exists {
        /// The file that is there.
        path: PathBuf,
    },
    /// A family that was asked for cannot be used.
    Family {
        /// What is the matter, in a sentence.
        message: String,
        /// What can be done.
        hint: String,
    },
    /// A file that is to be proved cannot be read as what it is.
    Unproved {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: Unreadable,
    },
    /// Nothing is named that could be proved.
    NothingToProve,
    /// A writer gave up.
    Unwritten {
        /// The output that it was for.
        output: PathBuf,
        /// Its reason.
        cause: write::Error,
    },
}

impl Error {
    /// What reading a path came to: nothing there, or something in the way.
    pub fn reading(path: &Path, cause: io::Error) -> Error {
        let path = path.to_owned();
        if cause.kind() == io::ErrorKind::NotFound {
            Error::Missing { path }
        } else {
            Error::Unreadable { path, cause }
        }
    }

    /// The exit status it leads to.
    pub fn status(&self) -> Status {
        self.row().0
    }

    /// A stable name to search for.
    pub fn code(&self) -> Code {
        self.row().1
    }

    /// The file or folder it is about.
    pub fn path(&self) -> Option<&Path> {
        self.row().2
    }

    /// What can be done about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::ManyArticles { .. } => {
                Some("name a folder, or bind them into one with `--book TITLE`".to_owned())
            }
            Error::ManyFormats { .. } => {
                Some("ask for one of `--pdf`, `--epub` and `--txt`".to_owned())
            }
            Error::WrongEnding { asked, .. } => Some(format!(
                "let the name end in `.{}`, or leave the flag out",
                asked.extension()
            )),
            Error::UnknownFormat { output, near } => Some(match near {
                Some(format) => format!(
                    "did you mean `-o {}`?",
                    output.with_extension(format.extension()).display()
                ),
                None => format!(
                    "end the name in `.pdf`, `.epub` or `.txt`; for a folder type `-o {}/`",
                    output.display()
                ),
            }),
            Error::NotAFolder { output } => Some(format!(
                "for one file type `> {0}`, for a folder `-o {0}/`",
                output.display()
            )),
            Error::NoCommand { words, .. } => {
                Some(format!("to export it, type `pressroom export {words}`"))
            }
            Error::Address { file, .. } => Some(match file {
                Some(file) => format!("type `pressroom export {file}`"),
                None => {
                    "save the page as a file, then type `pressroom export page.html`".to_owned()
                }
            }),
            Error::NotRead { hint, .. } => Some(hint.clone()),
            Error::BytesOnTerminal { .. } => {
                Some("name a file with `-o`, or send the output to another program".to_owned())
            }
            Error::SheetsNowhere => Some("add `--pdf`, and write to a folder or a file".to_owned()),
            Error::Collision { .. } => {
                Some("give one of them a `slug` of its own in its front matter".to_owned())
            }
            Error::OverInput { .. } | Error::ReadsOutput { .. } => {
                Some("name another output with `-o`".to_owned())
            }
            Error::Unextracted { cause: None, .. } => {
                Some("`export --embed-source` or `--attach` puts them there".to_owned())
            }
            Error::Foreign { .. } => {
                Some("move it away, or name another output with `-o`".to_owned())
            }
            Error::NoArticles { .. } => {
                let endings = "`.md`, `.markdown`, `.yaml`, `.yml`, `.json`, `.xml` or `.txt`";
                Some(format!(
                    "articles are files that end in {endings}; name an `.html` page to read it"
                ))
            }
            Error::PlanAsArticle { path, is_named } => Some(match is_named {
                true => format!(
                    "a plan makes a book as the only path, without `--book`: `pressroom export {}`",
                    path.display()
                ),
                false => format!("name it `{}`, and it makes a book", plan::NAME),
            }),
            Error::Missing { path } if path == Path::new(super::args::DEFAULT_INPUT) => {
                Some("name the files to export, or start with `pressroom new`".to_owned())
            }
            Error::Family { hint, .. } => Some(hint.clone()),
            Error::UnknownCode { name } => {
                let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
                Some(near.map_or_else(
                    || "`pressroom explain --list` lists every code".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                ))
            }
            Error::UnknownTheme { name } => {
                let near = nearest(name, Theme::names().map(|(name, _)| name));
                Some(near.map_or_else(
                    || {
                        "`pressroom theme list` lists them; a file's name has a `/` in it"
                            .to_owned()
                    },
                    |near| format!("did you mean `{near}`?"),
                ))
            }
            Error::NothingToProve => {
                Some("name the article first, then the files made of it".to_owned())
            }
            Error::Missing { .. }
            | Error::Unproved { .. }
            | Error::Epoch { .. }
            | Error::NotMarkdown { .. }
            | Error::Unreadable { .. }
            | Error::NotText { .. }
            | Error::Unextracted { cause: Some(_), .. }
            | Error::Unwritable { .. }
            | Error::Exists { .. }
            | Error::Unwritten { .. } => None,
        }
    }

    /// The table of all errors: status, code, path.
    fn row(&self) -> (Status, Code, Option<&Path>) {
        use Status::{Usage, World};
        match self {
            Error::ManyArticles { output, .. } => (Usage, Code::ManyArticles, Some(output)),
            Error::ManyFormats { output } => (Usage, Code::ManyFormats, Some(output)),
            Error::WrongEnding { output, .. } => (Usage, Code::WrongEnding, Some(output)),
            Error::UnknownFormat { output, .. } => (Usage, Code::UnknownFormat, Some(output)),
            Error::NotAFolder { output } => (Usage, Code::NotAFolder, Some(output)),
            Error::NoCommand { path, .. } => (Usage, Code::NoCommand, Some(path)),
            Error::Address { .. } => (Usage, Code::Address, None),
            Error::NotRead { path, .. } => (World, Code::UnreadFormat, Some(path)),
            Error::BytesOnTerminal { .. } => (Usage, Code::BytesOnTerminal, None),
            Error::Collision { output, .. } => (Usage, Code::SameOutput, Some(output)),
            Error::OverInput { output } => (Usage, Code::OutputIsInput, Some(output)),
            Error::ReadsOutput { folder } => (Usage, Code::OutputIsInput, Some(folder)),
            Error::SheetsNowhere => (Usage, Code::NoSheets, None),
            Error::Epoch { .. } => (Usage, Code::SourceDateEpoch, None),
            Error::UnknownCode { .. } => (Usage, Code::UnknownCode, None),
            Error::UnknownTheme { .. } => (Usage, Code::UnknownTheme, None),
            Error::NotMarkdown { path } => (Usage, Code::NotMarkdown, Some(path)),
            Error::PlanAsArticle { path, .. } => (Usage, Code::PlanAsArticle, Some(path)),
            Error::Missing { path } => (World, Code::MissingPath, Some(path)),
            Error::NoArticles { folder } => (World, Code::NoArticles, Some(folder)),
            Error::Unreadable { path, .. } => (World, Code::Unreadable, Some(path)),
            Error::NotText { path, .. } => (World, Code::NotText, Some(path)),
            Error::Unextracted { path, .. } => (World, Code::NoAttachments, Some(path)),
            Error::Unwritable { path, .. } => (World, Code::Unwritable, Some(path)),
            Error::Foreign { path, .. } => (World, Code::ForeignFile, Some(path)),
            Error::Exists { path } => (World, Code::FileExists, Some(path)),
            Error::Unwritten { output, .. } => (World, Code::Unwritten, Some(output)),
            Error::Family { .. } => (World, Code::UnknownFamily, None),
            Error::Unproved { path, .. } => (World, Code::Unreadable, Some(path)),
            Error::NothingToProve => (Usage, Code::NothingToProve, None),
        }
    }
}

/// What a format is called in a sentence.
fn name(format: Format) -> &'static str {
    match format {
        Format::Pdf => "a PDF",
        Format::Epub => "an EPUB",
        Format::Text => "plain text",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::ManyArticles { output, articles } => {
                write!(
                    f,
                    "{articles} articles cannot all go to `{}`",
                    output.display()
                )
            }
            Error::ManyFormats { output } => {
                write!(f, "several formats cannot all go to `{}`", output.display())
            }
            Error::WrongEnding { output, asked } => {
                write!(
                    f,
                    "`{}` is not the name of {}",
                    output.display(),
                    name(*asked)
                )
            }
            Error::UnknownFormat { output, .. } => {
                write!(
                    f,
                    "Pressroom does not write files such as `{}`",
                    output.display()
                )
            }
            Error::NotAFolder { output } => write!(
                f,
                "`-o` names a folder, and `{}` is the name of a file",
                output.display()
            ),
            Error::NoCommand { path, .. } => {
                write!(f, "`{}` is not a command", path.display())
            }
            Error::Address { address, .. } => {
                write!(
                    f,
                    "`{address}` is not a local file; Pressroom never downloads"
                )
            }
            Error::NotRead { path, what, .. } => match what {
                Some(what) => write!(
                    f,
                    "`{}` is {what}, which Pressroom does not read",
                    path.display()
                ),
                None => write!(f, "unknown file type: `{}`", path.display()),
            },
            Error::BytesOnTerminal { format } => {
                write!(f, "{} is not for a terminal to show", name(*format))
            }
            Error::Collision {
                output,
                first,
                second,
            } => write!(
                f,
                "`{first}` and `{second}` would both be written to `{}`",
                output.display()
            ),
            Error::OverInput { output } => {
                write!(
                    f,
                    "the output `{}` would replace an article",
                    output.display()
                )
            }
            Error::ReadsOutput { folder } => write!(
                f,
                "the folder `{}` is both input and output",
                folder.display()
            ),
            Error::SheetsNowhere => {
                f.write_str("sheets lie beside a PDF that is a file, and none is written")
            }
            Error::Epoch { value } => write!(
                f,
                "SOURCE_DATE_EPOCH is `{value}`, not a number of seconds since 1970"
            ),
            Error::UnknownCode { name } => write!(f, "unknown code `{name}`"),
            Error::UnknownTheme { name } => write!(f, "unknown theme `{name}`"),
            Error::NotMarkdown { path } => write!(
                f,
                "a starter article is Markdown, and `{}` is not the name of such a file",
                path.display()
            ),
            Error::PlanAsArticle { path, .. } => write!(
                f,
                "`{}` is the plan of a publication, not an article",
                path.display()
            ),
            Error::Missing { path } => {
                write!(f, "no such file or folder: `{}`", path.display())
            }
            Error::NoArticles { folder } => {
                write!(f, "the folder `{}` contains no articles", folder.display())
            }
            Error::Unreadable { path, .. } => write!(f, "cannot read `{}`", path.display()),
            Error::NotText { path, why } => {
                write!(f, "`{}` cannot be read: {why}", path.display())
            }
            Error::Unwritable { path, .. } => write!(f, "cannot write `{}`", path.display()),
            Error::Unextracted { path, cause } => {
                let path = path.display();
                match cause {
                    Some(_) => write!(f, "the files in `{path}` cannot be taken out"),
                    None => write!(f, "there are no files in `{path}`"),
                }
            }
            Error::Foreign { path, format } => write!(
                f,
                "`{}` is there and is not {}: it is left alone",
                path.display(),
                name(*format)
            ),
            Error::Exists { path } => {
                write!(f, "`{}` is there already and is left alone", path.display())
            }
            Error::Unwritten { output, .. } => write!(f, "cannot make `{}`", output.display()),
            Error::Family { message, .. } => f.write_str(message),
            Error::Unproved { path, .. } => write!(f, "cannot prove `{}`", path.display()),
            Error::NothingToProve => {
                f.write_str("no file to verify: none ends in .pdf, .epub or .txt")
            }
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Error::Unreadable { cause, .. } | Error::Unwritable { cause, .. } => Some(cause),
            Error::Unwritten { cause, .. } => Some(cause),
            Error::Unproved { cause, .. } => Some(cause),
            Error::Unextracted { cause, .. } => cause
                .as_ref()
                .map(|cause| cause as &(dyn error::Error + 'static)),
            Error::Family { .. }
            | Error::NothingToProve
            | Error::UnknownFormat { .. }
            | Error::NotAFolder { .. }
            | Error::NoCommand { .. }
            | Error::Address { .. }
            | Error::NotRead { .. }
            | Error::ManyArticles { .. }
            | Error::ManyFormats { .. }
            | Error::WrongEnding { .. }
            | Error::BytesOnTerminal { .. }
            | Error::Collision { .. }
            | Error::OverInput { .. }
            | Error::ReadsOutput { .. }
            | Error::Epoch { .. }
            | Error::SheetsNowhere
            | Error::UnknownCode { .. }
            | Error::UnknownTheme { .. }
            | Error::NotMarkdown { .. }
            | Error::PlanAsArticle { .. }
            | Error::Missing { .. }
            | Error::NoArticles { .. }
            | Error::NotText { .. }
            | Error::Foreign { .. }
            | Error::Exists { .. } => None,
        }
    }
}
