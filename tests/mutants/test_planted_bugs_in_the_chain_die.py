"""Bugs in the check of chains are each found by the ways to tamper.

Covers catalog.chain.checking.
"""

import pytest

from tests.mutants import in_the_chain


def test_without_a_bug_every_way_is_found():
    assert in_the_chain.tampering_that_passes() is None


@pytest.mark.parametrize("name", in_the_chain.BUGS)
def test_tampering_is_called_whole_because(name: str, monkeypatch):
    in_the_chain.BUGS[name].plant(monkeypatch)
    assert in_the_chain.tampering_that_passes()
