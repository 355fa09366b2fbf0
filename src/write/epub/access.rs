//! Takes a publication; returns its accessibility metadata (EPUB Accessibility 1.1;
//! schema.org's accessibility vocabulary). Each claim follows from the content.

use crate::lang::Lang;
use crate::model::access::Access;

/// What the files of an edition add to what its content is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edition {
    /// Whether the pages of a printed edition are marked.
    pub(super) paged: bool,
    /// Whether a picture in the archive is animated.
    pub(super) moves: bool,
    /// Whether formulas are in MathML; else they are drawn.
    pub(super) has_mathml: bool,
}

/// Claims, as pairs of a property and its value.
pub(super) struct Claims {
    pub(super) properties: Vec<(&'static str, String)>,
    /// A few sentences for readers.
    pub(super) summary: String,
    /// The language that these are in.
    pub(super) lang: &'static str,
}

impl Claims {
    /// The claims of a publication, with its summary in a language.
    pub(super) fn of(access: &Access, edition: Edition, lang: &Lang) -> Claims {
        let Edition {
            paged,
            moves,
            has_mathml,
        } = edition;
        let described = access.undescribed == 0;
        let has_pictures = access.pictures > 0;
        // Formulas that are not understood stand as their source.
        let formulas = access.formulas > 0 && access.unread == 0;
        let mut properties = Vec::new();
        let mut claim = |name: &'static str, value: &str| {
            properties.push((name, value.to_owned()));
        };
        claim("schema:accessMode", "textual");
        if has_pictures {
            claim("schema:accessMode", "visual");
        }
        if described {
            claim("schema:accessModeSufficient", "textual");
        }
        if has_pictures {
            claim("schema:accessModeSufficient", "textual,visual");
        }
        for (holds, feature) in [
            (has_pictures && described, "alternativeText"),
            (has_mathml && access.formulas > access.unread, "MathML"),
            (formulas, "describedMath"),
            (true, "displayTransformability"),
            (paged, "pageBreakMarkers"),
            (paged, "pageNavigation"),
            (true, "readingOrder"),
            (access.headings, "structuralNavigation"),
            (true, "tableOfContents"),
            (access.notes || paged, "ARIA"),
        ] {
            if holds {
                claim("schema:accessibilityFeature", feature);
            }
        }
        if !moves {
            claim("schema:accessibilityHazard", "none");
        } else {
            claim("schema:accessibilityHazard", "unknownFlashingHazard");
            claim(
                "schema:accessibilityHazard",
                "unknownMotionSimulationHazard",
            );
            claim("schema:accessibilityHazard", "noSoundHazard");
        }
        let words = Words::of(lang);
        let sentences = [
            Some(words.text),
            has_pictures.then_some(if described {
                words.described
            } else {
                words.undescribed
            }),
            (has_mathml && formulas).then_some(words.formulas),
            paged.then_some(words.pages),
        ];
        let sentences: Vec<&str> = sentences.into_iter().flatten().collect();
        Claims {
            properties,
            summary: sentences.join(" "),
            lang: words.lang,
        }
    }
}

/// Sentences in one language.
struct Words {
    lang: &'static str,
    /// Of what every publication is.
    text: &'static str,
    /// Where all pictures are described.
    described: &'static str,
    /// Where one is not.
    undescribed: &'static str,
    /// Where there are formulas.
    formulas: &'static str,
    /// Where there are pages.
    pages: &'static str,
}

impl Words {
    /// Those of a language, or English ones.
    fn of(lang: &Lang) -> &'static Words {
        let own = WORDS.iter().find(|words| words.lang == lang.primary());
        own.unwrap_or(&WORDS[0])
    }
}

const fn words(lang: &'static str, sentences: [&'static str; 5]) -> Words {
    let [text, described, undescribed, formulas, pages] = sentences;
    Words {
        lang,
        text,
        described,
        undescribed,
        formulas,
        pages,
    }
}

#[rustfmt::skip]
static WORDS: [Words; 17] = [
    words("en", ["The text can be enlarged, read aloud and followed by its table of contents.", "All pictures are described.", "Not all pictures are described.", "Formulas are in MathML.", "It has the page numbers of the printed edition."]),
    words("fr", ["Le texte peut être agrandi, lu à voix haute et parcouru par sa table des matières.", "Toutes les images sont décrites.", "Toutes les images ne sont pas décrites.", "Les formules sont en MathML.", "Il porte les numéros de page de l’édition imprimée."]),
    words("de", ["Der Text lässt sich vergrößern, vorlesen und über sein Inhaltsverzeichnis erschließen.", "Alle Bilder sind beschrieben.", "Nicht alle Bilder sind beschrieben.", "Formeln liegen in MathML vor.", "Er trägt die Seitenzahlen der gedruckten Ausgabe."]),
    words("es", ["El texto puede ampliarse, leerse en voz alta y recorrerse por su índice.", "Todas las imágenes están descritas.", "No todas las imágenes están descritas.", "Las fórmulas están en MathML.", "Lleva los números de página de la edición impresa."]),
    words("it", ["Il testo può essere ingrandito, letto ad alta voce e percorso dal suo indice.", "Tutte le immagini sono descritte.", "Non tutte le immagini sono descritte.", "Le formule sono in MathML.", "Porta i numeri di pagina dell’edizione a stampa."]),
    words("pt", ["O texto pode ser ampliado, lido em voz alta e percorrido pelo índice.", "Todas as imagens estão descritas.", "Nem todas as imagens estão descritas.", "As fórmulas estão em MathML.", "Tem os números de página da edição impressa."]),
    words("ca", ["El text es pot ampliar, llegir en veu alta i recórrer per l’índex.", "Totes les imatges estan descrites.", "No totes les imatges estan descrites.", "Les fórmules són en MathML.", "Porta els números de pàgina de l’edició impresa."]),
    words("nl", ["De tekst kan worden vergroot, voorgelezen en via de inhoudsopgave doorlopen.", "Alle afbeeldingen zijn beschreven.", "Niet alle afbeeldingen zijn beschreven.", "Formules zijn in MathML.", "De paginanummers van de gedrukte uitgave zijn opgenomen."]),
    words("sv", ["Texten kan förstoras, läsas upp och följas genom innehållsförteckningen.", "Alla bilder är beskrivna.", "Alla bilder är inte beskrivna.", "Formler är i MathML.", "Den tryckta utgåvans sidnummer finns med."]),
    words("da", ["Teksten kan forstørres, læses op og følges gennem indholdsfortegnelsen.", "Alle billeder er beskrevet.", "Ikke alle billeder er beskrevet.", "Formler er i MathML.", "Den trykte udgaves sidetal er med."]),
    words("pl", ["Tekst można powiększać, odsłuchać i przeglądać według spisu treści.", "Wszystkie ilustracje są opisane.", "Nie wszystkie ilustracje są opisane.", "Wzory są zapisane w MathML.", "Zachowano numery stron wydania drukowanego."]),
    words("cs", ["Text lze zvětšit, přečíst nahlas a procházet podle obsahu.", "Všechny obrázky jsou popsány.", "Ne všechny obrázky jsou popsány.", "Vzorce jsou v MathML.", "Má čísla stran tištěného vydání."]),
    words("hu", ["A szöveg nagyítható, felolvastatható és a tartalomjegyzékből bejárható.", "Minden képnek van leírása.", "Nem minden képnek van leírása.", "A képletek MathML-ben vannak.", "A nyomtatott kiadás oldalszámait is tartalmazza."]),
    words("el", ["Το κείμενο μπορεί να μεγεθυνθεί, να διαβαστεί φωναχτά και να διατρεχθεί από τα περιεχόμενά του.", "Όλες οι εικόνες περιγράφονται.", "Δεν περιγράφονται όλες οι εικόνες.", "Οι τύποι είναι σε MathML.", "Φέρει τους αριθμούς σελίδων της έντυπης έκδοσης."]),
    words("ru", ["Текст можно увеличивать, слушать и просматривать по оглавлению.", "Все изображения описаны.", "Описаны не все изображения.", "Формулы даны в MathML.", "Сохранены номера страниц печатного издания."]),
    words("tr", ["Metin büyütülebilir, sesli okunabilir ve içindekilerden izlenebilir.", "Bütün görseller betimlenmiştir.", "Görsellerin hepsi betimlenmemiştir.", "Formüller MathML biçimindedir.", "Basılı baskının sayfa numaralarını taşır."]),
    words("vi", ["Văn bản có thể phóng to, đọc thành tiếng và tra theo mục lục.", "Mọi hình ảnh đều có mô tả.", "Không phải hình ảnh nào cũng có mô tả.", "Công thức ở dạng MathML.", "Có số trang của bản in."]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(access: &Access, edition: Edition) -> Vec<String> {
        let claims = Claims::of(access, edition, &Lang::parse("en").unwrap());
        let pair = |(name, value): (&str, String)| format!("{}={value}", &name[7..]);
        claims.properties.into_iter().map(pair).collect()
    }

    #[test]
    fn nothing_is_claimed_that_the_content_does_not_bear_out() {
        let bare = claims(&Access::default(), Edition::default());
        assert_eq!(
            bare,
            [
                "accessMode=textual",
                "accessModeSufficient=textual",
                "accessibilityFeature=displayTransformability",
                "accessibilityFeature=readingOrder",
                "accessibilityFeature=tableOfContents",
                "accessibilityHazard=none",
            ]
        );
        let shown = Access {
            pictures: 2,
            undescribed: 1,
            ..Access::default()
        };
        let edition = Edition {
            paged: true,
            moves: true,
            has_mathml: true,
        };
        let shown = claims(&shown, edition);
        let has = |claim: &str| shown.iter().any(|own| own == claim);
        assert!(has("accessMode=visual") && has("accessModeSufficient=textual,visual"));
        assert!(!has("accessModeSufficient=textual"));
        assert!(!has("accessibilityFeature=alternativeText"));
        assert!(has("accessibilityFeature=pageNavigation"));
        assert!(!has("accessibilityHazard=none"));
        let described = Access {
            pictures: 2,
            ..Access::default()
        };
        let described = claims(&described, Edition::default());
        assert!(described.contains(&"accessibilityFeature=alternativeText".to_owned()));
    }

    #[test]
    fn the_summary_is_in_the_language_of_the_book() {
        let access = Access {
            pictures: 1,
            ..Access::default()
        };
        let paged = Edition {
            paged: true,
            moves: false,
            has_mathml: true,
        };
        let of = |tag: &str| Claims::of(&access, paged, &Lang::parse(tag).unwrap());
        assert!(
            of("fr-CH")
                .summary
                .ends_with("décrites. Il porte les numéros de page de l’édition imprimée.")
        );
        assert_eq!(of("he").lang, "en");
    }
}
