"""Statements over a standard, put to two worlds that differ in hidden rows and cells alone.

Each dataset of the world is one of the standard, under agreements drawn at random; what is asked
of all of them together must answer alike in both.

Rates by inhabitant are asked too: what they divide by is measured in the same world, as a query
measures it, and must tell no commune of a hidden row.

Covers federation.standards.standard_tables, schema.reading.indicator_rows,
gateway.reading.query.standard_coverage.
"""

from dataclasses import dataclass, replace
from random import Random

import pytest
from sqlglot import exp

from catalog.cog import load_cog
from catalog.model.dataset import ScalarType
from catalog.model.problem import Problem
from catalog.standards.standard import Standard, StandardField
from federation.logical import LogicalQuery, Shape, SliceKind, WireType
from federation.reference import packed_rows
from federation.sql.names import SqlNames
from federation.sql.parameters import read_parameters
from federation.sql.values import CLOCK, PARAMETERS, clock_values
from federation.sql_reader import read_sql
from federation.standards.standard_measures import months_of, placed_in_time
from federation.values import bind_values
from gateway.reading.query.standard_coverage import coverage_rows, months_in
from gateway.reading.query.standard_documents import expand_slice
from gateway.reading.query.standard_sources import sources_of
from schema.reading.indicator_rows import Rates, coverage_key, held_parameter, with_rates
from schema.sql import aliased, cast, column, quoted
from tests.attacks.arena import Arena
from tests.attacks.harness import Asked, Report, _answer
from tests.attacks.twins import KEYRING, hashing_beginnings, twins
from tests.attacks.worlds import World, draw_world

WORLDS = 12
_TEXT, _NUMBER = frozenset({ScalarType.STRING}), frozenset({ScalarType.DECIMAL})
STANDARD = Standard(
    "interco-essai",
    "Essai",
    "1.0.0",
    (
        StandardField("numero", _TEXT, False, "numero_pesee", ()),
        StandardField("jour", frozenset({ScalarType.DATE}), True, "date", (), type="date"),
        StandardField("commune", _TEXT, True, "commune", ()),
        StandardField("flux", _TEXT, True, "flux_dechets", ("OMR",), codes={"OM": "OMR"}),
        StandardField("kg", _NUMBER, True, "masse_collectee", (), unit="kg", type="number"),
        StandardField("absent", _TEXT, False, None, ()),
    ),
)
CONCEPTS = {
    "id": "numero_pesee",
    "jour": "date",
    "code": "commune",
    "flux": "flux_dechets",
    "montant": "masse_collectee",
}
T = "standards.essai"
STATEMENTS = (
    f"SELECT * FROM {T}",
    f"SELECT * FROM {T} ORDER BY kg, flux, numero, dataset LIMIT 3",
    f"SELECT count(*), sum(kg), min(jour), max(commune) FROM {T}",
    f"SELECT dataset, commune, count(*), max(jour) FROM {T} GROUP BY 1, 2",
    f"SELECT flux, sum(kg) FROM {T} WHERE kg > 10 GROUP BY flux",
    f"SELECT flux FROM {T} WHERE 1 / (kg - 3) > 0",
    f"SELECT sum(CAST(flux AS integer)) FROM {T}",
    f"SELECT CAST(numero AS integer) FROM {T} WHERE commune = '35003'",
    f"SELECT count(*) FROM {T} WHERE kg * kg * kg * kg * kg > 1",
    f"SELECT a.flux FROM {T} a JOIN {T} b ON a.commune = b.commune AND a.kg = b.kg",
    f"SELECT count(DISTINCT flux) FROM {T}",
    f"SELECT flux, row_number() OVER (ORDER BY kg, numero, dataset) FROM {T}",
    f"SELECT count(*) FROM {T} WHERE absent IS NULL AND flux LIKE '%a%'",
    f"SELECT owner_siren, avg(kg) FROM {T} WHERE dataset <> 'x' GROUP BY owner_siren",
    f"SELECT flux FROM {T} WHERE kg = (SELECT max(kg) FROM {T})",
    f"SELECT substr(flux, 1, 2), count(*) FROM {T} GROUP BY 1 HAVING sum(1 / (kg - 2)) > 0",
)


def of_the_standard(random: Random, world: World) -> World:
    """Its datasets cite the standard; the mass of some of them is in tonnes."""
    datasets = {}
    for key, dataset in world.snapshot.datasets.items():
        unit = random.choice(("kg", "t"))
        columns = tuple(
            replace(
                each,
                concept=CONCEPTS.get(each.name),
                unit=unit if each.name == "montant" else None,
            )
            for each in dataset.columns
        )
        datasets[key] = replace(dataset, columns=columns, standard=STANDARD.name)
    return replace(world, snapshot=replace(world.snapshot, datasets=datasets))


KEYS = {"flux": ("flux",), "commune": ("commune",), "all": ("owner_siren", "dataset")}
"""What rates are grouped by."""


def rates_by(keys, months) -> LogicalQuery:
    """The parts of a rate of kilograms, by some columns, as groups of GraphQL ask for them."""
    rates = Rates(column("commune"), column("jour"), exp.Literal.number(months))
    kg = exp.Sum(this=column("kg"))
    parts = [rates.part(name, kg) for name in ("value", "numerator", "denominator", "reason")]
    parts[1] = cast(parts[1], STANDARD.fields[4].given_as)
    wires = (WireType.FLOAT, WireType.DECIMAL, WireType.INT, WireType.STRING)
    shown = [*(column(each) for each in keys), *parts]
    names = [f"c{number}" for number in range(len(shown))]
    table = exp.Table(
        this=quoted("essai"), db=quoted("standards"), alias=exp.TableAlias(this=quoted("t"))
    )
    groups = exp.Select(
        expressions=[aliased(each, name) for each, name in zip(shown, names, strict=True)],
        from_=exp.From(this=table),
        group=exp.Group(expressions=[column(each) for each in keys]),
    )
    return LogicalQuery(
        kind=SliceKind.GROUP_BY,
        datasets=("standards.essai",),
        tree=with_rates(groups, rates),
        parameters=(held_parameter("essai"),),
        shape=Shape(()),
        columns=tuple(zip(names, (*[WireType.STRING] * len(keys), *wires), strict=True)),
    )


@dataclass(frozen=True)
class Asking:
    world: World
    arena: Arena

    @property
    def table(self):
        world = self.world
        known = [key for key, each in world.decision.datasets.items() if each.discoverable]
        datasets = [world.snapshot.datasets[key] for key in known]
        return sources_of(STANDARD, datasets, self.arena.binding.datasets, world.snapshot).table

    def months(self) -> Asked:
        logical = months_of(placed_in_time(self.table), None, (), ())
        return Asked("months", (logical,), ({},), (), is_ordered=False)

    def coverage(self) -> str:
        """What is measured in the world with canaries: `months` found that it is the other's."""
        (logical,) = self.months().slices
        try:
            plan = self.arena.plan(logical)
            lines = self.arena.running(0)(plan, bind_values(plan, {}, {}, KEYRING)).to_pylist()
        except Problem:
            lines = []
        return packed_rows(coverage_rows(months_in(lines), load_cog()))

    def rates(self, name: str, months: int, coverage: str) -> Asked:
        logical = expand_slice(rates_by(KEYS[name], months), {"essai": self.table})
        variables = {coverage_key("essai"): coverage}
        return Asked(f"rates by {name}", (logical,), (variables,), (), is_ordered=False)

    def statement(self, text: str) -> Asked:
        world = self.world
        known = [key for key, each in world.decision.datasets.items() if each.discoverable]
        names = replace(SqlNames.of(world.snapshot, known), standards={"essai": self.table})
        logical = read_sql(text, read_parameters(()), names)
        variables = {PARAMETERS: [], CLOCK: clock_values(world.now)}
        return Asked(text, (logical,), (variables,), (), is_ordered="ORDER BY" in text)


@hashing_beginnings()
def attack(seed: int) -> Report:
    random = Random(f"standard {seed}")
    world = of_the_standard(random, draw_world(random))
    pair = twins(random, world)
    report, arena = Report(), Arena(pair)
    try:
        asking = Asking(pair.with_canaries, arena)
        for text in STATEMENTS:
            _answer(asking.statement(text), arena, report, seed)
        _answer(asking.months(), arena, report, seed)
        coverage = asking.coverage()
        for name in KEYS:
            for months in (1, 12):
                _answer(asking.rates(name, months, coverage), arena, report, seed)
    finally:
        arena.close()
    return report


@pytest.fixture(scope="module")
def reports():
    return [attack(seed) for seed in range(WORLDS)]


def test_both_worlds_answer_alike(reports):
    leaks = [leak for report in reports for leak in report.leaks]
    assert not leaks, "\n".join(leaks[:3])


def test_and_they_do_answer(reports):
    ended = sum(report.ended["rows"] for report in reports)
    assert ended > WORLDS * len(STATEMENTS) / 3
    assert sum(report.ended.total() for report in reports) > ended
