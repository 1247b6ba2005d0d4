"""A board of a body: texts and pictures in order, each run by its reader; it holds no value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalog.model.identifiers import Siren


class TileKind(StrEnum):
    """A FIGURE is a frozen one."""

    TEXT = "text"
    EXPLORATION = "exploration"
    INDICATOR = "indicator"
    QUESTION = "question"
    FIGURE = "figure"


class Audience(StrEnum):
    """The readers of a board, beside the stewards of its body, who look after it."""

    AUTHOR = "author"
    BODY = "body"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class BoardTile:
    """`title` is typed by the author, and never taken from data. `of`: the id of a dataset that is
    explored as `address` says, the name of an indicator or of a saved question, or the digest of
    a figure. `purpose`: of whoever reads the data for it.
    """

    id: str
    kind: TileKind
    title: str
    text: str = ""
    of: str = ""
    address: str = ""
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """`roles` of the body read it, all where there are none; so do the `partners`, of BODY alone.
    `commune` and `year`: its filter, until its reader chooses another. `version` counts changes.
    """

    organisation: Siren
    name: str
    title: str
    tiles: tuple[BoardTile, ...]
    audience: Audience
    roles: tuple[str, ...]
    partners: tuple[Siren, ...]
    commune: str | None
    year: int | None
    is_home: bool
    version: int
    author_issuer: str
    author: str
    at: datetime
    by_sub: str

    @property
    def id(self) -> str:
        """Of one word, for its address: `243500667-dechets`."""
        return f"{self.organisation}-{self.name}"
