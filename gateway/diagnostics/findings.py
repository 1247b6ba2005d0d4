"""The finding of a check of the installation, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem

_NOTHING = Bilingual("", "")


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is the stable name of what was looked at; `about` which one of several it was."""

    check: str
    state: State
    text: Bilingual
    next_step: Bilingual = _NOTHING
    about: str = ""


def fine(check: str, text: Bilingual, about: str = "") -> Finding:
    return Finding(check, State.OK, text, about=about)


def met(check: str, problem: Problem, about: str = "", state: State = State.FAULT) -> Finding:
    """A Problem already says what is wrong and what to do."""
    problem = problem.for_the_operator
    return Finding(
        check,
        state,
        Bilingual(problem.sentence("fr"), problem.sentence("en")),
        Bilingual(problem.next_step("fr"), problem.next_step("en")),
        about,
    )
