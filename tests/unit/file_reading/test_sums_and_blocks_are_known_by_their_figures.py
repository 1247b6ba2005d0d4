"""Sums without a word, blocks, moved headers and page heads are told from rows of data.

Covers intake.file_reading.sum_rows, intake.file_reading.added_figures,
intake.file_reading.signs_beside, intake.file_reading.sums_aside,
intake.file_reading.sum_sheets, intake.file_reading.block_labels,
intake.file_reading.moved_columns, intake.file_reading.page_heads,
intake.file_reading.series, intake.file_reading.stacked,
intake.file_reading.total_labels, intake.file_reading.layout_doubts,
intake.file_reading.layout_words, intake.file_reading.tables,
intake.file_reading.written_totals.
"""

import random

import pytest

from intake.deposits.row_batches import rows_as_table
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_file, read_rows
from tests.tiers import examples
from tests.unit.file_reading.workbook_bytes import xlsx


def lines(*rows):
    return "\n".join(";".join(map(str, row)) for row in rows).encode()


def read(*rows, **answers):
    by_code = {code: {"": answer} for code, answer in answers.items()}
    return read_file(lines(*rows), "export.csv") if not answers else read_rows(
        lines(*rows), "export.csv", answers=ReadingAnswers(by_code)
    ).reading  # fmt: skip


def asked(reading):
    return [question.code for question in reading.questions]


def told(reading):
    return {note.code for note in reading.notes}


def left_aside(reading):
    return [(row.row, row.reason.value) for row in reading.parts[0].ignored]


def sums(reading):
    return {column.name: column.sum for column in reading.columns if column.sum is not None}


ACCOUNTS = [
    ("011", "Charges générales", 16_804_20, [12_000_50, 3_803_70, 1_000_00]),
    ("012", "Personnel", 95_310_75, [70_210_35, 25_100_40]),
    ("014", "Atténuations", 1_250_10, [1_250_10]),
    ("65", "Gestion courante", 8_020_99, [7_000_44, 1_020_55]),
]


def accounts(*, is_above):
    rows = []
    for code, label, total, parts in ACCOUNTS:
        chapter = [code, label, f"{total / 100:.2f}".replace(".", ",")]
        articles = [
            [f"{code.strip('0')}0{at}", f"{label} {at}", f"{part / 100:.2f}".replace(".", ",")]
            for at, part in enumerate(parts)
        ]
        rows += [chapter, *articles] if is_above else [*articles, chapter]
    return rows


def test_chapters_between_their_lines_are_asked_about_and_never_added_to_them():
    true_sum = sum(total for _, _, total, _ in ACCOUNTS) / 100
    for is_above in (True, False):
        rows = accounts(is_above=is_above)
        reading = read(["Imputation", "Libellé", "Montant"], *rows)
        assert asked(reading) == ["sum_rows"]
        assert sums(reading)["Montant"] == true_sum
        assert [reason for _, reason in left_aside(reading)].count("subtotal") == 4 - (
            [reason for _, reason in left_aside(reading)].count("total")
        )
        question = reading.questions[0]
        assert [shown.readings[0] for shown in question.rows] == ["—"] * 3
        assert question.rows[0].row == left_aside(reading)[0][0]
        assert not reading.is_checked
        kept = read(["Imputation", "Libellé", "Montant"], *rows, sum_rows="data")
        assert kept.rows_kept == len(rows)
        settled = read(["Imputation", "Libellé", "Montant"], *rows, sum_rows="aside")
        assert (asked(settled), sums(settled)["Montant"]) == ([], true_sum)
        assert "unlabelled_total" in told(settled)


def test_a_total_without_a_word_and_the_reminders_under_it_are_no_data():
    rows = [[f"Commune {at}", 1_003 + 37 * at, 12 + at] for at in range(9)]
    total = ["", sum(row[1] for row in rows), sum(row[2] for row in rows)]
    named = ["Le territoire", *total[1:]]
    under = [["Rappel 2023", 9_120, 140], ["Évolution", "2,4 %", "-1,0 %"]]
    head = ["Commune", "Poids (kg)", "Visites"]
    for last in (total, named):
        reading = read(head, *rows, last, *under)
        assert (reading.rows_kept, sums(reading)["Poids (kg)"]) == (9, total[1])
        assert [row for row, _ in left_aside(reading)] == [11, 12, 13]
        assert [column.unit for column in reading.columns] == [None, "kg", None]


def drawn(dice, kind):
    if kind == 2:
        return dice.randrange(1, 90_000) / 100
    return dice.choice([100, 200, 300]) if kind else dice.randrange(60)


def test_figures_that_agree_by_chance_are_data():
    for seed in range(examples(24)):
        dice = random.Random(seed)
        count = dice.choice([5, 14, 60, 300])
        kind = seed % 3
        rows = [[f"L{at}", value := drawn(dice, kind), round(value / 5, 2)] for at in range(count)]
        reading = read(["Lieu", "Montant HT", "TVA"], *rows)
        assert (reading.rows_kept, asked(reading)) == (count, []), seed


def month(dice):
    rows = [["Commune", "Tonnes", "Visites"]]
    return rows + [
        [name, dice.randrange(100, 9_999) / 10, dice.randrange(10, 500)]
        for name in ("Melesse", "Gaël", "Bédée")
    ]


def workbook_of_months(*, slip=0):
    dice = random.Random(7)
    sheets = {name: month(dice) for name in ("Janvier", "Février", "Mars", "Avril")}
    added = [
        [rows[0][0], round(sum(row[1] for row in rows), 1) + slip, sum(row[2] for row in rows)]
        for rows in zip(*(sheet[1:] for sheet in sheets.values()), strict=True)
    ]
    return sheets, {"Cumul": [["Commune", "Tonnes", "Visites"], *added]}


def test_a_sheet_that_adds_up_the_others_is_never_added_to_them():
    months, cumul = workbook_of_months()
    expected = sums(read_file(xlsx(months), "mois.xlsx"))
    for sheets in ({**months, **cumul}, {**cumul, **months}):
        reading = read_file(xlsx(sheets), "annee.xlsx")
        assert sums(reading) == expected
        assert [(left.name, left.why) for left in reading.other_sheets] == [
            ("Cumul", "sum of the others")
        ]
        assert asked(reading) == []
    months, cumul = workbook_of_months(slip=5)
    reading = read_file(xlsx({**months, **cumul}), "annee.xlsx")
    assert (asked(reading), sums(reading)) == (["sum_sheet"], expected)


def test_a_total_is_wrong_by_twenty_cents_of_ten_rows():
    """Ten roundings of half a cent are five cents."""
    rows = [[f"Facture {at}", 10 + at / 100] for at in range(1, 11)]
    told_of = [
        told(read(["Pièce", "Montant"], *rows, ["Total", sum_])) for sum_ in (100.57, 100.75)
    ]
    assert ["total_differs" in each for each in told_of] == [False, True]


def test_a_total_that_the_file_writes_and_the_rows_do_not_give_is_told():
    rows = [["OMR", 120], ["Verre", 33], ["Papier", 41]]
    right = read(["Flux", "Tonnes"], *rows, ["Total", 194])
    assert ("total_differs" in told(right), right.is_checked) == (False, True)
    wrong = read(["Flux", "Tonnes"], *rows, ["Total", 219])
    assert ("total_differs" in told(wrong), wrong.is_checked) == (True, False)


def test_a_label_on_the_first_row_of_its_block_holds_for_the_block():
    flows = ("OMR", "Verre", "Papier")
    rows = [
        [name if not at else "", flow, 10 + at]
        for name in ("Melesse", "Gaël", "Bédée") for at, flow in enumerate(flows)
    ]  # fmt: skip
    file = read_rows(lines(["Commune", "Flux", "Tonnes"], *rows), "export.csv")
    assert rows_as_table(file).column("Commune").to_pylist() == [
        name for name in ("Melesse", "Gaël", "Bédée") for _ in flows
    ]
    assert "filled_down" in told(file.reading)
    assert file.reading.reconciled.agrees


def test_a_label_whose_blocks_are_not_plain_is_asked_about():
    rows = [["Nord" if at == 0 else "Sud" if at == 4 else "", f"B{at}", 10] for at in range(9)]
    heads = ["Quartier", "Bac", "Litres"]
    reading = read(heads, *rows)
    assert asked(reading) == ["fill_down"]
    assert [(shown.row, shown.readings) for shown in reading.questions[0].rows] == [
        (3, ("Nord", "—")), (4, ("Nord", "—")), (5, ("Nord", "—")),
    ]  # fmt: skip
    answers = ReadingAnswers({"fill_down": {"Quartier": "empty"}})
    kept = read_rows(lines(heads, *rows), "export.csv", answers=answers).reading
    assert (asked(kept), kept.columns[0].filled) == ([], 2)


def test_a_question_shows_no_name_of_a_person():
    names = {0: "Anne Le Goff", 4: "Yves Morvan"}
    rows = [[names.get(at, ""), f"B{at}", 10] for at in range(9)]
    reading = read(["Nom de l'agent", "Bac", "Litres"], *rows)
    assert asked(reading) == ["fill_down"]
    assert {shown.readings for shown in reading.questions[0].rows} == {("•••", "—")}


def test_a_remark_that_most_rows_do_not_have_stays_empty():
    rows = [[f"B{at}", 10 + at, "à revoir" if at % 7 == 0 else ""] for at in range(20)]
    reading = read(["Bac", "Litres", "Remarque"], *rows)
    assert (asked(reading), reading.columns[2].filled) == ([], 3)


def test_each_block_of_hours_keeps_its_name():
    rows = [["Comptages 2025"], []]
    for name in ("Gare", "Mairie", "Stade"):
        rows += [[name], ["Jour", *(f"{hour}h" for hour in range(24))]]
        rows += [[f"0{day}/03/2025", *range(day, day + 24)] for day in range(1, 6)]
        rows.append([])
    asis = read_rows(xlsx({"C": rows}), "comptages.xlsx")
    said = ReadingAnswers({"no_header": {"": "header"}})
    for file in (asis, read_rows(xlsx({"C": rows}), "comptages.xlsx", answers=said)):
        table = rows_as_table(file)
        assert table.column_names[:3] == ["Jour", "0h", "1h"]
        assert table.column("Groupe").to_pylist() == ["Gare"] * 5 + ["Mairie"] * 5 + ["Stade"] * 5
        assert asked(file.reading) == []


def test_a_header_in_another_order_puts_each_value_under_its_own_name():
    reading = read(
        ["Commune", "Masse (kg)", "Visites"], *([f"C{at}", at * 100, at] for at in range(1, 6)),
        ["Commune", "Visites", "Masse (kg)"], *([f"D{at}", at, at * 100] for at in range(1, 6)),
    )  # fmt: skip
    assert sums(reading) == {"Masse (kg)": 3_000, "Visites": 30}
    assert "moved_columns" in told(reading)
    assert reading.reconciled.agrees


def test_a_table_stuck_below_another_is_one_of_its_own():
    upper = [[f"C{at}", f"{at},5", at * 3] for at in range(1, 8)]
    lower = [[f"F{at}", f"{at},25", at * 11] for at in range(1, 5)]
    for title in ([], [["Coûts par flux", "", ""]]):
        reading = read(
            ["Commune", "Tonnes", "Visites"], *upper,
            *title, ["Flux", "Tonnes", "Coût (€)"], *lower,
        )  # fmt: skip
        assert (reading.rows_kept, sums(reading)["Visites"]) == (7, 84)
        assert [left.why for left in reading.other_sheets] == ["another table"]


def test_a_word_among_figures_is_no_header():
    rows = [[f"P{at}", "à revoir" if at == 9 else "1,5"] for at in range(1, 30)]
    reading = read(["Point", "Volume (m3)"], *rows)
    assert (reading.rows_kept, reading.unread_count) == (29, 1)
    note = next(note for note in reading.notes if note.code == "unread_cells")
    assert "lignes 10" in note.fr


def test_what_each_page_prints_at_its_head_is_no_row():
    head = ["Date", "Pièce", "Libellé", "Débit", "Crédit"]
    for page_head in (
        [["SMICTOM"], ["01/04/2025"], ["Page {}"], head], [["", "", "JOURNAL", "", "Page {}"]],
    ):  # fmt: skip
        rows = []
        for page in range(1, 5):
            rows += [[str(cell).format(page) for cell in row] for row in page_head]
            rows += [head] if page == 1 and head not in page_head else []
            rows += [
                [f"{day:02d}/03/2025", f"P{page}{day}", "eau", f"{day},50", "1,25"]
                for day in range(1, 9)
            ]
        reading = read(*rows)
        assert (reading.rows_kept, reading.unread_count) == (32, 0)
        assert sums(reading) == {"Débit": 160, "Crédit": 40}


def stalls(*last):
    """Receipts of stalls whose figures are few and round, so that one sum proves little."""
    rows = [(f"Étal {at}", f"q{at % 5}", "marché", at % 4 + 1, 10 * (at % 3)) for at in range(12)]
    return read(("Étal", "Quartier", "Lieu", "Mètres", "Droits (€)"), *rows, *last)


@pytest.mark.parametrize("label", ["", "Recettes de la période"], ids=["no word", "another word"])
def test_a_row_half_empty_that_ends_the_table_with_its_sums_is_no_data(label):
    assert left_aside(stalls((label, "", "", "", 120))) == [(14, "total")]
    assert left_aside(stalls((label, "", "", "", 121))) == []


def test_a_total_that_leaves_a_figure_out_of_one_column_is_still_a_total():
    rows = [(f"Lot {at}", "bâti", 100 + at * 7.15, 31.4 + at, 9.35 * at) for at in range(14)]
    columns = list(zip(*rows, strict=True))
    total = ("", "", sum(columns[2]), sum(columns[3]) - 31.4, sum(columns[4]))
    other = ("", "", sum(columns[2]), sum(columns[3]) - 31.4, sum(columns[4]) - 9.35)
    header = ("Lot", "Nature", "Loyer (€)", "Charges (€)", "Impayés (€)")
    assert left_aside(read(header, *rows, tuple(f"{c}" for c in total))) == [(16, "total")]
    assert left_aside(read(header, *rows, tuple(f"{c}" for c in other))) == []


LEDGER = [
    ("70", "PRODUITS", "Crédit", "1 204,50"), ("701", "Repas", "Crédit", "1 310,25"),
    ("709", "Remises", "Débit", "105,75"), ("74", "DOTATIONS", "Crédit", "8 420,10"),
    ("741", "Forfait", "Crédit", "9 020,60"), ("748", "Reversement", "Débit", "600,50"),
]  # fmt: skip


def test_chapters_whose_lines_count_both_ways_are_sums_and_the_way_is_asked():
    reading = read(("Compte", "Intitulé", "Sens", "Montant"), *LEDGER)
    assert left_aside(reading) == [(2, "subtotal"), (5, "subtotal")]
    assert ("sign_column", "Montant") in [(one.code, one.column) for one in reading.questions]
    assert sums(reading) == {"Montant": pytest.approx(1310.25 + 105.75 + 9020.6 + 600.5)}


def test_a_sum_right_under_the_headers_is_no_part_of_them_and_codes_there_are():
    rows = [("011", f"60{at}", f"Article {at}", f"{1000 + at},50") for at in range(5)]
    total = ("", "", "SECTION", "5 012,50")
    reading = read(("Chap.", "Art.", "Libellé", "Voté"), total, *rows)
    assert [column.name for column in reading.columns] == ["Chap.", "Art.", "Libellé", "Voté"]
    counts = [(f"{at + 1:02d}/06/2025", 12 + at, 30 + at) for at in range(5)]
    reading = read(("Jour", "Pont", "Écluse"), ("", "0412", "0977"), *counts)
    assert [column.name for column in reading.columns] == ["Jour", "Pont 0412", "Écluse 0977"]


def test_a_table_below_the_one_that_is_read_is_told():
    visits = [(f"{at + 1:02d}/06/2025", f"Salle {at}", 12 + at) for at in range(9)]
    below = [("Gardien", "Heures"), ("Kervella", 12), ("Hamon", 9), ("Tanguy", 31)]
    reading = read(("Jour", "Lieu", "Visites"), *visits, ("", "", ""), *below)
    assert reading.rows_kept == 9
    (words,) = [note.fr for note in reading.notes if note.code == "table_below"]
    assert "à partir de la ligne 12" in words


def test_sums_said_in_another_cell_or_between_repeated_headers_are_left_aside():
    parts = [("Nord", 4), ("Sud", 5), ("Port", 3)]
    said, weeks, day = [], [], 0
    for name, count in parts:
        lengths = [100 + 13 * at + count for at in range(count)]
        said += [(name, f"rue {at}", each) for at, each in enumerate(lengths)]
        said.append((name, f"S/T {name}", sum(lengths)))
        weeks += [] if not weeks else [("Jour", "Entrées", "Recette (€)")]
        weeks += [(f"{day + at + 1:02d}/06/2025", 10 + at, f"{20 + at},50") for at in range(count)]
        total = sum(20.5 + at for at in range(count))
        weeks.append((f"Sem. {name}", sum(10 + at for at in range(count)), f"{total:.2f}"))
        day += count
    assert sums(read(("Secteur", "Rue", "Longueur (m)"), *said)) == {
        "Longueur (m)": sum(row[2] for row in said if "S/T" not in row[1])
    }
    reading = read(("Jour", "Entrées", "Recette (€)"), *weeks)
    assert sums(reading)["Entrées"] == sum(10 + at for _, count in parts for at in range(count))


def test_averages_and_extremes_are_no_rows():
    months = [("janvier", 100), ("février", 130), ("mars", 115), ("avril", 140)]
    last = [("Moy. mensuelle", 121.25), ("Max", 140), ("Minimum", 100)]
    reading = read(("Mois", "Entrées"), *months, *last)
    assert left_aside(reading) == [(6, "average"), (7, "average"), (8, "average")]


def test_a_sum_below_amounts_with_a_word_is_no_data():
    paid = [15, 42, 18, 125, 40, 16, 60, 115, 30, 47]
    ways = ("esp", "chq", "vir")
    rows = [[f"Adhérent {at}", f"060000000{at}", f"{one} {ways[at % 3]}", 2000 + at]
            for at, one in enumerate(paid)]  # fmt: skip
    reading = read(["Adhérent", "Tél.", "Réglé", "Depuis"], *rows, ["Encaissé", "", sum(paid), ""])
    assert reading.rows_kept == len(paid)
