//! Takes an article, and those that go on under it; sets them, and makes their pages: no last page
//! of a few lines, if paragraphs that are set in a line less or more can help it.

use super::pagebreak::FEWEST as FEWEST_LAST;
use super::{columns, contents, furniture, level, note, paginate};
use crate::diag::{Code, Diagnostic, Report};
use crate::geom::{Pt, Rect};
use crate::layout::Context;
use crate::layout::galley::{self, Column, Galley, Slab};
use crate::layout::placed::{Entry, Furniture, Owner, Page, Pages, Part, Spot, Thing, ThingKind};
use crate::model::sections::listed;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Inline, InlineKind, NodeId, Role};
use crate::style::{NotesAt, OpeningLook};
use std::collections::BTreeSet;

/// Articles that are set under each other, and have no pages yet.
#[derive(Clone, Default)]
pub(super) struct SetRun {
    galley: Galley,
    /// What stands over the columns, if there are several.
    opening: Option<Galley>,
    notes: note::Notes,
    /// Sections that wait for their folios in the list of contents of a lone article.
    waiting: Vec<contents::Waiting>,
    report: Report,
}

impl SetRun {
    /// Sets a run of articles: one, and those that go on under it.
    pub(super) fn of(run: &[Article], context: &Context) -> SetRun {
        let mut set = SetRun {
            galley: Galley::default(),
            opening: None,
            notes: note::Notes::new(),
            waiting: Vec::new(),
            report: Report::new(),
        };
        let mut before: Option<&Article> = None;
        for article in run {
            let column = column(article, context);
            // Over the title of a part stands a rule of its own.
            let follows_text = before.is_some_and(|before| before.place.role.is_text());
            if follows_text && article.place.role.is_text() {
                set.galley.append(galley::between(&column, context));
            }
            set.article(article, before.is_some(), &column, context);
            before = Some(article);
        }
        set.galley.leads = false;
        if run.len() > 1 {
            // A figure stays in its article.
            for slab in set.galley.slabs.iter_mut().flatten() {
                slab.floats = false;
            }
        }
        if set.galley.is_empty() {
            set.galley.push_box(Slab::default());
        }
        set
    }

    /// Puts an article, or the title of a part, under what is there.
    fn article(&mut self, article: &Article, runs_on: bool, column: &Column, context: &Context) {
        let across = match runs_on {
            true => column.clone(),
            false => Column {
                measure: context.style.measure(),
                ..column.clone()
            },
        };
        let mut opening = match (article.place.role, runs_on) {
            (Role::Part, _) => galley::section(article, &across, context),
            (_, runs_on) => galley::opening(&article.metadata, &across, runs_on, context),
        };
        let reserve = furniture::reserve(
            context.front == Some(article.source),
            context.style,
            context.gallery,
        );
        let is_band = context.style.headline.look == OpeningLook::Band;
        let is_title = article.place.role == Role::Part;
        if is_band && !runs_on && !is_title && !opening.is_empty() {
            opening = banded(opening, reserve, context);
        }
        if !runs_on && reserve > Pt::ZERO {
            opening = below(reserve, opening);
        }
        if runs_on {
            // One line of it at the foot of a page would promise what is not there.
            opening.keep_whole();
        }
        let told = std::mem::take(&mut opening.diagnostics);
        lower(&mut opening, article.place.level);
        if context.style.page.columns > 1 && !runs_on {
            self.opening = Some(opening);
        } else {
            self.galley.append(opening);
        }
        let listed = if context.lists_sections {
            listed(article)
        } else {
            Vec::new()
        };
        let (list, mut waiting) = contents::of_sections(&listed, column, context);
        self.waiting.append(&mut waiting);
        let within = Column {
            hangs: article.place.role == Role::Bibliography,
            ..column.clone()
        };
        let mut text = galley::build(&article.body, &within, context);
        text.drop_last_breaks();
        lower(&mut text, article.place.level);
        if runs_on {
            text.keep_together(2);
        }
        self.galley.append(list);
        self.galley.append(text);
        if article.place.role == Role::Endnotes {
            self.galley.append(note::by_chapter(column, context));
        }
        let is_title = article.place.role == Role::Part;
        if !is_title && !article.place.role.is_filled() {
            // What ends an article stands alone on no page.
            self.galley.leads = true;
            self.galley.append(galley::end_mark(column, context));
            self.galley.leads = true;
            self.galley
                .append(galley::closing(&article.metadata, column, context));
            self.galley.leads = false;
        }
        let mut notes = with_notes(
            article,
            column,
            context,
            &mut self.galley,
            told,
            &mut self.report,
        );
        self.notes.append(&mut notes);
        // The title of a part stands over its first article.
        self.galley.leads = is_title;
    }

    /// Sets a page of display, in one column in every style.
    pub(super) fn display(article: &Article, context: &Context) -> SetRun {
        let style = context.style;
        let column = Column::plain(
            style.measure(),
            style.body(),
            article.lang(),
            article.source.0,
        );
        let mut galley = galley::display(article, &column, context);
        lower(&mut galley, article.place.level);
        let mut report = Report::new();
        let told = Vec::new();
        let notes = with_notes(article, &column, context, &mut galley, told, &mut report);
        SetRun {
            galley,
            opening: None,
            notes,
            waiting: Vec::new(),
            report,
        }
    }

    /// Makes its pages, all but the folios of a list of contents, whose sections are returned.
    pub(super) fn make_up(
        self,
        run: &[Article],
        context: &Context,
        pages: &mut Pages,
        report: &mut Report,
    ) -> Vec<contents::Waiting> {
        let first = pages.pages.len();
        let mut trial = Trial::of(self, context.looseness, first, run, context);
        let flows = run.iter().all(|article| article.place.flows());
        if context.looseness == 0.0
            && flows
            && let Some(lines) = trial.short()
            && let Some(better) = lengthened(run, lines, first, &trial, context)
        {
            trial = better;
        }
        trial.settle(first, pages, report)
    }

    /// Makes its pages after those that are there.
    fn page(
        mut self,
        looseness: f64,
        run: &[Article],
        context: &Context,
        pages: &mut Pages,
    ) -> (Vec<contents::Waiting>, Report) {
        let texts = level::Paragraphs::of(run);
        self.galley.scale_white(context.style.white);
        level::loosen(&mut self.galley, looseness, &texts, context);
        let (galley, notes) = (self.galley, self.notes);
        match self.opening {
            Some(opening) => columns::make_up(galley, opening, notes, &texts, context, pages),
            None => paginate(galley, notes, &texts, context, pages),
        }
        (self.waiting, self.report)
    }
}

/// An opening on a ground from the head of the page, and from side to side of it.
fn banded(mut galley: Galley, reserve: Pt, context: &Context) -> Galley {
    let style = context.style;
    let line = style.text.leading;
    galley.forbid_break();
    galley.push_box(Slab {
        height: line,
        ..Slab::default()
    });
    galley.after = line;
    // All of an opening is on one page: one ground lies under it.
    let rise = style.page.top + reserve;
    let height = (rise + galley.height()).min(style.page.size.height);
    let rect = Rect::new(Pt::ZERO, -rise, style.page.size.width, height);
    if let Some(slab) = galley.first_slab() {
        let ground = Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(rect, style.colours.ground),
        };
        slab.things.insert(0, ground);
    }
    galley
}

/// An opening that begins lower: the head of its page has the room above.
fn below(height: Pt, opening: Galley) -> Galley {
    let mut lower = Galley::default();
    lower.push_box(Slab {
        height,
        ..Slab::default()
    });
    lower.leads = true;
    lower.append(opening);
    lower
}

/// Puts entries for an outline below those of the parts that their article is in.
fn lower(galley: &mut Galley, level: u8) {
    for slab in galley.slabs.iter_mut().flatten() {
        if let Some((depth, _)) = &mut slab.entry {
            *depth += level;
        }
    }
}

/// Pages of a run that may be replaced by others.
struct Trial {
    /// The pages; one before them is blank if they begin on a verso.
    pages: Pages,
    blank: usize,
    waiting: Vec<contents::Waiting>,
    report: Report,
}

impl Trial {
    fn of(set: SetRun, looseness: f64, first: usize, run: &[Article], context: &Context) -> Trial {
        // Margins change sides from page to page.
        let blank = first % 2;
        let mut pages = Pages {
            pages: (0..blank).map(|_| Page::default()).collect(),
            ..Pages::default()
        };
        let (waiting, report) = set.page(looseness, run, context, &mut pages);
        Trial {
            pages,
            blank,
            waiting,
            report,
        }
    }

    /// The number of lines on the last page, if they are too few and other pages come before.
    fn short(&self) -> Option<usize> {
        let last = self.pages.pages.last();
        let last = last.filter(|_| self.pages.pages.len() > self.blank + 1)?;
        let is_line = |thing: &&Thing| {
            let owned = matches!(thing.owner, Owner::Node(_, part) if part != Part::Label);
            owned && matches!(thing.kind, ThingKind::Line(_))
        };
        let is_picture = |thing: &Thing| match &thing.kind {
            ThingKind::Picture(..) | ThingKind::Frame(..) => true,
            ThingKind::Line(_) | ThingKind::Fill(..) => false,
        };
        let lines = last.things.iter().filter(is_line).count();
        (lines < FEWEST_LAST as usize && !last.things.iter().any(is_picture)).then_some(lines)
    }

    /// Puts the pages after those that are there.
    fn settle(
        self,
        first: usize,
        pages: &mut Pages,
        report: &mut Report,
    ) -> Vec<contents::Waiting> {
        let moved = |spot: Spot| Spot {
            page: spot.page + first - self.blank,
            ..spot
        };
        for (name, spot) in self.pages.anchors {
            pages.anchors.entry(name).or_insert(moved(spot));
        }
        pages
            .outline
            .extend(self.pages.outline.into_iter().map(|entry| Entry {
                spot: moved(entry.spot),
                ..entry
            }));
        pages
            .pages
            .extend(self.pages.pages.into_iter().skip(self.blank));
        report.extend(self.report);
        self.waiting
    }
}

/// Pages whose last has more than a few lines, or is gone: with as few paragraphs as may do in
/// a line less or, if that does not help, in a line more.
fn lengthened(
    run: &[Article],
    lines: usize,
    first: usize,
    usual: &Trial,
    context: &Context,
) -> Option<Trial> {
    // Setting a few runs again costs less than keeping a copy of each.
    let set = SetRun::of(run, context);
    let able = |more| level::gives(&set.galley, more).count();
    let share = |wanted: usize, able: usize| wanted as f64 / able.max(1) as f64;
    let (less, more) = (able(false), able(true));
    let missing = FEWEST_LAST as usize - lines;
    let mut trials = Vec::new();
    // Paragraphs give a line each, and some lines are lost again where pages end.
    for (wanted, able, sign) in [(lines, less, -1.0), (missing, more, 1.0)] {
        if able >= wanted {
            let some = share(wanted + wanted.div_ceil(2), able).min(1.0);
            trials.push(sign * share(wanted, able));
            trials.push(sign * some);
            trials.push(sign);
        }
    }
    trials.dedup();
    let count = usual.pages.pages.len();
    trials.into_iter().find_map(|looseness| {
        let trial = Trial::of(set.clone(), looseness, first, run, context);
        let is_better = trial.short().is_none() && trial.pages.pages.len() <= count;
        is_better.then_some(trial)
    })
}

/// The column of an article.
fn column(article: &Article, context: &Context) -> Column {
    let style = context.style;
    Column::plain(
        style.column(),
        style.body(),
        article.lang(),
        article.source.0,
    )
}

/// The notes of an article, which are put at the end of its galley where the style has them
/// there; and tells what there is to say of both.
fn with_notes(
    article: &Article,
    column: &Column,
    context: &Context,
    galley: &mut Galley,
    mut told: Vec<Diagnostic>,
    report: &mut Report,
) -> note::Notes {
    let mut marks = NoteMarks(Vec::new());
    if !context.gathers_notes(article) {
        walk::article(article, &mut marks);
    }
    let mut notes = note::set(column, &column.lang, context, &marks.0);
    if context.style.notes.at == NotesAt::End {
        let all = std::mem::take(&mut notes);
        galley.append(note::at_end(all, &marks.0, column, context));
    }
    let of_notes = notes
        .values_mut()
        .flat_map(|note| std::mem::take(&mut note.diagnostics));
    told.append(&mut galley.diagnostics);
    told.extend(of_notes);
    // A remark on a face is made at every paragraph; where it is made first says
    // enough.
    let mut remarked: BTreeSet<String> = BTreeSet::new();
    for diagnostic in gaping(told) {
        let once = matches!(diagnostic.code, Code::SystemFont | Code::StyleSubstituted);
        if !once || remarked.insert(diagnostic.message.clone()) {
            report.push(diagnostic);
        }
    }
    notes
}

/// Makes one warning of those on lines whose spaces gape: where a column is too narrow
/// for its type, every other line is such a line.
fn gaping(told: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (lines, mut others): (Vec<_>, Vec<_>) = told
        .into_iter()
        .partition(|diagnostic| diagnostic.code == Code::GapingLine);
    let more = lines.len().saturating_sub(1);
    let first = lines.into_iter().next();
    others.extend(first.map(|warning| match more {
        0 => warning,
        1 => warning.hint("one more line of the article is like it"),
        more => warning.hint(format!("{more} more lines of the article are like it")),
    }));
    others
}

struct NoteMarks(Vec<NodeId>);

impl Visitor<'_> for NoteMarks {
    fn inline(&mut self, inline: &Inline) {
        if matches!(inline.kind, InlineKind::Note(_)) {
            self.0.push(inline.node.id);
        }
    }
}
