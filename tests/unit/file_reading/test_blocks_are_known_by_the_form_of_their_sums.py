"""Round figures agree by chance: rows of one form that each add up their block do not.

Covers intake.file_reading.sums_of_blocks, intake.file_reading.row_reasons.
"""

import pytest

from intake.file_reading.reading import read_rows

BLOCKS = {"60": [5000, 15000], "61": [10000, 5000, 5000], "62": [20000, 30000, 10000, 5000]}
LINES = 9
SUM = 105_000


def read(head, rows):
    return read_rows("\n".join([head, *rows]).encode(), "prevision.csv")


def lines(chapter, figures):
    return [f"{chapter};{chapter}{at};Compte {at};{one}" for at, one in enumerate(figures, 1)]


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize("total", [[], [f";;;{SUM}"], [f";;Ensemble;{SUM}"]])
def test_chapters_of_round_figures_are_no_lines(is_above, total):
    rows = []
    for chapter, figures in BLOCKS.items():
        head = [f"{chapter};;Charges {chapter};{sum(figures)}"]
        own = lines(chapter, figures)
        rows += head + own if is_above else own + head
    file = read("Chapitre;Article;Libellé;Prévu", rows + total)
    assert (file.reading.rows_kept, file.named("Prévu").column.sum) == (LINES, SUM)
    assert "unlabelled_total" in {note.code for note in file.reading.notes}


def test_emptier_rows_that_are_no_sums_stay():
    rows = []
    for chapter, figures in BLOCKS.items():
        rows += [f"{chapter};;Provision {chapter};5000", *lines(chapter, figures)]
    file = read("Chapitre;Article;Libellé;Prévu", rows)
    assert file.named("Prévu").column.sum == SUM + 15_000


def test_lines_without_a_code_by_chance_stay():
    rows = [f"A{at};{'' if at % 4 == 0 else at};{1000 * (1 + at % 3)}" for at in range(1, 13)]
    assert read("Site;Lot;Montant", rows).reading.rows_kept == len(rows)


def test_a_mark_in_brackets_begins_a_note_under_two_columns():
    rows = [f"Puits {at};{at}" for at in range(1, 9)]
    file = read("Site;m3", [*rows, "", "(*) estimé", "Source : régie, relevé du 5 mai;"])
    assert (file.reading.rows_kept, file.named("m3").column.sum) == (8, 36)
