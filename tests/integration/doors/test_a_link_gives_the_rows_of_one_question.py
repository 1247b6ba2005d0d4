"""A link gives the rows of one saved question to whoever has its address, and nothing else.

Covers catalog.model.question_link, catalog.actions.question_links.links,
catalog.actions.question_links.problems, catalog.actions.networks, catalog.store.link_uses,
gateway.identity.links, gateway.identity.link_text, gateway.identity.link_uses,
gateway.identity.link_problems, gateway.acts.question_links, gateway.control.question_links,
gateway.reading.query.link_request, gateway.reading.query.link_trial,
gateway.reading.reports.question_links, gateway.reading.query.question_files,
gateway.http.link_rows, gateway.http.answer_body.
"""

import asyncio
import base64
import hashlib
import sqlite3
from contextlib import closing

import pytest

from gateway.demo_mode.state import DemoState
from gateway.identity.link_text import draw_secret, is_secret
from gateway.identity.link_uses import LinkUses
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.linked import MAKE, OPEN, OWN, POWER, TOWN, TOWN_STEWARD, Linked


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("links") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        linked = Linked(state, http, services)
        await linked.save("bornes", OPEN, parameters=POWER, title="Bornes de recharge")
        yield linked


async def test_whoever_has_the_address_reads_the_rows_as_a_file(town):
    made = await town.make("bornes", values=[{"name": "puissance", "value": "20"}])
    assert made["path"].startswith("/l/")
    assert made["path"].endswith("/bornes.csv")
    answer = await town.get(made["path"])
    assert answer.status_code == 200, answer.text
    asked = await town.http.get(
        "/v1/questions/bornes/rows.csv?puissance=20", headers=await town.headers(TOWN)
    )
    assert answer.content == asked.content
    headers = answer.headers
    assert headers["Content-Disposition"] == 'attachment; filename="bornes.csv"'
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "private, no-cache"
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["Interco-Receipt"]


async def test_a_program_that_has_the_bytes_is_not_sent_them_again(town):
    path = (await town.make("bornes"))["path"]
    whole = await town.get(path)
    etag = whole.headers["ETag"]
    assert etag == f'"{hashlib.sha256(whole.content).hexdigest()}"'
    assert whole.headers["Content-Length"] == str(len(whole.content))
    same = await town.get(path, **{"If-None-Match": f'W/"x", {etag}'})
    assert (same.status_code, same.content) == (304, b"")
    part = await town.get(path, Range="bytes=3-9")
    assert (part.status_code, part.content) == (206, whole.content[3:10])
    assert part.headers["Content-Range"] == f"bytes 3-9/{len(whole.content)}"
    end = await town.get(path, Range="bytes=-4")
    assert end.content == whole.content[-4:]
    other = await town.get(path, Range="bytes=3-9", **{"If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, whole.content)
    beyond = await town.get(path, Range="bytes=999999-")
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.content)}"


async def test_a_look_at_its_head_reads_nothing_and_is_counted_apart(town):
    made = await town.make("bornes")
    head = await town.http.head(made["path"])
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"].startswith("text/csv")
    await town.get(made["path"])
    (link,) = [each for each in await own_links(town) if each["id"] == made["id"]]
    assert (link["opened"], link["lookedAt"], link["state"]) == (1, 1, "open")
    assert link["lastOpenedAt"]
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        recorded = store.execute(
            "SELECT door, link FROM audit_intent WHERE link = ?", (made["id"],)
        ).fetchall()
    assert recorded == [("links", made["id"])]


async def own_links(town):
    return (await town.ask(OWN, TOWN_STEWARD))["questionLinks"]


@pytest.mark.parametrize("answer_format", ["xlsx", "csv-excel-fr", "csv", "parquet", "json"])
async def test_it_gives_one_format(town, answer_format):
    made = await town.make("bornes", answer_format=answer_format)
    extension = {"csv-excel-fr": "csv"}.get(answer_format, answer_format)
    assert made["path"].endswith(f".{extension}")
    assert (await town.get(made["path"])).status_code == 200
    other = "json" if extension == "csv" else "csv"
    assert await town.code(made["path"].removesuffix(extension) + other) == "unknown_link"


async def test_its_address_opens_nothing_else(town):
    path = (await town.make("bornes"))["path"]
    secret = path.split("/")[2]
    assert await town.code(f"{path}?puissance=50") == "link_takes_no_value"
    for beside in (f"/l/{secret}", f"/l/{secret}/", f"{path}/x", f"/l/{secret}/bornes.csvt", "/l/"):
        assert await town.code(beside) == "unknown_link"
    assert await town.code(f"/l/{draw_secret()}/bornes.csv") == "unknown_link"
    assert (await town.http.post(path)).status_code == 405
    password = base64.b64encode(f"x:{secret}".encode()).decode()
    for bears in (f"Bearer {secret}", f"Basic {password}"):
        for door in ("/v1/sql", "/graphql"):
            answer = await town.http.post(
                door, json={"query": "SELECT 1"}, headers={"Authorization": bears}
            )
            assert answer.status_code == 401, answer.text
            assert "bad_token" in answer.text
        assert await town.code("/v1/questions/bornes/rows.csv", Authorization=bears) == "bad_token"


async def test_a_key_in_an_address_stays_refused(town):
    path = (await town.make("bornes"))["path"]
    key = "interco_1" + "a" * 49
    assert await town.code(f"{path}?k={key}") == "key_in_address"


async def test_who_opens_it_is_nobody_whatever_they_send(town):
    path = (await town.make("bornes"))["path"]
    token = (await town.headers("agent@sde35"))["Authorization"]
    for sent in ({"Authorization": token}, {"Authorization": "x"}, {"Cookie": "interco_session=x"}):
        assert (await town.get(path, **sent)).status_code == 200


async def test_its_last_day_its_networks_and_its_values_are_checked(town):
    refused = {
        "lastDay": {"lastDay": "2031-01-01"},
        "networks": {"networks": ["here"]},
        "values": {"values": [{"name": "autre", "value": "1"}]},
        "format": {"answer_format": "docx"},
    }
    for wrong in refused.values():
        assert await town.make("bornes", **wrong) == ["link_refused"]
    assert await town.make("rien") == ["unknown_saved_operation"]
    assert await town.make("bornes", purpose="autre") == ["unknown_purpose"]
    elsewhere = await town.make("bornes", networks=["192.0.2.0/24"])
    assert await town.code(elsewhere["path"]) == "link_from_elsewhere"


async def test_a_person_tries_it_first_and_nothing_is_made(town):
    before = len(await own_links(town))
    given = {"question": "bornes", "format": "csv"}
    told = (await town.ask(MAKE, TOWN, input=given, dryRun=True))["result"]
    assert (told["applied"], told["id"], told["path"]) == (False, None, None)
    assert "Toute personne qui a son adresse" in told["sentences"][0]["fr"]
    assert len(await own_links(town)) == before


async def test_the_secret_is_kept_nowhere(town):
    path = (await town.make("bornes"))["path"]
    secret = path.split("/")[2]
    for file in town.state.folder.glob("catalog.sqlite*"):
        assert secret.encode() not in file.read_bytes()
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        bodies = store.execute("SELECT body FROM catalog_entry WHERE family = '+question_link'")
        digest = hashlib.sha256(secret.encode()).hexdigest()
        assert any(digest in body for (body,) in bodies)


def test_a_slip_of_the_hand_is_told_without_a_look():
    secret = draw_secret()
    assert is_secret(secret)
    assert not is_secret(secret[:-1] + ("a" if secret[-1] != "a" else "b"))
    assert not is_secret(secret[1:])


async def test_uses_of_several_processes_add_up(town):
    records = town.services.link_uses.records
    here, there = LinkUses(records), LinkUses(records)
    now = town.services.query.clock()
    for uses in (here, here, there):
        uses.note("lien-x", now, is_opened=True)
    there.note("lien-x", now, is_opened=False)
    await asyncio.gather(here.write(), there.write())
    use = (await here.of_all())["lien-x"]
    assert (use.opened, use.looked_at, use.last_opened_at) == (3, 1, now)
