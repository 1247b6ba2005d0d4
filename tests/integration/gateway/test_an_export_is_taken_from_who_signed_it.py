"""An export comes in as its installation signed it, whole or not at all, and follows no link.

Covers gateway.upkeep.transfer.signature, gateway.upkeep.transfer.placing,
gateway.upkeep.transfer.own_files, gateway.upkeep.transfer.brought.
"""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.changes import Family
from catalog.model.problem import Problem
from catalog.model.storage import FilesOptions
from catalog.store import open_store
from federation.storages.deposit_files import DepositPlace
from gateway.demo_mode.state import DemoState
from gateway.proof.signing_key import open_signing_key
from gateway.upkeep.transfer.brought import brought_by
from gateway.upkeep.transfer.exporting import export_installation
from gateway.upkeep.transfer.importing import import_installation
from gateway.upkeep.transfer.of_one_body import OneBody
from gateway.upkeep.transfer.problems import (
    DepositMissing,
    DepositTaken,
    ExportOfAnother,
    ExportUnsigned,
    UnreadableTransfer,
)
from gateway.upkeep.transfer.signature import write_signature
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.e2e.conftest import run_interco
from tests.integration.deposits.test_a_file_becomes_rows import deposited
from tests.integration.gateway.conftest import Gateway

REVISION = "0014"


@pytest.fixture(scope="module")
async def written(tmp_path_factory):
    """A signed export, the key, and where the deposits of its installation lie."""
    folder = tmp_path_factory.mktemp("signed")
    state = DemoState(folder / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        await deposited(Gateway(state, services))
    key = open_signing_key(folder / "proof.key")
    store = await open_store(state.settings().database_url)
    try:
        await export_installation(store, folder / "out", REVISION, DepositPlace, key=key)
    finally:
        await store.aclose()
    return folder / "out", key.id


@pytest.fixture
def export(written, tmp_path):
    """A copy that a test may spoil."""
    shutil.copytree(written[0], tmp_path / "out")
    return tmp_path / "out"


class Elsewhere:
    """The deposits of the new installation: the same names, in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, storage):
        self.root.mkdir(parents=True, exist_ok=True)
        there = replace(storage.options, place=FilesOptions(str(self.root)))
        return DepositPlace(replace(storage, options=there))

    @property
    def files(self):
        return sorted(each.name for each in self.root.rglob("*") if each.is_file())


async def taken_in(export, tmp_path, fingerprint, place=None):
    """How many entries the catalog has afterwards, whatever came of it."""
    place = place or Elsewhere(tmp_path / "deposits")
    store = await open_store(f"sqlite:///{tmp_path / 'new' / 'catalog.sqlite'}")
    try:
        await import_installation(store, export, REVISION, place, fingerprint)
    finally:
        snapshot = await store.current()
        await store.aclose()
    return snapshot


async def nothing_there(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'new' / 'catalog.sqlite'}")
    try:
        is_empty = not (await store.current()).organisations
    finally:
        await store.aclose()
    return is_empty and not Elsewhere(tmp_path / "deposits").files


def digests_made_anew(export):
    """As somebody would who spoilt a file: a spotless package, but for who signed it."""
    package = json.loads((export / "datapackage.json").read_text())
    for resource in package["resources"]:
        content = (export / resource["path"]).read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    (export / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False))


def altered(export, name, old, new):
    file = export / name
    content = file.read_bytes()
    assert old in content
    file.write_bytes(content.replace(old, new, 1))


async def test_what_its_installation_signed_comes_in_whole(written, export, tmp_path):
    place = Elsewhere(tmp_path / "deposits")
    snapshot = await taken_in(export, tmp_path, written[1], place)
    assert snapshot.organisations
    assert [name.rpartition(".")[2] for name in place.files] == ["original", "parquet"]


async def test_a_letter_altered_within_a_cell_is_noticed(written, export, tmp_path):
    altered(export, "catalog/organisation.csv", b"Valcobreizh", b"Valcobreish")
    with pytest.raises(UnreadableTransfer):
        await taken_in(export, tmp_path, written[1])
    assert await nothing_there(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("catalog/organisation.csv", b"Valcobreizh", b"Valcobreish"),
        ("catalog/agent.csv", b'""steward""', b'""operator""'),
    ],
    ids=["a letter", "a role"],
)
async def test_digests_made_anew_are_not_those_that_were_signed(
    written, export, tmp_path, name, old, new
):
    altered(export, name, old, new)
    digests_made_anew(export)
    with pytest.raises(UnreadableTransfer):
        await taken_in(export, tmp_path, written[1])
    assert await nothing_there(tmp_path)


async def test_another_s_signature_is_told_with_both_fingerprints(written, export, tmp_path):
    other = open_signing_key(tmp_path / "other.key").id
    with pytest.raises(ExportOfAnother) as told:
        await taken_in(export, tmp_path, other)
    assert (told.value.facts["there"], told.value.facts["wanted"]) == (written[1], other)
    (export / "signature.json").unlink()
    with pytest.raises(ExportUnsigned):
        await taken_in(export, tmp_path, written[1])
    assert await nothing_there(tmp_path)


@pytest.mark.parametrize("name", ["catalog/agent.csv", "datapackage.json", "signature.json"])
async def test_no_link_is_followed(written, export, tmp_path, name):
    (export / name).rename(tmp_path / "elsewhere")
    (export / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnreadableTransfer):
        await taken_in(export, tmp_path, written[1])
    assert await nothing_there(tmp_path)


async def test_nor_is_a_folder_that_is_a_link_or_a_deposited_file(written, export, tmp_path):
    (export / "deposits").rename(tmp_path / "elsewhere")
    (export / "deposits").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnreadableTransfer):
        await taken_in(export, tmp_path, written[1])
    assert await nothing_there(tmp_path)


async def test_a_file_without_its_deposit_is_told_before_anything_is_written(export, tmp_path):
    head = (export / "catalog/deposit.csv").read_bytes().split(b"\r\n")[0]
    (export / "catalog/deposit.csv").write_bytes(head + b"\r\n")
    digests_made_anew(export)
    with pytest.raises(DepositMissing):
        await taken_in(export, tmp_path, None)
    assert await nothing_there(tmp_path)


async def test_where_a_deposit_cannot_be_placed_nothing_is_there(written, export, tmp_path):
    place = Elsewhere(tmp_path / "deposits")
    await taken_in(export, tmp_path, written[1], place)
    shutil.rmtree(tmp_path / "new")
    for path in (tmp_path / "deposits").rglob("*.parquet"):
        path.write_bytes(b"somebody's")
    for path in (tmp_path / "deposits").rglob("*.original"):
        path.unlink()
    with pytest.raises(DepositTaken):
        await taken_in(export, tmp_path, written[1], place)
    store = await open_store(f"sqlite:///{tmp_path / 'new' / 'catalog.sqlite'}")
    try:
        assert not (await store.current()).organisations
    finally:
        await store.aclose()
    assert not list((tmp_path / "deposits").rglob("*.original"))


def test_what_it_brings_is_shown_before(export):
    brought = brought_by(export, REVISION)
    assert brought.entries["organisation"] >= 6
    assert any("operator" in person for person in brought.roles["operator"])


def test_a_command_asks_for_the_fingerprint(export, tmp_path):
    typed = ("import", str(export), "--database", f"sqlite:///{tmp_path / 'x.sqlite'}")
    run = run_interco(*typed, check=False)
    assert run.returncode != 0
    assert "--fingerprint" in run.stdout + run.stderr
    assert not (tmp_path / "x.sqlite").exists()


@pytest.mark.parametrize(
    ("siren", "is_kept"), [("243500667", True), ("200090884", True), ("213500000", False)]
)
def test_an_agreement_goes_with_its_parties_alone(siren, is_kept):
    body = {
        "grantor": "243500667",
        "grantee": "200090884",
        "hosting": {"operator": "213500000"},
        "combine": ["213500000"],
    }
    row = {"family": Family.AGREEMENT.value, "key": "conv@1", "body": json.dumps(body)}
    assert (OneBody(siren).kept("catalog_entry", row) is not None) is is_kept


def resource(export, **more):
    package = json.loads((export / "datapackage.json").read_text())
    package["resources"].append({"bytes": 1, "hash": "sha256:0", **more})
    (export / "datapackage.json").write_text(json.dumps(package))


def signed_by_a_receipt(export):
    """The same key signs receipts and roots: nothing of them passes for an export's signature."""
    document = json.loads((export / "signature.json").read_text())
    document["signature"] = document["signature"][::-1]
    (export / "signature.json").write_text(json.dumps(document))


def with_a_key_of_ones_own(export):
    other = open_signing_key(export.parent / "mine.key")
    document = json.loads((export / "signature.json").read_text())
    theirs = document["key"]
    write_signature(export, other)
    document = json.loads((export / "signature.json").read_text())
    document["key"] = theirs
    for each in document["keys"]:
        each["kid"] = theirs
    (export / "signature.json").write_text(json.dumps(document))


def an_older_format(export):
    altered(export, "datapackage.json", b'"format"', b'"format": "interco.export/0", "was"')


def a_file_more_of_the_catalog(export):
    content = (export / "catalog/agent.csv").read_bytes()
    (export / "catalog/more.csv").write_bytes(content)
    resource(export, path="catalog/more.csv")


SPOILT = {
    "a row is gone": lambda export: (export / "catalog/agent.csv").write_bytes(
        b"\r\n".join((export / "catalog/agent.csv").read_bytes().split(b"\r\n")[:2]) + b"\r\n"
    ),
    "a file is gone": lambda export: (export / "catalog/agent.csv").unlink(),
    "a file above the folder": lambda export: resource(export, path="../new/catalog.sqlite"),
    "an absolute path": lambda export: resource(export, path="/etc/passwd"),
    "a file more": a_file_more_of_the_catalog,
    "one resource twice": lambda export: resource(export, path="catalog/agent.csv"),
    "another's signature": signed_by_a_receipt,
    "a key that calls itself theirs": with_a_key_of_ones_own,
    "another format": an_older_format,
    "no package": lambda export: (export / "datapackage.json").write_bytes(b"[]"),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("how", SPOILT)
async def test_nothing_of_what_was_spoilt_comes_in(written, export, tmp_path, how):
    SPOILT[how](export)
    with pytest.raises(Problem):
        await taken_in(export, tmp_path, written[1])
    assert await nothing_there(tmp_path)


@pytest.mark.parametrize("name", ["catalog/agent.csv", "datapackage.json"])
async def test_what_is_altered_after_the_check_was_never_read(written, export, tmp_path, name):
    """Somebody who may write in the folder waits until its signature was looked at."""

    def alters(_copy, _revision):
        (export / name).write_bytes(b"operator")

    store = await open_store(f"sqlite:///{tmp_path / 'new' / 'catalog.sqlite'}")
    place = Elsewhere(tmp_path / "deposits")
    try:
        await import_installation(store, export, REVISION, place, written[1], alters)
        agents = (await store.current()).agents.values()
    finally:
        await store.aclose()
    assert {each.sub for each in agents if "operator" in each.roles} == {"operator@interco"}
