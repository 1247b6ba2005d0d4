"""A board as a form holds it: its tiles in order, moved and taken out before anything is saved."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from gateway.console.boards.answers import BoardOfEdited
from gateway.http.forms import Form

_YEAR_DIGITS: Final = 4
_MOST_READ: Final = 48
"""Tiles of a form; the act itself says how many a board has at most."""


@dataclass(frozen=True, slots=True)
class TypedTile:
    """`kind` is GraphQL's: TEXT, EXPLORATION, INDICATOR, QUESTION, FIGURE."""

    id: str
    kind: str = "TEXT"
    title: str = ""
    text: str = ""
    of: str = ""
    address: str = ""
    purpose: str = ""

    def input(self) -> dict[str, Any]:
        """Of the act."""
        words = {field.name: getattr(self, field.name) for field in fields(self)}
        return words | {"purpose": self.purpose or None}


_TILE_FIELDS: Final = tuple(field.name for field in fields(TypedTile))
_IN_A_TILE: Final = frozenset({"title", "text"})
_WORDS: Final = ("title", "audience", "commune", "year", "version")


@dataclass(frozen=True, slots=True)
class TypedBoard:
    """`version`: the one that was read. `year` as it was typed."""

    title: str = ""
    audience: str = "AUTHOR"
    roles: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    commune: str = ""
    year: str = ""
    version: str = ""
    tiles: tuple[TypedTile, ...] = ()

    def input(self) -> dict[str, Any]:
        """Of the act, which refuses a year that is none."""
        return {
            "title": self.title,
            "audience": self.audience,
            "roles": [*self.roles],
            "partners": [*self.partners],
            "commune": self.commune or None,
            "year": _year(self.year),
            "tiles": [tile.input() for tile in self.tiles],
        }

    @property
    def version_number(self) -> int:
        return int(self.version) if self.version.isdecimal() else 0

    def moved(self, start: int, end: int) -> TypedBoard:
        """A tile in another place; the same board where there is no such tile or place."""
        if start not in range(len(self.tiles)) or end not in range(len(self.tiles)):
            return self
        tiles = [*self.tiles]
        tiles.insert(end, tiles.pop(start))
        return replace(self, tiles=tuple(tiles))

    def without(self, place: int) -> TypedBoard:
        return replace(self, tiles=(*self.tiles[:place], *self.tiles[place + 1 :]))

    def with_tile(self, tile: TypedTile) -> TypedBoard:
        """At its end, with an id that no other tile has."""
        ids = {each.id for each in self.tiles}
        free = next(name for n in itertools.count(1) if (name := f"t{n}") not in ids)
        return replace(self, tiles=(*self.tiles, replace(tile, id=free)))


def board_in(form: Form) -> TypedBoard:
    """The fields of a sent form; those of a tile end with its place: `title-2`."""
    words = {name: form.get(name, "") for name in _WORDS}
    roles, others = tuple(form.all("roles")), form.all("other_partner")
    partners = dict.fromkeys(filter(None, (*form.all("partners"), *others)))
    places = [place for place in range(_MOST_READ) if f"id-{place}" in form]
    tiles = tuple(
        TypedTile(**{name: form.get(f"{name}-{place}", "") for name in _TILE_FIELDS})
        for place in places
    )
    return TypedBoard(**words, roles=roles, partners=tuple(partners), tiles=tiles)


def typed_of(board: BoardOfEdited) -> TypedBoard:
    return TypedBoard(
        title=board.title,
        audience=board.audience,
        roles=tuple(board.roles),
        partners=tuple(partner.siren for partner in board.partners),
        commune=board.commune or "",
        year="" if board.year is None else str(board.year),
        version=str(board.version),
        tiles=tuple(
            TypedTile(
                id=tile.id,
                kind=tile.kind,
                title=tile.title,
                text=tile.text,
                of=tile.of or "",
                address=tile.address or "",
                purpose=tile.purpose or "",
            )
            for tile in board.tiles
        ),
    )


def field_at(path: Sequence[str], names: Collection[str]) -> str | None:
    """The field of the form that a refusal is about: `tiles.2.title` is `title-2`."""
    steps = ".".join(path).split(".")
    if "tiles" in steps:
        place, name = (*steps[steps.index("tiles") + 1 :], "", "")[:2]
        return f"{name}-{place}" if name in _IN_A_TILE else "tiles"
    return next((step for step in reversed(steps) if step in names), None)


def _year(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) <= _YEAR_DIGITS else 0
