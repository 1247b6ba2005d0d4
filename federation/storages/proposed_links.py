"""Links between proposed datasets: the foreign keys of their database, to be read by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.declaration.stated import Entry
from catalog.proposed_names import new_name
from federation.storages.protocol import FoundForeignKey, FoundObject

_OF_A_KEY = re.compile(r"^(id|num|numero|code|ref)_|_(id|num|numero|code|ref)$")
"""The part of a column's name that says how it names something, not what."""


@dataclass(frozen=True, slots=True)
class ProposedEntry:
    """`entry` as a declaration writes it under `name`; `names` of the columns, by that at the
    source. Both are empty for what nothing can be declared of.
    """

    object: FoundObject
    name: str = ""
    entry: Entry | None = None
    names: tuple[tuple[str, str], ...] = ()


def with_links(entries: Sequence[ProposedEntry]) -> tuple[ProposedEntry, ...]:
    """The same, each foreign key as a relation to the dataset that is proposed of its table.

    One of which a column is left out, or whose columns have two types, is no link.
    """
    by_object = {(each.object.schema, each.object.name): each for each in entries if each.entry}
    reverses: dict[str, set[str]] = {each.name: _taken(each) for each in by_object.values()}
    return tuple(_linked(each, by_object, reverses) for each in entries)


def _linked(
    proposed: ProposedEntry,
    by_object: Mapping[tuple[str | None, str], ProposedEntry],
    reverses: Mapping[str, set[str]],
) -> ProposedEntry:
    if proposed.entry is None:
        return proposed
    relations: dict[str, Any] = dict(proposed.entry.get("relations") or {})
    names = _taken(proposed)
    for key, to in _keys(proposed.object, by_object):
        own, other = _column(proposed, key.column), _column(to, key.key)
        if own is None or other is None or _type(proposed, own) != _type(to, other):
            continue
        name = new_name(_OF_A_KEY.sub("", own) or to.name, names, "lien")
        relation = {"column": own, "dataset": to.name}
        if to.entry is not None and to.entry.get("primary_key") != [other]:
            relation["key"] = other
        relation["reverse"] = new_name(proposed.name, reverses[to.name], "lignes")
        relations[name] = relation
    if not relations:
        return proposed
    return replace(proposed, entry={**proposed.entry, "relations": relations})


def _keys(
    of: FoundObject, by_object: Mapping[tuple[str | None, str], ProposedEntry]
) -> Iterator[tuple[FoundForeignKey, ProposedEntry]]:
    for key in of.foreign_keys:
        to = by_object.get((key.schema, key.name))
        if to is not None:
            yield key, to


def _column(of: ProposedEntry, source_name: str) -> str | None:
    return dict(of.names).get(source_name)


def _type(of: ProposedEntry, column: str) -> object:
    entry: Entry = of.entry or {}
    return entry["columns"][column].get("type")


def _taken(of: ProposedEntry) -> set[str]:
    """Names of columns and relations: a link bears none of them."""
    entry: Entry = of.entry or {}
    return {*entry["columns"], *(entry.get("relations") or {})}
