//! Takes the entries under `styles` in a theme; returns the styles of elements and classes, and
//! shows them as they are read.

use super::value::{Limits, Setting};
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::style::element::{Element, Scope};
use crate::style::property::{Border, Caps, Ground, Hue, Part, Weight};
use crate::style::selector::Selector;
use crate::style::styles::{Styles, Styling};
use crate::style::{Colour, Colours};

/// A property of an entry.
pub(super) struct Property {
    /// Its key.
    pub(super) name: &'static str,
    /// A short description.
    pub(super) about: &'static str,
    /// Which elements can have it.
    scope: Scope,
    read: fn(&mut Styling, &Value) -> Result<(), String>,
    show: fn(&Styling) -> Option<String>,
    wants: fn() -> String,
    /// The JSON Schema of its values.
    pub(super) schema: fn() -> serde_json::Value,
}

/// Lists properties: their keys, fields, limits, scopes and descriptions.
macro_rules! properties {
    ($($name:literal => $field:ident: $type:ty, $limits:expr, $scope:ident, $about:literal;)*) => {
        &[$(Property {
            name: $name,
            about: $about,
            scope: Scope::$scope,
            read: |styling, node| {
                styling.$field = Some(<$type>::read(node, $limits)?);
                Ok(())
            },
            show: |styling| styling.$field.as_ref().map(Setting::show),
            wants: || <$type>::wants($limits),
            schema: || <$type>::schema($limits),
        }),*]
    };
}

/// No limits, or all words.
const ANY: Limits = (f64::NEG_INFINITY, f64::INFINITY);
/// A size in sizes of the text.
const SCALE: Limits = (0.4, 8.0);
/// White in lines.
const LINES: Limits = (0.0, 20.0);
/// Lengths within a page, in points.
const INSET: Limits = (0.0, 400.0);

/// All properties, in the order in which they are shown.
pub(super) const PROPERTIES: &[Property] = properties! {
    "family" => family: Part, ANY, Type, "part of the fonts: text, display, headings, sans or code";
    "size" => size: f64, SCALE, Type, "relative to the text size";
    "leading" => leading: f64, (0.5, 12.0), Type, "baseline to baseline, in lines of the text";
    "weight" => weight: Weight, ANY, Type, "normal or bold";
    "italic" => italic: bool, ANY, Type, "true or false";
    "caps" => caps: Caps, ANY, Type, "none, small (small capitals) or all";
    "colour" => colour: Hue, ANY, Type, "a colour, or a key of `colours`";
    "align" => align: crate::style::Fill, ANY, Type, "justified, ragged, balanced, centred or end";
    "indent" => indent: crate::style::length::Length, INSET, Block, "first line of its paragraphs";
    "drop-capital" => drop_capital: bool, ANY, Block, "a paragraph begins with a drop capital";
    "start" => start: crate::style::length::Length, INSET, Box, "indent of all lines where they begin";
    "end" => end: crate::style::length::Length, INSET, Box, "indent of all lines where they end";
    "before" => before: f64, LINES, Box, "white before it, in lines of the text";
    "after" => after: f64, LINES, Box, "white after it, in lines of the text";
    "padding" => padding: crate::style::length::Length, INSET, Box, "from border or background to the text";
    "border" => border: Border, ANY, Box, "none, all, or sides: [top, bottom, start, end]";
    "border-width" => border_width: crate::style::length::Length, (0.1, 20.0), Box, "thickness of the border";
    "border-colour" => border_colour: Hue, ANY, Box, "a colour, or a key of `colours`";
    "background" => background: Ground, ANY, Box, "none, a colour, or a key of `colours`";
    "columns" => columns: usize, (1.0, 6.0), Box, "columns that the blocks of a group or an aside stand in";
    "keep" => keep: bool, ANY, Box, "stays on one page, or in one column";
};

/// Reads the entries, and puts them over styles. What they have none of is reported.
pub(super) fn read(
    value: &Value,
    styles: &mut Styles,
    places: &mut Vec<(Selector, crate::source::Span)>,
    report: &mut Report,
) {
    let entries = match &value.kind {
        Kind::Null => return,
        Kind::Map(entries) => entries,
        Kind::Scalar { .. } | Kind::List(_) => {
            let message = "`styles` expects elements and classes with their properties";
            let error = Diagnostic::error(Code::WrongValue, value.span, message);
            report.push(error.hint("write it as `styles: {quote: {italic: true}}`"));
            return;
        }
    };
    for entry in entries {
        let selector = match Selector::parse(&entry.key) {
            Ok(selector) => selector,
            Err(unknown) => {
                report.push(no_selector(entry, unknown));
                continue;
            }
        };
        let bare = selector.element.filter(|element| !element.has_classes());
        if let Some(element) = bare.filter(|_| !selector.class.is_empty()) {
            let name = element.name();
            let message = format!("`{name}` never has a class");
            let warning = Diagnostic::warning(Code::UnknownKey, entry.span, message);
            report.push(warning.hint(format!("write `{name}`; classes are for blocks")));
            continue;
        }
        let styling = of(entry, &selector, report);
        places.push((selector.clone(), entry.span));
        styles.set(selector, styling);
    }
}

fn no_selector(entry: &Entry, unknown: Option<String>) -> Diagnostic {
    let Some(name) = unknown else {
        let message = format!("`{}` is neither an element nor a class", entry.key);
        let warning = Diagnostic::warning(Code::UnknownKey, entry.span, message);
        return warning.hint("write `quote`, `aside.warning` or, for any element, `.warning`");
    };
    let message = format!("unknown element `{name}`");
    let warning = Diagnostic::warning(Code::UnknownKey, entry.span, message);
    let names = Element::all().map(Element::name);
    match nearest(&name, names.clone()) {
        Some(near) => warning.hint(format!("did you mean `{near}`?")),
        None => warning
            .hint(format!("a class begins with a point: `.{name}`"))
            .hint(format!(
                "elements: {}",
                names.collect::<Vec<_>>().join(", ")
            )),
    }
}

/// The properties of an entry.
fn of(entry: &Entry, selector: &Selector, report: &mut Report) -> Styling {
    let mut styling = Styling::default();
    if !matches!(entry.value.kind, Kind::Map(_) | Kind::Null) {
        let message = format!("`{selector}` expects properties");
        let error = Diagnostic::error(Code::WrongValue, entry.value.span, message);
        report.push(error.hint(format!("write it as `{selector}: {{italic: true}}`")));
    }
    for one in entry.value.entries() {
        let Some(property) = PROPERTIES.iter().find(|known| known.name == one.key) else {
            let message = format!("a style has no property `{}`", one.key);
            let warning = Diagnostic::warning(Code::UnknownKey, one.span, message);
            let names = PROPERTIES.iter().map(|property| property.name);
            report.push(match nearest(&one.key, names.clone()) {
                Some(near) => warning.hint(format!("did you mean `{near}`?")),
                None => {
                    let names: Vec<&str> = names.collect();
                    warning.hint(format!("there are {}", names.join(", ")))
                }
            });
            continue;
        };
        if let Some(element) = selector.element.filter(|e| !applies(property, *e)) {
            let (name, element) = (property.name, element.name());
            let message = format!("`{name}` has no effect on `{element}`");
            let warning = Diagnostic::warning(Code::UnknownKey, one.span, message);
            report.push(match element {
                "figure" | "table" => warning.hint(format!(
                    "its words have styles of their own, such as `{}`",
                    if element == "figure" {
                        "caption"
                    } else {
                        "cell"
                    }
                )),
                _ if one.key == "columns" => warning.hint("it is for `group`, `aside` and classes"),
                _ if one.key == "drop-capital" => {
                    warning.hint("it is for `paragraph`, `group` and classes")
                }
                _ => warning.hint("it is for blocks"),
            });
            continue;
        }
        if let Err(reason) = (property.read)(&mut styling, &one.value) {
            let message = format!("`{}` expects {}", one.key, (property.wants)());
            let error = Diagnostic::error(Code::WrongValue, one.value.span, message);
            report.push(match reason.is_empty() {
                true => error,
                false => error.hint(reason),
            });
        }
    }
    styling
}

/// Whether an element can have a property.
fn applies(property: &Property, element: Element) -> bool {
    match property.name {
        "columns" => return matches!(element, Element::Group | Element::Aside),
        "drop-capital" => return matches!(element, Element::Paragraph | Element::Group),
        _ => {}
    }
    match (property.scope, element.scope()) {
        (_, Scope::Block) | (Scope::Box, Scope::Box) | (Scope::Type, Scope::Type) => true,
        (Scope::Block, Scope::Box | Scope::Type)
        | (Scope::Box, Scope::Type)
        | (Scope::Type, Scope::Box) => false,
    }
}

/// The properties of an entry as YAML, each with its key.
pub(super) fn shown(styling: &Styling) -> impl Iterator<Item = (&'static Property, String)> {
    let properties = PROPERTIES.iter();
    properties.filter_map(|property| Some((property, (property.show)(styling)?)))
}

/// Reports text with low contrast on its background.
pub(super) fn remark_contrast(
    styles: &Styles,
    places: &[(Selector, crate::source::Span)],
    colours: &Colours,
    report: &mut Report,
) {
    for (selector, styling) in styles.entries() {
        let own = places.iter().find(|(own, _)| own == selector);
        let Some((_, place)) = own else { continue };
        let ground = match styling.background {
            Some(Ground::Tint(hue)) => hue.of(colours),
            Some(Ground::None) | None => Colour::WHITE,
        };
        let Some(text) = styling.colour.or(styling.background.map(|_| Hue::Text)) else {
            continue;
        };
        let contrast = text.of(colours).contrast(ground);
        if contrast < Colour::LEAST_CONTRAST {
            let message =
                format!("the text of `{selector}` has a contrast of {contrast:.1} with its ground");
            let hint = format!("type is read with ease from {} on", Colour::LEAST_CONTRAST);
            report.push(Diagnostic::note(Code::LowContrast, *place, message).hint(hint));
        }
    }
}
