"""A body is an « organisme » wherever French is spoken, and a day is written in words.

Covers catalog.day_words, catalog.drift.causes,
gateway.sharing.notifications.fact_words, catalog.drift.records, gateway.diagnostics.runtime_checks.
"""

import ast
import re
from datetime import UTC, date, datetime

import pytest

from catalog.actions.sharing.problems import PeriodOver, StartTooEarly
from catalog.drift.records import StorageHealth
from catalog.model.identifiers import Siren
from catalog.model.storage import FilesOptions, Storage, StorageKind
from gateway.diagnostics.runtime_checks import told_of_storage
from tests.unit.docs.pages import ROOT

PACKAGES = (
    "catalog",
    "policies",
    "federation",
    "intake",
    "services_run",
    "papers",
    "schema",
    "gateway",
)
_OTHER_WORD = re.compile(
    r"\b(?:votre|cette|une|leur|autre|son|aucune|chaque|même|les|l'|d')\s?organisations?\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_french_sentence_has_another_word_for_a_body(package):
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _OTHER_WORD.search(node.value)
    ]
    assert found == []


def test_a_day_in_a_problem_is_in_words():
    early = StartTooEarly(start=date(2026, 11, 26), days=30)
    assert "(26 nov. 2026)" in early.sentence("fr")
    assert "(26 Nov 2026)" in early.sentence("en")
    assert "(1er déc. 2026)" in PeriodOver(end=date(2026, 12, 1)).sentence("fr")


def test_the_doctor_says_since_when_in_words():
    storage = Storage("s", Siren("243500667"), StorageKind.FILES, FilesOptions("/donnees"))
    at = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)
    up = told_of_storage(storage, StorageHealth(storage.id, is_up=True, since=at, probed_at=at))
    assert up.text.fr == "Répond depuis le 26 nov. 2026 à 14 h 05."
    down = told_of_storage(
        storage,
        StorageHealth(storage.id, is_up=False, since=at, probed_at=at, code="storage_unreachable"),
    )
    assert down.text.fr.startswith("Ne répond pas depuis le 26 nov. 2026 à 14 h 05 :")
    assert "2026-11" not in up.text.en + down.text.en
