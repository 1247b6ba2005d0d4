"""Findings of the checks of a file or a source: five rungs, messages by cause, a map's communes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.model.bilingual import Bilingual

MOST_MESSAGES = 5


class Rung(StrEnum):
    """In this order: what stands on a broken rung is worth no more than it."""

    READABLE = "readable"
    TYPED = "typed"
    CONFORMING = "conforming"
    TERRITORY = "territory"
    UP_TO_DATE = "up_to_date"


RUNG_WORDS = {
    Rung.READABLE: Bilingual("Lisible", "Readable"),
    Rung.TYPED: Bilingual("Valeurs lues", "Values read"),
    Rung.CONFORMING: Bilingual("Conforme", "Conforming"),
    Rung.TERRITORY: Bilingual("Territoire", "Territory"),
    Rung.UP_TO_DATE: Bilingual("À jour", "Up to date"),
}


MOSTLY_OUTSIDE = "mostly_outside_communes"
"""The code of a message that asks whether the data are their owner's at all."""


class RungState(StrEnum):
    REACHED = "reached"
    WITH_WARNINGS = "with_warnings"
    BROKEN = "broken"
    NOT_ASKED = "not_asked"
    """Nothing in the data to check it by: no communes, no day."""
    NOT_CHECKED = "not_checked"
    """The data could not be read."""


@dataclass(frozen=True, slots=True)
class RungResult:
    """`text`: what was checked and found, in one sentence."""

    rung: Rung
    state: RungState
    text: Bilingual


@dataclass(frozen=True, slots=True)
class CheckMessage:
    """One cause, however many rows have it. `examples` are never of a personal column.

    `breaks`: the rung is not reached; otherwise it is a warning, and publishing says so.
    """

    rung: Rung
    code: str
    text: Bilingual
    remedy: Bilingual
    rows: int
    examples: tuple[str, ...] = ()
    column: str | None = None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class CommunesSeen:
    """Communes of today, by code. `seen`: rows of each; `missing`: expected and without a row;
    `outside`: seen though not expected; both empty where nobody said which are expected.

    `unplaced` rows name no commune, `empty` ones have nothing.
    """

    seen: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    unplaced: int = 0
    empty: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """`messages`: five at most, the gravest first; `more`: how many other causes there are."""

    rungs: tuple[RungResult, ...]
    messages: tuple[CheckMessage, ...]
    more: int
    communes: CommunesSeen | None

    @property
    def height(self) -> Rung | None:
        """The highest rung that is reached with all those below it; None: not even readable."""
        reached = None
        for result in self.rungs:
            if result.state is RungState.BROKEN:
                break
            if result.state not in {RungState.NOT_ASKED, RungState.NOT_CHECKED}:
                reached = result.rung
        return reached
