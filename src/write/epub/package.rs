//! A publication in, what its package document says of it out.
//!
//! epub-builder writes manifest, spine and guide; the metadata here takes the
//! place of its own, which has no identifier but a UUID, dates by the clock
//! and gives the first language and the first author the same id. The NCX for
//! old readers gets a head that names the same identifier.

use super::markup::{Markup, Tag};
use super::{Error, front};
use crate::lang::Direction;
use crate::model::{Article, Person, Publication, plain_text};

/// `content.opf` with the metadata of a publication.
///
/// # Errors
///
/// [`Error::Unfinished`] where the package has no metadata to replace.
pub fn complete(
    package: &str,
    publication: &Publication,
    modified: &str,
    has_cover: bool,
) -> Result<String, Error> {
    let metadata = metadata(publication, modified, has_cover);
    let package = replaced(package, "metadata", &metadata)?;
    let lang = publication.lang();
    let dir = match lang.direction() {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
    let root = format!("<package xml:lang=\"{lang}\" dir=\"{dir}\" ");
    Ok(package.replacen("<package ", &root, 1))
}

/// `toc.ncx` with a head of our own.
///
/// # Errors
///
/// [`Error::Unfinished`] where it has none to replace.
pub fn complete_ncx(ncx: &str, publication: &Publication, depth: usize) -> Result<String, Error> {
    let mut out = Markup::default();
    let head = out.open(Tag::new("head"));
    let facts = [
        ("dtb:uid", identifier(publication)),
        ("dtb:depth", depth.to_string()),
        ("dtb:totalPageCount", "0".to_owned()),
        ("dtb:maxPageNumber", "0".to_owned()),
    ];
    for (name, content) in facts {
        out.raw("\n    ");
        out.empty(
            Tag::new("meta")
                .attr("name", name)
                .attr("content", &content),
        );
    }
    out.raw("\n  ");
    out.close(head);
    replaced(ncx, "head", &out.finish())
}

/// The XML with its first element of this name replaced.
fn replaced(xml: &str, name: &'static str, new: &str) -> Result<String, Error> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let missing = Error::Unfinished { element: name };
    let Some((before, rest)) = xml.split_once(&open) else {
        return Err(missing);
    };
    let Some((_, after)) = rest.split_once(&close) else {
        return Err(missing);
    };
    Ok(format!("{before}{new}{after}"))
}

fn metadata(publication: &Publication, modified: &str, has_cover: bool) -> String {
    let about = &publication.metadata;
    let mut facts = Facts(Markup::default());
    let name = facts
        .0
        .open(Tag::new("metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/"));
    let id = Tag::new("dc:identifier").attr("id", "epub-id-1");
    facts.element(id, &identifier(publication));
    facts.dc("dc:title", &front::title(about));
    facts.dc("dc:language", publication.lang().as_str());
    facts.people(publication);
    if let Some(day) = about.date.as_ref().and_then(|date| date.iso()) {
        facts.dc("dc:date", &day);
    }
    facts.dc("dc:publisher", &about.publisher);
    facts.dc("dc:description", &about.description);
    for keyword in &about.keywords {
        facts.dc("dc:subject", keyword);
    }
    facts.dc("dc:rights", &plain_text(&about.rights));
    facts.element(
        Tag::new("meta").attr("property", "dcterms:modified"),
        modified,
    );
    facts.old(
        "generator",
        concat!("Pressroom ", env!("CARGO_PKG_VERSION")),
    );
    if has_cover {
        // EPUB 2 finds the picture by the id that epub-builder gave it.
        facts.old("cover", "cover-image");
    }
    facts.0.raw("\n  ");
    facts.0.close(name);
    facts.0.finish()
}

struct Facts(Markup);

impl Facts {
    fn element(&mut self, tag: Tag, text: &str) {
        self.0.raw("\n    ");
        self.0.element(tag, text);
    }

    /// A Dublin Core element, unless there is nothing to say.
    fn dc(&mut self, name: &'static str, text: &str) {
        if !text.trim().is_empty() {
            self.element(Tag::new(name), text.trim());
        }
    }

    /// A `meta` in the manner of EPUB 2.
    fn old(&mut self, name: &str, content: &str) {
        self.0.raw("\n    ");
        self.0
            .empty(Tag::new("meta").attr("name", name).attr("content", content));
    }

    /// Authors as creators, everybody else as contributors.
    fn people(&mut self, publication: &Publication) {
        let about = &publication.metadata;
        let unnamed = about.authors.is_empty();
        let authors = about.author_names().into_iter().filter(|_| unnamed);
        let authors = authors.map(|name| Person {
            name,
            role: String::new(),
        });
        let people = about.authors.iter().cloned().chain(authors);
        let named = people.filter(|person| !person.name.trim().is_empty());
        for (number, person) in named.enumerate() {
            let role = relator(&person.role);
            let name = if role == "aut" {
                "dc:creator"
            } else {
                "dc:contributor"
            };
            let id = format!("person-{}", number + 1);
            self.element(Tag::new(name).attr("id", &id), person.name.trim());
            let refinement = Tag::new("meta")
                .attr("refines", &format!("#{id}"))
                .attr("property", "role")
                .attr("scheme", "marc:relators");
            self.element(refinement, role);
        }
    }
}

/// The MARC relator code of a part somebody had (loc.gov/marc/relators): the
/// parts that an article names. Whoever had another one contributed.
fn relator(role: &str) -> &'static str {
    match role.trim().to_lowercase().as_str() {
        "" | "aut" | "author" => "aut",
        "edt" | "editor" => "edt",
        "ill" | "illustrator" => "ill",
        "pht" | "photographer" => "pht",
        "trl" | "translator" => "trl",
        _ => "ctb",
    }
}

/// The author's identifier, else one derived from what names a publication:
/// its title, language, day, authors, and the titles of its articles. The text
/// is left out of it, because an identifier outlives corrections (EPUB 3.3,
/// 5.5.3.1).
pub fn identifier(publication: &Publication) -> String {
    let about = &publication.metadata;
    if !about.identifier.trim().is_empty() {
        return about.identifier.trim().to_owned();
    }
    let mut hash = Fnv::default();
    hash.field(&about.title());
    hash.field(publication.lang().as_str());
    hash.field(about.date.as_ref().map_or("", |date| &date.text));
    for author in about.author_names() {
        hash.field(&author);
    }
    for Article { metadata, .. } in &publication.articles {
        hash.field(&metadata.title());
    }
    hash.uuid()
}

/// FNV-1a with 128 bits (draft-eastlake-fnv): enough to tell books apart, and
/// no secret is kept by it.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    /// One field, and a byte that no text has.
    fn field(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul((1 << 88) + 0x13b);
        }
    }

    /// As a UUID of version 8, the one whose making is free (RFC 9562, 5.8).
    fn uuid(&self) -> String {
        let bits = self.0 & !(0xf << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
        let hex = format!("{bits:032x}");
        let (a, rest) = hex.split_at(8);
        let (b, rest) = rest.split_at(4);
        let (c, rest) = rest.split_at(4);
        let (d, e) = rest.split_at(4);
        format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::specimen::Specimen;
    use super::*;

    const BARE: &str = "<package version=\"3.0\"><metadata a=\"b\">x</metadata><spine/></package>";

    #[test]
    fn the_metadata_say_what_the_front_matter_says() {
        let mut s = Specimen::new("fr");
        let mut article = s.article("Presses & pages", vec![]);
        let person = |name: &str, role: &str| Person {
            name: name.into(),
            role: role.into(),
        };
        let about = &mut article.metadata;
        about.authors = vec![person("Anna Nowak", ""), person("J. Roy", "Translator")];
        about.identifier = "urn:isbn:9782743304829".into();
        about.keywords = vec!["presse".into(), " ".into()];
        about.description = "Un essai.".into();
        let publication = Publication::single(article);
        let opf = complete(BARE, &publication, "2026-03-03T00:00:00Z", true).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            opf,
            format!(
                r##"<package xml:lang="fr" dir="ltr" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="epub-id-1">urn:isbn:9782743304829</dc:identifier>
    <dc:title>Presses &amp; pages</dc:title>
    <dc:language>fr</dc:language>
    <dc:creator id="person-1">Anna Nowak</dc:creator>
    <meta refines="#person-1" property="role" scheme="marc:relators">aut</meta>
    <dc:contributor id="person-2">J. Roy</dc:contributor>
    <meta refines="#person-2" property="role" scheme="marc:relators">trl</meta>
    <dc:description>Un essai.</dc:description>
    <dc:subject>presse</dc:subject>
    <meta property="dcterms:modified">2026-03-03T00:00:00Z</meta>
    <meta name="generator" content="Pressroom {version}"/>
    <meta name="cover" content="cover-image"/>
  </metadata><spine/></package>"##
            )
        );
    }

    #[test]
    fn an_identifier_outlives_corrections_but_not_a_new_title() {
        let mut s = Specimen::new("fr");
        let text = vec![s.paragraph("Une faute.")];
        let wrong = Publication::single(s.article("Titre", text));
        let text = vec![s.paragraph("Sans faute.")];
        let right = Publication::single(s.article("Titre", text));
        let other = Publication::single(s.article("Autre", vec![]));
        assert_eq!(identifier(&wrong), identifier(&right));
        assert_ne!(identifier(&wrong), identifier(&other));
    }

    #[test]
    fn a_derived_identifier_is_a_uuid_of_version_8() {
        // The hash of no field is FNV's offset basis.
        assert_eq!(
            Fnv::default().uuid(),
            "urn:uuid:6c62272e-07bb-8142-a2b8-21756295c58d"
        );
        let mut hash = Fnv::default();
        hash.0 = (hash.0 ^ u128::from(b'a')).wrapping_mul((1 << 88) + 0x13b);
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }

    #[test]
    fn a_package_that_cannot_be_completed_is_told() {
        let publication = Publication::default();
        let error = complete("<package/>", &publication, "", false).unwrap_err();
        assert!(matches!(
            error,
            Error::Unfinished {
                element: "metadata"
            }
        ));
        let error = complete_ncx("<ncx><head/>", &publication, 1).unwrap_err();
        assert!(matches!(error, Error::Unfinished { element: "head" }));
    }
}
