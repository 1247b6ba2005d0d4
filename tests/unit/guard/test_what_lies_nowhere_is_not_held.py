"""Data that lie nowhere and are about nobody isolate nobody, unless others of the same do lie.

Covers catalog.guard.columns, catalog.guard.examining.
"""

from dataclasses import replace

from catalog.guard import examine
from catalog.guard.columns import tells_of_nobody
from catalog.guard.sources import family_of
from catalog.model.row_condition import AllRows
from tests.unit.guard.world import AT, BILAN, COG, COLLECTES, agreement, catalog_of, column, totals


def test_what_lies_nowhere_and_is_about_nobody_is_never_held():
    """Totals of invoices beside the invoices: no commune and no person is isolated by them."""
    columns = tuple(each for each in COLLECTES.columns if each.id != "code_commune")
    invoices = replace(COLLECTES, columns=columns, territory=None, relations=())
    new = agreement(1, dataset=invoices, rows=AllRows(), code_commune=None)
    known = totals(2, dataset=invoices, rows=AllRows(), code_commune=None)
    assert examine(known, catalog_of(new, known, datasets=(invoices,)), COG, AT).findings == ()
    beside = catalog_of(new, datasets=(invoices, BILAN), members=())
    assert examine(new, beside, COG, AT).findings == ()
    for other in (
        replace(invoices, personal_data=True),
        replace(invoices, columns=(*columns, column("insee"))),
        COLLECTES,
    ):
        assert not tells_of_nobody(other)
    # Beside rows of the same measure that lie somewhere, nothing is exempt.
    placed = replace(COLLECTES, id="ailleurs")
    family = family_of(invoices, catalog_of(datasets=(invoices, placed)))
    assert not all(tells_of_nobody(each) for each in family)
