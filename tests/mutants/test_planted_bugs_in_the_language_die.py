"""Bugs in what GraphQL asks of groups and of linked rows: each is found by answers that plain
Python gives otherwise, or by a plan that reads what it must not.

Covers schema.reading.row_conditions, schema.reading.group_rows.
"""

import pytest

from tests.mutants.in_the_language import BUGS, language_that_tells


def test_unchanged_every_answer_and_plan_is_as_it_should_be():
    assert language_that_tells() is None


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", BUGS)
def test_it_is_told_that(name, monkeypatch):
    BUGS[name].plant(monkeypatch)
    assert language_that_tells()
