//! EPUBs in, what a browser and Ace by DAISY find in them out.

use libtest_mimic::Failed;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Widths of screens, in CSS pixels: a phone, a tablet, a desk.
const WIDTHS: [u32; 3] = [360, 768, 1200];

/// Opens every chapter in headless Chromium at each width: none may be wider than
/// its screen, or a reader has to push it to and fro.
pub fn none_overflows(files: &[PathBuf]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut pages = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let book = folder.path().join(number.to_string());
        let chapters = unpack(&fs::read(file)?, &book)?;
        pages.extend(chapters.into_iter().map(|chapter| (file, chapter)));
    }
    let frames: String = pages
        .iter()
        .flat_map(|(_, page)| WIDTHS.map(|width| (page, width)))
        .map(|(page, width)| {
            let page = page.display();
            format!("<iframe width='{width}' height='600' src='file://{page}'></iframe>\n")
        })
        .collect();
    let script = "onload = () => { document.body.textContent = [...document.querySelectorAll('iframe')]\
        .map(f => f.contentDocument.documentElement.scrollWidth).join(' '); }";
    let page = folder.path().join("all.html");
    let html =
        format!("<!DOCTYPE html><meta charset='utf-8'><body>{frames}<script>{script}</script>");
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
    let found: Vec<u32> = body
        .split_whitespace()
        .filter_map(|n| n.parse().ok())
        .collect();
    if found.len() != pages.len() * WIDTHS.len() {
        return Err(format!("{} of {} pages were shown", found.len(), pages.len() * 3).into());
    }
    let mut faults = String::new();
    for ((file, page), found) in pages.iter().zip(found.chunks(WIDTHS.len())) {
        for (width, found) in WIDTHS.iter().zip(found) {
            if found > width {
                let (file, page) = (file.display(), page.display());
                faults.push_str(&format!("{file}: {page} is {found} wide on {width}\n"));
            }
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.into()),
    }
}

/// Unpacks a book, and gives the paths of its chapters.
fn unpack(bytes: &[u8], folder: &Path) -> Result<Vec<PathBuf>, Failed> {
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

/// Runs Ace over books: no violation is passed.
pub fn ace(program: &Path, files: &[PathBuf]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut faults = String::new();
    for (number, file) in files.iter().enumerate() {
        let out = folder.path().join(number.to_string());
        let output = Command::new(program)
            .args(["--silent", "--force", "--outdir"])
            .arg(&out)
            .arg(file)
            .output()?;
        let report = out.join("report.json");
        if !report.is_file() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("{}: {said}", file.display()).into());
        }
        let report: serde_json::Value = serde_json::from_slice(&fs::read(report)?)?;
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
