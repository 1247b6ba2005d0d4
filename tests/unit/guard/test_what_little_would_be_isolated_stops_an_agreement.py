"""Covers catalog.guard.small_cells, catalog.guard.columns, catalog.guard.complements,
catalog.guard.cells, catalog.guard.extents, catalog.guard.hashes.
"""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from catalog.guard import FindingKind, examine, guard_record
from catalog.guard.columns import ROW_COUNT
from catalog.model.agreement import AgreementState, GuardOverride, Life
from catalog.model.dataset import Classification, ScalarType
from catalog.model.row_condition import AllOf, Compare, CompareOp
from catalog.model.transform import Transform
from tests.unit.guard.world import (
    AT,
    BILAN,
    COG,
    COLLECTES,
    COUESNON,
    MEMBERSHIPS,
    MESNIL,
    NOW,
    REGION,
    ROMANTIQUE,
    SENS_DE_BRETAGNE,
    STATE,
    VAL_DILLE,
    VALCOBREIZH,
    agreement,
    catalog_of,
    classified,
    column,
    communes_of,
    grants,
    listed,
    own,
    totals,
)

EPCI = communes_of(VAL_DILLE)
SERVED = tuple(code for code in EPCI if code != SENS_DE_BRETAGNE)
SYNDICAT = agreement(1, rows=own())


def found(new, *others, kind=FindingKind.ISOLATED, **more):
    """The communes of each finding of that kind."""
    report = examine(new, catalog_of(new, *others, **more), COG, AT)
    return {each.communes for each in report.findings if each.kind is kind}


def test_eighteen_communes_beside_an_open_total_of_nineteen_isolate_sens_de_bretagne():
    new = SYNDICAT
    report = examine(new, catalog_of(new, datasets=(COLLECTES, BILAN)), COG, AT)
    (finding,) = report.findings
    assert report.stops
    assert (finding.communes, finding.names) == ((SENS_DE_BRETAGNE,), ("Sens-de-Bretagne",))
    assert "tonnage_kg" in finding.columns
    assert ROW_COUNT in finding.columns
    assert (finding.since, finding.until) == (date(2021, 1, 1), None)


def test_a_total_that_was_once_open_is_known_still_when_it_is_withdrawn():
    withdrawn = replace(BILAN, withdrawn=True)
    before, now = (
        examine(SYNDICAT, catalog_of(SYNDICAT, datasets=(COLLECTES, each)), COG, AT)
        for each in (BILAN, withdrawn)
    )
    assert now.stops
    assert now.findings == before.findings


def test_rows_alone_isolate_nothing():
    assert found(SYNDICAT) == set()
    assert found(SYNDICAT, agreement(2)) == set()


@pytest.mark.parametrize("state", [AgreementState.ACTIVE, AgreementState.APPROVED])
def test_it_does_not_matter_which_of_the_two_came_first(state):
    whole = totals(2, state=state)
    assert found(SYNDICAT, whole) == {(SENS_DE_BRETAGNE,)}
    assert found(whole, SYNDICAT) == {(SENS_DE_BRETAGNE,)}


def test_two_totals_that_differ_by_one_village_isolate_it():
    new, other = totals(1, rows=listed(*EPCI)), totals(2, rows=listed(*SERVED))
    assert found(new, other) == {(SENS_DE_BRETAGNE,)}
    assert found(other, new) == {(SENS_DE_BRETAGNE,)}


def test_what_two_totals_share_is_isolated_too():
    new = totals(1, rows=listed(*EPCI[:10]))
    other = totals(2, rows=listed(*EPCI[9:]))
    assert found(new, other) == {(EPCI[9],)}


def test_a_third_scope_may_isolate_what_two_do_not():
    first, second = totals(1, rows=listed(*EPCI)), totals(2, rows=listed(*EPCI[:9]))
    third = totals(3, rows=listed(*EPCI[9:18]))
    assert found(second, first) == set()
    assert found(third, first, second) == {(EPCI[18],)}


def test_enough_communes_are_not_isolated():
    new, whole = totals(1, rows=listed(*EPCI[:16])), totals(2)
    assert found(new, whole) == set()
    fewer = totals(1, rows=listed(*EPCI[:17]))
    assert found(fewer, whole) == {EPCI[17:]}


def test_personal_data_need_more_communes():
    new, whole = totals(1, rows=listed(*EPCI[:16])), totals(2)
    personal = classified(COLLECTES, Classification.PERSONAL)
    assert found(new, whole, datasets=(personal,)) == {EPCI[16:]}


def test_open_columns_protect_nothing():
    public = classified(COLLECTES, Classification.OPEN)
    new, whole = totals(1, rows=own()), totals(2)
    assert found(new, whole, datasets=(public,)) == set()


def test_rows_of_open_data_about_nobody_are_not_bothered():
    granted = tuple(replace(each, classification=0) for each in SYNDICAT.columns)
    new = replace(SYNDICAT, columns=granted)
    assert found(new, totals(2)) == set()
    about_people = replace(COLLECTES, personal_data=True)
    assert found(new, totals(2), datasets=(about_people,)) == {(SENS_DE_BRETAGNE,)}


def answered_for(agreement, *others, **more):
    """As a DPO of its owner lets it begin, for exactly what is found."""
    report = examine(agreement, catalog_of(agreement, *others, **more), COG, AT)
    override = GuardOverride("dpo@val-d-ille-aubigne", NOW, "Publié.", report.findings_sha256)
    record = replace(guard_record(report, NOW), override=override)
    return replace(agreement, life=replace(agreement.life, guard=record))


def test_what_was_isolated_before_is_told_again_to_whoever_takes_part():
    before = (totals(2), agreement(3, rows=listed(*SERVED)))
    assert found(before[1], before[0]) == {(SENS_DE_BRETAGNE,)}
    assert found(agreement(1, rows=own()), *before) == {(SENS_DE_BRETAGNE,)}
    assert found(totals(1), *before) == {(SENS_DE_BRETAGNE,)}


def test_what_was_isolated_before_is_not_told_to_whoever_has_no_part_in_it():
    before = (totals(2), agreement(3, rows=listed(*SERVED)))
    assert found(agreement(1, rows=listed(*SERVED[:4])), *before) == set()
    assert found(agreement(1, rows=listed(*communes_of(ROMANTIQUE)[:4])), *before) == set()


def test_what_a_dpo_answers_for_is_not_told_again_while_that_agreement_stands():
    whole = totals(2)
    rows = answered_for(agreement(3, rows=listed(*SERVED)), whole)
    new = totals(1)
    assert found(new, whole, rows) == set()
    over = replace(rows, state=AgreementState.REVOKED)
    assert found(new, whole, over) == {(SENS_DE_BRETAGNE,)}
    # A new version is another text.
    again = replace(rows, version=2, state=AgreementState.APPROVED, life=Life())
    assert found(again, whole, rows) == {(SENS_DE_BRETAGNE,)}


def test_what_was_stopped_itself_is_let_through_by_no_other_override():
    whole, rows = totals(1, state=AgreementState.APPROVED), agreement(2, rows=listed(*SERVED))
    report = examine(whole, catalog_of(whole, rows), COG, AT)
    stopped = replace(whole, life=Life(guard=guard_record(report, NOW)))
    also = answered_for(totals(3), rows)
    assert found(whole, rows, also) == set()
    assert found(stopped, rows, also) == {(SENS_DE_BRETAGNE,)}


def test_where_too_many_totals_cut_each_other_to_tell_it_is_told():
    pairs = [listed(*pair) for pair in combinations(EPCI[:12], 2)]
    many = [totals(number, rows=rows) for number, rows in enumerate(pairs, 2)]
    assert len(many) > 64
    assert found(totals(1, rows=listed(*EPCI[:2])), *many[1:]) == {(code,) for code in EPCI[:12]}
    assert found(SYNDICAT, totals(99), *many) == {(SENS_DE_BRETAGNE,)}


def test_what_followed_in_theory_alone_is_told_once_it_follows_in_fact():
    a, b, c = EPCI[0], EPCI[1:9], EPCI[9:17]
    first, second = totals(2, rows=listed(a, *b)), totals(3, rows=listed(a, *c))
    assert found(second, first) == {(a,)}
    overlapping = (first, answered_for(second, first))
    assert found(totals(1, rows=listed(a, *b, *c)), *overlapping) == {(a,)}
    assert found(totals(1, rows=listed(*b, *c[:4])), *overlapping) == set()


def test_what_is_given_by_commune_is_not_isolated():
    whole, of_it = totals(2), agreement(3, rows=listed(SENS_DE_BRETAGNE))
    assert found(SYNDICAT, whole, of_it) == set()


def test_what_was_given_by_an_agreement_that_is_over_is_not_given_to_come():
    over = agreement(3, rows=listed(SENS_DE_BRETAGNE), state=AgreementState.EXPIRED)
    assert found(SYNDICAT, totals(2), over) == {(SENS_DE_BRETAGNE,)}


@pytest.mark.parametrize("dates", [{"end": date(2025, 5, 31)}, {"start": date(2025, 6, 2)}])
def test_nor_by_one_that_is_not_yet_or_no_longer_in_force(dates):
    of_it = replace(agreement(3, rows=listed(SENS_DE_BRETAGNE)), **dates)
    assert found(SYNDICAT, totals(2), of_it) == {(SENS_DE_BRETAGNE,)}


def test_nor_by_the_version_that_is_replaced():
    old = agreement(1, rows=listed(*EPCI))
    new = agreement(1, rows=listed(*SERVED), version=2, state=AgreementState.APPROVED)
    assert found(new, old, totals(2)) == {(SENS_DE_BRETAGNE,)}
    assert found(new, old) == set()


@pytest.mark.parametrize("state", [AgreementState.REVOKED, AgreementState.SUSPENDED])
def test_what_was_read_once_is_known_still(state):
    assert found(SYNDICAT, totals(2, state=state)) == {(SENS_DE_BRETAGNE,)}


@pytest.mark.parametrize("state", [AgreementState.SUBMITTED, AgreementState.REFUSED])
def test_what_never_began_is_not_known(state):
    assert found(SYNDICAT, totals(2, state=state)) == set()


def test_a_new_version_that_leaves_out_one_village_is_held_against_the_old_one():
    old = totals(1, rows=listed(*EPCI))
    new = totals(1, rows=listed(*SERVED), version=2, state=AgreementState.APPROVED)
    assert found(new, old) == {(SENS_DE_BRETAGNE,)}
    superseded = replace(old, state=AgreementState.SUPERSEDED)
    assert found(replace(new, state=AgreementState.ACTIVE), superseded) == {(SENS_DE_BRETAGNE,)}


def test_a_total_of_one_commune_that_both_saw_is_what_they_meant():
    new = totals(1, rows=own(MESNIL), to=MESNIL, dataset=replace(COLLECTES, owner=VALCOBREIZH))
    assert found(new, datasets=(replace(COLLECTES, owner=VALCOBREIZH),)) == set()


def test_totals_by_epci_isolate_the_only_commune_of_one():
    dataset = replace(COLLECTES, owner=VALCOBREIZH)
    new = agreement(1, to=STATE, dataset=dataset, code_commune=Transform.EPCI)
    only = tuple(set(communes_of(VALCOBREIZH)) & set(communes_of(COUESNON)))
    assert only in found(new, datasets=(dataset,))
    by_commune = agreement(1, to=STATE, dataset=dataset)
    assert found(by_commune, datasets=(dataset,)) == set()


@pytest.mark.parametrize("members", [MEMBERSHIPS, ()])
@pytest.mark.parametrize("owner", [STATE, REGION])
def test_an_open_total_of_each_epci_of_the_country_isolates_what_one_of_them_hides(owner, members):
    epci = column("epci", classification=Classification.OPEN, concept="epci")
    country = replace(BILAN, owner=owner, columns=(*BILAN.columns, epci))
    new = agreement(1, rows=listed(*SERVED))
    datasets = (COLLECTES, country)
    assert (SENS_DE_BRETAGNE,) in found(new, datasets=datasets, members=members)
    all_of_it = agreement(1, rows=listed(*EPCI))
    assert found(all_of_it, datasets=datasets, members=members) == set()


def test_rows_without_their_commune_are_totals():
    new = agreement(1, rows=listed(*SERVED), code_commune=None)
    assert found(new, agreement(2, code_commune=None)) == {(SENS_DE_BRETAGNE,)}


def test_a_list_of_codes_is_a_scope():
    without_it = Compare("code_commune", CompareOp.NE, (SENS_DE_BRETAGNE,))
    one_by_one = Compare("code_commune", CompareOp.IN, SERVED)
    for rows in (without_it, one_by_one):
        assert found(totals(1, rows=rows), totals(2)) == {(SENS_DE_BRETAGNE,)}


def test_rows_bound_by_something_else_may_be_all_or_none_of_their_land():
    glass = Compare("flux", CompareOp.EQ, ("VERRE",))
    some = AllOf((listed(SENS_DE_BRETAGNE), glass))
    # They cut as if they were all rows …
    assert found(totals(1, rows=glass), agreement(2, rows=own())) == {(SENS_DE_BRETAGNE,)}
    # … and give as if they were none.
    assert found(SYNDICAT, totals(2), agreement(3, rows=some)) == {(SENS_DE_BRETAGNE,)}
    assert found(SYNDICAT, totals(2), totals(3, rows=some)) == {(SENS_DE_BRETAGNE,)}
    # Alone, they are what both parties saw.
    assert found(totals(1, rows=some)) == set()


def test_a_visible_share_tells_the_whole():
    shares = agreement(2, rows=listed(*SERVED), part=Transform.CLEAR, tonnage_kg=None)
    assert found(SYNDICAT, shares) == {(SENS_DE_BRETAGNE,)}
    assert found(SYNDICAT, replace(shares, columns=tuple(grants(COLLECTES, part=None)))) == set()


def test_own_data_of_the_same_standard_are_taken_away_from_a_total():
    mine = replace(COLLECTES, id="mien", owner=VALCOBREIZH)
    assert found(totals(1), datasets=(COLLECTES, mine)) == {(SENS_DE_BRETAGNE,)}
    another = replace(mine, standard="autre")
    assert found(totals(1), datasets=(COLLECTES, another)) == set()


def test_two_datasets_of_one_owner_that_measure_one_concept_are_held_against_each_other():
    unnamed = replace(BILAN, standard=None)
    assert found(SYNDICAT, datasets=(COLLECTES, unnamed)) == {(SENS_DE_BRETAGNE,)}
    whole = totals(2, dataset=replace(COLLECTES, id="autre", standard=None))
    both = (COLLECTES, replace(COLLECTES, id="autre", standard=None))
    assert found(SYNDICAT, whole, datasets=both) == {(SENS_DE_BRETAGNE,)}
    assert found(whole, SYNDICAT, datasets=both) == {(SENS_DE_BRETAGNE,)}
    of_a_stranger = replace(unnamed, owner=STATE)
    assert found(SYNDICAT, datasets=(COLLECTES, of_a_stranger)) == set()
    no_measure = replace(unnamed, columns=unnamed.columns[:2])
    assert found(SYNDICAT, datasets=(COLLECTES, no_measure)) == set()


@pytest.mark.parametrize("codes", [("35003", "35007"), (SENS_DE_BRETAGNE,)])
def test_an_open_report_by_year_isolates_nothing_of_what_is_given_by_commune(codes):
    new = agreement(1, rows=listed(*codes))
    assert found(new, datasets=(COLLECTES, BILAN)) == set()
    by_hand = replace(
        BILAN,
        columns=(
            column("exercice", ScalarType.INTEGER, Classification.OPEN),
            column("remarque", classification=Classification.OPEN),
            *BILAN.columns[1:],
        ),
        primary_key=("exercice", "flux"),
    )
    assert found(new, datasets=(COLLECTES, by_hand)) == set()
    amount = column("bacs", ScalarType.INTEGER, Classification.OPEN, unit="bac")
    with_more = replace(BILAN, columns=(*BILAN.columns, amount))
    assert found(new, datasets=(COLLECTES, with_more)) == {codes}


def test_each_part_of_an_open_report_is_a_total_that_rows_with_that_part_cut():
    by_month = replace(
        COLLECTES, columns=(*COLLECTES.columns, column("annee", classification=Classification.OPEN))
    )
    datasets = (by_month, BILAN)
    without = agreement(1, dataset=by_month, rows=listed(SENS_DE_BRETAGNE), annee=None)
    others = agreement(2, dataset=by_month, rows=listed(*SERVED))
    # The year of what is given of the one is told by taking the others away.
    assert found(without, others, datasets=datasets) == {(SENS_DE_BRETAGNE,)}
    with_it = agreement(1, dataset=by_month, rows=listed(SENS_DE_BRETAGNE))
    assert found(with_it, others, datasets=datasets) == set()


def test_the_own_territory_is_not_isolated_by_being_known():
    dataset = replace(COLLECTES, owner=VALCOBREIZH)
    mine = replace(COLLECTES, id="mien", owner=MESNIL)
    new = totals(1, to=MESNIL, dataset=dataset)
    assert found(new, datasets=(dataset, mine)) == set()


def test_two_totals_of_one_place_isolate_it_even_where_own_data_may_tell_it():
    mine = replace(COLLECTES, id="mien", owner=VALCOBREIZH)
    new, other = totals(1, rows=listed(*SERVED)), totals(2, rows=listed(*SERVED[1:]))
    assert (SERVED[0],) in found(new, other, datasets=(COLLECTES, mine))


def test_where_nobody_knows_where_rows_lie_the_dpo_is_asked():
    new = agreement(1, rows=listed(*SERVED))
    report = examine(new, catalog_of(new, datasets=(COLLECTES, BILAN), members=()), COG, AT)
    assert [each.kind for each in report.findings] == [FindingKind.EXTENT_UNKNOWN]
    assert report.stops
    everywhere = catalog_of(new, datasets=(COLLECTES, replace(BILAN, owner=STATE)))
    assert examine(new, everywhere, COG, AT).findings == ()


def test_a_total_of_the_whole_country_is_cut_by_two_scopes_like_any_other():
    country = replace(BILAN, owner=STATE)
    over = agreement(2, rows=listed(*EPCI), state=AgreementState.EXPIRED)
    new = agreement(1, rows=listed(*SERVED))
    assert found(new, over, datasets=(COLLECTES, country)) == {(SENS_DE_BRETAGNE,)}
    assert found(new, datasets=(COLLECTES, country)) == set()


def test_what_somebody_else_gets_of_exactly_the_rest_is_a_warning():
    new = agreement(1, rows=listed(*SERVED))
    rest = agreement(2, to=STATE, rows=listed(SENS_DE_BRETAGNE))
    report = examine(new, catalog_of(new, rest), COG, AT)
    assert [(each.kind, each.communes) for each in report.findings] == [
        (FindingKind.COMPLEMENTARY, (SENS_DE_BRETAGNE,))
    ]
    assert not report.stops
    assert found(rest, new, kind=FindingKind.COMPLEMENTARY) == {(SENS_DE_BRETAGNE,)}
    half = agreement(2, to=STATE, rows=listed(*EPCI[:9]))
    assert (
        found(agreement(1, rows=listed(*EPCI[9:])), half, kind=FindingKind.COMPLEMENTARY) == set()
    )


def test_a_column_that_is_gone_shows_nothing():
    fewer = replace(COLLECTES, columns=(*COLLECTES.columns[:4], column("autre")))
    report = examine(SYNDICAT, catalog_of(SYNDICAT, totals(2), datasets=(fewer,)), COG, AT)
    (finding,) = report.findings
    assert "tonnage_kg" not in finding.columns
