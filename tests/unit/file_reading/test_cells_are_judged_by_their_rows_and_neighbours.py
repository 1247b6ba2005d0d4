"""A cell is read by its unit, its row and the columns beside; what stays open is asked on rows.

Covers intake.file_reading.column_units, intake.file_reading.row_units,
intake.file_reading.title_units, intake.file_reading.unit_factors,
intake.file_reading.units, intake.file_reading.percent_scale,
intake.file_reading.outliers, intake.file_reading.column_numbers,
intake.file_reading.column_days, intake.file_reading.day_neighbours,
intake.file_reading.code_and_name, intake.file_reading.coordinates,
intake.file_reading.row_judgement, intake.file_reading.cell_doubts,
intake.file_reading.typed, intake.file_reading.empties.
"""

from datetime import date

import pytest

from intake.deposits.row_batches import own_targets, rows_as_table
from intake.deposits.writing import write_parquet
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.file_reading.workbook_bytes import SheetOf, Styled, xlsx


def serial(day):
    return Styled((day - date(1899, 12, 30)).days, 1)


def as_csv(rows, sep=";"):
    return "\n".join(sep.join("" if cell is None else str(cell) for cell in row) for row in rows)


def read(rows, **by_code):
    """`rows` as a text; a dictionary of them as a workbook."""
    answers = ReadingAnswers(by_code)
    if isinstance(rows, dict):
        data = xlsx({name: SheetOf(sheet) for name, sheet in rows.items()})
        return read_rows(data, "export.xlsx", answers=answers)
    return read_rows(as_csv(rows).encode(), "export.csv", answers=answers)


def asked(file):
    return [(question.code, question.column) for question in file.reading.questions]


def told(file):
    return {note.code for note in file.reading.notes}


def column(file, name):
    return file.named(name).column


ENERGY = [
    ["Site", "Quantité", "Unité"],
    *([f"École {at}", 1200 + at, "kWh"] for at in range(6)),
    ["Stade", "12,5", "MWh"],
    ["Mairie", "3,25", "MWh"],
]
MONTHS = [["Unité de mesure", "Janv", "Févr"], *[["kWh", 100, 90]] * 5, ["MWh", 1.5, 1.25]]


@pytest.mark.parametrize(
    ("rows", "name", "total"),
    [(ENERGY, "Quantité", 7215 + 15750), ({"Conso": MONTHS}, "Janv", 2000)],
    ids=["text", "workbook of months"],
)
def test_a_column_of_units_converts_each_row_and_what_is_stored_is_what_was_read(
    rows, name, total, tmp_path
):
    file = read(rows)
    assert (column(file, name).unit, column(file, name).sum) == ("kWh", total)
    assert "unit_by_row" in told(file)
    assert asked(file) == []
    written = write_parquet(file, own_targets(file), tmp_path / "v.parquet")
    assert written.sums[name] == total
    other = read(rows, mixed_units={name: "MWh"})
    assert (column(other, name).unit, column(other, name).sum) == ("MWh", total / 1000)


def test_a_row_without_a_unit_among_several_is_told_and_never_added():
    file = read([*ENERGY, ["Gymnase", 77, None]])
    assert column(file, "Quantité").sum == 7215 + 15750
    assert [(cell.row, cell.why) for cell in file.reading.unread_cells] == [(10, "no_unit")]


def test_units_of_several_things_are_left_as_they_are_and_their_sum_is_said_to_mean_nothing():
    file = read([["Compteur", "Relevé", "Unité"], ["a", 5, "kWh"], ["b", 7, "m3"], ["c", 2, "MWh"]])
    assert column(file, "Relevé").unit is None
    assert "units_of_several_things" in told(file)


SLIPS = [["Bon", "Masse (t)"], *([f"B{at:02d}", f"9,{at:02d}"] for at in range(19))]
BUDGET = {"BP": [["Budget 2025, montants exprimés en k€"], ["Chapitre", "Dépenses"],
                 *([f"C{at}", 40 + at] for at in range(12))]}  # fmt: skip


def test_the_headers_unit_holds_and_a_cell_that_says_another_is_converted_and_asked_about():
    file = read([*SLIPS, ["B99", "850 kg"]])
    assert (column(file, "Masse (t)").unit, column(file, "Masse (t)").min) == ("t", 0.85)
    assert column(file, "Masse (t)").sum == pytest.approx(9 * 19 + 1.71 + 0.85)
    assert asked(file) == [("cell_unit", "Masse (t)")]
    assert file.reading.questions[0].rows[0].readings == ("0,85 t", "850 t")
    budget = read({"BP": [*BUDGET["BP"], ["C99", "5000 €"]]})
    assert column(budget, "Dépenses").unit == "kEUR"
    assert column(budget, "Dépenses").sum == sum(range(40, 52)) + 5
    assert "unit_in_title" in told(budget)
    assert asked(budget) == [("cell_unit", "Dépenses")]


@pytest.mark.parametrize("cell", ["5 %", "12 m3"])
def test_a_unit_that_leads_nowhere_is_asked_about_and_stays_out_of_the_sum(cell):
    file = read([*SLIPS, ["B99", cell]])
    assert asked(file) == [("cell_unit", "Masse (t)")]
    assert column(file, "Masse (t)").sum == pytest.approx(172.71)
    assert [(one.row, one.text) for one in file.reading.unread_cells] == [(21, cell)]
    (row,) = file.reading.questions[0].rows
    assert (row.row, row.written, row.readings) == (21, cell, ("—", f"{cell.split()[0]} t"))
    by_header = read([*SLIPS, ["B99", cell]], cell_unit={"Masse (t)": "header"})
    assert column(by_header, "Masse (t)").sum == pytest.approx(172.71 + int(cell.split()[0]))
    assert asked(by_header) == []


def test_where_half_of_the_cells_say_another_unit_than_the_header_it_is_asked_what_the_rest_is():
    rows = [["Bon", "Masse (t)"], *([f"B{at}", f"{800 + at} kg"] for at in range(6)),
            *([f"C{at}", 810 + at] for at in range(4))]  # fmt: skip
    file = read(rows)
    assert asked(file) == [("bare_unit", "Masse (t)")]
    assert column(file, "Masse (t)").unit == "kg"
    other = read(rows, bare_unit={"Masse (t)": "t"})
    assert column(other, "Masse (t)").sum == sum(range(800, 806)) + 1000 * sum(range(810, 814))


def test_a_header_is_not_believed_against_just_half_of_the_cells():
    rows = [["Bon", "Masse (t)"], *([f"B{at}", f"{800 + at} kg"] for at in range(5)),
            *([f"C{at}", f"0,{80 + at}"] for at in range(5))]  # fmt: skip
    assert asked(read(rows)) == [("bare_unit", "Masse (t)")]
    assert asked(read([*rows, ["C9", "0,79"]])) != [("bare_unit", "Masse (t)")]


RATES = [
    [["Commune", "Taux de tri"], *([f"a{at}", f"0,3{at}"] for at in range(4)),
     *([f"b{at}", f"3{at} %"] for at in range(4))],
    {"Tri": [["Commune", "Taux de tri (%)"], *([f"a{at}", 0.3 + at / 100] for at in range(4)),
             *([f"b{at}", 30 + at] for at in range(4))]},
    {"Chantiers": [["Chantier", "Avancement"], *([f"a{at}", 0.3 + at / 100] for at in range(4)),
                   *([f"b{at}", 30 + at] for at in range(4))]},
]  # fmt: skip


@pytest.mark.parametrize("rows", RATES, ids=["signs", "numbers", "progress"])
def test_fractions_beside_percentages_are_asked_about_and_never_added(rows):
    file = read(rows)
    ((code, name),) = asked(file)
    assert code == "percent_scale"
    assert column(file, name).sum == pytest.approx(252)
    assert file.reading.questions[0].rows[0].readings == ("30 %", "0,3 %")
    kept = read(rows, percent_scale={name: "percent"})
    assert column(kept, name).sum == pytest.approx(127.26)


def test_small_percentages_among_large_ones_are_no_fractions():
    rows = [["Zone", "Taux (%)"], *([f"a{at}", f"0,{at + 3}"] for at in range(5)),
            *([f"b{at}", size] for at, size in enumerate((3, 4, 30, 45, 60)))]  # fmt: skip
    assert asked(read(rows)) == []


def test_small_percentages_are_no_fractions():
    rows = [["Zone", "Taux (%)"], *([f"a{at}", f"0,{at + 3}"] for at in range(5)),
            *([f"b{at}", at + 2] for at in range(5))]  # fmt: skip
    assert asked(read(rows)) == []


@pytest.mark.parametrize("written", ["-999", "9999999", "-9999"])
def test_a_figure_that_says_nothing_is_asked_about_and_never_summed(written):
    rows = [["Point", "Volume (m3)"], *([f"a{at}", 130 + at] for at in range(9)), ["z", written]]
    for layout in (rows, {"Relevés": [[point, int(value) if value != "Volume (m3)" else value]
                                      for point, value in rows]}):  # fmt: skip
        file = read(layout)
        assert asked(file) == [("sentinel", "Volume (m3)")]
        assert (column(file, "Volume (m3)").sum, column(file, "Volume (m3)").filled) == (1206, 9)
        kept = read(layout, sentinel={"Volume (m3)": "value"})
        assert column(kept, "Volume (m3)").sum == 1206 + int(written)


def test_days_that_no_one_has_filled_in_are_no_days():
    rows = [["Point", "Date de pose"], *([f"a{at}", f"1{at}/03/2019"] for at in range(9)),
            ["y", "01/01/1900"], ["z", "00/00/0000"]]  # fmt: skip
    file = read(rows)
    assert asked(file) == [("sentinel", "Date de pose")]
    assert (column(file, "Date de pose").min, column(file, "Date de pose").unread) == (
        "2019-03-10", 0,
    )  # fmt: skip
    births = [["Nom", "Né le"], *([f"a{at}", f"1{at}/03/{1905 + at * 9}"] for at in range(9)),
              ["z", "01/01/1901"]]  # fmt: skip
    assert asked(read(births)) == []


def test_a_thousand_times_too_large_is_asked_about():
    rows = [["Bon", "Tonnage"], *([f"B{at:02d}", f"8,{at:02d}"] for at in range(15)),
            ["C1", 9240], ["C2", 7850]]  # fmt: skip
    file = read(rows)
    assert asked(file) == [("magnitude", "Tonnage")]
    assert file.reading.questions[0].rows[0].readings == ("9,24", "9240")
    mended = read(rows, magnitude={"Tonnage": "rescale"})
    assert column(mended, "Tonnage").sum == pytest.approx(121.05 + 9.24 + 7.85)
    many = [*rows, *([f"D{at}", 8000 + at] for at in range(5))]
    assert asked(read(many)) == []
    grants = [100, 150, 200, 300, 500, 800, 1500, 2500, 45_000, 120_000]
    amounts = [["Asso", "Montant"], *([f"a{at}", amount] for at, amount in enumerate(grants))]
    assert asked(read(amounts)) == []


TWO_DAYS = [["N°", "Date demande", "Date remise"],
            *([at, f"0{1 + at % 9}/{13 + at}/2025", f"0{2 + at % 8}/{at + 1:02d}/2025"]
              for at in range(12))]  # fmt: skip


def test_one_writer_has_one_order_of_day_and_month():
    file = read(TWO_DAYS)
    days = rows_as_table(file).column("Date remise").to_pylist()
    assert days[:3] == [date(2025, 2, 1), date(2025, 3, 2), date(2025, 4, 3)]
    assert "date_order_beside" in told(file)
    assert asked(file) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["N°", "Date remise", "Date retour"],
         *([at, f"0{1 + at % 6}/{at + 1:02d}/2025", f"2025-0{1 + at % 6}-{at + 3:02d}"]
           for at in range(12))],
        [["N°", "Date"], *([at, f"03/{at + 2:02d}/2025"] for at in range(8))],
    ],
    ids=["far from the day beside", "the third of each month"],
)  # fmt: skip
def test_days_that_the_french_order_turns_upside_down_are_asked_about(rows):
    file = read(rows)
    name = rows[0][1]
    assert asked(file) == [("date_order", name)]
    assert rows_as_table(file).column(name).to_pylist()[1].day in {2, 3}
    assert len(file.reading.questions[0].rows) == 3
    french = read(rows, date_order={name: "dmy"})
    assert asked(french) == []


def test_the_first_of_each_month_is_read_as_the_french_write_it():
    rows = [["N°", "Date"], *([at, f"01/{at + 1:02d}/2025"] for at in range(12))]
    file = read(rows)
    assert column(file, "Date").max == "2025-12-01"
    assert asked(file) == []


def test_days_that_a_spreadsheet_has_turned_are_put_right_and_asked_about():
    rows = {"Bons": [["Bon", "Date"], *([f"B{at}", serial(date(2025, at + 1, 3))]
                                        for at in range(8)),
                     *([f"C{at}", f"{13 + at}/03/2025"] for at in range(8))]}  # fmt: skip
    file = read(rows)
    assert asked(file) == [("turned_dates", "Date")]
    assert (column(file, "Date").min, column(file, "Date").max) == ("2025-03-01", "2025-03-20")
    kept = read(rows, turned_dates={"Date": "as_stored"})
    assert column(kept, "Date").max == "2025-08-03"


def test_an_end_before_its_beginning_is_told():
    rows = [["Début", "Fin"], *([f"{13 + at}/03/2025", f"{14 + at}/03/2025"] for at in range(9)),
            ["20/03/2025", "02/03/2025"]]  # fmt: skip
    assert "end_before_begin" in told(read(rows))


PLACES = [["Code INSEE", "Commune", "Tonnes"], ["35085", "Combourg", 5],
          ["35265", "Saint-Domineuc", 6], ["35337", "Tinténiac", 7],
          ["35085", "COMBOURG", 7]]  # fmt: skip


def test_a_postal_code_beside_a_name_is_never_another_commune():
    file = read([*PLACES, ["35190", "La Mézière", 3], ["35360", "Médréac", 2]])
    assert asked(file) == [("code_or_name", "Code INSEE")]
    codes = rows_as_table(file).column("Code INSEE").to_pylist()
    assert codes[-2:] == ["35177", "35171"]
    by_code = read([*PLACES, ["35190", "La Mézière", 3]], code_or_name={"Code INSEE": "code"})
    assert rows_as_table(by_code).column("Code INSEE").to_pylist()[-1] == "35190"


def test_a_code_of_another_commune_is_set_aside_until_somebody_says_which_is_right():
    rows = {"P": [*PLACES, ["35265", "Tinténiac", 9]]}
    file = read(rows)
    assert asked(file) == [("code_or_name", "Code INSEE")]
    assert rows_as_table(file).column("Code INSEE").to_pylist()[-1] is None
    assert [(cell.row, cell.why) for cell in file.reading.unread_cells] == [(6, "another_name")]
    named = read(rows, code_or_name={"Code INSEE": "name"})
    assert rows_as_table(named).column("Code INSEE").to_pylist()[-1] == "35337"


def test_a_siren_beside_another_bodys_name_is_set_aside():
    rows = [["SIREN", "Nom EPCI"], ["243500733", "CC Bretagne Romantique"],
            ["243500139", "Rennes Métropole"], ["200070688", "CC Couesnon Marches de Bretagne"],
            ["243500139", "CC Bretagne Romantique"]]  # fmt: skip
    file = read(rows)
    assert asked(file) == [("code_or_name", "SIREN")]
    assert [cell.row for cell in file.reading.unread_cells] == [5]


def test_metres_and_swapped_degrees_place_nothing_on_a_map():
    metres = read([["longitude", "latitude"],
                   *([351000.5 + at, 6790000.25 + at] for at in range(5))])  # fmt: skip
    assert [(one.concept, one.unit) for one in metres.reading.columns] == [(None, "m")] * 2
    assert "projection" in told(metres)
    swapped = read([["longitude", "latitude"], *([48 + at / 9, -1 - at / 9] for at in range(5))])
    assert [one.concept for one in swapped.reading.columns] == [None, None]
    assert "swapped_coordinates" in told(swapped)
    degrees = read([["longitude", "latitude"], *([-1 - at / 9, 48 + at / 9] for at in range(5))])
    assert [one.concept for one in degrees.reading.columns] == ["longitude", "latitude"]


def test_a_type_that_a_person_chooses_is_followed_and_misfits_are_told():
    rows = [["Pièce", "Crédit"], *([f"P{at}", f"{at},50"] for at in range(5)), ["x", "Page 2"]]
    file = read(rows)
    assert column(file, "Crédit").type == "string"
    chosen = read(rows, column_type={"Crédit": "number", "Pièce": "string"})
    assert (column(chosen, "Crédit").type, column(chosen, "Crédit").sum) == ("decimal", 12.5)
    assert [cell.row for cell in chosen.reading.unread_cells] == [7]
