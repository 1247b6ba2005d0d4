"""A file that would swell, is closed by a password or is no table is refused; nothing dies of it.

Covers intake.file_reading.containers, intake.file_reading.workbooks,
intake.file_reading.workbook_child, intake.file_reading.problems.
"""

import pytest

from intake.file_reading.problems import (
    FileKindUnknown,
    FileLocked,
    FileTooLarge,
    FileUnreadable,
    NoTableFound,
)
from intake.file_reading.reading import read_file
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CORNERS = (
    f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
ENTITIES = (
    '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<worksheet {MAIN}><sheetData/></worksheet>"
)


def rows_of(count):
    cell = "<c><v>1</v></c>" * 20
    return f"<worksheet {MAIN}><sheetData>{f'<row>{cell}</row>' * count}</sheetData></worksheet>"


BOMBS = {
    "two corners": lambda: xlsx({"A": [["a"]]}, {SHEET: CORNERS}),
    "zeros": lambda: xlsx({"A": [["a"]]}, {"xl/media/image1.bin": b"\0" * 300_000_000}),
    "a million rows": lambda: xlsx({"A": [["a"]]}, {SHEET: rows_of(400_000)}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_that_swells_is_too_large(bomb):
    with pytest.raises(FileTooLarge):
        read_file(BOMBS[bomb](), "bombe.xlsx")


def test_a_reader_that_dies_of_a_workbook_leaves_us_alive(monkeypatch):
    """Where the sheet's own measure is not taken, the child ends by its limits."""
    monkeypatch.setattr("intake.file_reading.workbooks._PROGRAM", "tests.unit.file_reading.dying")
    with pytest.raises(FileTooLarge):
        read_file(xlsx({"A": [["a", "b"], ["1", "2"]]}), "bombe.xlsx")


def test_a_document_type_is_never_expanded():
    with pytest.raises(FileUnreadable):
        read_file(xlsx({"A": [["a"]]}, {SHEET: ENTITIES}), "entites.xlsx")


@pytest.mark.parametrize("merge", ["A1:ZZZZZZZ2", "A1:B99999999999", "1:2"])
def test_a_merged_range_outside_of_any_sheet_is_no_workbook(merge):
    with pytest.raises(FileUnreadable):
        read_file(xlsx({"A": SheetOf([["a", "b"], ["1", "2"]], merges=(merge,))}), "fusion.xlsx")


def test_merged_ranges_that_overlap_fill_once():
    rows = [["Lieu", "Nom de site"], ["un", "a"], *([None, f"s{at}"] for at in range(300))]
    merges = tuple(f"A2:A{302 - at}" for at in range(200))
    reading = read_file(xlsx({"A": SheetOf(rows, merges=merges)}), "fusions.xlsx")
    assert reading.columns[0].filled == 301


def test_a_password_is_told_as_such():
    encrypted = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(FileLocked):
        read_file(encrypted, "paie.xlsx")
    locked = zipped({
        "mimetype": "x", "content.xml": "?", "META-INF/manifest.xml": "<manifest:encryption-data/>",
    })  # fmt: skip
    with pytest.raises(FileLocked):
        read_file(locked, "paie.ods")


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"", "vide.csv", FileUnreadable),
        (b"PK\x03\x04 cut short", "coupe.xlsx", FileUnreadable),
        (b"%PDF-1.7 ...", "budget.csv", FileKindUnknown),
        (zipped({"lettre.txt": "bonjour"}), "archive.zip", FileKindUnknown),
        (b"\x00\x01\x02\x03" * 50, "octets.csv", FileKindUnknown),
        (b"PAR1 no parquet PAR1", "faux.parquet", FileUnreadable),
        (b"x" * (50 * 1024 * 1024 + 1), "gros.csv", FileTooLarge),
        (b"un mot\n", "mot.csv", NoTableFound),
        (b'{"a": 1}', "objet.json", NoTableFound),
        (xlsx({"Vide": [], "Note": [["Bonjour"]]}), "note.xlsx", NoTableFound),
        (
            b";".join(b"c%d" % at for at in range(1200)) + b"\n" + b";" * 1199 + b"1\n",
            "large.csv",
            FileTooLarge,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_readable_table_says_why(data, name, problem):
    with pytest.raises(problem) as raised:
        read_file(data, name)
    assert raised.value.sentence("fr") != raised.value.sentence("en")
    assert name in raised.value.sentence("fr")


def test_macros_and_links_are_told_and_not_followed():
    data = xlsx(
        {"A": SheetOf([["Nom de site", "Coût"], ["Mairie", 12.5], ["École", 3.5]])},
        {"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<x/>"},
    )
    reading = read_file(data, "couts.xlsm")
    assert {"macros", "external_links"} <= {note.code for note in reading.notes}
