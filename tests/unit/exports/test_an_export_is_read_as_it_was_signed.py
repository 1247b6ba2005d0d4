"""A signature is of an export alone, and entries that have ended are not read.

Covers gateway.upkeep.transfer.signature, gateway.upkeep.transfer.placing.
"""

import base64
import json
from dataclasses import replace

import pytest

from catalog.changes import Family
from catalog.exports.open_table import Field, write_head, write_line
from catalog.model.storage import FilesOptions
from federation.storages.deposit_files import DepositPlace
from federation.storages.problems import StorageDirectoryMissing
from gateway.proof.signing_key import open_signing_key
from gateway.upkeep.transfer.layout import PACKAGE, SIGNATURE, file_of_family
from gateway.upkeep.transfer.placing import DepositedFile, current_entries, place_files
from gateway.upkeep.transfer.problems import UnreadableTransfer
from gateway.upkeep.transfer.signature import check_signature, write_signature
from tests.unit.catalog.examples import DEPOT


def test_what_the_key_signed_elsewhere_signs_no_export(tmp_path):
    key = open_signing_key(tmp_path / "proof.key")
    package = b'{"format": "any"}'
    (tmp_path / PACKAGE).write_bytes(package)
    write_signature(tmp_path, key)
    check_signature(tmp_path, key.id)
    document = json.loads((tmp_path / SIGNATURE).read_text("utf-8"))
    document["signature"] = base64.b64encode(key.sign(package)).decode()
    (tmp_path / SIGNATURE).write_text(json.dumps(document), "utf-8")
    with pytest.raises(UnreadableTransfer):
        check_signature(tmp_path, key.id)


def test_an_entry_that_has_ended_is_not_of_the_last_version(tmp_path):
    path = tmp_path / file_of_family(Family.STORAGE)
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("key", "since_version", "until_version", "body")
    with path.open("w", encoding="utf-8", newline="") as file:
        write_head(file, [Field(name, "string") for name in names])
        write_line(file, ["a", 1, None, '{"id": "a", "place": "now"}'])
        write_line(file, ["a", 1, 2, '{"id": "a", "place": "before"}'])
    assert [*current_entries(tmp_path, Family.STORAGE)] == [{"id": "a", "place": "now"}]


def test_no_file_stays_where_the_storage_of_a_later_one_is_gone(tmp_path):
    files = []
    for name in ("first", "second"):
        (tmp_path / f"{name}.parquet").write_text(name, "utf-8")
        storage = replace(DEPOT, options=FilesOptions(str(tmp_path / "deposits" / name)))
        files.append(DepositedFile("body/dataset/v1.parquet", f"{name}.parquet", storage))
    there = tmp_path / "deposits" / "first"
    there.mkdir(parents=True)
    with pytest.raises(StorageDirectoryMissing):
        place_files(tmp_path, files, DepositPlace)
    assert [each for each in there.rglob("*") if each.is_file()] == []
    take_out = place_files(tmp_path, files[:1], DepositPlace)
    assert [each.name for each in there.rglob("*") if each.is_file()] == ["v1.parquet"]
    take_out()
    assert [each for each in there.rglob("*") if each.is_file()] == []
