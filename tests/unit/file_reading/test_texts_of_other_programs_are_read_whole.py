"""Ends of lines, marks in the midst, quotation marks left open; JSON of portals.

Covers intake.file_reading.delimited, intake.file_reading.encodings,
intake.file_reading.json_features, intake.file_reading.json_tables.
"""

import json

import pytest

from intake.file_reading.problems import NoTableFound
from intake.file_reading.reading import read_rows

HEADER = ["lieu", "gardien", "heures"]


def names(file):
    return [column.name for column in file.reading.columns]


def test_lines_that_end_with_a_carriage_return_alone_are_lines():
    lines = [",".join(f'"{each}"' for each in HEADER)]
    lines += [f'"Halle {at}","nuit\vet jour","{at},5"' for at in range(1, 8)]
    file = read_rows("\r".join(lines).encode("cp1252"), "gardes.csv")
    assert names(file) == HEADER
    assert next(iter(file.rows())).cells[1] == "nuit\net jour"
    assert file.named("heures").column.sum == 31.5


def test_two_exports_one_after_the_other_have_one_header():
    part = "﻿lieu;gardien;heures\nHalle {0};Paul {0};{0}\nQuai {0};Anne {0};{0}\n"
    file = read_rows("".join(part.format(at) for at in (1, 2, 3)).encode(), "gardes.csv")
    assert names(file) == HEADER
    assert file.reading.rows_kept == 6
    assert file.reading.reconciled.agrees


@pytest.mark.parametrize("again", [7, 30])
def test_a_quotation_mark_that_is_left_open_swallows_no_row(again):
    """Neither to the end of the file, nor to the next one that opens a cell."""
    rows = [f"Halle {at};{at}1;{at}2;{at}" for at in range(1, 10)]
    rows[3] = 'Halle 4;"Porte du fond;42;4'
    if again < len(rows):
        rows[again] = f'Halle {again + 1};"Porte; grande";{again + 1}2;{again + 1}'
    file = read_rows("\n".join(["lieu;accès;largeur;clés", *rows]).encode(), "salles.csv")
    assert file.reading.rows_kept == 9
    assert file.named("clés").column.sum == 45
    assert [row.cells[1] for row in file.rows()][3] == "Porte du fond"
    assert not file.reading.reconciled.agrees


def test_a_cell_of_several_lines_stays_one():
    rows = [
        f'Halle {at};"le matin; le soir;\nsamedi; dimanche;\nfermé; non";{at}' for at in range(6)
    ]
    file = read_rows("\n".join(["lieu;quand;clés", *rows]).encode(), "salles.csv")
    assert file.reading.rows_kept == 6
    assert next(iter(file.rows())).cells[1].count("\n") == 2


def test_rows_as_lists_take_their_names_and_units_from_the_fields_beside():
    document = {
        "total": 3,
        "columns": [{"name": "lieu"}, {"name": "surface", "unit": "m²"}, {"name": "depuis"}],
        "data": [["Halle", 120.5, "2024-01-02"], ["Quai", 80, "2024-02-02"], ["Cale", 9, None]],
    }
    file = read_rows(json.dumps(document).encode(), "lieux.json")
    surface = file.named("surface (m²)")
    assert names(file) == ["lieu", "surface (m²)", "depuis"]
    assert (surface.column.unit, surface.column.sum, surface.column.filled) == ("m2", 209.5, 3)


def test_what_a_portal_wraps_round_each_record_is_left_out():
    records = [
        {"recordid": f"r{at}", "fields": {"lieu": f"Halle {at}", "clés": at}} for at in (1, 2)
    ]
    file = read_rows(json.dumps({"nhits": 2, "records": records}).encode(), "lieux.json")
    assert names(file) == ["lieu", "clés"]


def test_lists_without_names_are_no_table():
    with pytest.raises(NoTableFound):
        read_rows(json.dumps({"columns": ["a"], "data": [[1, 2], [3, 4]]}).encode(), "a.json")


def test_a_line_of_json_may_hold_a_separator_of_paragraphs():
    lines = [json.dumps({"lieu": f"Halle {at}\u2028est"}, ensure_ascii=False) for at in (1, 2, 3)]
    assert read_rows("\n".join(lines).encode(), "lieux.jsonl").reading.rows_kept == 3
