"""Cell for cell, over random data, agreements and questions; see governed_rows for the oracle.

Covers federation.planning, federation.rewrites.row_conditions, federation.rewrites.masks,
federation.rewrites.guard, federation.rewrites.compare_hashes, federation.rewrites.scopes.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import parse_one

from federation.problems import ColumnNotGranted
from tests.integration.oracle.asks import draw_ask
from tests.integration.oracle.running import answered, expected, plan, refusal, rows_of, withheld
from tests.integration.oracle.scenario import draw_scenario
from tests.tiers import examples


def check(random: Random) -> None:
    scenario = draw_scenario(random)
    ask = draw_ask(random, scenario)
    hidden = withheld(ask, scenario)
    refused = refusal(ask, scenario)
    if refused is not None and not hidden:
        with pytest.raises(refused):
            answered(ask, scenario)
    elif hidden:
        with pytest.raises(ColumnNotGranted) as found:
            answered(ask, scenario)
        assert found.value.facts["column"] in {name for _, name in hidden}
    else:
        text = plan(ask, scenario).tree.sql("trino")
        assert parse_one(text, read="trino").sql("trino") == text
        assert rows_of(answered(ask, scenario)) == expected(ask, scenario), ask.sql


@settings(
    max_examples=examples(400),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.randoms(use_true_random=False))
def test_any_question_is_answered_as_the_oracle_answers_it(random):
    check(random)
