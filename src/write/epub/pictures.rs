//! Takes the pictures of a publication; returns files for the archive.
//!
//! A picture is stored once, however often it is shown and under however many names. Its
//! name in the archive is a number in reading order, so that no author's path can confuse
//! a reading system.

use super::recast::{self, Body, Limits, recast};
use crate::image::{Gallery, Image, Kind};
use crate::model::{Picture, Publication, walk};
use crate::source::SourceId;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A picture's file.
pub(super) struct File<'a> {
    /// Its path beside the pages.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub body: Body<'a>,
    /// The picture, as the first that shows it calls it; none for a cover set in type.
    pub picture: Option<&'a Picture>,
    /// Its pixels across and down.
    pub size: (u32, u32),
    /// Whether it has fewer than the author gave.
    pub is_reduced: bool,
    /// Whether it is animated.
    pub moves: bool,
    /// Whether among words it is a sign in their line.
    pub is_icon: bool,
}

impl File<'_> {
    /// Whether it is one, and so not compressed by itself.
    pub(super) fn is_drawing(&self) -> bool {
        self.media_type == Kind::Svg.media_type()
    }
}

/// The files of all pictures, and which picture is in which.
#[derive(Default)]
pub(super) struct Pictures<'a> {
    files: Vec<File<'a>>,
    places: BTreeMap<(SourceId, String), usize>,
    has_cover: bool,
}

/// Where a cover is stored that is set in type.
const COVER_PIXELS: &str = "images/cover.png";
/// How many pixels it has.
const COVER_SIZE: (u32, u32) = (1600, 2560);

impl<'a> Pictures<'a> {
    /// Gathers the pictures that a publication shows: its cover, then those of
    /// its articles in the order of reading.
    pub(super) fn gather(
        publication: &'a Publication,
        gallery: &'a Gallery,
        limits: &Limits,
    ) -> Pictures<'a> {
        let shown = publication.articles.iter().flat_map(walk::pictures);
        let mut pictures = Pictures::default();
        // The pictures that have files of their own, by the number of their bytes.
        let mut known: BTreeMap<usize, Vec<(&Image, usize)>> = BTreeMap::new();
        for picture in publication.metadata.cover.iter().chain(shown) {
            let Some(image) = gallery.get(picture) else {
                continue;
            };
            let alike = known.entry(image.stored.len()).or_default();
            let same = |other: &Image| {
                let turned = image.orientation != other.orientation;
                !turned && image.stored.is_same(&other.stored)
            };
            let place = alike.iter().find(|(other, _)| same(other));
            let place = place.map(|(_, place)| *place).unwrap_or_else(|| {
                let next = pictures.files.len();
                pictures.files.push(file(picture, image, next + 1, limits));
                alike.push((image, next));
                next
            });
            pictures.places.insert(key(picture), place);
        }
        let cover = publication.metadata.cover.as_ref();
        let drawing = cover
            .filter(|cover| pictures.file(cover).is_some_and(File::is_drawing))
            .and_then(|cover| gallery.get(cover)?.drawing.as_deref());
        if let Some(pixels) = drawing.and_then(|drawing| recast::pixels(drawing, limits)) {
            // Shelves show pixels, and few of them a drawing.
            pictures.has_cover = true;
            pictures.files.push(File {
                href: COVER_PIXELS.to_owned(),
                media_type: pixels.kind.media_type(),
                body: pixels.body,
                picture: cover,
                size: pixels.size,
                is_reduced: false,
                moves: false,
                is_icon: false,
            });
        }
        pictures
    }

    /// The file of a picture, unless it cannot be had.
    pub(super) fn file(&self, picture: &Picture) -> Option<&File<'a>> {
        let place = self.places.get(&key(picture))?;
        self.files.get(*place)
    }

    /// Where a picture is stored, unless it cannot be had.
    pub(super) fn href(&self, picture: &Picture) -> Option<&str> {
        self.file(picture).map(|file| file.href.as_str())
    }

    /// Adds a cover set in type.
    pub(super) fn add_cover(&mut self, png: &'a [u8]) {
        self.has_cover = true;
        self.files.push(File {
            href: COVER_PIXELS.to_owned(),
            media_type: "image/png",
            body: Body::Made(Cow::Borrowed(png)),
            picture: None,
            size: COVER_SIZE,
            is_reduced: false,
            moves: false,
            is_icon: false,
        });
    }

    /// Where the pixels of a cover are stored that is a drawing, or set in type.
    pub(super) fn cover(&self) -> Option<&str> {
        self.has_cover.then_some(COVER_PIXELS)
    }

    /// The files in the order of their numbers.
    pub(super) fn files(&self) -> &[File<'a>] {
        &self.files
    }
}

fn key(picture: &Picture) -> (SourceId, String) {
    (picture.span.source, picture.path.clone())
}

fn file<'a>(picture: &'a Picture, image: &'a Image, number: usize, limits: &Limits) -> File<'a> {
    let recast = recast(image, limits);
    File {
        href: format!("images/picture-{number}.{}", recast.kind.extension()),
        media_type: recast.kind.media_type(),
        body: recast.body,
        picture: Some(picture),
        size: recast.size,
        is_reduced: recast.is_reduced,
        moves: recast.moves,
        is_icon: image.is_icon(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::xhtml::specimen::{self, Specimen};

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
        let pictures = Pictures::gather(&publication, &gallery, &Limits::default());
        let hrefs: Vec<&str> = pictures.files().iter().map(|f| f.href.as_str()).collect();
        assert_eq!(hrefs, ["images/picture-1.svg", "images/picture-2.jpg"]);
        let href = |path: &str| pictures.href(&specimen::picture(path));
        assert_eq!(href("b é.jpg"), Some("images/picture-2.jpg"));
        assert_eq!(href("none.png"), None);
    }
}
