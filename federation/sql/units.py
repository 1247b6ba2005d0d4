"""Units of time: those that mean the same on every engine, and those that a day has."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from federation.dialects.types import is_date
from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlArgument, SqlForm
from federation.sql.scan import Scanned, TokenKind

_UNITS = ("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND")
_FIELDS = (
    *("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAY_OF_MONTH", "DAY_OF_WEEK", "DOW"),
    *("DAY_OF_YEAR", "DOY", "YEAR_OF_WEEK", "YOW", "HOUR", "MINUTE", "SECOND"),
)
_OF_THE_CLOCK = frozenset({"HOUR", "MINUTE", "SECOND", "MILLISECOND"})
_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("AN", "ANS", "ANNEE", "ANNÉE", "ANNEES", "ANNÉES", "YEARS", "YYYY"), "YEAR"),
    **dict.fromkeys(("TRIMESTRE", "TRIMESTRES", "QUARTERS"), "QUARTER"),
    **dict.fromkeys(("MOIS", "MONTHS", "MM", "MON"), "MONTH"),
    **dict.fromkeys(("SEMAINE", "SEMAINES", "WEEKS", "ISOWEEK"), "WEEK"),
    **dict.fromkeys(("JOUR", "JOURS", "DAYS", "DD"), "DAY"),
    **dict.fromkeys(("HEURE", "HEURES", "HOURS", "HH"), "HOUR"),
    **dict.fromkeys(("MINUTES", "MI"), "MINUTE"),
    **dict.fromkeys(("SECONDE", "SECONDES", "SECONDS"), "SECOND"),
}
_NAMES: Mapping[type[exp.Expr], str] = {
    exp.TimestampTrunc: "date_trunc",
    exp.DateTrunc: "date_trunc",
    exp.DateAdd: "date_add",
    exp.DateSub: "date_add",
    exp.DateDiff: "date_diff",
}
_CLOCKS: Mapping[type[exp.Expr], str] = {
    exp.Hour: "hour",
    exp.Minute: "minute",
    exp.Second: "second",
}


def check_units(tree: exp.Query, scanned: Scanned) -> None:
    """Raises SqlForm, with the units that there are."""
    for node in tree.walk():
        if type(node) in _NAMES:
            unit = node.args.get("unit")
            if unit is not None and str(unit.name).upper() not in _UNITS:
                _refuse(_NAMES[type(node)], str(unit.name), _UNITS, node, scanned)
        elif isinstance(node, exp.Extract) and node.name.upper() not in _FIELDS:
            _refuse("extract", node.name, _FIELDS, node, scanned)


def check_clocks(tree: exp.Query) -> None:
    """`tree` has its types noted. Raises SqlArgument for an hour of a day, which has none."""
    for node in tree.walk():
        if type(node) in _CLOCKS:
            what, unit, sides = _CLOCKS[type(node)], "HOUR", [node.this]
        elif isinstance(node, exp.Extract):
            what, unit, sides = "extract", node.name.upper(), [node.expression]
        elif type(node) in _NAMES:
            unit = str(node.args["unit"].name).upper() if node.args.get("unit") else ""
            is_span = isinstance(node, exp.DateDiff)
            what, sides = _NAMES[type(node)], [node.this, *([node.expression] if is_span else [])]
        else:
            continue
        if unit in _OF_THE_CLOCK and all(is_date(each) for each in sides):
            raise SqlArgument(
                what=what,
                expected_fr="un moment, qui a une heure",
                expected_en="a moment, which has an hour",
                found="date",
                place=place_of(node),
            )


def _refuse(what: str, unit: str, known: tuple[str, ...], node: exp.Expr, scanned: Scanned) -> None:
    listed = ", ".join(f"'{each.lower()}'" if known is _UNITS else each for each in known)
    meant = _MEANT.get(unit.upper())
    hint_fr = "" if meant is None else f" ; « {unit.lower()[:20]} » est '{meant.lower()}'"
    hint_en = "" if meant is None else f"; \"{unit.lower()[:20]}\" is '{meant.lower()}'"
    token = next(
        (
            each
            for each in scanned.tokens
            if each.kind in {TokenKind.TEXT, TokenKind.WORD} and each.value.upper() == unit.upper()
        ),
        None,
    )
    raise SqlForm(
        what=what,
        expected_fr=f"une unité écrite dans la requête, parmi {listed}{hint_fr}",
        expected_en=f"a unit written in the query, one of {listed}{hint_en}",
        place=place_of(node) if token is None else scanned.place(token.start),
    )
