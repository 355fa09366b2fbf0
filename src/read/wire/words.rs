//! The words by which agencies, newsrooms and web pages mark what is not body: lists, in
//! French, English, German and Spanish. The labels of more languages are in
//! [`languages`](super::languages).

/// What stands before the name of who wrote it.
pub(super) const BYLINES: [&str; 8] = [
    "Par ",
    "By ",
    "BY ",
    "PAR ",
    "De notre correspondant",
    "De notre envoyé",
    "Propos recueillis par ",
    "Aufgezeichnet von ",
];

/// All of a line that a share, print or cookie button left in copied text.
pub(super) const LEFTOVERS: [&str; 96] = [
    "partager",
    "partager cet article",
    "partager l'article",
    "partager sur facebook",
    "partager sur twitter",
    "partager sur x",
    "partager sur whatsapp",
    "partager sur linkedin",
    "partager par e-mail",
    "imprimer",
    "imprimer l'article",
    "envoyer par mail",
    "envoyer par e-mail",
    "envoyer à un ami",
    "commenter",
    "réagir",
    "commentaires",
    "aucun commentaire",
    "écouter",
    "écouter l'article",
    "écouter cet article",
    "offrir cet article",
    "publicité",
    "lire plus tard",
    "lire la suite",
    "ajouter à vos favoris",
    "copier le lien",
    "lien copié",
    "tweeter",
    "s'abonner",
    "abonnez-vous",
    "se connecter",
    "suivez-nous",
    "retour à l'accueil",
    "tout accepter",
    "tout refuser",
    "accepter les cookies",
    "paramétrer les cookies",
    "continuer sans accepter",
    "share",
    "share this article",
    "share this story",
    "share this",
    "share on facebook",
    "share on twitter",
    "share on x",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "telegram",
    "messenger",
    "tweet",
    "print",
    "print this article",
    "email",
    "email this article",
    "copy link",
    "link copied",
    "advertisement",
    "subscribe",
    "subscribe now",
    "sign up",
    "sign in",
    "comments",
    "no comments",
    "accept cookies",
    "accept all",
    "reject all",
    "manage cookies",
    "listen",
    "listen to this article",
    "save for later",
    "follow us",
    "teilen",
    "artikel teilen",
    "drucken",
    "anzeige",
    "werbung",
    "merken",
    "vorlesen",
    "kommentare",
    "alle akzeptieren",
    "cookies akzeptieren",
    "compartir",
    "compartir este artículo",
    "compartir en facebook",
    "imprimir",
    "publicidad",
    "escuchar",
    "comentarios",
    "suscríbete",
    "aceptar cookies",
    "aceptar todo",
    "condividi",
    "udostępnij",
];

/// How a sentence about cookies begins.
pub(super) const COOKIES: [&str; 8] = [
    "ce site utilise des cookies",
    "nous utilisons des cookies",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "diese website verwendet cookies",
    "wir verwenden cookies",
    "utilizamos cookies",
];

/// How a line begins that says how long reading takes, all but the figure.
pub(super) const READING_TIMES: [&str; 5] = [
    "temps de lecture",
    "lecture",
    "reading time",
    "lesezeit",
    "tiempo de lectura",
];

/// What stands before the day of publication.
pub(super) const PUBLISHED: [&str; 12] = [
    "publié le",
    "publié",
    "paru le",
    "posté le",
    "published on",
    "published",
    "posted on",
    "veröffentlicht am",
    "erschienen am",
    "publicado el",
    "pubblicato il",
    "opublikowano",
];

/// What stands before the day of the last change.
pub(super) const UPDATED: [&str; 8] = [
    "mis à jour le",
    "modifié le",
    "updated on",
    "updated",
    "last updated",
    "aktualisiert am",
    "actualizado el",
    "aggiornato il",
];

/// All of a line that ends copy.
pub(super) const ENDS: [&str; 14] = [
    "-30-", "- 30 -", "30", "###", "# # #", "#", "ends", "-ends-", "- ends -", "fin", "-fin-",
    "- fin -", "end", "-end-",
];

/// How a note of who else had a hand in it begins, in brackets.
pub(super) const HANDS: [&str; 14] = [
    "(reporting by",
    "(additional reporting",
    "(writing by",
    "(editing by",
    "(compiled by",
    "(reportage",
    "(rédaction",
    "(édité par",
    "(avec ",
    "(with ",
    "(mit ",
    "(con ",
    "(redaktion",
    "(información de",
];

/// How a line about when copy may be used begins.
pub(super) const EMBARGOES: [&str; 5] = [
    "embargo",
    "sous embargo",
    "under embargo",
    "sperrfrist",
    "bajo embargo",
];

/// Words of a line that reserves rights.
pub(super) const RIGHTS: [&str; 5] = [
    "tous droits réservés",
    "all rights reserved",
    "alle rechte vorbehalten",
    "todos los derechos reservados",
    "tutti i diritti riservati",
];

/// All of a line that says what kind of copy it is.
pub(super) const KINDS: [&str; 13] = [
    "communiqué de presse",
    "communiqué",
    "press release",
    "news release",
    "for immediate release",
    "pressemitteilung",
    "presseinformation",
    "nota de prensa",
    "comunicado de prensa",
    "comunicato stampa",
    "persbericht",
    "pour diffusion immédiate",
    "zur sofortigen veröffentlichung",
];

/// All of a line that says how urgent copy is, or which version.
pub(super) const URGENCIES: [&str; 11] = [
    "urgent",
    "alerte",
    "flash",
    "prev",
    "prévision",
    "eilmeldung",
    "eil",
    "breaking",
    "urgente",
    "avance",
    "developing",
];

/// What a credit has in it.
pub(super) const CREDITS: [&str; 18] = [
    "photo",
    "foto",
    "fotó",
    "fot.",
    "crédit",
    "credit",
    "crédito",
    "image",
    "imagen",
    "bild",
    "©",
    "picture",
    "illustration",
    "dessin",
    "getty",
    "archiv",
    "handout",
    "grafik",
];

/// Agencies, as they are named in credits and datelines.
pub(super) const AGENCIES: [&str; 58] = [
    "afp",
    "reuters",
    "ap",
    "dpa",
    "efe",
    "ansa",
    "pap",
    "epa",
    "belga",
    "apa",
    "ats",
    "keystone-ats",
    "sda",
    "lusa",
    "tass",
    "interfax",
    "upi",
    "pa",
    "pti",
    "ctk",
    "čtk",
    "mti",
    "anp",
    "ntb",
    "tt",
    "ritzau",
    "xinhua",
    "kyodo",
    "anadolu",
    "aa",
    "europa press",
    "business wire",
    "globe newswire",
    "prnewswire",
    "adnkronos",
    "acn",
    "agencia efe",
    "ape-mpe",
    "agerpres",
    "bta",
    "dha",
    "getty images",
    "hina",
    "iha",
    "imago",
    "lehtikuva",
    "mediafax",
    "sita",
    "stt",
    "tanjug",
    "tasr",
    "ttxvn",
    "απε-μπε",
    "бта",
    "риа новости",
    "танјуг",
    "тасс",
    "укрінформ",
];

/// Labels that stand before a name in a credit without a colon.
pub(super) const SHORT_CREDITS: [&str; 2] = ["photo courtesy of ", "photo by "];

/// Words without a capital in the names of people, and between two of them.
pub(super) const PARTICLES: [&str; 36] = [
    "de", "del", "della", "di", "da", "do", "dos", "du", "des", "la", "le", "van", "von", "der",
    "den", "ter", "zu", "af", "av", "bin", "al", "el", "et", "and", "und", "y", "e", "en", "og",
    "och", "ja", "i", "és", "și", "и", "και",
];
