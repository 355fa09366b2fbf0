//! Takes the key of an entry of `styles` (`quote`, `aside.warning`, `.lead`); returns the element
//! and the class that it styles.

use super::element::Element;
use std::fmt;

/// What an entry styles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    /// The element; none is any.
    pub element: Option<Element>,
    /// The class; empty is any.
    pub class: String,
}

/// As it is written in a theme.
impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.element.map_or("", Element::name))?;
        match self.class.is_empty() {
            true => Ok(()),
            false => write!(f, ".{}", self.class),
        }
    }
}

impl Selector {
    /// Reads an element, an element with a class, or a class after a point.
    ///
    /// # Errors
    ///
    /// The name that is no element, or nothing where the class is none.
    pub(super) fn parse(text: &str) -> Result<Selector, Option<String>> {
        let (name, class) = match text.trim().split_once('.') {
            Some((name, class)) => (name, Some(class)),
            None => (text.trim(), None),
        };
        let is_name = |class: &str| {
            let mut letters = class.chars();
            letters.next().is_some_and(char::is_alphabetic)
                && letters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        };
        let element = match name {
            "" => None,
            name => Some(Element::named(name).ok_or_else(|| Some(name.to_owned()))?),
        };
        match class {
            None if element.is_some() => {}
            Some(class) if is_name(class) => {}
            None | Some(_) => return Err(None),
        }
        Ok(Selector {
            element,
            class: class.unwrap_or("").to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_written_as_it_is_read() {
        for text in ["quote", "aside.warning", ".lead-in", "heading-2"] {
            assert_eq!(Selector::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Selector::parse("qoute"), Err(Some("qoute".to_owned())));
        for wrong in ["", ".", "quote.", ".a.b", ".1", ".a b"] {
            assert_eq!(Selector::parse(wrong), Err(None), "{wrong}");
        }
    }
}
