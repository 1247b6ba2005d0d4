"""`audit export` and `audit verify`: ten ways to tamper, found by ours and by a stranger's program.

Covers gateway.proof.exporting, gateway.proof.verifying, gateway.cli.audit_commands,
gateway.cli.proof_here, catalog.store.chain_reading.
"""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for
from gateway.proof.exporting import export_audit
from gateway.proof.problems import ExportFolderTaken, UnreadableExport
from gateway.proof.signing_key import TrustedKeys, open_signing_key, public_pem
from gateway.proof.verifying import verify_export, verify_store
from tests.integration.proof.conftest import opened_town, proof_at, read_over_days

OWN = "243500667"
SECOND = Path(__file__).with_name("second_verifier.py")


@pytest.fixture(scope="module")
async def made_export(tmp_path_factory):
    """A folder with a whole export of three days, two of them signed, and the key that signed."""
    folder = tmp_path_factory.mktemp("made")
    async with opened_town(tmp_path_factory.mktemp("town")) as town:
        await read_over_days(town)
        await export_audit(proof_at(town, 2), folder / "journal")
        pem = public_pem(town.services.proof.key.public)
        await asyncio.to_thread((folder / "proof.pem").write_bytes, pem)
    return folder


@pytest.fixture
def exported(made_export, tmp_path):
    """A copy of it, to tamper with."""
    return shutil.copytree(made_export, tmp_path / "made") / "journal"


def ours(folder):
    content = (folder.parent / "proof.pem").read_bytes()
    from gateway.proof.signing_key import read_public_keys

    return verify_export(folder, read_public_keys(content).verify)


def a_strangers(folder):
    """Another process, which imports nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-I", str(SECOND), str(folder), str(folder.parent / "proof.pem")],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert not done.stderr
    return done.returncode, done.stdout.strip()


def lines_of(folder, body=OWN):
    return (folder / "chains" / f"{body}.ndjson").read_text().splitlines()


def write_lines(folder, lines, body=OWN):
    (folder / "chains" / f"{body}.ndjson").write_text("".join(f"{line}\n" for line in lines))


def changed(folder):
    lines = lines_of(folder)
    lines[0] = lines[0].replace('"purpose":"rpqs_dechets"', '"purpose":"autre"')
    assert lines != lines_of(folder)
    write_lines(folder, lines)


def missing(folder):
    lines = lines_of(folder)
    write_lines(folder, lines[:2] + lines[3:])


def inserted(folder):
    lines = lines_of(folder)
    more = json.loads(lines[2])
    more["record"]["id"] = "never"
    from catalog.canonical_json import digest_of

    more["digest"] = digest_of(more["record"])
    write_lines(folder, [*lines[:2], json.dumps(more), *lines[2:]])


def reordered(folder):
    lines = lines_of(folder)
    lines[1], lines[2] = lines[2], lines[1]
    write_lines(folder, lines)


def duplicated(folder):
    lines = lines_of(folder)
    write_lines(folder, [*lines[:2], lines[1], *lines[2:]])


def redated(folder):
    lines = lines_of(folder)
    more = json.loads(lines[2])
    more["record"]["day"] = "2026-11-20"
    from catalog.canonical_json import digest_of

    more["digest"] = digest_of(more["record"])
    lines[2] = json.dumps(more)
    write_lines(folder, lines)


def other_body(folder):
    lines = lines_of(folder)
    lines[1] = lines_of(folder, "200050425")[1]
    write_lines(folder, lines)


def truncated(folder):
    write_lines(folder, lines_of(folder)[:-1])


def root_swapped(folder):
    roots = folder / "roots"
    (roots / "2026-11-26.json").write_bytes((roots / "2026-11-25.json").read_bytes())


def wrong_signature(folder):
    path = folder / "roots" / "2026-11-26.json"
    root = json.loads(path.read_bytes())
    stranger = open_signing_key(folder.parent / "stranger.key")
    from catalog.chain.roots import signed

    made = signed(root["signed"], root["key"], stranger.sign)
    path.write_bytes(made.write())


WAYS = (
    *(changed, missing, inserted, reordered, duplicated, redated, other_body, truncated),
    *(root_swapped, wrong_signature),
)


def test_an_untouched_export_is_whole_to_both(exported):
    checked = ours(exported)
    assert (checked.is_whole, checked.days) == (True, 2)
    assert checked.records >= 12
    assert a_strangers(exported) == (0, "whole")


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_each_of_ten_ways_is_found_and_named(exported, tamper):
    tamper(exported)
    assert ours(exported).findings[0].kind.value == tamper.__name__
    code, said = a_strangers(exported)
    assert code == 1, said


def test_the_export_names_no_person(exported):
    written = b"".join(path.read_bytes() for path in exported.rglob("*") if path.is_file())
    assert b"agent@valcobreizh" not in written
    assert b"@" not in b"".join(lines.encode() for lines in lines_of(exported, "200050425"))


async def test_one_bodys_export_is_checked_alone(town, tmp_path):
    await read_over_days(town)
    folder = tmp_path / "own"
    await export_audit(proof_at(town, 2), folder, OWN)
    (tmp_path / "proof.pem").write_bytes(public_pem(town.services.proof.key.public))
    assert ours(folder).is_whole
    assert a_strangers(folder) == (0, "whole")
    with pytest.raises(ExportFolderTaken):
        await export_audit(proof_at(town, 2), folder, OWN)


def test_what_is_no_export_is_told(tmp_path):
    with pytest.raises(UnreadableExport):
        verify_export(tmp_path, lambda *_: True)


async def checked_store(town):
    proof = town.services.proof
    trusted = TrustedKeys.of([proof.key.public])
    return await verify_store(proof.chains, proof.roots, proof.beside, trusted.verify)


IN_THE_STORE = {
    "not_as_recorded": "UPDATE audit_intent SET purpose = 'autre' WHERE request_id = 'day-1'",
    "changed": "UPDATE chain_record SET text = replace(text, 'rpqs_dechets', 'autre')"
    f" WHERE body = '{OWN}' AND n = 3",
    "missing": f"DELETE FROM chain_record WHERE body = '{OWN}' AND n = 3",
    "root_missing": "DELETE FROM chain_root WHERE day = '2026-11-26'",
}


async def test_an_untouched_store_is_whole(town):
    await read_over_days(town)
    checked = await checked_store(town)
    assert checked.is_whole, checked.findings


@pytest.mark.parametrize("kind", IN_THE_STORE)
async def test_what_is_changed_in_the_store_is_found(town, kind):
    await read_over_days(town)
    spoil(town, IN_THE_STORE[kind])
    assert kind in {each.kind.value for each in (await checked_store(town)).findings}


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        ("DELETE FROM audit_outcome WHERE request_id = 'day-1'", "end/day-1"),
        ("UPDATE audit_outcome SET rows = 0 WHERE request_id = 'day-1'", "end/day-1"),
        ("UPDATE act SET action = 'none' WHERE number = 1", "act"),
        (f"UPDATE chain_record SET text = 'x' WHERE body = '{OWN}' AND n = 3", "read/day-1"),
    ],
)
async def test_a_line_of_the_audit_that_is_gone_or_changed_is_told(town, statement, about):
    await read_over_days(town)
    spoil(town, statement)
    found = (await checked_store(town)).findings
    assert any(str(each.about).startswith(about) for each in found)


async def test_an_end_of_today_that_is_cut_off_is_told_by_the_audit(town):
    """No root knows of it yet."""
    await read_over_days(town)
    spoil(town, f"DELETE FROM chain_record WHERE body = '{OWN}' AND day = '2026-11-27'")
    found = (await checked_store(town)).findings
    assert {each.about for each in found} == {"read/day-2", "end/day-2"}


def spoil(town, statement):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store, store:
        assert store.execute(statement).rowcount


async def test_the_three_commands_go_together(town, tmp_path):
    await read_over_days(town)
    state, folder, key = str(town.state.folder), tmp_path / "journal", tmp_path / "proof.pem"

    async def typed(*arguments):
        # A command has an event loop of its own.
        given = [*arguments, "--state", state]
        return await asyncio.to_thread(CliRunner().invoke, app_for(arguments), given)

    key.write_text((await typed("audit", "key")).stdout)
    assert (await typed("audit", "export", str(folder))).exit_code == 0
    done = await typed("audit", "verify", str(folder), "--public-key", str(key), "--format", "json")
    assert json.loads(done.stdout)["whole"] is True
    missing(folder)
    done = await typed("audit", "verify", str(folder), "--public-key", str(key), "--format", "json")
    assert done.exit_code == 1
    (finding,) = json.loads(done.stdout)["findings"]
    assert (finding["kind"], finding["body"], finding["n"]) == ("missing", OWN, 3)
    assert json.loads((await typed("audit", "key", "--jwk")).stdout)["keys"][0]["kty"] == "OKP"
    assert (await typed("audit", "verify")).exit_code == 2
