"""Lines that a program prints above, in and under its table are told apart from data.

Covers intake.file_reading.row_reasons, intake.file_reading.header,
intake.file_reading.number_text, intake.file_reading.empties.
"""

from intake.file_reading.reading import read_file

DAYS = [f"{day:02d}/01/2025" for day in range(1, 31)]


def read(*lines):
    return read_file("\r\n".join(lines).encode(), "export.csv")


def left_aside(reading):
    return [(row.row, row.reason.value) for row in reading.parts[0].ignored]


def typed(reading):
    return {column.name: (column.type, column.filled, column.sum) for column in reading.columns}


def test_who_printed_a_narrow_table_and_when_is_no_row():
    rows = [f"{day};OMR;{weight}" for weight, day in enumerate(DAYS, start=100)]
    end = ["Total;;3435", ";;", "Édité le;02/03/2025;", "Par;Martin EXEMPLE;"]
    reading = read("Date;Flux;Poids (kg)", *rows, *end)
    assert reading.rows_kept == 30
    assert left_aside(reading) == [(32, "total"), (34, "footer"), (35, "footer")]
    assert typed(reading)["Poids (kg)"] == ("integer", 30, 3435)
    assert reading.unread_count == 0


def test_when_a_table_of_two_columns_was_printed_needs_no_blank_line_before_it():
    reading = read("Flux;Tonnage", "OMR;12,5", "Verre;3,5", "Bois;4,0", "Édité le;02/03/2025")
    assert left_aside(reading) == [(5, "footer")]
    assert typed(reading)["Tonnage"] == ("decimal", 3, 20)


def test_a_title_printed_again_with_the_number_of_its_page_is_no_row():
    title = "Repas pris en janvier;;;;;Feuillet;{page} / 3"
    header = "Matricule;Nom;Date;Collège;RQTH;Repas;Avantage (€)"
    lines = []
    for page in range(3):
        rows = [
            f"{1000 + 10 * page + at};Agent {at};{DAYS[at]};Jean Jaurès;N;{3 + at};{6 + at},50"
            for at in range(9)
        ]
        lines += ["CONSEIL;;;;;;", title.format(page=page + 1), header, *rows]
    reading = read(*lines)
    assert reading.rows_kept == 27
    assert typed(reading)["Repas"] == ("integer", 27, 189)


def test_last_lines_that_compare_with_another_year_are_no_rows_whatever_they_are_called():
    rows = [f"EPCI {at};{100 + at};{1000 + at}" for at in range(1, 19)]
    for before, change in (("Pour rappel : 2024", "Évol. 25/24"), ("À titre de rappel", "Var. %")):
        end = ["Total syndicat;1971;18171", f"{before};1900;18000", f"{change};+3,7 %;+0,9 %"]
        reading = read("EPCI;Prises;Redevance (€)", *rows, *end)
        assert reading.rows_kept == 18
        assert typed(reading)["Prises"] == ("integer", 18, 1971)


def test_a_last_row_under_a_blank_line_whose_cells_are_like_the_others_is_data():
    reading = read("Flux;Tonnage", "OMR;12,5", "Verre;3,5", ";", "Bois;4,0", "Gravats;n.c.")
    assert reading.rows_kept == 4
    assert left_aside(reading) == []


def test_a_header_and_a_page_number_on_each_page_are_no_rows():
    lines = []
    for page in range(3):
        lines.append("Date;Tournée;Site;Poids (kg)")
        lines += [f"{day};T1;Melesse;100" for day in DAYS[page * 10 : page * 10 + 10]]
        lines.append(f"Édité le 02/03/2025;;;Page {page + 1}/3")
    reading = read(*lines)
    assert reading.parts[0].header_rows == [1]
    assert reading.rows_kept == 30
    assert left_aside(reading) == [
        (12, "page"), (13, "repeated_header"), (24, "page"), (25, "repeated_header"), (36, "page"),
    ]  # fmt: skip
    assert typed(reading)["Poids (kg)"] == ("integer", 30, 3000)


def test_the_period_that_was_exported_is_no_header():
    above = ["Critères;;;", "Période;01/01/2025;31/03/2025;", "Site;Tous;;", ";;;"]
    rows = [f"{day};{number};Bois;1,5" for number, day in enumerate(DAYS, start=70_000)]
    reading = read(*above, "Date;N° bon;Matière;Quantité (m3)", *rows, ";;;", "Nombre de lignes;30")
    assert reading.parts[0].header_rows == [5]
    assert left_aside(reading) == [(1, "title"), (2, "title"), (3, "title"), (37, "footer")]
    assert typed(reading)["Quantité (m3)"] == ("decimal", 30, 45)


def test_a_line_drawn_across_the_table_is_blank():
    rows = [f"B{number:03d};{day};1,5" for number, day in enumerate(DAYS)]
    reading = read("Bon;Date;Tonnes", *rows, "-----;-----;-----", "TOTAUX;;45,0")
    assert reading.parts[0].blank == [32]
    assert left_aside(reading) == [(33, "total")]
    assert reading.rows_kept == 30


def test_groups_are_seen_although_each_has_its_subtotal():
    lines = ["Bâtiment;Énergie;Conso (kWh);Coût"]
    for group in ("Écoles", "Sports"):
        lines.append(f"{group};;;")
        lines += [f"{group} {number};Gaz;10;2,5" for number in range(6)]
        lines.append(f"Sous-total {group};;60;")
    reading = read(*lines, "TOTAL;;120;")
    assert reading.rows_kept == 12
    assert reading.group_values == ["Écoles", "Sports"]
    assert [reason for _, reason in left_aside(reading)] == [
        "group", "subtotal", "group", "subtotal", "total",
    ]  # fmt: skip


def test_a_dot_parts_thousands_where_nothing_else_can_be_meant():
    reading = read("Bon;Net kg", *(f"A{at};{text}" for at, text in enumerate(
        ["1.240", "870", "9.995", "512", "2.000", "0"]
    )))  # fmt: skip
    assert typed(reading)["Net kg"] == ("integer", 6, 14617)
    assert reading.questions == []
    like_it = read("Bon;Coût", *(f"A{at};{text}" for at, text in enumerate(
        ["250", "191.001", "196.002", "230.007"]
    )))  # fmt: skip
    assert [question.code for question in like_it.questions] == ["thousands_mark"]
    open_one = read("Bon;Net", *(f"A{at};{text}" for at, text in enumerate(
        ["1.240", "870", "9.995", "5", "2.000"]
    )))  # fmt: skip
    assert [question.code for question in open_one.questions] == ["thousands_mark"]


def test_a_null_of_a_database_is_nothing():
    rows = [f"P{at},{'2025-01-06' if at % 4 else chr(92) + 'N'}" for at in range(20)]
    assert typed(read("pdc,date_mise_en_service", *rows))["date_mise_en_service"][:2] == (
        "date", 15,
    )  # fmt: skip


def test_beside_conforming_not_conforming_is_a_word():
    rows = [f"{day};{'NC' if at % 7 == 0 else 'C'}" for at, day in enumerate(DAYS)]
    assert typed(read("Prélèvement;Conformité", *rows))["Conformité"][1] == 30
    rows = [f"{day};{'NC' if at % 7 == 0 else 'bon'}" for at, day in enumerate(DAYS)]
    assert typed(read("Prélèvement;État", *rows))["État"][1] == 25
