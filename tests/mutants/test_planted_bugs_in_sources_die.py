"""Bugs planted in the acts on storages and datasets are told by acts of a small world.

Covers gateway.acts.sources, gateway.acts.own_declaration, catalog.actions.sources,
catalog.declaration.entries.
"""

from dataclasses import replace

import pytest

from catalog.actions.agreement import draft_agreement
from catalog.model.agreement import AgreementState
from policies.embedded import EmbeddedPolicy
from tests.mutants import in_the_sources
from tests.sharing.world import CATALOG, PROJECT
from tests.unit.catalog.examples import facts_in


@pytest.fixture(scope="module")
async def law():
    opened = EmbeddedPolicy(act_deadline_s=30.0)
    yield opened
    await opened.aclose()


AGREEMENT = replace(draft_agreement(PROJECT, facts_in(CATALOG)), state=AgreementState.ACTIVE)


async def test_without_a_bug_every_act_is_as_it_is_to_be(law):
    assert await in_the_sources.source_that_tells(law, AGREEMENT) is None


@pytest.mark.parametrize("name", in_the_sources.BUGS)
async def test_an_act_tells_because(name, law, monkeypatch):
    in_the_sources.BUGS[name].plant(monkeypatch)
    assert await in_the_sources.source_that_tells(law, AGREEMENT)
