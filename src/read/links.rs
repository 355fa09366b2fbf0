//! Takes links; returns where they lead: to an address, to another article of the book, to an
//! anchor. One that leads nowhere is told at its place; its text stays, in every output, and
//! only the link goes. So is a name that two places have.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::walk::{self, Visitor};
use crate::model::{
    Article, Block, BlockKind, Inline, InlineKind, Publication, Target, anchor, plain_text,
};
use crate::source::{Source, SourceId, Span, percent_decoded};
use std::collections::{BTreeMap, BTreeSet};

/// Leads links to anchors of the article that others call by another name to where
/// they are: GitHub drops the full stop of `Section 3.2` in `#section-32`, Pandoc keeps
/// it. Letters and figures tell, if those of one anchor alone do.
pub(super) fn find(article: &mut Article) {
    name_twins(article);
    let anchors = Found::of(article).anchors;
    let mut spoken: BTreeMap<String, Option<String>> = BTreeMap::new();
    for anchor in &anchors {
        let only = spoken.entry(sounds(anchor)).or_insert(Some(anchor.clone()));
        if only.as_ref() != Some(anchor) {
            *only = None;
        }
    }
    walk::targets_mut(article, &mut |target| {
        if let Target::Internal(name) = target
            && !anchors.contains(name)
            && let Some(Some(anchor)) = spoken.get(&sounds(name))
        {
            anchor.clone_into(name);
        }
    });
}

/// Names headings of the same words as GitHub does, where a link leads to one that is not
/// the first: `#words-1` is the second.
fn name_twins(article: &mut Article) {
    let anchors = Found::of(article).anchors;
    let mut wanted = BTreeSet::new();
    walk::targets_mut(article, &mut |target| {
        if let Target::Internal(name) = target
            && !anchors.contains(name)
        {
            wanted.insert(name.to_lowercase());
        }
    });
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for block in &mut article.body {
        let BlockKind::Heading { content, .. } = &block.kind else {
            continue;
        };
        let name = anchor(&plain_text(content));
        let time = times.entry(name.clone()).or_default();
        let twin = format!("{name}-{time}");
        if *time > 0 && block.attributes.id.is_none() && wanted.contains(&twin) {
            block.attributes.id = Some(twin);
        }
        *time += 1;
    }
}

/// The letters and figures of a name. An address may have them encoded.
fn sounds(name: &str) -> String {
    let name = percent_decoded(name);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Looks for links to anchors that the article has not.
pub(super) fn check(article: &Article, report: &mut Report) {
    let found = Found::of(article);
    for (span, name) in &found.twice {
        let message = format!("`#{name}` is already the name of another place");
        report.push(
            Diagnostic::warning(Code::DoubleAnchor, *span, message)
                .hint("links lead to the first; give this one a name of its own"),
        );
    }
    for (span, target) in &found.links {
        if let Target::Internal(name) = target
            && !name.is_empty()
            && !found.anchors.contains(name)
        {
            report.push(no_anchor(*span, name, "the article"));
        }
    }
}

fn no_anchor(span: Span, name: &str, place: &str) -> Diagnostic {
    let message = format!("nothing in {place} is named `#{name}`");
    Diagnostic::warning(Code::BrokenLink, span, message)
        .hint("a heading is named by its words, `## One two` by `#one-two`, or by `{#name}`")
}

/// Settles where the links of a publication lead that name no address: those to
/// another of its articles lead there, and paths of a site become addresses under
/// the article's own `base-url`, or else under `base`. What leads nowhere is told.
pub fn settle(
    publication: &mut Publication,
    sources: &[Source],
    base: Option<&str>,
    report: &mut Report,
) {
    let directory = Directory::of(publication, sources);
    for article in &mut publication.articles {
        let own = article.metadata.base_url.trim().to_owned();
        let base = if own.is_empty() { base } else { Some(&*own) };
        let desk = Desk {
            directory: &directory,
            source: article.source,
            base,
        };
        walk::targets_mut(article, &mut |target| {
            if let Target::External(url) = target
                && let Some(settled) = desk.target(url)
            {
                *target = settled;
            }
        });
        let found = Found::of(article);
        for (span, target) in &found.links {
            match target {
                Target::External(url) if !is_address(url) => {
                    let message = format!("`{url}` cannot be resolved in a standalone file");
                    report.push(
                        Diagnostic::note(Code::BrokenLink, *span, message)
                            .hint("its text is printed, without the link")
                            .hint("`base-url` in the front matter, or `--base-url`, says where the site is"),
                    );
                }
                Target::Article(source, Some(name)) if !directory.has(*source, name) => {
                    report.push(no_anchor(*span, name, "the article it is in"));
                }
                Target::External(_) | Target::Internal(_) | Target::Article(..) => {}
            }
        }
    }
}

/// Whether a text is the address of a site that paths can be joined to.
pub fn is_site(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or(text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(char::is_alphanumeric) && !rest.contains(char::is_whitespace)
    })
}

/// Whose links are settled.
struct Desk<'a> {
    directory: &'a Directory,
    source: SourceId,
    base: Option<&'a str>,
}

impl Desk<'_> {
    /// Where a link leads, if not where it says.
    fn target(&self, url: &str) -> Option<Target> {
        let (path, fragment) = match url.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment).filter(|name| !name.is_empty())),
            None => (url, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        let under_base = self.base.and_then(|base| path.strip_prefix(base));
        let path_in_site = under_base.unwrap_or(path);
        if (under_base.is_some() || !is_address(url))
            && let Some(source) = self.directory.find(self.source, path_in_site)
        {
            let fragment = fragment.map(str::to_owned);
            return Some(match fragment {
                Some(name) if source == self.source => Target::Internal(name),
                fragment => Target::Article(source, fragment),
            });
        }
        if is_address(url) {
            return None;
        }
        self.base.map(|base| Target::External(joined(base, url)))
    }
}

/// The articles of a publication, by all that links may call them.
struct Directory {
    /// By the path of the file, without its ending.
    paths: BTreeMap<String, SourceId>,
    /// By slug, or by the stem of the file, where that is one article's alone.
    names: BTreeMap<String, Option<SourceId>>,
    anchors: BTreeMap<SourceId, BTreeSet<String>>,
}

impl Directory {
    fn of(publication: &Publication, sources: &[Source]) -> Directory {
        let mut directory = Directory {
            paths: BTreeMap::new(),
            names: BTreeMap::new(),
            anchors: BTreeMap::new(),
        };
        for article in &publication.articles {
            let id = article.source;
            directory.anchors.insert(id, Found::of(article).anchors);
            let source = sources.iter().find(|source| source.id() == id);
            let path = source.map(|source| stripped(&normal(source.name())).to_owned());
            let stem = path.as_deref().and_then(last);
            let slug = article.metadata.slug.clone();
            for name in [slug, stem.map(str::to_owned)].into_iter().flatten() {
                let known = directory.names.entry(name).or_insert(Some(id));
                if *known != Some(id) {
                    *known = None;
                }
            }
            if let Some(path) = path {
                directory.paths.insert(path, id);
            }
        }
        directory
    }

    /// The article that a path, in a link of the article `from`, leads to.
    fn find(&self, from: SourceId, path: &str) -> Option<SourceId> {
        if path.is_empty() {
            return None;
        }
        let own = self.paths.iter().find(|(_, id)| **id == from);
        let folder = own
            .and_then(|(own, _)| Some(own.rsplit_once('/')?.0))
            .unwrap_or("");
        let beside = normal(&format!("{folder}/{path}"));
        let found = self.paths.get(stripped(&beside));
        let found = found.or_else(|| self.paths.get(&format!("{}/index", stripped(&beside))));
        if let Some(found) = found {
            return Some(*found);
        }
        // A path from the root of a site, or a name alone.
        let path = normal(path);
        let name = last(stripped(&path))?;
        self.names.get(name).copied().flatten()
    }

    fn has(&self, source: SourceId, anchor: &str) -> bool {
        let anchors = self.anchors.get(&source);
        anchors.is_some_and(|anchors| anchors.contains(anchor))
    }
}

/// A path without `.` and `..`, and without slashes at its ends.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path without the ending of an article or a page.
fn stripped(path: &str) -> &str {
    let endings = super::Format::EXTENSIONS.into_iter().chain(["html", "htm"]);
    let mut stems = endings.filter_map(|ending| path.strip_suffix(ending)?.strip_suffix('.'));
    stems.next().unwrap_or(path)
}

fn last(path: &str) -> Option<&str> {
    path.rsplit('/').next().filter(|name| !name.is_empty())
}

/// A reference joined to the address of a site (RFC 3986, 5.3, as far as paths go).
fn joined(base: &str, reference: &str) -> String {
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    let (host, folder) = rest.split_once('/').unwrap_or((rest, ""));
    if let Some(reference) = reference.strip_prefix("//") {
        return format!("{scheme}://{reference}");
    }
    let at = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, more) = reference.split_at(at);
    let whole = if path.starts_with('/') {
        normal(path)
    } else {
        normal(&format!("{folder}/{path}"))
    };
    let slash = if path.ends_with('/') && !whole.is_empty() {
        "/"
    } else {
        ""
    };
    format!("{scheme}://{host}/{whole}{slash}{more}")
}

#[derive(Default)]
struct Found<'a> {
    anchors: BTreeSet<String>,
    /// Names that an author gave, and where each was given a second time.
    given: BTreeSet<&'a str>,
    twice: Vec<(Span, &'a str)>,
    links: Vec<(Span, &'a Target)>,
}

impl<'a> Found<'a> {
    fn of(article: &'a Article) -> Found<'a> {
        let mut found = Found::default();
        walk::article(article, &mut found);
        found
    }

    fn give(&mut self, name: &'a str, span: Span) {
        if !self.given.insert(name) {
            self.twice.push((span, name));
        }
        self.anchors.insert(name.to_owned());
    }
}

impl<'a> Visitor<'a> for Found<'a> {
    fn block(&mut self, block: &'a Block) {
        if let Some(given) = &block.attributes.id {
            // An author's name takes the place of the one a heading gives itself.
            self.give(given, block.node.span);
        } else if let BlockKind::Heading { content, .. } = &block.kind {
            self.anchors.insert(anchor(&plain_text(content)));
        }
        if let BlockKind::Figure(figure) = &block.kind
            && let Some(link) = &figure.link
        {
            self.links.push((block.node.span, &link.target));
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(attributes, _) = &inline.kind {
            if let Some(given) = &attributes.id {
                self.give(given, inline.node.span);
            }
        } else if let InlineKind::Link { target, .. } = &inline.kind {
            self.links.push((inline.node.span, target));
        }
    }
}

/// Whether a URL names its scheme (RFC 3986, 3.1) and so leads somewhere from
/// anywhere.
fn is_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    // One letter is a drive.
    scheme.len() > 1
        && !rest.is_empty()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_site_is_an_address_under_its_base() {
        let join = |reference| joined("https://example.org/news/", reference);
        for (reference, address) in [
            ("/posts/x/", "https://example.org/posts/x/"),
            ("x.html?a=1#b", "https://example.org/news/x.html?a=1#b"),
            ("../y", "https://example.org/y"),
            ("//other.org/z", "https://other.org/z"),
            ("?page=2", "https://example.org/news?page=2"),
        ] {
            assert_eq!(join(reference), address, "{reference}");
        }
        assert_eq!(joined("https://example.org", "/"), "https://example.org/");
    }

    #[test]
    fn a_name_is_known_by_its_letters_and_figures() {
        for name in ["section-32", "section-3.2", "Section_3-2", "section%203.2"] {
            assert_eq!(sounds(name), "section32", "{name}");
        }
        assert_eq!(sounds("%C3%A9t%C3%A9"), "été");
        assert_eq!(sounds("100%"), "100");
    }

    #[test]
    fn paths_lose_what_says_nothing() {
        assert_eq!(normal("./a/../b//c/"), "b/c");
        assert_eq!(stripped("posts/night.train.md"), "posts/night.train");
        assert_eq!(stripped("posts/page.html"), "posts/page");
        assert_eq!(stripped("posts/night.train"), "posts/night.train");
    }
}
