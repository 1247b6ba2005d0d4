"""What is asked of the law beside a query is a query's own question, and has its answer.

Covers policies.questions, policies.given, catalog.standpoint.
"""

import pytest

from catalog.model.hosting import NOTHING_SAID
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from catalog.standpoint import Standpoint
from policies.embedded import EmbeddedPolicy
from policies.given import transforms_of
from policies.questions import decide
from tests.policies.facts import AGENT, NOON, agreement, dataset, question


@pytest.fixture
async def law():
    opened = EmbeddedPolicy(deadline_s=30)
    yield opened
    await opened.aclose()


async def test_an_agreement_gives_its_columns_and_no_other(law):
    wide = dataset(width=4)
    snapshot = snapshot_of(
        version=CatalogVersion("epoch", 1), datasets=[wide], agreements=[agreement()]
    )
    decision = await decide(Standpoint(AGENT, snapshot, NOON), (wide,), NOTHING_SAID, law)
    assert decision.datasets == (await law.decide(question(datasets=(wide,)))).datasets
    given = {each.id: transforms_of(each.id, decision.datasets[wide.id]) for each in wide.columns}
    assert given == {
        "column-00": (Transform.CLEAR,),
        "column-01": (Transform.CLEAR,),
        "column-02": (Transform.CLEAR,),
        "column-03": (),
    }
