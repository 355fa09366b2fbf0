//! Packs the faces of `fonts/` into the binary, each by itself as a block of LZ4: only those
//! that a publication uses are unpacked, and unpacking one costs less than reading it. Beside
//! each face stand the ranges of its characters, so that none is unpacked for a question.

#![expect(
    clippy::expect_used,
    reason = "a build that cannot go on says why and stops"
)]

use skrifa::{FontRef, MetadataProvider};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=fonts");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut files = Vec::new();
    collect(Path::new("fonts"), &mut files);
    // The order of a folder is the file system's; that of the table is not.
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .expect("a name in UTF-8");
        let bytes = fs::read(&file).expect("a readable font");
        let packed = out.join(name);
        fs::write(&packed, lz4_flex::block::compress(&bytes)).expect("a writable OUT_DIR");
        writeln!(
            table,
            "({name:?}, {}, include_bytes!({packed:?}), &{:?}),",
            bytes.len(),
            ranges(&bytes)
        )
        .expect("memory");
    }
    table.push(']');
    fs::write(out.join("faces.rs"), table).expect("a writable OUT_DIR");
}

/// The first and the last of each run of characters that a face has.
fn ranges(face: &[u8]) -> Vec<(u32, u32)> {
    let font = FontRef::new(face).expect("a font");
    let mappings = font.charmap().mappings();
    let real = mappings.filter(|(_, glyph)| glyph.to_u32() != 0);
    let mut characters: Vec<u32> = real.map(|(c, _)| c).collect();
    characters.sort_unstable();
    characters.dedup();
    let runs = characters.chunk_by(|a, b| a + 1 == *b);
    let ends = |run: &[u32]| Some((*run.first()?, *run.last()?));
    runs.filter_map(ends).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder fonts/").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "otf" || e == "ttf") {
            files.push(path);
        }
    }
}
