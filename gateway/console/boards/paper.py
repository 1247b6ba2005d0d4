"""A board as a paper: each tile in order, of what the page of the tile would show its reader."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import msgspec

from gateway.console.boards.answers import (
    Board,
    BoardTileShownOfBoard,
    QuestionAnswer,
    TileFigure,
)
from gateway.console.boards.tiles import TileContent
from gateway.console.figures.views import tables_of
from gateway.console.rendering import printed, translations, write_when
from gateway.console.visit import Visit
from gateway.figures.frozen.papers import check_address
from papers.board_sheet import BoardSheet, PrintedTile, drawing_of, with_table
from papers.headline import headline_figures
from papers.pictures import Picture
from papers.report_sheet import is_report
from papers.sheet import SheetTable

_TEXT: Final = "TEXT"
_NO_CELL: Final = "—"


class ReadingBody(msgspec.Struct, frozen=True):
    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadTile:
    """`filtered`: sentences of what it follows of the filter. `purpose`: in words."""

    tile: BoardTileShownOfBoard
    content: TileContent
    filtered: tuple[str, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class _Figures:
    """`table`: whole, as far as the page has it. `count`: of all of its rows. `dated` stands above
    it; `proof`: of what is frozen.
    """

    table: SheetTable | None = None
    count: int = 0
    dated: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()


def board_paper(
    board: Board, tiles: Sequence[ReadTile], filters: str, at: datetime, base: str, visit: Visit
) -> BoardSheet:
    """`filters`: the commune and the year that hold, in words. `base`: the platform's address."""
    _, when = visit.gettext, write_when(at, visit.language)
    readable = [read for read in tiles if read.content.is_readable]
    frozen = any(read.content.figure is not None for read in readable)
    about = [
        _("Tableau de bord de %(body)s. Les titres sont ceux de son auteur.", body=board.body.name),
        _("Lu le %(when)s par %(reader)s, avec ses droits.", when=when, reader=_reader(visit)),
        _("Filtré : %(what)s.", what=filters) if filters else "",
        _(
            "Seules les cases qui portent une empreinte sont figées ; les autres sont une lecture "
            "de ce jour : avec d'autres droits, ou un autre jour, les chiffres peuvent différer."
        )
        if frozen
        else _(
            "C'est une lecture de ce jour, et aucun chiffre n'y est figé : avec d'autres droits, "
            "ou un autre jour, les chiffres peuvent différer."
        ),
    ]
    footer = (
        _("Lecture du %(when)s.", when=when)
        if frozen
        else _("Lecture du %(when)s, non figée.", when=when)
    )
    return BoardSheet(
        language=visit.language,
        kind=_("Tableau de bord"),
        title=board.title,
        body=board.body.name,
        about=tuple(filter(None, about)),
        tiles=tuple(_printed(read, base, visit) for read in tiles),
        footer=footer,
    )


def _reader(visit: Visit) -> str:
    _ = visit.gettext
    if visit.person is None:
        return _("une personne qui n'est pas connectée")
    own = reading_body(visit.employer or visit.body)
    reader = visit.person if own is None else f"{visit.person} ({own.name})"
    principal = None if visit.employer is None else reading_body(visit.body)
    if principal is None:
        return reader
    return _("%(reader)s, pour %(body)s", reader=reader, body=principal.name)


def reading_body(body: Mapping[str, Any] | None) -> ReadingBody | None:
    """Of a visit."""
    return None if body is None else msgspec.convert(body, ReadingBody)


def _printed(read: ReadTile, base: str, visit: Visit) -> PrintedTile:
    _, tile, content = visit.gettext, read.tile, read.content
    lines = tuple(line for line in tile.text.splitlines() if line)
    paper = PrintedTile(tile.title, lines, is_wide=tile.kind == _TEXT)
    if tile.kind == _TEXT:
        return paper
    if not content.is_readable:
        return replace(paper, paragraphs=(*lines, _("Vous n'avez pas accès à ces données.")))
    problems = [f"{each.sentence} {each.next_step}".strip() for each in content.problems]
    if problems:
        return replace(paper, paragraphs=(*lines, *problems))
    figures = _figures(content, base, visit)
    paper = replace(
        paper,
        paragraphs=(*lines, *_told_by(content.picture, tile.title, visit), *figures.dated),
        drawing=None if content.picture is None else drawing_of(content.picture),
    )
    if figures.table is not None:
        paper = with_table(paper, figures.table)
    return replace(paper, notes=_notes(read, paper, figures, visit))


def _notes(read: ReadTile, paper: PrintedTile, figures: _Figures, visit: Visit) -> tuple[str, ...]:
    """Its coverage and its purpose in one paragraph; then its proof."""
    _, content = visit.gettext, read.content
    sentences = [
        *read.filtered,
        *content.covers,
        _others(figures.count, paper, visit),
        (content.picture.source or "") if content.picture is not None else "",
        _("Lu pour : %(purpose)s.", purpose=read.purpose) if read.purpose else "",
    ]
    return tuple(filter(None, (" ".join(filter(None, sentences)), *figures.proof)))


def _others(count: int, paper: PrintedTile, visit: Visit) -> str:
    """Of rows that the paper has no room for, of `count`."""
    if not paper.tables:
        words = visit.gettext("Ses %(count)s lignes sont sur la page du tableau.")
        return words % {"count": visit.number(count)} if count > 1 else ""
    others = count - len(paper.tables[0].rows)
    words = translations(visit.language).ngettext(
        "%(count)s autre ligne est sur la page du tableau.",
        "%(count)s autres lignes sont sur la page du tableau.",
        others,
    )
    return words % {"count": visit.number(others)} if others else ""


def _told_by(picture: Picture | None, title: str, visit: Visit) -> list[str]:
    if picture is None:
        return []
    own = [] if picture.title == title else [picture.title]
    sentences = [*own, picture.sentence, *picture.notes]
    return [printed(sentence, visit.language) for sentence in sentences]


def _figures(content: TileContent, base: str, visit: Visit) -> _Figures:
    if content.picture is not None:
        return _of_picture(content.picture)
    if content.question is not None:
        return _of_rows(content.question)
    return _Figures() if content.figure is None else _of_frozen(content.figure, base, visit)


def _of_picture(picture: Picture) -> _Figures:
    table = picture.table
    whole = SheetTable(
        "",
        tuple(column.header for column in table.columns),
        tuple(column.numeric for column in table.columns),
        tuple(table.texts(picture.reader)),
    )
    return _Figures(whole, len(whole.rows))


def _of_rows(answer: QuestionAnswer) -> _Figures:
    """As the page has them, cell by cell."""
    rows = tuple(tuple(_NO_CELL if cell is None else cell for cell in row) for row in answer.rows)
    numeric = tuple(
        all(_is_number(row[place]) for row in answer.rows) for place in range(len(answer.columns))
    )
    return _Figures(SheetTable("", tuple(answer.columns), numeric, rows), answer.count)


def _of_frozen(figure: TileFigure, base: str, visit: Visit) -> _Figures:
    """The figures that stand for a report, or the first table of another; with its proof."""
    _, title = visit.gettext, figure.title.words(visit.language)
    table = _frozen_table(json.loads(figure.content), visit)
    digest = _("Chiffre figé. Empreinte SHA-256 : %(digest)s", digest=figure.digest)
    address = check_address(base, figure.digest)
    return _Figures(
        table,
        0 if table is None else len(table.rows),
        dated=(title if figure.year is None else f"{title} ({figure.year})",),
        proof=(digest, _("À vérifier sur %(address)s", address=address)),
    )


def _frozen_table(content: dict[str, Any], visit: Visit) -> SheetTable | None:
    _ = visit.gettext
    if is_report(content):
        figures = headline_figures(content, visit.language)
        rows = tuple((each.label, f"{each.value} {each.unit}".strip()) for each in figures)
        return SheetTable("", (_("Chiffre"), _("Valeur")), (False, True), rows) if rows else None
    first = next(iter(tables_of(content, visit.language)), None)
    if first is None:
        return None
    return SheetTable(
        first.title or "",
        tuple(first.headers),
        tuple(place in first.numeric for place in range(len(first.headers))),
        tuple(tuple(row) for row in first.rows),
    )


def _is_number(cell: str | None) -> bool:
    if cell is None:
        return True
    try:
        float(cell)
    except ValueError:
        return False
    return True
