//! Takes an article whose authors and language are known; returns its byline in that language:
//! `By A. Writer and B. Printer`.

use crate::lang::{Lang, byline};
use crate::model::{Article, Inline, InlineKind, NodeIds, Person, plain_text};

/// Puts the words of its language into a byline that was made of the authors.
pub(super) fn settle(article: &mut Article, ids: &mut NodeIds) {
    let lang = article.lang();
    let metadata = &mut article.metadata;
    if metadata.byline_is_made {
        let authors = std::mem::take(&mut metadata.authors).into_iter();
        metadata.authors = authors.flat_map(|author| each(author, &lang)).collect();
    }
    let Some((by, and)) = byline::words(&lang).filter(|_| metadata.byline_is_made) else {
        return;
    };
    let content = &mut metadata.byline;
    let Some(first) = content.first() else {
        return;
    };
    let mut at = first.node.span;
    at.end = at.start;
    let last = content.iter_mut().rev().find(|inline| is_joint(inline));
    if let Some(joint) = last {
        joint.kind = InlineKind::Text(and.to_owned());
    }
    let said = plain_text(content);
    let is_said = byline::names(&said, &lang)
        .first()
        .is_none_or(|name| !said.starts_with(&**name));
    if !by.is_empty() && !is_said {
        let inline = Inline {
            node: ids.node(at),
            kind: InlineKind::Text(by),
        };
        content.insert(0, inline);
    }
}

/// The people of whom an author of front matter names several: `A. Writer and B. Printer`.
fn each(author: Person, lang: &Lang) -> Vec<Person> {
    let names = byline::authors(&author.name, lang);
    let alone = Person {
        name: author.name.clone(),
        ..Person::default()
    };
    match names.as_slice() {
        [name] => vec![Person {
            name: name.clone(),
            ..author
        }],
        names if !names.is_empty() && author == alone => {
            let person = |name: &String| Person {
                name: name.clone(),
                ..Person::default()
            };
            names.iter().map(person).collect()
        }
        _ => vec![author],
    }
}

/// Whether an inline is the sign between two authors, which stands in no source.
fn is_joint(inline: &Inline) -> bool {
    inline.node.span.range().is_empty()
        && matches!(&inline.kind, InlineKind::Text(text) if text == ", ")
}
