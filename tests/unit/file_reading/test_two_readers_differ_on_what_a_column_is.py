"""Each reader judges what a column is; where they differ, both readings are shown and asked about.

Covers intake.file_reading.second_kinds, intake.file_reading.second_opinions,
intake.file_reading.file_marks.
"""

from collections import Counter

import pytest

from intake.file_reading import reading
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from intake.file_reading.second_kinds import Kind, Opinion, opinion_of

PADDED = "Tournée;Ancien index;Flux\n" + "".join(
    f"T{at};{3_000 + 37 * at:06d};{'OMR' if at % 2 else 'VERRE'}\n" for at in range(12)
)


def read(text, **answers):
    settled = ReadingAnswers({code: {"Ancien index": choice} for code, choice in answers.items()})
    return read_rows(text.encode(), "releves.csv", answers=settled)


def test_padded_figures_of_a_counter_are_a_text_or_a_number_and_it_is_asked():
    file = read(PADDED)
    (question,) = file.reading.questions
    assert (question.code, question.column) == ("two_readings", "Ancien index")
    assert question.choices == ("string", "number")
    assert [(row.written, row.readings) for row in question.rows] == [
        ("003000", ("003000", "3000")),
        ("003037", ("003037", "3037")),
        ("003074", ("003074", "3074")),
    ]
    assert not file.reading.is_checked


def test_either_answer_is_followed_and_not_asked_again():
    as_number = read(PADDED, two_readings="number")
    column = as_number.named("Ancien index").column
    assert (column.type, column.sum) == ("integer", sum(3_000 + 37 * at for at in range(12)))
    as_text = read(PADDED, two_readings="string")
    assert as_text.named("Ancien index").column.type == "string"
    assert not as_number.reading.questions
    assert not as_text.reading.questions


@pytest.mark.parametrize(
    "text",
    [
        "Code;Montant\n" + "".join(f"{at:05d};{at},50\n" for at in range(1, 12)),
        "Réf;Date;Payé\n" + "".join(f"R{at};{at + 10}/03/2025;oui\n" for at in range(12)),
        "Étage;Loyer (€)\n" + "".join(f"{at};{at} 250,75\n" for at in range(1, 12)),
    ],
)
def test_columns_that_both_take_for_the_same_are_not_asked_about(text):
    both = read_rows(text.encode(), "liste.csv").reading
    assert (both.questions, both.is_checked) == ([], True)


def _turned(values):
    """Days up to the twelfth with their month before them."""
    return {cell: day.replace(month=day.day, day=day.month) if day.day <= 12 else day
            for cell, day in values.items()}  # fmt: skip


def _times_a_thousand(values):
    return {cell: value * 1_000 for cell, value in values.items()}


@pytest.mark.parametrize(
    ("cells", "forced", "planted", "asked"),
    [
        ([f"{at + 8:02d}/03/2025" for at in range(9)], {}, _turned, "date_order"),
        ([f"{at},{125 + at}" for at in range(1, 10)], {}, _times_a_thousand, "thousands_mark"),
        ([f"0{1_001 + at}" for at in range(9)], {"column_type": "number"}, dict, "two_readings"),
        ([f"{at},50 €" for at in range(9)], {"column_type": "string"}, dict, "two_readings"),
    ],
)
def test_a_first_reader_that_goes_wrong_is_contradicted(
    monkeypatch, cells, forced, planted, asked
):  # fmt: skip
    """The fault is planted in the first reader: the second one must see it."""
    typing = reading.type_column

    def wrong(own, concept, answers, **marks):
        if own.name != "Colonne":
            return typing(own, concept, answers, **marks)
        choices = ReadingAnswers({code: {"Colonne": kind} for code, kind in forced.items()})
        typed = typing(own, concept, choices, **marks)
        typed.values = planted(typed.values)
        return typed

    monkeypatch.setattr(reading, "type_column", wrong)
    rows = "".join(f"a{at};{cell};{at},5\n" for at, cell in enumerate(cells))
    read_again = read_rows(f"Nom;Colonne;Prix\n{rows}".encode(), "a.csv").reading
    assert [(one.code, one.column) for one in read_again.questions] == [(asked, "Colonne")]
    assert all(len(set(row.readings)) == 2 for row in read_again.questions[0].rows)
    assert not read_again.is_checked


def test_forms_that_say_too_little_are_no_opinion():
    assert opinion_of("Note", Counter({"a 1": 2, "b": 3}), None) is None
    assert opinion_of("Numéro", Counter({"12345678": 1, "12345679": 1}), None) == Opinion(
        Kind.TEXT, is_sure=False, values={"12345678": "12345678", "12345679": "12345679"}
    )
