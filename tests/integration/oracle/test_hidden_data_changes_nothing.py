"""Non-interference: what a reader may not see changes no answer, no error and no byte.

Covers federation.planning, federation.rewrites.fence, federation.rewrites.govern_tables,
federation.rewrites.failing.
"""

from __future__ import annotations

from random import Random

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.model.problem import Problem
from tests.integration.oracle.asks import Ask, draw_ask
from tests.integration.oracle.running import answered
from tests.integration.oracle.scenario import Scenario, draw_scenario
from tests.integration.oracle.twins import CANARY, twins
from tests.tiers import examples


def outcome(ask: Ask, scenario: Scenario) -> tuple[str, bytes]:
    """The answer's types, and its bytes as they would be sent; or the problem, told in full."""
    try:
        table = answered(ask, scenario)
    except Problem as problem:
        return problem.code, str(problem).encode()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return str(table.schema), sink.getvalue().to_pybytes()


def check(random: Random) -> None:
    scenario = draw_scenario(random)
    ask = draw_ask(random, scenario)
    with_canaries, without = twins(scenario)
    types, content = outcome(ask, with_canaries)
    assert (types, content) == outcome(ask, without), ask.sql
    assert CANARY.encode() not in content, ask.sql


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_two_databases_that_differ_where_nothing_is_shown_answer_alike(random):
    check(random)
