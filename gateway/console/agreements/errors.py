"""Problems of a refused act, beside the fields that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gateway.console.visit import ShownProblem

_NO_FIELDS: Mapping[str, str] = MappingProxyType({})


def errors_of(
    problems: Iterable[ShownProblem], fields: Mapping[str, str] = _NO_FIELDS
) -> list[dict[str, str]]:
    """For the error summary. `fields`: of each step of a problem's path, the field that asks it;
    the last step that has one counts.
    """
    errors = []
    for problem in problems:
        known = [fields[step] for step in problem.path if step in fields]
        field = known[-1] if known else ""
        errors.append({"id": field, "text": problem.sentence, "next": problem.next_step})
    return errors


def beside(errors: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """By field, the first thing that is wrong with it."""
    words: dict[str, str] = {}
    for error in errors:
        if error["id"]:
            words.setdefault(error["id"], error["text"])
    return words
