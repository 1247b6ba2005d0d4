"""Invented lists of 2027 and movements to them, in the shape of INSEE's files.

Nothing of it will happen: Rennes and Betton merge on 2026-07-01, La Chapelle-Fleurigné gives back
Fleurigné on 2027-01-01, and Châteaugiron moves its seat to Ossé on that day.
"""

from datetime import date

from catalog.cog.values import MeaningKind
from catalog.loading.tables import ReadTable, recognise

HEADER = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "TYPECOM_AP", "COM_AP")
COLUMNS = (
    "TYPECOM", "COM", "REG", "DEP", "CTCD", "ARR", "TNCC", "NCC", "NCCENR", "LIBELLE", "CAN",
    "COMPARENT",
)  # fmt: skip
MERGER = (
    ("32", "2026-07-01", "COM", "35024", "COM", "35238"),
    ("32", "2026-07-01", "COM", "35024", "COMD", "35024"),
    ("32", "2026-07-01", "COM", "35238", "COM", "35238"),
    ("32", "2026-07-01", "COM", "35238", "COMD", "35238"),
)
RESTORATION = (
    ("21", "2027-01-01", "COM", "35062", "COM", "35062"),
    ("21", "2027-01-01", "COM", "35062", "COM", "35112"),
    ("21", "2027-01-01", "COMD", "35112", "COM", "35112"),
)
NEW_SEAT = (("50", "2027-01-01", "COM", "35069", "COM", "35209"),)
INVENTED = (*MERGER, *RESTORATION, *NEW_SEAT)
_WORDS = {
    MeaningKind.COMMUNE: "COM",
    MeaningKind.DELEGATED: "COMD",
    MeaningKind.ASSOCIATED: "COMA",
    MeaningKind.MUNICIPAL: "ARM",
}


def invented_lines(cog):
    """The communes and visible parts of 2026, and what the movements above make of them."""
    day = date(2026, 1, 1)
    known = (cog.land.at(code, day) for code in cog.land.by_code)
    lines = {(_WORDS[each.kind], each.code): each.nom for each in known if each is not None}
    for gone in (("COM", "35024"), ("COMD", "35112"), ("COM", "35069")):
        del lines[gone]
    return lines | {
        ("COM", "35238"): "Rennes-et-Betton",
        ("COMD", "35238"): "Rennes",
        ("COMD", "35024"): "Betton",
        ("COM", "35062"): "La Chapelle-Janson",
        ("COM", "35112"): "Fleurigné",
        ("COM", "35209"): "Châteaugiron",
        ("COMD", "35209"): "Ossé",
        ("COMD", "35069"): "Châteaugiron",
    }


def list_table(lines, name="v_commune_2027.csv"):
    columns = {column: [""] * len(lines) for column in COLUMNS}
    columns["TYPECOM"] = [kind for kind, _ in lines]
    columns["COM"] = [code for _, code in lines]
    columns["LIBELLE"] = list(lines.values())
    return recognise(ReadTable(name, columns))


def movements_table(*moves):
    columns = dict(zip(HEADER, zip(*moves, strict=True), strict=True))
    return recognise(ReadTable("v_mvt_commune_2027.csv", columns))
