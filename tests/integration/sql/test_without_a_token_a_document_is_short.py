"""What whoever came without a token may ask at once, of documents that are long to plan.

Covers gateway.reading.query.without_token, gateway.reading.reports.explain_service,
gateway.control.context, gateway.reading.query.beside.
"""

import json
from time import monotonic

import pytest

from gateway.reading.query.without_token import MOST_BYTES
from gateway.wiring.short_turns import short_turns
from tests.integration.sql.conftest import COLLECTES, VALCOBREIZH
from tests.within import never_held

CASES = ", ".join(f"CASE WHEN {at} = 1 THEN {at} ELSE 0 END AS c{at}" for at in range(1_500))
LONG = f"SELECT {CASES} FROM {COLLECTES}"
EXPLAIN = 'explain(document: "{ __typename }") { problems { code } }'


async def test_a_statement_of_fifteen_hundred_cases_is_refused_at_once(door):
    begun = monotonic()
    told = await door.post("/v1/sql", {"query": LONG})
    assert (told.status_code, told.json()["code"]) == (413, "document_too_large")
    assert str(MOST_BYTES) in told.text
    assert "With a token" in told.text
    assert monotonic() - begun < 1


async def test_a_document_that_is_long_is_refused_and_with_a_token_is_read(door):
    document = "{ __typename " + "# " + "x" * MOST_BYTES + "\n}"
    told = json.loads((await door.post("/graphql", {"query": document})).content)
    assert [each["extensions"]["code"] for each in told["errors"]] == ["document_too_large"]
    whole = await door.post("/graphql", {"query": document}, *VALCOBREIZH)
    assert "errors" not in whole.json()


async def test_a_fourth_explanation_is_refused(door):
    asked = " ".join(f"e{at}: {EXPLAIN}" for at in range(4))
    told = (await door.post("/graphql", {"query": f"{{ {asked} }}"})).json()
    codes = {each["extensions"]["code"] for each in told["errors"]}
    assert codes == {"too_many_explanations"}
    known = (await door.post("/graphql", {"query": f"{{ {asked} }}"}, *VALCOBREIZH)).json()
    assert "errors" not in known


def longest_planned():
    """As many CASEs over open data as 16,000 bytes hold: it is read, planned and answered."""
    cases, size = [], len("SELECT  FROM sde35.bornes_recharge LIMIT 1")
    while True:
        case = f"CASE WHEN nb_prises = {len(cases)} THEN 1 END c{len(cases)}"
        size += len(case) + 2
        if size > MOST_BYTES:
            return f"SELECT {', '.join(cases)} FROM sde35.bornes_recharge LIMIT 1"
        cases.append(case)


def times(count, field):
    return "{ " + " ".join(f"a{at}: {field}" for at in range(count)) + " }"


STEWARD = ("steward@valcobreizh", "rpqs_dechets")
ONE_FIELD = "nomStation " * 1_300
COMMUNES = "communes { code nom populations { annee } territories { epciNom } }"
NOM = " { nodes { nomStation } }"
NODES = "nodes { flux dateCollecte tonnageKg }"
GROUPS = "groupBy { key { flux } aggregate { count } } totalCount { value }"
LISTS = times(45, f"valDIlleAubigne {{ collectes(first: 1) {{ {NODES} {GROUPS} }} }}")
COLUMNS = ", ".join(f"nom_station AS c{at}" for at in range(1_000))
WIDE = f"SELECT {COLUMNS} FROM sde35.bornes_recharge LIMIT 400"
HEAVY = {
    "the longest without a token": ("/v1/sql", longest_planned(), (), 200, set()),
    "fifteen hundred cases": ("/v1/sql", LONG, (), 413, {"document_too_large"}),
    "forty times the services": (
        "/graphql", times(40, "services { id title { fr } }"), VALCOBREIZH, 200, set(),
    ),
    "one field thirteen hundred times": (
        "/graphql", f"{{ sde35 {{ bornesRecharge(first: 1) {{ nodes {{ {ONE_FIELD} }} }} }} }}",
        (), 200, set(),
    ),
    "fifty times the communes": (
        "/graphql", times(50, COMMUNES), (), 200, {"too_many_rows_asked"},
    ),
    "fifty times one's declaration": (
        "/graphql", times(50, "declaration { yaml }"), STEWARD, 200, set(),
    ),
    "forty-five lists and their groups": ("/graphql", LISTS, VALCOBREIZH, 200, set()),
    "four hundred rows of a thousand columns": ("/v1/sql", WIDE, VALCOBREIZH, 200, set()),
    "a list of a hundred thousand values": (
        "/graphql",
        "query($in: [String!]) { sde35 { bornesRecharge(where: {nomStation: {in: $in}})"
        + NOM + " } }",
        (), 200, {"list_too_long"},
    ),
}  # fmt: skip
VARIABLES = {"in": [f"x{at}" for at in range(100_000)]}


@pytest.mark.parametrize("heavy", HEAVY)
async def test_a_neighbours_light_request_waits_less_than_a_tenth_of_a_second(door, heavy):
    path, query, who, status, codes = HEAVY[heavy]
    body = {"query": query, **({"variables": VARIABLES} if "$in" in query else {})}
    with short_turns():
        answer = await never_held(door.post(path, body, *who))
    assert (answer.status_code, codes_of(answer.json())) == (status, codes)


def codes_of(told):
    errors = {each["extensions"]["code"] for each in told.get("errors", ())}
    return errors | ({told["code"]} if "code" in told else set())
