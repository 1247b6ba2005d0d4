"""Everything that can go wrong and be told: one family, by who must act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, Self

from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text that was sent: 1-based line and column, and the file if there is one."""

    line: int
    column: int
    file: str | None = None


@dataclass(frozen=True, slots=True)
class ClientWords:
    """The words by which clients of a protocol know a problem, and the status that they expect:
    both reach the caller in place of its own code, sentence and status.
    """

    code: str
    message: str
    status: int = 200


class Problem(Exception):  # noqa: N818 - a Problem is told to a person; it is not only an error
    """Something told to the person who must act, in French and English, under a stable code.

    Subclasses give `code`, `status` (HTTP), and four sentences; `{name}` in a sentence is filled
    from the keyword facts, days in words. No fact may hold a secret or somebody else's data value.
    """

    code: ClassVar[str]
    status: ClassVar[int]
    retry_after_s: int | None = None
    """When the same request may be answered; None: not by waiting."""
    fr: ClassVar[str]
    en: ClassVar[str]
    next_fr: ClassVar[str]
    next_en: ClassVar[str]
    client_words: ClassVar[ClientWords | None] = None

    def __init__(
        self,
        *,
        place: Place | None = None,
        did_you_mean: str | None = None,
        **facts: str | int | date,
    ) -> None:
        self.place = place
        self.did_you_mean = did_you_mean
        self.facts = facts
        self.note: Bilingual | None = None
        super().__init__(f"{self.code}: {self.sentence('en')}")

    def sentence(self, language: Language) -> str:
        """The sentence on the fault, filled in; then the suggestion and the note, if any."""
        said = [self._filled(self.fr if language == "fr" else self.en, language)]
        if self.did_you_mean is not None:
            hint = "Vouliez-vous dire « {} » ?" if language == "fr" else 'Did you mean "{}"?'
            said.append(hint.format(self.did_you_mean))
        if self.note is not None:
            said.append(self.note.fr if language == "fr" else self.note.en)
        return " ".join(said)

    def noting(self, fr: str, en: str) -> Self:
        """A copy that adds this sentence: the problem itself may be kept, and told to others."""
        noted = self.__class__.__new__(self.__class__, *self.args)
        noted.__dict__.update(self.__dict__)
        noted.note = Bilingual(fr, en)
        return noted

    @property
    def for_the_operator(self) -> Problem:
        """The same, with what only they are told: on their own terminal, never in an answer."""
        return self

    def next_step(self, language: Language) -> str:
        """The next thing to do, and whose turn it is."""
        return self._filled(self.next_fr if language == "fr" else self.next_en, language)

    def _filled(self, sentence: str, language: Language) -> str:
        """A day as people write it, in the language of the sentence."""
        told = {
            name: day_in_words(fact, language) if isinstance(fact, date) else fact
            for name, fact in self.facts.items()
        }
        return sentence.format(**told)


class CallerProblem(Problem):
    """The request must be fixed by whoever sent it."""

    status = 400


class DeniedProblem(Problem):
    """Access must be asked for; never reveals what is hidden."""

    status = 403


class SourceProblem(Problem):
    """The storage or the engine failed; may be tried again.

    `cause` is told to the stewards of the data's owner, never to a reader.
    """

    cause: Problem | None = None
    status = 502


class OperatorProblem(Problem):
    """We must act: the caller gets a reference, the details are in the log only."""

    status = 503
