//! Takes a JPEG; returns it without what says where and by whom it was taken.

/// A JPEG that says nothing of how it was taken.
pub(super) struct Jpeg {
    pub(super) bytes: Vec<u8>,
    /// Its colour channels: 1, 3 or 4.
    pub(super) channels: u8,
}

/// Copies a JPEG without the segments that describe how it was taken: APP1 (EXIF,
/// XMP), APP3 to APP13 (among them Photoshop's, with IPTC) and comments. APP0
/// (JFIF), APP2 (the colour profile) and APP14 (Adobe's colour transform, by
/// which four channels are understood) stay. ITU-T T.81, annex B.
pub(super) fn strip(bytes: &[u8]) -> Option<Jpeg> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..2)?);
    let mut at = 2;
    let mut channels = 0;
    loop {
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1; // fill bytes may stand before a marker
        }
        if bytes.get(at) != Some(&0xff) {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        let length = usize::from(u16::from_be_bytes([
            *bytes.get(at + 2)?,
            *bytes.get(at + 3)?,
        ]));
        let end = at + 2 + length;
        let segment = bytes.get(at..end)?;
        let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if frame {
            channels = *segment.get(9)?;
        }
        if !matches!(marker, 0xe1 | 0xe3..=0xed | 0xef | 0xfe) {
            out.extend_from_slice(segment);
        }
        at = end;
        if marker == 0xda {
            out.extend_from_slice(bytes.get(at..)?);
            return Some(Jpeg {
                bytes: out,
                channels,
            });
        }
    }
}
