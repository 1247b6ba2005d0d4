"""The words that a column may write: of its own list, and such that its standard knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.standards.code_words import proposed_code
from catalog.standards.conformity import FieldMatch, conformity
from catalog.standards.standard import standards


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of a column that the standard does not know: the code that its owner says it means,
    else the one that it seems to mean, and the codes of the field, each in words.
    """

    word: str
    code: str | None
    proposed: str | None
    choices: Mapping[str, Bilingual]


def word_lists(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """By column (id), for those that have a list. Where the dataset cites a standard and the field
    has codes, the words that are such a code, as they are or as its owner says; else its own list.
    """
    lists = {each.id: each.code_list for each in dataset.columns if each.code_list}
    return lists | {column: match.listed for column, match in _closed(dataset).items()}


def own_words(dataset: Dataset) -> Mapping[str, tuple[OwnWord, ...]]:
    """By column (id) that is a field with codes: the words that its declaration has of its own."""
    return {column: _own(match) for column, match in _closed(dataset).items()}


def _closed(dataset: Dataset) -> Mapping[str, FieldMatch]:
    standard = standards().get(dataset.standard or "")
    matches = () if standard is None else conformity(standard, dataset)
    return {
        match.column.id: match for match in matches if match.column is not None and match.is_closed
    }


def _own(match: FieldMatch) -> tuple[OwnWord, ...]:
    of, column = match.field, match.column
    meanings = {} if column is None else {each.word: each.code for each in column.codes}
    choices = {code: of.code_labels.get(code, Bilingual(code, code)) for code in of.code_list}
    words = dict.fromkeys((*meanings, *match.unknown_codes))
    return tuple(
        OwnWord(word, meanings.get(word), proposed_code(word, of), choices) for word in words
    )
