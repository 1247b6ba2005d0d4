"""Medians, percentiles and windows over periods are the same on every engine and in every storage,
and those of plain Python over the raw rows.

Covers schema.reading.windows, schema.reading.measured, schema.types.window_types,
schema.types.measure_types, schema.group_problems, federation.dialects.analytics.
"""

from __future__ import annotations

import orjson
import pytest

from catalog.cog import load_cog
from federation.logical import SliceId
from federation.plan import DUCKDB
from federation.planning import plan_slice
from federation.results.json_rows import write_rows
from federation.values import bind_values
from gateway.control.graphql_schema import CONTROL
from schema.paging import finish_nodes
from schema.reading.read_document import SliceRows
from schema.reading.reader import read_document
from schema.response.writer import write_answer
from schema.types.view import View
from tests.contract import rows
from tests.contract.conftest import KEYRING, LIMITS, Bench, each_place
from tests.unit.schema import reference

REFERENCE = "duckdb over parquet"
MEASURED = """
ville { mesures { groupBy(orderBy: [{ percentile: { p: 80, of: { quantite: DESC } } }]) {
  key { flux }
  aggregate {
    median { quantite compte taux ratio jour pose releve }
    percentile(p: 7) { compte taux jour }
    all: percentile(p: 100) { quantite releve }
    p: percentile(p: 66.6666667) { quantite id }
  }
  some: aggregate(where: { id: { gt: 12 } }) { count median { taux jour } }
  none: aggregate(where: { id: { lt: 0 } }) { count median { taux jour } }
} } }

ville { mesures { groupBy(having: { OR: [
    { median: { taux: { gt: "0.3" } } }, { percentile: { p: 10, of: { jour: { isNull: true } } } }
  ] }, orderBy: [{ median: { compte: ASC } }]) {
  key { actif flux } aggregate { count median { taux } } } } }

ville { mesures(where: { id: { eq: 7 } }) { aggregate { median { quantite taux jour } } } }

ville { mesures(where: { id: { eq: 11 } }) { aggregate { median { quantite } } } }

ville { mesures { groupBy {
  window { runningSum { taux quantite compte } rank(of: { sum: { taux: DESC } })
    difference { count sum { quantite compte taux } } }
  key { jour(by: MONTH) } } } }

ville { mesures { groupBy(first: 7, offset: 3, having: { count: { gt: 1 } }) {
  key { flux jour(by: YEAR) }
  window { runningSum { compte } last: rank(of: { median: { jour: ASC } })
    difference { count sum { taux } } } } } }

ville { mesures { groupBy { key { releve(by: DAY) }
  window { difference { count sum { quantite } } runningSum { quantite } } } } }

ville { mesures { groupBy { key { releve(by: HOUR) } window { difference { count } } } } }

ville { mesures { groupBy { key { y: jour(by: YEAR) q: jour(by: QUARTER) }
  window { difference { count } runningSum { taux } } } } }

ville { mesures { groupBy { key { pose(by: WEEK) } window { difference { count } } } } }

ville { mesures { groupBy { key { quantite flux } window(over: quantite) {
  difference { count sum { compte } } rank(of: { count: DESC }) } } } }
""".strip().split("\n\n")
HIDDEN = """
ville { %s { groupBy { key { flux }
  aggregate { median { poids taux jour releve } percentile(p: 25) { id poids } } } } }

ville { %s { groupBy(first: 20) { key { jour(by: MONTH) } window {
  runningSum { poids } rank(of: { max: { poids: DESC } }) difference { count sum { poids } } } } } }
""".strip().split("\n\n")


def raw_rows():
    table = rows.measures().rename_columns({"INSEE": "code_commune", "libellé": "libelle"})
    return table.to_pylist()


async def answered(bench: Bench, document: str, place_name: str) -> bytes:
    place = bench.places[place_name]
    snapshot, binding = bench.known_of(place)
    view = View.of(snapshot, [each.id for each in snapshot.datasets.values()])
    read = read_document(f"{{ {document} }}", None, {}, view, load_cog(), CONTROL)
    slices: dict[SliceId, SliceRows] = {}
    for slice_id, logical in read.slices.items():
        # What DuckDB keeps copies of, it reads from the same storage.
        engines = frozenset({place.engine, DUCKDB})
        plan = plan_slice(logical, binding, snapshot, LIMITS, engines, place.engine)
        values = bind_values(plan, {}, {}, KEYRING)
        table = await bench.engines[plan.engine].execute(plan, values)
        finished = finish_nodes(plan.logical, table)
        body = write_rows(finished.table, plan.logical.shape, {})
        slices[slice_id] = SliceRows(body, finished.table.num_rows, finished.has_next, None)
    return write_answer(read, slices, None, "fr", "r1")


@pytest.mark.parametrize("place", each_place())
async def test_measures_and_windows_are_those_of_plain_python(bench: Bench, place: str):
    snapshot, _ = bench.known_of(bench.places[place])
    view = View.of(snapshot, ["d_mesures"])
    datasets = {"mesures": snapshot.datasets["d_mesures"]}
    for each in MEASURED:
        found = await answered(bench, each, place)
        expected = reference.answer(f"{{ {each} }}", view, {"mesures": raw_rows()}, {}, datasets)
        assert orjson.loads(found) == {"data": orjson.loads(expected)}, (place, each)


@pytest.mark.parametrize("place", each_place(but=REFERENCE))
async def test_over_masks_and_hidden_rows_they_are_the_same_everywhere(bench: Bench, place: str):
    for dataset in ("masquees", "croisees", "territoire"):
        for each in HIDDEN:
            found = await answered(bench, each % dataset, place)
            assert found == await answered(bench, each % dataset, REFERENCE), (place, each)
            assert b'"errors"' not in found
