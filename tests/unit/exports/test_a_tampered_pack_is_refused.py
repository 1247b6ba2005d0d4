"""Whoever changes an evidence pack is found, however well they know its format.

Covers catalog.exports.evidence_checking, gateway.proof.sealed_evidence, gateway.proof.compact_jws.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from catalog.canonical_json import write_canonical
from catalog.exports.evidence import evidence_pack
from catalog.exports.evidence_checking import files_of
from catalog.model.agreement import AgreementState, Step
from gateway.proof.compact_jws import sign_claims
from gateway.proof.problems import EvidenceRefused
from gateway.proof.receipts import TYPE as RECEIPT
from gateway.proof.sealed_evidence import EvidenceSigner, read_evidence
from gateway.proof.signing_key import TrustedKeys, open_signing_key
from tests.unit.exports.world import NOW, signed
from tests.unit.guard.world import catalog_of

TEXT, RECORD, MANIFEST, SEAL = (
    *("versions/1/signed.json", "versions/1/record.json"),
    *("manifest.json", "seal.jws"),
)
CATALOG = catalog_of(signed(), signed(version=2))


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    return [open_signing_key(folder / f"{name}.pem") for name in ("ours", "another")]


def pack_of(key, catalog=CATALOG):
    seal = EvidenceSigner(key, "https://interco.example").seal
    return evidence_pack("conv-2025-0001", catalog, (), side=None, seal=seal)


@pytest.fixture
def read(keys):
    trusted = TrustedKeys.of([keys[0].public])
    return lambda pack: read_evidence(pack, trusted.verify)


def zipped(files, *twice):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in [*files.items(), *twice]:
            archive.writestr(name, content)
    return target.getvalue()


def changed(files, name, change):
    document = json.loads(files[name])
    change(document)
    files[name] = write_canonical(document)


def listed_anew(files):
    """As one who knows the format: the manifest holds for what was changed."""

    def anew(manifest):
        manifest["files"] = [
            {"path": name, "bytes": len(content), "sha256": digest(content)}
            for name, content in sorted(files.items())
            if name not in {MANIFEST, SEAL}
        ]
        for version in manifest["versions"]:
            number = version["citation"].rpartition("@")[2]
            version["sha256"] = digest(files[f"versions/{number}/signed.json"])

    changed(files, MANIFEST, anew)


def digest(content):
    return hashlib.sha256(content).hexdigest()


def _longer(text):
    text["valid_to"] = "2099-12-31"


def _signed_anew(record, sha256):
    record["sha256"] = sha256
    for each in record["approvals"]:
        each["version_sha256"] = sha256


def the_text(files, _keys):
    changed(files, TEXT, _longer)


def the_text_and_the_manifest(files, _keys):
    changed(files, TEXT, _longer)
    listed_anew(files)


def the_text_and_all_that_holds_its_hash(files, _keys):
    changed(files, TEXT, _longer)
    changed(files, RECORD, lambda record: _signed_anew(record, digest(files[TEXT])))
    listed_anew(files)


def the_order_of_the_text(files, _keys):
    files[TEXT] = json.dumps(json.loads(files[TEXT]), indent=1).encode()
    changed(files, RECORD, lambda record: _signed_anew(record, digest(files[TEXT])))
    listed_anew(files)


def one_signature_away(files, _keys):
    changed(files, RECORD, lambda record: record["approvals"].pop())
    listed_anew(files)


def who_signed(files, _keys):
    changed(files, RECORD, lambda record: record["approvals"][0].update(capacity="maire"))
    listed_anew(files)


def one_version_away(files, _keys):
    del files[TEXT], files[RECORD]
    changed(files, MANIFEST, lambda manifest: manifest["versions"].pop(0))
    listed_anew(files)


def one_version_for_another(files, _keys):
    files[TEXT], files[RECORD] = files["versions/2/signed.json"], files["versions/2/record.json"]
    listed_anew(files)


def a_file_more(files, _keys):
    files["versions/1/annexe.json"] = b"{}"
    listed_anew(files)


def sealed_by_another(files, keys):
    files[SEAL] = EvidenceSigner(keys[1], "x").seal(files[MANIFEST]).encode()


def the_seal_of_another_pack(files, keys):
    files[SEAL] = files_of(pack_of(keys[0], catalog_of(signed())))[SEAL]


def a_receipt_as_its_seal(files, keys):
    claims = {"iss": "x", "manifest_sha256": digest(files[MANIFEST])}
    files[SEAL] = sign_claims(keys[0], RECEIPT, claims).encode()


def no_seal(files, _keys):
    del files[SEAL]


def no_manifest(files, _keys):
    del files[MANIFEST]


TAMPERINGS = [
    *(the_text, the_text_and_the_manifest, the_text_and_all_that_holds_its_hash),
    *(the_order_of_the_text, one_signature_away, who_signed, one_version_away),
    *(one_version_for_another, a_file_more, sealed_by_another, the_seal_of_another_pack),
    *(a_receipt_as_its_seal, no_seal, no_manifest),
]


def test_as_it_was_made_it_is_read(keys, read):
    evidence = read(zipped(files_of(pack_of(keys[0]))))
    assert evidence.issuer == "https://interco.example"
    assert [each["citation"] for each in evidence.records] == [
        "conv-2025-0001@1",
        "conv-2025-0001@2",
    ]


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda each: each.__name__)
def test_it_is_refused_after(keys, read, tampering):
    files = files_of(pack_of(keys[0]))
    before = dict(files)
    tampering(files, keys)
    assert files != before
    with pytest.raises(EvidenceRefused):
        read(zipped(files))


def test_one_that_was_revoked_lacks_no_signature_either(keys, read):
    step = Step(NOW, "activate", AgreementState.APPROVED, AgreementState.ACTIVE, "clock", None)
    life = replace(signed().life, steps=(step,))
    revoked = replace(signed(), state=AgreementState.REVOKED, life=life)
    assert read(pack_of(keys[0], catalog_of(revoked))).records[0]["state"] == "revoked"
    of_one = replace(revoked, approvals=revoked.approvals[:1])
    with pytest.raises(EvidenceRefused):
        read(pack_of(keys[0], catalog_of(of_one)))


def test_a_name_that_stands_twice_is_refused(keys, read):
    files = files_of(pack_of(keys[0]))
    with pytest.warns(UserWarning, match="Duplicate name"):
        pack = zipped(files, (TEXT, b"{}"))
    with pytest.raises(EvidenceRefused):
        read(pack)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"x" * 100])
def test_what_is_no_pack_is_refused(read, content):
    with pytest.raises(EvidenceRefused):
        read(content)


def test_whoever_seals_a_forged_text_is_told_which_file_disagrees(keys, read):
    """The platform itself cannot say that a party signed another text than is there."""
    files = files_of(pack_of(keys[0]))
    the_text_and_the_manifest(files, keys)
    files[SEAL] = EvidenceSigner(keys[0], "x").seal(files[MANIFEST]).encode()
    with pytest.raises(EvidenceRefused) as refused:
        read(zipped(files))
    assert RECORD in refused.value.sentence("en")
