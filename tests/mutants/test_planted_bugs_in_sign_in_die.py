"""Bugs in sign-in, planted in a running gateway: each is found by a person's own steps.

Covers gateway.identity.sign_in, gateway.identity.oidc, gateway.identity.sessions,
gateway.identity.admitting, gateway.identity.subject.
"""

import pytest

from tests.integration.sign_in.conftest import (  # noqa: F401 - fixtures
    crooked,
    crooked_provider,
    running,
    town,
)
from tests.mutants.in_the_sign_in import BUGS


@pytest.mark.parametrize("name", BUGS)
def test_a_person_comes_in_otherwise_because(name, town, crooked, monkeypatch):  # noqa: F811
    assert BUGS[name].probe(town, crooked)
    crooked.reset()
    BUGS[name].planted.plant(monkeypatch)
    try:
        held = BUGS[name].probe(town, crooked)
    except (AssertionError, KeyError):
        # What the steps themselves look at is a death too.
        held = False
    assert not held
