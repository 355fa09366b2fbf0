//! People with their roles, identifiers, issues, licences and subjects, from front matter and
//! plans to pages and catalogues.

use crate::harness::{Desk, one_line};
use lopdf::{Document, Object};

/// A file of an EPUB.
fn entry(epub: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let mut file = archive.by_name(&format!("OEBPS/{name}")).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}

/// The XMP packet of a PDF, and its author in the information.
fn about(pdf: &[u8]) -> (String, String) {
    let document = Document::load_mem(pdf).unwrap();
    let metadata = document.catalog().unwrap().get(b"Metadata").unwrap();
    let stream = document.get_object(metadata.as_reference().unwrap());
    let packet = stream.unwrap().as_stream().unwrap().content.clone();
    let info = document.trailer.get(b"Info").unwrap();
    let info = document.get_object(info.as_reference().unwrap()).unwrap();
    let author = info.as_dict().unwrap().get(b"Author");
    let author = author.and_then(Object::as_str).unwrap_or_default();
    let author = String::from_utf8_lossy(author).into_owned();
    (String::from_utf8(packet).unwrap(), author)
}

/// A book of one article with this plan, exported in all formats and proved.
fn book(plan: &str) -> Desk {
    Desk::new()
        .file("book/publication.yaml", format!("{plan}contents: [a.md]\n"))
        .article("book/a.md", "First", "Text.")
        .export("book --proof --verbose -o out")
}

/// Whether a text has these words in order, and the rest of it after them.
#[track_caller]
fn in_order(text: &str, words: &[&str]) {
    let mut at = 0;
    for words in words {
        let found = text[at..].find(words);
        at += found.unwrap_or_else(|| panic!("`{words}` is missing or out of order\n{text}"));
    }
}

const PEOPLE: &str = "author: Anna Nowak\ntranslator: Jeanne Roy et Luc Encre\n\
    illustrator: Ida Trait\ncontributors:\n  - {name: Paul Caron, role: cover designer}\n  \
    - Max Wort (Vorwort)\n";

#[test]
fn a_french_book_says_in_french_who_did_what() {
    let plan = format!("title: Le fleuve\nlang: fr\n{PEOPLE}publisher: Quai\nrights: © 2026\n");
    let desk = book(&plan).status(0);
    assert!(!desk.said().contains("warning"), "{}", desk.said());
    let text = desk.text("out/le-fleuve.txt");
    in_order(
        &text.replace('\u{a0}', " "),
        &[
            "Le fleuve\n===",
            "Anna Nowak",
            "Traduction : Jeanne Roy et Luc Encre",
            "Illustrations : Ida Trait",
            "Quai",
            "© 2026",
            "Couverture : Paul Caron",
            "Préface : Max Wort",
        ],
    );
    assert_eq!(text.matches("Jeanne Roy").count(), 1);
}

#[test]
fn a_german_and_an_english_book_say_it_in_their_words() {
    for (lang, words) in [
        (
            "de",
            [
                "Übersetzung: Jeanne Roy et Luc Encre",
                "Illustrationen: Ida Trait",
                "Umschlaggestaltung: Paul Caron",
                "Vorwort: Max Wort",
            ],
        ),
        (
            "en",
            [
                "Translation: Jeanne Roy et Luc Encre",
                "Illustrations: Ida Trait",
                "Cover design: Paul Caron",
                "Foreword: Max Wort",
            ],
        ),
        (
            "tlh",
            [
                "Translation: Jeanne Roy et Luc Encre",
                "Illustrations: Ida Trait",
                "Cover design: Paul Caron",
                "Foreword: Max Wort",
            ],
        ),
    ] {
        let desk = book(&format!("title: T\nlang: {lang}\n{PEOPLE}")).status(0);
        in_order(&desk.text("out/t.txt"), &words);
    }
}

#[test]
fn catalogues_know_people_by_their_roles() {
    let plan = "title: T\nlang: fr\nauthors:\n  - name: Anna Nowak\n    file-as: Nowak, Anna\n  \
        - Encre, Luc\ncontributors:\n  - {name: Jeanne Roy, role: [traductrice, pfr]}\n  \
        - illustrator: Ida Trait\n";
    let desk = book(plan).status(0);
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(
        &package,
        &[
            "<dc:creator id=\"person-1\">Anna Nowak</dc:creator>",
            "refines=\"#person-1\" property=\"role\" scheme=\"marc:relators\">aut<",
            "refines=\"#person-1\" property=\"file-as\">Nowak, Anna<",
            "<dc:creator id=\"person-2\">Encre, Luc</dc:creator>",
            "refines=\"#person-2\" property=\"file-as\">Encre, Luc<",
            "<dc:contributor id=\"person-3\">Jeanne Roy</dc:contributor>",
            "refines=\"#person-3\" property=\"role\" scheme=\"marc:relators\">trl<",
            "refines=\"#person-3\" property=\"role\" scheme=\"marc:relators\">pfr<",
            "<dc:contributor id=\"person-4\">Ida Trait</dc:contributor>",
            "refines=\"#person-4\" property=\"role\" scheme=\"marc:relators\">ill<",
        ],
    );
    assert!(!package.contains("#person-3\" property=\"file-as\""));
    let (packet, author) = about(&desk.bytes("out/t.pdf"));
    assert_eq!(author, "Anna Nowak, Encre, Luc");
    in_order(
        &packet,
        &[
            "<dc:creator><rdf:Seq><rdf:li>Anna Nowak</rdf:li><rdf:li>Encre, Luc</rdf:li>",
            "<dc:contributor><rdf:Bag><rdf:li>Jeanne Roy (Traduction)</rdf:li>",
            "<rdf:li>Ida Trait (Illustrations)</rdf:li>",
        ],
    );
}

#[test]
fn a_role_that_is_not_known_is_reported_and_printed_as_it_is_written() {
    let desk = book("title: T\nlang: en\ncontributors: {translater: J. Roy, juggler: B. Ball}\n")
        .says("warning[unknown-role]")
        .says("did you mean `translator`?")
        .says("unknown role `juggler`");
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(
        &package,
        &["J. Roy</dc:contributor>", ">ctb<", "B. Ball", ">ctb<"],
    );
    in_order(
        &desk.text("out/t.txt"),
        &["translater: J.\u{a0}Roy", "juggler: B.\u{a0}Ball"],
    );
}

#[test]
fn a_profession_of_an_author_is_no_role() {
    let head =
        "---\ntitle: T\nlang: en\nauthor: {name: A. Writer, role: Chief meteorologist}\n---\n";
    let desk = Desk::new()
        .file("a.md", format!("{head}\nText.\n"))
        .export("a.md --epub")
        .status(0)
        .never_says("unknown-role");
    let package = entry(&desk.bytes("out/a.epub"), "content.opf");
    assert!(package.contains(">A. Writer</dc:creator>"), "{package}");
    Desk::new()
        .file(
            "a.md",
            head.replace("Chief meteorologist", "translater") + "\nText.\n",
        )
        .export("a.md --epub")
        .says("did you mean `translator`?");
}

#[test]
fn an_article_names_its_translator_at_its_end() {
    let text = "---\ntitle: T\nlang: fr\nauthor: Anna Nowak\ntraductrice: Jeanne d'Aulnay\n\
        credit: Fonds du port\nrights: © Quai\n---\n\nUn texte.\n";
    let desk = Desk::new()
        .file("a.md", text)
        .export("a.md --proof -o out")
        .status(0);
    assert!(!desk.said().contains("text-"), "{}", desk.said());
    let plain = desk.text("out/a.txt").replace('\u{a0}', " ");
    in_order(
        &plain,
        &[
            "Par Anna Nowak",
            "Fonds du port",
            "Traduction : Jeanne d’Aulnay",
            "© Quai",
        ],
    );
    desk.run(["proof", "a.md", "out/a.pdf", "out/a.epub", "out/a.txt"])
        .status(0);
}

#[test]
fn an_editor_of_a_program_is_no_person() {
    let head = |editor: &str| format!("---\ntitle: T\nlang: en\neditor: {editor}\n---\n\nText.\n");
    for program in ["visual", "{markdown: {wrap: 72}}"] {
        Desk::new()
            .file("a.md", head(program))
            .export("a.md --epub")
            .status(0)
            .never_says("unknown-role")
            .never_says("wrong-value");
    }
    let desk = Desk::new()
        .file("a.md", head("Mary Wolf"))
        .export("a.md --epub")
        .status(0);
    let package = entry(&desk.bytes("out/a.epub"), "content.opf");
    in_order(&package, &["Mary Wolf</dc:contributor>", ">edt<"]);
}

#[test]
fn a_book_without_an_author_has_those_of_its_articles() {
    let by = |name: &str, line: &str| {
        format!("---\ntitle: {name}\nlang: fr\n{line}\n---\n\nUn texte.\n")
    };
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: Quais\nlang: fr\ncontents: [a.md, b.md, c.md]\n",
        )
        .file("book/a.md", by("Un", "author: Anna Nowak"))
        .file("book/b.md", by("Deux", "byline: Par Luc Encre"))
        .file(
            "book/c.md",
            by("Trois", "author: Anna Nowak\ntranslator: Jeanne Roy"),
        )
        .export("book --proof -o out")
        .status(0);
    let text = desk.text("out/quais.txt");
    in_order(
        &text,
        &[
            "Quais\n===",
            "Anna Nowak et Luc Encre",
            "Table des matières",
        ],
    );
    let package = entry(&desk.bytes("out/quais.epub"), "content.opf");
    in_order(
        &package,
        &[
            "Anna Nowak</dc:creator>",
            "Luc Encre</dc:creator>",
            "Jeanne Roy</dc:contributor>",
        ],
    );
    assert_eq!(package.matches("Anna Nowak</dc:").count(), 1);
    let (packet, author) = about(&desk.bytes("out/quais.pdf"));
    assert_eq!(author, "Anna Nowak, Luc Encre");
    assert!(packet.contains("<rdf:li>Luc Encre</rdf:li>"), "{packet}");
    let cover = entry(&desk.bytes("out/quais.epub"), "cover.xhtml");
    assert!(!cover.is_empty());
}

#[test]
fn authors_of_articles_contribute_to_a_book_that_has_its_own() {
    let plan = "title: T\nlang: en\nauthor: Ann Writer\ncontents: [a.md, b.md]\n";
    let desk = Desk::new()
        .file("book/publication.yaml", plan)
        .file(
            "book/a.md",
            "---\ntitle: A\nlang: en\nauthor: Ann Writer\n---\n\nText.\n",
        )
        .file(
            "book/b.md",
            "---\ntitle: B\nlang: en\nauthor: Bo Guest\n---\n\nText.\n",
        )
        .export("book --proof -o out")
        .status(0);
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(
        &package,
        &[
            "Ann Writer</dc:creator>",
            "Bo Guest</dc:contributor>",
            ">aut<",
        ],
    );
    assert_eq!(package.matches("Ann Writer<").count(), 1, "{package}");
    let (packet, author) = about(&desk.bytes("out/t.pdf"));
    assert_eq!(author, "Ann Writer");
    assert!(
        packet.contains("<dc:contributor><rdf:Bag><rdf:li>Bo Guest</rdf:li>"),
        "{packet}"
    );
}

#[test]
fn each_format_carries_its_own_isbn_and_the_copyright_page_has_all() {
    let plan = "title: T\nlang: fr\nisbn: {print: 978-2-7433-0482-9, epub: 978-2-7433-0483-6, \
        pdf: 978-2-7433-0484-3}\nissn: 0378-5955\ndoi: https://doi.org/10.5555/quai.7\n";
    let desk = book(plan).status(0);
    assert!(!desk.said().contains("warning"), "{}", desk.said());
    in_order(
        &desk.text("out/t.txt"),
        &[
            "ISBN 978-2-7433-0482-9 (imprimé)",
            "ISBN 978-2-7433-0483-6 (EPUB)",
            "ISBN 978-2-7433-0484-3 (PDF)",
            "ISSN 0378-5955",
            "https://doi.org/10.5555/quai.7",
        ],
    );
    let epub = desk.bytes("out/t.epub");
    let package = entry(&epub, "content.opf");
    in_order(
        &package,
        &[
            "<dc:identifier id=\"epub-id-1\">urn:isbn:9782743304836</dc:identifier>",
            "refines=\"#epub-id-1\" property=\"identifier-type\" scheme=\"onix:codelist5\">15<",
            ">urn:issn:0378-5955</dc:identifier>",
            ">urn:doi:10.5555/quai.7</dc:identifier>",
            ">06<",
            "<dc:source>urn:isbn:9782743304829</dc:source>",
            "belongs-to-collection\" id=\"series\">T<",
            "refines=\"#series\" property=\"dcterms:identifier\">urn:issn:0378-5955<",
            "<meta property=\"pageBreakSource\">urn:isbn:9782743304843</meta>",
        ],
    );
    let ncx = entry(&epub, "toc.ncx");
    assert!(ncx.contains("content=\"urn:isbn:9782743304836\""), "{ncx}");
    let (packet, _) = about(&desk.bytes("out/t.pdf"));
    assert!(
        packet.contains("<dc:identifier>urn:isbn:9782743304843<"),
        "{packet}"
    );
    let pages = desk.bytes("out/t.pdf");
    assert!(
        Document::load_mem(&pages)
            .unwrap()
            .objects
            .values()
            .any(|object| {
                let uri = object.as_dict().ok().and_then(|own| own.get(b"A").ok());
                let uri =
                    uri.and_then(|action| action.as_dict().ok()?.get(b"URI").ok()?.as_str().ok());
                uri == Some(b"https://doi.org/10.5555/quai.7")
            })
    );
}

#[test]
fn a_wrong_check_digit_is_told_with_the_right_one_and_kept() {
    let desk = book(
        "title: T\nlang: en\nauthor: {name: A. Writer, orcid: 0000-0002-1825-0098}\n\
         isbn: 0-8044-2957-1\nissn: 0378-5950\nidentifiers:\n  - {type: isbn, value: 12345, format: pdf}\n  \
         - {doi: nonsense}\n",
    )
    .status(0)
    .says("wrong check digit in the ISBN `0-8044-2957-1`; kept as written")
    .says("the last digit must be X, or another is wrong")
    .says("wrong check digit in the ISSN `0378-5950`")
    .says("wrong check digit in the ORCID `0000-0002-1825-0098`")
    .says("`12345` is not a valid ISBN")
    .says("`nonsense` is not a valid DOI");
    let text = desk.text("out/t.txt");
    in_order(
        &text,
        &["ISBN 0-8044-2957-1", "ISSN 0378-5950", "ISBN 12345 (PDF)"],
    );
}

#[test]
fn an_identifier_stays_what_it_is_beside_others() {
    let desk = book(
        "title: T\nlang: en\nidentifier: quay-7\nisbn: 0-8044-2957-X\n\
        identifiers: {urn: \"urn:x-quay:7\", isbn: 080442957X}\n",
    )
    .status(0);
    assert!(!desk.said().contains("warning"), "{}", desk.said());
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(
        &package,
        &[
            "<dc:identifier id=\"epub-id-1\">quay-7<",
            ">urn:isbn:080442957X<",
            ">02<",
            ">urn:x-quay:7<",
            ">22<",
        ],
    );
    assert_eq!(package.matches("urn:isbn:080442957X").count(), 1);
    in_order(
        &desk.text("out/t.txt"),
        &["quay-7", "ISBN 0-8044-2957-X", "urn:x-quay:7"],
    );
}

#[test]
fn the_numbers_of_an_issue_are_on_its_cover_and_its_title_page() {
    for (lang, words) in [
        ("fr", "Volume 3, n° 12, 7 juin 2026"),
        ("en", "Volume 3, issue 12, June 7, 2026"),
        ("de", "Band 3, Heft 12, 7. Juni 2026"),
    ] {
        let plan = format!(
            "title: Rives\nlang: {lang}\nvolume: 3\nissue: 12\ndate: 2026-06-07\nissn: 0378-5955\n"
        );
        let desk = book(&plan).status(0);
        let text = desk
            .text("out/rives.txt")
            .replace(['\u{a0}', '\u{202f}'], " ");
        in_order(&text, &["Rives\n", words]);
        let epub = desk.bytes("out/rives.epub");
        let cover = entry(&epub, "cover.xhtml").replace(['\u{a0}', '\u{202f}'], " ");
        assert!(cover.contains(words) || cover.contains("<img"), "{cover}");
        let package = entry(&epub, "content.opf");
        in_order(
            &package,
            &[
                "belongs-to-collection\" id=\"series\">Rives<",
                "\"group-position\">3.12<",
                "\"dcterms:identifier\">urn:issn:0378-5955<",
            ],
        );
    }
}

#[test]
fn a_licence_is_printed_with_its_name_and_address() {
    let desk = book("title: T\nlang: fr\nrights: © 2026 Quai\nlicence: cc-by-sa-4.0\n").status(0);
    let text = one_line(&desk.text("out/t.txt").replace('\u{a0}', " "));
    let address = "https://creativecommons.org/licenses/by-sa/4.0/";
    in_order(&text, &["© 2026 Quai", "Licence : CC BY-SA 4.0", address]);
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(
        &package,
        &[
            "<dc:rights>© 2026 Quai</dc:rights>",
            "<dc:rights>cc-by-sa-4.0</dc:rights>",
            &format!("<meta property=\"dcterms:license\">{address}</meta>"),
        ],
    );
    let (packet, _) = about(&desk.bytes("out/t.pdf"));
    let statement = format!("<xmpRights:WebStatement>{address}</xmpRights:WebStatement>");
    assert!(packet.contains(&statement), "{packet}");
    let desk = book("title: T\nlang: en\nlicence: \"Ask *us* first\"\n").status(0);
    assert!(desk.text("out/t.txt").contains("Ask us first"));
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    assert!(!package.contains("dcterms:license"), "{package}");
}

#[test]
fn a_subject_has_its_scheme_and_its_code() {
    let desk = book(
        "title: T\nlang: en\nsubjects:\n  - rivers, ports\n  - {scheme: thema, code: FBA, term: Fiction}\n  \
         - {scheme: Thena, code: X}\n  - {scheme: DDC}\n",
    )
    .says("did you mean `Thema`?")
    .says("expected a word, or a subject");
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(
        &package,
        &[
            "<dc:subject>rivers</dc:subject>",
            "<dc:subject>ports</dc:subject>",
            "<dc:subject id=\"subject-1\">Fiction</dc:subject>",
            "refines=\"#subject-1\" property=\"authority\">Thema<",
            "refines=\"#subject-1\" property=\"term\">FBA<",
            "<dc:subject id=\"subject-2\">X</dc:subject>",
        ],
    );
}

#[test]
fn people_whom_no_page_names_are_told() {
    book("title: T\nlang: en\ncontributors: [{name: P. Caron, role: designer}]\nfront: [title-page]\n")
        .says("no page of the book names P. Caron");
    let desk = book("title: T\nlang: en\ntranslator: J. Roy\nfront: [copyright]\n").status(0);
    in_order(&desk.text("out/t.txt"), &["Translation: J.\u{a0}Roy"]);
    assert!(!desk.said().contains("unprinted"), "{}", desk.said());
}

#[test]
fn a_book_without_authors_is_its_editors() {
    let desk = book("title: T\nlang: en\nauthor: {name: Mary Wolf, role: editor}\n").status(0);
    let text = desk.text("out/t.txt");
    in_order(&text, &["T\n=", "Editing: Mary Wolf"]);
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    in_order(&package, &["Mary Wolf</dc:contributor>", ">edt<"]);
}

#[test]
fn values_of_a_wrong_kind_are_told_and_empty_ones_are_not() {
    book(
        "title: T\nlang: en\ntranslator: \"\"\nillustrator:\nisbn: \"\"\nissn: []\nvolume: \nlicence: \"\"\n",
    )
    .status(0)
    .never_says("warning");
    book(
        "title: T\nlang: en\ncontributors: [{}, {name: 5}, [A. One, B. Two]]\nisbn: {{a: b}: c}\n",
    )
    .says("error");
    book("title: T\nlang: en\ncontributors: [{}, 7, true]\nisbn: [{vinyl: 978-2-7433-0482-9}]\nidentifiers: [{asin: B0}, words]\n")
        .status(1)
        .says("expected a person")
        .says("unknown format `vinyl`")
        .says("unknown kind of identifier `asin`")
        .says("expected an identifier of a known kind");
}

#[test]
fn converting_keeps_people_identifiers_and_terms() {
    let text = "---\ntitle: T\nlang: fr\nauthor: {name: Anna Nowak, file-as: 'Nowak, Anna'}\n\
        translator: Jeanne Roy\nisbn: {pdf: 978-2-7433-0482-9}\ndoi: 10.5555/a\nvolume: 3\nissue: 12\n\
        licence: CC BY 4.0\nkeywords: [port, {scheme: Thema, code: FBA, term: Fiction}]\n---\n\nUn texte.\n";
    let desk = Desk::new()
        .file("a.md", text)
        .run(["convert", "a.md", "--to", "yaml", "-o", "b/"])
        .status(0);
    let once = desk.text("b/a.yaml");
    in_order(
        &once,
        &["Nowak, Anna", "Jeanne Roy", "translator", "CC BY 4.0"],
    );
    let desk = desk
        .run(["convert", "b/a.yaml", "--to", "yaml", "-o", "c/"])
        .status(0);
    assert_eq!(desk.text("c/a.yaml"), once);
    for (from, file) in [("a.md", "a.md"), ("b/a.yaml", "a.yaml")] {
        let desk = Desk::new()
            .file(file, desk.bytes(from))
            .run(["export", file, "--proof", "--epub", "-o", "out/"])
            .status(0);
        assert!(!desk.said().contains("unaccounted"), "{}", desk.said());
    }
}

#[test]
fn an_identifier_that_is_none_is_no_urn() {
    let desk = book("title: T\nlang: en\nisbn: {epub: 12}\n").says("`12` is not a valid ISBN");
    let package = entry(&desk.bytes("out/t.epub"), "content.opf");
    assert!(package.contains("id=\"epub-id-1\">12<"), "{package}");
    assert!(!package.contains("identifier-type"), "{package}");
}

#[test]
fn a_bound_book_has_the_authors_of_its_articles_once_each() {
    let by = |line: &str| format!("---\ntitle: T\nlang: fr\n{line}\n---\n\nUn texte.\n");
    let desk = Desk::new()
        .file("a.md", by("author: Anna Nowak"))
        .file("b.md", by("byline: Par Anna Nowak et Luc Encre"))
        .file("c.md", by("author: {name: Anna Nowak, affiliation: Quai}"))
        .export("a.md b.md c.md --book Recueil --pdf --epub --proof")
        .status(0);
    let epub = desk.bytes("out/recueil.epub");
    let package = entry(&epub, "content.opf");
    in_order(
        &package,
        &["Anna Nowak</dc:creator>", "Luc Encre</dc:creator>"],
    );
    assert_eq!(package.matches("</dc:creator>").count(), 2, "{package}");
    assert!(!package.contains("</dc:contributor>"), "{package}");
    let title_page = entry(&epub, "title.xhtml");
    assert!(
        title_page.contains("Anna Nowak et Luc Encre"),
        "{title_page}"
    );
    assert_eq!(
        about(&desk.bytes("out/recueil.pdf")).1,
        "Anna Nowak, Luc Encre"
    );
}

#[test]
fn what_is_no_doi_leads_nowhere() {
    let desk = Desk::new()
        .file(
            "publication.yaml",
            "title: T\nlang: en\ndoi: not-a-doi\ncontents: [a.md]\n",
        )
        .article("a.md", "A", "Text.")
        .export(". --txt -o a.txt")
        .says("wrong-identifier");
    let text = desk.text("a.txt");
    assert!(
        text.contains("not-a-doi") && !text.contains("doi.org"),
        "{text}"
    );
}

#[test]
fn a_contributor_of_an_article_is_missed_by_the_proof() {
    let article = "---\ntitle: A\nlang: en\ntranslator: Jeanne Roy\n---\n\nText.\n";
    let desk = Desk::new()
        .file("a.md", article)
        .export("a.md --txt --proof -o a.txt");
    let text = desk.status(0).text("a.txt");
    assert!(text.contains("Jeanne Roy"), "{text}");
    for (text, status) in [(text.clone(), 0), (text.replace("Jeanne Roy", "Jeanne"), 1)] {
        Desk::new()
            .file("a.md", article)
            .file("a.txt", text)
            .run(["proof", "a.md", "a.txt"])
            .status(status);
    }
}
