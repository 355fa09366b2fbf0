//! The language table: everything that Pressroom knows about each language.
//!
//! Takes a BCP 47 tag; returns its direction, its quotation marks, the shortest fragments
//! that hyphenation may leave, and the words that Pressroom itself writes ("Contents").
//! Quotation marks follow CLDR 48, except where national practice differs: guillemets for
//! de-CH (Duden, Swiss usage), es (RAE, Ortografía de la lengua española 2010, 3.4.8.2),
//! ca, pt, da (Dansk Sprognævn's » «) and nl's single marks.

pub(crate) mod byline;
pub(crate) mod collate;
pub(crate) mod date;
pub(crate) mod imprint;
pub(crate) mod labels;
pub(crate) mod lists;
pub(crate) mod matter;
mod relator;

pub use relator::Relator;

use std::fmt;
use std::sync::Arc;

/// A language, as a BCP 47 tag in its canonical case (`fr-CH`, `zh-Hant`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang(Arc<str>);

/// The direction of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Latin, Greek, Cyrillic and most others.
    LeftToRight,
    /// Arabic, Hebrew, Syriac, Thaana and a few more.
    RightToLeft,
}

/// A language's row of the table.
#[derive(Debug)]
pub struct Profile {
    /// The tag of the row: a language, or a language in a country.
    pub tag: &'static str,
    /// Opening and closing marks of a quotation.
    pub outer: [&'static str; 2],
    /// Opening and closing marks of a quotation inside a quotation.
    pub inner: [&'static str; 2],
    /// The minimum number of letters before and after a hyphen.
    pub hyphen_minima: (usize, usize),
    /// The words that Pressroom generates.
    pub words: Words,
}

/// The words that Pressroom generates, in one language.
#[derive(Debug)]
pub struct Words {
    /// The heading of a table of contents.
    pub contents: &'static str,
    /// The heading of the notes of a text or a chapter.
    pub notes: &'static str,
    /// Before the source of an article.
    pub source: &'static str,
    /// The heading of the numbered links of a text.
    pub links: &'static str,
    /// The cover, in a book's navigation.
    pub cover: &'static str,
    /// Stands for a picture in plain text.
    pub picture: &'static str,
    /// Marks a table that continues from the previous page.
    pub continued: &'static str,
    /// Before a page number.
    pub page: &'static str,
}

impl Lang {
    /// Reads a tag: a language of two or three letters, then script, region and
    /// variants, separated by `-` or `_`. Case is normalised. `None` if the text is not such a
    /// tag (RFC 5646, section 2.1; grandfathered tags are not supported).
    pub fn parse(tag: &str) -> Option<Lang> {
        let mut canonical = String::with_capacity(tag.len());
        // Which part may come next: 1 script, 2 region, 3 variants, 4 the rest.
        let mut stage = 1;
        for (i, part) in tag.trim().split(['-', '_']).enumerate() {
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            let alphanumeric = part.bytes().all(|b| b.is_ascii_alphanumeric());
            if !alphanumeric || part.is_empty() || part.len() > 8 {
                return None;
            }
            if i == 0 {
                if !letters || !(2..=3).contains(&part.len()) {
                    return None;
                }
                canonical.push_str(&part.to_ascii_lowercase());
                continue;
            }
            canonical.push('-');
            let lower = part.to_ascii_lowercase();
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            let of = match part.len() {
                1 => 4,
                4 if letters => 1,
                2 if letters => 2,
                3 if digits => 2,
                3 if letters && i == 1 => 1,
                5..=8 => 3,
                4 if part.starts_with(|c: char| c.is_ascii_digit()) => 3,
                _ => 5,
            };
            if stage < 5 && (of < stage || of == 5) {
                return None;
            }
            stage = match of {
                1 if part.len() == 3 => 1,
                1 => 2,
                2 => 3,
                3 => 3,
                // After a singleton come parts of any kind.
                _ => 5,
            };
            if letters && part.len() == 4 {
                canonical.push_str(&lower[..1].to_ascii_uppercase());
                canonical.push_str(&lower[1..]);
            } else if letters && part.len() == 2 {
                canonical.push_str(&part.to_ascii_uppercase());
            } else {
                canonical.push_str(&lower);
            }
        }
        Some(Lang(canonical.into()))
    }

    /// The undetermined language, `und`.
    pub fn undetermined() -> Lang {
        Lang("und".into())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone: `fr` of `fr-CH`.
    pub fn primary(&self) -> &str {
        let end = self.0.bytes().position(|byte| byte == b'-');
        self.0.get(..end.unwrap_or(self.0.len())).unwrap_or("und")
    }

    /// The country or region, as `CH` of `fr-CH`.
    pub fn region(&self) -> Option<&str> {
        let parts = self.0.split('-').skip(1);
        let mut parts = parts.take_while(|part| part.len() > 1);
        parts.find(|part| {
            part.len() == 2 || part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit())
        })
    }

    /// Whether two tags name the same language, whatever the country.
    pub fn same_language(&self, other: &Lang) -> bool {
        self.primary() == other.primary()
    }

    /// The direction of its script; a script in the tag takes precedence over the language.
    pub fn direction(&self) -> Direction {
        const SCRIPTS: [&str; 8] = [
            "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Samr", "Mand",
        ];
        const LANGUAGES: [&str; 13] = [
            "ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "syr", "ks", "arc",
        ];
        let script = self.0.split('-').skip(1).find(|part| part.len() == 4);
        let rtl = match script {
            Some(script) => !SCRIPTS.contains(&script),
            None => !LANGUAGES.contains(&self.primary()),
        };
        if rtl {
            Direction::LeftToRight
        } else {
            Direction::RightToLeft
        }
    }

    /// The row of the table: of the tag, otherwise of its language, otherwise the neutral one
    /// of English.
    pub fn profile(&self) -> &'static Profile {
        let primary = match self.primary() {
            "no" => "nb",
            "hsb" | "dsb" => "de",
            other => other,
        };
        TABLE
            .iter()
            .find(|row| row.tag == self.as_str())
            .or_else(|| TABLE.iter().find(|row| row.tag == primary))
            .unwrap_or(&TABLE[0])
    }

    /// Its hyphenation patterns, if there are any. (hypher has
    /// none for Romanian, Latvian, Welsh or Irish.)
    pub(crate) fn patterns(&self) -> Option<hypher::Lang> {
        let primary = match self.primary() {
            "no" => "nb",
            other => other,
        };
        let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
        hypher::Lang::from_iso(code)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Lang({})", self.0)
    }
}

const fn row(
    tag: &'static str,
    outer: [&'static str; 2],
    inner: [&'static str; 2],
    hyphen_minima: (usize, usize),
    words: [&'static str; 8],
) -> Profile {
    let [
        contents,
        notes,
        source,
        links,
        cover,
        picture,
        continued,
        page,
    ] = words;
    Profile {
        tag,
        outer,
        inner,
        hyphen_minima,
        words: Words {
            contents,
            notes,
            source,
            links,
            cover,
            picture,
            continued,
            page,
        },
    }
}

/// English first: it is the default for languages without a row.
#[rustfmt::skip]
static TABLE: &[Profile] = &[
    row("en", ["“", "”"], ["‘", "’"], (2, 3), ["Contents", "Notes", "Source", "Links", "Cover", "Picture", "continued", "page"]),
    row("fr", ["«", "»"], ["“", "”"], (2, 3), ["Table des matières", "Notes", "Source", "Liens", "Couverture", "Image", "suite", "page"]),
    row("fr-CH", ["«", "»"], ["‹", "›"], (2, 3), ["Table des matières", "Notes", "Source", "Liens", "Couverture", "Image", "suite", "page"]),
    row("de", ["„", "“"], ["‚", "‘"], (2, 2), ["Inhalt", "Anmerkungen", "Quelle", "Links", "Umschlag", "Bild", "Fortsetzung", "Seite"]),
    row("de-CH", ["«", "»"], ["‹", "›"], (2, 2), ["Inhalt", "Anmerkungen", "Quelle", "Links", "Umschlag", "Bild", "Fortsetzung", "Seite"]),
    row("es", ["«", "»"], ["“", "”"], (2, 2), ["Índice", "Notas", "Fuente", "Enlaces", "Cubierta", "Imagen", "continuación", "página"]),
    row("pt", ["«", "»"], ["“", "”"], (2, 3), ["Índice", "Notas", "Fonte", "Ligações", "Capa", "Imagem", "continuação", "página"]),
    row("pt-BR", ["“", "”"], ["‘", "’"], (2, 3), ["Sumário", "Notas", "Fonte", "Links", "Capa", "Imagem", "continuação", "página"]),
    row("it", ["«", "»"], ["“", "”"], (2, 2), ["Indice", "Note", "Fonte", "Collegamenti", "Copertina", "Immagine", "continua", "pagina"]),
    row("ca", ["«", "»"], ["“", "”"], (2, 2), ["Índex", "Notes", "Font", "Enllaços", "Coberta", "Imatge", "continuació", "pàgina"]),
    row("gl", ["«", "»"], ["“", "”"], (2, 2), ["Índice", "Notas", "Fonte", "Ligazóns", "Cuberta", "Imaxe", "continuación", "páxina"]),
    row("eu", ["«", "»"], ["“", "”"], (2, 2), ["Aurkibidea", "Oharrak", "Iturria", "Estekak", "Azala", "Irudia", "jarraipena", "orrialdea"]),
    row("nl", ["‘", "’"], ["“", "”"], (2, 2), ["Inhoud", "Noten", "Bron", "Links", "Omslag", "Afbeelding", "vervolg", "pagina"]),
    row("sv", ["”", "”"], ["’", "’"], (2, 2), ["Innehåll", "Noter", "Källa", "Länkar", "Omslag", "Bild", "forts.", "sida"]),
    row("da", ["»", "«"], ["›", "‹"], (2, 2), ["Indhold", "Noter", "Kilde", "Links", "Omslag", "Billede", "fortsat", "side"]),
    row("nb", ["«", "»"], ["‘", "’"], (2, 2), ["Innhold", "Noter", "Kilde", "Lenker", "Omslag", "Bilde", "forts.", "side"]),
    row("nn", ["«", "»"], ["‘", "’"], (2, 2), ["Innhald", "Notar", "Kjelde", "Lenkjer", "Omslag", "Bilete", "framh.", "side"]),
    row("fi", ["”", "”"], ["’", "’"], (2, 2), ["Sisällys", "Viitteet", "Lähde", "Linkit", "Kansi", "Kuva", "jatkuu", "sivu"]),
    row("is", ["„", "“"], ["‚", "‘"], (2, 2), ["Efnisyfirlit", "Athugasemdir", "Heimild", "Tenglar", "Kápa", "Mynd", "framhald", "síða"]),
    row("pl", ["„", "”"], ["«", "»"], (2, 2), ["Spis treści", "Przypisy", "Źródło", "Odnośniki", "Okładka", "Ilustracja", "ciąg dalszy", "strona"]),
    row("cs", ["„", "“"], ["‚", "‘"], (2, 3), ["Obsah", "Poznámky", "Zdroj", "Odkazy", "Obálka", "Obrázek", "pokračování", "strana"]),
    row("sk", ["„", "“"], ["‚", "‘"], (2, 3), ["Obsah", "Poznámky", "Zdroj", "Odkazy", "Obálka", "Obrázok", "pokračovanie", "strana"]),
    row("hu", ["„", "”"], ["»", "«"], (2, 2), ["Tartalom", "Jegyzetek", "Forrás", "Hivatkozások", "Borító", "Kép", "folytatás", "oldal"]),
    row("ro", ["„", "”"], ["«", "»"], (2, 2), ["Cuprins", "Note", "Sursa", "Legături", "Copertă", "Imagine", "continuare", "pagina"]),
    row("tr", ["“", "”"], ["‘", "’"], (2, 2), ["İçindekiler", "Notlar", "Kaynak", "Bağlantılar", "Kapak", "Görsel", "devamı", "sayfa"]),
    row("az", ["“", "”"], ["‘", "’"], (2, 2), ["Mündəricat", "Qeydlər", "Mənbə", "Keçidlər", "Üz qabığı", "Şəkil", "davamı", "səhifə"]),
    row("el", ["«", "»"], ["“", "”"], (2, 2), ["Περιεχόμενα", "Σημειώσεις", "Πηγή", "Σύνδεσμοι", "Εξώφυλλο", "Εικόνα", "συνέχεια", "σελίδα"]),
    row("ru", ["«", "»"], ["„", "“"], (2, 2), ["Содержание", "Примечания", "Источник", "Ссылки", "Обложка", "Изображение", "продолжение", "страница"]),
    row("uk", ["«", "»"], ["„", "“"], (2, 2), ["Зміст", "Примітки", "Джерело", "Посилання", "Обкладинка", "Зображення", "продовження", "сторінка"]),
    row("be", ["«", "»"], ["„", "“"], (2, 2), ["Змест", "Заўвагі", "Крыніца", "Спасылкі", "Вокладка", "Выява", "працяг", "старонка"]),
    row("bg", ["„", "“"], ["’", "’"], (2, 2), ["Съдържание", "Бележки", "Източник", "Връзки", "Корица", "Изображение", "продължение", "страница"]),
    row("sr", ["„", "“"], ["’", "’"], (2, 2), ["Садржај", "Напомене", "Извор", "Везе", "Корице", "Слика", "наставак", "страна"]),
    row("mk", ["„", "“"], ["’", "‘"], (2, 2), ["Содржина", "Белешки", "Извор", "Врски", "Корица", "Слика", "продолжение", "страница"]),
    row("hr", ["„", "”"], ["‘", "’"], (2, 2), ["Sadržaj", "Bilješke", "Izvor", "Poveznice", "Naslovnica", "Slika", "nastavak", "stranica"]),
    row("bs", ["„", "”"], ["‘", "’"], (2, 2), ["Sadržaj", "Bilješke", "Izvor", "Veze", "Korice", "Slika", "nastavak", "stranica"]),
    row("sl", ["„", "“"], ["‚", "‘"], (2, 2), ["Kazalo", "Opombe", "Vir", "Povezave", "Naslovnica", "Slika", "nadaljevanje", "stran"]),
    row("lt", ["„", "“"], ["‚", "‘"], (2, 2), ["Turinys", "Pastabos", "Šaltinis", "Nuorodos", "Viršelis", "Paveikslas", "tęsinys", "puslapis"]),
    row("lv", ["„", "”"], ["‚", "’"], (2, 2), ["Saturs", "Piezīmes", "Avots", "Saites", "Vāks", "Attēls", "turpinājums", "lappuse"]),
    row("et", ["„", "“"], ["‚", "‘"], (2, 2), ["Sisukord", "Märkused", "Allikas", "Lingid", "Kaas", "Pilt", "järg", "lehekülg"]),
    row("sq", ["“", "”"], ["‘", "’"], (2, 2), ["Përmbajtja", "Shënime", "Burimi", "Lidhje", "Kopertina", "Figura", "vazhdim", "faqe"]),
    row("vi", ["“", "”"], ["‘", "’"], (2, 2), ["Mục lục", "Chú thích", "Nguồn", "Liên kết", "Bìa", "Hình", "tiếp theo", "trang"]),
    row("cy", ["‘", "’"], ["“", "”"], (2, 3), ["Cynnwys", "Nodiadau", "Ffynhonnell", "Dolenni", "Clawr", "Llun", "parhad", "tudalen"]),
    row("ga", ["“", "”"], ["‘", "’"], (2, 3), ["Clár", "Nótaí", "Foinse", "Naisc", "Clúdach", "Pictiúr", "ar lean", "leathanach"]),
    row("la", ["“", "”"], ["‘", "’"], (2, 2), ["Index", "Notae", "Fons", "Nexus", "Operculum", "Imago", "continuatur", "pagina"]),
    row("eo", ["“", "”"], ["‘", "’"], (2, 2), ["Enhavo", "Notoj", "Fonto", "Ligiloj", "Kovrilo", "Bildo", "daŭrigo", "paĝo"]),
    row("ar", ["”", "“"], ["’", "‘"], (2, 2), ["المحتويات", "الهوامش", "المصدر", "الروابط", "الغلاف", "صورة", "تابع", "صفحة"]),
    row("fa", ["«", "»"], ["‹", "›"], (2, 2), ["فهرست", "یادداشت‌ها", "منبع", "پیوندها", "جلد", "تصویر", "ادامه", "صفحه"]),
    row("ur", ["”", "“"], ["’", "‘"], (2, 2), ["فہرست", "حواشی", "ماخذ", "روابط", "سرورق", "تصویر", "جاری", "صفحہ"]),
    row("he", ["”", "”"], ["’", "’"], (2, 2), ["תוכן העניינים", "הערות", "מקור", "קישורים", "כריכה", "תמונה", "המשך", "עמוד"]),
    row("hi", ["“", "”"], ["‘", "’"], (2, 2), ["विषय-सूची", "टिप्पणियाँ", "स्रोत", "कड़ियाँ", "आवरण", "चित्र", "जारी", "पृष्ठ"]),
    row("th", ["“", "”"], ["‘", "’"], (2, 2), ["สารบัญ", "หมายเหตุ", "ที่มา", "ลิงก์", "ปก", "ภาพ", "ต่อ", "หน้า"]),
    row("zh", ["“", "”"], ["‘", "’"], (2, 2), ["目录", "注释", "来源", "链接", "封面", "图片", "续", "页"]),
    row("ja", ["「", "」"], ["『", "』"], (2, 2), ["目次", "注", "出典", "リンク", "表紙", "画像", "続き", "ページ"]),
    row("ko", ["“", "”"], ["‘", "’"], (2, 2), ["차례", "주", "출처", "링크", "표지", "그림", "계속", "쪽"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_get_their_canonical_case() {
        assert_eq!(Lang::parse("FR_ch").unwrap().as_str(), "fr-CH");
        assert_eq!(Lang::parse("zh-hant-tw").unwrap().as_str(), "zh-Hant-TW");
        assert_eq!(Lang::parse("de-1901").unwrap().as_str(), "de-1901");
        for wrong in [
            "",
            "f",
            "french",
            "C",
            "fr--CH",
            "fr ch",
            "é",
            "zz-ZZ-zz-ZZ",
            "fr-FR-Latn",
            "fr-12",
        ] {
            assert_eq!(Lang::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_country_falls_back_on_its_language_and_the_rest_on_english() {
        let quotes = |tag: &str| Lang::parse(tag).unwrap().profile().outer;
        assert_eq!(quotes("de-AT"), ["„", "“"]);
        assert_eq!(quotes("de-CH"), ["«", "»"]);
        assert_eq!(quotes("tlh"), ["“", "”"]);
    }

    #[test]
    fn a_script_in_the_tag_decides_the_direction() {
        let direction = |tag: &str| Lang::parse(tag).unwrap().direction();
        assert_eq!(direction("ar"), Direction::RightToLeft);
        assert_eq!(direction("az-Arab"), Direction::RightToLeft);
        assert_eq!(direction("ur-Latn"), Direction::LeftToRight);
    }
}
