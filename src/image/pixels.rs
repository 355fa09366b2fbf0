//! Takes decoded pixels or a drawing; returns pixels in other colours or of another size,
//! as a JPEG or a PNG.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{self, PngEncoder};
use image::imageops::{self, FilterType};
use image::{DynamicImage, ExtendedColorType, GrayImage, ImageEncoder, RgbImage};
use resvg::tiny_skia::{Pixmap, Transform};

/// The quality of a JPEG that has to be made anew: no loss to the eye.
const JPEG_QUALITY: u8 = 92;

/// Pixels of a picture: what a writer that cannot pass the file through needs.
#[derive(Debug, Clone)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// 1 (grey) or 3 (red, green, blue).
    pub channels: u8,
    /// Row by row, 8 bits a channel.
    pub samples: Vec<u8>,
    /// One byte a pixel, where the picture is not opaque.
    pub alpha: Option<Vec<u8>>,
}

impl Pixels {
    /// The pixels of a decoded picture, in 8 bits. Those of a large picture are not copied.
    pub(super) fn of(decoded: DynamicImage) -> Pixels {
        let (width, height) = (decoded.width(), decoded.height());
        let grey = !decoded.color().has_color();
        let has_alpha = decoded.color().has_alpha();
        let channels = if grey { 1 } else { 3 };
        let mut samples = match (grey, has_alpha) {
            (true, false) => decoded.into_luma8().into_raw(),
            (true, true) => decoded.into_luma_alpha8().into_raw(),
            (false, false) => decoded.into_rgb8().into_raw(),
            (false, true) => decoded.into_rgba8().into_raw(),
        };
        let alpha = has_alpha.then(|| taken_out(&mut samples, channels));
        let opaque = alpha.as_ref().is_none_or(|a| a.iter().all(|v| *v == 255));
        Pixels {
            width,
            height,
            channels: channels as u8,
            samples,
            alpha: if opaque { None } else { alpha },
        }
    }

    /// One white pixel, for a picture of which nothing can be shown.
    pub(crate) fn bare() -> Pixels {
        Pixels {
            width: 1,
            height: 1,
            channels: 1,
            samples: vec![0xff],
            alpha: None,
        }
    }

    /// The pixels of a drawing on white, so many across. Nothing where they are too
    /// many to be held.
    pub(crate) fn of_drawing(drawing: &usvg::Tree, width: u32) -> Option<Pixels> {
        let size = drawing.size();
        let scale = width as f32 / size.width();
        let height = ((size.height() * scale).round() as u32).max(1);
        let mut map = Pixmap::new(width, height)?;
        let transform = Transform::from_scale(scale, scale);
        resvg::render(drawing, transform, &mut map.as_mut());
        let mut samples = vec![0; map.data().len() / 4 * 3];
        for (pixel, colours) in map.data().chunks_exact(4).zip(samples.chunks_exact_mut(3)) {
            if let [red, green, blue, alpha] = pixel {
                // Colours are multiplied by alpha already, and none is above it.
                let white = 255 - alpha;
                colours.copy_from_slice(&[red + white, green + white, blue + white]);
            }
        }
        Some(Pixels {
            width,
            height,
            channels: 3,
            samples,
            alpha: None,
        })
    }

    /// Lays what is transparent on white.
    #[must_use]
    pub fn on_white(mut self) -> Pixels {
        let Some(alpha) = self.alpha.take() else {
            return self;
        };
        let channels = usize::from(self.channels);
        for (pixel, alpha) in self.samples.chunks_mut(channels).zip(alpha) {
            for sample in pixel {
                *sample = over_white(*sample, alpha);
            }
        }
        self
    }

    /// Greys of the same luma (ITU-R BT.709).
    #[must_use]
    pub fn into_grey(mut self) -> Pixels {
        if self.channels == 3
            && let Some(colours) = RgbImage::from_raw(self.width, self.height, self.samples.clone())
        {
            self.samples = imageops::grayscale(&colours).into_raw();
            self.channels = 1;
        }
        self
    }

    /// Opaque pixels, so many wide.
    #[must_use]
    pub fn reduced(mut self, width: u32) -> Pixels {
        let scaled = f64::from(self.height) * f64::from(width) / f64::from(self.width.max(1));
        let height = (scaled.round() as u32).max(1);
        let samples = std::mem::take(&mut self.samples);
        // Sharp, and without the rings around edges that wider filters leave.
        let filter = FilterType::CatmullRom;
        let resized = if self.channels == 1 {
            let grey = GrayImage::from_raw(self.width, self.height, samples);
            grey.map(|grey| imageops::resize(&grey, width, height, filter).into_raw())
        } else {
            let colours = RgbImage::from_raw(self.width, self.height, samples);
            colours.map(|colours| imageops::resize(&colours, width, height, filter).into_raw())
        };
        self.samples = resized.unwrap_or_default();
        (self.width, self.height) = (width, height);
        self
    }

    /// A PNG of them, opaque: small and quick for what is drawn in flat colours.
    /// Nothing where they are too many for one.
    pub fn to_png(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        // Most rows of a drawing are like the ones above them.
        let (compression, filter) = (png::CompressionType::Default, png::FilterType::Up);
        PngEncoder::new_with_quality(&mut bytes, compression, filter)
            .write_image(&self.samples, self.width, self.height, self.colour())
            .ok()?;
        Some(bytes)
    }

    /// A JPEG of them, with the profile of their colours, if they have one of their
    /// own. Nothing where they are too many for one.
    pub fn to_jpeg(&self, profile: Option<&[u8]>) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.to_vec()).ok()?;
        }
        encoder
            .write_image(&self.samples, self.width, self.height, self.colour())
            .ok()?;
        Some(bytes)
    }

    fn colour(&self) -> ExtendedColorType {
        if self.channels == 1 {
            ExtendedColorType::L8
        } else {
            ExtendedColorType::Rgb8
        }
    }
}

/// A row of a decoded PNG, laid on white: 1 (grey), 2 (with alpha), 3 (red, green, blue) or 4
/// (with alpha) samples a pixel, of 8 bits each. `laid` is overwritten with 1 or 3 of them.
pub(crate) fn row_on_white(row: &[u8], samples: usize, laid: &mut Vec<u8>) {
    match samples {
        2 => on_white::<2, 1>(row, laid),
        4 => on_white::<4, 3>(row, laid),
        _ => {
            laid.clear();
            laid.extend_from_slice(row);
        }
    }
}

/// Pixels of `FROM` samples, the last of which is alpha, in `TO` samples.
fn on_white<const FROM: usize, const TO: usize>(row: &[u8], laid: &mut Vec<u8>) {
    let (pixels, _) = row.as_chunks::<FROM>();
    laid.clear();
    laid.resize(pixels.len() * TO, 0xff);
    let (results, _) = laid.as_chunks_mut::<TO>();
    for (result, pixel) in results.iter_mut().zip(pixels) {
        let alpha = pixel.last().copied().unwrap_or(0xff);
        // Most pixels are opaque, and most others bare.
        match alpha {
            0 => {}
            0xff => result
                .iter_mut()
                .zip(pixel)
                .for_each(|(to, from)| *to = *from),
            _ => {
                for (to, from) in result.iter_mut().zip(pixel) {
                    *to = over_white(*from, alpha);
                }
            }
        }
    }
}

/// A sample over white, rounded: `(s * a + 255 * (255 - a)) / 255`, where `x / 255` is
/// `(x + 1 + (x + 1 >> 8)) >> 8` for all numbers of 16 bits but the last.
fn over_white(sample: u8, alpha: u8) -> u8 {
    let (s, a) = (u16::from(sample), u16::from(alpha));
    let next = s * a + 255 * (255 - a) + 128;
    ((next + (next >> 8)) >> 8) as u8
}

/// Takes the alpha of each pixel from behind its samples.
fn taken_out(samples: &mut Vec<u8>, channels: usize) -> Vec<u8> {
    let count = samples.len() / (channels + 1);
    let alpha = samples.iter().skip(channels).step_by(channels + 1);
    let alpha = alpha.copied().collect();
    for pixel in 0..count {
        let from = pixel * (channels + 1);
        samples.copy_within(from..from + channels, pixel * channels);
    }
    samples.truncate(count * channels);
    samples.shrink_to_fit();
    alpha
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_is_taken_out_of_its_pixels() {
        let mut samples = vec![1, 2, 3, 9, 4, 5, 6, 8];
        assert_eq!(taken_out(&mut samples, 3), [9, 8]);
        assert_eq!(samples, [1, 2, 3, 4, 5, 6]);
        let mut samples = vec![1, 9, 2, 8, 3, 7];
        assert_eq!(taken_out(&mut samples, 1), [9, 8, 7]);
        assert_eq!(samples, [1, 2, 3]);
    }

    fn colours(width: u32, samples: &[u8]) -> Pixels {
        Pixels {
            width,
            height: samples.len() as u32 / 3 / width,
            channels: 3,
            samples: samples.to_vec(),
            alpha: None,
        }
    }

    #[test]
    fn what_is_transparent_lies_on_white() {
        let mut pixels = colours(3, &[10, 20, 30, 10, 20, 30, 0, 0, 0]);
        pixels.alpha = Some(vec![255, 0, 128]);
        let laid = pixels.on_white();
        assert_eq!(laid.samples, [10, 20, 30, 255, 255, 255, 127, 127, 127]);
        assert_eq!(laid.alpha, None);
    }

    #[test]
    fn a_sample_over_white_is_rounded_as_a_division_rounds() {
        for (s, a) in (0..=255_u32).flat_map(|s| (0..=255).map(move |a| (s, a))) {
            let divided = (s * a + 255 * (255 - a) + 127) / 255;
            assert_eq!(u32::from(over_white(s as u8, a as u8)), divided, "{s} {a}");
        }
    }

    #[test]
    fn a_row_is_laid_on_white_whatever_its_samples() {
        let mut laid = vec![1; 99];
        let rows: [(&[u8], usize, &[u8]); 4] = [
            (&[5, 6], 1, &[5, 6]),
            (&[5, 255, 6, 0, 0, 128], 2, &[5, 255, 127]),
            (&[1, 2, 3], 3, &[1, 2, 3]),
            (
                &[1, 2, 3, 255, 0, 0, 0, 128, 9, 9, 9, 0],
                4,
                &[1, 2, 3, 127, 127, 127, 255, 255, 255],
            ),
        ];
        for (row, samples, expected) in rows {
            row_on_white(row, samples, &mut laid);
            assert_eq!(laid, expected);
        }
    }

    #[test]
    fn a_drawing_stands_on_white() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><rect width="1" height="1" fill="#f00" fill-opacity="0.5"/></svg>"##;
        let drawing = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
        let pixels = Pixels::of_drawing(&drawing, 4).unwrap();
        assert_eq!((pixels.width, pixels.height), (4, 2));
        assert_eq!(pixels.samples[0], 255);
        assert!((126..=128).contains(&pixels.samples[1]), "half red");
        assert_eq!(pixels.samples[9..12], [255; 3]);
    }

    #[test]
    fn greys_weigh_colours_as_the_eye_does() {
        let grey = colours(4, &[255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]).into_grey();
        assert_eq!((grey.channels, grey.width, grey.height), (1, 4, 1));
        assert_eq!(grey.samples, [54, 182, 18, 9]);
    }

    #[test]
    fn fewer_pixels_keep_the_shape() {
        let reduced = colours(40, &[120; 40 * 20 * 3]).reduced(10);
        assert_eq!((reduced.width, reduced.height), (10, 5));
        assert_eq!(reduced.samples, [120; 10 * 5 * 3]);
        let thin = colours(40, &[120; 40 * 3]).reduced(1);
        assert_eq!((thin.width, thin.height), (1, 1));
    }
}
