"""The types of a folder's answers are made from its documents: they are what is asked, and no less.

Covers scripts.make_answers, gateway.console.typed_answers, gateway.console.settings.answers,
gateway.console.contractor.answers, gateway.console.inbox.answers, gateway.console.look.answers,
gateway.console.openings.answers, gateway.console.uses.answers.
"""

from __future__ import annotations

import msgspec
import pytest

from gateway.console.rendering import environment
from gateway.console.settings.answers import (
    CHANGE_ROLES,
    KEYS,
    ChangeRolesAnswer,
    KeysAnswer,
)
from gateway.console.typed_answers import Sentence
from scripts.make_answers import ROOT, answers_of

FOLDERS = [path.parent.name for path in sorted(ROOT.glob("*/answers.py"))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_types_are_made_again_from_the_documents(folder):
    """Run `python -m scripts.make_answers` where they differ."""
    assert (ROOT / folder / "answers.py").read_text("utf-8") == answers_of(folder)


def test_an_answer_is_read_into_its_type_and_null_stays_none():
    data = {
        "keys": None,
        "operations": None,
        "datasets": [],
        "purposes": [{"code": "a", "labelFr": "b", "labelEn": "c"}],
    }
    answer = msgspec.convert(data, KEYS.answer)
    assert isinstance(answer, KeysAnswer)
    assert answer.keys is None
    assert [purpose.labelFr for purpose in answer.purposes or ()] == ["b"]


def test_what_its_document_does_not_ask_is_not_in_it():
    assert not hasattr(msgspec.convert({}, CHANGE_ROLES.answer), "people")


def test_a_part_that_a_document_leaves_out_is_none_and_a_needed_one_is_missed():
    assert msgspec.convert({}, CHANGE_ROLES.answer) == ChangeRolesAnswer()
    with pytest.raises(msgspec.ValidationError, match="datasets"):
        msgspec.convert({"keys": [], "operations": []}, KEYS.answer)


@pytest.mark.parametrize(("language", "words"), [("fr", "oui"), ("en", "yes")])
def test_a_page_says_a_typed_sentence_in_its_language(language, words):
    template = environment(language).from_string("{{ both(sentence) }}")
    assert template.render(sentence=Sentence(fr="oui", en="yes")) == words
    assert template.render(sentence={"fr": "oui", "en": "yes"}) == words
