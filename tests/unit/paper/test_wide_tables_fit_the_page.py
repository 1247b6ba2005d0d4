"""A wide table turns the page, or goes on in a second part that names its rows again.

Covers papers.columns.
"""

import io

import pypdf

from papers import child
from papers.columns import LANDSCAPE, fitted, is_wide
from papers.sheet import Section, Sheet, SheetTable
from tests.unit.paper import figures


def sheet(*tables):
    return Sheet("fr", "k", "t", "b", "d", "a", "x", (Section("h", tables=tables),))


def table(columns, width=10, rows=3):
    headers = ("Organisme", *(f"Mesure {at}" for at in range(1, columns)))
    numeric = (False, *(True,) * (columns - 1))
    row = ("SMICTOM Valcobreizh", *("1" * width for _ in range(1, columns)))
    return SheetTable("Chiffres", headers, numeric, (row,) * rows)


def tables_of(made):
    return [one for section in fitted(made).sections for one in section.tables]


def test_a_narrow_table_stays_upright_and_whole():
    made = sheet(table(4))
    assert not is_wide(fitted(made))
    (one,) = tables_of(made)
    assert one.headers == table(4).headers
    assert one.widths[0] > one.widths[1]


def test_a_wide_one_turns_the_page():
    made = sheet(table(9))
    assert is_wide(fitted(made))
    assert len(tables_of(made)) == 1


def test_a_very_wide_one_goes_on_in_parts_that_each_name_their_rows():
    parts = tables_of(sheet(table(30)))
    assert len(parts) > 1
    assert [one.caption for one in parts][:2] == [
        f"Chiffres 1/{len(parts)}", f"Chiffres 2/{len(parts)}",
    ]  # fmt: skip
    assert all(one.headers[0] == "Organisme" for one in parts)
    assert all(sum(one.widths) <= LANDSCAPE for one in parts)
    told = [header for one in parts for header in one.headers[1:]]
    assert told == [f"Mesure {at}" for at in range(1, 30)]
    assert all(len(row) == len(one.headers) for one in parts for row in one.rows)


def test_a_long_text_goes_on_over_lines_instead_of_pressing_the_others():
    long = SheetTable("", ("Phrase", "Valeur"), (False, True), (("mot " * 60, "12"),))
    (one,) = tables_of(sheet(long))
    assert one.widths[0] <= 36


def test_every_cell_of_a_wide_figure_is_on_its_paper():
    columns = [
        {"name": f"c{at}", "label": {"fr": f"Mesure{at}", "en": f"M{at}"}, "unit": "kg",
         "type": "integer"}
        for at in range(24)
    ]  # fmt: skip
    rows = [[100_000 * line + at for at in range(24)] for line in range(1, 4)]
    figure = figures.content(
        answer=figures.table([figures.FLUX, *columns], [["OMR", *r] for r in rows])
    )
    paper = pypdf.PdfReader(io.BytesIO(child.typeset(figures.job(figure))))
    box = paper.pages[0].mediabox
    assert box.width > box.height
    text = "".join(page.extract_text() for page in paper.pages).replace("\u202f", "")
    flat = "".join(text.split())
    assert all(str(value) in flat for row in rows for value in row)
    assert all(f"Mesure{at}" in flat for at in range(24))
