"""Cuts the test faces: make.py REPOSITORY FONTSOURCE-FILES OUT"""
import io, sys
from pathlib import Path
from fontTools import subset
from fontTools.designspaceLib import DesignSpaceDocument
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.woff2 import WOFF2FlavorData
from fontTools.varLib import build, instancer

repository, fontsource, out = map(Path, sys.argv[1:])
out.mkdir(exist_ok=True)

def cut(font):
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "liga"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17, 25],
        hinting=False, notdef_outline=True, recommended_glyphs=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=" Hxafilé")
    subsetter.subset(font)
    font.recalcTimestamp = False
    return font

def save(font, name, flavor=None):
    font.flavor = flavor
    if flavor == "woff2":
        font.flavorData = WOFF2FlavorData(transformedTables=["glyf", "loca", "hmtx"])
    font.save(out / name)
    font.flavor = font.flavorData = None

static = lambda name: cut(TTFont(repository / "fonts/noto" / name, recalcTimestamp=False))
def variable():
    font = TTFont(fontsource / "noto-serif-latin-wght-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    return cut(font)

regular, bold = static("NotoSerif-Regular.ttf"), static("NotoSerif-Bold.ttf")
save(regular, "static.ttf")
save(regular, "static.woff", "woff")
save(regular, "static.woff2", "woff2")
wght = variable()
save(wght, "variable.ttf")
save(wght, "variable.woff2", "woff2")

# All advances but the first left out, and side bearings that WOFF2 leaves out too.
mono = static("NotoSansMono-Regular.ttf")
for glyph in mono.getGlyphOrder():
    mono["hmtx"][glyph] = (600, getattr(mono["glyf"][glyph], "xMin", 0))
save(mono, "monospaced.ttf")
save(mono, "monospaced.woff2", "woff2")

both = TTCollection()
both.fonts = [regular, bold]
both.save(out / "collection.ttc")

regular["OS/2"].fsType = 2
save(regular, "restricted.ttf")

# Faces with CFF and CFF2 outlines: their masters are instances of the other.
def master(weight):
    glyf = instancer.instantiateVariableFont(variable(), {"wght": weight})
    glyphs, order = glyf.getGlyphSet(), glyf.getGlyphOrder()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(glyf.getBestCmap())
    strings = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString(optimize=False)
    builder.setupCFF("NotoSerif-CFF", {}, strings, {})
    builder.setupHorizontalMetrics({n: (glyphs[n].width, 0) for n in order})
    builder.setupHorizontalHeader(ascent=glyf["hhea"].ascent, descent=glyf["hhea"].descent)
    builder.setupNameTable({"familyName": "Noto Serif", "styleName": "Regular", "psName": "NotoSerif-CFF"})
    builder.setupOS2(version=4, usWeightClass=weight, fsType=0)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = wght["head"].modified
    builder.font["name"].names += [n for n in glyf["name"].names if n.nameID in (0, 13, 14) and n.platformID == 3]
    builder.font.recalcTimestamp = False
    memory = io.BytesIO()
    builder.font.save(memory)
    memory.seek(0)
    return TTFont(memory, recalcTimestamp=False)

save(master(700), "static-cff.otf")
space = DesignSpaceDocument()
space.addAxisDescriptor(tag="wght", name="Weight", minimum=100, default=400, maximum=900)
for weight in 100, 400, 900:
    space.addSourceDescriptor(location={"Weight": weight}, font=master(weight), name=str(weight))
cff2 = build(space, optimize=False)[0]
assert "CFF2" in cff2, cff2.keys()
cff2.recalcTimestamp = False
save(cff2, "variable-cff2.otf")
