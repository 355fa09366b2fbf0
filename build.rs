//! Packs the faces of `fonts/` into the binary: a ZIP archive, in which each is
//! deflated by itself. Only those that a publication uses are ever unpacked, and an
//! EPUB, which is such an archive, takes them over as they are.

#![expect(
    clippy::expect_used,
    reason = "a build that cannot go on says why and stops"
)]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() {
    println!("cargo::rerun-if-changed=fonts");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut files = Vec::new();
    collect(Path::new("fonts"), &mut files);
    // The order of a folder is the file system's; that of the archive is not.
    files.sort();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(9));
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .expect("a name in UTF-8");
        let bytes = fs::read(&file).expect("a readable font");
        archive.start_file(name, options).expect("memory");
        archive.write_all(&bytes).expect("memory");
    }
    let archive = archive.finish().expect("memory").into_inner();
    fs::write(out.join("faces.zip"), archive).expect("a writable OUT_DIR");
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
