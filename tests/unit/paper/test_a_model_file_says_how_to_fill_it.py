"""The blank workbook of a standard: its columns, lists to choose from, an example, explanations.

Covers papers.model_workbook, catalog.standards.table_schemas, catalog.standards.problems,
gateway.cli.standard_commands.
"""

import io
import zipfile

import pytest
from python_calamine import load_workbook

from catalog.standards.model_sheets import example_of
from catalog.standards.problems import UnknownStandard
from catalog.standards.table_schemas import table_schema, table_schemas
from gateway.cli.standard_commands import model
from papers.model_workbook import model_workbook


def sheets_of(content):
    book = load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("name", table_schemas())
def test_each_standard_has_its_model(name):
    schema = table_schema(name)
    sheets = sheets_of(model_workbook(schema))
    columns = [field["name"] for field in schema["fields"]]
    # Nothing stands under the headers that would be read as data.
    assert sheets["Donnees"] == [columns]
    headers, example = sheets["Exemple"]
    assert headers == columns
    assert example == [example_of(field) for field in schema["fields"]]
    explained = {row[0]: row for row in sheets["Explications"]}
    for field in schema["fields"]:
        assert explained[field["name"]][1:3] == [field["labels"]["fr"], field["labels"]["en"]]


def test_a_code_list_is_chosen_from_and_a_number_has_its_least():
    content = model_workbook(table_schema("collecte-dechets"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "OMR,EMBALLAGES_PAPIERS,VERRE,BIODECHETS,ENCOMBRANTS" in data
    assert 'type="decimal"' in data
    assert "<f>" not in data


def test_a_list_too_long_for_a_rule_stands_in_cells():
    values = [f"code_{number:03}" for number in range(100)]
    schema = {
        "name": "interco-essai",
        "title": "Essai",
        "version": "1",
        "fields": [{"name": "code", "type": "string", "constraints": {"enum": values}}],
    }
    content = model_workbook(schema)
    assert [row[0] for row in sheets_of(content)["Listes"]] == values
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "Listes!$A$1:$A$100" in data


def test_the_same_standard_is_the_same_bytes():
    schema = table_schema("interco-bon-de-pesee")
    assert model_workbook(schema) == model_workbook(schema)


@pytest.mark.parametrize("name", ["collecte_dechets", "interco-collecte-dechets"])
def test_a_standard_is_called_as_people_write_it(name, tmp_path):
    model(name, tmp_path / "modele.xlsx")
    assert sheets_of((tmp_path / "modele.xlsx").read_bytes())["Donnees"]


def test_an_unknown_standard_is_told_with_those_that_are_known(tmp_path):
    with pytest.raises(UnknownStandard, match="interco-bon-de-pesee"):
        model("autre", tmp_path / "modele.xlsx")
