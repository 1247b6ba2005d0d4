"""An engine that cannot bind or parse what was written for it: a bug of ours, never the storage's.

What the storage may have changed meanwhile is looked at first, by the watched engine.
"""

from __future__ import annotations

import re

import structlog

from federation.plan import Plan
from federation.problems import SourceFailed
from federation.shown_sql import shape_of

_log = structlog.get_logger(__name__)
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_MOST_WORDS = 300


class StatementRefused(SourceFailed):
    """An engine could not read what we wrote for it: ours to mend, whoever asked and whatever the
    storage is. Where the storage has changed meanwhile, that is told instead.
    """

    code = "statement_refused"
    status = 500
    fr = (
        "Le moteur n'a pas su lire ce que la passerelle lui a écrit :"
        " c'est une erreur de notre part, ni la vôtre ni celle du stockage."
    )
    en = (
        "The engine could not read what the gateway wrote for it:"
        " an error on our side, neither yours nor the storage's."
    )
    next_fr = (
        "Écrivez la requête plus simplement, et donnez la référence de celle-ci"
        " à l'exploitant : le journal dit ce qui a été refusé."
    )
    next_en = (
        "Write the query more simply, and give the reference of this one to the operator:"
        " the log says what was refused."
    )


def refused(plan: Plan, error: str, told_by_engine: str = "") -> StatementRefused:
    """Logs for the operator what was written, without its values and the names that its writer
    gave; of the engine's words the first line, without what stands in quotes.
    """
    words = _QUOTED.sub("'…'", told_by_engine.partition("\n")[0])[:_MOST_WORDS]
    _log.error(
        "statement_refused_by_engine",
        engine=plan.engine,
        error=error,
        said=words,
        statement=shape_of(plan),
    )
    return StatementRefused()
