"""A commune map is a CASE when it is short, a joined table when it is long: the rows are equal.

Covers federation.rewrites.expand_communes, federation.rewrites.commune_map,
federation.rewrites.reference_table, catalog.cog.cog, catalog.cog.searching.
"""

from __future__ import annotations

import sys
from random import Random

import pytest

from federation.problems import ColumnNotGranted
from tests.integration.oracle.asks import _communes, _Writer
from tests.integration.oracle.running import answered, expected, refusal, rows_of, withheld
from tests.integration.oracle.scenario import draw_scenario
from tests.tiers import examples


@pytest.mark.parametrize("most", [0, 1_000_000], ids=["joined", "as a CASE"])
def test_where_rows_lie_is_what_the_oracle_says(most, monkeypatch):
    monkeypatch.setattr(sys.modules["federation.rewrites.expand_communes"], "MOST_EXCEPTIONS", most)
    # A CASE over the whole country is long: fewer scenes say as much of it.
    for seed in range(examples(60 if most == 0 else 20)):
        random = Random(seed)
        scenario = draw_scenario(random)
        ask = _communes(_Writer(random, scenario))
        if withheld(ask, scenario) or refusal(ask, scenario):
            with pytest.raises(ColumnNotGranted):
                answered(ask, scenario)
        else:
            assert rows_of(answered(ask, scenario)) == expected(ask, scenario), ask.sql
