"""What a check of the installation found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.problem import Problem


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is the stable name of what was looked at; `about` which one of several it was."""

    check: str
    state: State
    fr: str
    en: str
    next_fr: str = ""
    next_en: str = ""
    about: str = ""


def fine(check: str, fr: str, en: str, about: str = "") -> Finding:
    return Finding(check, State.OK, fr, en, about=about)


def met(check: str, problem: Problem, about: str = "", state: State = State.FAULT) -> Finding:
    """A Problem already says what is wrong and what to do."""
    return Finding(
        check,
        state,
        problem.sentence("fr"),
        problem.sentence("en"),
        problem.next_step("fr"),
        problem.next_step("en"),
        about,
    )
