//! Takes a raster picture; returns its stream in the file.

use super::dpi;
use crate::geom::Pt;
use crate::image::{Image, Kind, Pixels};
use crate::write::pdf::object::deflate;
use crate::write::pdf::print::{Inks, Print};
use image::metadata::Orientation;
use std::sync::Arc;

/// Pixels as they go into the file.
pub(in crate::write::pdf) struct Raster {
    /// The stored width in pixels.
    pub(in crate::write::pdf) width: u32,
    /// The stored height in pixels.
    pub(in crate::write::pdf) height: u32,
    /// 1 (grey) or 3 (red, green, blue).
    pub(in crate::write::pdf) channels: u8,
    /// Compressed.
    pub(in crate::write::pdf) data: Arc<[u8]>,
    /// How: the name of the filter.
    pub(in crate::write::pdf) filter: &'static str,
    /// What their colours mean, if not sRGB.
    pub(super) profile: Option<Arc<[u8]>>,
    /// How they are turned when they are drawn.
    pub(super) orientation: Orientation,
}

/// A picture, as it is where that will do.
pub(super) fn of(image: &Image, width: Pt, print: &Print) -> Option<Raster> {
    // A few dots more are not worth a loss.
    let most = print.most_dpi.filter(|most| dpi(image, width) > most * 1.1);
    // Four channels need a profile to mean a colour: their pixels are laid out in
    // RGB.
    let is_jpeg = image.kind == Kind::Jpeg && matches!(image.channels, 1 | 3);
    let in_ink = image.channels == 1 || !print.inks.grey;
    if is_jpeg && in_ink && most.is_none() {
        return Some(photograph(image));
    }
    let mut pixels = image.pixels().ok()?.on_white();
    if let Some(most) = most {
        let wide = (width.0 / 72.0 * most).round().max(1.0);
        pixels = pixels.reduced(wide as u32);
    }
    let mut raster = if is_jpeg {
        let pixels = in_inks(pixels, print.inks);
        Raster {
            data: pixels.to_jpeg(None)?.into(),
            filter: "DCTDecode",
            ..Raster::new_empty(&pixels)
        }
    } else {
        Raster::new(pixels, print.inks)
    };
    raster.profile = profile(image, raster.channels);
    Some(raster)
}

/// A JPEG that nothing is done to.
fn photograph(image: &Image) -> Raster {
    let turned = matches!(
        image.orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if turned {
        (image.height, image.width)
    } else {
        (image.width, image.height)
    };
    Raster {
        width,
        height,
        channels: image.channels,
        data: Arc::clone(&image.bytes),
        filter: "DCTDecode",
        profile: profile(image, image.channels),
        orientation: image.orientation,
    }
}

fn in_inks(pixels: Pixels, inks: Inks) -> Pixels {
    if inks.grey {
        pixels.into_grey()
    } else {
        pixels
    }
}

/// The profile of a picture that has so many channels in the file, where it is
/// one that PDF/A takes (ISO 19005-2, 6.2.4.2): of a device, and of these
/// channels (ICC.1:2010, 7.2).
fn profile(image: &Image, channels: u8) -> Option<Arc<[u8]>> {
    let profile = image.profile.as_ref()?;
    let part = |from: usize, to: usize| profile.get(from..to);
    let length = part(0, 4).and_then(|bytes| bytes.try_into().ok());
    let whole = length.map(u32::from_be_bytes) == u32::try_from(profile.len()).ok();
    let space: &[u8] = if channels == 1 { b"GRAY" } else { b"RGB " };
    let device = matches!(part(12, 16), Some(b"mntr" | b"prtr" | b"scnr" | b"spac"));
    let known = matches!(part(8, 9), Some([2 | 4]));
    let fits = whole && known && device && part(16, 20) == Some(space);
    (fits && part(36, 40) == Some(b"acsp")).then(|| Arc::clone(profile))
}

impl Raster {
    /// Pixels that lose nothing.
    pub(super) fn new(pixels: Pixels, inks: Inks) -> Raster {
        let pixels = in_inks(pixels, inks);
        Raster {
            data: deflate(&pixels.samples).into(),
            ..Raster::new_empty(&pixels)
        }
    }

    fn new_empty(pixels: &Pixels) -> Raster {
        Raster {
            width: pixels.width,
            height: pixels.height,
            channels: pixels.channels,
            data: Arc::default(),
            filter: "FlateDecode",
            profile: None,
            orientation: Orientation::NoTransforms,
        }
    }
}
