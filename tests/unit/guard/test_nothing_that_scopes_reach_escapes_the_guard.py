"""A slow and obvious search, written apart: every set that unions and differences reach.

Covers catalog.guard.examining, catalog.guard.sources, catalog.guard.deducible_totals,
catalog.guard.thresholds.
"""

from dataclasses import replace
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.guard import FindingKind, examine
from catalog.guard.thresholds import THRESHOLDS
from catalog.model.agreement import Output
from catalog.model.dataset import Classification
from tests.tiers import examples
from tests.unit.guard.world import (
    AT,
    COG,
    COLLECTES,
    VAL_DILLE,
    agreement,
    catalog_of,
    communes_of,
    listed,
)

COMMUNES = communes_of(VAL_DILLE)[:9]
FEW = THRESHOLDS[Classification.INTERNAL].communes
DATASETS = (COLLECTES, replace(COLLECTES, id="autre"))
COLUMNS = ("flux", "tonnage_kg")

scopes = st.frozensets(st.sampled_from(COMMUNES), min_size=1)
grants = st.tuples(
    st.sampled_from(DATASETS),
    scopes,
    st.sampled_from([Output.DETAIL, Output.AGGREGATE, Output.AGGREGATE]),
    st.sampled_from([COLUMNS, COLUMNS[:1], COLUMNS[1:]]),
)


def agreed(number, grant):
    dataset, communes, output, columns = grant
    hidden = {
        each.name: None for each in dataset.columns if each.name not in {*columns, "code_commune"}
    }
    return agreement(
        number, dataset=dataset, rows=listed(*sorted(communes)), output=output, **hidden
    )


def stopped_for(new, old):
    agreements = [agreed(number, grant) for number, grant in enumerate((new, *old), 1)]
    report = examine(agreements[0], catalog_of(*agreements, datasets=DATASETS), COG, AT)
    return [frozenset(e.communes) for e in report.findings if e.kind is FindingKind.ISOLATED]


def reached(sets):
    """Closed under union and difference."""
    found = set(sets)
    while True:
        more = {result for a, b in product(found, found) for result in (a | b, a - b)} - found
        if not more:
            return found
        found |= more


def cut(sets, universe):
    """The parts of `universe` that exactly the same sets hold."""
    groups = {}
    for each in universe:
        groups.setdefault(tuple(each in one for one in sets), set()).add(each)
    return [frozenset(each) for each in groups.values()]


def isolated(new, old):
    """Small sets within three scopes' reach that tell what was neither given nor told before."""
    for supposed in ((DATASETS[0].id,), (DATASETS[1].id,), (DATASETS[0].id, DATASETS[1].id)):
        if new[0].id not in supposed:
            continue
        held = [each for each in (new, *old) if each[0].id in supposed]
        for hider, column in product(supposed, ("*", *COLUMNS)):

            def shows(grant, column=column):
                return column == "*" or column in grant[3]

            rows = [g[1] for g in held if g[2] is Output.DETAIL and shows(g)]
            given_by_commune = frozenset().union(*rows)
            sums = [g for g in held if g[2] is Output.AGGREGATE and shows(g) and g[0].id == hider]
            covered = frozenset().union(*(g[1] for g in sums))
            before = [g[1] for g in held if g is not new]
            meant = [g[1] for g in sums]
            told = [{each} for each in given_by_commune] + meant
            told += cut(before, frozenset().union(*before) if before else frozenset())
            for chosen in combinations([g[1] for g in held], min(3, len(held))):
                for each in reached(chosen):
                    news = each - frozenset().union(*(one for one in told if one <= each))
                    if 0 < len(each) < FEW and news and each <= covered | given_by_commune:
                        yield each


@settings(max_examples=examples(250), deadline=None)
@given(grants, st.lists(grants, max_size=3))
def test_whatever_three_scopes_isolate_is_found(new, old):
    found = stopped_for(new, old)
    for each in isolated(new, old):
        assert any(communes <= each for communes in found), (sorted(each), found)


@settings(max_examples=examples(100), deadline=None)
@given(scopes, scopes, st.sampled_from(DATASETS), st.sampled_from(DATASETS))
def test_of_two_totals_it_does_not_matter_which_comes_second(one, other, first, second):
    a, b = (first, one, Output.AGGREGATE, COLUMNS), (second, other, Output.AGGREGATE, COLUMNS)
    assert set(stopped_for(a, [b])) == set(stopped_for(b, [a]))


@settings(max_examples=examples(100), deadline=None)
@given(scopes, st.lists(scopes, max_size=3), st.sampled_from([COLUMNS, COLUMNS[:1]]))
def test_rows_beside_rows_isolate_nothing(one, others, columns):
    old = [(DATASETS[0], each, Output.DETAIL, COLUMNS) for each in others]
    assert stopped_for((DATASETS[0], one, Output.DETAIL, columns), old) == []


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(scopes, min_size=2, max_size=4))
def test_what_really_follows_now_and_did_not_before_is_found(communes):
    """Sums and differences of whole totals, each taken once, twice, in half or not at all."""
    new, *old = ((DATASETS[0], each, Output.AGGREGATE, COLUMNS) for each in communes)
    found = stopped_for(new, old)

    def follow(grants):
        for weights in product((-1, -0.5, 0, 0.5, 1), repeat=len(grants)):
            sums = {
                each: sum(w for w, g in zip(weights, grants, strict=True) if each in g[1])
                for each in COMMUNES
            }
            if set(sums.values()) <= {0, 1}:
                yield frozenset(each for each, value in sums.items() if value)

    before = set(follow(old))
    pieces = set(cut(communes, frozenset().union(*communes)))
    for each in set(follow([new, *old])) - before:
        if each in pieces and len(each) < FEW and each not in communes:
            assert each in found, (sorted(each), found)
