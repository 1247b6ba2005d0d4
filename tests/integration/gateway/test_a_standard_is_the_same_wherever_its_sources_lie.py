"""The same bodies' weighings in CSV and SQLite, and in PostgreSQL and Parquet behind Trino: a query
over all who share the standard has the same rows, the same rates and the same scope.

Covers federation.cited_standards, federation.standards.standard_tables,
gateway.reading.query.standard_scope, schema.reading.indicator_rows.
"""

import orjson
import pytest

SYNDICAT = ("agent@valcobreizh", "rpqs_dechets")
SCOPE = """scope { partial communes { covered missing population }
  sources { dataset status latest owner { siren } } }"""
WITHIN = 'where: { dateCollecte: { gte: "2025-01-01", lt: "2026-01-01" } }'
DOCUMENTS = {
    "sums": f"""groupBy(orderBy: [{{ key: {{ ownerSiren: ASC }} }}, {{ key: {{ flux: ASC }} }}]) {{
      key {{ ownerSiren flux }} aggregate {{ count sum {{ tonnageKg }} max {{ dateCollecte }} }} }}
      {SCOPE}""",
    "rows": """nodes { dateCollecte codeCommune flux tonnageKg dataset owner { siren } }
      totalCount(mode: EXACT) { value }""",
    "rates": """groupBy(orderBy: [{ indicators: { kgParHabitant: DESC } }], first: 60) {
      key { codeCommune dateCollecte(by: YEAR) }
      indicators { kgParHabitant { value numerator denominator reason } } }""",
    "quarters": """groupBy(orderBy: [{ indicators: { kgParHabitant: DESC } }], first: 60) {
      key { codeCommune dateCollecte(by: QUARTER) }
      indicators { kgParHabitant { value numerator denominator reason } } }""",
}
ORDER = """orderBy: [{ dateCollecte: ASC }, { codeCommune: ASC }, { flux: ASC },
  { tonnageKg: ASC }, { dataset: ASC }], first: 200"""


def document(name):
    order = f", {ORDER}" if name == "rows" else ""
    fields = DOCUMENTS[name]
    return f"query {{ standards {{ collecteDechets({WITHIN}{order}) {{ {fields} }} }} }}"


async def answer(gateway, name):
    answered = orjson.loads((await gateway.ask(document(name), *SYNDICAT)).body)
    assert "errors" not in answered, answered["errors"]
    return answered["data"]["standards"]["collecteDechets"]


CITED = f"""fragment Mass on Standards_CollecteDechets_Node {{ dateCollecte codeCommune flux
    tonnageKg dataset }}
  {{ valDIlleAubigne {{ collectes({ORDER.partition(",")[0]}, {{ tonnageKg: ASC }}], first: 200) {{
       nodes {{ asCollecteDechets {{ ...Mass }} }} }} }}
     standards {{ collecteDechets({WITHIN}, {ORDER}) {{ edges {{ node {{ ...Mass }} }} }} }} }}"""


async def test_rows_in_their_standard_are_equal(embedded, full_stack):
    here, there = [
        orjson.loads((await each.ask(CITED, *SYNDICAT)).body) for each in (embedded, full_stack)
    ]
    assert "errors" not in here, here["errors"]
    assert here["data"] == there["data"]


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_rows_rates_and_scope_are_equal(embedded, full_stack, name):
    here, there = await answer(embedded, name), await answer(full_stack, name)
    assert here == there
    assert all(here.values())
