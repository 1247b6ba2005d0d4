"""`interco doctor` over the demo's installation, whole and then broken in one way after another.

Covers gateway.diagnostics.examining, gateway.diagnostics.config_checks,
gateway.diagnostics.runtime_checks, gateway.cli.doctor_command, gateway.diagnostics.findings,
gateway.upkeep.source_monitoring.loops, gateway.http.health.
"""

import json
import os
import socket
from dataclasses import replace

import httpx
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from catalog.model.hosting import NOTHING_SAID, HostingDemand
from catalog.problems import UnreadableEntry
from catalog.store import open_store
from gateway.app import build_app
from gateway.cli.main import app_for, tell
from gateway.demo_mode.state import DemoState
from gateway.diagnostics.examining import examine
from gateway.diagnostics.findings import State
from gateway.diagnostics.runtime_checks import check_hosting
from gateway.upkeep.source_monitoring.loops import probe_due
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.newer_versions import write_row
from tests.unit.docs.pages import demo_catalog

STORAGES = 14
STATIONS = "{ sde35 { bornesRecharge(first: 1) { nodes { puissanceKw } } } }"


@pytest.fixture(scope="module")
async def state(tmp_path_factory):
    made = DemoState(tmp_path_factory.mktemp("doctor") / "state")
    await make_demo(made)
    async with open_services(made.settings(worker=False), demo=True) as services:
        snapshot = await services.query.catalog.current()
        await probe_due(services.sources, dict.fromkeys(snapshot.storages, 0.0))
    return made


async def examined(state, **settings):
    return await examine(state.settings(log_level="error", **settings), demo=True)


def at_fault(findings):
    return [(each.check, each.about) for each in findings if each.state is State.FAULT]


async def test_an_installation_that_is_whole_has_no_fault(state):
    findings = await examined(state)
    assert at_fault(findings) == []
    # The settings of a demonstration are no settings, and are not called safe.
    (settings,) = [each for each in findings if each.check == "settings"]
    assert settings.state is State.WARNING
    assert "c'est une démonstration" in settings.text.fr
    assert "It must serve no real data." in settings.text.en
    assert {each.check for each in findings} == {
        "settings",
        "keys",
        "issuers",
        "proof",
        "store",
        "disk",
        "caches",
        "clock",
        "policy",
        "engine",
        "secrets",
        "worker",
        "storage",
        "hosting",
    }
    assert len([each for each in findings if each.check == "storage"]) == STORAGES
    for each in findings:
        assert each.text.fr != each.text.en
        assert each.state is State.OK or (each.next_step.fr and each.next_step.en)


def test_what_is_not_hosted_as_demanded_is_named():
    catalog = demo_catalog()
    (dataset, *_) = catalog.datasets.values()
    demanding = replace(dataset, hosting=HostingDemand(secnumcloud=True))
    catalog = replace(catalog, datasets={**catalog.datasets, dataset.id: demanding})
    finding = check_hosting(NOTHING_SAID, catalog)
    assert finding.state is State.WARNING
    assert dataset.id in finding.text.fr
    assert "hosting check" in finding.next_step.en


async def test_a_storage_that_is_gone_is_one_fault_with_since_when(state):
    folder = state.data / "val-d-ille-aubigne"
    aside = folder.rename(folder.with_name("ailleurs"))
    findings = await examined(state)
    aside.rename(folder)
    assert at_fault(findings) == [("storage", "val_d_ille_aubigne__fichiers")]
    (told,) = [each for each in findings if each.state is State.FAULT]
    assert "dossier absent" in told.text.fr
    assert "folder missing" in told.text.en


async def test_a_key_that_others_may_read_is_a_fault(state):
    key = state.settings().key_file
    key.chmod(0o640)
    findings = await examined(state)
    key.chmod(0o600)
    assert at_fault(findings) == [("keys", str(key))]


async def test_a_key_of_proofs_that_others_may_read_or_that_is_none_is_a_fault(state):
    key = state.settings().proof_key
    key.chmod(0o640)
    shared = await examined(state)
    key.chmod(0o600)
    whole = key.read_bytes()
    key.write_text("no key")
    broken = await examined(state)
    key.write_bytes(whole)
    assert at_fault(shared) == at_fault(broken) == [("proof", str(key))]


async def test_a_key_of_proofs_that_is_lost_is_told_and_no_other_is_made(state):
    key = state.settings().proof_key
    aside = key.rename(key.with_name("ailleurs.key"))
    findings = await examined(state)
    assert not key.exists()
    aside.rename(key)
    (told,) = [each for each in findings if each.check == "proof"]
    assert told.state is State.WARNING
    assert "storage" in {each.check for each in findings}


async def test_a_ring_that_is_no_ring_is_a_fault(state):
    ring = state.settings().secrets_ring
    whole = ring.read_bytes()
    ring.write_text("{}")
    findings = await examined(state)
    ring.write_bytes(whole)
    assert ("keys", str(ring)) in at_fault(findings)


async def test_a_key_set_of_an_issuer_without_a_key_is_a_fault(state):
    (issuer,) = (one for one in state.settings().issuers if one.jwks_file is not None)
    whole = issuer.jwks_file.read_bytes()
    issuer.jwks_file.write_text('{"keys": []}')
    findings = await examined(state)
    issuer.jwks_file.write_bytes(whole)
    assert at_fault(findings) == [("issuers", str(issuer.jwks_file))]


async def test_a_store_out_of_reach_is_a_fault_and_the_rest_is_still_told(state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{taken.getsockname()[1]}/interco"
        findings = await examined(state, store_url=url)
    assert at_fault(findings) == [("store", "INTERCO_STORE_URL")]
    assert {"settings", "keys", "disk"} <= {each.check for each in findings}


async def test_an_empty_store_is_left_as_it_is(state, postgresql_database):
    findings = await examined(state, store_url=postgresql_database)
    (store,) = [each for each in findings if each.check == "store"]
    assert store.state is State.WARNING
    assert [each.state for each in await examined(state, store_url=postgresql_database)][:1]


async def test_a_law_that_does_not_answer_is_a_fault(state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        findings = await examined(state, policy="opa", opa_url=url, opa_token="secret")
    assert at_fault(findings) == [("policy", "")]


async def test_an_engine_that_does_not_answer_is_a_fault_and_says_for_whom(state):
    findings = await examined(state, engine="trino", trino_url="http://127.0.0.1:1")
    assert at_fault(findings) == [("engine", "trino")]
    (told,) = [each for each in findings if each.state is State.FAULT]
    assert "au compte qui lit" in told.text.fr
    assert "the account that reads" in told.text.en
    assert "INTERCO_TRINO_URL" in told.next_step.fr
    answering = [each.about for each in findings if each.check == "engine"]
    assert answering == ["duckdb", "trino"]


def test_scripts_read_it_as_json_and_by_its_exit_code(state, monkeypatch):
    for name in [each for each in os.environ if each.startswith("INTERCO_")]:
        monkeypatch.delenv(name)
    runner = CliRunner()
    asked = ["doctor", "--json", "--state", str(state.folder)]
    done = runner.invoke(app_for(), asked)
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found[0].keys() == {"check", "state", "fr", "en", "next_fr", "next_en", "about"}
    folder = state.data / "val-d-ille-aubigne"
    aside = folder.rename(folder.with_name("ailleurs"))
    done = runner.invoke(app_for(), asked)
    aside.rename(folder)
    assert done.exit_code == 1


@pytest.fixture
async def beside_a_newer(tmp_path):
    """(folder, door, the store of a newer process) of one installation."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    settings = state.settings(worker=False)
    newer = await open_store(settings.database_url)
    async with open_services(settings, demo=True) as services:
        app = build_app(settings, demo=True)
        app.state.services = services
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://interco") as door:
            yield state, door, newer
    await newer.aclose()


async def asked_of(door):
    """Statuses and texts: of the probe, of data, of a page."""
    answers = (
        await door.get("/health/ready"),
        await door.post("/graphql", json={"query": STATIONS}),
        await door.get("/"),
    )
    return [each.status_code for each in answers], [each.text for each in answers]


async def test_a_process_beside_a_newer_one_serves_on_or_says_why_not(beside_a_newer, capsys):
    state, door, newer = beside_a_newer
    dataset = min((await newer.current()).datasets)
    await write_row(newer, "dataset", dataset, **{"+rows_seen": 12})
    await write_row(newer, "+weather", "243500667", degrees=3)
    statuses, texts = await asked_of(door)
    assert statuses == [200, 200, 200]
    assert json.loads(texts[1])["data"]["sde35"]["bornesRecharge"]["nodes"]
    assert at_fault(await examined(state)) == []

    await write_row(newer, "dataset", dataset, to_be_asked_for=True)
    with capture_logs() as logs:
        statuses, texts = await asked_of(door)
    assert statuses == [503, 503, 503]
    assert json.loads(texts[0])["checks"]["catalog"] == "unreadable"
    assert all("unreadable_catalog_entry" in text for text in texts[1:])
    assert not any(dataset in text or "to_be_asked_for" in text for text in texts)
    (facts, *_) = [line["facts"] for line in logs if line["event"] == "operator_problem"]
    assert facts["entry"] == f"dataset {dataset}"
    assert facts["reason"] == "unknown Dataset.to_be_asked_for"
    (told,) = [each for each in await examined(state) if each.state is State.FAULT]
    assert told.check == "gateway"
    assert f"dataset {dataset} (unknown Dataset.to_be_asked_for)" in told.text.fr
    with pytest.raises(UnreadableEntry) as refusal:
        async with open_services(state.settings(worker=False), demo=True):
            pass
    tell(refusal.value)
    assert dataset in capsys.readouterr().err
