//! The texts of running heads and folios: templates such as `{kicker} · {folio}`.

use crate::diag::nearest;
use std::fmt;

/// The running heads and folios of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Furniture {
    /// The running head of verso pages.
    pub verso: Template,
    /// The running head of recto pages.
    pub recto: Template,
    /// The foot of every page.
    pub foot: Template,
    /// The position of the heads within the measure.
    pub heads_at: Side,
    /// The position of the foot within the measure.
    pub foot_at: Side,
}

/// A position within the measure of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Side {
    /// At the fore edge.
    #[default]
    Outer,
    /// In the middle.
    Centre,
    /// At the fold.
    Inner,
}

/// A value that a template can contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The article's headline.
    Headline,
    /// The article's kicker.
    Kicker,
    /// The article's byline.
    Byline,
    /// The title of the book; a single article has none.
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

/// A line of furniture with slots: `{book|kicker}` is the first that has a value. Text
/// between two slots is printed if both have values. If all slots are empty, nothing is
/// printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Template {
    /// As it was written.
    text: String,
    /// Before the first slot.
    lead: String,
    /// Each slot with its alternatives, and the text before the next slot.
    slots: Vec<(Vec<Slot>, String)>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// The error, in a sentence.
    pub(crate) fn parse(text: &str) -> Result<Template, String> {
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

    /// The line with the values of its slots.
    pub(crate) fn fill<'v>(&self, value: impl Fn(Slot) -> &'v str) -> String {
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
