"""Of MariaDB's rows, DuckDB computes nothing of a caller's where they are hidden: it is counted.

Covers federation.rewrites.fence, federation.rewrites.materialize.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.model.row_condition import Compare, CompareOp
from federation import planning
from federation.rewrites import GOVERNING
from federation.rewrites.materialize import materialize
from tests.attacks.computed import (
    CALLS,
    STATEMENTS,
    opened_mariadb,
    showing_all,
    statement,
    under_two,
)

# In fewer chunks DuckDB does not change the order of conditions while it filters.
_ROWS = 60_000


@pytest.fixture(scope="module")
def place(mariadb, tmp_path_factory):
    with opened_mariadb(mariadb, tmp_path_factory.mktemp("mariadb"), _ROWS) as opened:
        yield opened


@pytest.mark.parametrize("name", [*STATEMENTS, *CALLS])
def test_a_function_is_given_what_is_shown_alone(name, place):
    """Under two agreements: their OR is dear, and DuckDB would rather begin with the caller's."""
    alike = replace(place, world=under_two(place.world))
    assert not alike.computes_of_hidden(statement(name))


def test_without_the_copy_it_is_given_hidden_texts(place, monkeypatch):
    """So it is the copy of what is shown that keeps them from it here."""
    governing = tuple(rewrite for rewrite in GOVERNING if rewrite != materialize)
    monkeypatch.setattr(planning, "GOVERNING", governing)
    alike = replace(place, world=under_two(place.world))
    for name in ("a condition", "a list", "a CTE"):
        assert alike.computes_of_hidden(statement(name)), name


def test_who_is_shown_all_has_it_computed_of_all(place):
    """So the count would tell."""
    everybody = replace(place, world=showing_all(place.world))
    for name in ("a condition", "a pattern", "a list", "a group"):
        assert everybody.computes_of_hidden(statement(name)), name


def by_another_case(world):
    """An agreement over texts that MariaDB's collation takes for those of hidden rows."""
    known = world.decision.datasets["b"]
    (branch,) = known.branches
    texts = ("vu1", *(f"CACHE{number}" for number in range(1, 40)))
    rows = Compare("b_flux", CompareOp.IN, texts)
    decided = replace(known, branches=(replace(branch, rows=rows),))
    decision = replace(world.decision, datasets={**world.decision.datasets, "b": decided})
    return replace(world, decision=decision)


@pytest.mark.parametrize("name", [*STATEMENTS, *CALLS])
def test_nor_is_it_given_a_hidden_text_that_mariadb_takes_for_one_that_is_shown(name, place):
    alike = replace(place, world=by_another_case(place.world))
    assert not alike.computes_of_hidden(statement(name))
