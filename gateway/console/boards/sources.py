"""The sources of tiles: an exploration, an indicator, a saved question, a frozen figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from gateway.console.boards.answers import FIGURE, INDICATOR, QUESTIONS
from gateway.console.boards.typed import TypedTile
from gateway.console.data.documents import DATASET
from gateway.console.exploring.address import address_in
from gateway.console.exploring.answers import OFFER
from gateway.console.exploring.words import chosen_communes, explored_words
from gateway.console.shared.described_data import DescribedData
from gateway.console.typed_answers import Answer, Document
from gateway.console.visit import Visit

_LONGEST_TITLE: Final = 120


class SourceAddress(msgspec.Struct, frozen=True):
    """The members of the query string, one of the first four."""

    exploration: str = ""
    indicator: str = ""
    question: str = ""
    figure: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class TileSource:
    """`tile`: as it would stand, with the title that is proposed. `words` say what it shows;
    `address`: of the page where it was read.
    """

    tile: TypedTile
    words: str
    address: str


class _DataAnswer(Answer, frozen=True):
    dataset: DescribedData


_DATA: Final = Document(DATASET, _DataAnswer)


async def source_of(visit: Visit) -> TileSource | None:
    """None for what there is not. Raises Refused for data that the visitor may not know of."""
    sent = msgspec.convert(dict(visit.request.query_params), SourceAddress)
    if sent.exploration:
        return await _exploration(sent.exploration, sent.purpose, visit)
    if sent.indicator:
        return await _indicator(sent.indicator, visit)
    if sent.question:
        return await _question(sent.question, visit)
    return await _figure(sent.figure, visit) if sent.figure else None


async def _exploration(dataset: str, purpose: str, visit: Visit) -> TileSource | None:
    address = address_in(visit.request.query_params)
    data = (await _DATA.ask(visit, purpose=purpose or None, id=dataset)).dataset
    offer = (await OFFER.ask(visit, purpose=purpose or None, dataset=dataset)).explorable
    if offer is None or not address.measure:
        return None
    title = explored_words(address, offer, visit, await chosen_communes(address, visit)).title
    tile = _tile("EXPLORATION", title, data.id, purpose, address.query(None))
    path = f"/data/{data.id}/explore?{address.query(purpose or None)}"
    return TileSource(tile, f"{title} ({data.owner.name})", path)


async def _indicator(name: str, visit: Visit) -> TileSource | None:
    indicator = (await INDICATOR.ask(visit, name=name)).indicator
    if indicator is None:
        return None
    title, purpose = indicator.current.title, indicator.current.purpose
    tile = _tile("INDICATOR", title, indicator.name, purpose)
    return TileSource(tile, title, f"/figures/indicators/{indicator.name}")


async def _question(name: str, visit: Visit) -> TileSource | None:
    operations = (await QUESTIONS.ask(visit)).operations or ()
    is_asked = (each for each in operations if each.name == name and each.language == "sql")
    question = next(is_asked, None)
    if question is None:
        return None
    tile = _tile("QUESTION", question.title, question.name, question.purpose)
    return TileSource(tile, question.title, f"/questions/{question.name}")


async def _figure(digest: str, visit: Visit) -> TileSource | None:
    figure = (await FIGURE.ask(visit, digest=digest)).figure
    if figure is None:
        return None
    title = figure.title.words(visit.language)
    dated = title if figure.year is None else f"{title}, {figure.year}"
    return TileSource(_tile("FIGURE", dated, figure.digest), dated, f"/figures/{figure.digest}")


def _tile(
    kind: str, title: str, of: str, purpose: str | None = None, address: str = ""
) -> TypedTile:
    return TypedTile(
        id="",
        kind=kind,
        title=title[:_LONGEST_TITLE],
        of=of,
        address=address,
        purpose=purpose or "",
    )
