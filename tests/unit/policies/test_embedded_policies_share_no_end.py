"""Policies of one process share their machine code and nothing else: one's end stops no other.

Covers policies.embedded.
"""

import pytest

from policies.embedded import EmbeddedPolicy
from policies.problems import PolicyUnavailable
from tests.policies.facts import question


async def test_one_ends_and_the_other_answers_on():
    one, other = EmbeddedPolicy(deadline_s=30), EmbeddedPolicy(deadline_s=30)
    before = await one.decide(question())
    await one.aclose()
    with pytest.raises(PolicyUnavailable):
        await one.decide(question())
    assert (await other.decide(question())) == before
    await other.aclose()
