//! Takes a publication; returns the names that catalogues know it by.

use super::NodeId;
use super::paging::{PageBreak, Place};
use super::{Article, Carrier, Identifier, IdentifierKind, Publication};
use crate::source::Span;
use uuid::Uuid;

/// The identifier of a publication in a form: the ISBN of that form, else the [identifier] of
/// the publication. Each form has an ISBN of its own (ISO 2108).
pub(crate) fn identifier_of(publication: &Publication, carrier: Carrier) -> String {
    let known = publication.metadata.known_identifiers();
    let mut own = known.iter().filter(|own| own.edition == Some(carrier));
    own.next()
        .map_or_else(|| identifier(publication), Identifier::urn)
}

/// The author's identifier, else one derived from what names a publication: its
/// title, language, day, authors, and the titles of its articles, as a UUID of
/// version 5 (RFC 9562, 5.5). The text is left out of it, because an identifier
/// outlives corrections (EPUB 3.3, 5.5.3.1).
pub(crate) fn identifier(publication: &Publication) -> String {
    let about = &publication.metadata;
    let known = about.known_identifiers();
    let given = about.identifier.trim();
    if !given.is_empty() {
        let own = Identifier::within(given, Span::default());
        return own.map_or_else(|| given.to_owned(), |own| own.urn());
    }
    // What names an issue apart from the others; an ISSN is the same for all of them.
    let is_own = |own: &&Identifier| own.edition.is_none() && own.kind != IdentifierKind::Issn;
    if let Some(own) = known.iter().find(is_own) {
        return own.urn();
    }
    let mut fields = vec![
        about.title(),
        publication.lang().as_str().to_owned(),
        about
            .date
            .as_ref()
            .map_or(String::new(), |date| date.text.clone()),
    ];
    fields.extend(about.author_names());
    let articles = publication.articles.iter();
    fields.extend(articles.map(|Article { metadata, .. }| metadata.title()));
    urn(Uuid::NAMESPACE_OID, &fields)
}

/// The identifier of an edition in pages: the ISBN of its PDF, else another where the publication is, or
/// where a page begins elsewhere.
///
/// A page is its folio and its place as text: `before`, article, node; or `within`,
/// article, node, byte. The label in front of them changes whenever this form does.
pub(crate) fn edition(publication: &Publication, breaks: &[PageBreak]) -> String {
    let known = publication.metadata.known_identifiers();
    let own = known.iter().find(|own| own.edition == Some(Carrier::Pdf));
    if let Some(own) = own {
        return own.urn();
    }
    let mut fields = vec![identifier(publication), "pages 1".to_owned()];
    for page in breaks {
        fields.push(page.folio.clone());
        fields.push(match page.place {
            Place::Before(node) => format!("before {}", numbers(node)),
            Place::Within(node, byte) => format!("within {} {byte}", numbers(node)),
        });
    }
    urn(Uuid::NAMESPACE_OID, &fields)
}

/// The number of an article and of a node in it.
fn numbers(node: NodeId) -> String {
    format!("{} {}", node.source.0, node.index)
}

fn urn(space: Uuid, fields: &[String]) -> String {
    // A character that no field has stands between them.
    let name = fields.join("\u{0}");
    Uuid::new_v5(&space, name.as_bytes()).urn().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::model::paging::Place;
    use crate::model::{Attributes, Block, BlockKind, Metadata, Node, NodeId};
    use crate::source::SourceId;

    fn publication(title: &str) -> Publication {
        Publication::single(Article {
            metadata: Metadata {
                fallback_title: title.to_owned(),
                ..Metadata::default()
            },
            ..Article::default()
        })
    }

    #[test]
    fn an_identifier_outlives_corrections_but_not_a_new_title() {
        let mut corrected = publication("One");
        corrected.articles[0].body = vec![Block {
            node: Node::default(),
            attributes: Attributes::default(),
            kind: BlockKind::Rule,
        }];
        assert_eq!(identifier(&publication("One")), identifier(&corrected));
        assert_ne!(
            identifier(&publication("One")),
            identifier(&publication("Two"))
        );
        assert!(identifier(&corrected).starts_with("urn:uuid:"));
        assert_eq!(identifier(&corrected).as_bytes()[9 + 14], b'5');
    }

    #[test]
    fn what_the_author_says_goes_first() {
        let mut own = publication("One");
        own.metadata.identifier = " urn:isbn:9782743304829 ".to_owned();
        assert_eq!(identifier(&own), "urn:isbn:9782743304829");
    }

    #[test]
    fn an_edition_is_another_where_a_page_begins_elsewhere() {
        let at = |offset| PageBreak {
            folio: "2".to_owned(),
            place: Place::Within(NodeId::default(), offset),
        };
        let one = publication("One");
        assert_ne!(edition(&one, &[at(1)]), edition(&one, &[at(2)]));
        assert_eq!(edition(&one, &[at(1)]), edition(&one, &[at(1)]));
        assert_ne!(edition(&one, &[]), identifier(&one));
    }

    #[test]
    fn identifiers_stay_what_they_are() {
        // A catalogue knows a publication by these: a change of them needs a reason.
        let one = publication("One");
        assert_eq!(
            identifier(&one),
            "urn:uuid:eed759a9-b9a5-56db-b0c0-4f01bbc75001"
        );
        let at = |folio: &str, place| PageBreak {
            folio: folio.to_owned(),
            place,
        };
        let node = NodeId {
            source: SourceId(0),
            index: 7,
        };
        let pages = [
            at("1", Place::Before(NodeId::of_book())),
            at("2", Place::Within(node, 40)),
        ];
        assert_eq!(
            edition(&one, &pages),
            "urn:uuid:bb40a339-9588-541e-9db7-2229a7ded28f"
        );
    }

    #[test]
    fn each_fact_of_a_publication_counts() {
        let with = |change: &dyn Fn(&mut Publication)| {
            let mut other = publication("One");
            change(&mut other);
            identifier(&other)
        };
        let day = |text: &str| crate::model::Date {
            text: text.to_owned(),
            span: crate::source::Span::default(),
            when: None,
            time: None,
            form: crate::model::DateForm::Words,
        };
        let all = [
            with(&|_| {}),
            with(&|p| p.metadata.lang = Lang::parse("fr")),
            with(&|p| p.metadata.date = Some(day("2026-03-03"))),
        ];
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
