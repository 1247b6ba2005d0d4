"""Bugs by which a contractor would see or leave more than it may are each found.

Covers gateway.acts.deposits, gateway.files.deposits.accepting, intake.deposits.acceptance,
catalog.actions.figures.sending, catalog.model.deposit.
"""

import pytest

from tests.mutants import in_the_contractors


def test_without_a_bug_a_contractor_sees_its_own_alone():
    assert in_the_contractors.contractor_that_sees_more() is None


@pytest.mark.parametrize("name", in_the_contractors.BUGS)
def test_a_contractor_sees_or_leaves_more_because(name, monkeypatch):
    in_the_contractors.BUGS[name].plant(monkeypatch)
    assert in_the_contractors.contractor_that_sees_more()
