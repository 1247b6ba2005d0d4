"""Envelopes and the key ring: what opens a secret, and what never does.

Covers gateway.upkeep.secret_store.key_encryption_keys, gateway.upkeep.secret_store.sealing.
"""

import base64
import dataclasses
import stat
from datetime import UTC, datetime

import pytest

from catalog.model.identifiers import Siren
from gateway.base.problems import SecretsKeyMissing, SecretUnreadable
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeys, KeyEncryptionKeysFile
from gateway.upkeep.secret_store.sealing import seal, unseal

OWNER, OTHER = Siren("243500667"), Siren("200090884")
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
CANARY = "CANARI-mot-de-passe-é"
RING = KeyEncryptionKeys({}).with_new_version()


def sealed(ring=RING, name="eau"):
    return seal(OWNER, name, CANARY, ring, AT)


def test_what_was_sealed_is_opened():
    assert unseal(sealed(), RING) == CANARY


def test_the_same_secret_is_never_sealed_alike():
    one, other = sealed(), sealed()
    assert one.sealed != other.sealed
    assert one.wrapped != other.wrapped


def test_nothing_of_it_is_in_its_envelope():
    held = sealed()
    for text in (held.sealed, held.wrapped):
        assert CANARY.encode() not in base64.b64decode(text)
    assert CANARY not in repr(held)


@pytest.mark.parametrize(
    "moved",
    [
        {"owner": OTHER},
        {"name": "autre"},
        {"sealed": "AAAA"},
        {"wrapped": "pas du base64"},
        {"sealed": ""},
    ],
)
def test_a_row_that_was_moved_or_changed_does_not_open(moved):
    with pytest.raises(SecretUnreadable):
        unseal(dataclasses.replace(sealed(), **moved), RING)


def test_an_older_version_of_the_key_cannot_be_passed_off_as_the_newer():
    ring = RING.with_new_version()
    held = dataclasses.replace(sealed(), key_version=2)
    with pytest.raises(SecretUnreadable):
        unseal(held, ring)


def test_a_key_that_is_gone_opens_nothing():
    ring = RING.with_new_version()
    with pytest.raises(SecretsKeyMissing):
        unseal(sealed(), ring.only(frozenset({2})))


def test_the_ring_is_its_owners_file_and_is_read_again_when_it_changes(tmp_path):
    file = KeyEncryptionKeysFile(tmp_path / "keys" / "secrets.keys")
    with pytest.raises(SecretsKeyMissing):
        file.read()
    file.write(RING)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.read().current == 1
    KeyEncryptionKeysFile(file.path).write(RING.with_new_version())
    assert file.read().current == 2
    assert file.read().key(1) == RING.key(1)


@pytest.mark.parametrize("content", ["", "{}", '{"keys": {}}', '{"keys": {"1": "AAAA"}}', "[]"])
def test_a_file_that_is_no_ring_is_refused(tmp_path, content):
    path = tmp_path / "secrets.keys"
    path.write_text(content)
    with pytest.raises(SecretsKeyMissing):
        KeyEncryptionKeysFile(path).read()
