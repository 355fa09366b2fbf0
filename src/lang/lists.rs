//! Takes the language of a book; returns the titles of the pages that list what is in it, and
//! the words of an index that lead from one entry to another.

use super::Lang;

/// The words of a language.
#[derive(Debug)]
pub(crate) struct Row {
    tag: &'static str,
    /// The title of a list of figures.
    pub(crate) figures: &'static str,
    /// The title of a list of tables.
    pub(crate) tables: &'static str,
    /// The title of an index.
    pub(crate) index: &'static str,
    /// Before the entry that stands in place of another.
    pub(crate) see: &'static str,
    /// Before an entry that says more.
    pub(crate) see_also: &'static str,
}

const fn row(tag: &'static str, words: [&'static str; 5]) -> Row {
    let [figures, tables, index, see, see_also] = words;
    Row {
        tag,
        figures,
        tables,
        index,
        see,
        see_also,
    }
}

/// English first: it is the default for languages without a row.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("en", ["List of figures", "List of tables", "Index", "see", "see also"]),
    row("fr", ["Table des illustrations", "Liste des tableaux", "Index", "voir", "voir aussi"]),
    row("de", ["Abbildungsverzeichnis", "Tabellenverzeichnis", "Register", "siehe", "siehe auch"]),
    row("es", ["Índice de figuras", "Índice de tablas", "Índice alfabético", "véase", "véase también"]),
    row("it", ["Indice delle figure", "Indice delle tabelle", "Indice analitico", "vedi", "vedi anche"]),
    row("pt", ["Lista de figuras", "Lista de tabelas", "Índice remissivo", "ver", "ver também"]),
    row("nl", ["Lijst van figuren", "Lijst van tabellen", "Register", "zie", "zie ook"]),
    row("ca", ["Índex de figures", "Índex de taules", "Índex alfabètic", "vegeu", "vegeu també"]),
    row("sv", ["Figurförteckning", "Tabellförteckning", "Register", "se", "se även"]),
    row("da", ["Figurfortegnelse", "Tabelfortegnelse", "Register", "se", "se også"]),
    row("pl", ["Spis ilustracji", "Spis tabel", "Indeks", "zob.", "zob. też"]),
    row("ar", ["قائمة الأشكال", "قائمة الجداول", "فهرس", "انظر", "انظر أيضًا"]),
    row("cs", ["Seznam obrázků", "Seznam tabulek", "Rejstřík", "viz", "viz též"]),
    row("el", ["Κατάλογος εικόνων", "Κατάλογος πινάκων", "Ευρετήριο", "βλ.", "βλ. επίσης"]),
    row("fi", ["Kuvaluettelo", "Taulukkoluettelo", "Hakemisto", "ks.", "ks. myös"]),
    row("hu", ["Ábrák jegyzéke", "Táblázatok jegyzéke", "Tárgymutató", "lásd", "lásd még"]),
    row("nb", ["Figurliste", "Tabelliste", "Register", "se", "se også"]),
    row("ro", ["Lista figurilor", "Lista tabelelor", "Indice", "vezi", "vezi și"]),
    row("sk", ["Zoznam obrázkov", "Zoznam tabuliek", "Register", "pozri", "pozri aj"]),
    row("uk", ["Список ілюстрацій", "Список таблиць", "Покажчик", "див.", "див. також"]),
    row("vi", ["Danh mục hình", "Danh mục bảng", "Chỉ mục", "xem", "xem thêm"]),
    row("ru", ["Список иллюстраций", "Список таблиц", "Указатель", "см.", "см. также"]),
];

/// The words of a language.
pub(crate) fn words(lang: &Lang) -> &'static Row {
    const ENGLISH: &Row = &ROWS[0];
    let row = ROWS.iter().find(|row| row.tag == lang.primary());
    row.unwrap_or(ENGLISH)
}
