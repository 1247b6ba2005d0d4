"""`regexp_like`, `regexp_extract` and `regexp_replace`: their patterns are written out anew.

The pattern is a text of the statement: what one that comes of a row would cost, or mean, could not
be told before anything runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from sqlglot import exp

from federation.patterns.going_back import MOST_OPEN, MOST_WAYS, TooLong, doubt_of
from federation.patterns.pattern_reading import Odd, read_pattern
from federation.patterns.regular import Node, kept_for_sure, may_be_empty, read_replacement, written
from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlForm, SqlPattern

_MOST_REPLACEMENT = 200
_LIKE, _EXTRACT, _REPLACE = "regexp_like", "regexp_extract", "regexp_replace"


def _like(node: exp.Expr) -> exp.Expr:
    pattern = _pattern(node, _LIKE)
    said = exp.Literal.string(written(pattern, keeps=False))
    return exp.RegexpLike(this=node.this, expression=said)


def _extract(node: exp.Expr) -> exp.Expr:
    """NULL where nothing matches."""
    pattern = _pattern(node, _EXTRACT)
    group = node.args.get("group") or exp.Literal.number(0)
    if not (isinstance(group, exp.Literal) and group.name.isdigit() and len(group.name) == 1):
        _refuse_form(
            node,
            _EXTRACT,
            "le numéro d'un groupe, de 0 à 9, écrit dans la requête",
            "the number of a group, 0 to 9, written in the query",
        )
    _check_group(int(group.name), pattern, node, _EXTRACT)
    said = exp.Literal.string(written(pattern, keeps=True))
    return exp.RegexpExtract(this=node.this, expression=said, group=group)


def _replace(node: exp.Expr) -> exp.Expr:
    """Each match, from left to right."""
    pattern = _pattern(node, _REPLACE)
    if may_be_empty(pattern):
        _refuse(
            node,
            _REPLACE,
            Odd("x*", 1, "un motif qui prend au moins une lettre", "a pattern that takes a letter"),
        )
    new = node.args.get("replacement")
    if new is None or not _is_text(new) or len(new.name) > _MOST_REPLACEMENT:
        _refuse_form(
            node,
            _REPLACE,
            f"un remplacement d'au plus {_MOST_REPLACEMENT} caractères écrit dans la requête",
            f"a replacement of at most {_MOST_REPLACEMENT} characters, written in the query",
        )
    for part in read_replacement(new.name) or _refuse_replacement(node):
        if isinstance(part, int):
            _check_group(part, pattern, node, _REPLACE)
    said = exp.Literal.string(written(pattern, keeps=True))
    return exp.RegexpReplace(this=node.this, expression=said, replacement=new)


def _pattern(node: exp.Expr, name: str) -> Node:
    said = node.args.get("expression")
    if said is None or not _is_text(said) or _says_more(node):
        _refuse_form(
            node,
            name,
            "un motif écrit dans la requête, comme '^[0-9]{5}$'",
            "a pattern written in the query, such as '^[0-9]{5}$'",
        )
    try:
        pattern = read_pattern(said.name)
        doubt = doubt_of(pattern)
    except Odd as odd:
        _refuse(node, name, odd)
    except TooLong:
        long = Odd("{", 1, "un motif plus court", "a shorter pattern")
        _refuse(node, name, long)
    if doubt.in_repeat:
        repeated = Odd(
            "(x+)*",
            1,
            "un groupe répété où chaque lettre ne peut venir que d'un endroit, comme (?:[0-9]+,)*",
            "a repeated group in which each letter comes from one place, such as (?:[0-9]+,)*",
        )
        _refuse(node, name, repeated)
    if doubt.open > MOST_OPEN or doubt.ways > MOST_WAYS:
        several = Odd(
            ".*.*.*",
            1,
            f"au plus {MOST_OPEN} répétitions qui peuvent prendre ce qui les suit"
            " ([^,]*, ne le peut pas ; LIKE '%a%b%c%' en a autant que l'on veut)",
            f"at most {MOST_OPEN} repeats that may take what follows them"
            " ([^,]*, may not; LIKE '%a%b%c%' has as many as you like)",
        )
        _refuse(node, name, several)
    return pattern


def _says_more(node: exp.Expr) -> bool:
    """Arguments of other dialects: a place to begin at, modifiers."""
    known = {"this", "expression", "group", "replacement", "null_if_pos_overflow"}
    return any(value for key, value in node.args.items() if key not in known)


def _check_group(number: int, pattern: Node, node: exp.Expr, name: str) -> None:
    """A group that took no part is NULL on one engine, an empty text on another."""
    if number and number not in set(kept_for_sure(pattern)):
        _refuse(
            node,
            name,
            Odd(
                f"${number}",
                1,
                f"un groupe (…), le {number}e, hors de tout « | » et de toute répétition",
                f"a group (…), number {number}, outside any | and any repeat",
            ),
        )


def _is_text(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)


def _refuse(node: exp.Expr, what: str, odd: Odd) -> NoReturn:
    raise SqlPattern(
        what=what,
        construct=odd.what,
        at=odd.at,
        instead_fr=odd.fr,
        instead_en=odd.en,
        place=place_of(node),
    )


def _refuse_replacement(node: exp.Expr) -> NoReturn:
    _refuse_form(
        node,
        _REPLACE,
        r"un remplacement de lettres et de $1 à $9 (\$ et \\ sont ces signes eux-mêmes)",
        r"a replacement of letters and of $1 to $9 (\$ and \\ are these signs themselves)",
    )


def _refuse_form(node: exp.Expr, what: str, fr: str, en: str) -> NoReturn:
    raise SqlForm(what=what, expected_fr=fr, expected_en=en, place=place_of(node))


WRITTEN: Mapping[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.RegexpLike: _like,
    exp.RegexpExtract: _extract,
    exp.RegexpReplace: _replace,
}
