"""Boxes, words that deny each other, directions, records of JSON by their own numbers.

Covers intake.file_reading.booleans, intake.file_reading.json_features,
intake.file_reading.personal_headers, intake.file_reading.person_names.
"""

import json

import pytest

from intake.file_reading.problems import FileUnreadable
from intake.file_reading.reading import read_rows


def read(head, rows, name="liste.csv"):
    text = "\n".join([head, *(";".join(map(str, row)) for row in rows)])
    return read_rows(text.encode(), name)


def column_of(values, name):
    return read(f"Lieu;{name}", [(f"Lieu {at}", value) for at, value in enumerate(values)]).named(
        name
    )


@pytest.mark.parametrize(
    ("yes", "no"),
    [("☑", "☐"), ("☒", "☐"), ("✓", "✗"), ("✔", "✘"), ("■", "□"), ("[x]", "[ ]"), ("(X)", "( )")],
)
def test_drawn_boxes_are_yes_and_no(yes, no):
    read_column = column_of([yes, no, yes] * 4, "Posée").column
    assert (read_column.type, read_column.true, read_column.false) == ("boolean", 8, 4)


def test_a_tick_and_a_cross_are_no_two_ways_to_say_yes():
    crossed = column_of(["☑", "☒", "", "☑"] * 3, "Relance").column
    assert (crossed.type, crossed.true, crossed.false) == ("boolean", 6, 3)
    assert column_of(["✓", "x", "", "✓"] * 3, "Relance").column.type == "string"


def test_a_word_and_its_denial_are_yes_and_no_under_a_name_that_says_it():
    values = ["conforme", "non conforme", "conforme"] * 4
    assert column_of(values, "Conformité").column.type == "boolean"
    assert column_of(values, "Avis").column.type == "string"
    three = ["conforme", "non conforme", "à revoir"] * 4
    assert column_of(three, "Conformité").column.type == "string"


def test_west_and_north_are_no_yes_and_no():
    assert column_of(["O", "N", "O"] * 4, "Orientation").column.type == "string"
    assert column_of(["O", "N", "O"] * 4, "Relevé").column.type == "boolean"


def test_a_plate_on_a_wall_is_no_vehicles():
    assert not column_of(["posée", "à poser"] * 6, "Plaque").column.personal
    plates = [f"AB-{at:03d}-CD" for at in range(12)]
    assert column_of(plates, "Plaque").column.personal_kind == "plate"


def test_staff_numbers_are_persons_however_their_name_is_cut():
    assert column_of([f"{10_000 + 7 * at}" for at in range(12)], "MATRIC").column.personal


def test_records_of_json_are_numbered_as_its_lines_are():
    lines = [json.dumps({"sonde": f"S{at}", "valeur": at}) for at in range(6)]
    lines.insert(3, "")
    file = read_rows("\n".join(lines).encode(), "sondes.jsonl")
    (part,) = file.reading.parts
    assert (part.header_rows, part.kept.ranges, part.blank) == ([], [(1, 3), (5, 7)], [4])
    assert file.named("valeur").column.sum == 15
    assert not file.reading.questions
    records = [json.loads(line) for line in lines if line]
    file = read_rows(json.dumps(records).encode(), "sondes.json")
    assert file.reading.parts[0].kept.ranges == [(1, 6)]


def test_a_broken_line_of_json_is_told_by_its_number():
    lines = [json.dumps({"sonde": f"S{at}", "valeur": at}) for at in range(9)]
    lines[3] = lines[3][:-4]
    with pytest.raises(FileUnreadable) as refused:
        read_rows("\n".join(lines).encode(), "sondes.jsonl")
    assert "ligne 4" in refused.value.facts["why_fr"]
