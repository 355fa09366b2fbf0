//! The conformance claims of a file, and what they need besides tags and fonts: XMP
//! metadata and the output intent.
//!
//! A PDF is PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) at once. If its content
//! does not allow that, as with a picture without alternative text, it is PDF/A-2u and
//! does not claim PDF/UA. With attached files it is PDF/A-3a or PDF/A-3u (ISO 19005-3). A
//! PDF of sheets for printing is PDF/A-2b.

use super::object::name;
use super::{Options, conformance};
use crate::model::{Licence, Metadata, Publication, plain_text};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use std::fmt::Write;

/// What a file claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    /// How far it can be read.
    pub(super) level: Level,
    /// Whether there are files of any kind in it: part 3 of PDF/A, not part 2.
    pub(super) carries: bool,
}

/// How far a file can be read, as a level of PDF/A.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Aloud, and in order: level A, and PDF/UA-1.
    Accessible,
    /// All its text is Unicode: level U.
    Unicode,
    /// By the eye: level B.
    Visible,
}

impl Claim {
    /// A file that is printed and nothing else.
    pub(super) const VISIBLE: Claim = Claim {
        level: Level::Visible,
        carries: false,
    };

    /// What the content of a publication bears out.
    pub(super) fn of(publication: &Publication, options: &Options) -> Claim {
        let accessible = conformance::shortfalls(publication).is_empty();
        Claim {
            level: if accessible {
                Level::Accessible
            } else {
                Level::Unicode
            },
            carries: !options.attachments.is_empty(),
        }
    }
}

/// The words that stand in the information dictionary and in XMP alike.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) authors: Vec<String>,
    /// Everybody else, with what they did.
    pub(super) contributors: Vec<String>,
    pub(super) subject: String,
    pub(super) keywords: String,
    pub(super) rights: String,
    /// The licence: as it is written, and its address, if it is known.
    pub(super) licence: (String, Option<String>),
    pub(super) publisher: String,
    pub(super) identifier: String,
    pub(super) lang: String,
    pub(super) producer: &'static str,
    /// As `YYYY-MM-DDThh:mm:ssZ`.
    pub(super) date: Option<String>,
}

impl Words {
    pub(super) fn of(publication: &Publication, options: &Options) -> Words {
        let metadata: &Metadata = &publication.metadata;
        let subject = if metadata.description.is_empty() {
            plain_text(&metadata.standfirst)
        } else {
            metadata.description.clone()
        };
        let authors = metadata.author_names();
        let lang = publication.lang();
        let others = metadata.others().into_iter();
        let others = others.map(|person| match person.relator().label(&lang) {
            Some(label) => format!("{} ({label})", person.name),
            None => person.name,
        });
        let contributors: Vec<String> = others.map(|person| lawful(&person)).collect();
        let subjects = metadata.subjects.iter().map(|subject| &subject.term);
        let keywords = metadata.keywords.iter().chain(subjects);
        let keywords: Vec<&str> = keywords
            .map(String::as_str)
            .filter(|k| !k.is_empty())
            .collect();
        let licence = lawful(&plain_text(&metadata.licence));
        let known = Licence::of(&licence).map(|licence| licence.url);
        let rights = lawful(&plain_text(&metadata.rights));
        Words {
            title: lawful(&metadata.title()),
            authors: authors.iter().map(|author| lawful(author)).collect(),
            subject: lawful(&subject),
            contributors,
            keywords: lawful(&keywords.join(", ")),
            rights: match rights.is_empty() {
                true => licence.clone(),
                false => rights,
            },
            licence: (licence, known),
            publisher: lawful(&metadata.publisher),
            lang: lang.as_str().to_owned(),
            producer: concat!("Pressroom ", env!("CARGO_PKG_VERSION")),
            identifier: lawful(options.identifier),
            date: options.date.map(str::to_owned),
        }
    }

    /// The packet (ISO 16684-1; ISO 19005-2, 6.6; ISO 14289-1, 5 and 7.1).
    fn xmp(&self, claim: Claim) -> String {
        let mut packet = String::from(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\"\n \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n \
             xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n \
             xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n \
             xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n \
             xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n \
             xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n \
             xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"",
        );
        if !self.licence.0.is_empty() {
            // One of the schemas of XMP that PDF/A knows of itself (ISO 19005-2, 6.6.2.3.1).
            packet.push_str("\n xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\"");
        }
        packet.push_str(">\n");
        let mut put = |name: &str, value: &str| {
            let _ = writeln!(packet, "<{name}>{value}</{name}>");
        };
        let list = |kind: &str, items: &[String]| {
            let items = items.iter().map(|item| escaped(item));
            let items: String = items
                .map(|item| format!("<rdf:li>{item}</rdf:li>"))
                .collect();
            format!("<rdf:{kind}>{items}</rdf:{kind}>")
        };
        let in_any_language = |text: &str| {
            let text = escaped(text);
            format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt>")
        };
        put("dc:format", "application/pdf");
        put("dc:identifier", &escaped(&self.identifier));
        put("dc:title", &in_any_language(&self.title));
        if !self.authors.is_empty() {
            put("dc:creator", &list("Seq", &self.authors));
        }
        if !self.contributors.is_empty() {
            put("dc:contributor", &list("Bag", &self.contributors));
        }
        let (licence, address) = &self.licence;
        if let Some(address) = address {
            put("xmpRights:Marked", "True");
            put("xmpRights:WebStatement", &escaped(address));
        }
        for (name, text) in [
            ("dc:description", &self.subject),
            ("dc:rights", &self.rights),
            ("xmpRights:UsageTerms", licence),
        ] {
            if !text.is_empty() {
                put(name, &in_any_language(text));
            }
        }
        if !self.publisher.is_empty() {
            put(
                "dc:publisher",
                &list("Bag", std::slice::from_ref(&self.publisher)),
            );
        }
        put(
            "dc:language",
            &list("Bag", std::slice::from_ref(&self.lang)),
        );
        if !self.keywords.is_empty() {
            put("pdf:Keywords", &escaped(&self.keywords));
        }
        put("pdf:Producer", self.producer);
        put("xmp:CreatorTool", self.producer);
        if let Some(date) = &self.date {
            put("xmp:CreateDate", date);
            put("xmp:ModifyDate", date);
        }
        put("pdfaid:part", if claim.carries { "3" } else { "2" });
        match claim.level {
            Level::Accessible => {
                put("pdfaid:conformance", "A");
                put("pdfuaid:part", "1");
                packet.push_str(EXTENSION);
            }
            Level::Unicode => put("pdfaid:conformance", "U"),
            Level::Visible => put("pdfaid:conformance", "B"),
        }
        packet.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        packet
    }
}

/// What the namespace of PDF/UA is, which PDF/A does not know of itself (ISO
/// 19005-2, 6.6.2.3).
const EXTENSION: &str = "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n\
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n\
    <pdfaProperty:name>part</pdfaProperty:name>\n\
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n\
    <pdfaProperty:category>internal</pdfaProperty:category>\n\
    <pdfaProperty:description>The part of ISO 14289 that the file keeps to\
    </pdfaProperty:description>\n\
    </rdf:li></rdf:Seq></pdfaSchema:property>\n\
    </rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

/// A text on one line, without characters that XML cannot have.
fn lawful(text: &str) -> String {
    let words = text.split(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Puts metadata and output intent into the catalogue.
pub(super) fn claim(document: &mut Document, words: &Words, claim: Claim) {
    let metadata = dictionary! {"Type" => name("Metadata"), "Subtype" => name("XML")};
    // Whoever looks for the packet must find it without knowing PDF.
    let packet = Stream::new(metadata, words.xmp(claim).into_bytes()).with_compression(false);
    let packet = document.add_object(packet);
    let intent = intent(document);
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Metadata", packet);
        catalog.set("OutputIntents", Object::Array(vec![intent.into()]));
    }
}

/// Colours are those of sRGB (IEC 61966-2-1).
fn intent(document: &mut Document) -> ObjectId {
    let profile = Stream::new(dictionary! {"N" => 3}, srgb());
    let profile = document.add_object(profile);
    document.add_object(dictionary! {
        "Type" => name("OutputIntent"),
        "S" => name("GTS_PDFA1"),
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB, IEC 61966-2-1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "DestOutputProfile" => profile,
    })
}

/// A profile of sRGB (ICC.1:2001-04): primaries adapted to D50, one curve.
fn srgb() -> Vec<u8> {
    const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
    const PRIMARIES: [[f64; 3]; 3] = [
        [0.436_07, 0.222_49, 0.013_92],
        [0.385_15, 0.716_87, 0.097_08],
        [0.143_07, 0.060_61, 0.714_10],
    ];
    let fixed = |value: f64| ((value * 65_536.0).round() as i32).to_be_bytes();
    let xyz = |values: [f64; 3]| {
        let mut data = b"XYZ \0\0\0\0".to_vec();
        data.extend(values.into_iter().flat_map(fixed));
        data
    };
    let mut description = b"desc\0\0\0\0\0\0\0\x05sRGB\0".to_vec();
    // No name in Unicode, none for the Macintosh.
    description.resize(description.len() + 4 + 4 + 2 + 1 + 67, 0);
    let mut curve = b"curv\0\0\0\0\0\0\x01\0".to_vec();
    for step in 0..256 {
        let value = f64::from(step) / 255.0;
        let linear = if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        };
        curve.extend(((linear * 65_535.0).round() as u16).to_be_bytes());
    }
    let [red, green, blue] = PRIMARIES;
    let tags: [(&[u8; 4], Vec<u8>); 7] = [
        (b"desc", description),
        (b"cprt", b"text\0\0\0\0No copyright, use freely\0".to_vec()),
        (b"wtpt", xyz(D50)),
        (b"rXYZ", xyz(red)),
        (b"gXYZ", xyz(green)),
        (b"bXYZ", xyz(blue)),
        (b"rTRC", curve),
    ];
    let count = tags.len() + 2;
    let mut offset = 128 + 4 + count * 12;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    for (tag, mut own) in tags {
        // The three curves are one.
        let same: &[&[u8; 4]] = if tag == b"rTRC" {
            &[b"rTRC", b"gTRC", b"bTRC"]
        } else {
            &[tag]
        };
        for tag in same {
            table.extend(*tag);
            table.extend((offset as u32).to_be_bytes());
            table.extend((own.len() as u32).to_be_bytes());
        }
        own.resize(own.len().next_multiple_of(4), 0);
        offset += own.len();
        data.extend(own);
    }
    let mut profile = Vec::with_capacity(offset);
    profile.extend((offset as u32).to_be_bytes());
    profile.extend(b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ ");
    // The first of January 2000, at midnight.
    profile.extend(b"\x07\xd0\0\x01\0\x01\0\0\0\0\0\0acsp");
    profile.resize(68, 0);
    profile.extend(D50.into_iter().flat_map(fixed));
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_as_long_as_it_says_and_its_tags_lie_in_it() {
        let profile = srgb();
        let number =
            |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for tag in 0..number(128) {
            let at = 132 + tag * 12;
            assert!(number(at + 4) % 4 == 0);
            assert!(number(at + 4) + number(at + 8) <= profile.len());
        }
    }

    #[test]
    fn texts_are_escaped_and_have_no_control_characters() {
        assert_eq!(escaped("a<b> & c"), "a&lt;b&gt; &amp; c");
        assert_eq!(lawful("a\u{1}\u{b}b\r\nc\u{fffe}"), "a b c");
    }
}
