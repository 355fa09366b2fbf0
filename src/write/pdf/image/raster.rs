//! Takes a raster picture; returns its stream in the file.
//!
//! What a file has packed as PDF packs it passes through: a JPEG, and an opaque PNG. A
//! transparent PNG is laid on white row by row, and so are a GIF and an interlaced PNG as far as
//! their order allows it. All else is decoded as a whole.

use super::dpi;
use crate::geom::Pt;
use crate::image::{ByRow, Image, Kind, Opened, Packed, Pixels, Problem, row_on_white};
use crate::write::Error;
use crate::write::deflate::{Deflating, zlib};
use crate::write::pdf::object;
use crate::write::pdf::print::{Inks, Print};
use image::metadata::Orientation;
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use png::{ColorType, DeflateCompression, Filter, Transformations};
use std::io::Write;
use std::sync::Arc;

/// Pixels as they go into the file.
pub(in crate::write::pdf) struct Raster {
    /// The stored width in pixels.
    pub(in crate::write::pdf) width: u32,
    /// The stored height in pixels.
    pub(in crate::write::pdf) height: u32,
    /// 1 (grey, or an entry of the palette) or 3 (red, green, blue).
    pub(in crate::write::pdf) channels: u8,
    /// Bits of a sample.
    pub(in crate::write::pdf) bits: u8,
    /// The colours of a palette, three bytes each.
    pub(super) palette: Option<Vec<u8>>,
    /// Whether each row begins with the filter that PNG gave it.
    pub(super) is_filtered: bool,
    /// Its content, compressed.
    pub(super) content: Content,
    /// How: the name of the filter.
    pub(in crate::write::pdf) filter: &'static str,
    /// What their colours mean, if not sRGB.
    pub(super) profile: Option<Arc<[u8]>>,
    /// How they are turned when they are drawn.
    pub(super) orientation: Orientation,
}

/// The compressed content of a picture.
pub(in crate::write::pdf) enum Content {
    /// Bytes.
    Made(Filled),
    /// Those of a picture: read, and packed if they have to be, when they are written.
    Stored(Arc<Image>),
    /// Rows of a picture in another order: unpacked and packed when they are written.
    Unpacked(Arc<Image>, Inks),
}

/// The bytes of a picture, and whether its file turned out to be damaged.
pub(in crate::write::pdf) struct Filled {
    pub(in crate::write::pdf) bytes: Vec<u8>,
    pub(in crate::write::pdf) is_damaged: bool,
}

impl Filled {
    /// The bytes of a sound picture.
    fn sound(bytes: Vec<u8>) -> Filled {
        Filled {
            bytes,
            is_damaged: false,
        }
    }
}

impl Content {
    /// The bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Picture`] if the picture cannot be read again.
    pub(in crate::write::pdf) fn fill(self) -> Result<Filled, Error> {
        let image = match self {
            Content::Made(filled) => return Ok(filled),
            Content::Unpacked(image, inks) => return unpacked(&image, inks),
            Content::Stored(image) => image,
        };
        let failed = |e: Problem| Error::Picture(e.into());
        let read = || Ok(image.stored.read().map_err(failed)?.into_owned());
        match &image.packed {
            Some(packed) => Ok(Filled::sound(packed.rows(read()?))),
            None if image.kind == Kind::Png => {
                let file = image.stored.open().map_err(failed)?;
                let filled = on_white(file, image.stored.len() as u64);
                let mut filled = filled.ok_or_else(|| {
                    let damage = Problem::Broken("its header is damaged".to_owned());
                    Error::Picture(damage.into())
                })?;
                filled.is_damaged = image.tells(filled.is_damaged);
                Ok(filled)
            }
            None => read().map(Filled::sound),
        }
    }
}

/// A picture, as it is where that will do; nothing if it has no form in the file.
///
/// # Errors
///
/// [`Error::Picture`] if it cannot be read again.
pub(super) fn of(image: &Arc<Image>, width: Pt, print: &Print) -> Result<Option<Raster>, Error> {
    // A few dots more are not worth a loss.
    let most = print.most_dpi.filter(|most| dpi(image, width) > most * 1.1);
    // Four channels need a profile to mean a colour: their pixels are laid out in
    // RGB.
    let is_jpeg = image.kind == Kind::Jpeg && matches!(image.channels, 1 | 3);
    let in_ink = image.channels == 1 || !print.inks.grey;
    if is_jpeg && in_ink && most.is_none() {
        return Ok(Some(photograph(image)));
    }
    if let Some(packed) = &image.packed
        && most.is_none()
        && (!print.inks.grey || (packed.channels, packed.colours()) == (1, 0))
    {
        return passed(image, packed).map(Some);
    }
    if most.is_none()
        && !print.inks.grey
        && let Some(raster) = by_rows(image)?
    {
        return Ok(Some(raster));
    }
    if most.is_none()
        && image.orientation == Orientation::NoTransforms
        && let Some(raster) = in_other_order(image, print.inks)?
    {
        return Ok(Some(raster));
    }
    let (mut pixels, is_damaged) = match image.pixels() {
        Ok(pixels) => (pixels.on_white(), false),
        // Nothing of it can be shown.
        Err(Problem::Broken(_)) => (Pixels::bare(), true),
        Err(problem) => return Err(Error::Picture(problem.into())),
    };
    if let Some(most) = most {
        let wide = (width.0 / 72.0 * most).round().max(1.0);
        pixels = pixels.reduced(wide as u32);
    }
    let mut raster = if is_jpeg {
        let pixels = in_inks(pixels, print.inks);
        let Some(bytes) = pixels.to_jpeg(None) else {
            return Ok(None);
        };
        Raster {
            content: Content::Made(Filled::sound(bytes)),
            filter: "DCTDecode",
            ..Raster::empty(pixels.width, pixels.height, pixels.channels)
        }
    } else {
        Raster::new(pixels, print.inks)
    };
    if let Content::Made(filled) = &mut raster.content {
        filled.is_damaged = image.tells(is_damaged);
    }
    raster.profile = profile(image, raster.channels);
    Ok(Some(raster))
}

/// A JPEG that nothing is done to.
fn photograph(image: &Arc<Image>) -> Raster {
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
        content: Content::Stored(Arc::clone(image)),
        filter: "DCTDecode",
        profile: profile(image, image.channels),
        orientation: image.orientation,
        ..Raster::empty(width, height, image.channels)
    }
}

/// A PNG that nothing is done to.
fn passed(image: &Arc<Image>, packed: &Packed) -> Result<Raster, Error> {
    let file = image.stored.read().map_err(|e| Error::Picture(e.into()))?;
    let palette = packed.palette.clone();
    let palette = palette.and_then(|palette| file.get(palette));
    // The colours of a palette have three parts.
    let parts = palette.map_or(packed.channels, |_| 3);
    Ok(Raster {
        bits: packed.bits,
        palette: palette.map(<[u8]>::to_vec),
        is_filtered: true,
        content: Content::Stored(Arc::clone(image)),
        profile: profile(image, parts),
        orientation: image.orientation,
        ..Raster::empty(packed.width, packed.height, packed.channels)
    })
}

/// A PNG that is laid on white, row by row; nothing where its rows are not in order.
fn by_rows(image: &Arc<Image>) -> Result<Option<Raster>, Error> {
    if image.kind != Kind::Png {
        return Ok(None);
    }
    let file = image.stored.open().map_err(|e| Error::Picture(e.into()))?;
    let Some(Rows {
        width,
        height,
        samples,
        ..
    }) = Rows::of(file)
    else {
        return Ok(None);
    };
    let channels = if samples > 2 { 3 } else { 1 };
    let raster = Raster {
        is_filtered: true,
        content: Content::Stored(Arc::clone(image)),
        profile: profile(image, channels),
        orientation: image.orientation,
        ..Raster::empty(width, height, channels)
    };
    Ok(Some(raster))
}

/// A GIF or an interlaced PNG; nothing for another picture.
fn in_other_order(image: &Arc<Image>, inks: Inks) -> Result<Option<Raster>, Error> {
    let rows = ByRow::of(image.kind, &image.stored);
    let Some(rows) = rows.map_err(|e| Error::Picture(e.into()))? else {
        return Ok(None);
    };
    let channels = if inks.grey { 1 } else { rows.channels };
    Ok(Some(Raster {
        content: Content::Unpacked(Arc::clone(image), inks),
        profile: profile(image, channels),
        ..Raster::empty(rows.width, rows.height, channels)
    }))
}

/// The packed rows of a GIF or an interlaced PNG. Rows after a damage are white.
fn unpacked(image: &Image, inks: Inks) -> Result<Filled, Error> {
    let mut packed = Deflating::new();
    let mut length = 0;
    let mut left = image.height;
    let each = image.each_row(&mut |row| {
        let samples = if inks.grey && row.len() > image.width as usize {
            let row = Pixels {
                width: image.width,
                height: 1,
                channels: 3,
                samples: row.to_vec(),
                alpha: None,
            };
            row.into_grey().samples
        } else {
            row.to_vec()
        };
        length = samples.len();
        left = left.saturating_sub(1);
        packed.add(&samples);
    });
    let is_damaged = match each {
        Ok(()) => false,
        Err(Problem::Broken(_)) => true,
        Err(problem) => return Err(Error::Picture(problem.into())),
    };
    let white = vec![0xff; length];
    (0..left).for_each(|_| packed.add(&white));
    Ok(Filled {
        bytes: packed.finish(),
        is_damaged: image.tells(is_damaged),
    })
}

/// The rows of a PNG, in eight bits.
struct Rows<'a> {
    reader: png::Reader<Opened<'a>>,
    width: u32,
    height: u32,
    /// Samples of a pixel: grey or three colours, with or without alpha.
    samples: usize,
}

impl Rows<'_> {
    fn of(file: Opened<'_>) -> Option<Rows<'_>> {
        let mut decoder = png::Decoder::new(file);
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let reader = decoder.read_info().ok()?;
        if reader.info().interlaced {
            return None;
        }
        let (width, height) = reader.info().size();
        let samples = reader.output_color_type().0.samples();
        Some(Rows {
            reader,
            width,
            height,
            samples,
        })
    }
}

/// The packed rows of a PNG of so many bytes on white. Rows after a damage are white; nothing if
/// the header is damaged.
fn on_white(file: Opened, length: u64) -> Option<Filled> {
    let Rows {
        mut reader,
        width,
        height,
        samples,
    } = Rows::of(file)?;
    let raw = u64::from(width) * u64::from(height) * samples as u64;
    let mut packed = Vec::new();
    let mut encoder = png::Encoder::new(&mut packed, width, height);
    let (color, channels) = match samples {
        1 | 2 => (ColorType::Grayscale, 1),
        _ => (ColorType::Rgb, 3),
    };
    encoder.set_color(color);
    let (level, filter) = packing(length, raw);
    encoder.set_deflate_compression(level);
    encoder.set_filter(filter);
    let mut writer = encoder.write_header().ok()?;
    let mut rows = writer.stream_writer().ok()?;
    let (mut laid, mut is_damaged) = (Vec::new(), false);
    for _ in 0..height {
        match reader.next_row() {
            Ok(Some(row)) => {
                row_on_white(row.data(), samples, &mut laid);
                rows.write_all(&laid).ok()?;
            }
            Ok(None) | Err(_) => {
                is_damaged = true;
                rows.write_all(&vec![0xff; width as usize * channels])
                    .ok()?;
            }
        }
    }
    rows.finish().ok()?;
    writer.finish().ok()?;
    Some(Filled {
        bytes: Packed::of(&packed)?.rows(packed),
        is_damaged,
    })
}

/// How to pack pixels that a file of so many bytes had packed. Those of a photograph pack as
/// well in no time as they do in six times the time; those of a drawing, of which the file
/// made much less, need matches, and no filter.
fn packing(file: u64, raw: u64) -> (DeflateCompression, Filter) {
    if file > raw / 5 {
        (DeflateCompression::FdeflateUltraFast, Filter::Up)
    } else {
        (DeflateCompression::Level(3), Filter::NoFilter)
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
    /// The parts of a colour.
    pub(super) fn parts(&self) -> u8 {
        self.palette.as_ref().map_or(self.channels, |_| 3)
    }

    /// What the samples mean: colours of a profile that is in the file, or else of the device
    /// (ISO 32000-1, 8.6.4, 8.6.5.5, 8.6.6.3).
    pub(super) fn space(&self, profile: Option<ObjectId>) -> Object {
        let base = match profile {
            Some(profile) => vec![object::name("ICCBased"), profile.into()].into(),
            None if self.parts() == 1 => object::name("DeviceGray"),
            None => object::name("DeviceRGB"),
        };
        let Some(palette) = &self.palette else {
            return base;
        };
        let last = (palette.len() / 3).saturating_sub(1) as i64;
        let colours = object::hexadecimal(palette.clone());
        vec![object::name("Indexed"), base, last.into(), colours].into()
    }

    /// How rows that PNG filtered are read (ISO 32000-1, 7.4.4.4).
    pub(super) fn parameters(&self) -> Option<Dictionary> {
        self.is_filtered.then(|| {
            dictionary! {
                "Predictor" => 15,
                "Colors" => i64::from(self.channels),
                "BitsPerComponent" => i64::from(self.bits),
                "Columns" => i64::from(self.width),
            }
        })
    }

    /// Pixels that lose nothing.
    pub(super) fn new(pixels: Pixels, inks: Inks) -> Raster {
        let pixels = in_inks(pixels, inks);
        Raster {
            content: Content::Made(Filled::sound(zlib(&pixels.samples))),
            ..Raster::empty(pixels.width, pixels.height, pixels.channels)
        }
    }

    /// Upright, in eight bits.
    fn empty(width: u32, height: u32, channels: u8) -> Raster {
        Raster {
            width,
            height,
            channels,
            bits: 8,
            palette: None,
            is_filtered: false,
            content: Content::Made(Filled::sound(Vec::new())),
            filter: "FlateDecode",
            profile: None,
            orientation: Orientation::NoTransforms,
        }
    }
}
