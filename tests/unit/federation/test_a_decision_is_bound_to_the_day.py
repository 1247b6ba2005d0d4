"""Covers federation.binding, federation.decision_checks, policies.suspensions,
policies.decision.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from catalog.cog import load_cog
from catalog.model.agreement import Output
from catalog.model.row_condition import AllRows, Compare, CompareOp, InTerritory
from catalog.model.transform import Transform
from federation.binding import Binder, BoundTerritory
from federation.limits import Limits
from federation.problems import ScopeTooLarge, UnboundDecision
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from tests.unit.federation import world


def bind(decision, now=world.NOW, **how):
    return Binder(world.snapshot(), load_cog(), now, world.VALCOBREIZH, **how).bind(decision)


def condition(name):
    (branch,) = world.binding(name).datasets[world.COLLECTES.id].branches
    assert isinstance(branch.rows, BoundTerritory)
    return branch.rows


def test_a_row_dates_territory_begins_with_the_membership():
    rows = condition("territory")
    assert rows.scope.codes == ("35147", "35308", "35344")
    assert [group.periods for group in rows.scope.groups] == [((date(2017, 1, 1), None),)]
    assert rows.until == date(2026, 11, 26)


def test_todays_territory_has_no_period():
    rows = condition("today")
    assert rows.date_column is None
    assert all(group.always for group in rows.scope.groups)


def test_a_declared_vintage_says_on_which_map_codes_are_read():
    """In 2018 Lanhélin was a commune of its own; the territory is today's."""
    (branch,) = world.binding("csv").datasets[world.COMPTEURS.id].branches
    assert branch.rows.scope.codes == ("35147", "35308", "35344")


def test_it_dies_at_the_next_midnight_in_paris():
    late = datetime(2026, 7, 1, 21, 59, tzinfo=UTC)
    assert bind(world.decision("territory"), late).valid_until == datetime(
        2026, 7, 1, 22, 0, tzinfo=UTC
    )
    after = datetime(2026, 7, 1, 22, 1, tzinfo=UTC)
    assert bind(world.decision("territory"), after).today == date(2026, 7, 2)


def test_it_dies_with_the_decision_if_that_comes_first():
    decision = world.decide(world.DECISIONS["territory"], "2026-11-25T11:00:00Z")
    assert bind(decision).valid_until == datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def test_its_fingerprint_moves_with_the_decision_the_day_and_the_memberships():
    decision = world.decision("territory")
    known = bind(decision).fingerprint
    assert bind(decision).fingerprint == known
    assert bind(world.decision("today")).fingerprint != known
    assert bind(decision, datetime(2026, 11, 26, 12, tzinfo=UTC)).fingerprint != known
    left = replace(
        world.snapshot(),
        memberships=tuple(
            replace(each, end=date(2020, 1, 1)) for each in world.snapshot().memberships
        ),
    )
    moved = Binder(left, load_cog(), world.NOW, world.VALCOBREIZH).bind(decision)
    assert moved.fingerprint != known
    (branch,) = moved.datasets[world.COLLECTES.id].branches
    assert branch.rows.scope.groups[0].periods == ((date(2017, 1, 1), date(2020, 1, 1)),)


def test_a_hidden_dataset_is_not_there():
    assert world.PAIE.id not in world.binding("territory").datasets


def test_a_territory_with_too_many_codes_stops_its_dataset_only():
    bound = bind(world.decision("territory"), limits=Limits(max_codes=2))
    assert isinstance(bound.datasets[world.COLLECTES.id].problem, ScopeTooLarge)
    assert bound.datasets[world.FONTAINES.id].problem is None


def test_an_organisation_without_members_covers_nothing():
    nobody = InTerritory("c_code_commune", world.EAU, world.DECHETS, "c_date_collecte")
    branches = {world.COLLECTES.id: (world.branch("c@1", nobody, flux=world.CLEAR),)}
    (branch,) = bind(world.decide(branches)).datasets[world.COLLECTES.id].branches
    assert branch.rows.scope.codes == ()


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("c_nb_bacs", CellTransform(Transform.KEYED_HASH)),
        ("c_flux", CellTransform(Transform.MONTH)),
        ("c_nb_bacs", CellTransform(Transform.CONSTANT, "douze")),
        ("c_flux", CellTransform(Transform.CONSTANT)),
        ("c_unknown", CellTransform(Transform.CLEAR)),
    ],
)
def test_what_does_not_fit_the_catalog_is_never_guessed(column, cell):
    branch = Branch("c@1", {column: cell}, AllRows(), Output.DETAIL)
    bound = bind(world.decide({world.COLLECTES.id: (branch,)}))
    assert isinstance(bound.datasets[world.COLLECTES.id].problem, UnboundDecision)


@pytest.mark.parametrize("values", [("douze",), (), ("1", "2")])
def test_a_comparison_with_another_type_or_number_of_values_is_never_guessed(values):
    rows = Compare("c_nb_bacs", CompareOp.EQ, values)
    branch = world.branch("c@1", rows, flux=world.CLEAR)
    bound = bind(world.decide({world.COLLECTES.id: (branch,)}))
    assert isinstance(bound.datasets[world.COLLECTES.id].problem, UnboundDecision)


def test_a_decision_about_an_unknown_dataset_is_refused():
    decision = Decision({"d_other": DatasetDecision(True, True, (), ())}, None, "r", canonical({}))
    with pytest.raises(UnboundDecision):
        bind(decision)
