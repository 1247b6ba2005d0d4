"""Covers catalog.guard.examining, catalog.guard.inputs, catalog.guard.maps."""

from dataclasses import replace
from datetime import date

import pytest

from catalog.guard import FindingKind, examine, inputs_digest
from catalog.model.agreement import AgreementState
from catalog.model.dataset import Classification
from catalog.model.identifiers import CommuneCode
from catalog.model.row_condition import InListedTerritory
from tests.unit.guard.world import (
    AT,
    BILAN,
    COG,
    COLLECTES,
    MEMBERSHIPS,
    MESNIL,
    SENS_DE_BRETAGNE,
    VAL_DILLE,
    VALCOBREIZH,
    agreement,
    catalog_of,
    communes_of,
    listed,
    own,
    totals,
)

LEFT_ON = date(2024, 1, 1)
EPCI = communes_of(VAL_DILLE)
MELESSE = CommuneCode("35173")


def without_melesse_from(day):
    """The syndicat's membership of Val d'Ille-Aubigné, one commune fewer from `day` on."""
    for each in MEMBERSHIPS:
        if (each.member, each.of) == (VAL_DILLE, VALCOBREIZH):
            fewer = tuple(code for code in each.communes if code != MELESSE)
            yield replace(each, end=day)
            yield replace(each, start=day, communes=fewer)
        else:
            yield each


MOVED = tuple(without_melesse_from(LEFT_ON))


def isolated(new, *others, at=AT, **more):
    report = examine(new, catalog_of(new, *others, **more), COG, at)
    return {
        each.communes: (each.since, each.until)
        for each in report.findings
        if each.kind is FindingKind.ISOLATED
    }


def test_a_commune_that_left_is_isolated_from_that_day_on():
    new, whole = agreement(1, rows=own()), totals(2)
    assert isolated(new, whole, members=MOVED) == {
        (SENS_DE_BRETAGNE,): (date(2021, 1, 1), LEFT_ON),
        (MELESSE, SENS_DE_BRETAGNE): (LEFT_ON, None),
    }


def test_at_the_day_of_the_query_the_map_of_that_day_counts_for_all_rows():
    new, whole = agreement(1, rows=own(by_row=False)), totals(2)
    before, after = date(2023, 6, 1), AT
    assert set(isolated(new, whole, members=MOVED, at=before)) == {(SENS_DE_BRETAGNE,)}
    assert set(isolated(new, whole, members=MOVED, at=after)) == {(MELESSE, SENS_DE_BRETAGNE)}


def test_one_way_to_read_the_map_beside_the_other_isolates_the_difference():
    new, other = totals(1, rows=own(by_row=False)), totals(2, rows=own())
    assert (MELESSE,) in isolated(new, other, members=MOVED)
    assert isolated(new, other).keys() == set()


def test_a_former_commune_is_the_land_of_the_one_that_holds_it():
    dataset = replace(COLLECTES, owner=VALCOBREIZH)
    rows = InListedTerritory("code_commune", (CommuneCode("35147"),), date(2018, 6, 1), "jour")
    new = agreement(1, to=MESNIL, dataset=dataset, rows=rows)
    whole = totals(2, to=MESNIL, dataset=dataset, rows=listed("35308"))
    assert isolated(new, whole, datasets=[dataset]) == {("35308",): (None, None)}


def test_few_inhabitants_are_isolated_too():
    personal = replace(
        COLLECTES,
        columns=tuple(
            replace(each, classification=Classification.PERSONAL) for each in COLLECTES.columns
        ),
    )
    least = sorted(EPCI, key=lambda code: COG.label(code, AT).population)[:5]
    most = sorted(EPCI, key=lambda code: COG.label(code, AT).population)[-5:]
    people = sum(COG.label(code, AT).population for code in least)
    whole = totals(2)
    for left_out, expected in ((least, people < 2_000), (most, False)):
        new = totals(1, rows=listed(*(code for code in EPCI if code not in left_out)))
        assert bool(isolated(new, whole, datasets=[personal])) is expected


NEW = agreement(1, rows=own(), state=AgreementState.APPROVED)
WORLD = {"datasets": [COLLECTES, BILAN], "members": MEMBERSHIPS}


def test_what_was_looked_at_has_a_digest_that_stays():
    catalog = catalog_of(NEW, totals(2), **WORLD)
    digest = inputs_digest(NEW, catalog, COG, AT)
    assert digest == examine(NEW, catalog, COG, AT).inputs_sha256
    assert digest == inputs_digest(NEW, catalog, COG, date(2025, 6, 2))
    elsewhere = agreement(9, dataset=replace(COLLECTES, id="x", standard=None))
    others = catalog_of(NEW, totals(2), elsewhere, **WORLD)
    assert inputs_digest(NEW, others, COG, AT) == digest


@pytest.mark.parametrize(
    "changed",
    [
        catalog_of(NEW, **WORLD),
        catalog_of(NEW, totals(2, state=AgreementState.REVOKED), **WORLD),
        catalog_of(NEW, totals(2, version=2), **WORLD),
        catalog_of(NEW, totals(2), datasets=[COLLECTES], members=MEMBERSHIPS),
        catalog_of(NEW, totals(2), datasets=[COLLECTES, BILAN], members=MOVED),
        catalog_of(NEW, totals(2), datasets=[replace(COLLECTES, version=2), BILAN]),
    ],
)
def test_it_moves_with_agreements_datasets_and_memberships(changed):
    digest = inputs_digest(NEW, catalog_of(NEW, totals(2), **WORLD), COG, AT)
    assert inputs_digest(NEW, changed, COG, AT) != digest


def test_it_moves_on_the_day_on_which_a_membership_begins_or_ends():
    catalog = catalog_of(NEW, totals(2), datasets=[COLLECTES], members=MOVED)
    day_before = date.fromordinal(LEFT_ON.toordinal() - 1)
    assert inputs_digest(NEW, catalog, COG, day_before) != inputs_digest(NEW, catalog, COG, LEFT_ON)


def test_it_moves_with_the_map():
    catalog = catalog_of(NEW)
    fewer = replace(COG, vintages=COG.vintages[:-1])
    assert inputs_digest(NEW, catalog, COG, AT) != inputs_digest(NEW, catalog, fewer, AT)
