"""A column taken out of a file of the demo: what its owner, its reader and a query are told.

Covers gateway.upkeep.source_monitoring.loops, gateway.upkeep.source_monitoring.check_drift,
gateway.sharing.notifications.wording, catalog.drift.messages, gateway.control.sources,
catalog.drift.causes.
"""

import json
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from gateway.demo_mode.state import DemoState
from gateway.sharing.notifications.wording import word_message
from gateway.upkeep.source_monitoring.loops import look_at_due, probe_due
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

DRIFT = """query { drift { dataset breaking looked: lookedAt
  changes { kind breaking column fr en } agreements { citation columns isWhole } } }"""
ASKED = """query { drift(lookAgain: true) { dataset breaking problem
  changes { kind breaking column } } }"""
STORAGES = "query { storages { id health { isUp since causeFr } } }"
STEWARD = "steward@val-d-ille-aubigne"
READER = "agent@valcobreizh"
PURPOSE = "rpqs_dechets"
COLLECTES = "val_d_ille_aubigne__collectes"
BOTH = """query { valDIlleAubigne { lost: collectes(first: 1) { nodes { tonnageKg } }
  kept: collectes(first: 1) { nodes { flux } } } }"""


@pytest.fixture(scope="module")
async def gateway(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("drift") / "state")
    await make_demo(state)
    async with open_services(state.settings(worker=False), demo=True) as services:
        yield Gateway(state, services)


def files_of(gateway):
    return sorted(Path(gateway.state.data, "val-d-ille-aubigne", "collectes").glob("*.csv"))


async def told(gateway, document, agent=STEWARD, **more):
    return orjson.loads((await gateway.ask(document, agent, **more)).body)


async def outbox(gateway):
    return await gateway.services.notifications.deliveries.unspread(100)


@pytest.mark.parametrize("agent", ["agent@val-d-ille-aubigne", "steward@sde35", READER])
async def test_only_the_owners_stewards_are_shown_anything(gateway, agent):
    answer = await told(gateway, STORAGES, agent)
    if agent == "steward@sde35":
        assert all(each["id"].startswith("sde35__") for each in answer["data"]["storages"])
        found = await told(
            gateway, f'query {{ drift(dataset: "{COLLECTES}") {{ dataset }} }}', agent
        )
        assert found["errors"][0]["extensions"]["code"] == "unknown_dataset"
    else:
        assert answer["data"]["storages"] is None
        assert answer["errors"][0]["extensions"]["code"] == "role_required"
        refused = await told(gateway, DRIFT, agent)
        assert refused["data"]["drift"] is None
        assert refused["errors"][0]["extensions"]["code"] == "act_role_required"


async def test_a_storage_is_shown_with_since_when_it_answers(gateway):
    snapshot = await gateway.ports.catalog.current()
    await probe_due(gateway.services.sources, dict.fromkeys(snapshot.storages, 0.0))
    (first,) = (await told(gateway, STORAGES))["data"]["storages"]
    (again,) = (await told(gateway, STORAGES))["data"]["storages"]
    assert first["id"] == "val_d_ille_aubigne__fichiers"
    assert first["health"]["isUp"] is True
    assert first["health"]["since"] == again["health"]["since"]


async def test_a_column_that_vanished_is_told_once_to_whom_it_concerns(gateway):
    sources = gateway.services.sources
    await look_at_due(sources, dict.fromkeys(await all_of(gateway), 0.0))
    assert not [each for each in await outbox(gateway) if "drift" in each.message.kind]
    assert not (await told(gateway, DRIFT))["data"]["drift"][0]["changes"]

    for file in files_of(gateway):
        lines = file.read_text("utf-8").splitlines()
        # The masses are written under another name from now on.
        lines[0] = lines[0].replace("tonnage_kg", "masse")
        file.write_text("\n".join(lines) + "\n", "utf-8")
    sources.looks.fresh_s = 0.0
    asked = (await told(gateway, ASKED))["data"]["drift"][0]
    assert asked["breaking"] is True
    assert {(each["kind"], each["column"]) for each in asked["changes"]} == {
        ("column_vanished", "tonnage_kg"),
        ("column_added", "masse"),
    }

    kept = (await told(gateway, DRIFT))["data"]["drift"][0]
    citations = {each["citation"]: each["columns"] for each in kept["agreements"]}
    assert citations["conv-2025-0001@1"] == ["tonnage_kg"]

    messages = [each.message for each in await outbox(gateway)]
    told_of = {
        each.kind: each
        for each in messages
        if "source_changed" in each.kind or "drift" in each.kind
    }
    assert told_of["dataset.drifted"].to == ("243500667",)
    assert told_of["agreement.source_changed"].facts["columns"] == ["tonnage_kg"]
    again = await told(gateway, ASKED)
    assert again["data"]["drift"][0]["breaking"] is True
    assert len(await outbox(gateway)) == len(messages)
    assert "masse" not in json.dumps(
        [dict(each.facts) for each in messages if each.kind != "dataset.drifted"]
    )


async def test_the_reader_is_told_which_column_and_reads_the_others(gateway):
    answer = await told(gateway, BOTH, READER, purpose=PURPOSE)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "source_column_gone"
    assert "tonnage_kg" in error["message"]
    assert "collectes" in error["message"]
    assert len(answer["data"]["valDIlleAubigne"]["kept"]["nodes"]) == 1


async def all_of(gateway):
    snapshot = await gateway.ports.catalog.current()
    return [f"{each.id}@{each.version}" for each in snapshot.datasets.values()]


async def test_a_file_that_changed_is_read_again_and_its_steward_told_once(tmp_path):
    """In its inbox as in drift; not what whoever declared it was told already."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(worker=False), demo=True) as services:
        here = Gateway(state, services)

        async def look():
            services.sources.looks.fresh_s = 0.0
            looks = await services.sources.records.looks()
            await look_at_due(
                replace(services.sources, drift_interval_s=0.0),
                {f"{each}@1": 0.0 for each in looks or [COLLECTES]},
            )

        await look()
        file = files_of(here)[-1]
        header, first, *rest = file.read_text("utf-8").splitlines()
        cells = first.split(";")
        cells[header.split(";").index("date_collecte")] = "31/02/2025"
        file.write_text(
            "\n".join([header, ";".join(cells), f"{first};de trop", *rest]) + "\n", "utf-8"
        )
        await look()
        await look()
        messages = [each.message for each in await outbox(here)]
        (message,) = [each for each in messages if each.kind == "dataset.badly_read"]
        assert message.to == ("243500667",)
        assert message.facts["check_fr"] == (
            "lignes non lues : 1 ; cellules illisibles : 1 (date_collecte)"
        )
        assert "31/02/2025" not in json.dumps(dict(message.facts))
        words = word_message(message, "fr")
        assert f"./interco dataset check {COLLECTES}" in words.next_step
        assert "Mal lu : lignes non lues : 1" in " ".join(
            f"{a.label} : {a.text}" for a in words.lines
        )
        kept = (await told(here, "query { drift { badlyReadFr badlyReadEn checkedAt } }"))["data"]
        assert "cellules illisibles : 1" in kept["drift"][0]["badlyReadFr"]
        file.write_text("\n".join([header, first, *rest]) + "\n", "utf-8")
        await look()
        kept = (await told(here, "query { drift { badlyReadFr } }"))["data"]
        assert kept["drift"][0]["badlyReadFr"] == ""
