"""Boards: made and changed by their body, and read by each reader's own rights, tile by tile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from catalog.actions.boards.boards import BoardDraft
from catalog.model.board import BoardTile
from catalog.model.identifiers import Siren
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.enums import Audience, TileKind
from gateway.control.explorations import Explorable, ExploredFigures
from gateway.control.indicators import IndicatorFigures
from gateway.control.mirror import Shown, mirror
from gateway.control.outcome import DONE, Outcome
from gateway.control.saved_operations import QuestionAnswer
from gateway.figures.boards.shown import Partner as PartnerValue
from gateway.figures.boards.shown import (
    ShownBoard,
    ShownTile,
)
from gateway.figures.boards.shown import TileExploration as ExplorationValue
from gateway.figures.boards.shown import TileFigure as FigureValue
from gateway.figures.boards.shown import TileIndicator as IndicatorValue
from gateway.figures.boards.shown import TileReading as ReadingValue
from gateway.reading.exploring.service import MOST_GROUPS
from schema.problems import TooManyRowsAsked

_KIND = "explorations"
_INPUT = strawberry.argument(name="input")


@mirror("Un organisme. / A body.", ids=())
class BoardBody(Shown[PartnerValue]): ...


@mirror(
    "Une case d'un tableau de bord. / A tile of a board.",
    title="Saisi par son auteur. / Typed by its author.",
    purpose="La finalité pour laquelle elle lit. / The purpose for which it reads.",
    of="Ce qu'elle montre, pour qui change le tableau. / What it shows, for who changes the board.",
    address="De l'exploration. / Of the exploration.",
)
class BoardTileShown(Shown[ShownTile]): ...


@mirror(
    "Un tableau de bord, sans aucune valeur. / A board, without any value.",
    is_home="L'accueil commence par lui. / The home page begins with it.",
    roles="Vide : toutes les personnes de l'organisme. / Empty: everybody of the body.",
)
class Board(Shown[ShownBoard]): ...


@mirror("Une exploration, telle qu'elle a été lue. / An exploration, as it was read.", ids=())
class TileExploration(Shown[ExplorationValue]):
    explorable: Explorable
    figures: ExploredFigures


@mirror("Un indicateur, tel qu'il a été calculé. / An indicator, as it was computed.")
class TileIndicator(Shown[IndicatorValue]):
    figures: IndicatorFigures


@mirror("Un chiffre figé. / A frozen figure.")
class TileFigure(Shown[FigureValue]): ...


@mirror(
    "Une case, lue avec les droits de qui demande. / A tile, read by the rights of who asks.",
    is_readable="Faux : vos droits n'en donnent rien. / False: your rights give nothing of it.",
    filtered="Parties du filtre qui la concernent. / Parts of the filter that hold for it.",
)
class BoardTileReading(Shown[ReadingValue]):
    question: QuestionAnswer | None


@strawberry.input(description="Une case à enregistrer. / A tile to be saved.")
class BoardTileInput:
    id: str
    kind: TileKind
    title: str = ""
    text: str = ""
    of: str = strawberry.field(
        default="",
        description=(
            "Un jeu de données, un indicateur, une question (noms), un chiffre figé (empreinte). / "
            "A dataset, an indicator, a question (names), a frozen figure (digest)."
        ),
    )
    address: str = strawberry.field(
        default="",
        description=(
            "D'une exploration, l'adresse : measure=count&by=month. / "
            "Of an exploration, its address: measure=count&by=month."
        ),
    )
    purpose: str | None = None


@strawberry.input(description="Un tableau de bord à enregistrer. / A board to be saved.")
class BoardInput:
    title: str
    tiles: list[BoardTileInput] = strawberry.field(default_factory=list)
    audience: Audience = Audience.AUTHOR
    roles: list[str] = strawberry.field(default_factory=list)
    partners: list[str] = strawberry.field(
        default_factory=list, description="Leurs SIREN. / Their SIREN."
    )
    commune: str | None = None
    year: int | None = None


@mirror(DONE)
class BoardResult(Outcome): ...


async def resolve_boards(info: Info) -> list[Board] | None:
    refuse_anonymous(info)
    return Board.all(await info.context.services.boards.boards())


async def resolve_board(info: Info, id: strawberry.ID) -> Board | None:  # noqa: A002 - GraphQL's
    return Board.of(await info.context.services.boards.board(id))


async def resolve_home(info: Info) -> Board | None:
    refuse_anonymous(info)
    return Board.of(await info.context.services.boards.home_board())


async def resolve_tile(
    info: Info,
    board: strawberry.ID,
    tile: strawberry.ID,
    commune: str | None = None,
    year: int | None = None,
) -> BoardTileReading | None:
    """One in a document, for each runs whole statements. Raises TooManyRowsAsked."""
    context = info.context
    context.shown[_KIND] += MOST_GROUPS
    if context.shown[_KIND] > MOST_GROUPS:
        raise TooManyRowsAsked(rows=context.shown[_KIND], limit=MOST_GROUPS)
    return BoardTileReading.of(await context.services.boards.tile(board, tile, commune, year))


async def resolve_make(
    info: Info, name: str, draft: Annotated[BoardInput, _INPUT], *, dry_run: bool = False
) -> BoardResult | None:
    refuse_anonymous(info)
    boards = info.context.services.boards
    acted = await boards.make(name.strip(), _draft_of(draft), dry_run=dry_run)
    return BoardResult.after(acted, dry_run=dry_run)


async def resolve_change(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - GraphQL's
    version: int,
    draft: Annotated[BoardInput, _INPUT],
    *,
    dry_run: bool = False,
) -> BoardResult | None:
    refuse_anonymous(info)
    boards = info.context.services.boards
    acted = await boards.change(id, version, _draft_of(draft), dry_run=dry_run)
    return BoardResult.after(acted, dry_run=dry_run)


async def resolve_remove(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - GraphQL's
    *,
    dry_run: bool = False,
) -> BoardResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.boards.acts.remove(id, dry_run=dry_run)
    return BoardResult.after(acted, dry_run=dry_run)


async def resolve_choose_home(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - GraphQL's
    *,
    is_home: bool = True,
    dry_run: bool = False,
) -> BoardResult | None:
    refuse_anonymous(info)
    acts = info.context.services.boards.acts
    acted = await acts.choose_home(id, is_home=is_home, dry_run=dry_run)
    return BoardResult.after(acted, dry_run=dry_run)


def _draft_of(draft: BoardInput) -> BoardDraft:
    return BoardDraft(
        title=draft.title,
        tiles=_tiles_of(draft.tiles),
        audience=draft.audience,
        roles=tuple(draft.roles),
        partners=tuple(Siren.parse(each) for each in draft.partners),
        commune=(draft.commune or "").strip() or None,
        year=draft.year,
    )


def _tiles_of(tiles: Sequence[BoardTileInput]) -> tuple[BoardTile, ...]:
    return tuple(
        BoardTile(
            id=each.id,
            kind=each.kind,
            title=each.title.strip(),
            text=each.text.replace("\r\n", "\n").strip(),
            of=each.of.strip(),
            address=each.address.strip(),
            purpose=each.purpose or None,
        )
        for each in tiles
    )


@strawberry.type
class BoardQuery:
    boards: list[Board] | None = strawberry.field(
        resolver=resolve_boards,
        description=(
            "Les tableaux de bord que vous lisez : de votre organisme, ou partagés avec lui. / "
            "The boards that you read: of your body, or shared with it."
        ),
    )
    board: Board | None = strawberry.field(
        resolver=resolve_board, description="Un tableau de bord. / A board."
    )
    home_board: Board | None = strawberry.field(
        resolver=resolve_home,
        description=(
            "Le tableau par lequel commence l'accueil de votre organisme ; null : aucun que vous "
            "lisiez. / The board with which your body's home page begins; null: none that you read."
        ),
    )
    board_tile: BoardTileReading | None = strawberry.field(
        resolver=resolve_tile,
        description=(
            "Une case, lue avec vos droits, pour sa finalité. Sans filtre dit, celui du tableau ; "
            '"" et 0 : sans filtre. / A tile, read by your rights, for its purpose. Without a '
            'filter, the board\'s; "" and 0: no filter.'
        ),
    )


@strawberry.type
class BoardMutation:
    make_board: BoardResult | None = strawberry.mutation(
        resolver=resolve_make,
        description="Crée un tableau de bord. / Makes a board.",
    )
    change_board: BoardResult | None = strawberry.mutation(
        resolver=resolve_change,
        description=(
            "Change un tableau de bord, depuis la version lue. / "
            "Changes a board, from the version that was read."
        ),
    )
    remove_board: BoardResult | None = strawberry.mutation(
        resolver=resolve_remove,
        description="Retire un tableau de bord. / Takes a board away.",
    )
    choose_home_board: BoardResult | None = strawberry.mutation(
        resolver=resolve_choose_home,
        description=(
            "L'accueil de l'organisme commence par ce tableau, ou plus. / "
            "The home page of the body begins with this board, or no more."
        ),
    )
