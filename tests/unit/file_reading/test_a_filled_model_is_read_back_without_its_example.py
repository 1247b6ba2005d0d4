"""A model that we hand out comes back filled: its rows alone are data, wherever the example stands.

Covers intake.file_reading.model_files, catalog.standards.model_sheets.
"""

import io

import pytest
from python_calamine import load_workbook

from catalog.standards.model_sheets import example_of
from catalog.standards.table_schemas import table_schema, table_schemas
from intake.file_reading.problems import NoTableFound
from intake.file_reading.reading import read_file
from papers.model_workbook import model_workbook
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def filled(schema, rows, *, name="Donnees", without=()):
    """The model's own sheets, with rows under the headers of the first."""
    book = load_workbook(io.BytesIO(model_workbook(schema)))
    sheets = {}
    for each in book.sheets_metadata:
        cells = book.get_sheet_by_name(each.name).to_python()
        is_hidden = "Hidden" in str(each.visible)
        sheets[each.name] = SheetOf(cells, state="hidden" if is_hidden else "visible")
    data = sheets.pop("Donnees")
    kept = {key: sheet for key, sheet in sheets.items() if key not in without}
    return xlsx({name: SheetOf(data.rows + rows), **kept})


def row_of(schema, number):
    cells = []
    for field in schema["fields"]:
        values = field.get("constraints", {}).get("enum")
        by_type = {
            "string": f"{field['name'][:5]} {number}", "integer": number, "number": number + 0.5,
            "boolean": number % 2 == 0, "date": f"2025-03-{number % 28 + 1:02d}",
            "datetime": f"2025-03-{number % 28 + 1:02d} 09:00:00",
        }  # fmt: skip
        cells.append(str(values[number % len(values)]) if values else by_type[field["type"]])
    return cells


def left_aside(reading):
    return [(row.row, row.reason.value) for part in reading.parts for row in part.ignored]


@pytest.mark.parametrize("name", table_schemas())
def test_the_rows_of_the_sheet_of_data_are_read_and_nothing_is_remarked(name):
    schema = table_schema(name)
    for count in (1, 3, 8):
        rows = [row_of(schema, number) for number in range(1, count + 1)]
        reading = read_file(filled(schema, rows), "modele.xlsx")
        assert ([part.sheet for part in reading.parts], reading.rows_kept) == (["Donnees"], count)
        assert {sheet.name: sheet.why for sheet in reading.other_sheets} == {
            "Exemple": "example", "Explications": "explanations", "Listes": "explanations",
        }  # fmt: skip
        assert reading.questions == []
        assert left_aside(reading) == []


@pytest.mark.parametrize("name", table_schemas())
def test_the_example_copied_among_the_rows_is_left_aside_and_told(name):
    schema = table_schema(name)
    example = [example_of(field) for field in schema["fields"]]
    rows = [row_of(schema, 1), example, row_of(schema, 2)]
    book = filled(schema, rows, name="Mes lignes", without=("Exemple", "Explications"))
    text = "\n".join(
        ";".join(map(str, row)) for row in [[f["name"] for f in schema["fields"]], *rows]
    )
    for data, file in ((book, "retour.xlsx"), (text.encode("cp1252"), "retour.csv")):
        reading = read_file(data, file)
        assert (reading.rows_kept, left_aside(reading)) == (2, [(3, "example")])
        assert "model_example" in {note.code for note in reading.notes}


def test_an_example_that_a_program_has_retyped_is_known():
    schema = table_schema("collecte-dechets")
    retyped = {"date": "31/01/2025", "datetime": "31/01/2025 08:00", "number": "1234,5"}
    cells = [
        retyped.get(field["type"], example_of(field)) if "example" not in field else
        example_of(field) for field in schema["fields"]
    ]  # fmt: skip
    reading = read_file(filled(schema, [cells, row_of(schema, 1)]), "retour.xlsx")
    assert (reading.rows_kept, left_aside(reading)) == (1, [(2, "example")])


def test_a_row_that_differs_from_the_example_in_one_cell_is_data():
    schema = table_schema("collecte-dechets")
    cells = [example_of(field) for field in schema["fields"]]
    number = [field["type"] for field in schema["fields"]].index("number")
    cells[number] = "87.25"
    assert read_file(filled(schema, [cells]), "retour.xlsx").rows_kept == 1


def test_a_row_with_three_of_the_examples_values_and_no_others_is_data():
    """A short weighing may have the day, the commune and the stream of the example."""
    schema = table_schema("collecte-dechets")
    same = {"date_collecte", "code_commune", "flux"}
    cells = [example_of(field) if field["name"] in same else "" for field in schema["fields"]]
    reading = read_file(filled(schema, [cells, row_of(schema, 1)]), "retour.xlsx")
    assert (reading.rows_kept, left_aside(reading)) == (2, [])


def test_a_model_that_nobody_has_filled_holds_no_table():
    with pytest.raises(NoTableFound):
        read_file(model_workbook(table_schema("collecte-dechets")), "modele.xlsx")
