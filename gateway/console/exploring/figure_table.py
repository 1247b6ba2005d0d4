"""The table under the picture of an exploration: each group, both sides of its comparison."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.console.exploring.address import ExploredAddress
from gateway.console.exploring.answers import ExploredGroup
from gateway.console.exploring.words import BEFORE, POPULATION, ExploredWords
from gateway.console.visit import Visit
from papers.pictures.table import Column, Table

Row = tuple[str | float | None, ...]


def figure_table(
    address: ExploredAddress,
    words: ExploredWords,
    labels: Sequence[Sequence[str]],
    groups: Sequence[ExploredGroup],
    visit: Visit,
) -> Table:
    """`labels`: of the keys of each group. Why a group has no value stands in its place."""
    _ = visit.gettext
    headers = [Column(header) for header in words.keys] or [Column(_("Chiffre"))]
    headers += _headers(address, words, visit)
    rows = [
        (*(names or [words.measure]), *_cells(address, group, visit))
        for names, group in zip(labels, groups, strict=True)
    ]
    return Table(words.title, tuple(headers), tuple(rows))


def _headers(address: ExploredAddress, words: ExploredWords, visit: Visit) -> list[Column]:
    _ = visit.gettext
    value = Column(_("Valeur"), words.unit, numeric=True)
    count = Column(_("Lignes"), numeric=True)
    if address.compare == BEFORE:
        difference = _("points") if address.is_share else "%"
        before = Column(_("Un an plus tôt"), words.unit, numeric=True)
        return [value, before, Column(_("Évolution"), difference, numeric=True), count]
    if address.compare.startswith(POPULATION):
        people = Column(_("Habitants"), numeric=True)
        return [Column(words.measure, numeric=True), people, value, count]
    if address.compare:
        below = Column(_("Divisé par"), numeric=True)
        return [Column(words.measure, numeric=True), below, value, count]
    return [value, count]


def _cells(address: ExploredAddress, group: ExploredGroup, visit: Visit) -> Row:
    value = group.value if group.noValue is None else no_value_words(group.noValue, visit)
    if address.compare == BEFORE:
        return value, group.before, group.change, group.rows
    if address.compare:
        return group.above, group.below, value, group.rows
    return value, group.rows


def no_value_words(reason: str, visit: Visit) -> str:
    """« secret », « absent » and « incomplet »: none of them is zero."""
    _ = visit.gettext
    return {"SECRET": _("secret"), "ABSENT": _("absent"), "UNLIKE": _("incomplet")}[reason]
