"""Bugs by which a deposit would lose something in silence are each found.

Covers intake.deposits.writing, intake.deposits.merging.
"""

import pytest

from tests.mutants import in_the_deposits


def test_without_a_bug_nothing_is_lost(tmp_path):
    assert in_the_deposits.loss_that_passes(tmp_path) is None


@pytest.mark.parametrize("name", in_the_deposits.BUGS)
def test_something_is_lost_because(name, monkeypatch, tmp_path):
    in_the_deposits.BUGS[name].plant(monkeypatch)
    assert in_the_deposits.loss_that_passes(tmp_path)
