"""Of MariaDB's rows, DuckDB computes nothing of a caller's where they are hidden: it is counted.

Covers federation.rewrites.fence, federation.rewrites.materialize.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.attacks.computed import CALLS, STATEMENTS, opened_mariadb, showing_all, statement


@pytest.fixture(scope="module")
def place(mariadb, tmp_path_factory):
    with opened_mariadb(mariadb, tmp_path_factory.mktemp("mariadb")) as opened:
        yield opened


@pytest.mark.parametrize("name", [*STATEMENTS, *CALLS])
def test_a_function_is_given_what_is_shown_alone(name, place):
    assert not place.computes_of_hidden(statement(name))


def test_who_is_shown_all_has_it_computed_of_all(place):
    """So the count would tell. DuckDB asks MariaDB for the rows of an agreement alone, so that no
    condition was seen to come before it, with a fence or without.
    """
    everybody = replace(place, world=showing_all(place.world))
    for name in ("a condition", "a pattern", "a list", "a group"):
        assert everybody.computes_of_hidden(statement(name)), name
