//! Takes a GIF or an interlaced PNG; hands its rows on from the top down, laid on white, in
//! eight bits a sample.
//!
//! Neither is stored row by row, and a picture in colours takes three or four times its pixels.
//! A GIF is unpacked to one byte a pixel, the number of its colour. An interlaced PNG has some
//! pixels of every row in each of its seven passes (PNG specification, 8): it is unpacked once
//! for each band of rows.

use super::stored::{Opened, Stored};
use super::{Kind, MAX_PIXELS, Problem, row_on_white};
use gif::{ColorOutput, DecodeOptions};
use image::ImageError;
use image::ImageFormat;
use image::error::{DecodingError, ImageFormatHint};
use png::{BitDepth, Transformations};

/// The bytes of a band (16 MiB).
const BAND: usize = 16 << 20;

/// A picture that is not unpacked yet.
pub(crate) struct ByRow<'f> {
    file: &'f Stored,
    kind: Unpacked,
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// 1 (grey) or 3 (red, green, blue).
    pub(crate) channels: u8,
}

enum Unpacked {
    Gif,
    Png,
}

impl<'f> ByRow<'f> {
    /// Reads the header of a GIF or an interlaced PNG; nothing for another picture.
    ///
    /// # Errors
    ///
    /// A [`Problem`] if the file cannot be read again.
    pub(crate) fn of(kind: Kind, file: &'f Stored) -> Result<Option<ByRow<'f>>, Problem> {
        Ok(match kind {
            Kind::Gif => {
                let reader = DecodeOptions::new().read_info(file.open()?).ok();
                reader.map(|reader| ByRow {
                    file,
                    kind: Unpacked::Gif,
                    width: reader.width().into(),
                    height: reader.height().into(),
                    channels: 3,
                })
            }
            Kind::Png => {
                let reader = png(file.open()?).ok();
                let woven = reader.filter(|reader| reader.info().interlaced);
                woven.map(|reader| {
                    let (width, height) = reader.info().size();
                    let samples = reader.output_color_type().0.samples();
                    ByRow {
                        file,
                        kind: Unpacked::Png,
                        width,
                        height,
                        channels: if samples > 2 { 3 } else { 1 },
                    }
                })
            }
            Kind::Jpeg | Kind::WebP | Kind::Svg => None,
        })
    }

    /// Hands each row on.
    ///
    /// # Errors
    ///
    /// [`Problem::Broken`] if the data is damaged, which may show after some rows.
    pub(crate) fn each(&self, row: &mut dyn FnMut(&[u8])) -> Result<(), Problem> {
        match self.kind {
            Unpacked::Gif => self.each_of_gif(row),
            Unpacked::Png => self.each_of_png(row),
        }
        .map_err(|cause| match cause.downcast::<Problem>() {
            Ok(problem) => *problem,
            Err(cause) => self.broken(cause),
        })
    }

    fn each_of_gif(&self, row: &mut dyn FnMut(&[u8])) -> Result<(), Cause> {
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::Indexed);
        let mut reader = options.read_info(self.file.open()?)?;
        let frame = reader.next_frame_info()?.ok_or("it has no frame")?;
        let (left, top) = (usize::from(frame.left), usize::from(frame.top));
        let (across, down) = (usize::from(frame.width), usize::from(frame.height));
        if across as u64 * down as u64 > MAX_PIXELS {
            return Err("its frame is too large".into());
        }
        let clear = frame.transparent;
        let own = frame.palette.clone();
        let palette = own.as_deref().or(reader.global_palette()).unwrap_or(&[]);
        // What has no colour is transparent.
        let mut colours = [[0xff_u8; 3]; 256];
        for (number, (colour, known)) in colours.iter_mut().zip(palette.chunks_exact(3)).enumerate()
        {
            if clear.is_none_or(|clear| usize::from(clear) != number) {
                colour.copy_from_slice(known);
            }
        }
        let mut pixels = vec![0; across * down];
        reader.read_into_buffer(&mut pixels)?;
        let mut lines = pixels.chunks_exact(across.max(1));
        let mut line = vec![0xff; self.width as usize * 3];
        for y in 0..self.height as usize {
            line.fill(0xff);
            let numbers = if y < top { None } else { lines.next() };
            let room = line.chunks_exact_mut(3).skip(left);
            for (pixel, number) in room.zip(numbers.unwrap_or(&[])) {
                if let Some(colour) = colours.get(usize::from(*number)) {
                    pixel.copy_from_slice(colour);
                }
            }
            row(&line);
        }
        Ok(())
    }

    fn each_of_png(&self, row: &mut dyn FnMut(&[u8])) -> Result<(), Cause> {
        let length = self.width as usize * usize::from(self.channels);
        let rows = (BAND / length.max(1)).max(1);
        let height = self.height as usize;
        let mut band = vec![0; rows.min(height) * length];
        for first in (0..height).step_by(rows) {
            let last = height.min(first + rows);
            let band = band.get_mut(..(last - first) * length).unwrap_or(&mut []);
            self.unpack(first, last, band)?;
            band.chunks_exact(length).for_each(&mut *row);
        }
        Ok(())
    }

    /// What is said of all pictures that cannot be decoded.
    fn broken(&self, cause: Cause) -> Problem {
        let format = ImageFormatHint::Exact(match self.kind {
            Unpacked::Gif => ImageFormat::Gif,
            Unpacked::Png => ImageFormat::Png,
        });
        let error = ImageError::Decoding(DecodingError::new(format, cause));
        Problem::Broken(error.to_string())
    }

    /// Unpacks a PNG, and keeps some rows.
    fn unpack(&self, first: usize, last: usize, band: &mut [u8]) -> Result<(), Cause> {
        let mut reader = png(self.file.open()?)?;
        let (colour, depth) = reader.output_color_type();
        let channels = usize::from(self.channels);
        let (width, height) = (self.width as usize, self.height as usize);
        let mut laid = Vec::new();
        for (x, y, across, down) in PASSES {
            if x >= width {
                continue;
            }
            for at in (y..height).step_by(down) {
                let unpacked = reader.next_interlaced_row()?;
                let unpacked = unpacked.ok_or("its data ends too early")?;
                if !(first..last).contains(&at) {
                    continue;
                }
                let own = match depth {
                    BitDepth::Sixteen => eight_bits(unpacked.data()),
                    BitDepth::One | BitDepth::Two | BitDepth::Four | BitDepth::Eight => {
                        unpacked.data().to_vec()
                    }
                };
                row_on_white(&own, colour.samples(), &mut laid);
                let start = (at - first) * width * channels;
                let line = band.get_mut(start..start + width * channels);
                let places = line.unwrap_or(&mut []).chunks_exact_mut(channels);
                let places = places.skip(x).step_by(across);
                for (place, pixel) in places.zip(laid.chunks_exact(channels)) {
                    place.copy_from_slice(pixel);
                }
            }
        }
        Ok(())
    }
}

/// Where each pass begins across and down, and how far its pixels are from each other.
const PASSES: [(usize, usize, usize, usize); 7] = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
];

/// Samples of sixteen bits, rounded to eight.
fn eight_bits(samples: &[u8]) -> Vec<u8> {
    let pairs = samples.as_chunks::<2>().0.iter();
    let rounded = |pair: &[u8; 2]| ((u32::from(u16::from_be_bytes(*pair)) + 128) / 257) as u8;
    pairs.map(rounded).collect()
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

fn png(file: Opened) -> Result<png::Reader<Opened>, png::DecodingError> {
    let mut decoder = png::Decoder::new(file);
    decoder.set_transformations(Transformations::EXPAND);
    decoder.read_info()
}

#[cfg(test)]
mod tests {
    use super::super::Pixels;
    use super::*;

    /// The rows of a picture, one after the other.
    fn rows(kind: Kind, file: &[u8]) -> Vec<u8> {
        let mut all = Vec::new();
        let stored = Stored::new(file.to_vec());
        let picture = ByRow::of(kind, &stored).unwrap().unwrap();
        picture.each(&mut |row| all.extend(row)).unwrap();
        all
    }

    /// What the whole picture is, on white.
    fn whole(file: &[u8]) -> Vec<u8> {
        let decoded = image::load_from_memory(file).unwrap();
        Pixels::of(decoded).on_white().samples
    }

    /// An interlaced PNG of pixels that are all different.
    fn woven(colour: png::ColorType, depth: BitDepth, width: u32, height: u32) -> Vec<u8> {
        let bits = depth as usize * colour.samples();
        let pixel = |x: usize, y: usize, byte: usize| (x * 37 + y * 91 + byte * 53 + x * y) as u8;
        let mut raw = Vec::new();
        for (x, y, across, down) in PASSES {
            if x >= width as usize {
                continue;
            }
            for at in (y..height as usize).step_by(down) {
                raw.push(0);
                let count = (x..width as usize).step_by(across).count();
                let bytes = (count * bits).div_ceil(8);
                raw.extend((0..bytes).map(|byte| pixel(x, at, byte)));
            }
        }
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        if colour == png::ColorType::Indexed {
            encoder.set_palette((0..=255).flat_map(|n| [n, 255 - n, 7]).collect::<Vec<u8>>());
            encoder.set_trns(vec![0, 99]);
        }
        let mut writer = encoder.write_header().unwrap();
        let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut deflate, &raw).unwrap();
        let packed = deflate.finish().unwrap();
        writer.write_chunk(png::chunk::IDAT, &packed).unwrap();
        drop(writer);
        // The header says in its last byte that the picture is interlaced.
        file[28] = 1;
        let sum = crc32fast::hash(&file[12..29]).to_be_bytes();
        file[29..33].copy_from_slice(&sum);
        file
    }

    #[test]
    fn the_rows_of_an_interlaced_png_are_those_of_the_whole() {
        use png::ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
        for (colour, depth) in [
            (Grayscale, BitDepth::One),
            (Grayscale, BitDepth::Sixteen),
            (GrayscaleAlpha, BitDepth::Eight),
            (Indexed, BitDepth::Four),
            (Rgb, BitDepth::Eight),
            (Rgba, BitDepth::Sixteen),
        ] {
            for (width, height) in [(1, 1), (3, 2), (4, 9), (33, 17)] {
                let file = woven(colour, depth, width, height);
                assert!(rows(Kind::Png, &file) == whole(&file), "{colour:?} {width}");
            }
        }
    }

    #[test]
    fn a_band_is_a_part_of_the_whole() {
        let file = woven(png::ColorType::Rgba, BitDepth::Eight, 21, 30);
        let stored = Stored::new(file.clone());
        let picture = ByRow::of(Kind::Png, &stored).unwrap().unwrap();
        let mut band = vec![0; 21 * 3 * 9];
        picture.unpack(11, 20, &mut band).unwrap();
        assert!(band == whole(&file)[11 * 63..20 * 63]);
    }

    /// A GIF with a frame of four colours, one of them transparent, at a place of its screen.
    fn gif(interlaced: bool, left: u16, top: u16) -> Vec<u8> {
        let mut file = Vec::new();
        let palette = [9, 8, 7, 200, 0, 0, 0, 200, 0, 0, 0, 200];
        let mut encoder = gif::Encoder::new(&mut file, 11, 13, &palette).unwrap();
        let mut frame = gif::Frame::from_indexed_pixels(
            9,
            10,
            (0..90).map(|n| (n % 7 % 4) as u8).collect::<Vec<u8>>(),
            Some(2),
        );
        (frame.left, frame.top, frame.interlaced) = (left, top, interlaced);
        encoder.write_frame(&frame).unwrap();
        drop(encoder);
        file
    }

    #[test]
    fn the_rows_of_a_gif_are_those_of_the_whole() {
        for interlaced in [false, true] {
            for (left, top) in [(0, 0), (2, 3), (5, 9)] {
                let file = gif(interlaced, left, top);
                assert!(rows(Kind::Gif, &file) == whole(&file), "{left} {top}");
            }
        }
    }

    #[test]
    fn damage_is_told_in_the_words_of_the_whole() {
        let file = gif(false, 0, 0);
        let file = &file[..file.len() - 20];
        let stored = Stored::new(file.to_vec());
        let picture = ByRow::of(Kind::Gif, &stored).unwrap().unwrap();
        let told = picture.each(&mut |_| {}).unwrap_err();
        let whole = image::load_from_memory(file).unwrap_err();
        assert_eq!(told, Problem::Broken(whole.to_string()));
        let file = woven(png::ColorType::Rgb, BitDepth::Eight, 30, 30);
        let stored = Stored::new(file[..90].to_vec());
        let picture = ByRow::of(Kind::Png, &stored).unwrap().unwrap();
        assert!(picture.each(&mut |_| {}).is_err());
    }
}
