//! Takes a publication; writes the metadata of its package document (EPUB 3.3, 5.5):
//! Dublin Core, refinements, accessibility.

use super::access::{Claims, Edition};
use super::profile::Quirks;
use super::{front, package};
use crate::model::access::Access;
use crate::model::identity::identifier;
use crate::model::{Metadata, Person, Publication, plain_text};
use crate::xml::{Document, Tag};

/// The id of the identifier, which the package names as its own.
pub(super) const IDENTIFIER: &str = "epub-id-1";

/// What the metadata say of the file.
pub(super) struct Facts<'a> {
    /// When it was last changed.
    pub modified: &'a str,
    /// Whether it has the picture of a cover.
    pub has_cover: bool,
    /// Whether a picture in it is animated.
    pub moves: bool,
    /// What its reading systems support.
    pub quirks: &'a Quirks,
    /// The identifier of the edition whose pages are marked, if any are.
    pub pages: Option<&'a str>,
}

/// Writes the `metadata` of a publication.
pub(super) fn write(publication: &Publication, about_file: &Facts, out: &mut Document) {
    let tag = Tag::new("metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    out.within(tag, |out| {
        statements(publication, about_file, &mut Statements(out));
    });
}

fn statements(publication: &Publication, about_file: &Facts, facts: &mut Statements) {
    let about = &publication.metadata;
    let id = Tag::new("dc:identifier").attr("id", IDENTIFIER);
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
    facts.access(publication, about_file);
    if about_file.quirks.announces_faces {
        facts.property("ibooks:specified-fonts", "true");
    }
    facts.old(
        "generator",
        concat!("Pressroom ", env!("CARGO_PKG_VERSION")),
    );
    if about_file.has_cover {
        facts.old("cover", package::COVER);
    }
}

/// Statements about a publication, one an element.
struct Statements<'d>(&'d mut Document);

impl Statements<'_> {
    fn element(&mut self, tag: Tag, text: &str) {
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
    fn access(&mut self, publication: &Publication, facts: &Facts) {
        let mut access = Access::of(publication);
        if facts.has_cover {
            // It says the title, and no more.
            access.pictures = access.pictures.max(1);
        }
        let edition = Edition {
            paged: facts.pages.is_some(),
            moves: facts.moves,
        };
        let claims = Claims::of(&access, edition, &publication.lang());
        for (property, value) in &claims.properties {
            self.property(property, value);
        }
        let summary = Tag::new("meta").attr("property", "schema:accessibilitySummary");
        self.element(summary.attr("xml:lang", claims.lang), &claims.summary);
        if let Some(pages) = facts.pages {
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

    fn written(publication: &Publication, pages: Option<&str>) -> String {
        let facts = Facts {
            modified: "2026-03-03T00:00:00Z",
            has_cover: true,
            moves: false,
            quirks: Profile::Generic.quirks(),
            pages,
        };
        let mut out = Document::default();
        write(publication, &facts, &mut out);
        out.finish()
    }

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
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            written(&publication, None),
            format!(
                r##"<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
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
</metadata>
"##
            )
        );
    }

    #[test]
    fn signs_of_xml_in_metadata_are_escaped_once() {
        let mut s = Specimen::new("en");
        let mut article = s.article("A < B & \"C\" > D &amp;", vec![]);
        article.metadata.series = "R&D".into();
        article.metadata.keywords = vec!["<b>".into()];
        let xml = written(&Publication::single(article), None);
        for line in [
            "<dc:title>A &lt; B &amp; \"C\" &gt; D &amp;amp;</dc:title>",
            "<meta property=\"belongs-to-collection\" id=\"series\">R&amp;D</meta>",
            "<dc:subject>&lt;b&gt;</dc:subject>",
        ] {
            assert!(xml.contains(line), "{line}\n{xml}");
        }
    }

    #[test]
    fn marked_pages_name_their_edition() {
        let mut s = Specimen::new("en");
        let publication = Publication::single(s.article("Title", vec![]));
        let xml = written(&publication, Some("urn:x:\"1\""));
        for line in [
            "<meta property=\"pageBreakSource\">urn:x:\"1\"</meta>",
            "<meta property=\"schema:accessibilityFeature\">pageNavigation</meta>",
        ] {
            assert!(xml.contains(line), "{line}\n{xml}");
        }
        assert!(!written(&publication, None).contains("pageBreakSource"));
    }
}
