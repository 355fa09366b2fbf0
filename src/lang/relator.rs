//! Takes a word for the part that somebody had in a publication; returns its code in the list
//! of MARC relators (loc.gov/marc/relators), and what pages print before the names of those
//! who had that part.
//!
//! The words are those of title pages and imprints in English, French, German, Spanish,
//! Italian, Portuguese and Dutch, for women and men. Case and the sign between two words do
//! not matter, and neither does a preposition at the end (`edited by`). Of further languages, the
//! words that pages print are known.

use super::Lang;

/// A part that somebody had: a code of the MARC relators, three letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relator(&'static str);

/// A code with the words that mean it.
struct Row {
    code: &'static str,
    words: &'static [&'static str],
}

const fn row(code: &'static str, words: &'static [&'static str]) -> Row {
    Row { code, words }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("aut", &["author", "writer", "co-author", "text", "words", "auteur", "autrice", "auteure", "écrivain", "écrivaine", "texte", "textes", "autor", "autorin", "verfasser", "verfasserin", "autora", "autore", "schrijver", "schrijfster"]),
    row("trl", &["translator", "translation", "translated by", "traducteur", "traductrice", "traduction", "traduit par", "übersetzer", "übersetzerin", "übersetzung", "übersetzt von", "traductor", "traductora", "traducción", "traduttore", "traduttrice", "traduzione", "tradutor", "tradutora", "tradução", "vertaler", "vertaalster", "vertaling"]),
    row("ill", &["illustrator", "illustration", "illustrations", "illustrated by", "illustrateur", "illustratrice", "illustré par", "illustratorin", "illustrationen", "ilustrador", "ilustradora", "ilustración", "ilustraciones", "illustratore", "illustrazioni", "ilustração", "ilustrações", "illustraties"]),
    row("edt", &["editor", "co-editor", "edited by", "éditeur scientifique", "éditrice scientifique", "directeur d'ouvrage", "directrice d'ouvrage", "direction d'ouvrage", "sous la direction de", "herausgeber", "herausgeberin", "herausgegeben von", "lektor", "lektorin", "lektorat", "editora", "edición", "curatore", "curatrice", "a cura di", "organizador", "organizadora", "redacteur", "redactrice", "redactie", "bezorger"]),
    row("pht", &["photographer", "photography", "photograph", "photographs", "photos", "photographe", "photographie", "photographies", "fotograf", "fotografin", "fotografie", "fotografien", "fotos", "fotógrafo", "fotógrafa", "fotografía", "fotografías", "fotografo", "fotografa", "fotografi", "fotografia", "fotografias", "fotograaf", "fotografe"]),
    row("aui", &["foreword", "author of foreword", "foreword by", "writer of foreword", "preface", "author of preface", "writer of preface", "introduction", "author of introduction", "introduction by", "préface", "préfacier", "préfacière", "avant-propos", "vorwort", "einleitung", "prólogo", "prologuista", "introducción", "prefazione", "prefatore", "introduzione", "prefácio", "prefaciador", "prefaciadora", "introdução", "voorwoord", "inleiding"]),
    row("aft", &["afterword", "author of afterword", "afterword by", "writer of afterword", "postface", "postfacier", "postfacière", "nachwort", "epílogo", "epiloguista", "postfazione", "posfácio", "posfaciador", "nawoord"]),
    row("nrt", &["narrator", "narration", "read by", "narrateur", "narratrice", "lu par", "sprecher", "sprecherin", "erzähler", "erzählerin", "gelesen von", "narrador", "narradora", "narración", "narratore", "narratrice", "voce narrante", "narração", "verteller", "voorlezer"]),
    row("com", &["compiler", "compilation", "compiled by", "compilateur", "compilatrice", "anthologiste", "zusammensteller", "zusammenstellerin", "zusammenstellung", "compilador", "compiladora", "compilación", "compilatore", "compilazione", "compilação", "samensteller", "samenstelling"]),
    row("bkd", &["book designer", "designer", "design", "graphic designer", "designed by", "layout", "typesetter", "maquettiste", "graphiste", "maquette", "conception graphique", "mise en page", "buchgestalter", "buchgestalterin", "gestalter", "gestalterin", "gestaltung", "satz", "diseñador", "diseñadora", "diseño", "maquetación", "progettista grafico", "progetto grafico", "grafico", "impaginazione", "paginação", "projeto gráfico", "vormgever", "vormgeefster", "vormgeving"]),
    row("cov", &["cover designer", "cover design", "cover", "cover illustrator", "cover art", "cover artist", "couverture", "conception de la couverture", "graphiste de couverture", "illustration de couverture", "umschlag", "umschlaggestalter", "umschlaggestalterin", "umschlaggestaltung", "cubierta", "diseño de cubierta", "diseñador de cubierta", "diseñadora de cubierta", "copertina", "grafica di copertina", "capa", "design da capa", "omslag", "omslagontwerp", "omslagontwerper"]),
    row("bkp", &["book producer", "production", "producer", "produced by", "fabrication", "fabricant", "chef de fabrication", "herstellung", "hersteller", "herstellerin", "producción", "productor", "productora", "produzione", "produttore", "produttrice", "produção", "produtor", "produtora", "productie", "producent"]),
    row("pfr", &["proofreader", "proofreading", "proofs", "copyeditor", "copy-editor", "correcteur", "correctrice", "correction", "corrections", "relecteur", "relectrice", "relecture", "korrektor", "korrektorin", "korrektorat", "korrektur", "corrector", "correctora", "corrección", "correttore", "correttrice", "correzione", "correzione di bozze", "revisor", "revisora", "revisão", "corrector", "correctie"]),
    row("ivr", &["interviewer", "interview", "intervieweur", "intervieweuse", "propos recueillis par", "interviewerin", "entrevistador", "entrevistadora", "intervistatore", "intervistatrice"]),
    row("ive", &["interviewee", "interviewé", "interviewée", "entrevistado", "entrevistada", "intervistato", "intervistata", "geïnterviewde"]),
    row("ann", &["annotator", "annotated by", "annotateur", "annotatrice", "notes", "anotador", "anotadora", "annotatore", "annotatrice"]),
    row("adp", &["adapter", "adaptation", "adaptateur", "adaptatrice", "bearbeiter", "bearbeiterin", "bearbeitung", "adaptador", "adaptadora", "adattatore", "adattamento", "adaptação", "bewerker", "bewerking"]),
    row("art", &["artist", "drawings", "artiste", "dessins", "dessinateur", "dessinatrice", "künstler", "künstlerin", "zeichnungen", "zeichner", "zeichnerin", "artista", "dibujos", "dibujante", "disegni", "disegnatore", "desenhos", "kunstenaar", "tekeningen", "tekenaar"]),
    row("ctg", &["cartographer", "maps", "cartographe", "cartes", "kartograf", "kartografin", "karten", "cartógrafo", "cartógrafa", "mapas", "cartografo", "cartografa", "cartine", "kaarten"]),
    row("col", &["collector", "collectionneur", "collectionneuse", "sammler", "sammlerin"]),
    row("clr", &["colorist", "colourist", "coloriste", "couleurs", "kolorist", "koloristin", "colorista"]),
    row("drt", &["director", "directeur", "directrice", "directeur de la publication", "directrice de la publication", "direttore", "direttrice"]),
    row("pbd", &["publishing director", "editor-in-chief", "editor in chief", "rédacteur en chef", "rédactrice en chef", "directeur éditorial", "directrice éditoriale", "directeur de collection", "directrice de collection", "chefredakteur", "chefredakteurin", "redactor jefe", "redactora jefe", "caporedattore", "hoofdredacteur"]),
    row("prt", &["printer", "printed by", "imprimeur", "imprimé par", "drucker", "druck", "impresor", "stampatore", "impressor", "drukker", "druk"]),
    row("res", &["researcher", "research", "chercheur", "chercheuse", "recherche", "recherches", "documentaliste", "investigador", "investigadora", "ricercatore", "ricercatrice", "pesquisa", "onderzoeker"]),
    row("clb", &["collaborator", "collaboration", "with", "collaborateur", "collaboratrice", "avec", "mitarbeiter", "mitarbeiterin", "mitarbeit", "colaborador", "colaboradora", "colaboración", "collaboratore", "collaborazione", "colaboração", "medewerker"]),
    row("ctb", &["contributor", "contribution", "contributeur", "contributrice", "beitragende", "beiträger", "beiträgerin", "contribuidor", "contribuidora", "contributore", "bijdrager"]),
    row("oth", &["other", "autre", "andere", "otro", "altro", "outro", "ander"]),
];

/// Words that stand before a name, after the word for a part.
const PREPOSITIONS: &[&str] = &["by", "de", "par", "von", "por", "da", "di", "door", "van"];

impl Relator {
    /// Who wrote it.
    pub const AUTHOR: Relator = Relator("aut");
    /// Who had a part that has no code here.
    pub const CONTRIBUTOR: Relator = Relator("ctb");
    /// Who put a book together from texts of others.
    pub(crate) const EDITOR: Relator = Relator("edt");
    const TRANSLATOR: Relator = Relator("trl");
    const ILLUSTRATOR: Relator = Relator("ill");

    /// The part that a word or a code means.
    pub fn of(word: &str) -> Option<Relator> {
        let word = plain(word);
        let of = |word: &str| {
            let row = ROWS
                .iter()
                .find(|row| row.code == word || row.words.iter().any(|own| plain(own) == word));
            let label = || {
                LABELS
                    .iter()
                    .find_map(|(_, labels)| labels.iter().position(|own| plain(own) == word))
            };
            match row {
                Some(row) => Some(row.code),
                None => label().and_then(|at| LABELLED.get(at).copied()),
            }
            .map(Relator)
        };
        let short = word.rsplit_once(' ');
        let short = short.filter(|(_, last)| PREPOSITIONS.contains(last));
        of(&word).or_else(|| of(short?.0))
    }

    /// Every word for a part.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        ROWS.iter().flat_map(|row| row.words).copied()
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Whether the title page names those who had this part, and not the imprint.
    pub(crate) fn is_on_title_page(self) -> bool {
        matches!(self, Relator::TRANSLATOR | Relator::ILLUSTRATOR)
    }

    /// What is printed before the names of those who had this part, in a language, or in
    /// English: what they did, which fits one and many, women and men. None for parts that
    /// have no such word: those names stand alone.
    pub(crate) fn label(self, lang: &Lang) -> Option<&'static str> {
        let row = LABELS.iter().find(|(tag, _)| *tag == lang.primary());
        let (_, labels) = row.or(LABELS.first())?;
        let at = LABELLED.iter().position(|code| *code == self.0)?;
        labels.get(at).copied()
    }
}

/// A word as it is compared.
fn plain(word: &str) -> String {
    let word = word.trim().to_lowercase().replace('’', "'");
    let words = word.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | ':'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The parts that have a label, in the order of the columns of [`LABELS`].
const LABELLED: [&str; 18] = [
    "trl", "ill", "edt", "pht", "aui", "aft", "nrt", "com", "bkd", "cov", "bkp", "pfr", "ivr",
    "adp", "ctg", "art", "prt", "clb",
];

/// What people did, by language; English first, for languages without a row.
#[rustfmt::skip]
const LABELS: &[(&str, [&str; 18])] = &[
    ("en", ["Translation", "Illustrations", "Editing", "Photographs", "Foreword", "Afterword", "Narration", "Compilation", "Design", "Cover design", "Production", "Proofreading", "Interview", "Adaptation", "Maps", "Drawings", "Printing", "Collaboration"]),
    ("fr", ["Traduction", "Illustrations", "Direction d’ouvrage", "Photographies", "Préface", "Postface", "Lecture", "Choix des textes", "Maquette", "Couverture", "Fabrication", "Correction", "Propos recueillis par", "Adaptation", "Cartes", "Dessins", "Impression", "Avec la collaboration de"]),
    ("de", ["Übersetzung", "Illustrationen", "Herausgabe", "Fotografien", "Vorwort", "Nachwort", "Lesung", "Zusammenstellung", "Gestaltung", "Umschlaggestaltung", "Herstellung", "Korrektorat", "Interview", "Bearbeitung", "Karten", "Zeichnungen", "Druck", "Mitarbeit"]),
    ("es", ["Traducción", "Ilustraciones", "Edición", "Fotografías", "Prólogo", "Epílogo", "Narración", "Compilación", "Diseño", "Diseño de cubierta", "Producción", "Corrección", "Entrevista", "Adaptación", "Mapas", "Dibujos", "Impresión", "Colaboración"]),
    ("it", ["Traduzione", "Illustrazioni", "Cura", "Fotografie", "Prefazione", "Postfazione", "Lettura", "Scelta dei testi", "Progetto grafico", "Copertina", "Produzione", "Correzione di bozze", "Intervista", "Adattamento", "Cartine", "Disegni", "Stampa", "Collaborazione"]),
    ("pt", ["Tradução", "Ilustrações", "Organização", "Fotografias", "Prefácio", "Posfácio", "Narração", "Compilação", "Projeto gráfico", "Capa", "Produção", "Revisão", "Entrevista", "Adaptação", "Mapas", "Desenhos", "Impressão", "Colaboração"]),
    ("nl", ["Vertaling", "Illustraties", "Redactie", "Foto’s", "Voorwoord", "Nawoord", "Voordracht", "Samenstelling", "Vormgeving", "Omslagontwerp", "Productie", "Correctie", "Interview", "Bewerking", "Kaarten", "Tekeningen", "Druk", "Medewerking"]),
    ("ca", ["Traducció", "Il·lustracions", "Edició", "Fotografies", "Pròleg", "Epíleg", "Narració", "Compilació", "Disseny", "Disseny de la coberta", "Producció", "Correcció", "Entrevista", "Adaptació", "Mapes", "Dibuixos", "Impressió", "Col·laboració"]),
    ("sv", ["Översättning", "Illustrationer", "Redigering", "Fotografier", "Förord", "Efterord", "Uppläsning", "Sammanställning", "Formgivning", "Omslag", "Produktion", "Korrektur", "Intervju", "Bearbetning", "Kartor", "Teckningar", "Tryck", "Medverkan"]),
    ("da", ["Oversættelse", "Illustrationer", "Redaktion", "Fotografier", "Forord", "Efterord", "Oplæsning", "Sammenstilling", "Formgivning", "Omslag", "Produktion", "Korrektur", "Interview", "Bearbejdelse", "Kort", "Tegninger", "Tryk", "Medvirken"]),
    ("pl", ["Przekład", "Ilustracje", "Redakcja", "Fotografie", "Przedmowa", "Posłowie", "Lektor", "Wybór tekstów", "Projekt graficzny", "Projekt okładki", "Produkcja", "Korekta", "Rozmowa", "Adaptacja", "Mapy", "Rysunki", "Druk", "Współpraca"]),
    ("he", ["תרגום", "איורים", "עריכה", "צילומים", "הקדמה", "אחרית דבר", "קריינות", "ליקוט", "עיצוב", "עיצוב העטיפה", "הפקה", "הגהה", "ריאיון", "עיבוד", "מפות", "רישומים", "דפוס", "בהשתתפות"]),
    ("ar", ["ترجمة", "رسوم توضيحية", "تحرير", "تصوير", "تقديم", "خاتمة", "قراءة", "جمع", "تصميم", "تصميم الغلاف", "إنتاج", "تدقيق لغوي", "حوار", "إعداد", "خرائط", "رسوم", "طباعة", "بمشاركة"]),
    ("ru", ["Перевод", "Иллюстрации", "Редактура", "Фотографии", "Предисловие", "Послесловие", "Чтение", "Составление", "Оформление", "Обложка", "Производство", "Корректура", "Интервью", "Адаптация", "Карты", "Рисунки", "Печать", "При участии"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_known_by_its_code_and_by_its_word_in_seven_languages() {
        for (word, code) in [
            ("trl", "trl"),
            ("TRL", "trl"),
            ("Translator", "trl"),
            ("traductrice", "trl"),
            ("Übersetzerin", "trl"),
            ("traductora", "trl"),
            ("traduttore", "trl"),
            ("tradutora", "trl"),
            ("vertaler", "trl"),
            ("Illustrated by", "ill"),
            ("illustré par", "ill"),
            ("a cura di", "edt"),
            ("cover_designer", "cov"),
            ("Umschlaggestaltung:", "cov"),
            ("préface de", "aui"),
            ("author of foreword", "aui"),
            ("Nachwort von", "aft"),
            ("directrice d’ouvrage", "edt"),
            ("correctrice", "pfr"),
            ("narrador", "nrt"),
            ("book producer", "bkp"),
            ("Traducció de", "trl"),
            ("Korekta", "pfr"),
            ("תרגום", "trl"),
        ] {
            let found = Relator::of(word).map(Relator::code);
            assert_eq!(found, Some(code), "{word}");
        }
        for unknown in ["translater", "juggler", "", "by"] {
            assert_eq!(Relator::of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_word_means_one_part() {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for row in ROWS {
            assert_eq!(row.code.len(), 3);
            for word in row.words {
                let other = seen.iter().find(|(own, _)| own == word);
                assert!(other.is_none_or(|(_, code)| *code == row.code), "{word}");
                seen.push((word, row.code));
            }
        }
        for code in LABELLED {
            assert!(ROWS.iter().any(|row| row.code == code), "{code}");
        }
    }

    #[test]
    fn what_people_did_is_said_in_the_language_or_in_english() {
        let label = |code: &str, tag: &str| {
            let lang = Lang::parse(tag).unwrap();
            Relator::of(code).unwrap().label(&lang)
        };
        assert_eq!(label("trl", "fr-CH"), Some("Traduction"));
        assert_eq!(label("ill", "de"), Some("Illustrationen"));
        assert_eq!(label("cov", "nl"), Some("Omslagontwerp"));
        assert_eq!(label("trl", "tlh"), Some("Translation"));
        assert_eq!(label("ill", "he"), Some("איורים"));
        assert_eq!(label("edt", "ar-EG"), Some("تحرير"));
        assert_eq!(label("ctb", "fr"), None);
    }
}
