"""A person whose last role was taken reads no row of the body, whatever she kept and made before.

Requests are drawn over every door with her sessions, tokens and keys: first while she is the
steward, so that they are known to give rows, then without a role.

Covers gateway.identity.subject, gateway.http.session_guard.
"""

import json
from collections import Counter
from itertools import islice
from random import Random

import httpx
import pytest

from gateway.app import build_app
from gateway.cli.agent_commands import _REVOKE
from gateway.cli.demo_folder import find_agent
from tests.integration.graphql_acts.boarding import make, tile
from tests.integration.graphql_acts.consenting_bodies import (
    PEERS,
    PURPOSE,
    all_consent,
    dataset_id,
    row_of,
    with_figures,
)
from tests.integration.graphql_acts.doors_of_a_body import (
    OURS,
    Asked,
    Belongings,
    Table,
    computed_documents,
    drawn,
)
from tests.integration.graphql_acts.indicating import save, side
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE
from tests.integration.graphql_acts.sql_of_a_town import rows_of

CASES = 2_000
STEWARD = "steward@valcobreizh"
CANARY = "CANARI"
FREEZE = """mutation($in: FigureInput!) { freezeFigure(input: $in) { figure { digest } } }"""
OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
OWN = " valcobreizh { collectes(first: 1) { nodes { idPesee } } } }"
QUESTION = """mutation($document: String!) { saveOperation(name: "par-tournee",
  document: $document, language: "sql", title: "Par tournée") { act } }"""
LINK = "mutation($in: QuestionLinkInput!) { makeQuestionLink(input: $in) { path } }"
KEY = "mutation($in: KeyInput!) { makeKey(input: $in) { key } }"
CHOSEN = {
    "purpose": PURPOSE,
    "datasets": [
        {"role": role, "datasets": ["valcobreizh.chiffres"]} for role in ("organismes", "valeurs")
    ],
}


@pytest.fixture
async def client(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


def tables():
    made = []
    for name, columns in {
        "chiffres": ("organisme", "accord", "valeur"),
        "collectes": ("id_pesee", "tournee_id", "tonnage_kg"),
        "tickets_site": ("numero_ticket", "immatriculation", "client"),
        "factures": ("numero_facture", "mois", "total_ht"),
    }.items():
        graphql = tuple((each, camel(each)) for each in columns)
        table = Table(
            f"valcobreizh__{name}", f"valcobreizh.{name}", ("valcobreizh", camel(name)), graphql
        )
        made.append(table)
    return made


def camel(name):
    first, *others = name.split("_")
    return first + "".join(each.title() for each in others)


async def sent(client, asked: Asked):
    client.cookies.clear()
    cookie = {} if asked.cookie is None else {"Cookie": f"interco={asked.cookie}"}
    headers = {**asked.headers, **cookie}
    body = {} if asked.body is None else {"json": asked.body}
    return await client.request(asked.method, asked.path, headers=headers, **body)


async def made_by_her(town, client):
    """All that a steward may keep: sessions, tokens, a key, a file, a figure, a run, a receipt."""
    own = (await town.ports.catalog.current()).organisation_of_slug("valcobreizh").siren
    await with_figures(
        town,
        [
            (slug, row_of(own if slug == "valcobreizh" else "243500667", "9876543.21", CANARY))
            for slug in ("valcobreizh", *PEERS)
        ],
    )
    await all_consent(town)
    has = Belongings(tables())
    steward = find_agent(await town.ports.catalog.current(), STEWARD)
    for acr in ("eidas1", "eidas1-mfa"):
        has.bearers[f"token {acr}"] = town.state.token(steward, acr)
        form = {"agent": STEWARD, "next": "/"}
        form |= {"second_factor": "on"} if acr.endswith("mfa") else {}
        client.cookies.clear()
        admitted = await client.post("/sign-in/demo", data=form, headers=OURS)
        assert admitted.status_code == httpx.codes.SEE_OTHER, admitted.text
        has.cookies[f"session {acr}"] = client.cookies["interco"]
    client.cookies.clear()
    wanted = {
        "name": "Tableau", "datasets": [each.id for each in has.tables], "purposes": [PURPOSE],
        "formats": ["json", "csv", "ndjson"], "doors": ["sql", "graphql"], "networks": [],
    }  # fmt: skip
    key = (await town.ask(KEY, STEWARD, variables={"in": wanted})).data["makeKey"]
    has.bearers["key"] = key["key"]
    headers = {"Authorization": f"Bearer {has.bearers['token eidas1-mfa']}"}
    file = f"jour;commune;note\n2026-01-02;35238;{CANARY}\n2026-01-03;35238;autre\n".encode()
    upload = await client.post("/v1/uploads?name=jours.csv", content=file, headers=headers)
    await town.services.deposits.readings[upload.json()["id"]]
    frozen = {
        "statement": "SELECT accord, sum(valeur) AS v FROM valcobreizh.chiffres GROUP BY accord",
        "indicator": "secret", "year": 2025, "titleFr": "Secret", "titleEn": "Secret",
    }  # fmt: skip
    figure = await town.ask(FREEZE, STEWARD, variables={"in": frozen}, purpose=PURPOSE)
    variables = {"service": "comparaison", "input": CHOSEN}
    activated = await town.ask(ACTIVATE, STEWARD, variables=variables)
    read = await client.post(
        "/v1/sql", json={"query": "SELECT * FROM valcobreizh.chiffres"}, headers=headers
    )
    draft = await client.put(
        "/drafts/agreement",
        data={"title": f"{CANARY} brouillon"},
        headers={**OURS, "Cookie": f"interco={has.cookies['session eidas1-mfa']}"},
    )
    assert (read.status_code, draft.status_code // 100) == (200, 2), draft.text
    has.names |= await figures_of_hers(town)
    has.names |= {
        "dataset": "valcobreizh__collectes",
        "deposit": dataset_id("valcobreizh"),
        "service": "comparaison",
        "activation": activated.data["activateService"]["activation"],
        "request": read.headers.get("x-request-id", "sharing"),
        "figure": figure.data["freezeFigure"]["figure"]["digest"],
        "body": "valcobreizh",
        "siren": str(own),
        "receipt": read.headers.get("interco-receipt", "x"),
        "storage": "valcobreizh__a_comparer",
        "upload": upload.json()["id"],
    }
    return has


async def figures_of_hers(town):
    """A saved question, an indicator, a link, and a board that shows the first two."""
    asked = "SELECT tournee_id, count(*) AS n FROM valcobreizh.collectes GROUP BY tournee_id"
    question = await town.ask(QUESTION, STEWARD, variables={"document": asked})
    indicator = await save(town, STEWARD, "pesees", side("valcobreizh.collectes", "count"))
    counted = tile(1, "EXPLORATION", "valcobreizh.collectes", "measure=count&by=tournee_id")
    shown = (counted, tile(2, "QUESTION", "par-tournee"), tile(3, "INDICATOR", "pesees"))
    board = await make(town, STEWARD, "collecte", *shown, audience="BODY")
    wanted = {"question": "par-tournee", "format": "csv"}
    link = await town.ask(LINK, STEWARD, variables={"in": wanted})
    for told in (question, indicator, board, link):
        assert not told.codes, told.body
    own = (await town.ports.catalog.current()).organisation_of_slug("valcobreizh").siren
    return {
        "question": "par-tournee",
        "indicator": "pesees",
        "board": f"{own}-collecte",
        "link": link.data["makeQuestionLink"]["path"],
        "citation": "conv-2026-0017",
    }


async def secret_cells(town, has):
    """Texts that stand in the rows of the body alone."""
    cells = {CANARY, "9876543"}
    for table in has.tables[1:]:
        first, rows = await rows_of(town, f"SELECT * FROM {table.sql} LIMIT 40", STEWARD, PURPOSE)
        at = first.index(table.columns[0][0])
        cells |= {row[at] for row in rows[:8] if len(row[at]) >= 6}
    return cells


async def test_no_door_gives_a_row_once_the_last_role_is_taken(town, client, scaled):
    has = await made_by_her(town, client)
    secrets = await secret_cells(town, has)
    cases = [*islice(drawn(has, Random(20261130)), scaled(CASES))]
    told_before = Counter()
    for asked in islice(drawn(has, Random(20261130)), 400):
        if all(told_before[each] for each in (*has.bearers, *has.cookies)):
            break
        answer = await sent(client, asked)
        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, (asked, answer.text[:500])
        told_before[asked.by] += any(each in answer.text for each in secrets)
    assert all(told_before[each] for each in (*has.bearers, *has.cookies)), told_before
    kept = [
        Asked("token eidas1-mfa", "POST", "/graphql", hers(has), {"query": document})
        for document in computed_documents(has, Random(3))
    ]
    kept.append(Asked("link", "GET", has.names["link"], {}))
    for asked in kept:
        answer = await sent(client, asked)
        assert not is_refused(answer), (asked, answer.text[:500])
    taken = {"agent": STEWARD, "roles": ["steward"], "issuer": None, "dryRun": False}
    assert (await town.ask(_REVOKE, "operator@interco", variables=taken)).data
    for asked in kept:
        answer = await sent(client, asked)
        assert is_refused(answer), (asked, answer.text[:500])
    for asked in cases:
        answer = await sent(client, asked)
        found = [each for each in secrets if each in answer.text]
        assert not found, (asked, found, answer.text[:500])
        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, (asked, answer.text[:500])
        if asked.data:
            assert is_refused(answer), (asked, answer.text[:500])
    client.cookies.clear()
    for asked in (None, *has.bearers.values()):
        await reads_as_anybody(client, asked, is_hers=asked in (*has.bearers.values(),))


def hers(has):
    """Of whoever reads own data, for no purpose."""
    return {"Authorization": f"Bearer {has.bearers['token eidas1-mfa']}"}


async def reads_as_anybody(client, bearer, *, is_hers):
    """What is open to everybody, by both languages, and nothing beside it."""
    headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
    if bearer is not None and bearer.startswith("interco"):
        return
    opened = {"query": "SELECT count(*) AS n FROM sde35.bornes_recharge"}
    answer = await client.post("/v1/sql", json=opened, headers=headers)
    assert answer.json()["rows"][0][0] > 0, answer.text
    answer = await client.post("/graphql", json={"query": OPEN}, headers=headers)
    assert answer.json()["data"]["sde35"]["bornesRecharge"]["nodes"], answer.text
    if not is_hers:
        return
    for refused in (
        {"query": "SELECT b.id FROM sde35.bornes_recharge b, valcobreizh.chiffres c"},
        {"query": "SELECT * FROM nobody.nothing"},
    ):
        answer = await client.post("/v1/sql", json=refused, headers=headers)
        assert answer.json()["code"] == "without_role", answer.text
    for refused in (OPEN[:-1] + OWN, OPEN[:-1] + " me { agent } }", "{ myRequests { rows } }"):
        answer = await client.post("/graphql", json={"query": refused}, headers=headers)
        (error, *_) = answer.json()["errors"]
        assert error["extensions"]["code"] == "without_role", (refused, answer.text)
    mistyped = {"query": "SELECT count(* FROM sde35.bornes_recharge"}
    answer = await client.post("/v1/sql", json=mistyped, headers=headers)
    assert answer.json()["code"] != "without_role", answer.text


def is_refused(answer):
    """Neither rows nor how many they are."""
    if answer.status_code != httpx.codes.OK:
        return True
    body = json.loads(answer.text) if "json" in answer.headers["content-type"] else {}
    return bool(body.get("errors")) and not any((body.get("data") or {}).values())
