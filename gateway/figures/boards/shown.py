"""A board as its readers' pages and programs see it: nothing of a tile that data would say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from catalog.model.bilingual import Bilingual
from catalog.model.board import Audience, Board, BoardTile, TileKind
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.figures.indicators.service import IndicatorFigures
from gateway.figures.indicators.told import ToldSide
from gateway.reading.exploring.offers import Offer
from gateway.reading.exploring.service import Explored
from gateway.reading.query.question_answer import QuestionAnswer


@dataclass(frozen=True, slots=True)
class ShownTile:
    """`of` and `address` are told to whoever may change the board, and are None for others."""

    id: str
    kind: TileKind
    title: str
    text: str
    purpose: str | None
    of: str | None
    address: str | None

    @classmethod
    def seen(cls, tile: BoardTile, *, may_change: bool) -> Self:
        return cls(
            id=tile.id,
            kind=tile.kind,
            title=tile.title,
            text=tile.text,
            purpose=tile.purpose,
            of=tile.of if may_change else None,
            address=tile.address if may_change else None,
        )


@dataclass(frozen=True, slots=True)
class Partner:
    siren: Siren
    name: str


@dataclass(frozen=True, slots=True)
class ShownBoard:
    """`author`, `roles` and `partners` are told within the body alone."""

    id: str
    title: str
    body: Partner
    is_ours: bool
    is_mine: bool
    may_change: bool
    is_home: bool
    audience: Audience
    author: str | None
    roles: tuple[str, ...]
    partners: tuple[Partner, ...]
    commune: str | None
    year: int | None
    version: int
    at: datetime
    tiles: tuple[ShownTile, ...]

    @classmethod
    def seen(cls, board: Board, reader: Subject, catalog: Snapshot) -> Self:
        is_ours = reader.organisation == board.organisation
        is_mine = (reader.issuer, reader.agent) == (board.author_issuer, board.author)
        may_change = is_ours and (is_mine or "steward" in reader.roles)
        return cls(
            id=board.id,
            title=board.title,
            body=_partner(board.organisation, catalog),
            is_ours=is_ours,
            is_mine=is_mine,
            may_change=may_change,
            is_home=is_ours and board.is_home,
            audience=board.audience,
            author=board.author if is_ours else None,
            roles=board.roles if is_ours else (),
            partners=tuple(_partner(each, catalog) for each in board.partners) if is_ours else (),
            commune=board.commune,
            year=board.year,
            version=board.version,
            at=board.at,
            tiles=tuple(ShownTile.seen(tile, may_change=may_change) for tile in board.tiles),
        )


@dataclass(frozen=True, slots=True)
class TileExploration:
    """`address`: of the exploration as it ran, under the board's filter."""

    dataset: str
    address: str
    explorable: Offer
    figures: Explored


@dataclass(frozen=True, slots=True)
class TileIndicator:
    """`name`: for its own page, which is of its body alone."""

    name: str
    title: str
    unit: str
    operation: str
    sides: tuple[ToldSide, ...]
    per: int
    period: str
    figures: IndicatorFigures


@dataclass(frozen=True, slots=True)
class TileFigure:
    digest: str
    title: Bilingual
    year: int | None
    content: str


@dataclass(frozen=True, slots=True)
class TileReading:
    """A tile as its reader's own rights give it. Where they give nothing, `is_readable` is False
    and nothing else is told. `filtered`: the parts of the board's filter that hold for it.
    """

    id: str
    is_readable: bool
    filtered: tuple[str, ...] = ()
    exploration: TileExploration | None = None
    indicator: TileIndicator | None = None
    question: QuestionAnswer | None = None
    question_name: str | None = None
    figure: TileFigure | None = None


def _partner(siren: Siren, catalog: Snapshot) -> Partner:
    body = catalog.organisations.get(siren)
    return Partner(siren, siren if body is None else body.name)
