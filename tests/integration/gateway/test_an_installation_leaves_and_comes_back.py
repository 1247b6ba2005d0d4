"""`interco export | import`: everything as open files, into an empty installation, the same bytes.

Covers gateway.upkeep.transfer, gateway.upkeep.transfer.exporting,
gateway.upkeep.transfer.importing, gateway.upkeep.transfer.of_one_body,
gateway.upkeep.transfer.layout, gateway.upkeep.transfer.problems, gateway.cli.transfer_commands,
catalog.store.transfer, catalog.exports.open_table.
"""

import csv
import filecmp
import io
import json
import random
import sqlite3
from contextlib import closing

import pytest

from catalog.exports.open_table import Field, read_lines, write_head, write_line
from catalog.problems import UnreadableEntry
from catalog.store import open_store
from catalog.store.tables import metadata
from catalog.store.transfer import LEFT_OUT, TABLES
from federation.storages.deposit_files import DepositPlace
from gateway.demo_mode.state import DemoState
from gateway.proof.keeping import extend_chain
from gateway.proof.problems import ExportFolderTaken
from gateway.upkeep.transfer import importing
from gateway.upkeep.transfer.exporting import export_installation
from gateway.upkeep.transfer.importing import import_installation
from gateway.upkeep.transfer.layout import ORDER, files
from gateway.upkeep.transfer.problems import (
    InstallationNotEmpty,
    TransferTooNew,
    UnknownBody,
    UnreadableTransfer,
)
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.deposits.test_a_file_becomes_rows import deposited
from tests.integration.gateway.conftest import Gateway
from tests.mutants import in_the_transfer
from tests.newer_versions import newer_code, write_row

VAL_D_ILLE, VALCOBREIZH = "243500667", "200090884"
READING = "{ valDIlleAubigne { collectes(first: 2) { nodes { flux } } } }"
ITS_OWN = "{ valcobreizh { collectes(first: 2) { nodes { flux } } } }"
BOTH = READING[:-1] + "valcobreizh { collectes(first: 2) { nodes { flux } } } }"
REVISION = "0014"
CAMPAIGN = """mutation { openCampaign(input: { title: "RPQS 2025", template: "rpqs_dechets",
  firstMonth: "2025-01", lastMonth: "2025-12", due: "2030-01-10" }) { applied } }"""
QUOTA = 'mutation { setQuota(organisation: "valcobreizh", requests: 900000) { applied } }'
AGENT, OTHER = "agent@valcobreizh", "agent@val-d-ille-aubigne"


@pytest.fixture(scope="module")
async def lived(tmp_path_factory):
    """An installation in which people have read, and something was deposited."""
    state = DemoState(tmp_path_factory.mktemp("lived") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        gateway = Gateway(state, services)
        for agent, document in (
            *((AGENT, READING), (AGENT, BOTH), (AGENT, ITS_OWN)),
            (OTHER, READING),
        ):
            await gateway.ask(document, agent, "rpqs_dechets", file_reference="CANARI-dossier")
        opened = await gateway.ask(CAMPAIGN, "steward@valcobreizh", None)
        assert b"errors" not in opened.body
        assert b"errors" not in (await gateway.ask(QUOTA, "operator@interco", None)).body
        await extend_chain(services.proof)
        await deposited(gateway)
    return state


def address(state):
    return state.settings().database_url


async def exported(url, folder, siren=None):
    store = await open_store(url)
    try:
        return await export_installation(store, folder, REVISION, DepositPlace, siren)
    finally:
        await store.aclose()


async def imported(url, folder, revision=REVISION):
    store = await open_store(url)
    try:
        return await import_installation(store, folder, revision, DepositPlace, None)
    finally:
        await store.aclose()


def names(folder):
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def assert_same(one, other):
    assert names(one) == names(other)
    _, different, unreadable = filecmp.cmpfiles(one, other, names(one), shallow=False)
    assert (different, unreadable) == ([], [])


def new(tmp_path, name="new"):
    return f"sqlite:///{tmp_path / name / 'catalog.sqlite'}"


@pytest.mark.parametrize("siren", [None, VAL_D_ILLE, VALCOBREIZH])
async def test_what_goes_out_comes_in_and_goes_out_the_same(lived, tmp_path, siren):
    await exported(address(lived), tmp_path / "out", siren)
    await imported(new(tmp_path), tmp_path / "out")
    await exported(new(tmp_path), tmp_path / "again", siren)
    assert_same(tmp_path / "out", tmp_path / "again")


async def test_a_postgresql_gives_the_files_that_a_sqlite_gave(
    lived, tmp_path, postgresql_database
):
    url = postgresql_database
    await exported(address(lived), tmp_path / "out")
    await imported(url, tmp_path / "out")
    await exported(url, tmp_path / "again")
    assert_same(tmp_path / "out", tmp_path / "again")
    store = await open_store(url)
    try:
        before = (await store.current()).version.number
        assert before > 0
    finally:
        await store.aclose()


async def test_an_installation_that_came_back_answers_and_acts_as_before(lived, tmp_path):
    await exported(address(lived), tmp_path / "out")
    await imported(new(tmp_path), tmp_path / "out")
    settings = lived.settings(store_url=new(tmp_path))
    async with open_services(settings, demo=True) as services:
        gateway = Gateway(lived, services)
        answer = await gateway.ask(READING, AGENT, "rpqs_dechets")
        assert b"errors" not in answer.body
        assert answer.status == 200


async def test_every_table_is_in_it_but_those_of_who_is_signed_in():
    assert {*TABLES} | LEFT_OUT == {*metadata.tables}
    assert sorted(ORDER) == sorted(TABLES)
    assert {table for table, _ in files().values()} == {*TABLES}


async def test_a_spreadsheet_reads_each_file_and_a_program_its_schema(lived, tmp_path):
    await exported(address(lived), tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    for resource in package["resources"]:
        if "schema" not in resource:
            continue
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert len(rows) - 1 == resource["rows"]
        assert {len(row) for row in rows} == {len(rows[0])}
    agreements = (tmp_path / "out" / "catalog" / "agreement.csv").read_text("utf-8-sig")
    assert "conv-2025-0001@1" in agreements


@pytest.mark.parametrize(("siren", "count"), [(None, 1), (VALCOBREIZH, 1), (VAL_D_ILLE, 0)])
async def test_a_campaign_goes_with_the_body_that_opened_it(lived, tmp_path, siren, count):
    await exported(address(lived), tmp_path / "out", siren)
    kept = (tmp_path / "out" / "catalog" / "campaign.csv").read_text("utf-8-sig")
    assert kept.count("camp-") >= count
    assert ("camp-" in kept) is bool(count)


@pytest.mark.parametrize(("siren", "count"), [(None, 1), (VALCOBREIZH, 1), (VAL_D_ILLE, 0)])
async def test_a_quota_goes_with_the_body_that_has_it(lived, tmp_path, siren, count):
    await exported(address(lived), tmp_path / "out", siren)
    kept = (tmp_path / "out" / "catalog" / "quota.csv").read_text("utf-8-sig")
    assert kept.count('""requests"":900000') == count


async def test_deposited_files_go_with_it(lived, tmp_path):
    await exported(address(lived), tmp_path / "out")
    deposited = [each for each in names(tmp_path / "out") if each.startswith("deposits/")]
    assert [each.rpartition(".")[2] for each in deposited] == ["original", "parquet"]


async def test_of_one_body_nothing_goes_out_that_is_another_s(lived, tmp_path):
    await exported(address(lived), tmp_path / "out", VAL_D_ILLE)
    assert in_the_transfer.leak_in(tmp_path / "out", VAL_D_ILLE) is None
    requests = (tmp_path / "out" / "journal" / "requests.csv").read_text()
    # Who read its data, as bodies do: not in person, and without the reader's own reference.
    assert VALCOBREIZH in requests
    assert AGENT not in requests


async def test_a_change_of_one_byte_is_noticed_and_nothing_is_taken_in(lived, tmp_path):
    await exported(address(lived), tmp_path / "out")
    for name in ("catalog/agreement.csv", "datapackage.json", "proof/chain.csv"):
        file = tmp_path / "out" / name
        before = file.read_bytes()
        file.write_bytes(before[:-3] + b"x" + before[-2:])
        with pytest.raises(UnreadableTransfer):
            await imported(new(tmp_path, "changed"), tmp_path / "out")
        file.write_bytes(before)
    store = await open_store(new(tmp_path, "changed"))
    try:
        assert (await store.current()).version.number == 0
    finally:
        await store.aclose()


async def test_it_goes_into_an_empty_installation_of_no_older_version(lived, tmp_path):
    await exported(address(lived), tmp_path / "out")
    with pytest.raises(InstallationNotEmpty):
        await imported(address(lived), tmp_path / "out")
    with pytest.raises(TransferTooNew):
        await imported(new(tmp_path), tmp_path / "out", revision="0001")
    with pytest.raises(ExportFolderTaken):
        await exported(address(lived), tmp_path / "out")
    with pytest.raises(UnknownBody):
        await exported(address(lived), tmp_path / "other", "000000000")


async def test_nobody_stays_signed_in_by_an_export(lived, tmp_path):
    path = address(lived).removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database:
        columns = [row[1:3] for row in database.execute("PRAGMA table_info(session)")]
        values = ["CANARI-cookie" if kind != "BOOLEAN" else 0 for _, kind in columns]
        marks = ",".join("?" * len(values))
        database.execute(f"INSERT INTO session VALUES ({marks})", values)
        database.commit()
    await exported(address(lived), tmp_path / "out")
    assert not [
        each
        for each in names(tmp_path / "out")
        if b"CANARI" in (tmp_path / "out" / each).read_bytes() and each != "journal/requests.csv"
    ]


def test_any_text_comes_back_as_it_was_and_runs_nothing_in_a_spreadsheet():
    chosen = random.Random(14)
    signs = ["a", ";", '"', "'", "=", "+", "@", "\r", "\n", " ", "\t", "é", "", "0"]
    texts = [
        "".join(chosen.choice(signs) for _ in range(chosen.randint(0, 6))) for _ in range(6000)
    ]
    rows = [[chosen.choice((None, text)), text] for text in texts]
    written = io.StringIO(newline="")
    write_head(written, [Field("a", "string"), Field("b", "string")])
    for row in rows:
        write_line(written, row)
    written.seek(0)
    assert list(read_lines(written))[1:] == rows
    written.seek(1)
    for cells in list(csv.reader(written, delimiter=";"))[1:]:
        assert not [each for each in cells if each.lstrip(" \n")[:1] in {*"=+-@\t\r"} - {""}]


@pytest.mark.parametrize("bug", in_the_transfer.BUGS)
async def test_a_planted_bug_that_shows_another_body_s_rows_dies(lived, tmp_path, monkeypatch, bug):
    in_the_transfer.BUGS[bug].plant(monkeypatch)
    await exported(address(lived), tmp_path / "out", VAL_D_ILLE)
    assert in_the_transfer.leak_in(tmp_path / "out", VAL_D_ILLE) is not None


async def test_what_only_a_newer_version_knows_is_neither_left_out_nor_dropped(
    lived, tmp_path, monkeypatch
):
    await exported(address(lived), tmp_path / "out")
    await imported(new(tmp_path), tmp_path / "out")
    newer = await open_store(new(tmp_path))
    dataset = min((await newer.current()).datasets)
    await write_row(newer, "dataset", dataset, **{"+rows_seen": 12})
    await exported(new(tmp_path), tmp_path / "again")
    assert '""+rows_seen"":12' in (tmp_path / "again/catalog/dataset.csv").read_text()
    with newer_code():
        await exported(new(tmp_path), tmp_path / "newer")
    rows = (tmp_path / "newer/catalog/dataset.csv").read_text("utf-8-sig").splitlines()
    shown = [row for row in csv.DictReader(rows, delimiter=";") if row["rows_seen"] == "12"]
    assert [row["key"] for row in shown] == [dataset]
    await write_row(newer, "+weather", "243500667", degrees=3)
    await newer.aclose()
    with pytest.raises(UnreadableEntry) as refusal:
        await exported(new(tmp_path), tmp_path / "third")
    assert refusal.value.facts["entry"] == "+weather 243500667"
    older = {name: kept for name, kept in files().items() if name != "catalog/campaign.csv"}
    monkeypatch.setattr(importing, "files", lambda: older)
    with pytest.raises(TransferTooNew):
        await imported(new(tmp_path, "other"), tmp_path / "out")
