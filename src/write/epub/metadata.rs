//! Takes a publication; writes the metadata of its package document (EPUB 3.3, 5.5):
//! Dublin Core, refinements, accessibility.

use super::access::{Claims, Edition};
use super::profile::Quirks;
use super::{front, package};
use crate::lang::Relator;
use crate::model::access::Access;
use crate::model::identifiers::compact;
use crate::model::identity::identifier_of;
use crate::model::{
    Carrier, Fault, Identifier, IdentifierKind, Licence, Metadata, Person, Publication, plain_text,
};
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
    /// Whether formulas are in MathML.
    pub has_mathml: bool,
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
    facts.identifiers(publication);
    facts.titles(about);
    facts.dc("dc:language", publication.lang().as_str());
    facts.people(publication);
    if let Some(day) = about.date.as_ref().and_then(|date| date.iso()) {
        facts.dc("dc:date", &day);
    }
    facts.dc("dc:publisher", &about.publisher);
    facts.dc("dc:description", &about.description);
    facts.subjects(about);
    facts.dc("dc:source", &plain_text(&about.source));
    if about_file.pages.is_some() {
        facts.printed(about);
    }
    facts.terms(about);
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

    /// Its title and, if it has one, its subtitle (EPUB 3.3, 5.5.3.1.2).
    fn titles(&mut self, about: &Metadata) {
        let subtitle = plain_text(&about.subtitle);
        let subtitle = subtitle.trim();
        if subtitle.is_empty() {
            return self.dc("dc:title", &front::title(about));
        }
        for (id, kind, title) in [
            ("title", "main", front::title(about).trim()),
            ("subtitle", "subtitle", subtitle),
        ] {
            self.element(Tag::new("dc:title").attr("id", id), title);
            self.element(refinement(id, "title-type"), kind);
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

    /// The series that it belongs to, and its number in it: of an issue, the periodical.
    fn series(&mut self, about: &Metadata) {
        let known = about.known_identifiers();
        let issn = known.iter().find(|own| own.kind == IdentifierKind::Issn);
        let is_issue = issn.is_some() || !about.issue.is_empty();
        let name = match about.series.is_empty() {
            false => about.series.clone(),
            // An issue bears the name of its periodical.
            true if is_issue => front::title(about),
            true => return,
        };
        let series = Tag::new("meta").attr("property", "belongs-to-collection");
        self.element(series.attr("id", "series"), &name);
        self.element(refinement("series", "collection-type"), "series");
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let position = match (&*about.series_number, &*about.volume, &*about.issue) {
            ("", volume, issue) if is_number(volume) && is_number(issue) => {
                format!("{volume}.{issue}")
            }
            ("", volume, "") => volume.to_owned(),
            ("", _, issue) => issue.to_owned(),
            (number, _, _) => number.to_owned(),
        };
        if !position.is_empty() {
            self.element(refinement("series", "group-position"), &position);
        }
        if let Some(issn) = issn {
            self.element(refinement("series", "dcterms:identifier"), &issn.urn());
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
            has_mathml: facts.has_mathml,
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

    /// The identifiers of a publication: the one of its EPUB first, by which the package is
    /// known, then all others. An ISSN is of its series.
    fn identifiers(&mut self, publication: &Publication) {
        let unique = identifier_of(publication, Carrier::Epub);
        let known = publication.metadata.known_identifiers();
        let kind = known.iter().find(|own| own.urn() == unique);
        let id = Tag::new("dc:identifier").attr("id", IDENTIFIER);
        self.element(id, &unique);
        self.of_kind(IDENTIFIER, kind);
        let others = known.iter().filter(|own| {
            own.urn() != unique && !matches!(own.edition, Some(Carrier::Pdf | Carrier::Print))
        });
        for (number, own) in others.enumerate() {
            let id = format!("identifier-{}", number + 1);
            self.element(Tag::new("dc:identifier").attr("id", &id), &own.urn());
            self.of_kind(&id, Some(own));
        }
    }

    /// Which kind an identifier is of, if the list of kinds that EPUB names has it (ONIX for
    /// Books, code list 5).
    fn of_kind(&mut self, id: &str, identifier: Option<&Identifier>) {
        let identifier = identifier.filter(|own| !matches!(own.fault(), Some(Fault::Form(_))));
        let code = identifier.and_then(|own| match own.kind {
            IdentifierKind::Isbn if compact(own.number()).len() == 10 => Some("02"),
            IdentifierKind::Isbn => Some("15"),
            IdentifierKind::Doi => Some("06"),
            IdentifierKind::Urn => Some("22"),
            IdentifierKind::Issn | IdentifierKind::Uuid => None,
        });
        if let Some(code) = code {
            let kind = refinement(id, "identifier-type").attr("scheme", "onix:codelist5");
            self.element(kind, code);
        }
    }

    /// The book on paper whose pages are marked, if it has an ISBN.
    fn printed(&mut self, about: &Metadata) {
        let known = about.known_identifiers();
        let printed = |own: &&Identifier| own.edition == Some(Carrier::Print);
        if let Some(printed) = known.iter().find(printed) {
            self.dc("dc:source", &printed.urn());
        }
    }

    /// What it is about: words, and subjects with their codes (EPUB 3.3, 5.5.3.2.4).
    fn subjects(&mut self, about: &Metadata) {
        for keyword in &about.keywords {
            self.dc("dc:subject", keyword);
        }
        for (number, subject) in about.subjects.iter().enumerate() {
            let id = format!("subject-{}", number + 1);
            let text = match subject.term.is_empty() {
                true => &subject.code,
                false => &subject.term,
            };
            self.element(Tag::new("dc:subject").attr("id", &id), text);
            // Each needs the other.
            if !subject.scheme.is_empty() && !subject.code.is_empty() {
                self.element(refinement(&id, "authority"), &subject.scheme);
                self.element(refinement(&id, "term"), &subject.code);
            }
        }
    }

    /// Under which terms it may be used.
    fn terms(&mut self, about: &Metadata) {
        self.dc("dc:rights", &plain_text(&about.rights));
        let said = plain_text(&about.licence);
        self.dc("dc:rights", &said);
        if let Some(licence) = Licence::of(&said) {
            self.property("dcterms:license", &licence.url);
        }
    }

    /// Authors as creators, everybody else as contributors.
    fn people(&mut self, publication: &Publication) {
        let about = &publication.metadata;
        let mut number = 0;
        for person in about.creators() {
            number += 1;
            let roles = [Relator::AUTHOR];
            self.person("dc:creator", number, &person, &roles);
        }
        // Whoever had several parts is named once.
        let mut others: Vec<(Person, Vec<Relator>)> = Vec::new();
        for person in about.others() {
            let relator = person.relator();
            match others.iter_mut().find(|(own, _)| own.name == person.name) {
                Some((_, relators)) => relators.push(relator),
                None => others.push((person, vec![relator])),
            }
        }
        for (person, relators) in others {
            number += 1;
            self.person("dc:contributor", number, &person, &relators);
        }
    }

    fn person(&mut self, name: &'static str, number: usize, person: &Person, parts: &[Relator]) {
        if person.name.trim().is_empty() {
            return;
        }
        let id = format!("person-{number}");
        self.element(Tag::new(name).attr("id", &id), person.name.trim());
        for part in parts {
            let role = refinement(&id, "role").attr("scheme", "marc:relators");
            self.element(role, part.code());
        }
        if let Some(filed) = person.filed_as() {
            self.element(refinement(&id, "file-as"), filed);
        }
    }
}

/// What is said of an element (EPUB 3.3, 5.5.4).
fn refinement(id: &str, property: &str) -> Tag {
    Tag::new("meta")
        .attr("refines", &format!("#{id}"))
        .attr("property", property)
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::write::xhtml::specimen::Specimen;

    fn written(publication: &Publication, pages: Option<&str>) -> String {
        let facts = Facts {
            has_mathml: true,
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
    fn a_subtitle_is_a_title_of_its_own() {
        let mut s = Specimen::new("en");
        let mut article = s.article("The hill", vec![]);
        article.metadata.subtitle = vec![s.text("A walk")];
        let written = written(&Publication::single(article), None);
        assert!(
            written.contains(
                "<dc:title id=\"title\">The hill</dc:title>\n  \
                 <meta refines=\"#title\" property=\"title-type\">main</meta>\n  \
                 <dc:title id=\"subtitle\">A walk</dc:title>\n  \
                 <meta refines=\"#subtitle\" property=\"title-type\">subtitle</meta>\n"
            ),
            "{written}"
        );
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
  <meta refines="#epub-id-1" property="identifier-type" scheme="onix:codelist5">15</meta>
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
