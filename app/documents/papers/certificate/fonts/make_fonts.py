"""Make the paper's six static fonts from the variable fonts of the fontpkg wheels: `python make_fonts.py`.

WeasyPrint typesets static TrueType files 1.7 times as fast as woff2. "Source" is a reserved font name (SIL Open Font
License), so the modified fonts are called Livret Serif and Livret Sans; the licences stand beside them.
"""

from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.varLib.instancer import instantiateVariableFont

SERIF = files("fontpkg_source_serif_4") / "files"
SANS = files("fontpkg_source_sans_3") / "files"
FACES = {
    "LivretSerif-Display": (SERIF / "SourceSerif4[opsz,wght].ttf", {"opsz": 60, "wght": 400}),
    "LivretSerif-Regular": (SERIF / "SourceSerif4[opsz,wght].ttf", {"opsz": 14, "wght": 400}),
    "LivretSerif-Semibold": (SERIF / "SourceSerif4[opsz,wght].ttf", {"opsz": 14, "wght": 600}),
    "LivretSerif-Italic": (SERIF / "SourceSerif4-Italic[opsz,wght].ttf", {"opsz": 20, "wght": 400}),
    "LivretSans-Regular": (SANS / "SourceSans3[wght].ttf", {"wght": 400}),
    "LivretSans-Semibold": (SANS / "SourceSans3[wght].ttf", {"wght": 600}),
}
# Latin with all its extensions, spacing modifiers, combining marks, punctuation, currencies, letterlike signs, arrows.
BLOCKS = (
    (0x20, 0x7E),
    (0xA0, 0x36F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x20BF),
    (0x2100, 0x214F),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "lnum", "onum", "pnum", "tnum")
# What nearly every certificate is written with. An embedded subset keeps room for all glyphs before its last one, so
# these come first: the files are smaller and sooner made.
COMMON = (*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "ŒœŸ’‘“”–—…\u2009\u202f"))
# A glyph that stands for two characters is read back from a PDF as one of them: these get a glyph of their own.
TWINS = {0x02BC: 0x2019, 0x02BB: 0x2018, 0x2010: 0x002D, 0x2011: 0x002D}


def main() -> None:
    """Write the six fonts beside this file."""
    for name, (source, axes) in FACES.items():
        font = instantiateVariableFont(TTFont(str(source)), axes)
        keep_latin(font)
        give_twins_their_own_glyph(font)
        put_common_glyphs_first(font)
        rename(font, name)
        font["head"].modified = font["head"].created
        font.save(Path(__file__).with_name(f"{name}.ttf"))


def give_twins_their_own_glyph(font: TTFont) -> None:
    """Copy the glyph of each twin under a new name and point the twin's character at the copy."""
    best = font.getBestCmap()
    for twin, origin in TWINS.items():
        copy = f"twin{twin:04X}"
        font.setGlyphOrder([*font.getGlyphOrder(), copy])
        font["glyf"][copy] = font["glyf"][best[origin]]
        font["hmtx"][copy] = font["hmtx"][best[origin]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[twin] = copy


def put_common_glyphs_first(font: TTFont) -> None:
    """Number the glyphs of `COMMON` first, and the ligatures made of them."""
    order, best = font.getGlyphOrder(), font.getBestCmap()
    common = dict.fromkeys([".notdef", *(best[code] for code in COMMON if code in best)])
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(each, "ExtSubTable", each) for each in lookup.SubTable):
            for start, ligatures in getattr(table, "ligatures", {}).items():
                common |= dict.fromkeys(
                    each.LigGlyph for each in ligatures if common.keys() >= {start, *each.Component}
                )
    reorderGlyphs(font, [*common, *(name for name in order if name not in common)])


def keep_latin(font: TTFont) -> None:
    """Drop every glyph outside `BLOCKS`, the hinting and the features the paper does not use."""
    options = subset.Options(
        layout_features=list(FEATURES), hinting=False, name_IDs=["*"], notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in BLOCKS for code in range(first, last + 1)])
    subsetter.subset(font)


def rename(font: TTFont, name: str) -> None:
    """Call the font by our name, keeping its copyright, version, makers and licence."""
    family, style = name.replace("Livret", "Livret ").split("-")
    for record in list(font["name"].names):
        if record.nameID not in {0, 5, 8, 9, 11, 12, 13, 14}:
            font["name"].removeNames(nameID=record.nameID)
    ours = {
        1: f"{family} {style}",
        2: "Regular",
        3: name,
        4: f"{family} {style}",
        6: name,
        16: family,
        17: style,
    }
    for identifier, text in ours.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)
    font.recalcTimestamp = False


if __name__ == "__main__":
    main()
