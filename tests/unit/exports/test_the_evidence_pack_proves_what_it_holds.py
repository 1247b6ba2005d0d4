"""Covers catalog.exports.evidence, catalog.exports.evidence_checking,
catalog.actions.agreement_text.
"""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.actions.agreement_text import signed_text
from catalog.exports.evidence import FORMAT, evidence_pack
from catalog.exports.evidence_checking import departures_in, files_of
from catalog.exports.problems import NothingProposed
from catalog.model.agreement import AgreementState, GuardRecord, Life, Step
from catalog.model.audit import AuditedRead, AuditIntent, AuditOutcome
from tests.unit.exports.world import NOW, signed
from tests.unit.guard.world import STATE, VAL_DILLE, VALCOBREIZH, catalog_of

FIRST = replace(signed(), state=AgreementState.SUPERSEDED)
SECOND = signed(version=2)
DRAFT = replace(signed(version=3), state=AgreementState.DRAFT, approvals=(), life=Life())
CATALOG = catalog_of(SECOND, FIRST, DRAFT, replace(signed(), id="conv-2025-0099"))


DATASETS = ("collectes", "secrets")
COLUMNS = ("collectes/flux", "collectes/tonnage_kg", "secrets/salaire", "secrets/jour")


def read(number, *citations, minutes=0, outcome=True, **more):
    intent = AuditIntent(
        request_id=f"r{number}",
        at=NOW + timedelta(minutes=minutes),
        issuer="urn:x",
        sub="agent@syn",
        organisation=VALCOBREIZH,
        on_behalf_of=None,
        purpose="rpqs_dechets",
        agreements=citations,
        policy_revision="rev",
        question_digest="0" * 64,
        document_digest="f" * 64,
        **({"datasets": DATASETS, "columns": COLUMNS} | more),
    )
    return AuditedRead(intent, AuditOutcome(f"r{number}", "answered", 42, 3.0) if outcome else None)


READS = (
    read(2, SECOND.citation, minutes=5),
    read(1, FIRST.citation, SECOND.citation, "conv-2025-0099@1"),
    read(3, SECOND.citation, minutes=9, outcome=False),
    read(4, "conv-2025-0099@1"),
)


def packed(side=None, catalog=CATALOG, reads=READS):
    return evidence_pack("conv-2025-0001", catalog, reads, side=side)


def files(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        assert archive.testzip() is None
    return files_of(pack)


def test_the_same_facts_are_the_same_bytes():
    other_order = catalog_of(FIRST, DRAFT, SECOND)
    assert packed() == packed(catalog=other_order, reads=reversed(READS))


def test_it_holds_each_version_as_it_was_signed():
    found = files(packed())
    assert found["versions/1/signed.json"] == signed_text(FIRST)
    record = json.loads(found["versions/2/record.json"])
    assert [each["capacity"] for each in record["approvals"]] == ["présidente", "présidente"]
    assert record["approvals"][0]["act"]["reference"] == "DEL-2024-118"
    assert record["life"]["steps"][0]["act"] == "activate"


def test_what_its_author_never_proposed_is_left_out():
    assert not any(name.startswith("versions/3") for name in files(packed()))
    withdrawn = replace(DRAFT, state=AgreementState.WITHDRAWN)
    assert "versions/3/signed.json" not in files(packed(catalog=catalog_of(FIRST, withdrawn)))
    step = Step(NOW, "submit", AgreementState.DRAFT, AgreementState.SUBMITTED, "s@val", VAL_DILLE)
    proposed = replace(withdrawn, life=Life(steps=(step,)))
    assert "versions/3/signed.json" in files(packed(catalog=catalog_of(FIRST, proposed)))


def test_the_manifest_holds_for_every_file():
    found = files(packed())
    manifest = json.loads(found["manifest.json"])
    assert manifest["format"] == FORMAT
    assert {each["path"] for each in manifest["files"]} == found.keys() - {"manifest.json"}
    assert [each["state"] for each in manifest["versions"]] == ["superseded", "active"]
    assert departures_in(files(packed())) == ()


@pytest.mark.parametrize("name", sorted(files(packed()).keys() - {"manifest.json"}))
def test_a_file_that_was_changed_is_named(name):
    changed = files(packed())[name].replace(b"e", b"a", 1)
    assert name in departures_in(files(packed()) | {name: changed})


def test_a_file_that_was_added_is_named():
    assert departures_in(files(packed()) | {"autre.txt": b""}) == ("autre.txt",)


def test_an_approval_of_another_text_is_named():
    other = replace(FIRST, approvals=SECOND.approvals)
    assert departures_in(files(packed(catalog=catalog_of(other)))) == ("versions/1/record.json",)


def test_it_says_what_was_read_when_by_whom_and_nothing_else_of_it():
    pack = packed()
    lines = json.loads(files(pack)["reads.json"])
    assert [(each["demande"], each["convention"]) for each in lines] == [
        ("r1", FIRST.citation),
        ("r1", SECOND.citation),
        ("r2", SECOND.citation),
        ("r3", SECOND.citation),
    ]
    assert lines[0]["agent"] == "agent@syn"
    assert lines[0]["colonnes"] == "flux tonnage_kg"
    assert [each["lignes au plus"] for each in lines] == ["42", "42", "42", ""]
    assert lines[-1]["issue"] == "inconnue"
    for text in (b"0099", b"salaire", b"secrets"):
        assert text not in pack
    table = io.StringIO(files(pack)["reads.csv"].decode("utf-8-sig"))
    assert lines == list(csv.DictReader(table, delimiter=";"))


@pytest.mark.parametrize(("side", "told"), [(VAL_DILLE, True), (None, True), (VALCOBREIZH, False)])
def test_what_the_guard_found_is_for_the_grantor_and_the_platform(side, told):
    record = GuardRecord(NOW, stops=True, findings_sha256="0" * 64, communes=("35326",))
    stopped = replace(FIRST, life=replace(FIRST.life, guard=record))
    found = files(packed(side, catalog_of(stopped)))["versions/1/record.json"]
    assert (b"35326" in found) is told


@pytest.mark.parametrize(("side", "told"), [(VAL_DILLE, True), (None, True), (VALCOBREIZH, False)])
def test_why_the_guard_was_overridden_is_for_the_grantor_and_the_platform(side, told):
    state = FIRST.state
    step = Step(NOW, "override_guard", state, state, "dpo@val", VAL_DILLE, reason="Feins isolée")
    other = replace(step, act="suspend", reason="contrôle")
    overridden = replace(FIRST, life=replace(FIRST.life, steps=(step, other)))
    steps = json.loads(files(packed(side, catalog_of(overridden)))["versions/1/record.json"])[
        "life"
    ]["steps"]
    assert [each["reason"] for each in steps] == ["Feins isolée" if told else None, "contrôle"]


def test_a_version_between_other_parties_is_none_of_a_partys_business():
    elsewhere = replace(signed(version=4), grantee=STATE)
    catalog = catalog_of(FIRST, elsewhere)
    assert "versions/4/signed.json" in files(packed(catalog=catalog))
    pack = packed(VALCOBREIZH, catalog, (*READS, read(9, elsewhere.citation)))
    assert elsewhere.citation.encode() not in pack
    assert b"r9" not in pack


def test_it_is_dated_by_the_last_thing_that_happened():
    assert json.loads(files(packed())["manifest.json"])["as_of"] == "2025-06-01T09:39:00Z"
    assert json.loads(files(packed(reads=()))["manifest.json"])["as_of"] == "2025-06-01T09:30:00Z"


def test_what_was_never_proposed_has_no_pack():
    for catalog in (catalog_of(DRAFT), catalog_of()):
        with pytest.raises(NothingProposed):
            packed(catalog=catalog)


def test_nobody_else_appears():
    assert STATE.encode() not in packed()


@pytest.mark.parametrize(
    ("datasets", "columns"),
    [(("collectes",), "jour flux"), (("collectes", "secrets"), "inconnues")],
)
def test_a_record_of_old_tells_no_more_than_it_knows(datasets, columns):
    old = read(1, FIRST.citation, datasets=datasets, columns=("flux", "jour", "salaire"))
    (line,) = json.loads(files(packed(reads=(old,)))["reads.json"])
    assert line["colonnes"] == columns


def test_columns_have_the_name_that_was_signed():
    renamed = tuple(replace(each, name=f"{each.name}_signé") for each in FIRST.columns)
    pack = packed(catalog=catalog_of(replace(FIRST, columns=renamed)))
    (line,) = json.loads(files(pack)["reads.json"])
    assert line["colonnes"] == "flux_signé tonnage_kg_signé"
