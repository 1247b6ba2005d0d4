"""A question that was answered is not asked again, and the answer decides what is read.

Covers intake.file_reading.answers, intake.file_reading.long_form.
"""

from datetime import date
from decimal import Decimal

import pytest

from intake.deposits.row_batches import own_targets, rows_as_table
from intake.deposits.writing import write_parquet
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, xlsx


def read(data, name="export.csv", **by_code):
    answers = ReadingAnswers(
        {
            code: {"": answer} if isinstance(answer, str) else answer
            for code, answer in by_code.items()
        }
    )
    return read_rows(data.encode() if isinstance(data, str) else data, name, answers=answers)


def questions(file):
    return [(question.code, question.choices) for question in file.reading.questions]


DAYS = "Point;Date\n" + "\n".join(
    f"p{at};{day}"
    for at, day in enumerate(["03/04/2025", "25/04/2025", "04/25/2025", "05/06/2025"])
)


def test_the_order_of_day_and_month_is_the_persons():
    assert questions(read(DAYS)) == [("date_order", ("dmy", "mdy"))]
    french = read(DAYS, date_order={"Date": "dmy"})
    assert questions(french) == []
    assert rows_as_table(french).column("Date").to_pylist() == [
        date(2025, 4, 3), date(2025, 4, 25), None, date(2025, 6, 5),
    ]  # fmt: skip
    assert [(cell.row, cell.text) for cell in french.reading.unread_cells] == [(4, "04/25/2025")]
    english = read(DAYS, date_order={"Date": "mdy"})
    assert rows_as_table(english).column("Date").to_pylist() == [
        date(2025, 3, 4), None, date(2025, 4, 25), date(2025, 5, 6),
    ]  # fmt: skip


def test_a_dot_parts_what_the_person_says():
    text = "Point;Volume (m3)\na;1.234\nb;2.500\nc;7.000\n"
    assert questions(read(text)) == [("thousands_mark", ("thousands", "decimals"))]
    thousands = read(text, thousands_mark={"Volume (m3)": "thousands"})
    assert questions(thousands) == []
    assert thousands.named("Volume (m3)").column.sum == 10_734
    assert read(text, thousands_mark={"Volume (m3)": "decimals"}).named(
        "Volume (m3)"
    ).column.sum == 10.734  # fmt: skip


def test_units_that_are_mixed_are_counted_in_the_one_that_was_chosen(tmp_path):
    text = "Point;Poids\na;1,5 t\nb;500 kg\nc;2 t\nd;250 kg\n"
    assert questions(read(text)) == [("mixed_units", ("t", "kg"))]
    file = read(text, mixed_units={"Poids": "kg"})
    assert questions(file) == []
    column = file.named("Poids").column
    assert (column.unit, column.sum) == ("kg", 4250)
    assert write_parquet(file, own_targets(file), tmp_path / "v.parquet").sums == {
        "Poids": Decimal(4250)
    }


def test_the_sheet_that_is_chosen_is_read_and_the_other_is_named():
    data = xlsx({
        "Bacs": SheetOf([["Bac", "Litres"]] + [[f"B{at}", at] for at in range(30)]),
        "Points": SheetOf([["Point", "Flux"]] + [[f"P{at}", "OMR"] for at in range(28)]),
    })  # fmt: skip
    assert questions(read(data, "b.xlsx")) == [("sheet", ("Bacs", "Points"))]
    chosen = read(data, "b.xlsx", sheet="Points")
    assert questions(chosen) == []
    assert [part.sheet for part in chosen.reading.parts] == ["Points"]
    assert [(left.name, left.why) for left in chosen.reading.other_sheets] == [
        ("Bacs", "another table")
    ]


def test_a_first_row_is_data_or_headers_as_the_person_says():
    text = "".join(f"{name};{number};OMR\n" for name in ("nord", "sud") for number in range(1, 9))
    asked = read(text)
    assert questions(asked) == [("no_header", ("data", "header"))]
    assert read(text, no_header="data").reading.rows_kept == asked.reading.rows_kept == 16
    headed = read(text, no_header="header")
    assert questions(headed) == []
    assert [column.name for column in headed.columns] == ["nord", "1", "OMR"]
    assert headed.reading.rows_kept == 15


def test_an_answer_that_is_no_choice_is_asked_again():
    assert questions(read(DAYS, date_order={"Date": "ymd"})) == [("date_order", ("dmy", "mdy"))]


WIDE = SheetOf([
    ["Site", "Surface (m2)", "janv.-25", "févr.-25", "mars-25", "Total", "Remarques"],
    ["École", 100, 10, "n.r.", 12, 22, "neuf"], ["Mairie", 50, 1, 2, 3, 6, None],
    ["Stade", 900, 4, 5, None, 9, None],
])  # fmt: skip


def test_a_wide_table_stays_as_it_is_unless_it_is_made_long(tmp_path):
    data = xlsx({"Conso": WIDE})
    wide = read(data, "conso.xlsx")
    assert wide.reading.shape == "wide"
    assert len(rows_as_table(wide).column_names) == 7
    file = read(data, "conso.xlsx", wide_form="long")
    table = rows_as_table(file)
    assert table.column_names == ["Site", "Surface (m2)", "Remarques", "Mois", "valeur"]
    assert table.num_rows == wide.reading.unpivot.values == file.reading.rows_kept == 7
    assert table.to_pylist()[:2] == [
        {"Site": "École", "Surface (m2)": 100, "Remarques": "neuf", "Mois": date(2025, 1, 1),
         "valeur": 10},
        {"Site": "École", "Surface (m2)": 100, "Remarques": "neuf", "Mois": date(2025, 3, 1),
         "valeur": 12},
    ]  # fmt: skip
    written = write_parquet(file, own_targets(file), tmp_path / "v.parquet")
    assert written.sums["valeur"] == wide.reading.unpivot.sum == 37
    assert [note.fr for note in file.reading.notes if note.code == "left_of_long_form"] == [
        "Le tableau est mis en long : « Total » est laissé de côté."
    ]


@pytest.mark.parametrize("form", ["wide", ""])
def test_another_answer_leaves_it_wide(form):
    assert read(xlsx({"Conso": WIDE}), "conso.xlsx", wide_form=form).reading.shape == "wide"
