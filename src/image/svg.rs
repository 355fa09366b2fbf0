//! Takes the bytes of an SVG; returns its tree, and what could not be drawn.
//!
//! Text falls back to other fonts as in the article's own text. Content that only a
//! browser shows (`foreignObject`) is drawn as plain lines. Pictures within a drawing
//! come from its own bytes, or from files in the folders of the article's pictures.

use super::words::{self, Words};
use super::{Image, Kind, MAX_BYTES, Problem, Stored, read_raster};
use image::metadata::Orientation;
use std::borrow::Cow;
use std::sync::{Arc, Mutex};

/// The face that text in drawings is set in which names none.
const FACE: &str = "Source Sans 3";

/// The faces that text in drawings is set in.
pub(crate) trait DrawingFaces: Send + Sync {
    /// The faces, with all that [`Self::family`] has named.
    fn database(&self) -> Arc<usvg::fontdb::Database>;

    /// What sets a character with its marks.
    fn family(&self, _grapheme: &str) -> DrawnIn {
        DrawnIn::Text
    }
}

impl<F: Fn() -> Arc<usvg::fontdb::Database> + Send + Sync> DrawingFaces for F {
    fn database(&self) -> Arc<usvg::fontdb::Database> {
        self()
    }
}

/// What a character of a drawing is set in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DrawnIn {
    /// The face of the text around it.
    Text,
    /// A family that has it, and whether it draws a glyph for each character.
    Family {
        /// Its name.
        name: String,
        /// Whether it draws a glyph for each character.
        is_plain: bool,
    },
    /// Nothing: no face has it.
    Nothing,
}

/// What there is to say about a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remark {
    /// No face has these characters.
    Missing(Vec<char>),
    /// It holds HTML, which is drawn as plain lines.
    Foreign,
    /// A picture in it cannot be had: what it is called, and why.
    Picture(String, Problem),
}

/// Opens a file that a drawing names.
pub(super) type Files<'a> = dyn Fn(&str) -> Result<Vec<u8>, Problem> + Send + Sync + 'a;

pub(super) fn read(
    bytes: Vec<u8>,
    faces: &dyn DrawingFaces,
    files: &Files,
) -> Result<Image, Problem> {
    let remarks = Mutex::new(Vec::new());
    let tell = |remark| {
        let mut all = remarks.lock().unwrap_or_else(|p| p.into_inner());
        if !all.contains(&remark) {
            all.push(remark);
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let Words {
        text,
        missing,
        is_foreign,
        has_text,
    } = words::settle(&text, &|grapheme| faces.family(grapheme));
    if is_foreign {
        tell(Remark::Foreign);
    }
    if !missing.is_empty() {
        tell(Remark::Missing(missing));
    }
    let database = match has_text {
        true => faces.database(),
        false => Arc::default(),
    };
    let mut options = options();
    options.fontdb = Arc::clone(&database);
    options.image_href_resolver.resolve_data =
        Box::new(|_, data, _| match embedded(data.to_vec(), &database) {
            Ok(kind) => Some(kind),
            Err(problem) => {
                tell(Remark::Picture("data:…".to_owned(), problem));
                None
            }
        });
    options.image_href_resolver.resolve_string =
        Box::new(
            |href, _| match files(href).and_then(|bytes| embedded(bytes, &database)) {
                Ok(kind) => Some(kind),
                Err(problem) => {
                    tell(Remark::Picture(href.chars().take(80).collect(), problem));
                    None
                }
            },
        );
    let data: &[u8] = match &text {
        Cow::Borrowed(_) => &bytes,
        Cow::Owned(text) => text.as_bytes(),
    };
    // usvg counts bytes as glyphs where spans of one text differ in their ligatures, and
    // may then fall over the end of the text.
    let parse = || usvg::Tree::from_data(data, &options);
    let tree = std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .map_err(|_| Problem::Broken("its text cannot be set".to_owned()))?
        .map_err(|e| Problem::Broken(format!("its SVG cannot be read: {e}")))?;
    drop(options);
    let size = tree.size();
    let remarks = std::mem::take(&mut *remarks.lock().unwrap_or_else(|p| p.into_inner()));
    Ok(Image {
        kind: Kind::Svg,
        width: size.width().ceil() as u32,
        height: size.height().ceil() as u32,
        stored: Stored::new(bytes),
        orientation: Orientation::NoTransforms,
        is_animated: false,
        channels: 0,
        profile: None,
        packed: None,
        damaged: Arc::default(),
        drawing: Some(Arc::new(tree)),
        remarks: remarks.into(),
    })
}

/// Options by which a drawing opens no file.
fn options<'a>() -> usvg::Options<'a> {
    let mut options = usvg::Options {
        font_family: FACE.into(),
        resources_dir: None,
        ..usvg::Options::default()
    };
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options.image_href_resolver.resolve_data = Box::new(|_, _, _| None);
    options
}

/// A picture in a drawing, within the limits of any other. A drawing in it holds none.
fn embedded(
    bytes: Vec<u8>,
    database: &Arc<usvg::fontdb::Database>,
) -> Result<usvg::ImageKind, Problem> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Problem::TooLarge(format!("{} bytes", bytes.len())));
    }
    let kind = Kind::sniff(&bytes)
        .ok_or_else(|| Problem::Broken("it is neither JPEG, PNG, GIF, WebP nor SVG".into()))?;
    if kind == Kind::Svg {
        let mut options = options();
        options.fontdb = Arc::clone(database);
        let tree = usvg::Tree::from_data(&bytes, &options)
            .map_err(|e| Problem::Broken(format!("its SVG cannot be read: {e}")))?;
        return Ok(usvg::ImageKind::SVG(tree));
    }
    read_raster(kind, bytes.clone())?;
    let bytes = Arc::new(bytes);
    Ok(match kind {
        Kind::Jpeg => usvg::ImageKind::JPEG(bytes),
        Kind::Png => usvg::ImageKind::PNG(bytes),
        Kind::Gif => usvg::ImageKind::GIF(bytes),
        Kind::WebP => usvg::ImageKind::WEBP(bytes),
        Kind::Svg => return Err(Problem::Broken("it is a drawing".into())),
    })
}
