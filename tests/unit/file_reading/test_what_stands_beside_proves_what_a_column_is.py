"""Columns, rows and titles beside prove what a column, a row or a title is.

Covers intake.file_reading.padded_figures, intake.file_reading.file_marks,
intake.file_reading.block_names, intake.file_reading.statistic_rows,
intake.file_reading.repeated_names, intake.file_reading.stacked.
"""

from datetime import date, timedelta

import pytest

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows


def read(lines, sep=";", **answers):
    settled = ReadingAnswers({code: dict([pair]) for code, pair in answers.items()})
    text = "\n".join(sep.join(map(str, line)) for line in lines) + "\n"
    return read_rows(text.encode(), "liste.csv", answers=settled)


def values(file, name):
    column = file.named(name)
    return [column.values.get(row.cell(column)) for row in file.rows()]


def codes(messages):
    return [message.code for message in messages]


FLOWS = [812, 1_040, 955, 2_318, 640, 1_777, 3_205]


def flows(written, levels=True):
    yield ["Ouvrage", "Volume pompé (m3)", "Niveau (m)"]
    for at, flow in enumerate(FLOWS):
        yield f"F{at}", f'"{written(flow)}"', f"{at + 2}.{at}5" if levels else at + 2


def test_commas_part_thousands_where_the_column_beside_has_decimals_after_dots():
    file = read(flows(lambda flow: f"{flow:,}"), sep=",")
    assert values(file, "Volume pompé (m3)") == FLOWS
    assert file.reading.is_checked


def test_commas_that_all_have_three_figures_behind_are_asked_about_beside_dots():
    large = read(flows(lambda flow: f"{flow + 5_000:,}"), sep=",")
    assert codes(large.reading.questions) == ["thousands_mark"]
    answer = ("Volume pompé (m3)", "thousands")
    assert values(
        read(flows(lambda flow: f"{flow + 5_000:,}"), sep=",", thousands_mark=answer),
        "Volume pompé (m3)",
    ) == [flow + 5_000 for flow in FLOWS]


def test_commas_before_three_decimals_stay_decimals_in_a_file_without_dots():
    file = read(flows(lambda flow: f"{flow / 1_000:.3f}".replace(".", ","), levels=False), sep=",")
    assert [float(value) for value in values(file, "Volume pompé (m3)")] == [
        flow / 1_000 for flow in FLOWS
    ]


def odometers(*, is_difference=True):
    yield ["Benne", "Départ", "Retour", "Parcours"]
    for at in range(9):
        run = 41 + 7 * at
        yield (
            f"B{at}",
            f"{880 + 93 * at:06d}",
            f"{880 + 93 * at + run:06d}",
            (run if is_difference else at + 3),
        )


def test_padded_figures_whose_difference_stands_beside_are_figures():
    file = read(odometers())
    assert values(file, "Départ") == [880 + 93 * at for at in range(9)]
    assert "padded_figures" in codes(file.reading.notes)
    assert file.reading.is_checked


def test_padded_figures_that_nothing_beside_proves_stay_texts():
    file = read(odometers(is_difference=False))
    assert file.named("Départ").column.type == "string"


def pool(closing):
    yield ["Date", "Entrées", "Scolaires", "Attente", "Température"]
    for at in range(14):
        day = date(2025, 6, 2) + timedelta(days=at)
        yield (
            f"{['lun', 'mar', 'mer', 'jeu', 'ven', 'sam', 'dim'][day.weekday()]}. {day:%d/%m/%Y}",
            120 + 17 * at,
            31 + 5 * (at % 6),
            f"0h{at + 10}",
            f"{25 + at % 3}",
        )
    yield closing


@pytest.mark.parametrize(
    ("closing", "told"),
    [
        (("Moyenne", 230 + 1, 42, "0h18", "22"), "statistic_rows"),
        (("Moyenne", 199, 77, "0h18", "22"), "sum_rows"),
    ],
)
def test_a_mean_that_is_weighted_otherwise_is_no_row_of_data(closing, told):
    """Known by its word among days: where no figure agrees, a person is asked."""
    file = read(pool(closing))
    assert file.reading.rows_kept == 14
    assert told in codes(file.reading.notes) + codes(file.reading.questions)
    assert file.reading.is_checked is (told == "statistic_rows")


def halls(*titles):
    for over in titles:
        yield from over
        yield "Créneau", "Adhérents", "Encadrants", "Durée (h)"
        for at in range(6):
            yield f"{8 + at}h-{9 + at}h", 12 + at, 1 + at % 2, "1,5"
        yield [""]


def test_a_title_with_a_figure_over_a_header_that_comes_again_names_its_block():
    file = read(halls([["SALLE A", "", "80 places"]], [["SALLE B", "", "120 places"]]))
    assert file.reading.rows_kept == 12
    assert set(values(file, "Groupe")) == {"SALLE A | 80 places", "SALLE B | 120 places"}
    assert file.reading.is_checked


def test_both_titles_over_each_block_are_in_its_name():
    file = read(halls([["SALLE A"], ["Judo"]], [["SALLE B"], ["Danse"]]))
    assert set(values(file, "Groupe")) == {"SALLE A – Judo", "SALLE B – Danse"}


def test_a_title_over_titles_holds_for_all_of_theirs():
    rows = [["Agent", "Jours", "Heures", "Nuits"]]
    for sector in ("Secteur Nord", "Secteur Sud"):
        rows.append([sector])
        for team in ("Propreté", "Voirie"):
            rows.append([team])
            rows += [[f"A{at}{team[0]}", 3 + at, 20 + at, at] for at in range(5)]
    file = read(rows)
    assert list(dict.fromkeys(values(file, "Groupe"))) == [
        "Secteur Nord – Propreté", "Secteur Nord – Voirie",
        "Secteur Sud – Propreté", "Secteur Sud – Voirie",
    ]  # fmt: skip


def test_many_titles_that_sums_below_repeat_are_names_of_blocks():
    rows = [["Quartier / rue", "Arbres", "Tailles", "Abattages"]]
    for sector in ("Nord", "Sud"):
        rows.append([sector])
        for street in ("Mail", "Quai"):
            rows.append([street])
            figures = [(3 + at, 11 + 2 * at, at) for at in range(3)]
            rows += [[f"rue {at}", *line] for at, line in enumerate(figures)]
            rows.append([f"Sous-total {street}", *map(sum, zip(*figures, strict=True))])
    file = read(rows)
    assert file.reading.rows_kept == 12
    assert set(values(file, "Groupe")) == {
        "Nord – Mail", "Nord – Quai", "Sud – Mail", "Sud – Quai",
    }  # fmt: skip


def test_many_words_alone_that_nothing_adds_up_are_told():
    rows = [["Rue", "Arbres", "Tailles", "Abattages"]]
    for at in range(8):
        rows += [[f"Abords {at}"], [f"rue {at}", 3 + at, 12 - at, at % 2]]
    file = read(rows)
    assert "lone_cells" in codes(file.reading.notes)
    assert not file.reading.is_checked


def test_fields_past_the_header_bear_its_last_names_and_are_told():
    lots = ["AEF 12", "BDS 40", "C 7"]
    rows = [["Dossier", "Surface (m²)", "Titulaire", "Lot", "Nom", "Montant"]]
    rows += [
        [f"M{at:02d}", 100 + at, *("A", lots[at % 3], "DURAND", 500 + at),
         *("B", lots[at % 2], "LE GALL", 700 + 3 * at)]
        for at in range(8)
    ]  # fmt: skip
    file = read(rows)
    (note,) = [note for note in file.reading.notes if note.code == "names_repeated"]
    assert "Montant (2)" in note.fr
    assert not file.reading.is_checked


def test_a_card_over_the_rows_of_its_meter_is_another_table():
    rows = [["Compteur", "Commune", "Calibre", "Pose"], ["D12FA044", "Bruz", 40, "12/03/2015"]]
    rows += [["Relevé le", "Index"]]
    rows += [[f"{at + 1:02d}/02/2025", 3_100 + 12 * at] for at in range(20)]
    file = read(rows)
    assert (file.reading.rows_kept, [column.name for column in file.columns]) == (
        20, ["Relevé le", "Index"],
    )  # fmt: skip
    assert "table_below" in codes(file.reading.notes)


def test_a_code_of_remark_between_the_figure_and_its_unit_counts_nothing():
    rows = [["Station", "Paramètre", "Remarque", "Résultat", "Unité"]]
    for at in range(12):
        what, unit = (("Turbidité", "NFU"), ("Nitrates", "mg/L"), ("Débit", "m3/h"))[at % 3]
        rows.append([f"S{at % 2}", what, 1 if at % 4 else 10, f"{at + 3},4", unit])
    file = read(rows)
    told = [note.column for note in file.reading.notes if note.code == "units_of_several_things"]
    assert told == ["Résultat"]
