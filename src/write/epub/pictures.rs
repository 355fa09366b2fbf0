//! The pictures of a publication in, files for the archive out.
//!
//! A picture goes in once, however often it is shown and under however many
//! names. Its name in the archive is a number in the order of reading, so that
//! no author's path can upset a reading system.
//!
//! Two kinds do not go in as they are. A photograph that its camera marked as
//! turned is stored upright: the mark went with its EXIF data, and readers of
//! the RMSDK family never heeded it. A drawing is stored with its text as
//! outlines: a picture has no access to the fonts of the book it stands in.

use super::Cover;
use crate::image::{Gallery, Image, Kind};
use crate::model::{Picture, Publication, walk};
use crate::source::SourceId;
use image::metadata::Orientation;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A picture's file.
pub struct File<'a> {
    /// Its path beside the pages.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
}

/// The files of all pictures, and which picture is in which.
#[derive(Default)]
pub struct Pictures<'a> {
    files: Vec<File<'a>>,
    places: BTreeMap<(SourceId, String), usize>,
    has_cover: bool,
}

/// Where a cover set in type is stored.
pub const COVER_DRAWING: &str = "images/cover.svg";
const COVER_PIXELS: &str = "images/cover.png";

impl<'a> Pictures<'a> {
    /// Gathers the pictures that a publication shows: its cover, then those of
    /// its articles in the order of reading.
    pub fn gather(publication: &Publication, gallery: &'a Gallery) -> Pictures<'a> {
        let shown = publication.articles.iter().flat_map(walk::pictures);
        let mut pictures = Pictures::default();
        let mut known: BTreeMap<(&[u8], u8), usize> = BTreeMap::new();
        for picture in publication.metadata.cover.iter().chain(shown) {
            let Some(image) = gallery.get(picture) else {
                continue;
            };
            let turn = image.orientation.to_exif();
            let next = pictures.files.len();
            let place = *known.entry((&image.bytes, turn)).or_insert(next);
            if place == next {
                pictures.files.push(file(image, next + 1));
            }
            pictures.places.insert(key(picture), place);
        }
        pictures
    }

    /// Where a picture is stored, unless it cannot be had.
    pub fn href(&self, picture: &Picture) -> Option<&str> {
        let place = self.places.get(&key(picture))?;
        self.files.get(*place).map(|file| file.href.as_str())
    }

    /// Adds a cover set in type.
    pub fn add_cover(&mut self, cover: &'a Cover) {
        self.has_cover = true;
        for (href, media_type, bytes) in [
            (COVER_PIXELS, "image/png", cover.png.as_slice()),
            (COVER_DRAWING, "image/svg+xml", cover.drawing.as_bytes()),
        ] {
            self.files.push(File {
                href: href.to_owned(),
                media_type,
                bytes: Cow::Borrowed(bytes),
            });
        }
    }

    /// Where the pixels of a cover set in type are stored, if there is one.
    pub fn cover(&self) -> Option<&str> {
        self.has_cover.then_some(COVER_PIXELS)
    }

    /// The files in the order of their numbers.
    pub fn files(&self) -> &[File<'a>] {
        &self.files
    }
}

fn key(picture: &Picture) -> (SourceId, String) {
    (picture.span.source, picture.path.clone())
}

fn file(image: &Image, number: usize) -> File<'_> {
    File {
        href: format!("images/picture-{number}.{}", image.kind.extension()),
        media_type: image.kind.media_type(),
        bytes: published(image),
    }
}

/// A picture as it is published: its own bytes where they will do.
fn published(image: &Image) -> Cow<'_, [u8]> {
    if let Some(drawing) = &image.drawing {
        return Cow::Owned(outlined(drawing).into_bytes());
    }
    let turned = image.kind == Kind::Jpeg && image.orientation != Orientation::NoTransforms;
    match turned.then(|| upright(image)).flatten() {
        Some(bytes) => Cow::Owned(bytes),
        None => Cow::Borrowed(&image.bytes),
    }
}

/// A drawing with all text as outlines, and nothing in it that could run or
/// fetch. Without a `viewBox` a drawing is cropped where it should shrink.
fn outlined(drawing: &usvg::Tree) -> String {
    let size = drawing.size();
    let view = format!("<svg viewBox=\"0 0 {} {}\"", size.width(), size.height());
    let svg = drawing.to_string(&usvg::WriteOptions {
        indent: usvg::Indent::None,
        ..usvg::WriteOptions::default()
    });
    svg.replacen("<svg", &view, 1)
}

/// A photograph with its pixels turned; `None` where they cannot be decoded.
fn upright(image: &Image) -> Option<Vec<u8>> {
    // The profile of four inks says nothing of the three colours made of them.
    let profile = image.profile.as_deref().filter(|_| image.channels != 4);
    image.pixels().ok()?.to_jpeg(profile)
}

#[cfg(test)]
mod tests {
    use super::super::specimen::{self, Specimen};
    use super::*;

    #[test]
    fn a_picture_goes_in_once_under_any_name() {
        let jpeg = specimen::jpeg(6, 4, 1);
        let drawing = specimen::DRAWING.as_bytes().to_vec();
        let files = [
            ("a.jpg", jpeg.clone()),
            ("b é.jpg", jpeg),
            ("c.svg", drawing),
        ];
        let mut s = Specimen::new("en");
        let body = ["c.svg", "a.jpg", "b é.jpg", "none.png"].map(|path| s.figure(path, "", ""));
        let article = s.article("Title", body.into());
        let publication = Publication::single(article);
        let gallery = specimen::gallery(&publication, &files);
        let pictures = Pictures::gather(&publication, &gallery);
        let hrefs: Vec<&str> = pictures.files().iter().map(|f| f.href.as_str()).collect();
        assert_eq!(hrefs, ["images/picture-1.svg", "images/picture-2.jpg"]);
        let href = |path: &str| pictures.href(&specimen::picture(path));
        assert_eq!(href("b é.jpg"), Some("images/picture-2.jpg"));
        assert_eq!(href("none.png"), None);
    }

    #[test]
    fn a_turned_photograph_is_stored_upright() {
        let mut s = Specimen::new("en");
        let article = s.figure("a.jpg", "", "");
        let article = s.article("Title", vec![article]);
        let publication = Publication::single(article);
        let files = [("a.jpg", specimen::jpeg(6, 4, 6))];
        let gallery = specimen::gallery(&publication, &files);
        let pictures = Pictures::gather(&publication, &gallery);
        let decoded = image::load_from_memory(&pictures.files()[0].bytes).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (4, 6));
    }

    #[test]
    fn a_drawing_scales_and_carries_no_script() {
        let mut s = Specimen::new("en");
        let article = s.figure("a.svg", "", "");
        let article = s.article("Title", vec![article]);
        let publication = Publication::single(article);
        let files = [("a.svg", specimen::DRAWING.as_bytes().to_vec())];
        let gallery = specimen::gallery(&publication, &files);
        let pictures = Pictures::gather(&publication, &gallery);
        let svg = String::from_utf8_lossy(&pictures.files()[0].bytes);
        assert!(
            svg.starts_with("<svg viewBox=\"0 0 40 20\" width=\"40\""),
            "{svg}"
        );
        assert!(!svg.contains("script"), "{svg}");
    }
}
