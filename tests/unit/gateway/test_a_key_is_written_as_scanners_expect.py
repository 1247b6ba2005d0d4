"""The text of a key: prefix, version, checksum; and what an `Authorization` may bear.

Covers gateway.identity.key_text, gateway.identity.keys, gateway.identity.claims.
"""

import re
from base64 import b64encode

import pytest

from gateway.identity.key_text import SEEN, checksum, digest_of, draw_key, is_well_written
from gateway.identity.keys import comes_from, key_within


def basic(user, password):
    return b64encode(f"{user}:{password}".encode()).decode()


def test_a_key_is_of_one_form_and_never_the_same():
    keys = {draw_key() for _ in range(100)}
    assert len(keys) == 100
    for key in keys:
        assert re.fullmatch(r"interco_1[0-9A-Za-z]{49}", key)
        assert is_well_written(key)
        assert SEEN.search(f"?key={key}&more")
    assert len({digest_of(key) for key in keys}) == 100


def test_the_checksum_is_crc32_in_base62():
    assert checksum("") == "000000"
    assert checksum("123456789") == "3jZRME"


def test_a_slip_of_the_hand_is_told_from_a_key():
    key = draw_key()
    for at in (0, 8, 9, 30, len(key) - 1):
        other = "A" if key[at] != "A" else "B"
        assert not is_well_written(key[:at] + other + key[at + 1 :])
    for damaged in ("", key[:-1], key + "0", key + "\n", key.upper(), f" {key}", "interco_1é"):
        assert not is_well_written(damaged)


def test_a_key_comes_as_bearer_or_as_the_password_of_basic():
    key = draw_key()
    assert key_within("bearer", key) == key
    assert key_within("basic", basic("", key)) == key
    assert key_within("basic", basic("anybody", key)) == key
    assert key_within("bearer", "eyJhbGciOiJub25lIn0.e30.") is None
    for credentials in (basic(key, ""), basic("a", "b"), "not base64", "", "A" * 500):
        assert key_within("basic", credentials) is None
    assert key_within("digest", key) is None


@pytest.mark.parametrize(
    ("networks", "address", "is_allowed"),
    [
        ((), "", True),
        (("192.0.2.0/24",), "192.0.2.7", True),
        (("192.0.2.0/24",), "192.0.3.7", False),
        (("192.0.2.0/24",), "", False),
        (("192.0.2.0/24",), "testclient", False),
        (("192.0.2.0/24",), "2001:db8::/64", False),
        (("2001:db8::/48",), "2001:db8:0:1::/64", True),
        (("2001:db8::/48",), "2001:db9::/64", False),
        (("2001:db8::/48",), "192.0.2.7", False),
        (("::/0",), "192.0.2.7", False),
        (("198.51.100.0/24", "192.0.2.7/32"), "192.0.2.7", True),
    ],
)
def test_a_key_serves_from_its_networks_alone(networks, address, is_allowed):
    assert comes_from(networks, address) is is_allowed
