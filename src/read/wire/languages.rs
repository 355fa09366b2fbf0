//! The labels of press copy in thirty-one languages: a dictionary.
//!
//! Each language has the words that stand before the credit of a picture, before a source
//! and before the name of a writer, those of the buttons of web pages, and those that open
//! a line which leads to another page. All are in small letters, without their colon.

/// The labels of one language.
pub(super) struct Labels {
    /// Before the credit of a picture.
    pub(super) credit: &'static [&'static str],
    /// Before a source.
    pub(super) source: &'static [&'static str],
    /// Before the name of who wrote it, and a colon.
    pub(super) byline: &'static [&'static str],
    /// Before the name of who wrote it, without a colon.
    pub(super) by: &'static [&'static str],
    /// The buttons of a page.
    pub(super) share: &'static [&'static str],
    /// Before the title of another page.
    pub(super) related: &'static [&'static str],
}

/// All languages.
#[rustfmt::skip]
pub(super) const LANGUAGES: [Labels; 31] = [
    Labels {
        // fr
        credit: &["crédit photo", "crédits photo", "crédit", "crédits", "photos", "photo", "photographie", "illustration", "infographie", "dessin"],
        source: &["source", "sources"],
        byline: &["auteur", "auteure", "texte", "rédaction"],
        by: &["Par"],
        share: &["partager", "imprimer", "copier le lien", "commentaires", "s'abonner", "publicité"],
        related: &["lire aussi", "à lire aussi", "lire également", "voir aussi", "en savoir plus", "lire la suite"],
    },
    Labels {
        // en
        credit: &["photo credit", "photo", "photos", "credit", "picture", "pictures", "photograph", "photographer", "file photo", "image", "illustration", "graphic"],
        source: &["source", "sources"],
        byline: &["author", "words", "story", "written by", "reporting"],
        by: &["By"],
        share: &["share", "print", "copy link", "comments", "subscribe", "advertisement"],
        related: &["read more", "read also", "also read", "see also", "related", "more on this"],
    },
    Labels {
        // de
        credit: &["foto", "fotos", "bild", "bilder", "bildnachweis", "fotograf", "fotografin", "symbolbild", "symbolfoto", "archivbild", "archivfoto", "grafik", "illustration"],
        source: &["quelle", "quellen"],
        byline: &["autor", "autorin", "text"],
        by: &["Von"],
        share: &["teilen", "drucken", "link kopieren", "kommentare", "abonnieren", "anzeige"],
        related: &["lesen sie auch", "lesen sie mehr", "mehr zum thema", "siehe auch", "auch interessant", "weiterlesen"],
    },
    Labels {
        // es
        credit: &["foto", "fotos", "fotografía", "fotografías", "imagen", "imágenes", "crédito", "créditos", "fotógrafo", "fotógrafa", "foto de archivo", "ilustración"],
        source: &["fuente", "fuentes"],
        byline: &["autor", "autora", "texto", "redacción"],
        by: &["Por"],
        share: &["compartir", "imprimir", "copiar enlace", "comentarios", "suscríbete", "publicidad"],
        related: &["lee también", "leer más", "lea también", "lea más", "te puede interesar", "ver también", "más información"],
    },
    Labels {
        // it
        credit: &["foto", "fotografia", "fotografie", "immagine", "crediti", "crediti foto", "fotografo", "illustrazione"],
        source: &["fonte", "fonti"],
        byline: &["autore", "autrice", "testo", "articolo di"],
        by: &["Di"],
        share: &["condividi", "stampa", "copia link", "commenti", "abbonati", "pubblicità"],
        related: &["leggi anche", "leggi tutto", "leggi di più", "vedi anche", "per approfondire"],
    },
    Labels {
        // pt
        credit: &["foto", "fotos", "fotografia", "imagem", "imagens", "crédito", "créditos", "fotógrafo", "ilustração", "foto de arquivo"],
        source: &["fonte", "fontes"],
        byline: &["autor", "autora", "texto", "redação", "redacção"],
        by: &["Por"],
        share: &["compartilhar", "compartilhe", "partilhar", "imprimir", "copiar link", "comentários", "assine", "publicidade"],
        related: &["leia também", "leia mais", "leia ainda", "veja também", "saiba mais", "ler mais"],
    },
    Labels {
        // nl
        credit: &["foto", "foto's", "beeld", "afbeelding", "fotografie", "fotograaf", "archieffoto", "illustratie"],
        source: &["bron", "bronnen"],
        byline: &["auteur", "tekst"],
        by: &["Door"],
        share: &["delen", "deel dit artikel", "afdrukken", "link kopiëren", "reacties", "abonneren", "advertentie"],
        related: &["lees ook", "lees meer", "lees verder", "zie ook", "bekijk ook"],
    },
    Labels {
        // sv
        credit: &["foto", "bild", "bilder", "fotograf", "arkivbild", "arkivfoto", "illustration", "grafik"],
        source: &["källa", "källor"],
        byline: &["text", "skribent", "författare"],
        by: &["Av"],
        share: &["dela", "dela artikeln", "skriv ut", "kopiera länk", "kommentarer", "prenumerera", "annons"],
        related: &["läs också", "läs även", "läs mer", "se även", "se också"],
    },
    Labels {
        // da
        credit: &["foto", "billede", "fotograf", "arkivfoto", "illustration", "grafik"],
        source: &["kilde", "kilder"],
        byline: &["tekst", "skrevet af", "forfatter"],
        by: &["Af"],
        share: &["del", "del artiklen", "udskriv", "print", "kopier link", "kommentarer", "abonner", "annonce"],
        related: &["læs også", "læs mere", "se også"],
    },
    Labels {
        // nb
        credit: &["foto", "bilde", "bilder", "fotograf", "arkivfoto", "illustrasjon", "grafikk"],
        source: &["kilde", "kilder"],
        byline: &["tekst", "skrevet av", "forfatter", "journalist"],
        by: &["Av"],
        share: &["del", "del saken", "skriv ut", "kopier lenke", "kommentarer", "abonner", "annonse"],
        related: &["les også", "les mer", "se også"],
    },
    Labels {
        // fi
        credit: &["kuva", "kuvat", "kuvaaja", "valokuva", "arkistokuva", "kuvitus", "grafiikka"],
        source: &["lähde", "lähteet"],
        byline: &["teksti", "kirjoittaja", "toimittaja"],
        by: &[],
        share: &["jaa", "jaa artikkeli", "tulosta", "kopioi linkki", "kommentit", "tilaa", "mainos"],
        related: &["lue myös", "lue lisää", "katso myös"],
    },
    Labels {
        // pl
        credit: &["fot.", "foto", "zdjęcie", "zdjęcia", "fotografia", "autor zdjęcia", "rys.", "grafika", "źródło zdjęcia"],
        source: &["źródło", "źródła"],
        byline: &["autor", "autorka", "tekst", "opracowanie", "oprac."],
        by: &[],
        share: &["udostępnij", "drukuj", "skopiuj link", "kopiuj link", "komentarze", "subskrybuj", "reklama"],
        related: &["czytaj też", "czytaj także", "czytaj więcej", "przeczytaj też", "przeczytaj także", "zobacz też", "zobacz także"],
    },
    Labels {
        // cs
        credit: &["foto", "fotografie", "snímek", "obrázek", "autor fotografie", "autor snímku", "zdroj foto", "ilustrační foto", "archivní foto"],
        source: &["zdroj", "zdroje"],
        byline: &["autor", "autorka", "text", "napsal", "napsala"],
        by: &[],
        share: &["sdílet", "vytisknout", "tisknout", "kopírovat odkaz", "komentáře", "diskuse", "předplatit", "reklama", "inzerce"],
        related: &["čtěte také", "čtěte více", "přečtěte si také", "číst dál", "viz také"],
    },
    Labels {
        // sk
        credit: &["foto", "fotografia", "snímka", "obrázok", "autor fotografie", "zdroj foto", "ilustračné foto", "archívne foto"],
        source: &["zdroj", "zdroje"],
        byline: &["autor", "autorka", "text", "napísal", "napísala"],
        by: &[],
        share: &["zdieľať", "vytlačiť", "tlačiť", "kopírovať odkaz", "komentáre", "diskusia", "predplatiť", "reklama"],
        related: &["čítajte aj", "čítajte tiež", "čítajte viac", "prečítajte si aj", "čítať ďalej", "pozrite aj"],
    },
    Labels {
        // hu
        credit: &["fotó", "fotók", "kép", "képek", "fénykép", "illusztráció", "archív fotó", "grafika"],
        source: &["forrás", "források"],
        byline: &["szerző", "írta", "szöveg"],
        by: &[],
        share: &["megosztás", "nyomtatás", "link másolása", "hozzászólások", "kommentek", "feliratkozás", "hirdetés"],
        related: &["olvassa el", "olvasd el", "ezt is olvassa", "kapcsolódó", "bővebben", "lásd még"],
    },
    Labels {
        // ro
        credit: &["foto", "fotografie", "imagine", "sursa foto", "sursă foto", "credit foto", "foto arhivă", "ilustrație"],
        source: &["sursa", "sursă", "surse"],
        byline: &["autor", "autoare", "text", "scris de"],
        by: &["De"],
        share: &["distribuie", "partajează", "tipărește", "imprimă", "copiază linkul", "comentarii", "abonează-te", "publicitate"],
        related: &["citește și", "citeşte şi", "citește mai mult", "citește mai departe", "vezi și", "vezi şi"],
    },
    Labels {
        // ru
        credit: &["фото", "фотография", "снимок", "иллюстрация", "архивное фото", "фотограф", "графика"],
        source: &["источник", "источники"],
        byline: &["автор", "авторы", "текст"],
        by: &[],
        share: &["поделиться", "распечатать", "печать", "скопировать ссылку", "комментарии", "подписаться", "реклама"],
        related: &["читайте также", "читать также", "читать далее", "подробнее", "смотрите также", "по теме"],
    },
    Labels {
        // uk
        credit: &["фото", "світлина", "знімок", "ілюстрація", "архівне фото", "фотограф", "графіка"],
        source: &["джерело", "джерела"],
        byline: &["автор", "авторка", "автори", "текст"],
        by: &[],
        share: &["поділитися", "роздрукувати", "друк", "скопіювати посилання", "коментарі", "підписатися", "реклама"],
        related: &["читайте також", "читати далі", "детальніше", "дивіться також", "за темою"],
    },
    Labels {
        // bg
        credit: &["снимка", "снимки", "фото", "фотография", "илюстрация", "архивна снимка", "графика"],
        source: &["източник", "източници"],
        byline: &["автор", "текст"],
        by: &["От"],
        share: &["сподели", "споделете", "отпечатай", "принтирай", "копирай линка", "коментари", "абонирай се", "реклама"],
        related: &["прочетете още", "прочетете също", "прочети още", "вижте още", "вижте също", "още по темата"],
    },
    Labels {
        // el
        credit: &["φωτογραφία", "φωτογραφίες", "φωτογράφος", "φωτο", "φωτό", "φωτ.", "εικόνα", "φωτογραφία αρχείου"],
        source: &["πηγή", "πηγές"],
        byline: &["συντάκτης", "συντάκτρια", "κείμενο", "γράφει ο", "γράφει η", "ρεπορτάζ"],
        by: &["Του", "Της", "Από τον", "Από την"],
        share: &["κοινοποίηση", "μοιραστείτε", "εκτύπωση", "αντιγραφή συνδέσμου", "σχόλια", "εγγραφή", "διαφήμιση"],
        related: &["διαβάστε επίσης", "διαβάστε ακόμη", "διαβάστε περισσότερα", "δείτε επίσης", "δείτε ακόμη"],
    },
    Labels {
        // tr
        credit: &["fotoğraf", "fotoğraflar", "foto", "görsel", "arşiv", "arşiv fotoğrafı", "grafik"],
        source: &["kaynak", "kaynaklar"],
        byline: &["yazan", "yazar", "haber", "muhabir", "metin"],
        by: &[],
        share: &["paylaş", "yazdır", "bağlantıyı kopyala", "yorumlar", "abone ol", "reklam"],
        related: &["ayrıca okuyun", "bunu da okuyun", "devamını oku", "ilgili haber", "ilgili haberler", "ayrıca bakınız"],
    },
    Labels {
        // vi
        credit: &["ảnh", "hình", "hình ảnh", "nguồn ảnh", "ảnh minh họa", "ảnh tư liệu", "đồ họa"],
        source: &["nguồn", "theo"],
        byline: &["tác giả", "bài", "bài viết", "người viết"],
        by: &[],
        share: &["chia sẻ", "in bài viết", "sao chép liên kết", "bình luận", "đăng ký", "quảng cáo"],
        related: &["xem thêm", "đọc thêm", "đọc tiếp", "tin liên quan", "bài liên quan"],
    },
    Labels {
        // ca
        credit: &["foto", "fotos", "fotografia", "fotografies", "imatge", "crèdit", "crèdits", "fotògraf", "foto d'arxiu"],
        source: &["font", "fonts"],
        byline: &["autor", "autora", "text", "redacció"],
        by: &["Per"],
        share: &["comparteix", "compartir", "imprimeix", "copia l'enllaç", "comentaris", "subscriu-te", "publicitat"],
        related: &["llegeix també", "llegiu també", "llegir més", "vegeu també", "més informació"],
    },
    Labels {
        // hr
        credit: &["foto", "fotografija", "fotografije", "fotograf", "slika", "snimio", "snimila", "arhivska fotografija", "ilustracija"],
        source: &["izvor", "izvori"],
        byline: &["autor", "autorica", "tekst", "piše", "napisao", "napisala"],
        by: &["Piše"],
        share: &["podijeli", "podijelite", "ispiši", "kopiraj link", "kopiraj poveznicu", "komentari", "pretplati se", "oglas"],
        related: &["pročitajte i", "pročitajte još", "pročitaj više", "čitajte i", "pogledajte i", "vezane vijesti"],
    },
    Labels {
        // sr
        credit: &["foto", "fotografija", "snimio", "snimila", "ilustracija", "фото", "фотографија", "снимио", "снимила", "илустрација"],
        source: &["izvor", "izvori", "извор", "извори"],
        byline: &["autor", "tekst", "piše", "аутор", "текст", "пише"],
        by: &["Piše", "Пише"],
        share: &["podeli", "podelite", "odštampaj", "kopiraj link", "komentari", "подели", "поделите", "одштампај", "копирај линк", "коментари", "реклама"],
        related: &["pročitajte i", "pročitajte još", "pogledajte i", "прочитајте и", "прочитајте још", "погледајте и"],
    },
    Labels {
        // zh
        credit: &["图", "图片", "摄影", "图片来源", "供图", "配图", "圖", "圖片", "攝影", "圖片來源"],
        source: &["来源", "新闻来源", "信息来源", "稿源", "來源", "新聞來源"],
        byline: &["作者", "记者", "撰文", "記者", "撰稿"],
        by: &[],
        share: &["分享", "分享到", "分享到微信", "分享到微博", "打印", "评论", "收藏", "广告", "複製連結", "列印", "評論", "廣告"],
        related: &["相关阅读", "相关新闻", "相关报道", "延伸阅读", "推荐阅读", "阅读更多", "更多新闻", "相關新聞", "延伸閱讀", "閱讀更多"],
    },
    Labels {
        // ja
        credit: &["写真", "撮影", "画像", "写真提供", "イラスト"],
        source: &["出典", "情報源", "引用元"],
        byline: &["文", "執筆", "取材・文", "記者"],
        by: &[],
        share: &["シェア", "シェアする", "ツイート", "ポスト", "共有", "印刷", "コメント", "広告", "リンクをコピー"],
        related: &["関連記事", "関連ニュース", "あわせて読みたい", "続きを読む", "もっと読む", "こちらもおすすめ"],
    },
    Labels {
        // ko
        credit: &["사진", "사진제공", "사진 제공", "그래픽", "일러스트"],
        source: &["출처", "자료"],
        byline: &["글", "기자", "취재"],
        by: &[],
        share: &["공유", "공유하기", "인쇄", "인쇄하기", "댓글", "구독", "광고", "링크 복사"],
        related: &["관련기사", "관련 기사", "함께 읽기", "더 보기", "더보기"],
    },
    Labels {
        // ar
        credit: &["صورة", "الصورة", "تصوير", "مصدر الصورة", "رسم"],
        source: &["المصدر", "مصدر", "المصادر"],
        byline: &["بقلم", "كتب", "كتبت", "تقرير", "إعداد"],
        by: &["بقلم"],
        share: &["مشاركة", "شارك", "طباعة", "نسخ الرابط", "تعليقات", "التعليقات", "إعلان", "اشترك"],
        related: &["اقرأ أيضا", "اقرأ أيضًا", "اقرأ أيضاً", "اقرأ المزيد", "شاهد أيضا", "شاهد أيضًا", "مواضيع ذات صلة"],
    },
    Labels {
        // he
        credit: &["צילום", "תמונה", "קרדיט", "איור"],
        source: &["מקור", "מקורות"],
        byline: &["מאת", "כתב", "כתבה"],
        by: &["מאת"],
        share: &["שתף", "שתפו", "שיתוף", "הדפסה", "העתק קישור", "תגובות", "פרסומת"],
        related: &["קראו גם", "קרא גם", "לקריאה נוספת", "קראו עוד"],
    },
    Labels {
        // fa
        credit: &["عکس", "تصویر", "عکاس"],
        source: &["منبع", "منابع"],
        byline: &["نویسنده", "گزارش", "خبرنگار"],
        by: &[],
        share: &["اشتراک‌گذاری", "چاپ", "نظرات", "تبلیغات", "کپی لینک"],
        related: &["بیشتر بخوانید", "همچنین بخوانید", "مطالب مرتبط"],
    },
];

/// The length in bytes of one of these labels at the start of a text, with the colon and
/// the space after it. A label that ends in a full stop needs no colon. The longest wins.
pub(super) fn labelled(
    text: &str,
    labels: impl Fn(&'static Labels) -> &'static [&'static str],
) -> Option<usize> {
    let all = LANGUAGES.iter().flat_map(|row| labels(row).iter());
    one_of(text, all)
}

/// The same for labels of any list.
pub(super) fn one_of<'a>(
    text: &str,
    labels: impl IntoIterator<Item = &'a &'a str>,
) -> Option<usize> {
    let all = labels.into_iter();
    all.filter_map(|label| {
        let after = text.get(opens(text, label)?..)?;
        let rest = after.trim_start();
        let rest = match rest.strip_prefix([':', '：']) {
            Some(rest) => rest,
            None if label.ends_with('.') => rest,
            None => return None,
        };
        Some(text.len() - rest.trim_start().len())
    })
    .max()
}

/// The length in bytes of a word in small letters at the start of a text in any.
pub(super) fn opens(text: &str, word: &str) -> Option<usize> {
    let mut chars = text.chars();
    for small in word.chars() {
        let c = match chars.next()? {
            '’' => '\'',
            c => c,
        };
        if !c.to_lowercase().eq(std::iter::once(small)) {
            return None;
        }
    }
    Some(text.len() - chars.as_str().len())
}

/// Whether a text is all of one of these words, in small letters.
pub(super) fn is_one_of(
    plain: &str,
    words: impl Fn(&'static Labels) -> &'static [&'static str],
) -> bool {
    LANGUAGES.iter().any(|row| words(row).contains(&plain))
}
