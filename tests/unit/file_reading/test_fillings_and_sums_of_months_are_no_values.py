"""Blanks that fill fields up, quarters among months, signs round a title, parts of all rows.

Covers intake.file_reading.column_types, intake.file_reading.wide_form,
intake.file_reading.row_reasons, intake.file_reading.parts_of_lines.
"""

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin"]


def read(lines, **answers):
    return read_rows("\n".join(lines).encode(), "f.csv", answers=ReadingAnswers(answers))


def values(file, at):
    column = file.columns[at]
    return [column.values.get(row.cell(column)) for row in file.rows()]


def test_blanks_that_fill_fields_up_are_no_part_of_a_text():
    rows = [f"| {name:<12} | {at:>5} |" for at, name in enumerate(("Halle", "Quai", "Pont"), 2)]
    file = read(["| lieu         | combien |", "|---|---|", *rows])
    assert values(file, 0) == ["Halle", "Quai", "Pont"]


def with_quarters():
    head = ["Lieu", *MONTHS[:3], "T1", *MONTHS[3:], "T2", "Total"]
    lines = [";".join(head)]
    for at in range(1, 7):
        one, other = (
            [10 * at + month for month in (1, 2, 4)],
            [7 * at + month for month in range(3)],
        )
        cells = [*one, sum(one), *other, sum(other), sum(one) + sum(other)]
        lines.append(f"Halle {at};" + ";".join(map(str, cells)))
    return lines


def test_quarters_among_months_part_no_run_of_months():
    reading = read(with_quarters()).reading
    assert reading.unpivot.value_columns == [2, 3, 4, 6, 7, 8]


def test_the_long_form_holds_each_month_once_and_no_quarter():
    short = read(with_quarters()).reading
    file = read(with_quarters(), wide_form={"": "long"})
    assert file.reading.rows_kept == 36
    assert file.reading.columns[-1].sum == short.columns[-1].sum
    told = next(note.fr for note in file.reading.notes if note.code == "left_of_long_form")
    assert all(name in told for name in ("T1", "T2", "Total"))


def test_the_signs_round_a_title_are_no_part_of_it():
    lines = ["Salle;Visites;Recettes"]
    for part in ("NORD", "SUD"):
        lines.append(f"=== {part} ===;;")
        lines += [f"Halle {part.lower()} {at};{10 + at};{20 + 3 * at}" for at in range(4)]
    assert read(lines).reading.group_values == ["NORD", "SUD"]


def with_a_part_of_all(total):
    rows = [f"Halle {at};{10 + at};{at * at}" for at in range(1, 8)]
    return ["Lieu;Visites;Repas", *total, *rows, "dont halles neuves;30;41"]


def test_a_part_of_all_rows_below_them_is_left_aside_where_a_total_does_not_count_it():
    reading = read(with_a_part_of_all(["ENSEMBLE;98;140"])).reading
    assert [column.sum for column in reading.columns[1:]] == [98, 140]
    assert "parts_of_lines" in [note.code for note in reading.notes]


def test_a_part_of_all_rows_without_a_total_is_asked_about():
    reading = read(with_a_part_of_all([])).reading
    assert [question.code for question in reading.questions] == ["part_rows"]
