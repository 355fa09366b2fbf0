//! Takes the people of an article; returns the part that each had, their names as catalogues
//! sort them, and what pages print of them: who did what, and what is known of authors.

use super::{Article, Inline, InlineKind, Metadata, Node, NodeIds, Person, Role};
use crate::lang::{Lang, Relator, byline, imprint};
use crate::source::Span;

impl Person {
    /// Somebody of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Person {
        Person {
            name: name.into(),
            ..Person::default()
        }
    }

    /// The part that they had: that of an author where nothing is said, and some other part
    /// where the word for it is not known.
    pub fn relator(&self) -> Relator {
        match self.role.trim() {
            "" => Relator::AUTHOR,
            role => Relator::of(role).unwrap_or(Relator::CONTRIBUTOR),
        }
    }

    /// Whether somebody who is listed among the authors is one. A word that is not known is
    /// what they are by profession.
    pub(crate) fn is_author(&self) -> bool {
        let role = self.role.trim();
        role.is_empty() || Relator::of(role).is_none_or(|relator| relator == Relator::AUTHOR)
    }

    /// The name as catalogues sort it: as it is given, or a name that is written with the
    /// family first. It is not guessed from other names, which languages order differently.
    pub fn filed_as(&self) -> Option<&str> {
        match self.file_as.is_empty() {
            false => Some(&self.file_as),
            true => is_inverted(&self.name).then_some(&*self.name),
        }
    }
}

/// Whether a name is `Family, Given`: one word with its particles, a comma, and given names
/// or initials. After a comma may stand a title as well (`Ann Writer, PhD`), or a house; in
/// doubt the name is as it is printed.
fn is_inverted(name: &str) -> bool {
    const TITLES: [&str; 12] = [
        "Jr", "Sr", "Jr.", "Sr.", "Esq", "Esq.", "Dr", "Dr.", "Prof.", "Inc.", "Ltd", "Ltd.",
    ];
    let Some((family, given)) = name.split_once(", ") else {
        return false;
    };
    let is_particle = |word: &&str| word.chars().all(char::is_lowercase);
    let mut own = family.split_whitespace().skip_while(is_particle);
    let is_one = own.next().is_some_and(is_capitalised) && own.next().is_none();
    let is_given = |word: &str| {
        !TITLES.contains(&word)
            && word.split(['-', '\'', '’', '.']).all(|part| {
                let mut letters = part.chars();
                letters.next().is_none_or(char::is_uppercase) && letters.all(char::is_lowercase)
            })
            && (word.ends_with('.') || word.chars().any(char::is_lowercase))
    };
    let mut words = given.split_whitespace();
    is_one && !given.contains(',') && words.clone().count() < 4 && {
        let first = words
            .next()
            .is_some_and(|word| is_given(word) && is_capitalised(word));
        first && words.all(|word| is_given(word) || is_particle(&word))
    }
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Names the authors on a page that names none.
pub(super) fn sign(page: &mut Article, names: &[String]) {
    let names = curled(&byline::joined(names, &page.lang()));
    if names.is_empty() {
        return;
    }
    let mut ids = NodeIds::after(page.source, page.next_index);
    let metadata = &page.metadata;
    let beside = metadata.byline.first().or(metadata.headline.first());
    let mut span = beside.map_or_else(Span::default, |inline| inline.node.span);
    span.end = span.start;
    let mut signature = vec![Inline {
        node: ids.node(span),
        kind: InlineKind::Text(names),
    }];
    if !page.metadata.byline.is_empty() {
        signature.push(Inline {
            node: ids.node(span),
            kind: InlineKind::Break,
        });
    }
    page.metadata.byline.splice(0..0, signature);
    page.next_index = ids.next_index();
}

/// The people of a part with what they did, in the order in which the parts are first met:
/// `Traduction : Jeanne Roy et Luc Encre`. A word that is not known is printed as it is
/// written.
pub(crate) fn credits(people: &[Person], lang: &Lang) -> Vec<String> {
    let mut parts: Vec<(&str, Vec<String>)> = Vec::new();
    for person in people {
        let role = person.role.trim();
        let label = match Relator::of(role) {
            Some(relator) => relator.label(lang).unwrap_or(match role {
                // A code is no word.
                code if code.eq_ignore_ascii_case(relator.code()) => "",
                word => word,
            }),
            None => role,
        };
        match parts.iter_mut().find(|(own, _)| *own == label) {
            Some((_, names)) if names.contains(&person.name) => {}
            Some((_, names)) => names.push(person.name.clone()),
            None => parts.push((label, vec![person.name.clone()])),
        }
    }
    let line = |(label, names): (&str, Vec<String>)| {
        let names = byline::joined(&names, lang);
        match label {
            "" => names,
            label => imprint::labelled(label, lang) + &names,
        }
    };
    parts.into_iter().map(line).collect()
}

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

/// Puts those who had another part in an article than its authors after its credits, a line a
/// part: `Traduction : Jeanne Roy`.
pub(crate) fn show_contributors(article: &mut Article) {
    let metadata = &article.metadata;
    let lines = credits(&metadata.contributors, &article.lang());
    let is_plain = metadata.typography.preset.as_deref() == Some("none");
    let mut ids = NodeIds::after(article.source, article.next_index);
    let last = metadata.credit.last().map(|last| last.node.span);
    let mut span = last.unwrap_or(Span {
        source: article.source,
        ..Span::default()
    });
    span.start = span.end;
    for line in lines {
        let broken = (!article.metadata.credit.is_empty()).then_some(InlineKind::Break);
        let line = if is_plain { line } else { curled(&line) };
        for kind in broken.into_iter().chain([InlineKind::Text(line)]) {
            article.metadata.credit.push(Inline {
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

/// Names those who wrote a foreword or another text beside the chapters of a book among its
/// contributors, unless they are its authors or are named already.
pub(crate) fn name_writers(articles: &[Article], metadata: &mut Metadata) {
    for article in articles {
        let Role::Named(text) = article.place.role else {
            continue;
        };
        let code = text.relator().unwrap_or(Relator::AUTHOR.code());
        for writer in article.metadata.creators() {
            let mut known = metadata.authors.iter().chain(&metadata.contributors);
            if !known.any(|person| person.name == writer.name) {
                metadata.contributors.push(Person {
                    role: code.to_owned(),
                    ..writer
                });
            }
        }
        for person in article.metadata.others() {
            if !metadata.contributors.contains(&person) {
                metadata.contributors.push(person);
            }
        }
    }
}

/// A line with the apostrophes of print: it is set after the typography of the article.
pub(crate) fn curled(line: &str) -> String {
    let mut before = ' ';
    let curl = |c: char| {
        let is_apostrophe = c == '\'' && before.is_alphanumeric();
        before = c;
        if is_apostrophe { '’' } else { c }
    };
    line.chars().map(curl).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metadata;

    #[test]
    fn only_a_name_with_the_family_first_is_filed_as_it_is_written() {
        for name in [
            "Nowak, Anna",
            "Nowak, Anna Maria",
            "de Beauvoir, Simone",
            "Saint-Exupéry, Antoine de",
            "O’Neil, J.",
            "Sartre, Jean-Paul",
            "Écrivain, Élodie",
        ] {
            assert_eq!(Person::named(name).filed_as(), Some(name), "{name}");
        }
        for name in [
            "Anna Nowak",
            "Anna Nowak, PhD",
            "Nowak, PhD",
            "Nowak, Jr.",
            "Nowak, MD",
            "Anna Nowak, Reuters",
            "Nowak, Roy, Encre",
            "Nowak, Anna, Lyon",
            "Nowak,",
            ", Anna",
            "",
        ] {
            assert_eq!(Person::named(name).filed_as(), None, "{name}");
        }
        let given = Person {
            file_as: "Roy".into(),
            ..Person::named("Nowak, Anna")
        };
        assert_eq!(given.filed_as(), Some("Roy"));
    }

    #[test]
    fn a_cover_names_up_to_four_authors_and_a_title_page_all() {
        let mut metadata = Metadata {
            lang: Lang::parse("fr"),
            authors: ["A. Un", "B. Deux", "C. Trois", "D. Quatre"]
                .map(Person::named)
                .to_vec(),
            ..Metadata::default()
        };
        let four = "A. Un, B. Deux, C. Trois et D. Quatre";
        assert_eq!(metadata.cover_signature(), four);
        metadata.authors.push(Person::named("E. Cinq"));
        assert_eq!(metadata.cover_signature(), "");
        let five = "A. Un, B. Deux, C. Trois, D. Quatre et E. Cinq";
        assert_eq!(metadata.signature(), five);
    }

    #[test]
    fn people_of_one_part_stand_on_one_line() {
        let person = |name: &str, role: &str| Person {
            role: role.into(),
            ..Person::named(name)
        };
        let people = [
            person("Jeanne Roy", "traductrice"),
            person("Ida Trait", "ill"),
            person("Luc Encre", "translator"),
            person("Max Wort", "juggler"),
        ];
        let french = Lang::parse("fr").unwrap();
        assert_eq!(
            credits(&people, &french),
            [
                "Traduction\u{a0}: Jeanne Roy et Luc Encre",
                "Illustrations\u{a0}: Ida Trait",
                "juggler\u{a0}: Max Wort"
            ]
        );
        let german = Lang::parse("de").unwrap();
        assert_eq!(credits(&people[..1], &german), ["Übersetzung: Jeanne Roy"]);
        assert!(credits(&[], &german).is_empty());
    }
}
