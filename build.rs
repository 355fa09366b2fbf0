//! Packs the faces of `fonts/` into the binary, each compressed by itself, so
//! that only those a publication uses are ever unpacked.

#![expect(
    clippy::expect_used,
    reason = "a build that cannot go on says why and stops"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=fonts");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut files = Vec::new();
    collect(Path::new("fonts"), &mut files);
    // The order of a folder is the file system's; that of the table is not.
    files.sort();
    let mut table = String::from("pub(super) static PACKED: &[Packed] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file
            .file_name()
            .and_then(|n| n.to_str())
            .expect("a name in UTF-8");
        let bytes = fs::read(&file).expect("a readable font");
        let packed = out.join(format!("{name}.z"));
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&bytes).expect("memory");
        fs::write(&packed, encoder.finish().expect("memory")).expect("a writable OUT_DIR");
        table.push_str(&format!(
            "    Packed {{ file: {name:?}, length: {}, bytes: include_bytes!({packed:?}) }},\n",
            bytes.len()
        ));
    }
    table.push_str("];\n");
    fs::write(out.join("packed.rs"), table).expect("a writable OUT_DIR");
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
