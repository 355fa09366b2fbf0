#!/usr/bin/env python3
"""Takes a number of articles and of words; writes Markdown articles made from a small grammar
in five languages, with pictures if they are asked for. The same numbers give the same articles.

usage: grammar.py FOLDER ARTICLES WORDS [PICTURES]

PICTURES is how many pictures an article has: one is opaque, the next has an alpha channel.
"""

import random
import struct
import sys
import zlib
from pathlib import Path

# Of each language: nouns in the plural, verbs, adjectives that follow, adverbs, openings, the frame
# of a sentence, and the parts that rare words are made of.
GRAMMAR = {
    "fr": (
        "les imprimeurs|les lectrices|les rédactions|des éditeurs|les bibliothèques|les correcteurs|les ateliers|des journaux|les dépêches|les typographes|les épreuves|les archives",
        "relisent|défendent|publient|préparent|découvrent|traversent|corrigent|conservent|rassemblent|négligent",
        "français|anciennes|élégants|précieuses|inachevés|régionaux|fidèles|discrètes",
        "lentement|avec soin|chaque matin|sans bruit|malgré l’été|à l’œuvre|dès l’aube",
        "Ce jour-là|Pourtant|« Voilà »|En 1457|Depuis des siècles|Ailleurs",
        "{opening}, {noun} {adjective} {verb} {other} {rare} {adverb}{stop}",
        "im re dé contre|lir press tour chant grav mur fond plan|ure able ation ée eur ières",
    ),
    "en": (
        "printers|readers|the editors|publishers|libraries|proofreaders|workshops|newspapers|dispatches|compositors|galley proofs|archives",
        "reread|defend|publish|prepare|discover|cross|correct|preserve|gather|neglect",
        "in the north|of old|at the river|without a name|in two columns|of the coast",
        "slowly|with care|every morning|without a sound|in spite of summer|at dawn",
        "That day|And yet|In 1457|For centuries|Elsewhere|“Here it is”",
        "{opening}, {noun} {adjective} {verb} {other} {rare} {adverb}{stop}",
        "un re over fore|print press turn hold grav moor found plan|ing able ation ed er iers",
    ),
    "de": (
        "die Drucker|Leserinnen|die Schriftleitungen|Verlage|die Büchereien|Korrektoren|Werkstätten|Zeitungen|die Meldungen|Schriftsetzer|die Druckfahnen|Archive",
        "lesen|verteidigen|veröffentlichen|bereiten vor|entdecken|durchqueren|verbessern|bewahren|sammeln|übersehen",
        "aus dem Norden|der alten Zeit|am großen Fluss|ohne Namen|in zwei Spalten|der Küste",
        "langsam|mit Sorgfalt|jeden Morgen|ohne Geräusch|trotz des Sommers|im Morgengrauen",
        "An jenem Tag|Und doch|Im Jahr 1457|Seit Jahrhunderten|Anderswo|„Hier ist es“",
        "{opening}: {noun} {adjective} {verb} {other} {rare} {adverb}{stop}",
        "ver ent über vor|druck setz wend halt schreib moor grund plan|ung bar enheit et er lich",
    ),
    "es": (
        "los impresores|las lectoras|las redacciones|unos editores|las bibliotecas|los correctores|los talleres|los periódicos|las crónicas|los cajistas|las galeradas|los archivos",
        "releen|defienden|publican|preparan|descubren|atraviesan|corrigen|conservan|reúnen|olvidan",
        "del norte|de antaño|junto al río|sin nombre|a dos columnas|de la costa",
        "despacio|con cuidado|cada mañana|sin ruido|a pesar del verano|al alba",
        "Aquel día|Sin embargo|En 1457|Desde hace siglos|En otra parte|¿Y entonces?",
        "{opening}, {noun} {adjective} {verb} {other} {rare} {adverb}{stop}",
        "in re sobre des|prens lect vuelt cant grab muñ fund plan|ura able ación ado ería eros",
    ),
    "pl": (
        "drukarze|czytelniczki|redakcje|wydawcy|biblioteki|korektorzy|warsztaty|gazety|depesze|zecerzy|szpalty próbne|archiwa",
        "czytają|bronią|ogłaszają|przygotowują|odkrywają|przemierzają|poprawiają|chronią|gromadzą|pomijają",
        "z północy|dawnych lat|nad rzeką|bez imienia|w dwóch łamach|znad morza",
        "powoli|starannie|każdego ranka|bezgłośnie|mimo lata|o świcie",
        "Tego dnia|A jednak|W roku 1457|Od wieków|Gdzie indziej|„Oto jest”",
        "{opening}, {noun} {adjective} {verb} {other} {rare} {adverb}{stop}",
        "nie prze nad wy|druk skład zwrot śpiew gryw mur grunt plan|anie alny ość ony arz owie",
    ),
}


class Author:
    def __init__(self, number):
        self.dice = random.Random(number)
        self.lang = list(GRAMMAR)[number % len(GRAMMAR)]
        *lists, self.frame, parts = GRAMMAR[self.lang]
        self.lists = [words.split("|") for words in lists]
        self.parts = [part.split() for part in parts.split("|")]
        self.words = 0
        self.notes = []

    def rare(self):
        """A word out of some thousands, the first of which come most often."""
        first, stem, end = self.parts
        number = int(len(first) * len(stem) ** 2 * len(end) * self.dice.random() ** 3)
        word = stem[number % len(stem)] + end[number // len(stem) % len(end)]
        return first[number // 48 % len(first)] + (stem[number // 192] if number >= 192 else "") + word

    def sentence(self):
        nouns, verbs, adjectives, adverbs, openings = self.lists
        one = self.dice.choice
        sentence = self.frame.format(
            opening=one(openings), noun=one(nouns), adjective=one(adjectives), verb=one(verbs),
            other=one(nouns), rare=self.rare(), adverb=one(adverbs), stop=one([".", ".", ".", ".", "\u00a0!" if self.lang == "fr" else "!"]),
        )
        self.words += len(sentence.split())
        return sentence

    def paragraph(self):
        sentences = [self.sentence() for _ in range(self.dice.randint(3, 8))]
        at = self.dice.randrange(len(sentences))
        kind = self.dice.random()
        if kind < 0.15:
            sentences[at] = f"*{sentences[at]}*"
        elif kind < 0.3:
            sentences[at] = f"**{sentences[at]}**"
        elif kind < 0.4:
            sentences[at] += f" [{self.dice.choice(self.lists[0])}](https://example.org/{at})"
        elif kind < 0.5:
            self.notes.append(self.sentence())
            sentences[at] += f"[^{len(self.notes)}]"
        return " ".join(sentences)

    def block(self):
        kind = self.dice.random()
        if kind < 0.80:
            return self.paragraph()
        if kind < 0.88:
            return f"## {self.sentence().rstrip('.!')}"
        if kind < 0.92:
            return "\n".join(f"- {self.sentence()}" for _ in range(4))
        if kind < 0.95:
            return f"> {self.sentence()}"
        if kind < 0.975:
            cells = ["| " + " | ".join(self.dice.choice(words) for words in self.lists[:3]) + " |" for _ in range(5)]
            self.words += 40
            return "\n".join([cells[0], "| --- | --- | --- |", *cells[1:]])
        return "```\n" + "\n".join(f"let line_{n} = {self.dice.randrange(999)};" for n in range(5)) + "\n```"

    def article(self, number, words, pictures):
        title = self.sentence().rstrip(".!")
        blocks = [self.paragraph()]
        every = words / (pictures + 1)
        while self.words < words:
            blocks.append(self.block())
            if len(self.pictures) < pictures and self.words > every * (len(self.pictures) + 1):
                name = f"picture-{number}-{len(self.pictures) + 1}.png"
                self.pictures.append(name)
                blocks.append(f"![{self.dice.choice(self.lists[0])}]({name})")
        notes = [f"[^{n}]: {note}" for n, note in enumerate(self.notes, 1)]
        front = f'---\ntitle: "{title}"\nlang: {self.lang}\nauthor: Ada Exemple\ndate: 2026-03-04\n---'
        return "\n\n".join([front, *blocks, *notes]) + "\n"

    pictures = ()


def png(dice, width, height, alpha):
    """A landscape of slopes with a little noise, as a photograph packs badly and a drawing well."""
    channels = 4 if alpha else 3
    rows = bytearray()
    tilt = dice.randrange(3, 9)
    for y in range(height):
        rows.append(0)
        for x in range(width):
            tone = (x * tilt + y * 5) // 8 & 0xFF
            grain = dice.getrandbits(3)
            rows += bytes((tone ^ grain, (tone >> 1) + grain, 255 - tone))
            if alpha:
                rows.append(255 if x > y else 128)
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, 8, 6 if channels == 4 else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b"")


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    articles, words = int(sys.argv[2]), int(sys.argv[3])
    pictures = int(sys.argv[4]) if len(sys.argv) == 5 else 0
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [png(random.Random(n), 640, 400, n % 2) for n in range(min(2, pictures))]
    for number in range(articles):
        author = Author(number)
        author.pictures = []
        text = author.article(number, words, pictures)
        (folder / f"article-{number:04}.md").write_text(text, encoding="utf-8")
        for n, name in enumerate(author.pictures):
            (folder / name).write_bytes(drawn[n % 2])


main()
