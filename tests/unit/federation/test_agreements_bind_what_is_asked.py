"""A unit to name, few rows, no other dataset: whatever front door the query came through.

Covers federation.agreement_terms, federation.binding.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.cog import load_cog
from catalog.model.dataset import AccessLevel, Classification
from catalog.model.row_condition import AllRows
from catalog.model.terms import AgreementLimits, Combine, CombineKind, Terms, UnitaryTerms
from catalog.snapshot import snapshot_of
from federation.binding import Binder
from federation.limits import Limits
from federation.logical import LiteralSource, VariableSource, WireType
from federation.plan import DUCKDB, DailyLimit
from federation.planning import plan_slice
from federation.problems import (
    ColumnNotGranted,
    CombinationNotAgreed,
    FileReferenceRequired,
    OneUnitOnly,
    UnboundDecision,
    UnitRequired,
)
from tests.unit.federation import world

C = "val_d_ille_aubigne.collectes"
M = "eau_bassin_rennais.compteurs"
FREELY = Combine(CombineKind.NAMED, tuple(each.id for each in world.DATASETS))
ONE_FILE = Terms(combine=FREELY, unitary=UnitaryTerms(max_rows=5))
COLLECTES = replace(world.COLLECTES, unit_key="c_id_pesee")
UNITARY = world.branch(
    "conv-ancienne@1", AllRows(), id_pesee=world.CLEAR, flux=world.CLEAR, nb_bacs=world.CLEAR
)


def plan(sql, *branches, terms, others=None, file=True, parameters=None, page_size=None, **sets):
    """Over collectes, given by `branches`; `terms` by convention; `others` datasets by id."""
    datasets = [sets.get(each.id, each) for each in (COLLECTES, *world.DATASETS[1:])]
    base = world.snapshot()
    catalog = snapshot_of(
        version=base.version,
        organisations=base.organisations.values(),
        memberships=base.memberships,
        storages=base.storages.values(),
        datasets=datasets,
        agreements=[
            replace(each, terms=terms.get(each.id, each.terms)) for each in base.agreements
        ],
    )
    decision = world.decide({COLLECTES.id: branches, **(others or {})})
    binding = Binder(catalog, load_cog(), world.NOW, world.VALCOBREIZH).bind(decision)
    given = parameters or (world.parameter("p0", "string", "P-1"),)
    query = replace(world.logical(sql, (("a", WireType.STRING),), given), page_size=page_size)
    engines = frozenset({DUCKDB})
    return plan_slice(query, binding, catalog, Limits(), engines, DUCKDB, has_file_reference=file)


def unitary(sql, *more, **how):
    return plan(sql, UNITARY, *more, terms={"conv-ancienne": ONE_FILE}, **how)


PINNED = [
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = :p0",
    f"SELECT c.flux AS a FROM {C} AS c WHERE :p0 = c.id_pesee AND c.nb_bacs > 3",
    f"SELECT c.flux AS a FROM {C} AS c WHERE (c.nb_bacs > 3 AND (c.id_pesee = 'P-1'))",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = CAST(:p0 AS VARCHAR)",
    f"SELECT COUNT(*) AS a FROM {C} AS c WHERE c.id_pesee = :p0",
    f"SELECT q.a AS a FROM (SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = :p0) AS q",
    (
        f"SELECT c.flux AS a FROM {C} AS c JOIN {C} AS d ON c.flux = d.flux "
        "WHERE c.id_pesee = :p0 AND d.id_pesee = :p0"
    ),
]
LOOSE = [
    f"SELECT c.flux AS a FROM {C} AS c",
    f"SELECT COUNT(*) AS a FROM {C} AS c",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = CAST(:p0 AS VARCHAR(1))",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = CONCAT(:p0, c.flux)",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = :p0 OR c.nb_bacs > 3",
    f"SELECT c.flux AS a FROM {C} AS c WHERE NOT c.id_pesee = :p0",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee <> :p0",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee >= :p0",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee IN (:p0, 'P-2')",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee LIKE :p0",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = c.id_pesee",
    f"SELECT c.flux AS a FROM {C} AS c WHERE LOWER(c.id_pesee) = :p0",
    f"SELECT c.flux AS a FROM {C} AS c WHERE c.flux = :p0",
    f"SELECT c.flux AS a FROM {C} AS c HAVING MAX(c.id_pesee) = :p0",
    (
        f"SELECT q.a AS a FROM (SELECT c.flux AS a, c.id_pesee AS i FROM {C} AS c) AS q "
        "WHERE q.i = :p0"
    ),
    f"SELECT c.flux AS a FROM {C} AS c JOIN {C} AS d ON c.flux = d.flux WHERE c.id_pesee = :p0",
    (
        f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = :p0 "
        f"AND EXISTS (SELECT 1 AS x FROM {C} AS d WHERE d.flux = c.flux)"
    ),
    (
        f"SELECT c.flux AS a FROM {C} AS c WHERE c.id_pesee = :p0 "
        f"UNION ALL SELECT d.flux AS a FROM {C} AS d"
    ),
    f"SELECT c.flux AS a FROM {C} AS c WHERE CASE WHEN TRUE THEN c.id_pesee = :p0 END",
]


@pytest.mark.parametrize("sql", PINNED)
def test_a_unitary_agreement_gives_one_unit_to_who_names_it(sql):
    planned = unitary(sql)
    (unit,) = planned.units
    assert unit.dataset_id == COLLECTES.id
    assert unit.value == LiteralSource("P-1")
    assert planned.max_rows == 5


@pytest.mark.parametrize("sql", LOOSE)
def test_a_unitary_agreement_gives_nothing_to_who_names_none(sql):
    with pytest.raises(UnitRequired) as refused:
        unitary(sql)
    assert refused.value.facts == {"dataset": "collectes", "column": "id_pesee"}


@pytest.mark.parametrize("sql", PINNED)
def test_a_unitary_agreement_asks_for_the_files_reference(sql):
    with pytest.raises(FileReferenceRequired):
        unitary(sql, file=False)


def test_two_units_are_two_queries():
    sql = (
        f"SELECT c.flux AS a FROM {C} AS c JOIN {C} AS d ON c.flux = d.flux "
        "WHERE c.id_pesee = :p0 AND d.id_pesee = :p1"
    )
    given = world.parameter("p0", "string"), world.parameter("p1", "string", "P-2")
    with pytest.raises(OneUnitOnly):
        unitary(sql, parameters=given)
    source = VariableSource(("dossier",))
    same = tuple(replace(each, source=source) for each in given)
    assert unitary(sql, parameters=same).units[0].value == source


@pytest.mark.parametrize(
    "parameter",
    [
        world.parameter("p0", "string", "P", around="contains"),
        replace(world.parameter("p0", "string", "P"), fold="CASE"),
    ],
)
def test_a_pattern_or_a_folded_text_is_no_unit(parameter):
    with pytest.raises(UnitRequired):
        unitary(PINNED[0], parameters=(parameter,))


def test_another_agreement_still_gives_its_own_to_a_query_without_a_unit():
    other = world.branch("conv-recente@1", AllRows(), id_pesee=world.HASHED, flux=world.CLEAR)
    planned = unitary(LOOSE[0], other)
    assert planned.citations == ("conv-recente@1",)
    assert planned.units == ()
    assert planned.max_rows == 10_001
    with pytest.raises(UnitRequired):
        unitary(f"SELECT c.nb_bacs AS a FROM {C} AS c", other)


def test_a_column_that_nobody_gives_is_refused_first():
    with pytest.raises(ColumnNotGranted):
        unitary(f"SELECT c.tonnage AS a FROM {C} AS c WHERE c.id_pesee = :p0")


def test_a_unit_that_others_see_coarsely_is_not_named_by_one_value():
    other = world.branch(
        "conv-recente@1",
        AllRows(),
        id_pesee=world.CellTransform(world.Transform.CONSTANT, "P-1"),
        flux=world.CLEAR,
    )
    assert unitary(PINNED[0], other).citations == ("conv-recente@1",)


@pytest.mark.parametrize("cell", [world.NULLED, None])
def test_a_unitary_agreement_without_its_unit_is_not_used(cell):
    columns = {"flux": world.CLEAR} | ({} if cell is None else {"id_pesee": cell})
    bare = world.branch("conv-ancienne@1", AllRows(), **columns)
    with pytest.raises(UnboundDecision):
        plan(LOOSE[0], bare, terms={"conv-ancienne": ONE_FILE})


JOIN = f"SELECT c.flux AS a FROM {C} AS c JOIN {M} AS m ON c.nb_bacs = m.nb"
GIVEN = world.branch("conv-ancienne@1", AllRows(), flux=world.CLEAR, nb_bacs=world.CLEAR)
METERS = {world.COMPTEURS.id: (world.branch("conv-eau@1", AllRows(), nb=world.CLEAR),)}


def joined(one, other=FREELY, others=METERS, **sets):
    terms = {"conv-ancienne": Terms(combine=one), "conv-eau": Terms(combine=other)}
    return plan(JOIN, GIVEN, terms=terms, others=others, **sets)


@pytest.mark.parametrize(
    "combine",
    [
        Combine(CombineKind.NONE),
        Combine(CombineKind.REFERENCE),
        Combine(CombineKind.OPEN),
        Combine(CombineKind.NAMED, ("d_fontaines",)),
    ],
)
def test_a_query_over_two_datasets_needs_the_leave_of_both_agreements(combine):
    named = Combine(CombineKind.NAMED, (world.COMPTEURS.id, COLLECTES.id))
    assert set(joined(named, named).citations) == {"conv-ancienne@1", "conv-eau@1"}
    for one, other, first in (
        (combine, named, "conv-ancienne@1"),
        (named, combine, "conv-eau@1"),
    ):
        with pytest.raises(CombinationNotAgreed) as refused:
            joined(one, other)
        assert refused.value.facts["agreement"] == first


def test_ones_own_data_are_joined_only_where_the_agreement_names_them():
    own = {world.COMPTEURS.id: (world.everything(world.COMPTEURS),)}
    assert joined(Combine(CombineKind.NAMED, (world.COMPTEURS.id,)), others=own)
    with pytest.raises(CombinationNotAgreed):
        joined(Combine(CombineKind.OPEN), others=own)


def test_open_means_open_to_everybody():
    as_open = {world.COMPTEURS.id: (replace(METERS[world.COMPTEURS.id][0], agreement="open"),)}
    open_meters = replace(world.COMPTEURS, access_level=AccessLevel.OPEN)
    leave = Combine(CombineKind.OPEN)
    assert joined(leave, others=as_open, d_compteurs=open_meters)
    personal = replace(open_meters, personal_data=True)
    for meters, others in ((open_meters, METERS), (personal, as_open)):
        with pytest.raises(CombinationNotAgreed):
            joined(leave, others=others, d_compteurs=meters)


def test_two_personal_datasets_are_joined_only_by_agreements_that_name_each_other():
    people = {
        each.id: replace(
            each,
            personal_data=True,
            access_level=AccessLevel.OPEN,
            columns=tuple(
                replace(column, classification=Classification.PERSONAL) for column in each.columns
            ),
        )
        for each in (COLLECTES, world.COMPTEURS)
    }
    one, other = (Combine(CombineKind.NAMED, (key,)) for key in people)
    assert joined(other, one, **people)
    for first, second in ((Combine(CombineKind.OPEN), one), (other, Combine(CombineKind.OPEN))):
        with pytest.raises(CombinationNotAgreed):
            joined(first, second, **people)


def test_rows_and_queries_are_limited_by_the_strictest_agreement():
    strict = Terms(limits=AgreementLimits(queries_per_day=7, rows_per_query=20))
    planned = plan(LOOSE[0], GIVEN, terms={"conv-ancienne": strict})
    assert planned.max_rows == 20
    assert planned.daily_limits == (DailyLimit("conv-ancienne", 7),)
    assert "LIMIT 21" in planned.tree.sql("trino")


@pytest.mark.parametrize(("size", "most"), [(10, 21), (20, 21), (21, 20), (50, 20)])
def test_a_page_within_the_limit_may_still_tell_that_there_is_another(size, most):
    strict = Terms(limits=AgreementLimits(rows_per_query=20))
    planned = plan(LOOSE[0], GIVEN, terms={"conv-ancienne": strict}, page_size=size)
    assert planned.max_rows == most
