"""Covers catalog.fold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.fold import CASE_FROM, CASE_TO, FOLD_FROM, FOLD_REPLACES, FOLD_TO, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Val d'Ille-Aubigné", "val d'ille-aubigne"),
        ("Val d’Ille-Aubigné", "val d'ille-aubigne"),
        ("ÉVREUX", "evreux"),
        ("Cœur-de-la-Vallée", "coeur-de-la-vallee"),
        ("ŒUVRE Æ Straße", "oeuvre ae strasse"),
        ("Saint-Méen Montauban 35 %", "saint-meen montauban 35 %"),
        ("Ørsted Ÿ Ç", "orsted y c"),
    ],
)
def test_case_and_accents_fold(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_case_alone_and_accents_alone():
    assert fold("ÉVREUX", accent=False) == "évreux"
    assert fold("Évreux Cœur", case=False) == "Evreux Coeur"
    assert fold("Évreux", case=False, accent=False) == "Évreux"


def test_the_tables_are_fit_for_translate():
    assert len(CASE_FROM) == len(CASE_TO) == len(set(CASE_FROM))
    assert len(FOLD_FROM) == len(set(FOLD_FROM))
    assert len(FOLD_FROM) > len(FOLD_TO)
    dropped = FOLD_FROM[len(FOLD_TO) :]
    assert all(unicodedata.combining(letter) for letter in dropped)


@given(st.text())
def test_sql_steps_and_python_agree_and_folding_twice_changes_nothing(text):
    steps = "".join(
        (FOLD_TO[at] if at < len(FOLD_TO) else "")
        if (at := FOLD_FROM.find(letter)) >= 0
        else letter
        for letter in text
    )
    for letter, plain in FOLD_REPLACES:
        steps = steps.replace(letter, plain)
    assert fold(text) == steps
    assert fold(fold(text)) == fold(text)
