"""The renewal of an agreement as its pages tell it: asked for, proposed, signed, or too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from gateway.console.shared.words import state_words
from gateway.console.typed_answers import Answer, Sentence
from gateway.console.visit import Visit

FIELDS: Final = """
    renewal {
      before isDue start end turn { fr en } year { fr en } successor { citation state }
    }
    readingGap { words { fr en } }
"""


class Successor(Answer, frozen=True):
    citation: str
    state: str


class Renewal(Answer, frozen=True):
    """Its days are ISO days: `start` and `end` those of a version that goes on as long."""

    before: str
    isDue: bool  # noqa: N815 - the document's own name
    start: str
    end: str
    turn: Sentence
    year: Sentence | None
    successor: Successor | None


class ReadingGap(Answer, frozen=True):
    words: Sentence


class PossibleAct(Answer, frozen=True):
    act: str
    mine: bool


class HasRenewal(Answer, frozen=True):
    """The part of an agreement that is read here."""

    citation: str
    possible: Sequence[PossibleAct]
    renewal: Renewal | None
    readingGap: ReadingGap | None  # noqa: N815


@dataclass(frozen=True, slots=True)
class ShownRenewal:
    """`address` opens the amendment, filled in; empty for whoever may not write it. `successor` is
    the citation of what is proposed or signed, `state` its state in words.
    """

    before: str
    is_due: bool
    is_signed: bool
    turn: str
    year: str
    address: str
    successor: str
    state: str


def period_after(entry: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first and the last day of what goes on after an agreement that is to be renewed."""
    renewal = msgspec.convert(entry, HasRenewal).renewal
    return None if renewal is None or not renewal.isDue else (renewal.start, renewal.end)


def renewal_shown(entry: Mapping[str, Any], visit: Visit) -> ShownRenewal | None:
    agreement = msgspec.convert(entry, HasRenewal)
    renewal = agreement.renewal
    if renewal is None:
        return None
    language, successor = visit.language, renewal.successor
    may_write = any(each.act == "amend" and each.mine for each in agreement.possible)
    return ShownRenewal(
        before=renewal.before,
        is_due=renewal.isDue,
        is_signed=successor is not None and successor.state == "approved",
        turn=renewal.turn.words(language),
        year="" if renewal.year is None else renewal.year.words(language),
        address=renewal_address(agreement.citation) if may_write and renewal.isDue else "",
        successor="" if successor is None else successor.citation,
        state="" if successor is None else state_words(successor.state, visit.gettext),
    )


def renewal_place(entry: Mapping[str, Any], visit: Visit) -> str:
    """The amendment, filled in, for whoever may write it; else the agreement's own page."""
    renewal = renewal_shown(entry, visit)
    if renewal is not None and renewal.address:
        return renewal.address
    return f"/agreements/{msgspec.convert(entry, HasRenewal).citation}#renewal"


def renewal_address(citation: str) -> str:
    return f"/agreements/{citation}/amend?renew=1"


def gap_shown(entry: Mapping[str, Any], visit: Visit) -> str:
    """The time in which nothing was read, in a sentence; empty where there was none."""
    gap = msgspec.convert(entry, HasRenewal).readingGap
    return "" if gap is None else gap.words.words(visit.language)
