//! Pictures: takes a path in an article; returns a measured and validated picture.
//!
//! The bytes of a picture decide its kind, not its name. Only the header is read here;
//! pixels are decoded when a writer needs them. All limits are checked before any pixel
//! is decoded, because pictures are untrusted. JPEG scan data is never changed. Segments
//! that reveal where and by whom a photograph was taken (EXIF, GPS, XMP, IPTC) are
//! removed; the colour profile is kept.
//!
//! [`Assets`] is the only access to the file system for pictures: it opens files in an
//! article's folder tree or in a folder that the user named, and nothing else.

#![warn(clippy::indexing_slicing)]

mod animation;
mod assets;
mod bands;
mod by_row;
mod data;
mod flat;
mod jpeg;
mod packed;
mod pixels;
mod room;
mod stored;
mod svg;
mod words;

pub(crate) use assets::damage;
pub use assets::{Assets, Gallery};
pub(crate) use by_row::ByRow;
pub(crate) use flat::{Flat, Rgb, Stamp};
pub(crate) use packed::Packed;
pub(crate) use pixels::{Pixels, row_on_white};
pub(crate) use stored::{Opened, Stored};
pub(crate) use svg::{DrawingFaces, DrawnIn, Remark};

use image::ImageDecoder;
use image::metadata::Orientation;
use room::Room;
use std::fmt;
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

/// The maximum size of a picture file in bytes (128 MiB).
pub(crate) const MAX_BYTES: u64 = 128 << 20;
/// The maximum number of pixels of a picture: 100 million, far above what any press prints.
pub(crate) const MAX_PIXELS: u64 = 100_000_000;

/// The format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// SVG.
    Svg,
}

impl Kind {
    /// The usual file extension.
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::Gif => "gif",
            Kind::WebP => "webp",
            Kind::Svg => "svg",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Gif => "image/gif",
            Kind::WebP => "image/webp",
            Kind::Svg => "image/svg+xml",
        }
    }

    /// Recognises a kind by the first bytes.
    fn sniff(bytes: &[u8]) -> Option<Kind> {
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Kind::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Kind::Png)
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Some(Kind::Gif)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Kind::WebP)
        } else {
            let head = bytes.get(..bytes.len().min(4096))?;
            let head = String::from_utf8_lossy(head);
            (head
                .trim_start_matches('\u{feff}')
                .trim_start()
                .starts_with('<')
                && head.contains("<svg"))
            .then_some(Kind::Svg)
        }
    }
}

/// A picture, opened and measured.
#[derive(Clone)]
pub struct Image {
    /// Its format.
    pub kind: Kind,
    /// Its bytes, ready to be published.
    pub(crate) stored: Stored,
    /// Displayed width in pixels, after rotation by its orientation.
    pub width: u32,
    /// Displayed height in pixels.
    pub height: u32,
    /// The rotation of the stored pixels.
    pub(crate) orientation: Orientation,
    /// Whether it has several frames: an animated GIF, PNG or WebP. The first frame is printed.
    pub is_animated: bool,
    /// The number of colour channels of a JPEG: 1, 3 or 4.
    pub channels: u8,
    /// Its ICC profile.
    pub profile: Option<Arc<[u8]>>,
    /// The pixels of a PNG, if they can be passed on as the file has them.
    pub(crate) packed: Option<Arc<Packed>>,
    /// Whether its data is damaged, once it has been decoded or passed on.
    pub(crate) damaged: Arc<OnceLock<bool>>,
    /// The drawing, of an SVG.
    pub(crate) drawing: Option<Arc<usvg::Tree>>,
    /// The parts that could not be drawn.
    pub(crate) remarks: Arc<[Remark]>,
}

/// The maximum height of a picture within a line of text, in CSS pixels: about three lines.
const ICON: u32 = 64;

/// Why a picture cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is remote, and Pressroom never downloads.
    Remote,
    /// There is no such file.
    Missing,
    /// It is outside the article's folder tree.
    Outside,
    /// It cannot be read; the system's reason.
    Unreadable(String),
    /// Its bytes are not a supported picture format, or are damaged.
    Broken(String),
    /// It exceeds the limits.
    TooLarge(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Problem::Remote => f.write_str("it is not a local file"),
            Problem::Missing => f.write_str("it does not exist"),
            Problem::Outside => f.write_str("it lies outside the article's folder"),
            Problem::Unreadable(why) | Problem::Broken(why) => f.write_str(why),
            Problem::TooLarge(size) => write!(f, "it is too large: {size}"),
        }
    }
}

impl std::error::Error for Problem {}

impl Image {
    /// Reads the header of a picture's bytes.
    #[cfg(test)]
    pub(crate) fn read(bytes: Vec<u8>, faces: &dyn DrawingFaces) -> Result<Image, Problem> {
        Image::read_with(bytes, faces, &|_| Err(Problem::Outside))
    }

    /// Reads the header of a picture's bytes; `files` opens what a drawing refers to.
    ///
    /// # Errors
    ///
    /// A [`Problem`] if they are not a picture or exceed the limits.
    fn read_with(
        bytes: Vec<u8>,
        faces: &dyn DrawingFaces,
        files: &svg::Files,
    ) -> Result<Image, Problem> {
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Problem::TooLarge(format!("{} bytes", bytes.len())));
        }
        match Kind::sniff(&bytes) {
            Some(Kind::Svg) => svg::read(bytes, faces, files),
            Some(kind) => read_raster(kind, bytes),
            None => Err(Problem::Broken(
                "it is neither JPEG, PNG, GIF, WebP nor SVG".into(),
            )),
        }
    }

    /// Whether it is small enough to stand within a line of text. A taller picture is shown at
    /// its size on a line of its own, in any text, list or cell.
    pub fn is_icon(&self) -> bool {
        self.height <= ICON
    }

    /// The SVG of a drawing with all text as outlines, and without anything that could run
    /// or fetch. It has a `viewBox`: without one a drawing is cropped where it should shrink.
    pub fn outlined(&self) -> Option<String> {
        let drawing = self.drawing.as_deref()?;
        let size = drawing.size();
        let svg = drawing.to_string(&usvg::WriteOptions {
            indent: usvg::Indent::None,
            ..usvg::WriteOptions::default()
        });
        // usvg writes no declaration: the root stands first.
        let Some(rest) = svg.strip_prefix("<svg") else {
            return Some(svg);
        };
        let (width, height) = (size.width(), size.height());
        Some(format!("<svg viewBox=\"0 0 {width} {height}\"{rest}"))
    }

    /// Whether damage that was found is still to be told: it is told once, whichever writer
    /// finds it.
    pub(crate) fn tells(&self, is_damaged: bool) -> bool {
        self.damaged.set(is_damaged).is_ok() && is_damaged
    }

    /// Decodes the pixels, rotated upright, as 8-bit grey or RGB.
    ///
    /// # Errors
    ///
    /// [`Problem::Broken`] if the data is damaged, another if it cannot be read again.
    pub fn pixels(&self) -> Result<Pixels, Problem> {
        let broken = |e: image::ImageError| Problem::Broken(e.to_string());
        let format = match self.kind {
            Kind::Jpeg => image::ImageFormat::Jpeg,
            Kind::Png => image::ImageFormat::Png,
            Kind::Gif => image::ImageFormat::Gif,
            Kind::WebP => image::ImageFormat::WebP,
            Kind::Svg => return Err(Problem::Broken("a drawing has no pixels".into())),
        };
        let _room = Room::of(self.bytes_of_pixels());
        let mut reader = image::ImageReader::with_format(self.stored.open()?, format);
        let mut limits = image::Limits::default();
        limits.max_alloc = Some(MAX_PIXELS * 8);
        reader.limits(limits);
        let mut decoded = reader.decode().map_err(broken)?;
        decoded.apply_orientation(self.orientation);
        Ok(Pixels::of(decoded))
    }

    /// The bytes of memory that its pixels take.
    fn bytes_of_pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height) * 4
    }

    /// Hands the rows of its file on, as [`ByRow`] does.
    ///
    /// # Errors
    ///
    /// [`Problem::Broken`] if the data is damaged or has no rows of this kind, another if it
    /// cannot be read again.
    pub(crate) fn each_row(&self, row: &mut dyn FnMut(&[u8])) -> Result<(), Problem> {
        let _room = Room::of(self.bytes_of_pixels() / 4);
        let rows = ByRow::of(self.kind, &self.stored)?;
        let damaged = || Problem::Broken("its header is damaged".to_owned());
        rows.ok_or_else(damaged)?.each(row)
    }
}

fn read_raster(kind: Kind, bytes: Vec<u8>) -> Result<Image, Problem> {
    let broken = |e: image::ImageError| Problem::Broken(e.to_string());
    let cursor = Cursor::new(bytes.as_slice());
    let mut decoder: Box<dyn ImageDecoder> = match kind {
        Kind::Jpeg => Box::new(image::codecs::jpeg::JpegDecoder::new(cursor).map_err(broken)?),
        Kind::Png => Box::new(image::codecs::png::PngDecoder::new(cursor).map_err(broken)?),
        Kind::Gif => Box::new(image::codecs::gif::GifDecoder::new(cursor).map_err(broken)?),
        Kind::WebP => Box::new(image::codecs::webp::WebPDecoder::new(cursor).map_err(broken)?),
        Kind::Svg => return Err(Problem::Broken("a drawing has no pixels".into())),
    };
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Problem::Broken("it has no pixels".into()));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Problem::TooLarge(format!("{width} × {height} pixels")));
    }
    if kind == Kind::Jpeg {
        // A scan without its end was cut off (ITU-T T.81, B.1.1.3).
        if !bytes.ends_with(&[0xff, 0xd9])
            && !bytes.windows(2).rev().take(4096).any(|w| w == [0xff, 0xd9])
        {
            return Err(Problem::Broken("its data ends too early".into()));
        }
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    drop(decoder);
    let is_animated = animation::is_animated(kind, &bytes);
    let packed = match kind {
        Kind::Png => packed::read(&bytes)?.map(Arc::new),
        Kind::Jpeg | Kind::Gif | Kind::WebP | Kind::Svg => None,
    };
    let (bytes, channels) = if kind == Kind::Jpeg {
        let jpeg = jpeg::strip(&bytes)
            .ok_or_else(|| Problem::Broken("its JPEG segments are damaged".into()))?;
        (jpeg.bytes, jpeg.channels)
    } else {
        (bytes, 0)
    };
    let turned = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let image = Image {
        kind,
        stored: Stored::new(bytes),
        width: if turned { height } else { width },
        height: if turned { width } else { height },
        orientation,
        is_animated,
        channels,
        profile: profile.map(Into::into),
        packed,
        damaged: Arc::default(),
        drawing: None,
        remarks: Arc::default(),
    };
    // A JPEG of one or three channels passes through as it is, and the sums of a PNG were
    // right. In others damage shows only when they are decoded: better here, where a frame can
    // take their place, than in a writer.
    match kind {
        Kind::Gif => image.each_row(&mut |_| {})?,
        Kind::Jpeg | Kind::WebP if !matches!(channels, 1 | 3) => drop(image.pixels()?),
        Kind::Jpeg | Kind::Png | Kind::WebP | Kind::Svg => {}
    }
    Ok(image)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn no_faces() -> Box<dyn DrawingFaces> {
        Box::new(|| Arc::new(usvg::fontdb::Database::new()))
    }

    fn read(bytes: &[u8]) -> Result<Image, Problem> {
        Image::read(bytes.to_vec(), &*no_faces())
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, 30, 30]));
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
        picture.write_with_encoder(encoder).unwrap();
        bytes
    }

    #[test]
    fn a_photograph_loses_its_exif_and_keeps_its_scan() {
        let plain = jpeg(6, 4);
        let mut tagged = plain[..2].to_vec();
        // APP1 with an orientation of 6: turn a quarter clockwise.
        let exif: &[u8] = &[
            b'E', b'x', b'i', b'f', 0, 0, b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0,
            0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        tagged.extend([0xff, 0xe1, 0, exif.len() as u8 + 2]);
        tagged.extend(exif);
        tagged.extend(&plain[2..]);
        let image = read(&tagged).unwrap();
        assert_eq!((image.width, image.height), (4, 6));
        assert_eq!(image.orientation, Orientation::Rotate90);
        assert_eq!(image.channels, 3);
        assert_eq!(&image.stored.read().unwrap()[..], &plain[..]);
        let pixels = image.pixels().unwrap();
        assert_eq!((pixels.width, pixels.height), (4, 6));
    }

    #[test]
    fn a_kind_is_what_the_bytes_say() {
        assert_eq!(read(&jpeg(2, 2)).unwrap().kind, Kind::Jpeg);
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>"#;
        assert_eq!(read(svg).unwrap().kind, Kind::Svg);
        assert!(matches!(read(b"hello"), Err(Problem::Broken(_))));
        assert!(matches!(
            read(b"\x89PNG\r\n\x1a\nxx"),
            Err(Problem::Broken(_))
        ));
        assert!(matches!(read(&jpeg(2, 2)[..40]), Err(Problem::Broken(_))));
    }

    #[test]
    fn a_picture_outside_the_folder_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("article");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(folder.path().join("secret.jpg"), jpeg(2, 2)).unwrap();
        std::fs::write(inside.join("a b.jpg"), jpeg(2, 2)).unwrap();
        let mut assets = Assets::new(no_faces());
        assets.allow(SourceId(0), &inside);
        let open = |path: &str| assets.open(SourceId(0), path).err();
        assert_eq!(open("a%20b.jpg"), None);
        assert_eq!(open("../secret.jpg"), Some(Problem::Outside));
        assert_eq!(open("none.jpg"), Some(Problem::Missing));
        assert_eq!(open("https://example.org/a.jpg"), Some(Problem::Remote));
    }

    #[test]
    fn a_path_of_a_site_and_a_picture_of_the_web_are_found_in_the_folders_named() {
        let folder = tempfile::tempdir().unwrap();
        let copies = folder.path().join("copies");
        std::fs::create_dir_all(copies.join("example.org/p")).unwrap();
        std::fs::create_dir_all(folder.path().join("images")).unwrap();
        for path in [
            "images/a b.jpg",
            "copies/example.org/p/c.jpg",
            "copies/d.jpg",
        ] {
            std::fs::write(folder.path().join(path), jpeg(2, 2)).unwrap();
        }
        let mut assets = Assets::new(no_faces());
        assets.allow(SourceId(0), folder.path());
        let open = |assets: &Assets, path: &str| assets.open(SourceId(0), path).err();
        assert_eq!(open(&assets, "/images/a%20b.jpg"), None);
        assert_eq!(open(&assets, "/images/none.jpg"), Some(Problem::Missing));
        let remote = "https://example.org/p/c.jpg?width=3";
        assert_eq!(open(&assets, remote), Some(Problem::Remote));
        assets.allow_all(&copies);
        assert_eq!(open(&assets, remote), None);
        assert_eq!(open(&assets, "//cdn.example.org/x/d.jpg"), None);
        assert_eq!(
            open(&assets, "https://example.org/e.jpg"),
            Some(Problem::Remote)
        );
        assert_eq!(
            open(&assets, "https://example.org/../../a.jpg"),
            Some(Problem::Remote)
        );
    }

    #[test]
    fn a_name_that_differs_in_case_or_accents_or_asks_for_a_version_is_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Été")).unwrap();
        for name in ["Été/Photo.JPG", "plan#2.jpg"] {
            std::fs::write(folder.path().join(name), jpeg(2, 2)).unwrap();
        }
        let mut assets = Assets::new(no_faces());
        assets.allow(SourceId(0), folder.path());
        let open = |path: &str| assets.open(SourceId(0), path).err();
        for path in [
            "Été/Photo.JPG",
            "été/photo.jpg",
            "E\u{301}te\u{301}/Photo.JPG",
            "%C3%89t%C3%A9/photo.jpg?v=2",
            "/ÉTÉ/PHOTO.JPG#top",
            "plan#2.jpg",
            "plan%232.jpg",
        ] {
            assert_eq!(open(path), None, "{path}");
        }
        assert_eq!(open("../SECRET.jpg"), Some(Problem::Missing));
        assert_eq!(open("été/none.jpg"), Some(Problem::Missing));
    }

    #[test]
    fn an_address_that_holds_its_data_is_a_picture_within_the_limits() {
        let assets = Assets::new(no_faces());
        let open = |path: &str| assets.open(SourceId(0), path);
        let drawing = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/%3E";
        assert_eq!(open(drawing).unwrap().kind, Kind::Svg);
        let gif =
            "DATA:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";
        assert_eq!(open(gif).unwrap().kind, Kind::Gif);
        assert!(matches!(
            open("data:image/png;base64,AA").err(),
            Some(Problem::Broken(_))
        ));
        let long = format!("data:,{}", "x".repeat(MAX_BYTES as usize + 8));
        assert!(matches!(open(&long).err(), Some(Problem::TooLarge(_))));
    }

    #[test]
    fn a_drawing_shows_pictures_of_its_own_folder_and_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("article");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(folder.path().join("secret.jpg"), jpeg(2, 2)).unwrap();
        std::fs::write(inside.join("a.jpg"), jpeg(2, 2)).unwrap();
        let drawing = |href: &str| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><image width='5' height='5' href='{href}'/></svg>"
            )
        };
        let told = |href: &str| {
            std::fs::write(inside.join("d.svg"), drawing(href)).unwrap();
            let mut assets = Assets::new(no_faces());
            assets.allow(SourceId(0), &inside);
            let image = assets.open(SourceId(0), "d.svg").unwrap();
            let shown = image.drawing.as_ref().unwrap();
            let empty = shown.root().children().is_empty();
            assert_eq!(empty, !image.remarks.is_empty(), "{href}");
            image.remarks.to_vec()
        };
        assert_eq!(told("a.jpg"), []);
        for (href, problem) in [
            ("../secret.jpg", Problem::Outside),
            ("none.jpg", Problem::Missing),
            ("https://example.org/a.jpg", Problem::Remote),
        ] {
            assert_eq!(told(href), [Remark::Picture(href.to_owned(), problem)]);
        }
        // A drawing that shows itself is not read without end.
        assert_eq!(told("d.svg"), []);
        let bad = told("data:image/png;base64,AAAA");
        assert!(matches!(&*bad, [Remark::Picture(name, _)] if name == "data:…"));
    }
}
