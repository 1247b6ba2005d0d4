"""A tile as its visitor reads it: a picture with what it covers, rows, or that nothing is given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from gateway.console.boards.answers import ROWS, BoardTileShownOfBoard, QuestionAnswer, TileFigure
from gateway.console.data.documents import DATASET
from gateway.console.exploring.address import address_in
from gateway.console.exploring.answers import TILE as EXPLORED
from gateway.console.exploring.covers import coverage_sentences, invented
from gateway.console.exploring.drawn import picture_of
from gateway.console.exploring.words import chosen_communes, explored_words
from gateway.console.indicators.answers import TILE as COMPUTED
from gateway.console.indicators.covers import coverage_sentences as indicator_coverage
from gateway.console.indicators.drawn import picture_of as indicator_picture
from gateway.console.indicators.words import side_words
from gateway.console.shared.described_data import DescribedData
from gateway.console.typed_answers import Answer, Document
from gateway.console.visit import Refused, ShownProblem, Visit
from papers.pictures import Picture
from papers.sources import has_synthetic


class _DataAnswer(Answer, frozen=True):
    dataset: DescribedData


_DATA: Final = Document(DATASET, _DataAnswer)


@dataclass(frozen=True, slots=True)
class TileContent:
    """`filtered`: the parts of the filter that hold for it. `address`: of the page where it is read
    further. `problems`: of a reading that failed.
    """

    is_readable: bool = True
    filtered: tuple[str, ...] = ()
    picture: Picture | None = None
    covers: tuple[str, ...] = ()
    address: str = ""
    question: QuestionAnswer | None = None
    figure: TileFigure | None = None
    problems: tuple[ShownProblem, ...] = ()


async def tile_content(
    board: str, tile: BoardTileShownOfBoard, choice: Mapping[str, object], visit: Visit
) -> TileContent:
    """`choice`: the commune and the year of the visitor's filter."""
    try:
        match tile.kind:
            case "EXPLORATION":
                return await _explored(board, tile, choice, visit)
            case "INDICATOR":
                return await _computed(board, tile, choice, visit)
            case "QUESTION" | "FIGURE":
                return await _rows(board, tile, visit)
    except Refused as refused:
        return TileContent(problems=refused.problems)
    return TileContent()


async def _rows(board: str, tile: BoardTileShownOfBoard, visit: Visit) -> TileContent:
    reading = (await ROWS.ask(visit, board=board, tile=tile.id)).boardTile
    if reading is None or not reading.isReadable:
        return TileContent(is_readable=False)
    question, figure = reading.question, reading.figure
    is_synthetic = (question is not None and question.synthetic) or (
        figure is not None and has_synthetic(json.loads(figure.content))
    )
    return TileContent(
        filtered=tuple(reading.filtered),
        covers=tuple(invented(visit, is_synthetic=is_synthetic)),
        question=question,
        figure=figure,
    )


async def _explored(
    board: str, tile: BoardTileShownOfBoard, choice: Mapping[str, object], visit: Visit
) -> TileContent:
    reading = (await EXPLORED.ask(visit, board=board, tile=tile.id, **choice)).boardTile
    read = None if reading is None else reading.exploration
    if reading is None or read is None:
        return TileContent(is_readable=False)
    address = address_in(QueryParams(read.address))
    words = explored_words(address, read.explorable, visit, await chosen_communes(address, visit))
    data = (await _DATA.ask(visit, purpose=tile.purpose, id=read.dataset)).dataset
    covers = await coverage_sentences(address, read.figures, data, tile.purpose, visit)
    return TileContent(
        filtered=tuple(reading.filtered),
        picture=picture_of(address, words, read.explorable, read.figures, visit),
        covers=tuple(covers),
        address=f"/data/{read.dataset}/explore?{address.query(tile.purpose)}",
    )


async def _computed(
    board: str, tile: BoardTileShownOfBoard, choice: Mapping[str, object], visit: Visit
) -> TileContent:
    reading = (await COMPUTED.ask(visit, board=board, tile=tile.id, **choice)).boardTile
    read = None if reading is None else reading.indicator
    if reading is None or read is None:
        return TileContent(is_readable=False)
    sides = await side_words(read.sides, tile.purpose, visit)
    return TileContent(
        filtered=tuple(reading.filtered),
        picture=indicator_picture(read, read.figures, None, visit),
        covers=tuple(indicator_coverage(read, read.figures, sides, visit)),
        address=sides[0].explored,
    )
