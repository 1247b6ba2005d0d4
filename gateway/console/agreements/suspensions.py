"""Suspensions of an agreement as pages tell them: by whom, since when, why, whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from gateway.console.agreements.wording import listed
from gateway.console.rendering import write_when
from gateway.console.typed_answers import Answer, Sentence
from gateway.console.visit import Visit

FIELDS: Final = "suspensions { cause mine at reason by { fr en } turn { fr en } }"


class Suspension(Answer, frozen=True):
    """`at` is an ISO instant, None where it is not known."""

    cause: str
    mine: bool
    at: str | None
    reason: str | None
    by: Sentence
    turn: Sentence


def suspensions_of(entry: Mapping[str, Any]) -> list[Suspension]:
    return msgspec.convert(entry["suspensions"], list[Suspension])


def suspended_words(suspensions: Sequence[Suspension], visit: Visit) -> str:
    """« Suspendue par SMICTOM et l'exploitant : chacun lève sa propre suspension. »"""
    _ = visit.gettext
    names = [each.by.words(visit.language) for each in suspensions]
    if len(names) == 1:
        return _("Suspendue par %(name)s, qui seul lève sa suspension.", name=names[0])
    return _("Suspendue par %(names)s : chacun lève sa propre suspension.", names=listed(names, _))


def suspension_lines(entry: Mapping[str, Any], visit: Visit) -> list[tuple[str, str, str]]:
    """(By whom and since when, why, whose turn) of each."""
    return [_line(each, visit) for each in suspensions_of(entry)]


def other_suspenders(entry: Mapping[str, Any], visit: Visit) -> str:
    """The names of all others than the visitor's own side that suspend it; may be empty."""
    others = [each.by.words(visit.language) for each in suspensions_of(entry) if not each.mine]
    return listed(others, visit.gettext)


def _line(suspension: Suspension, visit: Visit) -> tuple[str, str, str]:
    _, language = visit.gettext, visit.language
    who, turn = suspension.by.words(language), suspension.turn.words(language)
    if suspension.at:
        day = write_when(suspension.at, language)
        who = _("%(who)s, depuis le %(day)s", who=who, day=day)
    why = _("« %(reason)s »", reason=suspension.reason) if suspension.reason else ""
    return _sentence(who), why, f"{_sentence(turn)}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
