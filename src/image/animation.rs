//! Takes the bytes of a raster picture; returns whether it has several frames.
//!
//! Only the containers are walked, no frame is decoded, and the file's name does not matter.
//! Damaged data counts as still, because it shows at most what could be read.

use super::Kind;

/// Whether a picture of this kind has more than one frame.
pub(super) fn is_animated(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Gif => gif_frames(bytes).nth(1).is_some(),
        Kind::Png => png_frames(bytes).is_some_and(|frames| frames > 1),
        Kind::WebP => webp_frames(bytes).nth(1).is_some(),
        // A drawing is published as usvg understands it: without SMIL and scripts.
        Kind::Jpeg | Kind::Svg => false,
    }
}

/// The places of the image descriptors of a GIF (GIF89a, 18 to 27 and appendix B).
fn gif_frames(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let table = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    // The signature and the screen descriptor, then its table of colours.
    let mut at = bytes.get(10).map(|flags| 13 + table(*flags));
    std::iter::from_fn(move || {
        loop {
            let start = at.take()?;
            match bytes.get(start)? {
                // An extension: its label, then its data.
                0x21 => at = blocks_end(bytes, start + 2),
                0x2c => {
                    let flags = *bytes.get(start + 9)?;
                    // After the table of colours, one byte on the size of codes.
                    at = blocks_end(bytes, start + 10 + table(flags) + 1);
                    return Some(start);
                }
                // The trailer, or damage.
                _ => return None,
            }
        }
    })
}

/// Where data blocks end: each begins with its length, and an empty one is the last.
fn blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(*length),
        }
    }
}

/// The number of frames of an animated PNG: `acTL` stands before the first `IDAT` (PNG,
/// third edition, 11.3.6.1). `None` for a still one.
fn png_frames(bytes: &[u8]) -> Option<u32> {
    let mut at = 8_usize;
    loop {
        let length = usize::try_from(number(bytes, at, u32::from_be_bytes)?).ok()?;
        match bytes.get(at + 4..at + 8)? {
            b"acTL" => return number(bytes, at + 8, u32::from_be_bytes),
            b"IDAT" | b"IEND" => return None,
            // Length, type and checksum have four bytes each.
            _ => at = at.checked_add(12)?.checked_add(length)?,
        }
    }
}

/// The places of the frames of an animated WebP: its chunks `ANMF` (RFC 9649, 2.7.1.1).
fn webp_frames(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = Some(12_usize);
    std::iter::from_fn(move || {
        loop {
            let start = at.take()?;
            let length = number(bytes, start + 4, u32::from_le_bytes)?;
            // A chunk of an odd length is padded.
            let length = usize::try_from(length).ok()?.checked_next_multiple_of(2)?;
            at = (start + 8).checked_add(length);
            if bytes.get(start..start + 4)? == b"ANMF" {
                return Some(start);
            }
        }
    })
}

/// The number of four bytes at a place.
fn number(bytes: &[u8], at: usize, of: fn([u8; 4]) -> u32) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| of(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A GIF of one pixel, with so many frames.
    fn gif(frames: usize) -> Vec<u8> {
        // One pixel, a table of two colours.
        let mut bytes = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        // It repeats without end.
        bytes.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
        for _ in 0..frames {
            bytes.extend(b"\x21\xf9\x04\0\x0a\0\0\0");
            // A frame with a table of its own, whose bytes look like a descriptor's.
            bytes.extend(b"\x2c\0\0\0\0\x01\0\x01\0\x80\x2c\x2c\x2c\x2c\x2c\x2c");
            bytes.extend(b"\x02\x02\x44\x01\0");
        }
        bytes.push(0x3b);
        bytes
    }

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, data) in chunks {
            bytes.extend((data.len() as u32).to_be_bytes());
            bytes.extend(*name);
            bytes.extend(*data);
            bytes.extend([0; 4]);
        }
        bytes
    }

    fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
        for (name, data) in chunks {
            bytes.extend(*name);
            bytes.extend((data.len() as u32).to_le_bytes());
            bytes.extend(*data);
            bytes.resize(bytes.len().next_multiple_of(2), 0);
        }
        bytes
    }

    #[test]
    fn a_gif_moves_if_it_has_two_frames() {
        assert!(!is_animated(Kind::Gif, &gif(0)));
        assert!(!is_animated(Kind::Gif, &gif(1)));
        assert!(is_animated(Kind::Gif, &gif(2)));
        assert!(is_animated(Kind::Gif, &gif(3)));
    }

    #[test]
    fn a_png_moves_if_it_is_said_before_its_data_that_it_has_two_frames() {
        let header: (&[u8; 4], &[u8]) = (b"IHDR", &[0; 13]);
        let data: (&[u8; 4], &[u8]) = (b"IDAT", b"acTL");
        let of = |count: u8| [0, 0, 0, count, 0, 0, 0, 0];
        let (one, two) = (of(1), of(2));
        assert!(!is_animated(Kind::Png, &png(&[header, data])));
        assert!(!is_animated(
            Kind::Png,
            &png(&[header, (b"acTL", &one), data])
        ));
        assert!(is_animated(
            Kind::Png,
            &png(&[header, (b"acTL", &two), data])
        ));
        assert!(!is_animated(
            Kind::Png,
            &png(&[header, data, (b"acTL", &two)])
        ));
    }

    #[test]
    fn a_webp_moves_if_it_has_two_frames() {
        let header: (&[u8; 4], &[u8]) = (b"VP8X", &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let frame: (&[u8; 4], &[u8]) = (b"ANMF", &[0; 25]);
        assert!(!is_animated(
            Kind::WebP,
            &webp(&[(b"VP8L", b"\x2f\0\0\0\0")])
        ));
        assert!(!is_animated(Kind::WebP, &webp(&[header, frame])));
        assert!(is_animated(Kind::WebP, &webp(&[header, frame, frame])));
    }

    #[test]
    fn a_picture_cut_anywhere_is_read_without_harm() {
        let frame: (&[u8; 4], &[u8]) = (b"ANMF", &[0; 25]);
        let all = [
            (Kind::Gif, gif(3)),
            (Kind::Png, png(&[(b"IHDR", &[0; 13]), (b"IDAT", b"")])),
            (Kind::WebP, webp(&[frame, frame])),
        ];
        for (kind, bytes) in &all {
            for end in 0..bytes.len() {
                is_animated(*kind, bytes.get(..end).unwrap());
            }
        }
        // Lengths beyond any file.
        let huge = [0xff; 64];
        let kinds = [Kind::Gif, Kind::Png, Kind::WebP, Kind::Jpeg, Kind::Svg];
        assert!(kinds.iter().all(|kind| !is_animated(*kind, &huge)));
    }
}
