"""A demand of hosting, from the declaration and the settings to the refusal, its words and its end.

Covers catalog.hosting, catalog.hosting_words, catalog.model.hosting, catalog.actions.hosting,
catalog.declaration.hosting, gateway.base.hosting_settings, gateway.cli.hosting_commands,
gateway.reading.query.hosting.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from catalog.changes import ActRecord, Changes
from catalog.checks.kept import KeptCheck
from catalog.declaration.declaration import read_declaration
from catalog.declaration.rendering import difference_lines
from catalog.drift.records import SourceLook
from catalog.model.hosting import Hosting, HostingDemand, HostingPart, Installation
from gateway.acts.act import apply_declaration
from gateway.base.hosting_settings import HostedPart, HostingSettings
from gateway.cli.agreement_documents import SHOW
from gateway.cli.agreement_show import print_agreement
from gateway.cli.demo_folder import find_agent
from gateway.cli.main import app_for
from gateway.demo_mode.catalog import demo_act_ports
from gateway.demo_mode.state import DemoState
from gateway.identity.subject import local_subject
from gateway.reading.query.plan_cache import PlanCache
from gateway.upkeep.source_monitoring.rechecking import check_again
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway

READER = ("agent@valcobreizh", "rpqs_dechets")
OWNER = "steward@val-d-ille-aubigne"
DATASET = "val_d_ille_aubigne__collectes"
COUNT = "{ valDIlleAubigne { collectes { aggregate { count } } } }"
SECNUMCLOUD = HostingDemand(countries=("FR",), secnumcloud=True)
FRENCH = Hosting("FR", secnumcloud=True, operator="200090884")
SOUND = Installation(FRENCH, FRENCH, FRENCH, FRENCH, FRENCH)


@pytest.fixture
async def gateway(tmp_path):
    """In which the agreement of the waste syndicat demands SecNumCloud, in France."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        opened = Gateway(state, services)
        await demand(opened, SECNUMCLOUD)
        yield opened


async def write(gateway, *put):
    snapshot = await gateway.ports.catalog.current()
    record = ActRecord(datetime.now(UTC), None, "test", None, "test")
    await gateway.ports.catalog.write(snapshot.version, Changes(put), record)


async def demand(gateway, of_the_agreement, of_the_dataset=None):
    snapshot = await gateway.ports.catalog.current()
    agreements = [each for each in snapshot.agreements if each.dataset_id == DATASET]
    await write(
        gateway,
        replace(snapshot.datasets[DATASET], hosting=of_the_dataset),
        *(
            replace(each, terms=replace(each.terms, hosting=of_the_agreement))
            for each in agreements
        ),
    )


async def store_in(gateway, hosting):
    snapshot = await gateway.ports.catalog.current()
    storage = snapshot.storages[snapshot.datasets[DATASET].storage_id]
    await write(
        gateway,
        replace(
            storage,
            host_country=hosting.country,
            secnumcloud=bool(hosting.secnumcloud),
            operator=hosting.operator,
        ),
    )


def installed(opened, **parts):
    """As another process, hosted so: what the first remembers it does not."""
    return opened.with_ports(installation=replace(SOUND, **parts), memory=PlanCache())


def body(answer):
    return json.loads(answer.body)


def refusal(answer):
    (error,) = body(answer)["errors"]
    return error["extensions"]["code"], error["message"]


async def test_it_is_read_once_all_of_it_is_hosted_as_demanded(gateway):
    code, words = refusal(await gateway.ask(COUNT, *READER))
    assert code == "hosting_not_met"
    assert "pays inconnu" in words
    assert refusal(await installed(gateway).ask(COUNT, *READER))[0] == "hosting_not_met"
    await store_in(gateway, FRENCH)
    assert refusal(await gateway.ask(COUNT, *READER))[0] == "hosting_not_met"
    answered = body(await installed(gateway).ask(COUNT, *READER))
    assert answered["data"]["valDIlleAubigne"]["collectes"]["aggregate"]["count"]


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("gateway", "la passerelle"),
        ("engine", "le moteur de requêtes"),
        ("spill", "l'espace temporaire du moteur"),
        ("logs", "les journaux"),
        ("backups", "les sauvegardes"),
    ],
)
async def test_the_part_that_falls_short_is_named_and_no_engine_is_asked(gateway, part, named):
    await store_in(gateway, FRENCH)
    abroad = installed(gateway, **{part: replace(FRENCH, country="US")}).with_ports(engines={})
    code, words = refusal(await abroad.ask(COUNT, *READER))
    assert code == "hosting_not_met"
    assert f"{named} (hors des pays exigés)" in words.replace("’", "'")


async def test_the_owner_reads_its_own_unless_the_dataset_itself_demands(gateway):
    own = ("agent@val-d-ille-aubigne",)
    assert "errors" not in body(await gateway.ask(COUNT, *own))
    await demand(gateway, None, SECNUMCLOUD)
    assert refusal(await gateway.ask(COUNT, *own))[0] == "hosting_not_met"
    assert refusal(await gateway.ask(COUNT, *READER))[0] == "hosting_not_met"
    await store_in(gateway, FRENCH)
    assert "errors" not in body(await installed(gateway).ask(COUNT, *own))


async def test_why_is_told_and_whose_turn_it_is(gateway):
    await store_in(gateway, replace(FRENCH, secnumcloud=False))
    access = """query ($dataset: ID!) { effectiveAccess(dataset: $dataset) { allowed missing {
      code words { fr } next { fr } ask { slug } agreement } } }"""
    asked = await installed(gateway).ask(access, *READER, variables={"dataset": DATASET})
    told = body(asked)["data"]["effectiveAccess"]
    assert told["allowed"] is False
    (missing,) = told["missing"]
    assert missing["code"] == "hosting_not_met"
    assert "le stockage du jeu (sans qualification SecNumCloud)" in missing["words"]["fr"]
    assert "propriétaire" in missing["next"]["fr"]
    assert missing["ask"] == {"slug": "val-d-ille-aubigne"}
    await store_in(gateway, FRENCH)
    abroad = installed(gateway, logs=Hosting())
    asked = await abroad.ask(access, *READER, variables={"dataset": DATASET})
    (missing,) = body(asked)["data"]["effectiveAccess"]["missing"]
    assert missing["ask"] is None
    assert "exploitant" in missing["next"]["fr"]


async def test_an_owner_is_not_told_that_a_row_is_missing_when_none_may_be_read(gateway):
    await demand(gateway, None, SECNUMCLOUD)
    why = """{ whyNotRow(dataset: "%s", key: ["1"], organisation: "200090884") { found } }"""
    code, _ = refusal(await gateway.ask(why % DATASET, OWNER))
    assert code == "hosting_not_met"


async def test_a_check_of_a_source_reads_nothing_that_is_not_hosted_as_demanded(gateway):
    await demand(gateway, None, SECNUMCLOUD)
    check = '{ sourceCheck(dataset: "%s") { rows } }'
    code, _ = refusal(await gateway.ask(check % DATASET, OWNER))
    assert code == "hosting_not_met"


class Read(Exception):  # noqa: N818 - that it was read, where a test must not
    pass


async def test_the_check_that_nobody_asks_for_reads_nothing_either(gateway, monkeypatch):
    async def read(*_):
        raise Read

    monkeypatch.setattr("gateway.upkeep.source_monitoring.rechecking.checked", read)
    await demand(gateway, None, SECNUMCLOUD)
    await store_in(gateway, FRENCH)
    sources, snapshot = gateway.services.sources, await gateway.ports.catalog.current()
    dataset, now = snapshot.datasets[DATASET], datetime.now(UTC)
    look = SourceLook(DATASET, dataset.version, now, check=KeptCheck("another file"))
    await check_again(dataset, look, snapshot, sources)
    with pytest.raises(Read):
        await check_again(dataset, look, snapshot, replace(sources, installation=SOUND))


async def test_an_agreement_shows_what_falls_short_to_both_parties(gateway):
    snapshot = await gateway.ports.catalog.current()
    citation = next(e.citation for e in snapshot.agreements if e.dataset_id == DATASET)
    show = """query ($c: String!) { agreement(citation: $c) {
      terms { hosting { countries secnumcloud operatedBy } }
      hosting { part fact known words { fr en } turn { fr en } } } }"""
    for agent in (OWNER, "steward@valcobreizh"):
        asked = await installed(gateway).ask(show, agent, variables={"c": citation})
        found = body(asked)["data"]["agreement"]
        assert found["terms"]["hosting"] == {
            "countries": ["FR"],
            "secnumcloud": True,
            "operatedBy": [],
        }
        assert {(each["part"], each["fact"], each["known"]) for each in found["hosting"]} == {
            ("storage", "country", False),
            ("storage", "secnumcloud", True),
        }


async def test_its_page_in_a_terminal_says_so_in_a_line(gateway, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    snapshot = await gateway.ports.catalog.current()
    citation = next(e.citation for e in snapshot.agreements if e.dataset_id == DATASET)
    shown = await gateway.ask(SHOW, OWNER, variables={"citation": citation})
    print_agreement(body(shown)["data"]["agreement"])
    lines = capsys.readouterr().out.replace("’", "'")
    assert "Hébergement exigé de chaque partie : FR, SecNumCloud" in lines
    assert (
        "! Rien ne peut être lu : le stockage du jeu (pays inconnu, sans qualification "
        "SecNumCloud) ; toute l'installation (pays inconnu, qualification SecNumCloud inconnue) ; "
        "à l'organisme propriétaire du jeu et à l'exploitant d'Interco d'agir."
    ) in lines


async def test_who_declares_a_storage_is_told_what_falls_short(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with demo_act_ports(state) as ports:
        declaration = read_declaration([_demanding(tmp_path)])
        agent = find_agent(await ports.catalog.current(), OWNER)
        told = await apply_declaration(declaration, local_subject(agent), ports, dry_run=True)
        lines = "\n".join(difference_lines(told))
        assert "pesees : rien ne sera lu" in lines.replace("val_d_ille_aubigne__", "")
        assert "toute l'installation (pays inconnu)" in lines
        assert "le stockage du jeu" not in lines
        sound = replace(ports, installation=SOUND)
        told = await apply_declaration(declaration, local_subject(agent), sound, dry_run=True)
        assert "rien ne sera lu" not in "\n".join(difference_lines(told))


def _demanding(folder):
    file = folder / "demanding.yaml"
    file.write_text(
        """
organisation:
  siren: "243500667"
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
storages:
  archives: {kind: files, directory: val-d-ille-aubigne/archives, host_country: FR}
datasets:
  pesees:
    title: {fr: Pesées}
    storage: archives
    object: {kind: csv, name: pesees.csv}
    hosting: {countries: [EU]}
    columns:
      jour: {type: date, label: {fr: Jour}}
""",
        "utf-8",
    )
    return file


async def test_an_operator_sees_what_another_hosting_would_stop(gateway, tmp_path, monkeypatch):
    await store_in(gateway, FRENCH)
    here = HostedPart(country="FR", secnumcloud=True)
    monkeypatch.setenv("INTERCO_HOSTING", HostingSettings(all=here).model_dump_json())
    state = ("--state", str(gateway.state.folder))
    assert await run("hosting", "check", *state) == (0, {"stops": [], "stays": [], "begins": []})
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text('{"all": {"country": "FR", "secnumcloud": true}, "backups": {}}')
    code, told = await run("hosting", "check", "--with", str(elsewhere), *state)
    assert code == 1
    assert {each["dataset"] for each in told["stops"]} == {DATASET}
    assert {each["part"] for each in told["stops"][0]["shortfalls"]} == {HostingPart.BACKUPS}
    monkeypatch.delenv("INTERCO_HOSTING")
    assert (await run("hosting", "check", *state))[0] == 1
    ready = tmp_path / "ready.json"
    ready.write_text(HostingSettings(all=here).model_dump_json())
    code, told = await run("hosting", "check", "--with", str(ready), *state)
    assert (code, told["stops"]) == (0, [])
    assert told["begins"]


async def run(*typed):
    """As a program of its own: it has an event loop to itself."""
    done = await asyncio.to_thread(CliRunner().invoke, app_for(typed), [*typed, "--json"])
    return done.exit_code, json.loads(done.output)
