"""Roles and browsers in the words of the account's page.

Covers gateway.console.account.words.
"""

import pytest

from gateway.console.account.words import browser_words
from gateway.console.rendering import translations
from gateway.console.shared.words import role_words

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": (
        "Firefox, Windows"
    ),
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 "
    "Safari/537.36": "Chrome, Linux",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0": (
        "Edge, Windows"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1": (
        "Safari, iPhone"
    ),
    "un robot": "un robot",
    "": "",
}


@pytest.mark.parametrize(("user_agent", "words"), AGENTS.items())
def test_a_browser_is_named_as_people_know_it(user_agent, words):
    assert browser_words(user_agent) == words


def test_roles_are_named_in_both_languages():
    french, english = (translations(language).gettext for language in ("fr", "en"))
    assert [role_words(role, french) for role in ("steward", "dpo")] == ["référent", "DPO"]
    assert [role_words(role, english) for role in ("steward", "dpo")] == ["steward", "DPO"]
    assert role_words("x", english) == "x"
