//! The one list that lines and pages are broken from, as in TeX: boxes that
//! have a size, glue that stretches and shrinks, penalties that say what a
//! break would cost. Across, sizes are widths; down, they are heights. All are
//! in points.

/// A thing in a list that is to be broken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Item {
    /// Something that is never broken.
    Box {
        /// Its size.
        size: f64,
        /// How far it may hang out at the start of a line.
        hang_start: f64,
        /// How far it may hang out at the end of a line.
        hang_end: f64,
    },
    /// Space, which vanishes beside a break.
    Glue {
        /// What it would like to be.
        natural: f64,
        /// How much it can gain.
        stretch: f64,
        /// How much it can lose.
        shrink: f64,
    },
    /// A place to break at, or not to.
    Penalty {
        /// What it costs; [`FORCED`] must break, [`FORBIDDEN`] must not.
        cost: f64,
        /// Size added by breaking here: a hyphen.
        size: f64,
        /// How far that may hang out.
        hang_end: f64,
        /// Whether two such breaks should not follow each other.
        flagged: bool,
    },
}

/// A penalty that forbids.
pub(crate) const FORBIDDEN: f64 = f64::INFINITY;
/// A penalty that commands.
pub(crate) const FORCED: f64 = f64::NEG_INFINITY;
/// Stretch that fills any line: a paragraph's last.
pub(crate) const FILL: f64 = 1e7;

impl Item {
    /// A box that hangs out nowhere.
    pub(crate) fn solid(size: f64) -> Item {
        Item::Box {
            size,
            hang_start: 0.0,
            hang_end: 0.0,
        }
    }

    /// Glue that neither stretches nor shrinks.
    pub(crate) fn space(natural: f64) -> Item {
        Item::Glue {
            natural,
            stretch: 0.0,
            shrink: 0.0,
        }
    }

    /// A penalty that adds nothing.
    pub(crate) fn penalty(cost: f64) -> Item {
        Item::Penalty {
            cost,
            size: 0.0,
            hang_end: 0.0,
            flagged: false,
        }
    }
}

/// The item that a line or a page begins with after a break at `at`: glue and
/// penalties beside a break vanish, but another forced break does not.
pub(crate) fn first_box(items: &[Item], at: usize) -> usize {
    let mut start = at;
    while let Some(item) = items.get(start) {
        match item {
            Item::Box { .. } => break,
            Item::Penalty { cost, .. } if *cost == FORCED && start > at => break,
            Item::Glue { .. } | Item::Penalty { .. } => start += 1,
        }
    }
    start
}
