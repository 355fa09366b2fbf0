//! Takes EPUBs; returns what a browser and Ace by DAISY find in them.
//!
//! A view is a page as a reader may have it before them: on a screen of some width, by
//! day or by night.

use libtest_mimic::Failed;
use serde::Deserialize;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Widths of screens, in CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [u32; 3] = [360, 768, 1200];

/// The least contrast of letters to what is behind them (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// What the page of frames runs: for each frame, each width and day and night, how wide
/// its page is, and the least contrast of its letters on the ground that a reader chose.
const SCRIPT: &str = r#"
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
const over = ([r, g, b, a = 1], ground) => [r, g, b].map((part, n) => part * a + ground[n] * (1 - a));
const luminance = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
};
const behind = (element, paper) => {
    const ground = element ? behind(element.parentElement, paper) : paper;
    return element ? over(channels(getComputedStyle(element).backgroundColor), ground) : ground;
};
const seen = (page, night) => {
    const [paper, ink] = night ? [[0, 0, 0], 'white'] : [[255, 255, 255], 'black'];
    page.documentElement.style.color = ink;
    let least = 21, where = '';
    for (const element of page.body.querySelectorAll('*')) {
        const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!says || element.closest('math')) continue;
        const ground = behind(element, paper);
        const found = contrast(over(channels(getComputedStyle(element).color), ground), ground);
        if (found < least) [least, where] = [found, element.outerHTML.slice(0, 80)];
    }
    return [page.documentElement.scrollWidth, least, where];
};
// The page is laid out anew in each width: what is asked of it waits for that.
const views = (frame) => widths.flatMap((width) => {
    frame.width = width;
    return [false, true].map((night) => seen(frame.contentDocument, night));
});
onload = () => {
    const all = [...document.querySelectorAll('iframe')].flatMap(views);
    document.body.replaceChildren(JSON.stringify(all).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026'));
};
"#;

/// Opens every chapter in headless Chromium at each width, by day and by night: none
/// may be wider than its screen, or a reader has to push it to and fro, and nothing
/// may be written in a colour that cannot be read there.
pub fn all_can_be_read(files: &[PathBuf]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut pages = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let book = folder.path().join(number.to_string());
        let chapters = unpack(&fs::read(file)?, &book)?;
        pages.extend(chapters.into_iter().map(|chapter| (file, chapter)));
    }
    let views: Vec<(&(&PathBuf, PathBuf), u32, bool)> = pages
        .iter()
        .flat_map(|page| WIDTHS.map(|width| (page, width)))
        .flat_map(|(page, width)| [false, true].map(|night| (page, width, night)))
        .collect();
    let [first, ..] = WIDTHS;
    let frames: String = pages
        .iter()
        .map(|(_, page)| {
            let page = page.display();
            format!("<iframe width='{first}' height='600' src='file://{page}'></iframe>\n")
        })
        .collect();
    let page = folder.path().join("all.html");
    let html = format!(
        "<!DOCTYPE html><meta charset='utf-8'><body>{frames}<script>const widths = {WIDTHS:?};{SCRIPT}</script>"
    );
    fs::write(&page, html)?;
    let output = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
        ])
        .args(["--virtual-time-budget=60000", "--dump-dom"])
        .arg(&page)
        .output()?;
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let body = dom.split("<body>").nth(1).unwrap_or_default();
    let body = body.split("</body>").next().unwrap_or_default();
    let found: Vec<(u32, f64, String)> = serde_json::from_str(body.trim())?;
    if found.len() != views.len() {
        return Err(format!("{} of {} views were shown", found.len(), views.len()).into());
    }
    let mut faults = String::new();
    for (((file, page), width, night), (wide, contrast, what)) in views.iter().zip(found) {
        let (file, page) = (file.display(), page.display());
        let view = format!("{file}: {page}, {width} wide, by night {night}");
        if wide > *width {
            faults.push_str(&format!("{view}: is {wide} wide\n"));
        }
        if contrast < LEAST_CONTRAST {
            faults.push_str(&format!("{view}: contrast {contrast:.2} of {what}\n"));
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.into()),
    }
}

/// Unpacks a book, and gives the paths of its chapters.
pub fn unpack(bytes: &[u8], folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut chapters = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|e| e.to_string())?;
        let path = folder.join(entry.name());
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        fs::create_dir_all(path.parent().ok_or("a folder")?)?;
        fs::write(&path, bytes)?;
        if path.extension().is_some_and(|ending| ending == "xhtml") {
            chapters.push(path);
        }
    }
    Ok(chapters)
}

/// Runs Ace over books, all in one browser: no violation is passed.
pub fn ace(files: &[PathBuf]) -> Result<(), Failed> {
    let output = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/ace.cjs"))
        .args(files)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(said.into());
    }
    let lines = String::from_utf8(output.stdout)?;
    let judged: Vec<Judged> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    if !judged.iter().map(|book| &book.file).eq(files) {
        return Err(format!("{} of {} were judged: {said}", judged.len(), files.len()).into());
    }
    let mut faults = String::new();
    for Judged { file, report } in judged {
        let outcome = &report["earl:result"]["earl:outcome"];
        if outcome != "pass" {
            faults.push_str(&format!("{}: {outcome}\n", file.display()));
        }
        for page in report["assertions"].as_array().into_iter().flatten() {
            for fault in page["assertions"].as_array().into_iter().flatten() {
                let (rule, html) = (
                    &fault["earl:test"]["dct:title"],
                    &fault["earl:result"]["html"],
                );
                let page = &page["earl:testSubject"]["url"];
                faults.push_str(&format!("{}: {page}: {rule}: {html}\n", file.display()));
            }
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.into()),
    }
}

/// A book and what Ace reports of it.
#[derive(Deserialize)]
struct Judged {
    file: PathBuf,
    report: serde_json::Value,
}
