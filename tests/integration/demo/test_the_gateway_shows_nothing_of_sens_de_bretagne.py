"""The same attack with what the gateway really answers, asked for in every way there is.

Covers demo.generate.collectes, demo.generate.world.
"""

from collections import Counter
from datetime import date

import pytest

from demo.generate.collectes import SENS_DE_BRETAGNE, val_d_ille_aubigne_communes
from demo.generate.world import make_world
from gateway.cli.demo_folder import demo_at
from tests.integration.demo.attack import Line, claims, missing_serials, yearly_estimates
from tests.integration.demo.granted import granted_lines

FIELDS = "idPesee tourneeId dateCollecte codeCommune flux tonnageKg"


@pytest.fixture(scope="module")
async def ask(tmp_path_factory):
    """As the agent of Valcobreizh, for its yearly report; the whole JSON answer."""
    async with demo_at(tmp_path_factory.mktemp("state")) as demo:
        token = await demo.token("agent@valcobreizh")
        headers = {"Authorization": f"Bearer {token}", "Interco-Purpose": "rpqs_dechets"}
        async with demo.client() as client:

            async def asked(selection, **variables):
                declared = "($after: String)" if variables else ""
                query = f"query{declared} {{ valDIlleAubigne {{ {selection} }} }}"
                body = {"query": query, "variables": variables}
                answer = await client.post("/graphql", json=body, headers=headers)
                return answer.json()

            yield asked


@pytest.fixture(scope="module")
async def lines(ask):
    """Every row, page after page."""
    found, after = [], {}
    while True:
        selection = (
            f"collectes(first: 10000{', after: $after' if after else ''}) "
            f"{{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }}"
        )
        answer = await ask(selection, **after)
        assert "errors" not in answer, answer["errors"]
        page = answer["data"]["valDIlleAubigne"]["collectes"]
        found += [
            Line(
                weighing=row["idPesee"],
                day=date.fromisoformat(row["dateCollecte"]),
                round=row["tourneeId"],
                commune=row["codeCommune"],
                flux=row["flux"],
                mass_kg=row["tonnageKg"],
            )
            for row in page["nodes"]
        ]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = {"after": page["pageInfo"]["endCursor"]}


@pytest.fixture(scope="module")
def truth():
    rows = make_world().tables["val-d-ille-aubigne"].rows
    return [row for row in rows if row[3] == SENS_DE_BRETAGNE]


def test_it_answers_exactly_what_the_agreement_gives(lines, catalog):
    convention = next(each for each in catalog.agreements if each.id == "conv-2025-0001")
    dataset = catalog.datasets["val_d_ille_aubigne__collectes"]
    table = make_world().tables["val-d-ille-aubigne"]

    def seen(line):
        return line.day, line.commune, line.flux, line.mass_kg

    expected = granted_lines(table, convention, dataset, catalog)
    assert Counter(map(seen, lines)) == Counter(map(seen, expected))
    for column in ("weighing", "round"):
        values = {getattr(line, column) for line in lines}
        assert len(values) == len({getattr(line, column) for line in expected})
        assert {len(each) for each in values} == {64}


def test_no_lorry_and_no_year_can_be_worked_out(lines, truth):
    assert missing_serials(lines) == 0
    masses = Counter()
    for line in lines:
        masses[line.weighing] += line.mass_kg
    assert not [mass for mass in masses.values() if mass % 20]
    assert {each.way for each in claims(lines)} == {"full loads", "a round's own loads"}
    populations = {each.code: each.population for each in val_d_ille_aubigne_communes()}
    hidden = populations.pop(SENS_DE_BRETAGNE)
    estimates = yearly_estimates(lines, hidden, populations)
    known = estimates.pop("population")
    totals = Counter()
    for row in truth:
        totals[row[5], row[1].year] += row[7]
    for way, estimate in estimates.items():
        for key, mass in totals.items():
            assert abs(estimate[key] - mass) > abs(known[key] - mass), (way, key)


@pytest.mark.parametrize(
    "where",
    [
        '{ codeCommune: { eq: "35326" } }',
        '{ commune: { code: { eq: "35326" } } }',
        '{ commune: { nom: { startsWith: "Sens" } } }',
        '{ NOT: { codeCommune: { ne: "35326" } } }',
        '{ OR: [{ codeCommune: { eq: "35326" } }, { codeCommune: { isNull: true } }] }',
        '{ codeCommune: { notIn: ["35250"] }, commune: { code: { isNull: true } } }',
    ],
)
async def test_no_condition_reaches_it(ask, where):
    answer = await ask(f"collectes(where: {where}) {{ totalCount {{ value }} nodes {{ flux }} }}")
    assert "errors" not in answer, answer["errors"]
    found = answer["data"]["valDIlleAubigne"]["collectes"]
    assert found == {"totalCount": {"value": 0}, "nodes": []}


@pytest.mark.parametrize(
    "key", ["codeCommune", "flux", "tourneeId", "idPesee", "dateCollecte", "dateCollecte(by: YEAR)"]
)
async def test_no_total_counts_more_than_its_visible_rows(ask, lines, key):
    answer = await ask(
        "collectes { aggregate { count sum { tonnageKg } } "
        f"groupBy {{ key {{ {key} }} aggregate {{ count sum {{ tonnageKg }} }} }} }}"
    )
    assert "errors" not in answer, answer["errors"]
    found = answer["data"]["valDIlleAubigne"]["collectes"]
    groups = [each["aggregate"] for each in found["groupBy"]]
    for several in ([found["aggregate"]], groups):
        assert sum(each["count"] for each in several) == len(lines)
        masses = (int(each["sum"]["tonnageKg"]) for each in several)
        assert sum(masses) == sum(line.mass_kg for line in lines)


@pytest.mark.parametrize("column", ["partCommune", "nbBacsLeves"])
@pytest.mark.parametrize(
    "selection",
    [
        "collectes {{ nodes {{ {0} }} }}",
        "collectes(where: {{ {0}: {{ gt: 0 }} }}) {{ nodes {{ flux }} }}",
        "collectes(orderBy: [{{ {0}: ASC }}]) {{ nodes {{ flux }} }}",
        "collectes {{ aggregate {{ sum {{ {0} }} }} }}",
        "collectes {{ groupBy {{ key {{ {0} }} aggregate {{ count }} }} }}",
        "collectes {{ groupBy(having: {{ sum: {{ {0}: {{ gt: 0 }} }} }}) {{ key {{ flux }} }} }}",
    ],
)
async def test_a_share_is_refused_wherever_it_is_used(ask, column, selection):
    answer = await ask(selection.format(column))
    assert {each["extensions"]["code"] for each in answer["errors"]} == {"column_not_granted"}
    data = (answer.get("data") or {}).get("valDIlleAubigne") or {}
    assert not [each for each in (data.get("collectes") or {}).values() if each]
