"""What a provider says is taken as it is written: a level with a blank is another, roles are a
list, and a key set has one key of each id.

Covers gateway.identity.signed_in, gateway.identity.issuer_keys.
"""

import json

import pytest

from gateway.base.settings import ProviderSettings
from gateway.identity.issuer_keys import read_key_set
from gateway.identity.signed_in import read_identity
from gateway.identity.strength import proves_by_default

ISSUER = "https://idp.example"
PROVIDER = ProviderSettings(
    name="town",
    label="La mairie",
    issuer=ISSUER,
    client_id="interco",
    client_secret="s",
    approving_roles=["agent_public"],
    assumed_acr="eidas1",
)


def _read(**claims):
    return read_identity(PROVIDER, {"sub": "a", **claims}, {}, "x.y.z")


@pytest.mark.parametrize("acr", ["eidas2 ", " eidas2", "eidas2\n", "EIDAS2", "eidas2\u00a0"])
def test_a_level_that_is_not_written_so_is_none_that_is_known(acr):
    assert proves_by_default(_read(acr=acr).acr) < proves_by_default("eidas2")
    assert proves_by_default(_read(acr=acr).acr) == proves_by_default(None)


def test_a_level_is_assumed_only_where_none_is_said():
    assert _read().acr == "eidas1"
    assert _read(acr="").acr == ""
    assert _read(acr=7).acr == ""
    assert _read(acr="eidas2").acr == "eidas2"


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        (["agent_public"], True),
        (["other", "agent_public"], True),
        ("agent_public", False),
        ({"agent_public": True}, False),
        ([["agent_public"]], False),
        (None, False),
    ],
)
def test_roles_are_a_list_or_none(roles, may):
    assert _read(roles=roles).may_approve is may


def test_two_keys_of_one_id_are_no_key_set():
    one, other = {"kty": "EC", "kid": "a", "x": "1"}, {"kty": "EC", "kid": "b", "x": "2"}
    assert read_key_set(json.dumps({"keys": [one, other]}).encode())
    with pytest.raises(ValueError, match="two keys"):
        read_key_set(json.dumps({"keys": [one, {**other, "kid": "a"}]}).encode())
