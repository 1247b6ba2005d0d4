"""Durations, compound units, states of things, marks of totals and days of six figures.

Covers intake.file_reading.durations, intake.file_reading.count_rows,
intake.file_reading.forms_below.
"""

from decimal import Decimal

import pytest

from intake.file_reading.problems import NoTableFound
from intake.file_reading.reading import read_rows
from intake.file_reading.unit_factors import factor_between


def text(*rows, name="export.csv"):
    return read_rows("\n".join(";".join(map(str, row)) for row in rows).encode(), name)


def page(*rows):
    return read_rows(f"<table>{''.join(rows)}</table>".encode(), "export.xls")


def told(file):
    return {note.code for note in file.reading.notes}


def asked(file):
    return {question.code for question in file.reading.questions}


@pytest.mark.parametrize("form", ["{}:30", "{}h30", "{}:30:00"])
def test_durations_beyond_a_day_are_hours(form):
    file = text(["Agent", "Heures"], *[[f"A{at}", form.format(at * 9)] for at in range(1, 9)])
    column = file.named("Heures").column
    assert (column.type, column.unit, column.sum) == ("decimal", "h", 328)
    assert "durations" in told(file)
    assert file.reading.reconciled.agrees


def test_hours_of_a_timetable_beyond_midnight_are_no_durations():
    rows = [[f"T{at}", f"{at + 18}:05:00"] for at in range(1, 9)]
    assert text(["trip_id", "departure_time"], *rows).named("departure_time").column.type != (
        "decimal"
    )


def test_minutes_and_seconds_are_no_hours():
    rows = [[f"C{at}", f"{at * 9}:20"] for at in range(1, 9)]
    assert text(["Coureur", "Durée (mm:ss)"], *rows).named("Durée (mm:ss)").column.unit != "h"


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [("l/s", "m3/h", "3.6"), ("m3/h", "l/s", None), ("kg/hab", "t/hab", "0.001"),
     ("l/s", "kg/h", None)],
)  # fmt: skip
def test_both_parts_of_a_compound_unit_are_converted(source, target, factor):
    found = factor_between(source, target)
    if factor is None:
        assert found is None or abs(found - Decimal(1) / Decimal("3.6")) < Decimal("1e-9")
    else:
        assert found == Decimal(factor)


def test_the_power_of_a_site_holds_for_each_of_its_months():
    rows = "".join(
        f"<tr>{f'<td rowspan=4>Site {at}' if not at % 4 else ''}<td>2025-{at % 12 + 1:02d}"
        f"<td>{100 + at}{f'<td rowspan=4>{36 + at}<td rowspan=4>{at},50' if not at % 4 else ''}"
        for at in range(8)
    )
    file = page(
        "<tr><th>Site<th>Mois<th>Énergie (kWh)<th>Puissance (kVA)<th>Montant (€)</tr>", rows
    )
    assert file.named("Puissance (kVA)").column.sum == 4 * 36 + 4 * 40
    assert file.named("Montant (€)").column.sum == 5
    assert "merged_once" in told(file)


MOVES = [
    [f"49{at:04d}", f"{at},250", "TO" if at % 2 else "KG", f"000{at}", f"0{at}.06.2025", "SABLE"]
    for at in range(1, 9)
]
HEAD = ["Pièce", "Quantité", "UQ", "Magasin", "Date cpt.", "Désignation"]


def test_units_of_a_stock_program_and_its_starred_totals():
    rows = [*MOVES, ["*", "17,000", "TO"], ["*", "21,000", "KG"]]
    file = text(HEAD, *rows)
    column = file.named("Quantité").column
    factor = {"t": Decimal(1), "kg": Decimal(1000)}[column.unit]
    tonnes = sum(Decimal(at) + Decimal("0.25") for at in (1, 3, 5, 7))
    kilos = sum(Decimal(at) + Decimal("0.25") for at in (2, 4, 6, 8))
    assert Decimal(str(column.sum)) == (tonnes + kilos / 1000) * factor
    assert file.reading.rows_kept == 8
    assert file.named("Magasin").column.unit is None


def test_a_sign_behind_a_figure_stays_with_its_unit():
    rows = [MOVES[0], [*MOVES[1][:1], "3,500-", *MOVES[1][2:]], *MOVES[2:]]
    file = text(HEAD, *rows)
    assert file.reading.unread_count == 0
    assert file.named("Quantité").column.min < 0


def test_six_figures_are_the_days_that_are_near_each_other():
    rows = [[f"T{at}", f"2503{at:02d}"] for at in range(1, 13)]
    column = text(["Ticket", "DATE"], *rows).named("DATE").column
    assert (column.type, column.min, column.max) == ("date", "2025-03-01", "2025-03-12")


def test_days_that_nothing_settles_are_asked_about():
    days = ["03/05/2025", "09/02/2025", "04/11/2025", "12/06/2025", "07/01/2025", "02/10/2025"]
    rows = [[f"D{at}", days[at % 6], at * 7] for at in range(24)]
    file = text(["Dossier", "Commission", "Montant"], *rows)
    assert asked(file) == {"date_order"}
    assert file.named("Commission").column.max == "2025-11-04"
    assert not file.reading.is_checked


def test_first_days_of_months_and_days_in_their_order_are_not():
    firsts = [[f"D{at}", f"01/{at % 12 + 1:02d}/2025"] for at in range(24)]
    ordered = [[f"D{at}", f"{at % 12 + 1:02d}/{at // 4 + 3:02d}/2025"] for at in range(24)]
    assert not asked(text(["Dossier", "Mois"], *firsts))
    assert not asked(text(["Dossier", "Reçu le"], *sorted(ordered, key=lambda row: row[1][3:])))


def test_a_chapter_of_one_line_with_a_longer_code_is_a_sum_as_the_others():
    head = ["Article", "Intitulé", "Prévu", "Réalisé", "Tiers"]
    lines = [
        ["021", "Chapitre", "8123,10", "7001,55", ""],
        ["2111", "Terrains nus", "8123,10", "7001,55", "Notaire"],
    ]
    for chapter, articles in (("21", (8412, 3127)), ("23", (1975, 6621)), ("26", (4410, 915))):
        lines.append([chapter, "Chapitre", sum(articles), sum(articles) - 41.25, ""])
        for at, value in enumerate(articles):
            own = value - (41.25 if at else 0)
            lines.append([f"{chapter}{at + 1}8", f"Article {at}", value, own, "Entreprise"])
    rows = [[str(cell).replace(".", ",") for cell in line] for line in lines]
    file = text(head, *rows)
    assert file.reading.rows_kept == 7


def test_a_rule_under_columns_at_fixed_places_is_no_name():
    lines = [f"{at:06d}  VANNE {at:<8} {at * 3:>6}" for at in range(1, 12)]
    head = "NUMERO  OUVRAGE        TOURS"
    data = "\n".join([head, "=" * 30, *lines]).encode()
    assert [c.name for c in read_rows(data, "VANNES.TXT").reading.columns] == [
        "NUMERO",
        "OUVRAGE",
        "TOURS",
    ]


def test_short_years_that_stand_first():
    first = [[f"B{at}", f"25-03-{at:02d}"] for at in range(1, 25)]
    last = [[f"B{at}", f"{at:02d}-03-25"] for at in range(1, 25)]
    for rows in (first, last):
        column = text(["Bon", "Reçu le"], *rows).named("Reçu le").column
        assert (column.min, column.max) == ("2025-03-01", "2025-03-24")


def test_commas_part_thousands_where_another_column_proves_it():
    rows = [f'S{at},"1,{at}50.25","{at},4{at}0"' for at in range(1, 9)]
    data = "\n".join(["site,amount,units", *rows]).encode()
    assert read_rows(data, "export.csv").named("units").column.min == 1410
    alone = [f"S{at};{at},4{at}0" for at in range(1, 9)]
    data = "\n".join(["site;tonnes", *alone]).encode()
    assert read_rows(data, "export.csv").named("tonnes").column.min == 1.41


def test_the_cube_of_a_unit_is_no_call_of_a_note():
    rows = [[f"S{at}", f"{at},5 m³"] for at in range(1, 9)]
    column = text(["Site", "Volume"], *rows).named("Volume").column
    assert (column.type, column.unit, column.sum) == ("decimal", "m3", 40)


PLANNING = [[f"A{at}", *["MSRMS"[(at + day) % 5] for day in range(5)]] for at in range(10)]


def test_a_last_row_that_counts_a_word_is_no_data():
    head = ["Équipe", "Lun", "Mar", "Mer", "Jeu", "Ven"]
    counts = ["Matin", *[sum(row[day + 1] == "M" for row in PLANNING) for day in range(5)]]
    file = text(head, *PLANNING, counts)
    assert (file.reading.rows_kept, asked(file)) == (10, set())
    assert "statistic_rows" in told(file)
    other = text(head, *PLANNING, ["Matin", 9, 8, 7, 9, 8])
    assert (other.reading.rows_kept, asked(other)) == (10, {"sum_rows"})


def test_days_behind_one_blank_are_a_column_of_their_own():
    lines = [f"{at:05d}   {at * 37:>5} {at + 9:02d}/02/2025" for at in range(1, 13)]
    data = "\n".join(["POINT     VOL RELEVE LE", *lines]).encode()
    file = read_rows(data, "POINTS.TXT")
    assert file.named("VOL").column.sum == 37 * 78
    assert file.named("RELEVE LE").column.type == "date"


def test_forms_one_below_the_other_are_refused():
    lines = []
    for at in range(1, 6):
        lines += [["Site", f"Salle {at}"], ["Surface", 100 + at], ["Ouvert le", f"0{at}/02/2020"]]
        lines.append(["", ""])
    with pytest.raises(NoTableFound):
        text(*lines)


def test_blocks_of_figures_under_names_are_a_table():
    blocks = [
        row for at in range(1, 6)
        for row in ([f"Site {at}", ""], ["Matériau", "t"], ["Bois", at], ["Fer", at * 2])
    ]  # fmt: skip
    assert text(*blocks).reading.rows_kept == 10
