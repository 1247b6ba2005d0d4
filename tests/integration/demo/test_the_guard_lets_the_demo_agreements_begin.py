"""What the demo shows was thought through: the guard must find nothing in it, and see what it is
there for as soon as a total is added.

Covers catalog.guard.examining.
"""

from dataclasses import replace
from datetime import date

from catalog.cog import load_cog
from catalog.guard import examine
from catalog.model.agreement import Output
from catalog.model.row_condition import AllRows

AT = date(2026, 11, 25)


def test_none_of_them_isolates_anything(catalog):
    assert len(catalog.agreements) == 13
    for each in catalog.agreements:
        assert examine(each, catalog, load_cog(), AT).findings == ()


def test_a_total_of_all_nineteen_communes_would_give_sens_de_bretagne(catalog):
    rows = next(each for each in catalog.agreements if each.id == "conv-2025-0001")
    total = replace(rows, id="conv-2026-0042", rows=AllRows(), output=Output.AGGREGATE)
    for new, held in ((rows, total), (total, rows)):
        both = replace(catalog, agreements=(new, held))
        assert examine(new, both, load_cog(), AT).communes == ("35326",)
