"""The acceptance rules of a dataset hold at every door, before anything of a file is kept.

Covers gateway.files.deposits.accepting, catalog.actions.acceptance.
"""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest

from catalog.model.paris import paris_day
from gateway.app import build_app
from tests.integration.deposits.test_a_deposit_by_http import bearer
from tests.integration.deposits.test_a_deposit_gives_its_owner_no_right import (
    apply,
    codes,
    place_of,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body
from tests.unit.deposits.slips import slips_file

MESNIL = "200085868"
PUT = "/v1/deposits/bons?name=bons.csv"
COLUMNS = """\
      numero_bon: {type: string, label: {fr: Numéro bon}, concept: numero_pesee}
      date_heure: {type: timestamp, source: date, label: {fr: Date}, concept: date}
      immatriculation: {type: string, source: vehicule, label: {fr: Véhicule}, concept: vehicule}
      produit: {type: string, label: {fr: Produit}, concept: flux_dechets}
      poids_net: {type: "decimal(14,3)", label: {fr: Poids net}, concept: masse_collectee, unit: kg}
      contrat: {type: string, label: {fr: Contrat}, concept: contrat}
"""
RULES = """\
    acceptance:
      standard: interco-bon-de-pesee
      period: previous_month
      columns_complete: [immatriculation]
      no_duplicates: true
      contract: {column: contrat, equals: M2026-07}
"""


def declared(rules=RULES, name="bons", storage="valcobreizh.depot"):
    return f"""\
datasets:
  {name}:
    title: {{fr: Bons de pesée}}
    storage: {storage}
    object: {{kind: parquet, name: {MESNIL}/{name}/v1.parquet}}
{rules}    columns:
{COLUMNS}"""


@pytest.fixture
async def client(gateway):
    await apply(gateway, "mesnil-roc-h", declared())
    app = build_app(gateway.state.settings(), demo=True)
    app.state.services = gateway.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


def files_of(gateway):
    folder = place_of(gateway) / MESNIL / "bons"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def last_month(gateway):
    first = paris_day(gateway.services.acts.clock()).replace(day=1)
    return first - timedelta(days=1)


def slip(number, day, net="7420", contract="M2026-07", vehicle="AA-123-BB"):
    return f"BC-{number:03d};{day:%d/%m/%Y};{vehicle};OMR;{net};{contract}"


def sound(gateway, count=8):
    day = last_month(gateway)
    return [slip(at, day.replace(day=at), str(6000 + 130 * at)) for at in range(1, count + 1)]


async def put(client, gateway, rows, address=PUT, **answers):
    given = {"answers": json.dumps(answers)} if answers else {}
    headers = await bearer(gateway)
    split = dict(part.split("=") for part in address.partition("?")[2].split("&"))
    return await client.put(
        address.partition("?")[0], params={**split, **given},
        content=rows if isinstance(rows, bytes) else slips_file(*rows), headers=headers,
    )  # fmt: skip


def said(answered):
    return [one["code"] for one in answered.json().get("problems", [])]


def faults(gateway):
    day, rows = last_month(gateway), sound(gateway)
    before = day.replace(day=1) - timedelta(days=20)
    return {
        "slips_of_another_month": [slip(at, before) for at in range(1, 9)],
        "some_slips_of_another_month": [*rows, slip(9, before)],
        "slips_of_another_contract": [*rows, slip(9, day, contract="M2026-08")],
        "slips_repeated": [*rows, rows[0]],
        "slips_in_another_unit": [slip(at, day, net=f"{6 + at / 10}") for at in range(1, 9)],
        "some_slips_in_another_unit": [*rows, slip(9, day, net="7.2")],
        "slips_incomplete": [*rows, slip(9, day, vehicle="")],
    }


async def test_each_fault_is_told_before_anything_is_kept(client, gateway):
    for code, rows in faults(gateway).items():
        for address in (f"{PUT}&dryRun=true", PUT):
            answered = await put(client, gateway, rows, address)
            assert (answered.status_code, answered.json()["code"], said(answered)) == (
                422, "deposit_not_accepted", [code],
            ), answered.text  # fmt: skip
    assert files_of(gateway) == []
    assert not (await gateway.ports.catalog.current()).deposits
    assert list(gateway.services.deposits.uploads.folder.glob("*")) == []


async def test_a_sound_file_is_deposited_and_not_a_second_time(client, gateway):
    done = await put(client, gateway, sound(gateway))
    assert done.status_code == 201, done.text
    again = await put(client, gateway, sound(gateway))
    assert (again.status_code, said(again)) == (422, ["file_deposited_already"])
    assert "c'est la version 1" in again.json()["problems"][0]["title"]
    await client.put(
        f"{PUT}", content=slips_file(*sound(gateway, 9)), headers=await bearer(gateway)
    )
    last = "/v1/deposits/bons/versions/last"
    assert (await client.delete(last, headers=await bearer(gateway))).status_code == 200
    undone = await put(client, gateway, sound(gateway, 9))
    assert undone.status_code == 201, undone.text


async def test_what_may_be_confirmed_is_deposited_as_it_was_told(client, gateway):
    given = faults(gateway)
    tonnes = given["slips_in_another_unit"]
    done = await put(client, gateway, tonnes, accepted=["slips_in_another_unit"])
    assert done.status_code == 201, done.text
    assert [one["code"] for one in done.json()["acceptance"]] == ["slips_in_another_unit"]
    read = body(await gateway.ask(
        "{ mesnilRocH { bons { aggregate { sum { poidsNet } } } } }", "agent@mesnil-roc-h"
    ))  # fmt: skip
    assert float(read["data"]["mesnilRocH"]["bons"]["aggregate"]["sum"]["poidsNet"]) == 51_600
    mixed = given["some_slips_of_another_month"]
    done = await put(client, gateway, mixed, accepted=["some_slips_of_another_month"])
    assert (done.status_code, done.json()["rows"]) == (201, 9)


async def test_what_refuses_is_not_confirmed_away(client, gateway):
    rows = faults(gateway)["slips_of_another_contract"]
    refused = await put(client, gateway, rows, accepted=["slips_of_another_contract"])
    assert (refused.status_code, refused.json()["code"]) == (422, "deposit_answers_refused")


async def test_a_row_of_totals_is_left_aside_and_told(client, gateway):
    total = sum(6000 + 130 * at for at in range(1, 9))
    rows = [*sound(gateway), f"TOTAL;;;;{total};"]
    done = await put(client, gateway, rows, f"{PUT}&dryRun=true")
    assert (done.status_code, done.json()["rows"]) == (200, 8)
    assert [one["code"] for one in done.json()["acceptance"]] == ["total_rows_left_aside"]
    assert any("Laissé de côté : 1 ligne de total" in one for one in done.json()["sentences"])


async def test_rules_are_described_read_back_and_taken_out(client, gateway):
    read = """query { declaredDataset(dataset: "bons") { acceptance { standard period
      columnsComplete noDuplicates contract { column equals } } } }"""
    shown = body(await gateway.ask(read, "steward@mesnil-roc-h"))["data"]["declaredDataset"]
    assert shown["acceptance"] == {
        "standard": "interco-bon-de-pesee",
        "period": "previous_month",
        "columnsComplete": ["immatriculation"],
        "noDuplicates": True,
        "contract": {"column": "contrat", "equals": "M2026-07"},
    }
    describe = """mutation ($to: AcceptanceInput) {
      describeDataset(dataset: "bons", changes: {acceptance: $to}) { applied } }"""
    month = {"period": "MONTH", "contract": {"column": "contrat", "equals": "M2026-08"}}
    for to in (month, None):
        changed = await gateway.ask(describe, "steward@mesnil-roc-h", variables={"to": to})
        assert body(changed)["data"]["describeDataset"]["applied"], body(changed)
    assert (await gateway.ports.catalog.current()).datasets["mesnil_roc_h__bons"].acceptance is None
    rows = faults(gateway)["slips_of_another_contract"]
    assert (await put(client, gateway, rows)).status_code == 201


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("    acceptance: {columns_complete: [plaque]}\n", "dataset_refused"),
        ("    acceptance: {standard: interco-bons}\n", "dataset_refused"),
        ("    acceptance: {standard: interco-point-apport}\n", "standard_not_met"),
        ("    acceptance: {period: yesterday}\n", "unknown_choice"),
        ("    acceptance: {periode: month}\n", "unknown_key"),
    ],
)
async def test_rules_that_cannot_be_held_are_refused(client, gateway, rules, code):
    assert await codes(gateway, "mesnil-roc-h", declared(rules)) == {code}
