//! The command `fonts`: lists the available fonts with their styles and coverage, or
//! shows which font sets each part of an article.

use super::Status;
use super::args::Fonts;
use super::deliver::print;
use super::error::Error;
use super::inputs;
use super::reading::{self, Works};
use super::report::Reporter;
use pressroom::diag::counted;
use pressroom::font::{Face, FaceId, FontSet, Library, Origin, named};
use pressroom::model::Publication;
use pressroom::style::{Style, parse_paper};
use pressroom::{export, read};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use unicode_script::{Script, UnicodeScript};

/// Lists fonts, or shows the fonts of articles.
///
/// # Errors
///
/// If a font or an article cannot be read.
pub fn run(flags: &Fonts, reporter: &Reporter) -> Result<Status, Error> {
    let library = flags.faces.library(reporter)?;
    if flags.articles.is_empty() {
        print(list(&library).as_bytes())?;
        return Ok(Status::Done);
    }
    let reading = read::Options::new()
        .format(flags.reading.from.map(|from| from.format()))
        .lang(flags.reading.lang.clone())
        .base_url(flags.reading.base_url.clone());
    let found = inputs::find(&flags.articles, None, reading.format)?;
    reporter.tell(&reporter.diagnostics(&found.notes, &[]));
    if let Some(error) = found.errors.into_iter().next() {
        return Err(error);
    }
    let mut status = Status::Done;
    let works = Works {
        folders: &flags.reading.asset_dir,
        plan: None,
    };
    for (number, input) in found.inputs.iter().enumerate() {
        let mut manuscript = reading::read(input, reading::id(number), &reading, works)?;
        let publication = Publication::single(manuscript.article);
        let Some(paper) = parse_paper("a4") else {
            continue;
        };
        let press = export::Press::new(Style::article(paper))
            .library(Arc::clone(&library))
            .families(flags.faces.families());
        let ready = press.open(&publication, &mut manuscript.report);
        let uses = press.faces(&ready);
        let mut text = format!("{}\n", input.name());
        let missing = uses.iter().any(|used| !used.missing.is_empty());
        for used in uses {
            text.push_str(&use_of(&used, ready.fonts()));
        }
        print(text.as_bytes())?;
        if missing {
            status = Status::Article;
        }
    }
    Ok(status)
}

/// The part of an article that one face sets, in a few lines.
fn use_of(used: &export::FaceUse, fonts: &FontSet) -> String {
    let face = fonts.face(used.face);
    let mut text = format!(
        "  {} ({}): {}",
        styled(face),
        origin(fonts.origin(used.face)),
        counted(used.words, "word")
    );
    let scripts: Vec<String> = scripts_of(used.characters.iter().copied())
        .into_iter()
        .map(|(script, count)| format!("{} {count}", script_name(script)))
        .collect();
    if !scripts.is_empty() {
        let _ = write!(text, "; {}", scripts.join(", "));
    }
    let sample: String = used.characters.iter().take(40).collect();
    let _ = writeln!(text, "\n    {sample}");
    for c in &used.missing {
        let _ = writeln!(text, "    no font contains {}", named(*c));
    }
    text
}

/// The available families; system fonts come last, without coverage.
fn list(library: &Library) -> String {
    let mut text = String::new();
    for (title, families) in [
        ("Built in", families(library, Origin::Binary)),
        ("From folders", families(library, Origin::Folder)),
        ("System", families(library, Origin::System)),
    ] {
        if families.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{title}:");
        for (family, faces) in families {
            let styles: Vec<String> = faces.iter().map(|face| style(face)).collect();
            let _ = writeln!(text, "  {family}: {}", styles.join(", "));
            // A system font is not opened just to list it.
            if let Some(face) = faces.first().filter(|_| title != "System") {
                let _ = writeln!(text, "    {}", coverage(face));
            }
        }
    }
    for refused in library.refused() {
        let _ = writeln!(text, "{refused}");
    }
    text
}

fn families(library: &Library, origin: Origin) -> BTreeMap<&str, Vec<&Face>> {
    let mut families: BTreeMap<&str, Vec<&Face>> = BTreeMap::new();
    let faces: Vec<(FaceId, &Face)> = match origin {
        Origin::Binary | Origin::Folder => library.faces().collect(),
        Origin::System => library.system_faces().collect(),
    };
    for (id, face) in faces {
        if library.origin(id) == origin {
            families.entry(face.family()).or_default().push(face);
        }
    }
    families
}

/// The scripts of a face, with the number of characters it covers.
fn coverage(face: &Face) -> String {
    let scripts: Vec<String> = scripts_of(face.characters())
        .into_iter()
        .map(|(script, count)| {
            let name = script_name(script);
            match assigned(script) {
                Some(all) if count < all => format!("{name} {count} of {all}"),
                Some(_) => format!("{name} complete"),
                None => format!("{name} {count}"),
            }
        })
        .collect();
    scripts.join(", ")
}

/// The number of characters per script, largest first.
fn scripts_of(characters: impl Iterator<Item = char>) -> Vec<(Script, usize)> {
    let mut counts: BTreeMap<&str, (Script, usize)> = BTreeMap::new();
    for c in characters {
        let script = c.script();
        counts.entry(script.short_name()).or_insert((script, 0)).1 += 1;
    }
    let mut counts: Vec<(Script, usize)> = counts.into_values().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The number of characters that Unicode assigns to a script. `None` for symbols without a
/// script, which no font covers completely.
fn assigned(script: Script) -> Option<usize> {
    if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
        return None;
    }
    let all = (0..=0x10_ffff).filter_map(char::from_u32);
    Some(all.filter(|c| c.script() == script).count())
}

#[expect(clippy::wildcard_enum_match_arm, reason = "Unicode's scripts")]
fn script_name(script: Script) -> String {
    match script {
        Script::Common => "symbols".to_owned(),
        Script::Inherited => "marks".to_owned(),
        script => script.full_name().replace('_', " "),
    }
}

fn styled(face: &Face) -> String {
    format!("{} {}", face.family(), style(face))
}

fn style(face: &Face) -> String {
    let weight = match face.weight() {
        400 => "regular".to_owned(),
        600 => "semibold".to_owned(),
        700 => "bold".to_owned(),
        other => other.to_string(),
    };
    match (face.is_italic(), face.weight()) {
        (true, 400) => "italic".to_owned(),
        (true, _) => format!("{weight} italic"),
        (false, _) => weight,
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Binary => "built in",
        Origin::Folder => "from a folder",
        Origin::System => "system",
    }
}
