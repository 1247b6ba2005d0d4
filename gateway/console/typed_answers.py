"""A document of GraphQL with the type of its answer, which mypy reads and msgspec fills.

The types of a folder's documents stand in its `answers.py`, made by `scripts.make_answers`. Names
are the document's own (`confirmBefore`), so that one word leads from a document to its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from catalog.model.problem import Language
from gateway.console.visit import ShownProblem, Visit

Read = TypeVar("Read")


class Answer(msgspec.Struct, frozen=True):
    """The base of the types of answers: a part that a document leaves out (`@include`) is None."""


class Sentence(Answer, frozen=True):
    fr: str
    en: str

    def words(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Document(Generic[Read]):
    text: str
    answer: type[Read]

    def read(self, data: Mapping[str, Any]) -> Read:
        """Its part of the answer to a document that has its fields among others."""
        return msgspec.convert(data, self.answer)

    async def ask(self, visit: Visit, **variables: Any) -> Read:
        """Raises Refused where any part of it met a problem."""
        return msgspec.convert(await visit.ask(self.text, **variables), self.answer)

    async def ask_in_part(
        self, visit: Visit, **variables: Any
    ) -> tuple[Read, tuple[ShownProblem, ...]]:
        """The same where a part may fail alone: None for it, and the problems beside it."""
        data, problems = await visit.ask_in_part(self.text, **variables)
        return msgspec.convert(data, self.answer), problems
