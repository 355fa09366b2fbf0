"""PDFs in, every face whose widths in the file are not those of its glyphs out.

A viewer places text by the widths that the page's font dictionary gives; an
archive asks that they are those of the embedded program (ISO 19005-2, 6.2.11.5),
and that every glyph in use has a meaning (6.2.11.7).
"""

import io
import re
import sys

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont


def shown(pdf):
    """The numbers of the glyphs that pages show, by font."""
    glyphs = {}
    for page in pdf.pages:
        fonts = page.obj.Resources.get("/Font", {})
        font = None
        for instruction in pikepdf.parse_content_stream(page):
            if str(instruction.operator) == "Tf":
                font = fonts[str(instruction.operands[0])]
            if str(instruction.operator) not in ("Tj", "TJ"):
                continue
            operand = instruction.operands[0]
            parts = [operand] if isinstance(operand, pikepdf.String) else operand
            own = glyphs.setdefault(font.objgen, (font, set()))[1]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    own.update(a << 8 | b for a, b in zip(codes[::2], codes[1::2]))
    return glyphs.values()


def told(font):
    """The widths that the dictionary tells, by glyph."""
    descendant = font.DescendantFonts[0]
    widths, numbers = {}, list(descendant.W)
    assert int(descendant.DW) == 0
    for first, own in zip(numbers[::2], numbers[1::2]):
        for offset, width in enumerate(own):
            widths[int(first) + offset] = float(width)
    return widths


def drawn(descriptor, glyphs):
    """The widths of glyphs in the program."""
    if "/FontFile2" in descriptor:
        face = TTFont(io.BytesIO(bytes(descriptor.FontFile2.read_bytes())), lazy=True)
        unit, order = face["head"].unitsPerEm, face.getGlyphOrder()
        metrics = face["hmtx"].metrics
        return {g: metrics[order[g]][0] * 1000 / unit for g in glyphs}
    faces = CFFFontSet()
    faces.decompile(io.BytesIO(bytes(descriptor.FontFile3.read_bytes())), None)
    top = faces[0]
    names = {}
    for number, name in enumerate(top.charset):
        names[int(name[3:]) if name.startswith("cid") else number] = name
    widths = {}
    for glyph in glyphs:
        outline = top.CharStrings[names[glyph]]
        outline.draw(NullPen())
        widths[glyph] = outline.width * 1000 * top.FontMatrix[0]
    return widths


def meant(font):
    """The glyphs that have a meaning."""
    text = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]*)>\n", text.split("endcodespacerange")[1])
    return {int(glyph, 16) for glyph, meaning in pairs if meaning}


def main(paths):
    faults = 0
    for path in paths:
        with pikepdf.open(path) as pdf:
            for font, glyphs in shown(pdf):
                widths = told(font)
                real = drawn(font.DescendantFonts[0].FontDescriptor, glyphs)
                wrong = {g for g in glyphs if abs(widths.get(g, 0) - real[g]) > 0.5}
                mute = glyphs - meant(font)
                if wrong or mute or 0 in glyphs:
                    faults += 1
                    print(f"{path}: {font.BaseFont}: widths of {sorted(wrong)}, no meaning of {sorted(mute)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
