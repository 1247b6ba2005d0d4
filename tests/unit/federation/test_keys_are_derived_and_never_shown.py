"""Covers federation.keys."""

from __future__ import annotations

import copy
import pickle

import pytest

from federation.keys import DerivedKeys

MASTER = b"0123456789abcdef0123456789abcdef"


def test_a_key_is_64_hex_digits_and_always_the_same():
    key = DerivedKeys(MASTER).derive(("column", "conv-1@1", "c_id"), 1)
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")
    assert DerivedKeys(MASTER).derive(("column", "conv-1@1", "c_id"), 1) == key


@pytest.mark.parametrize(
    ("purpose", "half"),
    [
        (("column", "conv-1@1", "c_id"), 2),
        (("column", "conv-1@2", "c_id"), 1),
        (("column", "conv-1@1", "c_i", "d"), 1),
        (("column", "conv-1@1c", "_id"), 1),
        (("row_id", "conv-1@1", "c_id"), 1),
    ],
)
def test_another_purpose_or_half_is_another_key(purpose, half):
    keyring = DerivedKeys(MASTER)
    assert keyring.derive(purpose, half) != keyring.derive(("column", "conv-1@1", "c_id"), 1)


def test_another_master_is_another_key():
    other = DerivedKeys(b"another master of thirty-two byte")
    assert other.derive(("row_id", "", "d"), 1) != DerivedKeys(MASTER).derive(
        ("row_id", "", "d"), 1
    )


def test_nothing_of_it_is_shown():
    keyring = DerivedKeys(MASTER)
    key = keyring.derive(("row_id", "", "d"), 1)
    for shown in (repr(keyring), str(keyring), f"{keyring}"):
        assert "0123" not in shown
        assert key not in shown
    assert not hasattr(keyring, "__dict__")


def test_it_cannot_be_copied_out():
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(DerivedKeys(MASTER))


def test_a_short_master_is_refused():
    with pytest.raises(ValueError, match="short"):
        DerivedKeys(b"secret")
