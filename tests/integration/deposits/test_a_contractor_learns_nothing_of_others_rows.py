"""Ways of a contractor to the rows of the body whose data it deposits into: each tells nothing.

Covers gateway.files.deposits.preparing, catalog.model.deposit, catalog.actions.deposit_versions.
"""

from __future__ import annotations

import json

import pytest

from tests.integration.deposits.test_a_contractor_leaves_its_files_and_sees_no_others import (
    SECRET,
    asked,
    contractors,
    give,
    put,
    under_mandate,
)
from tests.integration.deposits.test_a_deposit_by_http import bearer
from tests.integration.deposits.test_a_file_is_accepted_or_told_why_not import (
    MESNIL,
    PUT,
    RULES,
    apply,
    client,
    declared,
    last_month,
    slip,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body
from tests.unit.deposits.slips import slips_file

__all__ = ["client", "contractors"]
OWN_ROWS = 5
ID = "mesnil_roc_h__bons"


def slips(gateway, *numbers, net="7420"):
    return [slip(at, last_month(gateway).replace(day=at), net=net) for at in numbers]


@pytest.fixture
async def left(contractors, gateway):
    await apply(gateway, "mesnil-roc-h", declared(f"    primary_key: [numero_bon]\n{RULES}"))
    return await deposited_by_the_town(contractors, gateway)


@pytest.fixture
async def left_without_a_key(contractors, gateway):
    return await deposited_by_the_town(contractors, gateway)


async def deposited_by_the_town(contractors, gateway):
    """Slips 1 to 5, with a note and a file name of its own."""
    name = f"/v1/deposits/bons?name={SECRET}.csv&note={SECRET}"
    rows = slips_file(*slips(gateway, *range(1, OWN_ROWS + 1), net="31415"))
    sent = await contractors.put(name, content=rows, headers=await bearer(gateway))
    assert sent.status_code == 201, sent.text
    return contractors


def tells_alike(known, unknown):
    one, other = ({**told.json(), "instance": ""} for told in (known, unknown))
    return (known.status_code, one) == (unknown.status_code, other)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("mode", ["append", "update"])
@pytest.mark.parametrize("dry", [True, False])
async def test_a_key_of_the_town_s_is_met_as_one_that_nobody_has(left, gateway, mode, dry):
    address = f"/v1/deposits/bons?name=b.csv&mode={mode}&dryRun=true"
    if not dry:
        await put(left, gateway, slips(gateway, 20), f"{PUT}&mode=append")
    known = await put(left, gateway, slips(gateway, 3), address)
    unknown = await put(left, gateway, slips(gateway, 9), address)
    assert tells_alike(known, unknown), (known.text, unknown.text)


async def test_rows_of_the_town_s_are_neither_changed_nor_counted(left, gateway):
    done = await put(left, gateway, slips(gateway, 1, 2, net="7420"), f"{PUT}&mode=update")
    assert (done.status_code, done.json()["rows"]) == (201, 2), done.text
    document = "{ mesnilRocH { bons(first: 50) { nodes { numeroBon poidsNet } } } }"
    shown = body(await gateway.ask(document, "agent@mesnil-roc-h"))
    of_town = [
        one["poidsNet"] for one in shown["data"]["mesnilRocH"]["bons"]["nodes"]
        if one["poidsNet"].startswith("31415")
    ]  # fmt: skip
    assert len(of_town) == OWN_ROWS
    assert done.json()["version"]["rows"] == 2


async def test_the_very_file_of_the_town_s_is_one_like_any(left, gateway):
    """Who guesses the whole file would otherwise be told that it was right, and of which day."""
    await is_like_any(left, gateway)


@pytest.mark.whole
async def test_so_is_each_of_its_rows_where_no_key_tells_them_apart(left_without_a_key, gateway):
    await is_like_any(left_without_a_key, gateway)


async def is_like_any(left, gateway):
    rows = slips(gateway, *range(1, OWN_ROWS + 1), net="31415")
    same = await put(left, gateway, rows, f"{PUT}&dryRun=true")
    assert same.status_code == 200, same.text
    changed = [*rows[:-1], *slips(gateway, 5, net="31416")]
    other = await put(left, gateway, changed, f"{PUT}&dryRun=true")
    assert tells_alike(same, other), (same.text, other.text)
    # Its own file is still known again.
    sent = await put(left, gateway, slips(gateway, 20), f"{PUT}&mode=append")
    assert sent.status_code == 201, sent.text
    again = await put(left, gateway, slips(gateway, 20), f"{PUT}&mode=append&dryRun=true")
    assert again.status_code in {409, 422}, again.text


async def test_no_digest_is_of_rows_that_it_may_not_read(left, gateway):
    done = await put(left, gateway, slips(gateway, 20), f"{PUT}&mode=append")
    digest = (await gateway.ports.catalog.current()).deposits[ID].current.content_sha256
    listed = await left.get("/v1/deposits/bons/versions", headers=await under_mandate(gateway))
    for told in (done, listed):
        assert digest not in told.text
        assert str(OWN_ROWS + 1) not in json.dumps(_numbers(told.json(), "rows"))


def _numbers(document, name):
    if isinstance(document, dict):
        own = [document[name]] if name in document else []
        return own + [each for one in document.values() for each in _numbers(one, name)]
    if isinstance(document, list):
        return [each for one in document for each in _numbers(one, name)]
    return []


async def test_its_answers_never_change_how_the_town_s_files_are_read(left, gateway):
    before = (await gateway.ports.catalog.current()).deposits[ID].answers
    answers = json.dumps({"match": {"units": {"poids_net": "keep"}, "missing": ["produit"]}})
    address = f"{PUT}&mode=append&answers={answers}"
    done = await put(left, gateway, slips(gateway, 20), address)
    assert done.status_code == 201, done.text
    assert (await gateway.ports.catalog.current()).deposits[ID].answers == before


@pytest.mark.whole
async def test_a_file_that_waits_tells_no_more_than_one_that_is_put(left, gateway):
    headers = await under_mandate(gateway)
    sent = await left.post(
        "/v1/uploads?name=b.csv", content=slips_file(*slips(gateway, 3)), headers=headers
    )
    text = sent.text
    if sent.status_code == 201:
        upload = sent.json()["id"]
        await gateway.services.deposits.readings[upload]
        for path in (f"/v1/uploads/{upload}", f"/v1/uploads/{upload}/preview?dataset=bons"):
            text += (await left.get(path, headers=headers)).text
    assert SECRET not in text
    assert "31415" not in text


@pytest.mark.whole
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/v1/deposits/bons/versions/last"),
        ("GET", "/v1/deposits/bons/versions/1/original"),
        ("PUT", f"{PUT}&mode=replace"),
        ("PUT", "/v1/deposits/mesnil_roc_h__autres?name=b.csv"),
        ("PUT", "/v1/deposits/neuf?name=b.csv&into=valcobreizh.depot"),
    ],
)
async def test_what_is_not_its_own_is_neither_taken_nor_undone(left, gateway, method, path):
    before = (await gateway.ports.catalog.current()).deposits
    content = slips_file(*slips(gateway, 3)) if method == "PUT" else None
    told = await left.request(method, path, content=content, headers=await under_mandate(gateway))
    assert told.status_code in {400, 403, 404}, told.text
    assert SECRET not in told.text
    assert (await gateway.ports.catalog.current()).deposits == before


@pytest.mark.whole
@pytest.mark.parametrize(
    "document",
    [
        "{ deposits { versions { number fileName note rows by } } }",
        '{ sourceCheck(dataset: "bons") { rows } }',
        '{ coverage(dataset: "bons") { rows } }',
        "{ usage { requests rows } }",
        "{ mesnilRocH { bons { aggregate { count } } } }",
    ],
)
async def test_nothing_counts_the_rows_that_were_there(left, gateway, document):
    shown = (await asked(gateway, document)).body.decode()
    assert SECRET not in shown
    assert f'"rows":{OWN_ROWS}' not in shown
    assert f'"count":{OWN_ROWS}' not in shown


@pytest.mark.whole
async def test_under_a_mandate_that_ended_nothing_is_asked(left, gateway):
    (mandate,) = (await gateway.ports.catalog.current()).mandates
    end = 'mutation ($m: String!) { endMandate(mandate: $m, reason: "fin") { sentences { fr } } }'
    await gateway.ask(end, "approver@mesnil-roc-h", variables={"m": mandate.id})
    told = await put(left, gateway, slips(gateway, 3), f"{PUT}&dryRun=true")
    assert (told.status_code, told.json()["code"]) == (403, "mandate_required")
    assert await give(gateway, "collecte-bleue", actions=("QUERY",)) == []
    told = await put(left, gateway, slips(gateway, 3), f"{PUT}&dryRun=true")
    assert told.status_code in {400, 403}, told.text
    assert MESNIL not in told.text or SECRET not in told.text
