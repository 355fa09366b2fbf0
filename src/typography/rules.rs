//! The rules of typography by name, and the presets: one table for `typography`, which
//! applies them, and for readers, which validate what an article selects.
//!
//! It imports nothing, so that readers can know the names without the rules. The authority
//! of a rule is named where it is applied.

/// The name of each rule, and what it does. A change in the
/// [ledger](crate::model::Ledger) names the rule that made it.
pub const RULES: [(&str, &str); 18] = [
    (
        "quotes",
        "straight quotation marks become those of the language",
    ),
    (
        "apostrophe",
        "a straight apostrophe becomes a typographic one",
    ),
    (
        "primes",
        "straight marks after feet, inches, minutes and seconds become primes",
    ),
    ("dash", "typewriter hyphens become dashes"),
    ("range", "a hyphen between two figures becomes a dash"),
    ("comma-space", "no space before a comma"),
    ("ellipsis", "three full stops become one sign"),
    ("high-space", "French: the space before ; ! ?"),
    ("colon-space", "French: the space before a colon"),
    ("guillemet-space", "French: the spaces inside « »"),
    ("percent-space", "a space before the percent sign"),
    ("abbreviation-space", "German: narrow spaces in z. B."),
    ("thousands", "groups of figures stay together"),
    ("ties", "what belongs together stays on one line"),
    ("comma-below", "Romanian: commas for cedillas"),
    ("ela-geminada", "Catalan: the dot between two l"),
    ("superiors", "French: superscripts in 1er, XIXe and Mme"),
    ("numero", "a letter for the sign of a degree in nº"),
];

/// The presets that an article can select instead of the default of its language: `none`
/// switches typography off.
pub const PRESETS: [&str; 5] = ["none", "fr", "fr-presse", "fr-CH", "fr-CA"];
