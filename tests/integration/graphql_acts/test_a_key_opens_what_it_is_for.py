"""A machine's key from its making to its end: what it opens, and what it never opens.

Covers gateway.acts.keys, gateway.acts.own_act, gateway.control.keys, gateway.cli.key_commands,
catalog.actions.keys.keys, catalog.actions.keys.problems, catalog.model.service_account,
gateway.identity.problems, gateway.identity.key_use_writing.
"""

import asyncio
import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from catalog.model.problem import Problem
from gateway.cli.key_commands import LIST, MAKE, REVOKE, ROTATE
from gateway.control.execute import answer_document
from gateway.identity.key_text import digest_of, draw_key
from gateway.identity.key_use_writing import write_key_uses
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.sql_prepare import prepare_sql
from gateway.reading.query.sql_request import SqlRequest
from tests.integration.graphql_acts.conftest import Told, Town

STEWARD = "steward@valcobreizh"
COLLECTES = "val-d-ille-aubigne.collectes"
ASKED = {"name": "Tableur", "datasets": [COLLECTES], "purposes": ["rpqs_dechets"]}
COUNT = "{ valDIlleAubigne { collectes { totalCount(mode: EXACT) { value } } } }"
PURPOSE = {"purpose": "rpqs_dechets"}
SQL = "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"


async def made(town, **changes):
    told = await town.ask(MAKE, STEWARD, variables={"input": ASKED | changes, "dryRun": False})
    return told.data["result"]


async def by_key(town, key, document=COUNT, scheme="Bearer", address="192.0.2.7", **more):
    request = GraphqlRequest(
        id=uuid4().hex,
        document=document,
        authorization=f"{scheme} {key}",
        address=address,
        **(PURPOSE | more),
    )
    answered = await answer_document(request, town.services)
    return Told(answered.status, json.loads(answered.body))


async def counted(town, key, **more):
    told = await by_key(town, key, **more)
    return told.data["valDIlleAubigne"]["collectes"]["totalCount"]["value"]


async def in_sql(town, key, statement=SQL, **more):
    request = SqlRequest(uuid4().hex, statement, authorization=f"Bearer {key}", **(PURPOSE | more))
    return await prepare_sql(request, town.ports)


def later(town, **time):
    """The same gateway, its clock put forward."""
    now = town.ports.clock() + timedelta(**time)
    keys = replace(town.ports.authenticator.keys, clock=lambda: now)
    authenticator = replace(town.ports.authenticator, keys=keys)
    acts = replace(town.services.acts, clock=lambda: now)
    query = replace(town.ports, clock=lambda: now, authenticator=authenticator)
    return Town(town.state, replace(town.services, acts=acts, query=query))


@pytest.fixture
def town(town):
    """Its keys know the same clock as its acts."""
    return later(town)


async def test_a_key_reads_as_its_body_does_by_either_scheme_and_is_kept_nowhere(town):
    result = await made(town)
    key = result["key"]
    own = await town.ask(COUNT, "agent@valcobreizh", **PURPOSE)
    expected = own.data["valDIlleAubigne"]["collectes"]["totalCount"]["value"]
    assert await counted(town, key) == expected > 0
    basic = b64encode(f"excel:{key}".encode()).decode()
    assert await counted(town, basic, scheme="Basic") == expected
    assert (await in_sql(town, key)).plan
    text = (town.state.folder / "catalog.sqlite").read_bytes()
    text += (town.state.folder / "catalog.sqlite-wal").read_bytes()
    assert key.encode() not in text
    assert digest_of(key).encode() in text
    listed = await town.ask(LIST, STEWARD)
    assert key not in json.dumps(listed.body)
    assert digest_of(key) not in json.dumps(listed.body)


async def test_the_audit_names_the_key(town):
    result = await made(town)
    await counted(town, result["key"])
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        who = list(connection.execute("SELECT issuer, sub, organisation FROM audit_intent"))
    assert who[-1] == ("urn:interco:keys", result["id"], "200090884")


async def test_a_trial_makes_nothing_and_shows_no_key(town):
    told = await town.ask(MAKE, STEWARD, variables={"input": ASKED, "dryRun": True})
    assert (told.data["result"]["applied"], told.data["result"]["key"]) == (False, None)
    assert (await town.ask(LIST, STEWARD)).data["keys"] == []


@pytest.mark.parametrize(
    "document",
    [
        "{ valcobreizh { collectes { totalCount(mode: EXACT) { value } } } }",
        "{ valcobreizh { __typename } }",
    ],
)
async def test_beyond_its_datasets_nothing_exists_not_even_its_bodys_own(town, document):
    key = (await made(town))["key"]
    unknown = await by_key(town, key, document.replace("valcobreizh", "nowhere"))
    told = await by_key(town, key, document)
    assert told.codes == unknown.codes == ["unknown_field"]
    with pytest.raises(Problem) as refused:
        await in_sql(town, key, "SELECT * FROM valcobreizh.collectes")
    assert refused.value.code == "unknown_dataset"


async def test_it_finds_nothing_else_by_searching_and_introspecting(town):
    key = (await made(town))["key"]
    (own,) = (await town.ask(LIST, STEWARD)).data["keys"][0]["datasets"]
    told = await by_key(town, key, '{ datasets { id } other: datasets(search: "eau") { id } }')
    assert told.data == {"datasets": [{"id": own}], "other": []}
    told = await by_key(town, key, "{ __schema { types { name fields { name } } } }")
    assert "valcobreizh" not in {
        field["name"] for each in told.data["__schema"]["types"] for field in each["fields"] or ()
    }


@pytest.mark.parametrize(
    "document",
    [
        "{ agreements { citation } }",
        "{ ...hidden } fragment hidden on Query { agreements { citation } }",
        "{ keys { id } }",
        "{ people { agent } }",
        "{ mandates { id } }",
        'mutation { revokeKey(id: "x") { act } }',
    ],
)
async def test_it_asks_for_no_agreement_no_people_and_no_act(town, document):
    key = (await made(town))["key"]
    assert set((await by_key(town, key, document)).codes) == {"key_reads_only"}


async def test_it_reads_for_its_purposes_alone(town):
    key = (await made(town, purposes=[]))["key"]
    assert (await by_key(town, key)).codes == ["key_for_other_purposes"]


OWN = {"datasets": ["valcobreizh.collectes"], "name": "Nos collectes"}
OWN_COUNT = "{ valcobreizh { collectes { totalCount(mode: EXACT) { value } } } }"
OWN_SQL = "SELECT count(*) AS n FROM valcobreizh.collectes"


def recorded(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        return list(connection.execute("SELECT purpose FROM audit_intent"))


@pytest.mark.parametrize("purpose", ["planification_collecte", "curiosite"])
async def test_on_own_data_too_another_or_an_invented_purpose_is_refused(town, purpose):
    key = (await made(town, **OWN))["key"]
    before = recorded(town)
    told = await by_key(town, key, OWN_COUNT, purpose=purpose)
    assert told.codes == ["key_for_other_purposes"]
    assert "rpqs_dechets" in json.dumps(told.body)
    with pytest.raises(Problem) as refused:
        await in_sql(town, key, OWN_SQL, purpose=purpose)
    assert refused.value.code == "key_for_other_purposes"
    assert recorded(town) == before
    for own in ("rpqs_dechets", None):
        told = await by_key(town, key, OWN_COUNT, purpose=own)
        assert told.data["valcobreizh"]["collectes"]["totalCount"]["value"] > 0
    assert [each for (each,) in recorded(town)[len(before) :]] == ["rpqs_dechets", None]


async def test_it_never_reads_under_a_mandate(town):
    key = (await made(town))["key"]
    told = await by_key(town, key, on_behalf_of="243500667")
    assert told.codes == ["key_not_under_mandate"]


async def test_it_serves_by_its_doors_and_formats_alone(town):
    key = (await made(town, doors=["sql"], formats=["csv"]))["key"]
    assert (await by_key(town, key)).codes == ["key_outside_scope"]
    assert (await in_sql(town, key, answer_format="csv")).plan
    with pytest.raises(Problem) as refused:
        await in_sql(town, key, answer_format="parquet")
    assert refused.value.code == "key_outside_scope"


async def test_it_serves_from_its_networks_alone(town):
    key = (await made(town, networks=["192.0.2.0/24"]))["key"]
    assert await counted(town, key)
    for address in ("198.51.100.7", "2001:db8::/64", ""):
        assert (await by_key(town, key, address=address)).codes == ["key_from_elsewhere"]


async def test_revoked_it_opens_nothing_from_the_next_request_on(town):
    result = await made(town)
    assert await counted(town, result["key"])
    variables = {"id": result["id"], "dryRun": False}
    assert (await town.ask(REVOKE, STEWARD, variables=variables, acr="eidas1")).data
    assert (await by_key(town, result["key"])).codes == ["bad_token"]
    again = await town.ask(REVOKE, STEWARD, variables=variables)
    assert again.codes == ["unknown_machine_key"]


async def test_it_expires(town):
    last_day = (town.services.acts.clock() + timedelta(days=2)).date()
    key = (await made(town, lastDay=last_day.isoformat()))["key"]
    assert await counted(later(town, days=2, hours=10), key)
    assert (await by_key(later(town, days=3), key)).codes == ["bad_token"]


async def test_rotated_the_earlier_one_serves_for_the_overlap(town):
    result = await made(town)
    variables = {"id": result["id"], "lastDay": None, "overlapDays": 7, "dryRun": False}
    renewed = (await town.ask(ROTATE, STEWARD, variables=variables)).data["result"]["key"]
    assert renewed != result["key"]
    soon, after = later(town, days=6), later(town, days=8)
    assert await counted(soon, result["key"]) == await counted(soon, renewed)
    assert (await by_key(after, result["key"])).codes == ["bad_token"]
    assert await counted(after, renewed)


async def test_rotated_by_several_at_once_each_is_shown_one_that_serves_or_served(town):
    result = await made(town)
    variables = {"id": result["id"], "lastDay": None, "overlapDays": 7, "dryRun": False}
    told = await asyncio.gather(*(town.ask(ROTATE, STEWARD, variables=variables) for _ in range(3)))
    shown = [each.data["result"]["key"] for each in told]
    assert len({*shown, result["key"]}) == 4
    codes = [(await by_key(town, key)).codes for key in (result["key"], *shown)]
    # Three at most open at once: the oldest gave way.
    assert codes[0] == ["bad_token"]
    assert sorted(codes[1:]) == [[], [], []]


@pytest.mark.parametrize("name", ["", "interco_1", "x"])
async def test_what_is_no_key_says_so(town, name):
    made_up = draw_key()
    assert (await by_key(town, made_up)).codes == ["bad_token"]
    told = await by_key(town, f"interco_{name}")
    assert told.codes == ["bad_token"]
    assert made_up not in json.dumps(told.body)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "key_refused"),
        ({"datasets": []}, "key_refused"),
        ({"datasets": ["nowhere.nothing"]}, "unknown_key_dataset"),
        # It is there, and for its parties alone: as if it were not.
        ({"datasets": ["eau-bassin-rennais.compteurs"]}, "unknown_key_dataset"),
        ({"purposes": ["nothing"]}, "unknown_purpose"),
        ({"formats": ["docx"]}, "key_refused"),
        ({"doors": []}, "key_refused"),
        ({"doors": ["window"]}, "key_refused"),
        ({"doors": ["soap"]}, "key_refused"),
        ({"networks": ["192.0.2.7/24"]}, "key_refused"),
        ({"networks": ["2001:db8::1/128"]}, "key_refused"),
        ({"networks": ["::ffff:192.0.2.0/120"]}, "key_refused"),
        ({"lastDay": "2031-01-01"}, "key_refused"),
        ({"lastDay": "2020-01-01"}, "key_refused"),
    ],
)
async def test_a_wrong_key_is_refused_with_what_is_wrong(town, changes, code):
    told = await town.ask(MAKE, STEWARD, variables={"input": ASKED | changes, "dryRun": False})
    assert told.codes == [code]


async def test_keys_are_made_by_stewards_signed_in_strongly(town):
    variables = {"input": ASKED, "dryRun": False}
    told = await town.ask(MAKE, "agent@valcobreizh", variables=variables)
    assert told.codes == ["act_role_required"]
    assert (await town.ask(MAKE, STEWARD, variables=variables, acr="eidas1")).codes == [
        "sign_in_too_weak"
    ]
    result = await made(town)
    other = {"id": result["id"], "dryRun": False}
    told = await town.ask(REVOKE, "steward@val-d-ille-aubigne", variables=other)
    assert told.codes == ["unknown_machine_key"]
    assert (await town.ask(LIST, "steward@val-d-ille-aubigne")).data["keys"] == []


async def test_the_day_of_last_use_is_shown(town):
    result = await made(town)
    assert (await town.ask(LIST, STEWARD)).data["keys"][0]["lastUsed"] is None
    await counted(town, result["key"])
    uses = town.ports.authenticator.keys.uses
    await write_key_uses(uses, town.services.note_key_uses)
    assert uses.unwritten == {}
    day = (await town.ask(LIST, STEWARD)).data["keys"][0]["lastUsed"]
    assert day == datetime(2026, 11, 25, tzinfo=UTC).date().isoformat()
