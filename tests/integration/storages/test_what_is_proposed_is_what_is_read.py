"""A CSV file as a town exports it: what is proposed of it is what its check accepts.

Covers federation.storages.csv_words, federation.storages.csv_proposals,
federation.storages.csv_heads, federation.engines.duckdb_checking, federation.storages.text_tables.
"""

from dataclasses import replace

import pytest

from catalog.model.dataset import Column, CsvFormat, ObjectKind, PhysicalObject, ScalarType
from catalog.model.identifiers import Name
from catalog.model.storage import StorageKind
from federation.engines.duckdb_checking import check_source
from federation.storages.csv_words import written_csv, written_format
from federation.storages.registry import ADAPTERS
from tests.integration.storages.values import column, dataset, files_storage

WEIGHINGS = """\
Commune de Ville-Test - pesées 2025
Édité le 02/01/2026

N° bon;Jour;Commune;Poids (kg);Montant HT;Taux;Facturé;SIRET;Sonde
00041;04/01/2025;35173;5 590;104\u202f000,00 €;80 %;Oui;00098521853683;NC
00042;13/01/2025;35318;410;150,00 €;7,5 %;Non;00098521853683;12
00043;05/02/2025;01004;1\u00a0190;-1 234,50 €;100 %;Oui;00091258446821;-
TOTAL;;;7 190;;;;;
"""


async def proposed(folder, name):
    found = await ADAPTERS[StorageKind.FILES].introspect(files_storage(folder), None)
    return next(each for each in found if each.name == name)


def as_declared(found):
    columns = [
        Column(
            id=f"c_{at}",
            name=Name(f"colonne_{at}"),
            type=each.type,
            source_name=each.source_name,
            label_fr="",
            label_en="",
            text_format=each.text_format,
        )
        for at, each in enumerate(found.columns)
    ]
    return dataset(PhysicalObject(ObjectKind.CSV, found.name, csv=found.csv), columns)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
async def test_types_formats_header_and_totals(tmp_path, encoding):
    text = WEIGHINGS if encoding != "cp1252" else WEIGHINGS.replace("\u202f", "\u00a0")
    (tmp_path / "pesees 2025.csv").write_bytes(text.encode(encoding))
    found = await proposed(tmp_path, "pesees 2025.csv")
    said = encoding.removesuffix("-sig") if encoding != "cp1252" else "windows-1252"
    assert written_csv(found.csv) == (
        f'{{delimiter: ";", encoding: {said}, header_row: 4, '
        'total_rows: {column: "N° bon", values: ["TOTAL"]}}'
    )
    assert {
        each.source_name: (
            each.type.scalar,
            each.concept,
            "" if each.text_format is None else written_format(each.text_format),
        )
        for each in found.columns
    } == {
        "N° bon": (ScalarType.STRING, None, ""),
        "Jour": (ScalarType.DATE, None, '{date: "%d/%m/%Y"}'),
        "Commune": (ScalarType.STRING, "commune", ""),
        "Poids (kg)": (ScalarType.INTEGER, None, "{thousands: space}"),
        "Montant HT": (
            ScalarType.DECIMAL,
            None,
            '{decimal_mark: ",", thousands: space, suffix: "€"}',
        ),
        "Taux": (ScalarType.DECIMAL, None, '{decimal_mark: ",", suffix: "%"}'),
        "Facturé": (ScalarType.BOOLEAN, None, '{"true": "Oui", "false": "Non"}'),
        "SIRET": (ScalarType.STRING, "siret", ""),
        "Sonde": (ScalarType.INTEGER, None, '{empty: ["-", "NC"]}'),
    }
    check = check_source(as_declared(found), files_storage(tmp_path), None, most_rows=100)
    assert check.stops == ()
    assert check.rows == 3
    assert [each.unreadable for each in check.columns] == [0] * 9
    assert check.columns[-1].empty == 2
    assert [each.left_out for each in check.files] == [0]


async def test_a_year_of_two_digits_is_proposed_as_such_and_read(tmp_path):
    lines = [f"{day:02}/01/{year}" for day, year in zip(range(1, 31), range(55, 85), strict=True)]
    (tmp_path / "a.csv").write_text("\n".join(["Jour;Rue", *(f"{day};x" for day in lines)]) + "\n")
    found = await proposed(tmp_path, "a.csv")
    assert written_format(found.columns[0].text_format) == '{date: "%d/%m/%y"}'
    check = check_source(as_declared(found), files_storage(tmp_path), None, most_rows=100)
    assert check.columns[0].unreadable == 0


async def test_one_odd_cell_among_many_is_said_and_hides_no_type(tmp_path):
    lines = [f"{day:02}/01/2025;{day},5" for day in range(1, 31)]
    (tmp_path / "a.csv").write_text("\n".join(["Jour;Poids", *lines, "31/02/2025;2,5"]) + "\n")
    day, weight = (await proposed(tmp_path, "a.csv")).columns
    assert day.type.scalar is ScalarType.DATE
    assert "« 31/02/2025 »" in day.reason_fr
    assert weight.reason_fr == ""


async def test_the_end_of_a_long_file_is_looked_at_too(tmp_path):
    rows = [f"{at};abcdefghij" for at in range(30_000)]
    (tmp_path / "a.csv").write_text("\n".join(["nombre;mot", *rows, "x12;fin"]) + "\n")
    number, _ = (await proposed(tmp_path, "a.csv")).columns
    assert "« x12 »" in number.reason_fr


async def test_a_folder_is_proposed_as_what_reads_all_its_files(tmp_path):
    (tmp_path / "2024.csv").write_text("id;Poids;Note\nA1;12;5\n")
    (tmp_path / "2025.csv").write_text("id;Poids;Note\nA1;1 200,5;bien\n")
    every = await proposed(tmp_path, "*.csv")
    _, weight, note = every.columns
    assert weight.type.scalar is ScalarType.DECIMAL
    assert note.type.scalar is ScalarType.STRING
    check = check_source(as_declared(every), files_storage(tmp_path), None, most_rows=100)
    assert [each.unreadable for each in check.columns] == [0, 0, 0]


async def test_a_spreadsheet_and_what_pretends_not_to_be_one_are_told(tmp_path):
    (tmp_path / "budget.ods").write_bytes(b"PK\x03\x04")
    (tmp_path / "faux.csv").write_bytes(b"PK\x03\x04\0\0")
    (tmp_path / "quoi?.csv").write_text("a\n1\n")
    for name, said in (
        ("budget.ods", "exportez la feuille en CSV"),
        ("faux.csv", "malgré son nom"),
        ("quoi?.csv", "renommez-le"),
    ):
        found = await proposed(tmp_path, name)
        assert found.columns == ()
        assert said in found.reason_fr


def test_a_cell_that_fails_names_the_format_that_would_read_it(tmp_path):
    (tmp_path / "a.csv").write_text("n;montant\n1;5 590\n2;104 000,00 €\n")
    columns = [
        replace(each, type=replace(each.type, scalar=ScalarType.DECIMAL, precision=12, scale=2))
        for each in (column("n"), column("montant"))
    ]
    physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=CsvFormat(delimiter=";"))
    check = check_source(dataset(physical, columns), files_storage(tmp_path), None, most_rows=9)
    number, amount = check.columns
    assert number.proposal is None
    assert amount.unreadable == 2
    assert amount.proposal == 'text_format: {decimal_mark: ",", thousands: space, suffix: "€"}'


def test_values_outside_a_code_list_are_told_with_the_code_that_was_meant(tmp_path):
    rows = ["OMR", "verre", "verre", "OMR", "Cartons", ""]
    (tmp_path / "a.csv").write_text("flux\n" + "\n".join(f'"{each}"' for each in rows) + "\n")
    flux = column("flux")
    physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=CsvFormat(delimiter=";"))
    of = dataset(physical, [replace(flux, code_list=("OMR", "VERRE"))])
    (found,) = check_source(of, files_storage(tmp_path), None, most_rows=9).columns
    assert found.outside == 3
    assert [(each.text, each.line, each.did_you_mean) for each in found.outside_examples] == [
        ("verre", 3, "VERRE"),
        ("Cartons", 6, None),
    ]


def test_empty_cells_beyond_the_last_column_leave_no_line_out(tmp_path):
    """As some software ends each line with a delimiter."""
    (tmp_path / "a.csv").write_text("a;b\n1;2;\n3;4;;\n5;6;x\n7\n")
    physical = PhysicalObject(ObjectKind.CSV, "a.csv", csv=CsvFormat(delimiter=";"))
    of = dataset(physical, [column("a"), column("b")])
    found = check_source(of, files_storage(tmp_path), None, most_rows=9)
    assert (found.rows, found.files[0].left_out, found.files[0].lines) == (2, 2, (4, 5))
