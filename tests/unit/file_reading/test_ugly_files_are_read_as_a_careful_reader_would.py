"""Each ugly file comes out as its truth says: rows, types, units, sums, one question at most.

Covers intake.file_reading.reading, intake.file_reading.opening,
intake.file_reading.values, intake.file_reading.header, intake.file_reading.row_reasons,
intake.file_reading.column_cells, intake.file_reading.column_types,
intake.file_reading.sheet_choice, intake.file_reading.stacked,
intake.file_reading.sheet_facts,
intake.file_reading.ods_facts, intake.file_reading.html_table,
intake.file_reading.json_features, intake.file_reading.second_reader,
intake.file_reading.doubts, intake.file_reading.cell_text,
intake.file_reading.meanings, intake.file_reading.codes.
"""

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_file, read_rows
from tests.unit.file_reading.ugly_files import UGLY
from tests.unit.file_reading.workbook_bytes import xlsx


@pytest.fixture(scope="module", params=UGLY, ids=lambda make: make.__name__)
def read(request):
    name, data, truth = request.param()
    return read_file(data, name), truth


def test_headers_and_rows_are_found_and_each_ignored_row_has_its_reason(read):
    reading, truth = read
    part = reading.parts[0]
    assert part.header_rows == truth.header
    assert reading.rows_kept == truth.rows
    assert [(row.row, row.reason.value) for row in part.ignored] == truth.ignored


def test_columns_have_their_type_and_unit_and_their_sums_are_those_of_the_file(read):
    reading, truth = read
    assert [(column.name, column.type, column.unit) for column in reading.columns] == [
        (name, kind, unit) for name, kind, unit, _, _ in truth.columns
    ]
    for column, (_, _, _, filled, total) in zip(reading.columns, truth.columns, strict=True):
        assert filled is None or column.filled == filled
        assert total is None or column.sum == pytest.approx(total)


def test_no_cell_is_lost_in_silence(read):
    """Every cell of a data row is filled, stands for nothing, or is counted as unread."""
    reading, truth = read
    assert reading.reconciled.agrees, reading.reconciled.differences
    assert truth.unread is None or reading.unread_count == truth.unread
    assert len(reading.unread_cells) == reading.unread_count


def test_persons_and_communes_are_seen(read):
    reading, truth = read
    seen = {column.name: column.personal_kind for column in reading.columns if column.personal}
    assert seen == truth.personal
    counts = reading.communes[0].counts if reading.communes else None
    assert counts == truth.communes


def test_what_the_file_leaves_open_is_asked_and_the_rest_is_said(read):
    reading, truth = read
    assert [question.code for question in reading.questions] == truth.questions
    assert truth.notes <= {note.code for note in reading.notes}


def columns_of(text):
    reading = read_file(text.encode(), "export.csv")
    return {column.name: (column.type, column.filled) for column in reading.columns}


def test_accounts_are_codes_and_nothing_said_in_a_word_is_no_text():
    rows = [f"6{at:03d};{'néant' if at % 3 else at}" for at in range(100, 130)]
    columns = columns_of("\n".join(["Compte;Quantité", *rows]))
    assert columns == {"Compte": ("string", 30), "Quantité": ("integer", 10)}


INCOME = [["Recettes"], ["Chapitre", "Montant"], *([f"R{at}", 100 * at + 50] for at in range(9))]
STAFF = [["Effectifs"], ["Service", "ETP"], *([f"Service {at}", at + 0.5] for at in range(6))]


def test_of_two_tables_on_one_sheet_it_is_asked_which_and_neither_is_lost():
    data = xlsx({"Bilan": [*INCOME, [], [], *STAFF]})
    reading = read_file(data, "bilan.xlsx")
    assert [question.code for question in reading.questions] == ["sheet"]
    assert reading.questions[0].choices == ("Bilan : Recettes", "Bilan : Effectifs")
    assert [(part.sheet, part.kept.count) for part in reading.parts] == [("Bilan : Recettes", 9)]
    assert [sheet.name for sheet in reading.other_sheets] == ["Bilan : Effectifs"]
    assert reading.reconciled.agrees
    answers = ReadingAnswers({"sheet": {"": "Bilan : Effectifs"}})
    other = read_rows(data, "bilan.xlsx", answers=answers).reading
    (part,) = other.parts
    assert (part.header_rows, part.kept.ranges, part.blank) == ([15], [(16, 21)], [])
    assert [(column.name, column.sum) for column in other.columns] == [
        ("Service", None),
        ("ETP", pytest.approx(18)),
    ]


def test_a_table_that_goes_on_after_a_blank_row_is_one_table():
    rows = [["Service", "Montant", "Note"]]
    for name in ("Voirie", "Eau", "Écoles"):
        rows += [[name, None, None], *([f"{name} {at}", at, "Vu"] for at in range(4)), []]
    rows += [["Total", 18, None], [], ["Source : Ciril", None]]
    reading = read_file(xlsx({"Bilan": rows}), "bilan.xlsx")
    assert (len(reading.parts), reading.parts[0].sheet) == (1, "Bilan")
    assert reading.rows_kept == 12
