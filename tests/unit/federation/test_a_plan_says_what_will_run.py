"""Covers federation.plan, federation.planning, federation.rewrites.context,
federation.pushdown, federation.physical_names, federation.logical.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlglot import exp

from catalog.model.dataset import TextFormat
from catalog.model.problem import DeniedProblem
from catalog.model.storage import FilesOptions, Storage, StorageKind
from federation.limits import Limits
from federation.logical import LogicalQuery, WireType
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.planning import choose_engine, context_of, govern, needed_keys, plan_slice
from federation.problems import (
    AggregateOnly,
    ColumnNotGranted,
    NoEngine,
    QueryTooComplex,
    UnboundDecision,
    UnknownDataset,
)
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from policies.problems import NoAgreement
from tests.country import small_country
from tests.unit.federation import world
from tests.unit.sql.cases import names

COLLECTES = "val_d_ille_aubigne.collectes"
FLUX = world.logical(f"SELECT t.flux AS c0 FROM {COLLECTES} AS t", (("c0", WireType.STRING),))


def engine_for(*datasets, engines=frozenset({DUCKDB, TRINO, POSTGRES}), default=TRINO):
    bound = world.binding("owner").datasets
    storages = {each.storage_id: world.snapshot().storages[each.storage_id] for each in datasets}
    return choose_engine(tuple(bound[each.id] for each in datasets), storages, engines, default)


def test_one_postgresql_storage_is_asked_itself():
    assert engine_for(world.COLLECTES, world.PAIE) == POSTGRES
    assert engine_for(world.COLLECTES, engines=frozenset({TRINO})) == TRINO
    assert engine_for(world.COLLECTES, engines=frozenset({DUCKDB}), default=DUCKDB) == DUCKDB


def test_local_files_are_for_duckdb():
    files = Storage("s_eau", world.EAU, StorageKind.FILES, FilesOptions("/donnees/eau"))
    bound = (world.binding("owner").datasets[world.COMPTEURS.id],)

    def engine_of(*engines):
        return choose_engine(bound, {"s_eau": files}, frozenset(engines), TRINO)

    assert engine_of(DUCKDB, TRINO, POSTGRES) == DUCKDB
    assert engine_for(world.COLLECTES, world.FONTAINES) == DUCKDB
    with pytest.raises(NoEngine):
        engine_of(TRINO)


def test_text_is_not_read_by_postgresql():
    """It has no way to try a cast: a hidden row's bad value would fail the query."""
    text = replace(
        world.COLLECTES,
        columns=(replace(world.COLLECTES.columns[1], text_format=TextFormat()),),
    )
    bound = replace(world.binding("owner").datasets[world.COLLECTES.id], dataset=text)
    storages = {"s_val": world.snapshot().storages["s_val"]}
    assert choose_engine((bound,), storages, frozenset({POSTGRES, TRINO}), TRINO) == TRINO


@pytest.mark.parametrize(
    "said",
    [
        "regexp_extract(flux, '[A-Z]+')",
        "regexp_replace(flux, '[A-Z]+', '')",
        "json_extract_scalar(flux, '$.a')",
        "last_value(flux) IGNORE NULLS OVER (ORDER BY id_pesee)",
    ],
)
def test_what_postgresql_lacks_runs_elsewhere(said: str):
    engines = frozenset({DUCKDB, POSTGRES})
    for value, engine in (("regexp_like(flux, '[A-Z]+')", POSTGRES), (said, DUCKDB)):
        read = read_sql(f"SELECT {value} FROM {COLLECTES}", read_parameters(()), names())
        assert isinstance(read, LogicalQuery)
        planned = plan_slice(
            read, world.binding("owner"), world.snapshot(), Limits(), engines, DUCKDB
        )
        assert planned.engine == engine


@pytest.mark.parametrize(
    ("decision", "problem"),
    [("csv", NoAgreement), ("aggregate", AggregateOnly)],
)
def test_what_cannot_be_read_says_what_to_ask_for(decision, problem):
    with pytest.raises(problem) as found:
        world.context(FLUX, decision)
    assert isinstance(found.value, DeniedProblem)


def test_hidden_and_absent_are_told_alike():
    told = set()
    for dataset_id in (world.PAIE.id, "d_absent"):
        query = world.logical("SELECT 1 AS a", datasets=(dataset_id,))
        with pytest.raises(UnknownDataset) as found:
            world.context(query, "territory")
        told.add(str(found.value))
    assert len(told) == 1


def test_a_dataset_that_could_not_be_bound_stops_its_own_slice():
    with pytest.raises(UnboundDecision):
        context_of(
            FLUX,
            replace(
                world.binding("territory"),
                datasets={
                    world.COLLECTES.id: replace(
                        world.binding("territory").datasets[world.COLLECTES.id],
                        problem=UnboundDecision(what="test"),
                    )
                },
            ),
            world.snapshot(),
            Limits(),
            frozenset({DUCKDB}),
            DUCKDB,
        )


@pytest.mark.parametrize(
    ("decision", "shown"), [("epci", {"243500733"}), ("epci everywhere", None)]
)
def test_an_epci_is_shown_of_every_code_that_the_rows_may_have(decision, shown):
    """Of the whole map where every row is granted."""
    query = world.logical(
        f"SELECT t.code_commune AS c0 FROM {COLLECTES} AS t", (("c0", WireType.STRING),)
    )
    _, governed = govern(query.tree, world.context(query, decision))
    epcis = {str(each.args["true"].this) for each in governed.find_all(exp.If)} - {"NULL"}
    every = {str(e) for f in small_country().labels.figures.values() for e in f.epcis.values()}
    assert epcis == (every if shown is None else shown)


def test_the_columns_that_the_caller_reads_are_told_for_the_audit():
    query = world.logical(
        f"SELECT t.flux AS c0, interco_commune_code(t.code_commune, t.date_collecte) AS c1 "
        f"FROM {COLLECTES} AS t WHERE t.tonnage > :p0 ORDER BY t.id_pesee",
        (("c0", WireType.STRING), ("c1", WireType.STRING)),
        (world.parameter("p0", "decimal"),),
    )
    read, _ = govern(query.tree, world.context(query))
    assert {name for _, name in read} == {
        "flux",
        "code_commune",
        "date_collecte",
        "tonnage",
        "id_pesee",
    }


def test_only_the_keys_that_the_tree_needs_are_asked_for():
    ids = world.logical(
        f"SELECT t.id_pesee AS c0, interco_row_id(t.id_pesee, t.code_commune) AS c1 "
        f"FROM {COLLECTES} AS t",
        (("c0", WireType.STRING), ("c1", WireType.STRING)),
    )
    context = world.context(ids)
    purposes = {key.purpose for key in needed_keys(govern(ids.tree, context)[1], context)}
    assert purposes == {
        ("column", "conv-ancienne@1", "c_id_pesee"),
        ("row_id", world.VALCOBREIZH, world.COLLECTES.id),
    }
    assert needed_keys(govern(FLUX.tree, world.context(FLUX))[1], world.context(FLUX)) == ()


def test_no_key_and_no_value_stands_in_the_tree():
    query = world.logical(
        f"SELECT t.id_pesee AS c0 FROM {COLLECTES} AS t WHERE t.flux = :p0",
        (("c0", WireType.STRING),),
        (world.parameter("p0", "string", "CANARI"),),
    )
    text = govern(query.tree, world.context(query))[1].sql("trino")
    assert "CANARI" not in text
    assert ":key_" in text


def test_planning_changes_nothing_of_what_was_read():
    before = FLUX.tree.sql("trino")
    first = govern(FLUX.tree, world.context(FLUX))[1].sql("trino")
    assert FLUX.tree.sql("trino") == before
    assert govern(FLUX.tree, world.context(FLUX))[1].sql("trino") == first


@pytest.mark.parametrize(
    "clause", ["WHERE t.nb_bacs > 3", "ORDER BY t.nb_bacs", "GROUP BY t.nb_bacs"]
)
def test_a_withheld_column_is_refused_wherever_it_stands(clause):
    query = world.logical(
        f"SELECT COUNT(*) AS c0 FROM {COLLECTES} AS t {clause}", (("c0", WireType.COUNT),)
    )
    with pytest.raises(ColumnNotGranted) as found:
        govern(query.tree, world.context(query))
    assert found.value.facts == {"dataset": "collectes", "column": "nb_bacs"}


@pytest.mark.parametrize("depth", [201, 5_000])
def test_a_tree_that_is_too_deep_is_refused(depth):
    sql = f"SELECT t.flux AS c0 FROM {COLLECTES} AS t WHERE t.flux = 'a'"
    query = world.logical(sql, (("c0", WireType.STRING),))
    where = query.tree.args["where"]
    for _ in range(depth):
        where.set("this", exp.Not(this=where.this))
    with pytest.raises(QueryTooComplex):
        govern(query.tree, world.context(query))
