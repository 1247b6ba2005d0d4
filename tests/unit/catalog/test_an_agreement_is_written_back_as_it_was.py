"""An amendment starts from what was signed: writing it back loses nothing.

Covers catalog.actions.redrafting, catalog.actions.facts, catalog.actions.granted_rows,
catalog.actions.agreement, catalog.actions.membership.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from catalog.actions.agreement import draft_agreement
from catalog.actions.facts import Facts
from catalog.actions.granted_rows import ListedTerritory, RowComparison, RowsDraft, TerritoryDate
from catalog.actions.redrafting import draft_of
from catalog.model.row_condition import CompareOp
from catalog.model.terms import MembersRule
from tests.unit.docs.pages import demo_catalog

CATALOG = demo_catalog()
FACTS = Facts(CATALOG, datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize("agreement", CATALOG.agreements, ids=lambda each: each.citation)
def test_drafting_it_again_gives_the_same_text(agreement):
    assert draft_agreement(draft_of(agreement, CATALOG), FACTS).sha256 == agreement.sha256


def test_every_kind_of_row_condition_is_written_back():
    signed = next(each for each in CATALOG.agreements if each.id == "conv-2025-0001")
    rows = RowsDraft(
        own_territory=draft_of(signed, CATALOG).rows.own_territory,
        listed_territory=ListedTerritory(("35003",), date(2026, 1, 1), TerritoryDate.QUERY_DATE),
        compare=(RowComparison("flux", CompareOp.IN, ("OMR", "VERRE")),),
    )
    written = replace(
        draft_of(signed, CATALOG), id="conv-2027-0001", rows=rows, members=MembersRule("1510")
    )
    assert draft_of(draft_agreement(written, FACTS), CATALOG) == written
