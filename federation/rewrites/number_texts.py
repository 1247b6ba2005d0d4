"""Numbers as people write them, `104 000,00 €`, put into the one spelling that a cast reads."""

from __future__ import annotations

import re

from sqlglot import exp

from catalog.model.dataset import TextFormat
from federation.dialects.text_values import END_OF_TEXT
from federation.rewrites.expressions import text

BLANKS = "\u00a0\u202f"
"""No-break and narrow no-break: what spreadsheets and word processors put for a space."""
_MOST_DIGITS = 38


def plain_number(value: exp.Expr, form: TextFormat, *, is_whole: bool) -> exp.Expr:
    """`value` with a point and nothing between its digits; NULL where it is written otherwise.

    Groups are of three digits, all or none of them marked: `1 23` is no number, nor `1.5` where
    the point marks thousands.
    """
    if not form.thousands and not form.suffix:
        return value if is_whole else _with_point(value, form.decimal_mark)
    spaced = exp.Translate(this=value, from_=text(BLANKS), to=text(" " * len(BLANKS)))
    # The end of a text is said as the readings of the dialects say it: see text_values.
    is_number = exp.RegexpLike(
        this=spaced, expression=text(f"^{number_pattern(form, is_whole=is_whole)}{END_OF_TEXT}")
    )
    bare: exp.Expr = spaced.copy()
    for mark in (form.suffix, form.thousands, " "):
        if mark:
            bare = exp.Replace(this=bare, expression=text(mark), replacement=text(""))
    if not is_whole:
        bare = _with_point(bare, form.decimal_mark)
    return exp.Case(ifs=[exp.If(this=is_number, true=bare)])


def _with_point(value: exp.Expr, mark: str) -> exp.Expr:
    """`1234,56` to `1234.56`; a point where a comma is declared is no number, so it cannot stay."""
    if mark == ".":
        return value
    return exp.Translate(this=value, from_=text(f"{mark}."), to=text(".;"))


def number_pattern(form: TextFormat, *, is_whole: bool) -> str:
    """Of the whole text, in the words that all three engines' patterns share."""
    digits = f"[0-9]{{1,{_MOST_DIGITS}}}"
    if form.thousands:
        digits = f"({digits}|[0-9]{{1,3}}({_one(form.thousands)}[0-9]{{3}}){{1,12}})"
    fraction = "" if is_whole else f"({_one(form.decimal_mark)}[0-9]{{1,{_MOST_DIGITS}}})?"
    suffix = "".join(_one(each) for each in form.suffix)
    return f"[+-]?{digits}{fraction}" + (f"( ?{suffix})?" if suffix else "")


def _one(character: str) -> str:
    return character if re.fullmatch(r"[\w ]", character) else f"[{character}]"
