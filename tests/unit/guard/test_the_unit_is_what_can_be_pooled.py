"""Covers catalog.guard.findings, catalog.guard.examining."""

from dataclasses import replace
from datetime import date

from catalog.guard import examine, guard_record
from catalog.model.agreement import AgreementState
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.terms import EnforceableAct, MembersRule
from tests.unit.guard.world import (
    AT,
    COG,
    COLLECTES,
    COUESNON,
    MELESSE,
    MESNIL,
    NOW,
    ROMANTIQUE,
    SDE35,
    SENS_DE_BRETAGNE,
    VALCOBREIZH,
    agreement,
    catalog_of,
    communes_of,
    listed,
    own,
    totals,
)

SYNDICAT = agreement(1, rows=own())
MANDATE = Mandate(
    id="mand-2025-0001",
    principal=SDE35,
    mandatary=VALCOBREIZH,
    actions=frozenset({MandateAction.QUERY}),
    competences=frozenset(),
    datasets=frozenset(),
    start=date(2025, 1, 1),
    end=None,
    act=EnforceableAct("DEL-1", date(2024, 12, 1)),
    given_by="approver@sde35",
    given_at=NOW,
)


def stops(new, *others, **more):
    report = examine(new, catalog_of(new, *others, **more), COG, AT)
    return report.communes


def test_what_a_member_gets_counts():
    assert stops(SYNDICAT, totals(2, to=ROMANTIQUE)) == (SENS_DE_BRETAGNE,)


def test_what_a_member_of_a_member_gets_counts():
    assert stops(SYNDICAT, totals(2, to=MESNIL)) == (SENS_DE_BRETAGNE,)


def test_what_a_member_reads_by_a_rule_counts():
    rule = totals(2, to=SDE35, members=MembersRule("1005"))
    assert stops(SYNDICAT, rule) == (SENS_DE_BRETAGNE,)
    assert stops(SYNDICAT, replace(rule, members=MembersRule("9999"))) == ()


def test_what_a_grouping_gets_counts_for_its_members_at_every_level():
    assert stops(totals(2, to=ROMANTIQUE), SYNDICAT) == (SENS_DE_BRETAGNE,)
    assert stops(totals(2, to=MESNIL), SYNDICAT) == (SENS_DE_BRETAGNE,)
    rule = totals(2, to=SDE35, members=MembersRule("1005"))
    assert stops(rule, SYNDICAT) == (SENS_DE_BRETAGNE,)


def test_what_was_stopped_for_a_grouping_is_not_let_go_by_a_member():
    whole, of_a_member = totals(2), totals(3, to=ROMANTIQUE)
    assert stops(whole, SYNDICAT, of_a_member) == (SENS_DE_BRETAGNE,)


def test_two_members_of_a_grouping_that_gets_nothing_are_strangers():
    rows = agreement(1, to=COUESNON, rows=own(VALCOBREIZH))
    whole = totals(2, to=ROMANTIQUE)
    assert stops(whole, rows) == stops(rows, whole) == ()
    # Once it gets some of it, it may ask both for the rest.
    some = agreement(3, to=VALCOBREIZH, rows=listed("35003", "35007", "35110"))
    assert stops(some, rows, whole) == stops(whole, rows, some) == (SENS_DE_BRETAGNE,)
    elsewhere = agreement(3, to=VALCOBREIZH, rows=listed(*communes_of(ROMANTIQUE)[:3]))
    assert stops(elsewhere, rows, whole) == stops(whole, rows, elsewhere) == ()


def test_what_a_grouping_has_of_its_own_counts_for_its_members():
    mine = replace(COLLECTES, id="mien", owner=VALCOBREIZH)
    whole = totals(2, to=ROMANTIQUE)
    assert stops(whole, datasets=[COLLECTES, mine]) == (SENS_DE_BRETAGNE,)


def test_what_strangers_get_does_not_count():
    assert stops(SYNDICAT, totals(2, to=SDE35)) == ()


def test_mandates_count_both_ways_while_they_hold():
    whole = totals(2, to=SDE35)
    reverse = replace(MANDATE, principal=VALCOBREIZH, mandatary=SDE35)
    over = replace(MANDATE, end=date(2025, 5, 31))
    assert stops(SYNDICAT, whole, mandates=[MANDATE]) == (SENS_DE_BRETAGNE,)
    assert stops(SYNDICAT, whole, mandates=[reverse]) == (SENS_DE_BRETAGNE,)
    assert stops(whole, SYNDICAT, mandates=[MANDATE]) == (SENS_DE_BRETAGNE,)
    assert stops(whole, SYNDICAT, mandates=[reverse]) == (SENS_DE_BRETAGNE,)
    assert stops(SYNDICAT, whole, mandates=[over]) == ()
    assert stops(SYNDICAT, whole, mandates=[replace(MANDATE, ended_at=NOW)]) == ()


def test_the_grantor_is_nobodys_accomplice_even_as_a_member_of_the_grantee():
    # Val d'Ille-Aubigné is a member of the syndicat, and Melesse of Val d'Ille-Aubigné.
    assert stops(SYNDICAT, totals(2, to=VALCOBREIZH)) == (SENS_DE_BRETAGNE,)
    assert stops(agreement(1, to=SDE35, rows=own()), totals(2, to=MELESSE)) == (SENS_DE_BRETAGNE,)


def test_a_rule_for_members_is_held_for_each_of_them():
    dataset = replace(COLLECTES, owner=SDE35)
    rule = totals(
        1, to=VALCOBREIZH, dataset=dataset, members=MembersRule("1510"), rows=own(VALCOBREIZH)
    )
    report = examine(rule, catalog_of(rule, datasets=[dataset]), COG, AT)
    assert report.findings == ()
    others = listed(*(code for code in communes_of(ROMANTIQUE) if code != "35308"))
    one_less = totals(2, to=ROMANTIQUE, dataset=dataset, rows=others)
    assert stops(rule, one_less, datasets=[dataset]) == ("35308",)


def test_two_requests_do_not_wait_for_each_other_for_ever():
    first = replace(SYNDICAT, state=AgreementState.APPROVED)
    second = totals(2, state=AgreementState.APPROVED)
    report = examine(first, catalog_of(first, second), COG, AT)
    stopped = replace(first, life=replace(first.life, guard=guard_record(report, NOW)))
    assert report.stops
    assert stops(second, stopped) == ()
    begun = replace(second, state=AgreementState.ACTIVE)
    assert stops(stopped, begun) == (SENS_DE_BRETAGNE,)
