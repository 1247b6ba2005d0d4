"""Datasets that are given alike are planned once: the plan is the one that each by itself would be.

Covers federation.repeats, federation.repeated_text, federation.likeness, federation.engine_choice.
"""

import re
from dataclasses import replace
from datetime import date

import pytest

from catalog.cog import load_cog
from catalog.model.agreement import Output
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.row_condition import AllRows, InListedTerritory
from catalog.model.storage import PostgresqlOptions, Storage, StorageKind
from catalog.model.terms import AgreementLimits, Combine, CombineKind, Terms
from catalog.model.transform import Transform
from federation.binding import Binder
from federation.limits import Limits
from federation.plan import DUCKDB, TRINO
from federation.planning import plan_slice
from federation.repeats import written_out
from federation.shown_sql import show_plan
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql_reader import read_sql
from federation.standards import standard_tables
from federation.standards.standard_measures import measure_of
from federation.standards.standard_tables import LEAST_ALIKE
from federation.to_sql import lower_tree
from gateway.reading.query.standard_sources import sources_of
from policies.decision import Branch, CellTransform, DatasetDecision, Decision
from tests.bench.standards import NOW, STANDARD, country_of, decision_of
from tests.integration.standard_bodies import lending

READER = Siren("200090884")
T = "standards.collecte_dechets"
STATEMENTS = (
    f"SELECT flux, sum(tonnage_kg) FROM {T} GROUP BY flux",
    f"SELECT * FROM {T}",
    f"SELECT * FROM {T} WHERE flux = 'OMR' ORDER BY tonnage_kg LIMIT 3",
    f"SELECT count(*) FROM {T} WHERE 10 / tonnage_kg > 1",
    f"SELECT dataset, code_commune, max(date_collecte) FROM {T} GROUP BY 1, 2",
    f"SELECT upper(flux), owner_nom FROM {T} WHERE upper(flux) LIKE 'O%' LIMIT 5",
    f"SELECT a.flux FROM {T} a JOIN {T} b ON a.code_commune = b.code_commune",
    f"SELECT id_pesee, row_number() OVER (ORDER BY tonnage_kg, dataset, id_pesee) FROM {T}",
    f"SELECT count(DISTINCT flux) FROM {T}",
    f"WITH s AS (SELECT flux, tonnage_kg kg FROM {T}) SELECT flux, sum(kg) FROM s GROUP BY flux",
    f"SELECT flux, max(tonnage_kg) FROM {T} GROUP BY 1 UNION ALL SELECT dataset, 1 FROM {T}",
)
SOME = InListedTerritory("c_insee", ("35085", "35265"), date(2022, 1, 1), "c_jour")
OTHERS = InListedTerritory("c_insee", ("35056",), date(2022, 1, 1), "c_jour")


class Country:
    """Bodies whose datasets are given by agreements: `rules` has the rows and terms of each."""

    def __init__(self, *rules, kind=None):
        snapshot = country_of(len(rules))
        agreements, decided = [], {}
        for number, (dataset, rule) in enumerate(
            zip(snapshot.datasets.values(), rules, strict=True)
        ):
            rows, terms, columns = rule
            lent = lending(dataset, READER, rows, terms=terms, **columns)
            lent = replace(lent, id=f"conv-2026-{number:04d}")
            agreements.append(lent)
            cells = {each.column: CellTransform(each.transform) for each in lent.columns}
            branch = Branch(lent.citation, cells, rows, Output.DETAIL)
            decided[dataset.id] = DatasetDecision(True, True, (branch,), ())
        self.snapshot = replace(snapshot, agreements=tuple(agreements))
        if kind is StorageKind.POSTGRESQL:
            self.snapshot = in_postgresql(self.snapshot)
        self.decision = Decision(decided, None, "r", b"alike")

    @classmethod
    def open_to_all(cls, owners):
        country = cls()
        country.snapshot = country_of(owners)
        country.decision = decision_of(country.snapshot)
        return country

    @property
    def binding(self):
        return Binder(self.snapshot, load_cog(), NOW, READER).bind(self.decision)

    @property
    def table(self):
        datasets = self.snapshot.datasets.values()
        return sources_of(STANDARD, datasets, self.binding.datasets, self.snapshot).table

    def read(self, statement):
        names = SqlNames.of(self.snapshot, self.snapshot.datasets)
        names = replace(names, standards={STANDARD.sql_name: self.table})
        return read_sql(statement, read_parameters(()), names)

    def plan(self, logical, engine=DUCKDB, binding=None):
        engines = frozenset({DUCKDB, engine})
        bound = binding or self.binding
        return plan_slice(logical, bound, self.snapshot, Limits(), engines, engine)


def in_postgresql(snapshot):
    table = PhysicalObject(ObjectKind.TABLE, "pesees")
    storages = {
        key: Storage(
            key,
            each.owner,
            StorageKind.POSTGRESQL,
            PostgresqlOptions("db.example", 5432, key, "reader"),
        )
        for key, each in snapshot.storages.items()
    }
    datasets = {key: replace(each, physical=table) for key, each in snapshot.datasets.items()}
    return replace(snapshot, storages=storages, datasets=datasets)


def lent(rows=AllRows(), terms=None, **columns):  # noqa: B008 - a value
    return (rows, terms or Terms(), columns)


COUNTRIES = {
    "open": Country.open_to_all(LEAST_ALIKE + 2),
    "lent whole": Country(*[lent()] * (LEAST_ALIKE + 2)),
    "lent in part": Country(*[lent(SOME)] * (LEAST_ALIKE + 2)),
    "two ways": Country(*[lent(SOME), lent()] * LEAST_ALIKE),
    "few rows": Country(*[lent(terms=Terms(limits=AgreementLimits(4, 1_000)))] * LEAST_ALIKE),
    "by the month": Country(*[lent(jour=Transform.MONTH)] * LEAST_ALIKE),
    "without a mass": Country(*[lent(poids=None), lent()] * LEAST_ALIKE),
}


def outcome(country, logical, engine):
    try:
        return country.plan(logical, engine)
    except Problem as problem:
        return problem.code


def sent(plan, engine):
    return (
        plan.text,
        plan.materialized,
        plan.over_constants,
        lower_tree(plan.tree, engine, plan.tables, plan.repeats).sql("trino"),
    )


def facts(plan):
    return {
        "engine": plan.engine,
        "keys": plan.keys,
        "tables": {each.dataset.id for each in plan.tables},
        "owners": plan.owners,
        "citations": set(plan.citations),
        "columns": plan.columns_read,
        "limits": (plan.max_rows, set(plan.row_limits), plan.daily_limits),
        "ways": (plan.may_fail, plan.by_position, plan.dynamic_filtering),
        "columns answered": plan.logical.columns,
    }


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_plan_is_the_one_that_each_arm_by_itself_would_make(name):
    country = COUNTRIES[name]
    answered = 0
    for statement in STATEMENTS:
        logical = country.read(statement)
        assert logical.repeats
        folded, whole = (outcome(country, each, DUCKDB) for each in (logical, written_out(logical)))
        if isinstance(whole, str):
            assert folded == whole, statement
            continue
        answered += 1
        assert facts(folded) == facts(whole), statement
        assert sent(folded, DUCKDB) == sent(whole, DUCKDB), statement
    assert answered >= len(STATEMENTS) / 2 - 1


@pytest.mark.parametrize("engine", [DUCKDB, TRINO])
def test_of_databases_too(engine):
    country = Country(*[lent(SOME)] * LEAST_ALIKE, kind=StorageKind.POSTGRESQL)
    for statement in STATEMENTS[:5]:
        logical = country.read(statement)
        folded, whole = (country.plan(each, engine) for each in (logical, written_out(logical)))
        assert sent(folded, folded.engine) == sent(whole, whole.engine)
        assert facts(folded) == facts(whole)


def test_what_measures_a_standard_is_planned_once_too():
    country = COUNTRIES["two ways"]
    logical = measure_of(country.table, (), ())
    assert logical.repeats
    folded, whole = (country.plan(each) for each in (logical, written_out(logical)))
    assert sent(folded, DUCKDB) == sent(whole, DUCKDB)


@pytest.mark.parametrize(
    "other",
    [
        lent(OTHERS),
        lent(SOME, jour=Transform.YEAR),
        lent(SOME, matiere=None),
        lent(SOME, Terms(limits=AgreementLimits(rows_per_query=7))),
        lent(SOME, Terms(combine=Combine(CombineKind.NAMED, ("d1",)))),
    ],
    ids=["rows", "transform", "column", "limit", "named datasets"],
)
def test_one_that_is_given_otherwise_is_written_by_itself(other):
    country = Country(*[lent(SOME)] * LEAST_ALIKE, other)
    repeats = country.read(STATEMENTS[0]).repeats
    alone = f"d{LEAST_ALIKE}"
    stands_for = {arm.dataset_id for each in repeats for arm in (each.pattern, *each.others)}
    assert alone not in stands_for
    assert len(stands_for) == LEAST_ALIKE - 1


def test_a_statement_that_names_one_of_them_too_reads_each_by_itself():
    """Its own table is no arm: it stands for nobody else's."""
    country = COUNTRIES["open"]
    logical = country.read(f"SELECT flux FROM {T} UNION ALL SELECT t.matiere FROM corps_1.pesees t")
    assert not logical.repeats
    tables = re.findall(r'"s\d+\.d\d+"', country.plan(logical).text)
    assert len(tables) == len(logical.datasets) + 1


def test_few_are_each_by_itself():
    country = Country(*[lent()] * (LEAST_ALIKE - 1))
    assert not country.read(STATEMENTS[0]).repeats


def test_what_was_alike_when_it_was_read_and_is_not_when_it_is_planned_is_written_out():
    """The law may say otherwise of the columns that are asked for."""
    country = Country(*[lent(SOME)] * LEAST_ALIKE)
    other = Country(*[lent(SOME)] * (LEAST_ALIKE - 1), lent(OTHERS))
    logical = country.read(STATEMENTS[0])
    plan = other.plan(logical)
    assert not plan.repeats
    assert sent(plan, DUCKDB) == sent(other.plan(written_out(logical)), DUCKDB)
    assert plan.text.count("35056") == plan.text.count("35085") // (LEAST_ALIKE - 1)


def test_what_is_given_in_too_many_ways_is_refused_before_it_is_planned(monkeypatch):
    territories = [
        InListedTerritory("c_insee", (f"35{number:03d}",), date(2022, 1, 1), "c_jour")
        for number in range(1, 12)
    ]
    country = Country(*(lent(rows) for rows in territories))
    logical = country.read(STATEMENTS[1])
    monkeypatch.setattr(standard_tables, "MOST_NODES", logical.expanded_nodes - 1)
    for refused in (country.read, country.plan):
        with pytest.raises(Problem) as problem:
            refused(STATEMENTS[1] if refused == country.read else logical)
        assert problem.value.code == "standard_too_large"
    alike = Country(*[lent(SOME)] * 11)
    assert alike.plan(alike.read(STATEMENTS[1]))


def test_each_owner_is_shown_the_select_of_its_own():
    country = COUNTRIES["lent in part"]
    logical = country.read(STATEMENTS[0])
    names = {each.siren: each.slug.sql_name for each in country.snapshot.organisations.values()}
    folded, whole = (
        show_plan(country.plan(each), names) for each in (logical, written_out(logical))
    )
    assert folded.parts == whole.parts
    assert len(folded.whole) < len(whole.whole)
    assert all(f"{name}.pesees" in folded.whole.replace('"', "") for name in names.values())
