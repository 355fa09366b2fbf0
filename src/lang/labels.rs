//! Takes a language; returns the words of its labels: how figures, tables, formulas, listings and
//! sections are named with their numbers, and what stands between a label and its caption.
//!
//! A form has `{}` where the number stands; its spaces are printed as no-break spaces.
//! Abbreviations are those that captions have in the language's books (Duden for `Abb.`, ГОСТ
//! Р 7.0.97 and the usage of publishers for `Рис.`); elsewhere the word is written out.

use super::Lang;

/// The words of a language.
#[derive(Debug)]
pub(crate) struct Row {
    tag: &'static str,
    /// The forms for a figure, a table, a formula, a listing and a section.
    forms: [Form; 5],
}

/// A name with its number.
#[derive(Debug)]
pub(crate) struct Form {
    /// One: `Figure {}`.
    pub(crate) one: &'static str,
    /// Several, if the language says it by one word before their numbers: `Figures {}`.
    pub(crate) several: Option<&'static str>,
}

impl Form {
    /// The name of the one thing of a number.
    pub(crate) fn of_one(&self, number: &str) -> String {
        filled(self.one, number)
    }

    /// The words before and after the numbers of several things.
    pub(crate) fn around_several(&self) -> Option<(String, String)> {
        let (before, after) = self.several?.split_once("{}")?;
        Some((filled(before, ""), filled(after, "")))
    }
}

/// A form with its number. Neither a space in a label nor the one at its number ends a line.
fn filled(form: &str, number: &str) -> String {
    form.replace(' ', "\u{a0}").replace("{}", number)
}

/// The forms of a row, those of one and those of several parted by a bar.
const fn form(one: &'static str, several: &'static str) -> Form {
    Form {
        one,
        several: match several.is_empty() {
            true => None,
            false => Some(several),
        },
    }
}

const fn row(tag: &'static str, words: [(&'static str, &'static str); 5]) -> Row {
    let [figure, table, equation, listing, section] = words;
    Row {
        tag,
        forms: [
            form(figure.0, figure.1),
            form(table.0, table.1),
            form(equation.0, equation.1),
            form(listing.0, listing.1),
            form(section.0, section.1),
        ],
    }
}

/// The place of a form in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// A figure.
    Figure,
    /// A table.
    Table,
    /// A formula.
    Equation,
    /// A listing.
    Listing,
    /// A section.
    Section,
}

/// English first: it is the default for languages without a row. A form of several is empty
/// where the language has none that stands before its numbers.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("en", [("Figure {}", "Figures {}"), ("Table {}", "Tables {}"), ("Equation {}", "Equations {}"), ("Listing {}", "Listings {}"), ("Section {}", "Sections {}")]),
    row("fr", [("Figure {}", "Figures {}"), ("Tableau {}", "Tableaux {}"), ("Équation {}", "Équations {}"), ("Listing {}", "Listings {}"), ("Section {}", "Sections {}")]),
    row("de", [("Abb. {}", "Abb. {}"), ("Tab. {}", "Tab. {}"), ("Gleichung {}", "Gleichungen {}"), ("Listing {}", "Listings {}"), ("Abschnitt {}", "Abschnitte {}")]),
    row("es", [("Figura {}", "Figuras {}"), ("Tabla {}", "Tablas {}"), ("Ecuación {}", "Ecuaciones {}"), ("Listado {}", "Listados {}"), ("Apartado {}", "Apartados {}")]),
    row("pt", [("Figura {}", "Figuras {}"), ("Tabela {}", "Tabelas {}"), ("Equação {}", "Equações {}"), ("Listagem {}", "Listagens {}"), ("Secção {}", "Secções {}")]),
    row("pt-BR", [("Figura {}", "Figuras {}"), ("Tabela {}", "Tabelas {}"), ("Equação {}", "Equações {}"), ("Listagem {}", "Listagens {}"), ("Seção {}", "Seções {}")]),
    row("it", [("Figura {}", "Figure {}"), ("Tabella {}", "Tabelle {}"), ("Equazione {}", "Equazioni {}"), ("Listato {}", "Listati {}"), ("Paragrafo {}", "Paragrafi {}")]),
    row("ca", [("Figura {}", "Figures {}"), ("Taula {}", "Taules {}"), ("Equació {}", "Equacions {}"), ("Llistat {}", "Llistats {}"), ("Apartat {}", "Apartats {}")]),
    row("gl", [("Figura {}", "Figuras {}"), ("Táboa {}", "Táboas {}"), ("Ecuación {}", "Ecuacións {}"), ("Listaxe {}", "Listaxes {}"), ("Sección {}", "Seccións {}")]),
    row("eu", [("{}. irudia", ""), ("{}. taula", ""), ("{} ekuazioa", ""), ("{}. kodea", ""), ("{}. atala", "")]),
    row("nl", [("Figuur {}", "Figuren {}"), ("Tabel {}", "Tabellen {}"), ("Vergelijking {}", "Vergelijkingen {}"), ("Listing {}", "Listings {}"), ("Paragraaf {}", "Paragrafen {}")]),
    row("sv", [("Figur {}", "Figur {}"), ("Tabell {}", "Tabell {}"), ("Ekvation {}", "Ekvation {}"), ("Listning {}", "Listning {}"), ("Avsnitt {}", "Avsnitt {}")]),
    row("da", [("Figur {}", "Figur {}"), ("Tabel {}", "Tabel {}"), ("Ligning {}", "Ligning {}"), ("Listing {}", "Listing {}"), ("Afsnit {}", "Afsnit {}")]),
    row("nb", [("Figur {}", "Figur {}"), ("Tabell {}", "Tabell {}"), ("Ligning {}", "Ligning {}"), ("Listing {}", "Listing {}"), ("Avsnitt {}", "Avsnitt {}")]),
    row("nn", [("Figur {}", "Figur {}"), ("Tabell {}", "Tabell {}"), ("Likning {}", "Likning {}"), ("Listing {}", "Listing {}"), ("Avsnitt {}", "Avsnitt {}")]),
    row("fi", [("Kuva {}", "Kuvat {}"), ("Taulukko {}", "Taulukot {}"), ("Yhtälö {}", "Yhtälöt {}"), ("Listaus {}", "Listaukset {}"), ("Luku {}", "Luvut {}")]),
    row("is", [("Mynd {}", "Myndir {}"), ("Tafla {}", "Töflur {}"), ("Jafna {}", "Jöfnur {}"), ("Kóði {}", ""), ("Kafli {}", "Kaflar {}")]),
    row("pl", [("Rys. {}", "Rys. {}"), ("Tab. {}", "Tab. {}"), ("Równanie {}", "Równania {}"), ("Listing {}", "Listingi {}"), ("Sekcja {}", "Sekcje {}")]),
    row("cs", [("Obr. {}", "Obr. {}"), ("Tab. {}", "Tab. {}"), ("Rovnice {}", "Rovnice {}"), ("Výpis {}", "Výpisy {}"), ("Oddíl {}", "Oddíly {}")]),
    row("sk", [("Obr. {}", "Obr. {}"), ("Tab. {}", "Tab. {}"), ("Rovnica {}", "Rovnice {}"), ("Výpis {}", "Výpisy {}"), ("Oddiel {}", "Oddiely {}")]),
    row("hu", [("{}. ábra", ""), ("{}. táblázat", ""), ("{} egyenlet", ""), ("{}. kódrészlet", ""), ("{}. szakasz", "")]),
    row("ro", [("Figura {}", "Figurile {}"), ("Tabelul {}", "Tabelele {}"), ("Ecuația {}", "Ecuațiile {}"), ("Listarea {}", "Listările {}"), ("Secțiunea {}", "Secțiunile {}")]),
    row("tr", [("Şekil {}", "Şekil {}"), ("Tablo {}", "Tablo {}"), ("Denklem {}", "Denklem {}"), ("Kod {}", "Kod {}"), ("Bölüm {}", "Bölüm {}")]),
    row("az", [("Şəkil {}", "Şəkil {}"), ("Cədvəl {}", "Cədvəl {}"), ("Tənlik {}", "Tənlik {}"), ("Kod {}", "Kod {}"), ("Bölmə {}", "Bölmə {}")]),
    row("el", [("Εικόνα {}", "Εικόνες {}"), ("Πίνακας {}", "Πίνακες {}"), ("Εξίσωση {}", "Εξισώσεις {}"), ("Κώδικας {}", ""), ("Ενότητα {}", "Ενότητες {}")]),
    row("ru", [("Рис. {}", "Рис. {}"), ("Табл. {}", "Табл. {}"), ("Формула {}", "Формулы {}"), ("Листинг {}", "Листинги {}"), ("Раздел {}", "Разделы {}")]),
    row("uk", [("Рис. {}", "Рис. {}"), ("Табл. {}", "Табл. {}"), ("Формула {}", "Формули {}"), ("Лістинг {}", "Лістинги {}"), ("Розділ {}", "Розділи {}")]),
    row("be", [("Мал. {}", "Мал. {}"), ("Табл. {}", "Табл. {}"), ("Формула {}", "Формулы {}"), ("Лістынг {}", "Лістынгі {}"), ("Раздзел {}", "Раздзелы {}")]),
    row("bg", [("Фиг. {}", "Фиг. {}"), ("Табл. {}", "Табл. {}"), ("Уравнение {}", "Уравнения {}"), ("Листинг {}", "Листинги {}"), ("Раздел {}", "Раздели {}")]),
    row("sr", [("Слика {}", "Слике {}"), ("Табела {}", "Табеле {}"), ("Једначина {}", "Једначине {}"), ("Листинг {}", "Листинзи {}"), ("Одељак {}", "Одељци {}")]),
    row("mk", [("Слика {}", "Слики {}"), ("Табела {}", "Табели {}"), ("Равенка {}", "Равенки {}"), ("Листинг {}", "Листинзи {}"), ("Дел {}", "Делови {}")]),
    row("hr", [("Slika {}", "Slike {}"), ("Tablica {}", "Tablice {}"), ("Jednadžba {}", "Jednadžbe {}"), ("Ispis {}", "Ispisi {}"), ("Odjeljak {}", "Odjeljci {}")]),
    row("bs", [("Slika {}", "Slike {}"), ("Tabela {}", "Tabele {}"), ("Jednačina {}", "Jednačine {}"), ("Ispis {}", "Ispisi {}"), ("Odjeljak {}", "Odjeljci {}")]),
    row("sl", [("Slika {}", "Slike {}"), ("Tabela {}", "Tabele {}"), ("Enačba {}", "Enačbe {}"), ("Izpis {}", "Izpisi {}"), ("Razdelek {}", "Razdelki {}")]),
    row("lt", [("{} pav.", "{} pav."), ("{} lentelė", ""), ("{} lygtis", ""), ("{} išrašas", ""), ("{} skyrius", "")]),
    row("lv", [("{}. attēls", ""), ("{}. tabula", ""), ("Vienādojums {}", "Vienādojumi {}"), ("{}. izdruka", ""), ("{}. nodaļa", "")]),
    row("et", [("Joonis {}", "Joonised {}"), ("Tabel {}", "Tabelid {}"), ("Valem {}", "Valemid {}"), ("Kood {}", ""), ("Jaotis {}", "Jaotised {}")]),
    row("sq", [("Figura {}", "Figurat {}"), ("Tabela {}", "Tabelat {}"), ("Ekuacioni {}", "Ekuacionet {}"), ("Kodi {}", ""), ("Seksioni {}", "Seksionet {}")]),
    row("vi", [("Hình {}", "Hình {}"), ("Bảng {}", "Bảng {}"), ("Phương trình {}", "Phương trình {}"), ("Mã {}", "Mã {}"), ("Mục {}", "Mục {}")]),
    row("cy", [("Ffigur {}", "Ffigurau {}"), ("Tabl {}", "Tablau {}"), ("Hafaliad {}", "Hafaliadau {}"), ("Rhestriad {}", ""), ("Adran {}", "Adrannau {}")]),
    row("ga", [("Fíor {}", "Fíoracha {}"), ("Tábla {}", "Táblaí {}"), ("Cothromóid {}", "Cothromóidí {}"), ("Liostú {}", ""), ("Roinn {}", "Ranna {}")]),
    row("la", [("Figura {}", "Figurae {}"), ("Tabula {}", "Tabulae {}"), ("Aequatio {}", "Aequationes {}"), ("Codex {}", "Codices {}"), ("Sectio {}", "Sectiones {}")]),
    row("eo", [("Figuro {}", "Figuroj {}"), ("Tabelo {}", "Tabeloj {}"), ("Ekvacio {}", "Ekvacioj {}"), ("Kodo {}", "Kodoj {}"), ("Sekcio {}", "Sekcioj {}")]),
    row("ar", [("الشكل {}", "الأشكال {}"), ("الجدول {}", "الجداول {}"), ("المعادلة {}", "المعادلات {}"), ("الشفرة {}", ""), ("القسم {}", "الأقسام {}")]),
    row("fa", [("شکل {}", "شکل‌های {}"), ("جدول {}", "جدول‌های {}"), ("رابطهٔ {}", "رابطه‌های {}"), ("برنامهٔ {}", ""), ("بخش {}", "بخش‌های {}")]),
    row("ur", [("شکل {}", ""), ("جدول {}", ""), ("مساوات {}", ""), ("کوڈ {}", ""), ("حصہ {}", "")]),
    row("he", [("איור {}", "איורים {}"), ("טבלה {}", "טבלאות {}"), ("משוואה {}", "משוואות {}"), ("קוד {}", ""), ("סעיף {}", "סעיפים {}")]),
    row("hi", [("चित्र {}", "चित्र {}"), ("तालिका {}", ""), ("समीकरण {}", "समीकरण {}"), ("कोड {}", "कोड {}"), ("खंड {}", "खंड {}")]),
    row("th", [("ภาพที่ {}", ""), ("ตารางที่ {}", ""), ("สมการที่ {}", ""), ("โค้ดที่ {}", ""), ("หัวข้อที่ {}", "")]),
    row("zh", [("图{}", ""), ("表{}", ""), ("式{}", ""), ("代码{}", ""), ("第{}节", "")]),
    row("zh-Hant", [("圖{}", ""), ("表{}", ""), ("式{}", ""), ("程式碼{}", ""), ("第{}節", "")]),
    row("ja", [("図{}", ""), ("表{}", ""), ("式{}", ""), ("リスト{}", ""), ("{}節", "")]),
    row("ko", [("그림 {}", "그림 {}"), ("표 {}", "표 {}"), ("식 {}", "식 {}"), ("코드 {}", "코드 {}"), ("{}절", "")]),
];

/// Whether the word of a label keeps its capital within a sentence: it is a name (English, as
/// Quarto has it) or a noun of German, or has no small letters.
const CAPITALISED: [&str; 2] = ["en", "de"];

impl Row {
    /// How something of a kind is named.
    pub(crate) fn form(&self, name: Name) -> &Form {
        let [figure, table, equation, listing, section] = &self.forms;
        match name {
            Name::Figure => figure,
            Name::Table => table,
            Name::Equation => equation,
            Name::Listing => listing,
            Name::Section => section,
        }
    }

    /// Whether a label within a sentence begins as in a caption.
    pub(crate) fn is_capitalised(&self) -> bool {
        CAPITALISED.contains(&self.tag)
    }

    /// What stands between a label and its caption.
    pub(crate) fn separator(&self) -> &'static str {
        match self.tag {
            // Imprimerie nationale, Lexique; ABNT NBR 14724.
            "fr" | "pt" | "pt-BR" | "gl" => "\u{a0}– ",
            "de" | "cs" | "sk" | "ar" | "fa" | "ur" | "he" | "th" => ": ",
            "zh" | "zh-Hant" | "ja" => "\u{3000}",
            _ => ". ",
        }
    }
}

/// The words of a language.
pub(crate) fn words(lang: &Lang) -> &'static Row {
    const ENGLISH: &Row = &ROWS[0];
    let tag = lang.as_str();
    let is_traditional = ["zh-Hant", "zh-TW", "zh-HK", "zh-MO"];
    if is_traditional.iter().any(|own| tag.starts_with(own)) {
        let row = ROWS.iter().find(|row| row.tag == "zh-Hant");
        return row.unwrap_or(ENGLISH);
    }
    let primary = lang.profile().tag;
    let own = ROWS.iter().find(|row| row.tag == tag);
    let row = own.or_else(|| {
        ROWS.iter()
            .find(|row| primary.split('-').next() == Some(row.tag))
    });
    row.unwrap_or(ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_a_place_for_its_number() {
        for row in ROWS {
            for form in &row.forms {
                for form in [Some(form.one), form.several].into_iter().flatten() {
                    assert_eq!(form.matches("{}").count(), 1, "{}: {form}", row.tag);
                }
            }
        }
    }

    #[test]
    fn every_language_with_words_has_labels() {
        for row in super::super::TABLE {
            let tag = row.tag.split('-').next().unwrap();
            assert!(ROWS.iter().any(|own| own.tag == tag), "{}", row.tag);
        }
    }

    #[test]
    fn a_country_falls_back_on_its_language() {
        let figure = |tag: &str| words(&Lang::parse(tag).unwrap()).form(Name::Figure).one;
        assert_eq!(figure("de-AT"), "Abb. {}");
        assert_eq!(figure("fr-CH"), "Figure {}");
        assert_eq!(figure("zh-TW"), "圖{}");
        assert_eq!(figure("zh-CN"), "图{}");
        assert_eq!(figure("no"), "Figur {}");
        assert_eq!(figure("tlh"), "Figure {}");
    }
}
