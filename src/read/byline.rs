//! Takes an article whose authors and language are known; returns its byline in that language:
//! `By A. Writer and B. Printer`.

use crate::lang::{Lang, byline};
use crate::model::{Article, Inline, InlineKind, Metadata, NodeIds, Person, plain_text};

/// Puts the words of its language into a byline that was made of the authors.
pub(super) fn settle(article: &mut Article, ids: &mut NodeIds) {
    let lang = article.lang();
    let metadata = &mut article.metadata;
    settle_people(metadata, &lang);
    let Some((by, and)) = byline::words(&lang).filter(|_| metadata.byline_is_made) else {
        return;
    };
    let content = &mut metadata.byline;
    let Some(first) = content.first() else {
        return;
    };
    let mut at = first.node.span;
    at.end = at.start;
    join_with(content, and);
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

/// Puts the word of a language between the last two authors.
pub(super) fn join(content: &mut [Inline], lang: &Lang) {
    if let Some((_, and)) = byline::words(lang) {
        join_with(content, and);
    }
}

fn join_with(content: &mut [Inline], and: &str) {
    let last = content.iter_mut().rev().find(|inline| is_joint(inline));
    if let Some(joint) = last {
        joint.kind = InlineKind::Text(and.to_owned());
    }
}

/// Gives each of several people in one field a record of their own.
pub(super) fn settle_people(metadata: &mut Metadata, lang: &Lang) {
    if metadata.byline_is_made {
        let authors = std::mem::take(&mut metadata.authors).into_iter();
        metadata.authors = authors.flat_map(|author| each(author, lang)).collect();
    }
    let others = std::mem::take(&mut metadata.contributors).into_iter();
    metadata.contributors = others.flat_map(|person| each(person, lang)).collect();
}

/// The people of whom an author of front matter names several: `A. Writer and B. Printer`.
fn each(author: Person, lang: &Lang) -> Vec<Person> {
    let names = byline::authors(&author.name, lang);
    let alone = Person {
        role: author.role.clone(),
        ..Person::named(&author.name)
    };
    match names.as_slice() {
        [name] => vec![Person {
            name: name.clone(),
            ..author
        }],
        names if !names.is_empty() && author == alone => {
            let person = |name: &String| Person {
                name: name.clone(),
                ..alone.clone()
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
