//! Takes items; returns the best places to break them: Knuth and Plass's optimum fit ("Breaking
//! paragraphs into lines", Software: Practice and Experience 11, 1981), with hanging punctuation
//! inside the widths and letterfit.
//!
//! This file knows no font and no article. Its input is a list of items, the
//! measure of each line, and what is ugly; of all ways to break the list it
//! finds the one whose lines are least ugly in sum. A line takes what it lacks
//! first from letterfit, then from its spaces.

use crate::layout::item::{FILL, FORBIDDEN, FORCED, Item, first_box};

/// How lines are to be filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// The measure of each line; the last serves all further ones.
    pub measures: &'a [f64],
    /// How far a line may fall short at its end: 0 for justified text.
    pub rag: f64,
    /// What is ugly.
    pub costs: &'a Costs,
}

/// What is ugly in lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Costs {
    /// Demerits of two flagged breaks one after the other.
    pub double_flag: f64,
    /// Demerits, beside those, of a third and each further one.
    pub triple_flag: f64,
    /// Demerits of a flagged break before the last line.
    pub final_flag: f64,
    /// Demerits of a tight line beside a loose one.
    pub contrast: f64,
    /// Demerits of a last line shorter than `runt_size`, or of the end of a word.
    pub runt: f64,
    /// Below which size a last line is a runt.
    pub runt_size: f64,
    /// By which part glyphs may be narrowed or widened.
    pub letterfit: f64,
    /// By which part more they may be widened where spaces would gape otherwise.
    pub last_fit: f64,
    /// Added to every line's demerits: fewer lines are better.
    pub line: f64,
}

/// A line of the solution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Break {
    /// The item the line ends at: glue, a penalty, or the end of the list.
    pub at: usize,
    /// Which part of its stretch (positive) or shrink (negative) each space
    /// takes.
    pub ratio: f64,
    /// By which factor glyphs are widened, about 1.
    pub fit: f64,
    /// Whether the line is wider than its measure, whatever is done.
    pub overfull: bool,
}

/// Breaks a list of items, which ends with a forced penalty, into lines.
///
/// Where no way of breaking keeps within what spaces can give, lines may be looser, and
/// what makes them so is spread over their neighbours: how ugly a loose line is grows
/// without bound, so that two loose lines are better than a looser one. Only a box wider
/// than its measure makes an overfull line.
pub(crate) fn linebreak(items: &[Item], terms: &Terms) -> Vec<Break> {
    search(items, terms, false).0
}

/// The same, and what it costs to have a line less or a line more.
pub(crate) fn linebreak_with_give(items: &[Item], terms: &Terms) -> (Vec<Break>, Give) {
    search(items, terms, true)
}

/// What it costs to break a list into a line less or more than is best for it,
/// in demerits beyond the best; nothing where it cannot be (TeX's looseness).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Give {
    /// A line less.
    pub less: Option<f64>,
    /// A line more.
    pub more: Option<f64>,
}

fn search(items: &[Item], terms: &Terms, by_line: bool) -> (Vec<Break>, Give) {
    let sums = Sums::of(items);
    let measure = terms.measures.last().copied().unwrap_or(0.0);
    // A first pass that takes a loose line before a runt or a cut name, one with more
    // patience, one that takes any line.
    for tolerance in [2.0, 3.0] {
        let mut search = Search::new(items, &sums, terms, tolerance);
        search.by_line |= by_line;
        if let Some((breaks, give)) = search.run(false) {
            return (breaks, give);
        }
    }
    for force in [false, true] {
        let mut search = Search::new(items, &sums, terms, f64::INFINITY);
        search.emergency = measure * EMERGENCY;
        if let Some((breaks, _)) = search.run(force) {
            return (breaks, Give::default());
        }
    }
    Default::default()
}

/// What a line without spaces counts as its stretch where any line is taken, as a part
/// of the measure: how loose such a line is must be a number.
const EMERGENCY: f64 = 0.01;

/// How loose or tight lines may be that are set so to level a page.
const BEARABLE: f64 = 1.5;

/// Breaks a list into just so many lines, none of them looser or tighter than
/// is seen; nothing, where it cannot be broken so. The line of the number `solid`
/// ends with no flagged break: it ends a page.
pub(crate) fn linebreak_to(
    items: &[Item],
    terms: &Terms,
    lines: usize,
    solid: Option<usize>,
) -> Option<Vec<Break>> {
    let sums = Sums::of(items);
    // A hyphen at the foot of a page is no worse than a line full of holes.
    let most = if solid.is_some() { 2.0 } else { 2.0 * BEARABLE };
    for tolerance in [BEARABLE, most] {
        let mut search = Search::new(items, &sums, terms, tolerance);
        search.by_line = true;
        search.lines = Some(lines);
        search.solid = solid;
        if let Some((breaks, _)) = search.run(false) {
            return Some(breaks);
        }
    }
    None
}

/// Running totals before each item.
struct Sums {
    size: Vec<f64>,
    boxes: Vec<f64>,
    stretch: Vec<f64>,
    shrink: Vec<f64>,
}

impl Sums {
    fn of(items: &[Item]) -> Sums {
        let mut sums = Sums {
            size: vec![0.0],
            boxes: vec![0.0],
            stretch: vec![0.0],
            shrink: vec![0.0],
        };
        let (mut total, mut boxes, mut stretch, mut shrink) = (0.0, 0.0, 0.0, 0.0);
        for item in items {
            match item {
                Item::Box { size, .. } => {
                    total += size;
                    boxes += size;
                }
                Item::Glue {
                    natural,
                    stretch: more,
                    shrink: less,
                } => {
                    total += natural;
                    stretch += more;
                    shrink += less;
                }
                Item::Penalty { .. } => {}
            }
            sums.size.push(total);
            sums.boxes.push(boxes);
            sums.stretch.push(stretch);
            sums.shrink.push(shrink);
        }
        sums
    }
}

/// A way to have broken the list so far.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The item broken at, and the first item of the line that follows.
    at: usize,
    start: usize,
    line: usize,
    fitness: u8,
    /// How many flagged breaks stand one after the other up to here.
    flags: u32,
    demerits: f64,
    ratio: f64,
    fit: f64,
    overfull: bool,
    before: usize,
}

impl Node {
    /// Nothing broken yet.
    fn root(items: &[Item]) -> Node {
        Node {
            at: 0,
            start: first_box(items, 0),
            line: 0,
            fitness: 1,
            flags: 0,
            demerits: 0.0,
            ratio: 0.0,
            fit: 1.0,
            overfull: false,
            before: ROOT,
        }
    }
}

/// From which ratio on the spaces of a line gape: they are twice and a half as wide as
/// they would like to be.
const GAPING: f64 = 2.9;

/// The most badness of a line: of one that is a hundred times as loose as it should be
/// all that is known is that it must not be.
const WORST: f64 = 1e8;

struct Search<'a> {
    items: &'a [Item],
    sums: &'a Sums,
    terms: &'a Terms<'a>,
    tolerance: f64,
    emergency: f64,
    /// Whether ways of different numbers of lines are told apart.
    by_line: bool,
    /// How many lines there must be.
    lines: Option<usize>,
    /// The line that must end with no flagged break.
    solid: Option<usize>,
    nodes: Vec<Node>,
    active: Vec<usize>,
    /// Kept between breaks for their memory: nodes found, nodes that stay.
    found: Vec<Node>,
    kept: Vec<usize>,
}

/// What a line between two breaks would be like.
struct Line {
    ratio: f64,
    fit: f64,
    natural: f64,
    overfull: bool,
}

const ROOT: usize = usize::MAX;

impl<'a> Search<'a> {
    fn new(items: &'a [Item], sums: &'a Sums, terms: &'a Terms<'a>, tolerance: f64) -> Self {
        Search {
            items,
            sums,
            terms,
            tolerance,
            emergency: 0.0,
            by_line: terms.measures.len() > 1,
            lines: None,
            solid: None,
            nodes: Vec::new(),
            active: Vec::new(),
            found: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// Searches from the start of the list; `force` breaks even where no line
    /// is bearable.
    fn run(mut self, force: bool) -> Option<(Vec<Break>, Give)> {
        self.nodes.push(Node::root(self.items));
        self.active.push(0);
        for at in 0..self.items.len() {
            let legal = match self.items[at] {
                Item::Glue { .. } => at > 0 && matches!(self.items[at - 1], Item::Box { .. }),
                Item::Penalty { cost, .. } => cost != FORBIDDEN,
                Item::Box { .. } => false,
            };
            if legal {
                self.consider(at, force);
                if self.active.is_empty() {
                    return None;
                }
            }
        }
        let end = self.items.len().checked_sub(1)?;
        let of = |lines: Option<usize>| {
            let ends = self.active.iter().map(|node| (*node, &self.nodes[*node]));
            let ends = ends.filter(|(_, node)| node.at == end);
            let ends = ends.filter(|(_, node)| lines.is_none_or(|lines| node.line == lines));
            ends.min_by(|a, b| a.1.demerits.total_cmp(&b.1.demerits))
        };
        let (best, node) = of(self.lines)?;
        let mut give = Give::default();
        if self.by_line {
            let cost = |lines: Option<usize>| {
                let (_, other) = of(Some(lines?))?;
                Some(other.demerits - node.demerits)
            };
            give = Give {
                less: cost(node.line.checked_sub(1)),
                more: cost(Some(node.line + 1)),
            };
        }
        Some((self.trace(best), give))
    }

    /// Tries to end a line at `at` for each active node.
    fn consider(&mut self, at: usize, force: bool) {
        let forced = matches!(self.items[at], Item::Penalty { cost, .. } if cost == FORCED);
        // The best new node of each fitness class, and by line where measures
        // differ from line to line.
        let mut found = std::mem::take(&mut self.found);
        let mut kept = std::mem::take(&mut self.kept);
        let mut active = std::mem::take(&mut self.active);
        let mut last_resort: Option<Node> = None;
        for index in active.drain(..) {
            let node = self.nodes[index];
            if at < node.start && !forced {
                kept.push(index);
                continue;
            }
            let line = self.line(&node, at);
            if line.overfull {
                // No later break can mend a line that is too long already.
                if force && last_resort.is_none_or(|best| node.demerits < best.demerits) {
                    last_resort = Some(self.node_after(index, &node, at, &line, 1e9));
                }
                continue;
            }
            if !forced {
                kept.push(index);
            }
            let flagged = matches!(self.items[at], Item::Penalty { flagged: true, .. });
            if line.ratio > self.tolerance || (flagged && self.solid == Some(node.line)) {
                continue;
            }
            let demerits = self.demerits(&node, at, &line, forced);
            let new = self.node_after(index, &node, at, &line, demerits);
            let same =
                |n: &&mut Node| n.fitness == new.fitness && (!self.by_line || n.line == new.line);
            match found.iter_mut().find(same) {
                Some(best) if best.demerits <= new.demerits => {}
                Some(best) => *best = new,
                None => found.push(new),
            }
        }
        if found.is_empty() && kept.is_empty() {
            found.extend(last_resort);
        }
        for node in found.drain(..) {
            kept.push(self.nodes.len());
            self.nodes.push(node);
        }
        (self.active, self.kept, self.found) = (kept, active, found);
    }

    fn node_after(&self, index: usize, node: &Node, at: usize, line: &Line, more: f64) -> Node {
        Node {
            at,
            start: first_box(self.items, at),
            line: node.line + 1,
            fitness: fitness(line.ratio),
            flags: match self.items[at] {
                Item::Penalty { flagged: true, .. } => node.flags + 1,
                Item::Box { .. } | Item::Glue { .. } | Item::Penalty { .. } => 0,
            },
            demerits: node.demerits + more,
            ratio: line.ratio,
            fit: line.fit,
            overfull: line.overfull,
            before: index,
        }
    }

    /// The line from a node to a break.
    fn line(&self, node: &Node, at: usize) -> Line {
        let start = node.start.min(at);
        let between = |sums: &[f64]| sums[at] - sums[start];
        let (added, hang_end) = match self.items[at] {
            Item::Penalty { size, hang_end, .. } if size > 0.0 => (size, hang_end),
            Item::Box { .. } | Item::Glue { .. } | Item::Penalty { .. } => {
                (0.0, hang_before(self.items, start, at))
            }
        };
        let hang_start = if let Some(Item::Box { hang_start, .. }) = self.items.get(start)
            && start < at
        {
            *hang_start
        } else {
            0.0
        };
        let natural = between(&self.sums.size) + added - hang_end - hang_start;
        let measures = self.terms.measures;
        let measure = measures.get(node.line).or(measures.last()).copied();
        let lack = measure.unwrap_or(0.0) - natural;
        let boxes = between(&self.sums.boxes);
        let (stretch, shrink) = (between(&self.sums.stretch), between(&self.sums.shrink));
        // A line that fill closes needs no wider letters.
        let give = if lack > 0.0 && stretch >= FILL {
            0.0
        } else {
            (boxes * self.terms.costs.letterfit).min(lack.abs())
        };
        let rest = lack.abs() - give;
        let elastic = if lack > 0.0 {
            stretch + self.terms.rag + self.emergency
        } else {
            shrink
        };
        // A hair's breadth is rounding, not looseness.
        let (give, rest) = self.widen(give, rest, boxes, elastic, lack);
        let ratio = if rest < 1e-6 {
            0.0
        } else if elastic > 0.0 {
            rest / elastic
        } else {
            f64::INFINITY
        };
        let fit = if boxes > 0.0 { give / boxes } else { 0.0 };
        Line {
            ratio: ratio.copysign(lack),
            fit: 1.0 + fit.copysign(lack),
            natural,
            overfull: lack < 0.0 && ratio > 1.0 + 1e-9,
        }
    }

    /// Widens the letters of a line whose spaces would gape a little more.
    fn widen(&self, give: f64, rest: f64, boxes: f64, elastic: f64, lack: f64) -> (f64, f64) {
        let most = boxes * self.terms.costs.last_fit;
        let gaping = rest - elastic * GAPING;
        if lack <= 0.0 || most <= 0.0 || gaping <= 0.0 {
            return (give, rest);
        }
        let more = gaping.min(most);
        (give + more, rest - more)
    }

    fn demerits(&self, node: &Node, at: usize, line: &Line, forced: bool) -> f64 {
        let costs = self.terms.costs;
        let badness = (100.0 * line.ratio.abs().powi(3)).min(WORST);
        let base = (costs.line + badness).powi(2);
        let (cost, flagged) = match self.items[at] {
            Item::Penalty { cost, flagged, .. } => (cost, flagged),
            Item::Box { .. } | Item::Glue { .. } => (0.0, false),
        };
        let mut demerits = match cost {
            c if c == FORCED => base,
            c if c >= 0.0 => base + c * c,
            c => base - c * c,
        };
        if flagged && node.flags > 0 {
            demerits += costs.double_flag;
        }
        if flagged && node.flags > 1 {
            demerits += costs.triple_flag;
        }
        if fitness(line.ratio).abs_diff(node.fitness) > 1 {
            demerits += costs.contrast;
        }
        if forced {
            if node.flags > 0 {
                demerits += costs.final_flag;
            }
            let short = line.natural < costs.runt_size;
            if node.line > 0 && (short || self.is_fragment(node, at)) {
                demerits += costs.runt;
            }
        }
        demerits
    }

    /// Whether a line from a node to a break holds nothing but the end of a word.
    fn is_fragment(&self, node: &Node, at: usize) -> bool {
        let start = node.start.min(at);
        let spaces = |at: usize| self.sums.size[at] - self.sums.boxes[at];
        node.flags > 0 && spaces(at) - spaces(start) < 1e-6
    }

    fn trace(&self, end: usize) -> Vec<Break> {
        let mut breaks = Vec::new();
        let mut index = end;
        while index != 0 && index != ROOT {
            let node = self.nodes[index];
            breaks.push(Break {
                at: node.at,
                ratio: node.ratio,
                fit: node.fit,
                overfull: node.overfull,
            });
            index = node.before;
        }
        breaks.reverse();
        breaks
    }
}

/// How far the last box before a break hangs out.
fn hang_before(items: &[Item], start: usize, at: usize) -> f64 {
    for item in items[start..at].iter().rev() {
        match item {
            Item::Box { hang_end, .. } => return *hang_end,
            Item::Glue { .. } => return 0.0,
            Item::Penalty { .. } => {}
        }
    }
    0.0
}

/// Knuth and Plass's classes: tight, decent, loose, very loose.
fn fitness(ratio: f64) -> u8 {
    match ratio {
        r if r < -0.5 => 0,
        r if r <= 0.5 => 1,
        r if r <= 1.0 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests;
