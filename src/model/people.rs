//! Takes an article; returns the same with what is known of its authors under its byline.

use super::{Article, Inline, InlineKind, Node, NodeIds, Person};

/// Puts the houses, addresses and identifiers of the authors under the byline, a line an
/// author. An author of whom only the name is known has no line.
pub(crate) fn show_authors(article: &mut Article) {
    let lines: Vec<String> = article.metadata.authors.iter().filter_map(line).collect();
    let mut ids = NodeIds::after(article.source, article.next_index);
    let span = article.metadata.byline.first().map(|first| first.node.span);
    let Some(mut span) = span.filter(|_| !lines.is_empty()) else {
        return;
    };
    span.end = span.start;
    for line in lines {
        for kind in [InlineKind::Break, InlineKind::Text(line)] {
            article.metadata.byline.push(Inline {
                node: Node {
                    lang: None,
                    ..ids.node(span)
                },
                kind,
            });
        }
    }
    article.next_index = ids.next_index();
}

/// What is known of an author besides a name: `A. Writer, Museum of Clocks, a@example.org`.
pub(crate) fn line(person: &Person) -> Option<String> {
    let mut parts = person.affiliations.clone();
    for known in [&person.email, &person.url] {
        parts.extend((!known.is_empty()).then(|| known.clone()));
    }
    if !person.orcid.is_empty() {
        let bare = person.orcid.rsplit('/').next().unwrap_or(&person.orcid);
        parts.push(format!("ORCID {bare}"));
    }
    (!parts.is_empty()).then(|| format!("{}, {}", person.name, parts.join(", ")))
}
