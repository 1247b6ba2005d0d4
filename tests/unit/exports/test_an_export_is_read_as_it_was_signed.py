"""A signature is of an export alone, and entries that have ended are not read.

Covers gateway.upkeep.transfer.signature, gateway.upkeep.transfer.placing.
"""

import base64
import json

import pytest

from catalog.changes import Family
from catalog.exports.open_table import Field, write_head, write_line
from gateway.proof.signing_key import open_signing_key
from gateway.upkeep.transfer.layout import PACKAGE, SIGNATURE, file_of_family
from gateway.upkeep.transfer.placing import current_entries
from gateway.upkeep.transfer.problems import UnreadableTransfer
from gateway.upkeep.transfer.signature import check_signature, write_signature


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
