//! Takes a formula in MathML in a line; gives back its TeX between dollars, or its words where
//! it has none (MathML Core, 6, `annotation`).

use super::{Dialect, Draft, Notes};

/// What TeX has signs for that HTML writes as entities.
const ENTITIES: [(&str, &str); 3] = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];

/// A formula that a text begins with, which stands at a byte of the draft's; how long it is.
pub(super) fn formula(
    draft: &mut Draft,
    text: &str,
    at: usize,
    notes: &mut Notes,
) -> Option<usize> {
    const CLOSE: &str = "</math>";
    let is_tag = text
        .get("<math".len()..)?
        .starts_with([' ', '>', '\n', '\t']);
    let inner = text.find(CLOSE).filter(|_| is_tag)?;
    let end = inner + CLOSE.len();
    let whole = text.get(..inner)?;
    if whole.get(1..)?.contains("<math") || text.get(end..)?.starts_with('$') {
        return None;
    }
    draft.keep_to(at);
    match tex(whole) {
        Some((from, to)) => {
            let opening = whole.split('>').next().unwrap_or("");
            let sign = match opening.contains("display=\"block\"") {
                true => "$$",
                false => "$",
            };
            draft.put(sign);
            let mut here = from;
            while let Some(rest) = whole.get(here..to).filter(|rest| !rest.is_empty()) {
                let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
                let Some((entity, meaning)) = entity else {
                    let next = rest.get(1..).and_then(|rest| rest.find('&'));
                    let length = next.map_or(rest.len(), |next| next + 1);
                    draft.copy(at + here..at + here + length);
                    here += length;
                    continue;
                };
                draft.put(meaning);
                here += entity.len();
            }
            draft.skip_to(at + end);
            draft.put(sign);
            // A dollar before a figure closes nothing.
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            if next.is_some_and(|c| c.is_ascii_digit()) {
                draft.put("<!---->");
            }
            notes.tell(Dialect::MathTex, at..at + end);
        }
        None => {
            let mut here = 0;
            while let Some(rest) = text.get(here..end).filter(|rest| !rest.is_empty()) {
                if rest.starts_with('<') {
                    here += rest.find('>').map_or(rest.len(), |end| end + 1);
                    continue;
                }
                let c = rest.chars().next()?;
                // Signs of a formula are none of Markdown.
                draft.skip_to(at + here);
                if c.is_ascii_punctuation() && c != '&' && c != ';' && c != '#' {
                    draft.put("\\");
                }
                here += c.len_utf8();
                draft.keep_to(at + here);
            }
            draft.skip_to(at + end);
            notes.tell(Dialect::MathWords, at..at + end);
        }
    }
    Some(end)
}

/// Where the TeX of a formula stands in it, if it can stand between dollars.
fn tex(whole: &str) -> Option<(usize, usize)> {
    let found = whole.find("application/x-tex")?;
    let from = found + whole.get(found..)?.find('>')? + 1;
    let to = from + whole.get(from..)?.find("</annotation")?;
    let tex = whole.get(from..to)?;
    let from = to - tex.trim_start().len();
    let tex = tex.trim();
    let is_plain = !tex.is_empty() && !tex.contains(['$', '<', '`', '\n', '%']);
    // What ends in a backslash would keep the dollar after it from closing.
    (is_plain && !tex.ends_with('\\')).then_some((from, from + tex.len()))
}
