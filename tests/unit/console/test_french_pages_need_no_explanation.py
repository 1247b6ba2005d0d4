"""A French page says nothing in words of our own, in a machine's words or in English.

Covers scripts.make_catalogues.
"""

import re
from functools import cache

import pytest

from catalog.model.transform import Transform
from gateway.console.shared.words import Gettext, role_sentences
from scripts.make_catalogues import folders, sentences_of
from tests.architecture.test_house_rules import ROOT

FORBIDDEN = {
    "ranger": r"\b(ranger|rangez|rangée?s?)\b",
    "la garde": r"(?<!ne )\bla garde\b",
    "gardé": r"\bgardée?s?\b",
    "dirait": r"\bdirait\b",
    "donnerait": r"Ce que chacun (donnerait|recevrait)",
    "rien ne vous en est donné": r"[Rr]ien ne vous en est",
    "pour quoi faire": r"[Pp]our quoi faire",
    "sans finalité [Choisir]": r"^sans finalité$",
    "qui sait qu'elles existent": r"[Qq]ui sait qu'elles",
    "c'est lu, ou peut l'être": r"C'est lu, ou",
    "pour autre chose": r"territoire, pour autre chose",
    "ouvertes, ou lues par nous": r"lues par nous",
    "normal ? ;": r"\? ;",
}
CODES = sorted({str(kind.value) for kind in Transform} | {"keyed_hash", "open", "restricted"})
"""Codes of the declaration, which a page says in words."""
NOT_FRENCH = re.compile(
    rf"[«\"](?:{'|'.join(CODES)})[»\"]|« (?:{'|'.join(CODES)}) »|\bkeyed_hash\b"
)
DEVELOPERS = {"developers", "graphiql", "receipt", "style"}
"""Folders of pages for developers, who write codes."""


@cache
def sentences():
    """(place, sentence) of all French of pages."""
    return list(_sentences())


def _sentences():
    for folder in folders():
        if folder.name in DEVELOPERS:
            continue
        for key, places in sentences_of(folder).items():
            for sentence in key if isinstance(key, tuple) else (key,):
                yield f"{folder.name}/{places[0][0]}", sentence


@pytest.mark.parametrize("words", FORBIDDEN)
def test_no_page_uses_words_of_our_own(words):
    pattern = re.compile(FORBIDDEN[words])
    assert not [found for found in sentences() if pattern.search(found[1])]


def test_no_page_writes_a_code_of_the_declaration():
    assert not [found for found in sentences() if NOT_FRENCH.search(found[1])]


def test_the_words_are_found_where_they_would_stand():
    """The lists above can fail."""
    former = "Vérifier, puis ranger : « keyed_hash » ou « clear », si la garde ne trouve rien."
    assert re.search(FORBIDDEN["ranger"], former)
    assert re.search(FORBIDDEN["la garde"], former)
    assert NOT_FRENCH.search("« clear »")


def test_no_problem_speaks_of_the_guard_or_of_storing():
    """Those of the reference, which is made from the code."""
    told = (ROOT / "docs" / "reference" / "problems.md").read_text("utf-8")
    assert told.count("\n") > 200
    for words in ("ranger", "la garde", "dirait"):
        assert re.search(FORBIDDEN[words], told) is None, words


def test_each_role_is_told_in_one_sentence():
    gettext: Gettext = lambda words: words  # noqa: E731 - the French itself
    roles = role_sentences(gettext)
    assert [name for name, _ in roles] == ["agent", "référent", "signataire", "DPO", "exploitant"]
    assert all(sentence.endswith(".") and sentence.count(".") == 1 for _, sentence in roles)
