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
from policies.question import Action
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


async def test_an_answer_of_many_pages_of_memory_is_read_whole(law):
    """Of all datasets that there are: more than one page of WebAssembly (64 KiB) holds."""
    many = tuple(dataset(f"dataset-{number}") for number in range(2000))
    decision = await law.decide(question(datasets=many, action=Action.DISCOVER))
    assert len(decision.document) > 2 * 65_536
    assert decision.datasets.keys() == {each.id for each in many}
