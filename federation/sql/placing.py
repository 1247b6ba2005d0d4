"""The place of a mistake whose reader knew none: that of the word it names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalog.model.problem import Place, Problem
from federation.sql.problems import SqlParameterCount
from federation.sql.scan import Scanned, TokenKind, scan

_WORD = re.compile(r"[A-Za-z_0-9]+")
_ALSO: Mapping[str, frozenset[str]] = {
    "ARG_MAX": frozenset({"MAX_BY"}),
    "ARG_MIN": frozenset({"MIN_BY"}),
    "BOOL_AND": frozenset({"EVERY"}),
    "CAST": frozenset({"TRY_CAST", "WIDTH_BUCKET"}),
    "CEIL": frozenset({"CEILING"}),
    "DATE_TRUNC": frozenset({"LAST_DAY_OF_MONTH"}),
    "LN": frozenset({"LOG10"}),
    "LOGICAL_AND": frozenset({"EVERY", "BOOL_AND"}),
    "LOGICAL_OR": frozenset({"BOOL_OR"}),
    "MONTH": frozenset({"DATE_FORMAT"}),
    "POWER": frozenset({"POW"}),
    "STRPOS": frozenset({"POSITION"}),
    "STR_POSITION": frozenset({"STRPOS", "POSITION"}),
    "SUBSTRING": frozenset({"SUBSTR"}),
    "TIME": frozenset({"AT_TIMEZONE", "WITH_TIMEZONE"}),
    "||": frozenset({"LPAD", "RPAD", "CONCAT_WS"}),
}
"""By a function as the reader calls it: its other names, and what is written out by it."""


def place_of_what(problem: Problem, text: str) -> Place | None:
    """The place of the only word or sign of `text`, a statement that can be scanned, that the
    problem names; None where there is none or are several: a wrong place is worse than none.
    """
    scanned = scan(text)
    if isinstance(problem, SqlParameterCount):
        return _place_of_parameter(problem, scanned)
    what = str(problem.facts.get("what", ""))
    word = _WORD.match(what)
    name = what if word is None else word[0].upper()
    names = {name, *_ALSO.get(name, ())}
    starts = [
        each.start
        for each in scanned.tokens
        if each.kind in {TokenKind.WORD, TokenKind.SIGN} and each.value in names
    ]
    return scanned.place(starts[0]) if len(starts) == 1 else None


def _place_of_parameter(problem: SqlParameterCount, scanned: Scanned) -> Place | None:
    """The first `?` for which there is no value."""
    starts = [each.start for each in scanned.tokens if _is_parameter(each.kind, each.value)]
    values = int(str(problem.facts["given"]))
    return scanned.place(starts[values]) if values < len(starts) else None


def _is_parameter(kind: TokenKind, value: str) -> bool:
    return kind is TokenKind.SIGN and value == "?"
