//! Takes the font library; returns the fonts for the text of drawings: all fonts of the
//! library, and those system fonts that a drawing needs.

use crate::font::{
    Face, FaceId, Families, Family, FontSet, Library, Look, Origin, Setting, Shaped,
};
use crate::image::{DrawingFaces, DrawnIn};
use crate::lang::Lang;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock};
use usvg::fontdb::{Database, Source};

/// The fonts for the text of drawings.
pub(super) struct Drawings {
    library: Arc<Library>,
    fonts: OnceLock<FontSet>,
    given: OnceLock<Database>,
    /// The system fonts that a drawing has needed.
    further: Mutex<BTreeSet<FaceId>>,
}

impl Drawings {
    pub(super) fn of(library: Arc<Library>) -> Drawings {
        Drawings {
            library,
            fonts: OnceLock::new(),
            given: OnceLock::new(),
            further: Mutex::default(),
        }
    }

    fn fonts(&self) -> &FontSet {
        self.fonts
            .get_or_init(|| FontSet::choose(Arc::clone(&self.library), &Families::default()))
    }
}

/// A face as drawings take it, whose bytes are shared.
fn source(face: &Face) -> Source {
    Source::Binary(face.outlined().shared())
}

impl DrawingFaces for Drawings {
    fn database(&self) -> Arc<Database> {
        let given = self.given.get_or_init(|| {
            let mut database = Database::new();
            for (_, face) in self.library.faces() {
                database.load_font_source(source(face));
            }
            database.set_serif_family("Source Serif 4");
            database.set_sans_serif_family("Source Sans 3");
            database.set_monospace_family("Source Code Pro");
            database
        });
        let mut database = given.clone();
        let further = self.further.lock().unwrap_or_else(|p| p.into_inner());
        for id in further.iter() {
            database.load_font_source(source(self.fonts().face(*id)));
        }
        Arc::new(database)
    }

    fn family(&self, grapheme: &str) -> DrawnIn {
        let look = Look {
            family: Family::Sans,
            bold: false,
            italic: false,
        };
        let setting = Setting::of(look, &Lang::undetermined());
        let fonts = self.fonts();
        let is_plain = |shaped: &Shaped| shaped.glyphs.len() == grapheme.chars().count();
        let mut shaped = fonts.shape(grapheme, &setting);
        if shaped.missing > 0 {
            return DrawnIn::Nothing;
        }
        if !is_plain(&shaped) {
            // A face that has it as one glyph, where another has a letter and its mark.
            let mut others = fonts.candidates(look).iter().map(|id| {
                let first = Some(*id);
                let setting = Setting {
                    first,
                    ..setting.clone()
                };
                fonts.shape(grapheme, &setting)
            });
            let plain = others.find(|other| other.missing == 0 && is_plain(other));
            shaped = plain.unwrap_or(shaped);
        }
        if shaped.face == fonts.primary(look) {
            return DrawnIn::Text;
        }
        if fonts.origin(shaped.face) == Origin::System {
            let mut further = self.further.lock().unwrap_or_else(|p| p.into_inner());
            further.insert(shaped.face);
        }
        DrawnIn::Family {
            name: fonts.face(shaped.face).family().to_owned(),
            is_plain: is_plain(&shaped),
        }
    }
}
