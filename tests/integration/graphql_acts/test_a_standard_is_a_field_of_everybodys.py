"""`standards { collecteDechets }`: the same rows as in SQL, through the fields of any dataset.

Covers schema.standard_problems, schema.types.standard_scopes, schema.types.standard_types,
gateway.reading.query.standard_documents, gateway.reading.query.standard_fields.
"""

import pytest

from catalog.model.dataset import Listing
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT
from tests.integration.sql.conftest import Door
from tests.integration.standard_bodies import GIVEN, OF_ROMANTIQUE, ROMANTIQUE, add_bodies

PESEES = "bretagne_romantique.pesees"
BEFORE = 'where: { dateCollecte: { lt: "2023-01-01" } }'
GIVEN_ROWS = [row for row in OF_ROMANTIQUE if row.commune in GIVEN]
BY_FLUX = """query { standards { collecteDechets { groupBy(orderBy: [{ key: { flux: ASC } }]) {
  key { flux } aggregate { count sum { tonnageKg } median { tonnageKg } } } } } }"""


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("fields") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        door = Door(state, services)
        await add_bodies(door, listing=Listing.ORGANISATIONS)
        yield door


async def asked(town, document, *who, **variables):
    body = {"query": document, "variables": variables}
    answer = (await town.post("/graphql", body, *(who or SYNDICAT))).json()
    assert "errors" not in answer, answer["errors"]
    return answer


def of(answer):
    return answer["data"]["standards"]["collecteDechets"]


async def test_groups_are_those_of_the_same_statement_in_sql(town):
    groups = of(await asked(town, BY_FLUX))["groupBy"]
    statement = """SELECT flux, count(*), sum(tonnage_kg), median(tonnage_kg)
      FROM standards.collecte_dechets GROUP BY flux ORDER BY flux"""
    told = [
        [
            *(each["key"]["flux"], each["aggregate"]["count"]),
            *(each["aggregate"][name]["tonnageKg"] for name in ("sum", "median")),
        ]
        for each in groups
    ]
    assert told == await town.rows(statement, *SYNDICAT)


async def test_rows_say_whose_they_are(town):
    document = f"""query {{ standards {{ collecteDechets(first: 5, {BEFORE},
      orderBy: [{{ dateCollecte: ASC }}, {{ tonnageKg: ASC }}]) {{
        nodes {{ dateCollecte tonnageKg partCommune dataset owner {{ siren nom }} }}
        totalCount {{ value }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
    field = of(await asked(town, document))
    ordered = sorted(GIVEN_ROWS, key=lambda row: (row.day, row.mass))[:5]
    assert field["nodes"] == [
        {
            "dateCollecte": row.day.isoformat(),
            "tonnageKg": f"{row.mass * 1000:.6f}",
            "partCommune": None,
            "dataset": PESEES,
            "owner": {"siren": "243500733", "nom": "CC Bretagne Romantique"},
        }
        for row in ordered
    ]
    assert field["totalCount"]["value"] == len(GIVEN_ROWS)
    assert field["pageInfo"]["hasNextPage"] is True
    after = f'first: 5, after: "{field["pageInfo"]["endCursor"]}"'
    second = of(await asked(town, document.replace("first: 5", after)))
    assert [row["tonnageKg"] for row in second["nodes"]] == [
        f"{row.mass * 1000:.6f}"
        for row in sorted(GIVEN_ROWS, key=lambda row: (row.day, row.mass))[5:10]
    ]


async def test_rows_without_a_key_to_tell_are_each_on_one_page(town):
    """The SMICTOM is given the numbers of weighings as pseudonyms: its pages go forward alone."""
    document = f"""query($after: String) {{ standards {{ collecteDechets(first: 33, after: $after,
      {BEFORE}) {{ edges {{ cursor node {{ flux tonnageKg }} }}
        pageInfo {{ hasNextPage endCursor }} }} }} }}"""
    rows, after = [], None
    for _ in range(4):
        page = of(await asked(town, document, after=after))
        rows += [each["node"] for each in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert page["edges"][-1]["cursor"] == after
        if not page["pageInfo"]["hasNextPage"]:
            break
    listed = [row for row in GIVEN_ROWS if row.code != "AUTRE"]
    assert len(rows) == len({row["tonnageKg"] for row in rows}) == len(listed)
    backward = {"query": document.replace("first: 33, after: $after", "last: 33")}
    backward["query"] = backward["query"].replace("($after: String)", "")
    error, *_ = (await town.post("/graphql", backward, *SYNDICAT)).json()["errors"]
    assert error["extensions"]["code"] == "standard_read_forward"
    assert PESEES in error["message"]


async def test_periods_are_paged_by_offset(town):
    """Every row once."""
    document = """query($from: Date!, $until: Date!, $offset: Int!) { standards {
      collecteDechets(where: { dateCollecte: { gte: $from, lt: $until } }, first: 40,
        offset: $offset, orderBy: [{ dataset: ASC }, { tonnageKg: ASC }]) {
        nodes { dataset tonnageKg } totalCount(mode: EXACT) { value } } } }"""
    seen, wanted = set(), 0
    for month in (1, 2):
        period = {"from": f"2022-{month:02d}-01", "until": f"2022-{month + 1:02d}-01"}
        page = None
        for offset in range(0, 400, 40):
            answer = await asked(town, document, **period, offset=offset)
            page = answer["data"]["standards"]["collecteDechets"]
            seen |= {(row["dataset"], row["tonnageKg"]) for row in page["nodes"]}
            if len(page["nodes"]) < 40:
                break
        wanted += page["totalCount"]["value"]
    assert len(seen) == wanted > 0


async def test_the_scope_is_a_field_and_an_extension(town):
    document = """query { standards { collecteDechets { seen: scope { partial
      communes { covered } sources { __typename dataset status owner { nom } } } } } }"""
    answer = await asked(town, document)
    scope = of(answer)["seen"]
    assert {each["dataset"]: each["status"] for each in scope["sources"]} == {
        "valcobreizh.collectes": "ANSWERED",
        "val_d_ille_aubigne.collectes": "ANSWERED",
        PESEES: "ANSWERED",
        "mesnil_roc_h.pesees": "DENIED",
    }
    assert scope["sources"][0]["__typename"] == "StandardSource"
    told = answer["extensions"]["interco"]["scope"]
    assert told["communes"]["covered"] == scope["communes"]["covered"]
    assert len(told["communes"]["covered"]) >= 52


async def test_two_fields_have_a_scope_each_under_their_own_conditions(town):
    document = """query($f: String) { standards {
      verre: collecteDechets(where: { flux: { eq: $f } }) { aggregate { count } scope { partial
        sources { dataset leftOut { field rows reason } } } }
      autre: collecteDechets(where: { dateCollecte: { lt: "2023-01-01" } }) { aggregate { count }
        scope { sources { dataset status } } } } }"""
    answer = await asked(town, document, f="VERRE")
    autre = answer["data"]["standards"]["autre"]
    assert autre["aggregate"]["count"] == len(GIVEN_ROWS)
    statuses = {each["dataset"]: each["status"] for each in autre["scope"]["sources"]}
    assert statuses["valcobreizh.collectes"] == "EMPTY"
    verre = answer["data"]["standards"]["verre"]["scope"]
    others = sum(row.code == "AUTRE" for row in GIVEN_ROWS)
    left_out = [{"field": "flux", "rows": others, "reason": "CODE_NOT_IN_LIST"}]
    assert {each["dataset"]: each["leftOut"] for each in verre["sources"] if each["leftOut"]} == {
        PESEES: left_out
    }
    assert verre["partial"] is True
    assert set(answer["extensions"]["interco"]["scopes"]) == {"standards.verre", "standards.autre"}


async def test_whoever_is_given_nothing_is_answered_nothing_and_nobody_hidden_is_named(town):
    answer = await asked(town, BY_FLUX, "agent@sde35")
    assert of(answer)["groupBy"] == []
    assert "eau_bassin_rennais" not in str(answer)
    nobody = (await town.post("/graphql", {"query": BY_FLUX})).json()
    assert nobody["errors"][0]["extensions"]["code"] == "unknown_field"


@pytest.mark.parametrize(
    "relating",
    [
        "aggregate { countDistinct { flux } }",
        "groupBy { key { dateCollecte(by: MONTH) } window { difference { count } } }",
    ],
)
async def test_what_relates_two_bodies_is_refused(town, relating):
    document = f"query {{ standards {{ collecteDechets {{ {relating} }} }} }}"
    answer = (await town.post("/graphql", {"query": document}, *SYNDICAT)).json()
    assert answer["errors"][0]["extensions"]["code"] == "combination_not_agreed"


async def test_the_types_are_those_of_the_standard(town):
    document = '{ __type(name: "Standards_CollecteDechets_Node") { fields { name } } }'
    answer = await asked(town, document)
    names = [each["name"] for each in answer["data"]["__type"]["fields"]]
    assert names[:2] == ["idPesee", "dateCollecte"]
    assert {"ownerSiren", "dataset", "owner"} <= set(names)


async def test_a_source_that_is_down_stops_no_field_and_overlap_is_an_argument(town):
    """The last: the source is asked again after a while only."""
    document = """query { standards { collecteDechets(overlap: ALL) { aggregate { count }
      scope { partial sources { dataset status } } } } }"""
    whole = of(await asked(town, document))["aggregate"]["count"]
    folder = town.state.data / ROMANTIQUE
    away = folder.rename(folder.with_name("ailleurs"))
    field = of(await asked(town, document))
    away.rename(folder)
    assert whole - field["aggregate"]["count"] == len(GIVEN_ROWS)
    statuses = {each["dataset"]: each["status"] for each in field["scope"]["sources"]}
    assert statuses[PESEES] == "DOWN"
    assert field["scope"]["partial"] is True
