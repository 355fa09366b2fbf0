//! The texts of running heads and folios: templates such as `{kicker} · {folio}`.

use crate::diag::nearest;
use std::fmt;

/// What stands on a page beside its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Furniture {
    /// Over the text of a verso.
    pub verso: Template,
    /// Over the text of a recto.
    pub recto: Template,
    /// Under the text of every page.
    pub foot: Template,
    /// Where in the measure the heads stand.
    pub heads_at: Side,
    /// Where in the measure the foot stands.
    pub foot_at: Side,
}

/// A place within the measure of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// At the fore edge.
    #[default]
    Outer,
    /// In the middle.
    Centre,
    /// At the fold.
    Inner,
}

/// What a template has a place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The article's headline.
    Headline,
    /// The article's kicker.
    Kicker,
    /// The article's byline.
    Byline,
    /// The title of the book; a lone article has none.
    Book,
    /// The number of the page.
    Folio,
    /// The article's date, as it was written.
    Date,
}

/// The slots by their names.
const SLOTS: [(&str, Slot); 6] = [
    ("headline", Slot::Headline),
    ("kicker", Slot::Kicker),
    ("byline", Slot::Byline),
    ("book", Slot::Book),
    ("folio", Slot::Folio),
    ("date", Slot::Date),
];

/// A line of furniture with slots: `{book|kicker}` is the first of the two that
/// there is. What stands between two slots is printed where both are filled;
/// a template whose slots all stay empty says nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Template {
    /// As it was written.
    text: String,
    /// Before the first slot.
    lead: String,
    /// Each slot with its alternatives, and what stands between it and the next.
    slots: Vec<(Vec<Slot>, String)>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut parts = text.split('{');
        let lead = parts.next().unwrap_or("").to_owned();
        let mut template = Template {
            text: text.to_owned(),
            lead,
            slots: Vec::new(),
        };
        for part in parts {
            let Some((names, after)) = part.split_once('}') else {
                return Err("a `{` is never closed".to_owned());
            };
            let slots = names.split('|').map(slot).collect::<Result<_, _>>()?;
            template.slots.push((slots, after.to_owned()));
        }
        let mut fixed = template.slots.iter().map(|(_, after)| after);
        if template.lead.contains('}') || fixed.any(|text| text.contains('}')) {
            return Err("a `}` closes nothing".to_owned());
        }
        Ok(template)
    }

    /// The line it makes of what the slots are filled with.
    pub fn fill<'v>(&self, value: impl Fn(Slot) -> &'v str) -> String {
        let mut line = self.lead.clone();
        let mut filled = false;
        let mut between = "";
        for (alternatives, after) in &self.slots {
            let mut values = alternatives.iter().map(|slot| value(*slot));
            if let Some(text) = values.find(|text| !text.is_empty()) {
                if filled {
                    line.push_str(between);
                }
                line.push_str(text);
                filled = true;
            }
            between = after;
        }
        match (self.slots.is_empty(), filled) {
            (true, _) => line,
            (false, true) => line + between,
            (false, false) => String::new(),
        }
    }
}

/// As it was written.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn slot(name: &str) -> Result<Slot, String> {
    let known = SLOTS.iter().find(|(known, _)| *known == name.trim());
    known.map(|(_, slot)| *slot).ok_or_else(|| {
        let near = nearest(name, SLOTS.iter().map(|(name, _)| *name));
        let asked = near.map_or(String::new(), |near| {
            format!(": did you mean `{{{near}}}`?")
        });
        format!("there is nothing called `{{{name}}}`{asked}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        let value = |slot| match slot {
            Slot::Headline => "Headline",
            Slot::Kicker | Slot::Book => "",
            Slot::Byline => "By A. Writer",
            Slot::Folio => "7",
            Slot::Date => "2026-03-03",
        };
        Template::parse(template).unwrap().fill(value)
    }

    #[test]
    fn a_slot_that_stays_empty_takes_its_separator_along() {
        assert_eq!(filled("{kicker} · {headline} · {folio}"), "Headline · 7");
        assert_eq!(filled("{folio} / {kicker}"), "7");
        assert_eq!(filled("— {folio} —"), "— 7 —");
        assert_eq!(filled("No. {kicker}!"), "");
        assert_eq!(filled("The Evening Post"), "The Evening Post");
        assert_eq!(filled(""), "");
    }

    #[test]
    fn the_first_alternative_that_there_is_is_taken() {
        assert_eq!(filled("{book|kicker|byline}"), "By A. Writer");
        assert_eq!(filled("{book|kicker}"), "");
    }

    #[test]
    fn a_template_that_is_wrong_says_why() {
        let fault = |text| Template::parse(text).unwrap_err();
        assert!(fault("{folo}").contains("did you mean `{folio}`?"));
        assert!(fault("{weather}").ends_with("`{weather}`"));
        assert!(fault("{folio").contains("never closed"));
        assert!(fault("folio}").contains("closes nothing"));
        assert!(fault("{folio}}").contains("closes nothing"));
    }
}
