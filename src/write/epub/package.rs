//! Takes a publication; returns the metadata of its package document.
//!
//! epub-builder writes manifest, spine and guide. Our metadata replaces its own, which
//! has no identifier but a UUID, dates by the clock, and gives the first language and the
//! first author the same id. The NCX for old readers gets a head with the same
//! identifier.

use super::access::Claims;
use super::paging::Listed;
use super::profile::Quirks;
use super::{Error, front};
use crate::lang::Direction;
use crate::model::access::Access;
use crate::model::identity::identifier;
use crate::model::{Metadata, Person, Publication, plain_text};
use crate::xml::{Markup, Tag};

/// The words that Apple has for books, and their prefix.
const APPLE_WORDS: &str =
    "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// What of the file its metadata tell.
pub struct Facts<'a> {
    /// When it was last changed.
    pub modified: &'a str,
    /// Whether it has the picture of a cover.
    pub has_cover: bool,
    /// What its reading systems take.
    pub quirks: &'a Quirks,
    /// The pages that have formulas or drawings in them, with the words for that.
    pub properties: &'a [(&'a str, &'static str)],
    /// The identifier of the edition whose pages are marked, if any are.
    pub pages: Option<&'a str>,
}

/// `content.opf` with the metadata of a publication.
///
/// # Errors
///
/// [`Error::Unfinished`] where the package has no metadata to replace.
pub fn complete(package: &str, publication: &Publication, facts: &Facts) -> Result<String, Error> {
    let metadata = metadata(publication, facts);
    let mut package = replaced(package, "metadata", &metadata)?;
    for (page, properties) in facts.properties {
        // epub-builder does not say what a page has in it (EPUB 3.3, 5.6.4).
        let item = format!("href=\"{page}\"/>");
        let telling = format!("href=\"{page}\" properties=\"{properties}\"/>");
        package = package.replacen(&item, &telling, 1);
    }
    if !facts.quirks.guide && package.contains("<guide") {
        package = replaced(&package, "guide", "")?;
    }
    if !facts.quirks.turns_to_cover {
        let turned = "<itemref idref=\"id_cover.xhtml\"/>";
        let passed = "<itemref idref=\"id_cover.xhtml\" linear=\"no\"/>";
        package = package.replacen(turned, passed, 1);
    }
    let lang = publication.lang();
    let dir = match lang.direction() {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
    let prefix = match facts.quirks.announces_faces {
        true => format!("prefix=\"{APPLE_WORDS}\" "),
        false => String::new(),
    };
    let root = format!("<package xml:lang=\"{lang}\" dir=\"{dir}\" {prefix}");
    Ok(package.replacen("<package ", &root, 1))
}

/// `toc.ncx` with a head of our own, and the pages in print after its contents.
///
/// # Errors
///
/// [`Error::Unfinished`] where it has none to replace.
pub fn complete_ncx(
    ncx: &str,
    publication: &Publication,
    depth: usize,
    pages: &[Listed],
) -> Result<String, Error> {
    let numbers = pages.iter().filter_map(|page| page.folio.parse().ok());
    let highest: u32 = numbers.max().unwrap_or(0);
    let mut out = Markup::default();
    let head = out.open(Tag::new("head"));
    let facts = [
        ("dtb:uid", identifier(publication)),
        ("dtb:depth", depth.to_string()),
        ("dtb:totalPageCount", pages.len().to_string()),
        ("dtb:maxPageNumber", highest.to_string()),
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
    let ncx = replaced(ncx, "head", &out.finish())?;
    if pages.is_empty() {
        return Ok(ncx);
    }
    let after = "</navMap>";
    let list = format!("{after}\n{}", page_list(pages));
    Ok(ncx.replacen(after, &list, 1))
}

/// The pages in print, as old readers look for them (ANSI/NISO Z39.86-2005, 8.4).
fn page_list(pages: &[Listed]) -> String {
    let mut out = Markup::default();
    let list = out.open(Tag::new("pageList"));
    out.end_line();
    for (number, page) in (1..).zip(pages) {
        let kind = match page.folio.parse::<u32>() {
            Ok(_) => "normal",
            Err(_) => "front",
        };
        let mut target = Tag::new("pageTarget")
            .attr("id", &format!("page-target-{number}"))
            .attr("type", kind);
        if kind == "normal" {
            target = target.attr("value", &page.folio);
        }
        let target = out.open(target);
        let label = out.open(Tag::new("navLabel"));
        out.element(Tag::new("text"), &page.folio);
        out.close(label);
        out.empty(Tag::new("content").attr("src", &page.href));
        out.close(target);
        out.end_line();
    }
    out.close(list);
    out.finish()
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

fn metadata(publication: &Publication, about_file: &Facts) -> String {
    let about = &publication.metadata;
    let mut facts = Statements(Markup::default());
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
    facts.dc("dc:source", &plain_text(&about.source));
    facts.dc("dc:rights", &plain_text(&about.rights));
    facts.series(about);
    facts.element(
        Tag::new("meta").attr("property", "dcterms:modified"),
        about_file.modified,
    );
    facts.access(publication, about_file.has_cover, about_file.pages);
    if about_file.quirks.announces_faces {
        facts.property("ibooks:specified-fonts", "true");
    }
    facts.old(
        "generator",
        concat!("Pressroom ", env!("CARGO_PKG_VERSION")),
    );
    if about_file.has_cover {
        // EPUB 2 finds the picture by the id that epub-builder gave it.
        facts.old("cover", "cover-image");
    }
    facts.0.raw("\n  ");
    facts.0.close(name);
    facts.0.finish()
}

struct Statements(Markup);

impl Statements {
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

    /// A property.
    fn property(&mut self, property: &str, value: &str) {
        self.element(Tag::new("meta").attr("property", property), value);
    }

    /// The series that it belongs to, and its number in it.
    fn series(&mut self, about: &Metadata) {
        if about.series.is_empty() {
            return;
        }
        let series = Tag::new("meta").attr("property", "belongs-to-collection");
        self.element(series.attr("id", "series"), &about.series);
        let of_series = |property| {
            Tag::new("meta")
                .attr("refines", "#series")
                .attr("property", property)
        };
        self.element(of_series("collection-type"), "series");
        if !about.series_number.is_empty() {
            self.element(of_series("group-position"), &about.series_number);
        }
    }

    /// What its content offers; and what a person found, if one says so. That is
    /// never computed.
    fn access(&mut self, publication: &Publication, has_cover: bool, pages: Option<&str>) {
        let mut access = Access::of(publication);
        if has_cover {
            // It says the title, and no more.
            access.pictures = access.pictures.max(1);
        }
        let claims = Claims::of(&access, pages.is_some(), &publication.lang());
        for (property, value) in &claims.properties {
            self.property(property, value);
        }
        let summary = Tag::new("meta").attr("property", "schema:accessibilitySummary");
        self.element(summary.attr("xml:lang", claims.lang), &claims.summary);
        if let Some(pages) = pages {
            self.property("pageBreakSource", pages);
        }
        let about = &publication.metadata;
        if about.certified_by.is_empty() {
            return;
        }
        if !about.conforms_to.is_empty() {
            let found = Tag::new("meta").attr("property", "dcterms:conformsTo");
            self.element(found.attr("id", "conformance"), &about.conforms_to);
        }
        let mut by = Tag::new("meta").attr("property", "a11y:certifiedBy");
        if !about.conforms_to.is_empty() {
            by = by.attr("refines", "#conformance");
        }
        self.element(by, &about.certified_by);
    }

    /// Authors as creators, everybody else as contributors.
    fn people(&mut self, publication: &Publication) {
        let about = &publication.metadata;
        let unnamed = about.authors.is_empty();
        let authors = about.author_names().into_iter().filter(|_| unnamed);
        let authors = authors.map(|name| Person {
            name,
            ..Person::default()
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
        "" | "aut" | "author" | "auteur" | "autrice" | "auteure" | "autor" | "autorin" => "aut",
        "aui" | "preface" | "préface" | "préfacier" | "foreword" => "aui",
        "clb" | "collaborator" => "clb",
        "com" | "compiler" => "com",
        "dsr" | "designer" | "graphiste" => "dsr",
        "edt" | "editor" | "herausgeber" | "éditeur scientifique" => "edt",
        "ill" | "illustrator" | "illustrateur" | "illustratrice" => "ill",
        "ivr" | "interviewer" => "ivr",
        "pht" | "photographer" | "photographe" | "fotograf" => "pht",
        "pfr" | "proofreader" | "correcteur" | "correctrice" => "pfr",
        "trl" | "translator" | "traducteur" | "traductrice" | "übersetzer" | "übersetzerin" => {
            "trl"
        }
        _ => "ctb",
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::write::xhtml::specimen::Specimen;

    const BARE: &str = "<package version=\"3.0\"><metadata a=\"b\">x</metadata><spine/></package>";

    #[test]
    fn the_metadata_say_what_the_front_matter_says() {
        let mut s = Specimen::new("fr");
        let mut article = s.article("Presses & pages", vec![]);
        let person = |name: &str, role: &str| Person {
            name: name.into(),
            role: role.into(),
            ..Person::default()
        };
        let about = &mut article.metadata;
        about.authors = vec![person("Anna Nowak", ""), person("J. Roy", "Translator")];
        about.identifier = "urn:isbn:9782743304829".into();
        about.keywords = vec!["presse".into(), " ".into()];
        about.description = "Un essai.".into();
        about.series = "Cahiers".into();
        about.series_number = "3".into();
        about.certified_by = "J. Roy".into();
        about.conforms_to = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA".into();
        let publication = Publication::single(article);
        let facts = Facts {
            modified: "2026-03-03T00:00:00Z",
            has_cover: true,
            quirks: Profile::Generic.quirks(),
            properties: &[],
            pages: None,
        };
        let opf = complete(BARE, &publication, &facts).unwrap();
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
    <meta property="belongs-to-collection" id="series">Cahiers</meta>
    <meta refines="#series" property="collection-type">series</meta>
    <meta refines="#series" property="group-position">3</meta>
    <meta property="dcterms:modified">2026-03-03T00:00:00Z</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessModeSufficient">textual,visual</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityFeature">displayTransformability</meta>
    <meta property="schema:accessibilityFeature">readingOrder</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary" xml:lang="fr">Le texte peut être agrandi, lu à voix haute et parcouru par sa table des matières. Toutes les images sont décrites.</meta>
    <meta property="dcterms:conformsTo" id="conformance">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>
    <meta property="a11y:certifiedBy" refines="#conformance">J. Roy</meta>
    <meta name="generator" content="Pressroom {version}"/>
    <meta name="cover" content="cover-image"/>
  </metadata><spine/></package>"##
            )
        );
    }

    #[test]
    fn a_package_that_cannot_be_completed_is_told() {
        let publication = Publication::default();
        let facts = Facts {
            modified: "",
            has_cover: false,
            quirks: Profile::Generic.quirks(),
            properties: &[],
            pages: None,
        };
        let error = complete("<package/>", &publication, &facts).unwrap_err();
        assert!(matches!(
            error,
            Error::Unfinished {
                element: "metadata"
            }
        ));
        let error = complete_ncx("<ncx><head/>", &publication, 1, &[]).unwrap_err();
        assert!(matches!(error, Error::Unfinished { element: "head" }));
    }
}
