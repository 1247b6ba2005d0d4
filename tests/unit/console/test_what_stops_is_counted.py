"""What stops with an agreement is told as it stands, and in the singular where there is one.

Covers gateway.console.ending.views.
"""

from types import SimpleNamespace

import pytest

from gateway.console.ending.views import stop_of
from gateway.console.rendering import translations, write_number


def visit(language):
    def gettext(words, **values):
        return translations(language).gettext(words) % values

    return SimpleNamespace(
        language=language, gettext=gettext, number=lambda value: write_number(value, language)
    )


def entry(columns, communes):
    return {
        "possible": [],
        "state": "active",
        "preview": {"readers": [], "ofTheOwner": list(range(communes))},
        "grantee": {"name": "Valcobreizh"},
        "grantedColumns": list(range(columns)),
        "steps": [],
        "suspensions": [],
        "start": "2026-01-20",
        "citation": "conv-2026-0017@1",
    }


@pytest.mark.parametrize(
    ("columns", "communes", "french", "english"),
    [
        (1, 1, "1 information et 1 commune.", "1 piece of information and 1 commune."),
        (4, 1, "4 informations et 1 commune.", "4 pieces of information and 1 commune."),
        (2, 52, "2 informations et 52 communes.", "2 pieces of information and 52 communes."),
        (1, 0, "1 information.", "1 piece of information."),
    ],
)
def test_one_commune_is_one_commune(columns, communes, french, english):
    told = stop_of(entry(columns, communes), None, visit("fr")).losses
    assert f"Cela porte sur {french}" in told
    told = stop_of(entry(columns, communes), None, visit("en")).losses
    assert f"This is about {english}" in told


def test_what_is_suspended_already_is_not_said_to_be_read():
    told = stop_of(entry(2, 3) | {"state": "suspended"}, None, visit("fr")).losses
    assert told[0].startswith("Elle est déjà suspendue")
    assert not any("L'accès est ouvert" in sentence for sentence in told)
