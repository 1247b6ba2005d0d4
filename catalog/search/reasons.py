"""The reasons for which a dataset was found: the part of its declaration that holds each word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.model.dataset import Dataset
from catalog.model.organisation import Organisation
from catalog.search.finding import Found, Matched
from catalog.search.texts import WEIGHTS, Place, Text, terms_of, texts_of
from catalog.search.words import words_of, written_words


@dataclass(frozen=True, slots=True)
class Reason:
    """`typed`: the words of the search; `wording`: the text that holds them, in `column` if it is
    one of a column.
    """

    typed: str
    place: Place
    wording: str
    column: str = ""


def reasons_of(
    dataset: Dataset, owner: Organisation, land: frozenset[str], answer: Found
) -> list[Reason]:
    """One for each thing that was asked, by the weightiest part that holds it."""
    texts = sorted(texts_of(dataset, owner), key=lambda text: -WEIGHTS[text.place])
    reasons = (_reason(matched, texts, land) for matched in answer.matched)
    return [reason for reason in reasons if reason is not None]


def words_found(text: str, answer: Found) -> list[str]:
    """The words of a text, in small letters, that answer the search."""
    terms = {
        word for matched in answer.matched for term in matched.terms for word in term.split(" ")
    }
    return list(
        dict.fromkeys(word for word in written_words(text) if terms.intersection(words_of(word)))
    )


def _reason(matched: Matched, texts: Iterable[Text], land: frozenset[str]) -> Reason | None:
    typed = matched.unit.typed
    for text in texts:
        if not matched.terms.isdisjoint(terms_of(text.wording)):
            return Reason(typed, text.place, text.wording, text.column)
    if matched.unit.is_place and not land.isdisjoint(matched.unit.codes):
        return Reason(typed, Place.TERRITORY, typed)
    return None
