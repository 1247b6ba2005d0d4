"""Covers catalog.guard.telling, catalog.guard.findings, catalog.guard.examining."""

from datetime import date

import pytest

from catalog.guard import Finding, FindingKind, examine
from catalog.guard.telling import tell
from tests.unit.guard.world import AT, COG, agreement, catalog_of, own, totals

NEW, WHOLE = agreement(1, rows=own()), totals(2, to=agreement(2).grantee)


def test_the_communes_are_named_and_nobody_else():
    (finding,) = examine(NEW, catalog_of(NEW, WHOLE), COG, AT).findings
    told = tell(finding)
    assert "les totaux de Sens-de-Bretagne (35326) pourraient se déduire" in told.fr
    assert "pour les lignes datées du 01/01/2021 ou d'après" in told.fr
    assert "nombre de lignes" in told.fr
    assert "the totals of Sens-de-Bretagne (35326) could be worked out" in told.en
    assert WHOLE.id not in told.fr + told.en


@pytest.mark.parametrize("kind", FindingKind)
def test_each_kind_has_its_sentences_and_a_next_step(kind):
    told = tell(Finding(kind, columns=("nom", "*")))
    for sentence in (told.fr, told.en, told.next_fr, told.next_en):
        assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (None, None, "se déduire :"),
        (date(2021, 1, 1), date(2024, 1, 1), "du 01/01/2021 au 31/12/2023"),
        (None, date(2024, 1, 1), "jusqu'au 31/12/2023"),
    ],
)
def test_the_last_day_is_told_and_not_the_one_after(since, until, words):
    finding = Finding(FindingKind.ISOLATED, ("35326",), ("Sens",), ("*",), since, until)
    assert words in tell(finding).fr
