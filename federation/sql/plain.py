"""Second ways to say one thing, said the first way: what comes after has one shape to know."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import available_timezones

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlConstruct, SqlForm, SqlLiteral, SqlMember
from federation.sql.result_types import arms_of
from federation.sql.scan import Scanned

NAMED_ZONES = frozenset({"at_timezone", "with_timezone"})
"""Functions whose second argument is a zone."""
LISTED = "listed"
"""The `meta` of a SELECT * whose columns are named after it: `AS t (a, b)`."""
_WITH_ZONE = 2
_COUNT = re.compile(r"-?[0-9]{1,6}")
_UNITS = frozenset({"YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"})


def say_plainly(tree: exp.Query, scanned: Scanned) -> None:
    """`NOT LIKE` as NOT (LIKE); the column names after a query's alias as its own aliases.

    Raises SqlForm where there are not as many names as columns; SqlConstruct for NATURAL JOIN,
    whose columns would be those that the reader was granted, and for WITH TIES.
    """
    _check_joins_and_limits(tree, scanned)
    _check_members(tree)
    for zoned in tree.find_all(exp.AtTimeZone, exp.Anonymous):
        _check_zone(zoned, scanned)
    for span in tree.find_all(exp.Interval):
        _check_span(span, scanned)
    for count in tree.find_all(exp.Ntile):
        _check_count(count, scanned)
    for like in list(tree.find_all(exp.Like)):
        if like.args.get("negate"):
            like.set("negate", None)
            whole = like.parent if isinstance(like.parent, exp.Escape) else like
            whole.replace(exp.Not(this=whole.copy()))
    for alias in list(tree.find_all(exp.TableAlias)):
        query = alias.parent
        if alias.columns and isinstance(query, exp.CTE | exp.Subquery):
            _name_columns(query, alias)
        elif alias.columns and isinstance(query, exp.Values):
            _check_names(len(alias.columns), len(query.expressions[0].expressions), alias)
        elif alias.columns and isinstance(query, exp.Table):
            raise SqlForm(
                what=f"{alias.name} (…)"[:40],
                expected_fr="une requête qui donne les noms : (SELECT a AS x, b AS y FROM …) AS t",
                expected_en="a query that gives the names: (SELECT a AS x, b AS y FROM …) AS t",
                place=place_of(alias),
            )


def _check_joins_and_limits(tree: exp.Query, scanned: Scanned) -> None:
    for join in tree.find_all(exp.Join):
        if join.args.get("method"):
            what, place = "NATURAL JOIN", scanned.place_of_word("NATURAL")
            raise SqlConstruct(what=what, place=place, did_you_mean="JOIN … USING (…)")
    for options in tree.find_all(exp.LimitOptions):
        if options.args.get("with_ties"):
            raise SqlConstruct(what="WITH TIES", place=scanned.place_of_word("TIES"))


def _check_members(tree: exp.Query) -> None:
    """Raises SqlMember: `c.commune.nom`, where `c` is a source and not an organisation."""
    aliases = {each.name.lower() for each in tree.find_all(exp.TableAlias)}
    for column in tree.find_all(exp.Column):
        first = column.text("catalog") or column.text("db")
        is_member = column.text("catalog") or first.lower() in aliases
        if first and is_member and not isinstance(column.this, exp.Star):
            raise SqlMember(
                what=".".join(part.name for part in column.parts)[:80],
                member=column.name[:40],
                source=(column.text("db") if column.text("catalog") else first)[:40],
                place=place_of(column),
            )


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _check_zone(node: exp.Expr, scanned: Scanned) -> None:
    """A zone is said in the statement, and is one: a column of zones could fail on any row."""
    if isinstance(node, exp.Anonymous):
        if node.name.lower() not in NAMED_ZONES:
            return
        zone = node.expressions[1] if len(node.expressions) == _WITH_ZONE else None
    else:
        zone = node.args.get("zone")
    said = zone.name if isinstance(zone, exp.Literal) and zone.is_string else ""
    if said not in _zones():
        place = scanned.place_of_text(said) or scanned.place_of_word("ZONE", node.name.upper())
        raise SqlLiteral(
            what="TIME ZONE",
            expected_fr="un fuseau comme Europe/Paris",
            expected_en="a zone such as Europe/Paris",
            place=place,
        )


def _check_span(span: exp.Interval, scanned: Scanned) -> None:
    count, unit = span.this, span.args.get("unit")
    good = isinstance(count, exp.Literal) and _COUNT.fullmatch(count.name)
    if not good or unit is None or str(unit.name).upper() not in _UNITS:
        raise SqlLiteral(
            what="INTERVAL",
            expected_fr="un nombre entier et une unité, comme INTERVAL '3' DAY",
            expected_en="a whole number and a unit, such as INTERVAL '3' DAY",
            place=scanned.place_of_word("INTERVAL"),
        )


def _check_count(node: exp.Ntile, scanned: Scanned) -> None:
    """Counted once for a window: a count that differs by row means another thing on each engine."""
    count = node.this
    if not isinstance(count, exp.Literal) or not count.name.isdigit() or int(count.name) < 1:
        raise SqlLiteral(
            what="ntile",
            expected_fr="un nombre entier écrit dans la requête, comme ntile(4)",
            expected_en="a whole number written in the query, such as ntile(4)",
            place=scanned.place_of_word("NTILE"),
        )


def check_patterns(tree: exp.Query, scanned: Scanned) -> None:
    """Raises SqlLiteral for a pattern that ends with its escape character, or escapes a letter:
    an error on one engine, a match on others. Called before literals become parameters.
    """
    for escape in tree.find_all(exp.Escape):
        pattern = escape.this.expression if isinstance(escape.this, exp.Like) else None
        sign = escape.expression
        if not isinstance(pattern, exp.Literal) or not isinstance(sign, exp.Literal):
            continue
        if len(sign.name) == 1 and not _is_escaped_well(pattern.name, sign.name):
            raise SqlLiteral(
                what="LIKE … ESCAPE",
                expected_fr=f"après chaque {sign.name}, un %, un _ ou un autre {sign.name}",
                expected_en=f"a %, a _ or another {sign.name} after each {sign.name}",
                place=scanned.place_of_text(pattern.name),
            )


def _is_escaped_well(pattern: str, sign: str) -> bool:
    letters = iter(pattern)
    return all(next(letters, None) in {"%", "_", sign} for letter in letters if letter == sign)


def check_listed_names(tree: exp.Query) -> None:
    """The same of a star, once it is spelt out. Raises SqlForm."""
    for select in tree.find_all(exp.Select):
        alias = select.meta.get(LISTED) if select._meta else None  # noqa: SLF001 - `meta` would make an empty one
        if alias is not None:
            _check_names(len(alias.columns), len(select.selects), alias)


def _check_names(given: int, columns: int, alias: exp.TableAlias) -> None:
    if given != columns:
        raise SqlForm(
            what=f"{alias.name} (…)"[:40],
            expected_fr=f"autant de noms que de colonnes : {columns}, et il y en a {given}",
            expected_en=f"as many names as columns: {columns}, and there are {given}",
            place=place_of(alias),
        )


def _name_columns(query: exp.CTE | exp.Subquery, alias: exp.TableAlias) -> None:
    names = [each.name for each in alias.columns]
    arms = arms_of(query.this)
    if arms and arms[0].is_star:
        # Its columns are named once the star is spelt out.
        arms[0].meta[LISTED] = alias.copy()
        return
    _check_names(len(names), len(arms[0].selects) if arms else 0, alias)
    for output, name in zip(list(arms[0].selects), names, strict=True):
        value = output.unalias().copy()
        output.replace(exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True)))
    alias.set("columns", None)
