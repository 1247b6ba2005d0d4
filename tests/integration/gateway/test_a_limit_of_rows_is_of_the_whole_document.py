"""An agreement allows so many rows in a query: a document is one query, whatever its lists.

Covers federation.agreement_terms, gateway.reading.query.execute_slices,
federation.rewrites.limit_rows, catalog.model.terms.
"""

import json

import pytest

from catalog.model.terms import AgreementLimits, Terms
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway
from tests.integration.gateway.test_conventions_hold_from_the_catalog_to_the_rows import (
    BRETAGNE_ROMANTIQUE,
    ROMANTIQUE,
    VALCOBREIZH,
    convention,
    problems,
)

SEVERAL = """{ valcobreizh {
  a: collectes(first: 12) { nodes { flux } aggregate { count } }
  b: collectes(first: %d, offset: 12) { nodes { flux } } } }"""


@pytest.fixture
async def limited(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        gateway = Gateway(state, services)
        terms = Terms(limits=AgreementLimits(rows_per_query=20))
        await convention(gateway, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
        yield gateway


async def test_lists_share_the_rows_that_the_convention_allows(limited):
    assert problems(await limited.ask(SEVERAL % 8, *ROMANTIQUE)) == []
    beyond = await limited.ask(SEVERAL % 9, *ROMANTIQUE)
    assert set(problems(beyond)) == {"too_many_rows"}
    answered = json.loads(beyond.body)["data"]["valcobreizh"]
    assert (answered["a"]["nodes"], answered["b"]["nodes"]) == (None, None)
    # What is counted is no row.
    assert answered["a"]["aggregate"]["count"] > 20
