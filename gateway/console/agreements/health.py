"""The health of an agreement as pages tell it: its state, what is broken, whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from gateway.console.rendering import write_when
from gateway.console.typed_answers import Answer, Sentence
from gateway.console.visit import Visit

IN_A_LIST: Final = "health { state words { fr en } }"
_REASONS: Final = "reasons { confirmed words { fr en } turn { fr en } }"
FIELDS: Final = f"""
    health {{ state words {{ fr en }} since triedAt awaitsRetry {_REASONS} }}
    healthHistory {{ at state words {{ fr en }} {_REASONS} }}
"""
_KINDS: Final = {"sound": "ok", "broken": "stop", "off_at_night": "wait", "not_tried": "off"}


class Reason(Answer, frozen=True):
    confirmed: bool
    words: Sentence
    turn: Sentence


class Health(Answer, frozen=True):
    """`since` and `triedAt` are ISO instants, None where it was not tried yet."""

    state: str
    words: Sentence
    since: str | None = None
    triedAt: str | None = None  # noqa: N815 - the document's own name
    awaitsRetry: bool = False  # noqa: N815
    reasons: Sequence[Reason] = ()


class Change(Answer, frozen=True):
    at: str
    state: str
    words: Sentence
    reasons: Sequence[Reason]


class HasHealth(Answer, frozen=True):
    """The part of an agreement that is read here."""

    health: Health | None
    healthHistory: Sequence[Change] = ()  # noqa: N815


@dataclass(frozen=True, slots=True)
class ShownHealth:
    """`reasons` are (what, whose turn); `history` is (since when, mark, state, why)."""

    kind: str
    words: str
    since: str
    tried: str
    is_broken: bool
    is_awaiting: bool
    reasons: Sequence[tuple[str, str]]
    history: Sequence[tuple[str, str, str, str]]


def health_mark(entry: Mapping[str, Any], visit: Visit) -> tuple[str, str] | None:
    """(Mark, state in words) for a line of a list; None where the agreement is not verified."""
    health = msgspec.convert(entry, HasHealth).health
    if health is None:
        return None
    return _kind(health.state), health.words.words(visit.language)


def health_of(entry: Mapping[str, Any], visit: Visit) -> ShownHealth | None:
    """None where the agreement is not verified and never was."""
    agreement = msgspec.convert(entry, HasHealth)
    health = agreement.health
    history = [_change(each, visit) for each in agreement.healthHistory]
    if health is None and not history:
        return None
    language = visit.language
    if health is None:
        words = visit.gettext("Elle n'est pas vérifiée en ce moment.")
        return ShownHealth("off", words, "", "", False, False, (), history)
    return ShownHealth(
        kind=_kind(health.state),
        words=health.words.words(language),
        since="" if health.since is None else write_when(health.since, language),
        tried="" if health.triedAt is None else write_when(health.triedAt, language),
        is_broken=health.state == "broken",
        is_awaiting=health.awaitsRetry,
        reasons=[
            (_sentence(each.words.words(language)), each.turn.words(language))
            for each in health.reasons
            if each.confirmed
        ],
        history=history,
    )


def _kind(state: str) -> str:
    return _KINDS.get(state, "off")


def _change(change: Change, visit: Visit) -> tuple[str, str, str, str]:
    language = visit.language
    return (
        write_when(change.at, language),
        _kind(change.state),
        change.words.words(language),
        " ; ".join(each.words.words(language) for each in change.reasons),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
