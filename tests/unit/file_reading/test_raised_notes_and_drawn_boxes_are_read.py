"""Raised calls of notes are no figures; letters of a font of signs are boxes, ticks and crosses.

Covers intake.file_reading.rich_text, intake.file_reading.superscripts,
intake.file_reading.symbol_fonts, intake.file_reading.ods_runs, intake.file_reading.xls_facts,
intake.file_reading.xls_strings, intake.file_reading.compound_file, intake.file_reading.text_runs.
"""

import base64
import io
import re
import zipfile
import zlib

import pytest

from intake.file_reading.reading import read_rows
from tests.unit.file_reading.test_text_crossed_out_inside_a_cell_is_no_value import PLAIN, rich
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx, zipped

RAISED = '<r><rPr><vertAlign val="superscript"/></rPr><t>{0}</t></r>'
SITES = ["Étang", "Canal", "Dunes"]
FONTS = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts>'
    '<font><name val="Calibri"/></font><font><name val="Wingdings"/></font></fonts>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
)


def as_ods(rows):
    """Cells of which a mark `¹` stands raised, and `[n]` in Wingdings."""
    names = "urn:oasis:names:tc:opendocument:xmlns"

    def cell(text):
        if isinstance(text, int):
            return f'<table:table-cell office:value-type="float" office:value="{text}"/>'
        style = ' table:style-name="W"' if text.startswith("[") else ""
        inner = text.strip("[]").replace("¹", '<text:span text:style-name="R">1</text:span>')
        return (
            f'<table:table-cell office:value-type="string"{style}><text:p>{inner}</text:p>'
            "</table:table-cell>"
        )

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:fo="{names}:fo:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" '
        f'xmlns:style="{names}:style:1.0"><office:automatic-styles>'
        '<style:style style:name="R" style:family="text"><style:text-properties '
        'style:text-position="super 58%"/></style:style><style:style style:name="W" '
        'style:family="table-cell"><style:text-properties style:font-name="Wingdings"/>'
        "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Aires">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<m/>"})


ROWS = [
    ["Aire", "Nuitées", "Assurance"],
    *([SITES[at % 3], 200 + at, "[n]" if at % 4 else "[o]"] for at in range(12)),
    ["Étang¹", "248¹", "[n]"],
]


def as_html(rows):
    def cell(text):
        inner = str(text).strip("[]").replace("¹", "<sup>1</sup>")
        return f"<td><font face=Wingdings>{inner}</font>" if "[" in str(text) else f"<td>{inner}"

    lines = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    return f"<table>{lines}</table>".encode()


def as_xlsx(rows):
    texts = {"[n]": PLAIN.format("n"), "Étang¹": PLAIN.format("Étang") + RAISED.format(1)}
    texts |= {"[o]": PLAIN.format("o"), "248¹": PLAIN.format(248) + RAISED.format(1)}
    book = xlsx({"Aires": SheetOf(rows)}, {"xl/styles.xml": FONTS})
    with zipfile.ZipFile(io.BytesIO(rich(book, texts))) as whole:
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
    return zipped({
        name: re.sub(r'<c r="(C(?!1")\d+)"', r'<c r="\1" s="1"', part)
        for name, part in parts.items()
    })  # fmt: skip


XLS = zlib.decompress(
    base64.b85decode(
        r"c-rllO-L0{6oAj2|C#rmK1~A+M1-tN0xd!UeQBi-^srhO5!9#;c_?GNr;A#YWiErDRnbOp)5dDk54EUWL15G(2m-"
        r"ZLv<eDZsMEP;?z4Ao0w0uA%o*;PbI+Y`?zzA7^J=bQe)?YR0<4h^P+`Tl!6@=EOm-oY1T6P`ZWhiKCO?vYN^A=U("
        r"$L{?;-$&QkdOBQC~#MMh8kcI(<wL$=}|9Jzk$+4F}RG!(2knHE%cN@4MkN+dVusM(s$^}C#3h2=PK!Tymp?Qgt=6"
        r"@sZGq{6G{V>l>xu+17hBhrv<9vIiJNBud(1-9XfMacjRv^s995BLtoY#8pM<@rdTmmr^R6gaI||eUMA;`%tI9p`w"
        r"V>b>jAzL*7wu;$iK0E2I&7L`^{hYtq}ipMFW@s{|qgcDM-L^jhEoCXLFhS61Y%@SqBsPxew<+dOSP!F_Xt_y)&O5"
        r"&$-?}MhAE?=6XXoX-3gL;Ck)|+8){m$GuG60E-1zwCFhDG@fnU)7GM5hTlBcQj*e^lAxs)M?DDTWLMCFOJYlwZhw"
        r"A#q`x<HnmiNq7zrLWTX~DXhfAD5xQt2ytzv2-Vkha#bk{9p*OIQnmgBjxw^|t8lXT4$Ds9Aic9XnGZ7Z_3qdoQM="
        r")=0H52+n!&-N^wubO?EnuZ2!-yrh*n1p85%x>P`@+eg}GqEwfCtdT?CS@r}5xXy*sO7LseFoScT!I|$9k!ZNL|<{"
        r"5h0u&>-X9kfhoY;11{Fk^f-z}=RzhfnXkF03$TSLCA=(hM8bYf?n}Sw}ZW6RA(OL+tNs((r?-H~o(Rv82OOfkDw+"
        r"dR9+HHi;h7`F$^j<+5Qr%_<ZAy`wMDG){DbZF4ZAp<^M0W_<l4v`Gwx!5zqPqlbOYL?-Xh(|NA-Y@8j#PIngpNs("
        r"$A~^G=$J&uL+H2^d7S99pyLvq2%!^1TVh=#h_+XA1-e72g!_C_<7>bVaUhaNB8eoDNFtH`=_ulLTBDDJ;Dy~3|8<"
        r"rztwg^`{#!W)qj-$rr{p2<@SKBlCC#7BptHig*gBcQ|3WT(SbGkJp`YRyE_wdq2Nx@D&$_|n?^{Bp*1u9poPW6f@"
        r"0d6hn*"
    )
)
"""The same rows in an old workbook, whose texts share one table."""
FILES = {
    "aires.xlsx": as_xlsx,
    "aires.ods": as_ods,
    "aires.xls": lambda _: XLS,
    "page.xls": as_html,
}


@pytest.mark.parametrize("name", FILES)
def test_a_raised_call_is_no_figure_and_a_box_no_letter(name):
    file = read_rows(FILES[name](ROWS), name)
    assert file.named("Nuitées").column.sum == sum(range(200, 212)) + 248
    assert file.named("Aire").column.distinct == 3
    boxes = file.named("Assurance").column
    assert (boxes.type, boxes.true, boxes.false) == ("boolean", 10, 3)
    assert "footnote_marks" in {note.code for note in file.reading.notes}


def test_squares_stay_where_they_belong():
    text = "lieu;surface (m²);nature\n" + "\n".join(f"L{at};{at}0 m²;pré" for at in range(1, 9))
    column = read_rows(text.encode(), "surfaces.csv").named("surface (m²)").column
    assert (column.unit, column.sum) == ("m2", 360)


def test_a_tick_in_a_private_place_of_a_text_is_a_tick():
    signs = "\uf0fb", "\uf0fc"
    rows = "\n".join(f"B{at};{signs[at % 2]}" for at in range(10))
    column = read_rows(f"badge;rendu\n{rows}".encode(), "badges.csv").named("rendu").column
    assert (column.type, column.true) == ("boolean", 5)
