//! Takes a picture; returns the bytes to publish: its own, if the reading system supports
//! them.
//!
//! A picture is converted if its camera marked it as rotated, because the mark is removed
//! with its EXIF data and RMSDK readers ignore it. A drawing is converted because it
//! cannot use the fonts of the book: its text becomes outlines. So is a picture that a
//! [profile](Quirks) does not support, or that exceeds the maximum size.

use super::profile::{Profile, Quirks};
use crate::image::{Image, Kind, Pixels, Problem, Stored};
use image::metadata::Orientation;
use std::borrow::Cow;

/// The pixels that a drawing fills, across or down, that has to be shown as such:
/// those of a page.
const PAGE: (u32, u32) = (1600, 2560);
/// A picture that has too many bytes is made smaller down to this width, no further.
const NARROWEST: u32 = 640;

/// What pictures of a book may be.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// What its reading systems take.
    pub quirks: &'static Quirks,
    /// The most pixels across and down, where somebody says so.
    pub most: Option<(u32, u32)>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            quirks: Profile::default().quirks(),
            most: None,
        }
    }
}

/// The bytes of a file in the archive.
#[derive(Clone)]
pub(super) enum Body<'a> {
    /// Those of a picture, read when they are written.
    Own(&'a Stored),
    /// Others.
    Made(Cow<'a, [u8]>),
}

impl Body<'_> {
    /// The number of bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Body::Own(stored) => stored.len(),
            Body::Made(bytes) => bytes.len(),
        }
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// A [`Problem`] if the picture cannot be read again.
    pub(super) fn read(&self) -> Result<Cow<'_, [u8]>, Problem> {
        match self {
            Body::Own(stored) => stored.read(),
            Body::Made(bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }
}

/// A picture to be published.
pub(super) struct Recast<'a> {
    /// What it is now.
    pub kind: Kind,
    /// Its bytes.
    pub body: Body<'a>,
    /// Its pixels across and down; those of a drawing are its units.
    pub size: (u32, u32),
    /// Whether it lost some.
    pub is_reduced: bool,
    /// Whether it is animated.
    pub moves: bool,
}

impl Limits {
    /// How wide a picture of so many pixels may be, if it may not be as it is.
    fn width(&self, width: u32, height: u32) -> Option<u32> {
        let (across, down) = (f64::from(width), f64::from(height));
        let mut scale: f64 = 1.0;
        if let Some((most_across, most_down)) = self.most {
            scale = (f64::from(most_across) / across).min(f64::from(most_down) / down);
        }
        if let Some(most) = self.quirks.most_pixels {
            scale = scale.min((most as f64 / (across * down)).sqrt());
        }
        (scale < 1.0).then(|| ((across * scale).floor() as u32).max(1))
    }

    fn takes(&self, kind: Kind) -> bool {
        match kind {
            Kind::Jpeg | Kind::Png | Kind::Gif => true,
            Kind::WebP => self.quirks.webp,
            Kind::Svg => self.quirks.drawings,
        }
    }

    fn is_heavy(&self, bytes: usize) -> bool {
        let most = self.quirks.most_bytes;
        most.is_some_and(|most| bytes > most)
    }
}

/// Makes of a picture what may be published.
pub(super) fn recast<'a>(image: &'a Image, limits: &Limits) -> Recast<'a> {
    if let Some(drawing) = &image.drawing {
        return drawn(image, drawing, limits);
    }
    let own = Recast {
        kind: image.kind,
        body: Body::Own(&image.stored),
        size: (image.width, image.height),
        is_reduced: false,
        moves: image.is_animated,
    };
    // What is made of a picture shows its first frame only.
    let stays = image.is_animated && limits.quirks.motion;
    let narrower = limits.width(image.width, image.height).filter(|_| !stays);
    let is_turned = image.kind == Kind::Jpeg && image.orientation != Orientation::NoTransforms;
    let must = is_turned
        || narrower.is_some()
        || !limits.takes(image.kind)
        || (image.is_animated && !limits.quirks.motion)
        || limits.is_heavy(image.stored.len());
    let may_be_clear = !limits.quirks.transparency && image.kind != Kind::Jpeg;
    if !must && !may_be_clear {
        return own;
    }
    let Ok(pixels) = image.pixels() else {
        return own;
    };
    if !must && pixels.alpha.is_none() {
        return own;
    }
    made(image, pixels.on_white(), narrower, limits).unwrap_or(own)
}

/// A drawing with its text as outlines, or its pixels.
fn drawn<'a>(image: &Image, drawing: &usvg::Tree, limits: &Limits) -> Recast<'a> {
    let pixels = (!limits.takes(Kind::Svg)).then(|| pixels(drawing, limits));
    pixels.flatten().unwrap_or_else(|| Recast {
        kind: Kind::Svg,
        body: Body::Made(image.outlined().unwrap_or_default().into_bytes().into()),
        size: (image.width, image.height),
        is_reduced: false,
        moves: false,
    })
}

/// A drawing as pixels that fill a page; nothing where they cannot be held.
pub(super) fn pixels<'a>(drawing: &usvg::Tree, limits: &Limits) -> Option<Recast<'a>> {
    let (across, down) = limits.most.map_or(PAGE, |(across, down)| {
        (across.min(PAGE.0), down.min(PAGE.1))
    });
    let size = drawing.size();
    let scale = (across as f32 / size.width()).min(down as f32 / size.height());
    let width = ((size.width() * scale).floor() as u32).max(1);
    let pixels = Pixels::of_drawing(drawing, width)?;
    Some(Recast {
        kind: Kind::Png,
        body: Body::Made(pixels.to_png()?.into()),
        size: (pixels.width, pixels.height),
        is_reduced: false,
        moves: false,
    })
}

/// A file of a picture's pixels, no wider than it may be, and smaller again as long
/// as it is too heavy.
fn made<'a>(
    image: &Image,
    mut pixels: Pixels,
    narrower: Option<u32>,
    limits: &Limits,
) -> Option<Recast<'a>> {
    let before = (pixels.width, pixels.height);
    if let Some(width) = narrower {
        pixels = pixels.reduced(width);
    }
    // The profile of four inks says nothing of the three colours made of them.
    let profile = image.profile.as_deref().filter(|_| image.channels != 4);
    let (mut kind, mut bytes) = if is_photograph(image) {
        (Kind::Jpeg, pixels.to_jpeg(profile)?)
    } else {
        (Kind::Png, pixels.to_png()?)
    };
    while limits.is_heavy(bytes.len()) && pixels.width > NARROWEST {
        if kind == Kind::Jpeg {
            let width = (pixels.width / 4 * 3).max(NARROWEST);
            pixels = pixels.reduced(width);
        }
        (kind, bytes) = (Kind::Jpeg, pixels.to_jpeg(profile)?);
    }
    let after = (pixels.width, pixels.height);
    Some(Recast {
        kind,
        body: Body::Made(bytes.into()),
        size: after,
        is_reduced: after != before,
        moves: false,
    })
}

/// Whether a picture was stored with losses: only then is a JPEG made of it.
fn is_photograph(image: &Image) -> bool {
    match image.kind {
        Kind::Jpeg => true,
        // The first chunk of a simple file says how it is coded (RFC 9649, 2.5 to 2.7).
        Kind::WebP => {
            let bytes = image.stored.read();
            bytes.is_ok_and(|bytes| bytes.get(12..16) != Some(b"VP8L"))
        }
        Kind::Png | Kind::Gif | Kind::Svg => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::xhtml::specimen;
    use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
    use std::io::Cursor;
    use std::sync::Arc;

    fn limits(profile: Profile, most: Option<(u32, u32)>) -> Limits {
        Limits {
            quirks: profile.quirks(),
            most,
        }
    }

    fn read(bytes: Vec<u8>) -> Image {
        let faces = || Arc::new(usvg::fontdb::Database::new());
        Image::read(bytes, &faces).ok().unwrap()
    }

    /// A file of pixels that no coder can make small, half transparent or opaque.
    fn noise(format: ImageFormat, width: u32, height: u32, alpha: u8) -> Image {
        let mut state = 1_u32;
        let pixels = RgbaImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_be_bytes();
            Rgba([a, b, c, alpha])
        });
        let pixels = DynamicImage::from(pixels);
        let pixels = match (format, alpha) {
            (ImageFormat::Png, 0..=254) | (ImageFormat::Gif, _) => pixels,
            _ => pixels.to_rgb8().into(),
        };
        let mut bytes = Cursor::new(Vec::new());
        pixels.write_to(&mut bytes, format).unwrap();
        read(bytes.into_inner())
    }

    fn size(recast: &Recast) -> (u32, u32) {
        let decoded = image::load_from_memory(&recast.body.read().unwrap()).unwrap();
        (decoded.width(), decoded.height())
    }

    const PROFILES: [Profile; 4] = [
        Profile::Generic,
        Profile::Kindle,
        Profile::Kobo,
        Profile::Apple,
    ];

    #[test]
    fn what_everybody_takes_goes_in_as_it_is() {
        let pictures = [
            noise(ImageFormat::Jpeg, 30, 20, 255),
            noise(ImageFormat::Png, 30, 20, 255),
        ];
        for (image, profile) in pictures.iter().zip(PROFILES.into_iter().cycle()) {
            for most in [None, Some((30, 20))] {
                let recast = recast(image, &limits(profile, most));
                assert!(matches!(recast.body, Body::Own(_)), "{profile:?}");
                assert!(!recast.is_reduced);
            }
        }
    }

    #[test]
    fn a_turned_photograph_is_stored_upright() {
        let image = read(specimen::jpeg(6, 4, 6));
        let recast = recast(&image, &limits(Profile::Generic, None));
        assert_eq!(size(&recast), (4, 6));
    }

    #[test]
    fn a_drawing_scales_and_carries_no_script() {
        let image = read(specimen::DRAWING.as_bytes().to_vec());
        let recast = recast(&image, &limits(Profile::Generic, Some((10, 10))));
        let body = recast.body.read().unwrap();
        let svg = String::from_utf8_lossy(&body);
        let head = "<svg viewBox=\"0 0 40 20\" width=\"40\"";
        assert!(svg.starts_with(head), "{svg}");
        assert!(!svg.contains("script"), "{svg}");
    }

    #[test]
    fn a_picture_fits_into_what_is_asked_for_and_stays_what_it_is() {
        for (format, kind) in [
            (ImageFormat::Jpeg, Kind::Jpeg),
            (ImageFormat::Png, Kind::Png),
        ] {
            for (most, fitting) in [((40, 400), (40, 27)), ((900, 10), (15, 10))] {
                let image = noise(format, 60, 40, 255);
                let recast = recast(&image, &limits(Profile::Generic, Some(most)));
                assert_eq!((recast.kind, size(&recast)), (kind, fitting));
                assert_eq!((recast.is_reduced, recast.size), (true, fitting));
            }
        }
    }

    #[test]
    fn a_picture_has_no_more_pixels_than_a_shop_takes() {
        let image = noise(ImageFormat::Jpeg, 3000, 2000, 255);
        let recast = recast(&image, &limits(Profile::Apple, None));
        let (width, height) = recast.size;
        assert_eq!(size(&recast), (width, height));
        assert!(recast.is_reduced);
        let pixels = u64::from(width) * u64::from(height);
        assert!((5_500_000..=5_600_000).contains(&pixels), "{pixels}");
        assert!((f64::from(width) / f64::from(height) - 1.5).abs() < 0.001);
    }

    #[test]
    fn what_a_profile_does_not_take_is_made_into_what_it_takes() {
        let clear = noise(ImageFormat::Png, 30, 20, 99);
        let generic = recast(&clear, &limits(Profile::Generic, None));
        assert!(matches!(generic.body, Body::Own(_)));
        let kindle = limits(Profile::Kindle, None);
        let opaque = recast(&clear, &kindle);
        let decoded = image::load_from_memory(&opaque.body.read().unwrap()).unwrap();
        assert!(!decoded.color().has_alpha());
        let drawing = read(specimen::DRAWING.as_bytes().to_vec());
        let pixels = recast(&drawing, &kindle);
        assert_eq!((pixels.kind, size(&pixels)), (Kind::Png, (1600, 800)));
    }

    #[test]
    fn only_an_animated_gif_is_kept_whole_or_made_still() {
        let still = noise(ImageFormat::Gif, 30, 20, 255);
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for tone in [0, 255] {
            let frame = RgbaImage::from_pixel(30, 20, Rgba([tone, tone, tone, 255]));
            encoder.encode_frame(image::Frame::new(frame)).unwrap();
        }
        drop(encoder);
        let moving = read(bytes);
        let kindle = limits(Profile::Kindle, None);
        let narrow = limits(Profile::Kobo, Some((10, 10)));
        let made = |image, limits| {
            let recast = recast(image, limits);
            (recast.kind, recast.is_reduced, recast.moves)
        };
        assert_eq!(made(&moving, &kindle), (Kind::Png, false, false));
        assert_eq!(made(&moving, &narrow), (Kind::Gif, false, true));
        assert_eq!(made(&still, &kindle), (Kind::Gif, false, false));
        assert_eq!(made(&still, &narrow), (Kind::Png, true, false));
    }

    #[test]
    fn a_picture_with_too_many_bytes_is_made_smaller_until_it_has_not() {
        let image = noise(ImageFormat::Png, 1500, 1400, 255);
        assert!(image.stored.len() > 5_000_000);
        let recast = recast(&image, &limits(Profile::Kobo, None));
        assert_eq!(recast.kind, Kind::Jpeg);
        assert!(recast.body.len() <= 5_000_000);
    }
}
