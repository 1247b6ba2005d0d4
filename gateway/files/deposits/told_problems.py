"""A Problem met in the child process, told by the gateway as its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import catalog.actions.deposit_problems
import catalog.actions.problems
import catalog.model.identifiers
import gateway.files.deposits.problems
import intake.deposits.acceptance_problems
import intake.deposits.problems
import intake.file_reading.problems
from catalog.model.problem import Problem
from gateway.base.problems import RequestNotAsDescribed

_MODULES = (
    catalog.actions.deposit_problems,
    catalog.actions.problems,
    catalog.model.identifiers,
    intake.deposits.acceptance_problems,
    intake.deposits.problems,
    intake.file_reading.problems,
    gateway.files.deposits.problems,
)
_KNOWN: dict[str, type[Problem]] = {
    value.code: value
    for module in _MODULES
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Problem) and hasattr(value, "code")
}
"""By code: what a child names is one of these, or nothing that is told."""


def write_problem(problem: Problem) -> dict[str, Any]:
    facts = {
        name: fact.isoformat() if isinstance(fact, date) else fact
        for name, fact in problem.facts.items()
    }
    return {"code": problem.code, "facts": facts}


def read_problem(document: dict[str, Any]) -> Problem:
    kind = _KNOWN.get(document["code"])
    if kind is None:
        return RequestNotAsDescribed(what_fr="le fichier", what_en="the file")
    return kind(**document["facts"])
