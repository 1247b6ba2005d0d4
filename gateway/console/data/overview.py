"""`/data/{dataset}/picture`: how many rows the visitor reads, of which months and communes, and the
picture that fits. It comes after the page's text, or by its link where there is no script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from catalog.day_words import month_in_words
from gateway.base.problems import NotFound
from gateway.console.data.asked_data import asked_data
from gateway.console.data.covered_words import covers_in_words
from gateway.console.data.drawn_totals import picture_of
from gateway.console.data.expected_communes import ExpectedCommunes, expected_communes
from gateway.console.data.kept_totals import kept_totals
from gateway.console.data.picture_question import overview_document
from gateway.console.data.totals_answer import OverviewTotals, place_of
from gateway.console.picture_reader import reader_of
from gateway.console.shared.commune_names import commune_names
from gateway.console.shared.described_data import DescribedData
from gateway.console.shared.proposed_picture import (
    ProposedPicture,
    Shape,
    proposed_picture,
    proposed_pictures,
)
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_all
from papers.pictures import Downloads, Picture, StatusClass, Tone, status_map
from papers.pictures.picture import NO_DOWNLOADS
from papers.pictures.standalone import standalone_svg

FEWEST_ROWS: Final = 11
"""Of fewer, no picture, no extreme and no main value is shown: each might be a single person's."""
_MEDIA: Final = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class ShapeLink:
    """One of the pictures that fit: its words and the address of the page that shows it."""

    words: str
    address: str
    part: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """`facts` are short: rows, period, communes. `covers` is the sentence under the picture."""

    facts: Sequence[str] = ()
    covers: str = ""
    picture: Picture | None = None
    downloads: Downloads = NO_DOWNLOADS
    shapes: Sequence[ShapeLink] = ()
    problems: tuple[ShownProblem, ...] = ()
    is_too_few: bool = False


@page_for_all
async def picture_part(visit: Visit) -> Response:
    data = await asked_data(visit)
    overview = await overview_of(data.description, data.purpose, visit)
    values: dict[str, Any] = {"dataset": data.dataset, "overview": overview}
    if visit.request.headers.get("hx-request"):
        return visit.part("data/overview.html", **values)
    return visit.page("data/overview_page.html", **values)


@page_for_all
async def picture_file(visit: Visit) -> Response:
    """The picture with its title, legend and source, or its figures. Raises NotFound for none."""
    data, kind = await asked_data(visit), visit.request.path_params["kind"]
    overview = await overview_of(data.description, data.purpose, visit)
    picture = overview.picture
    if picture is None or kind not in _MEDIA or (kind == "svg" and picture.draw is None):
        raise NotFound(path=visit.request.url.path)
    content = standalone_svg(picture) if kind == "svg" else picture.csv()
    name = f"{data.description.field}.{kind}"
    return Response(
        content,
        media_type=_MEDIA[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def has_picture(data: DescribedData) -> bool:
    """True where the page keeps room for a picture."""
    if data.is_given:
        return proposed_picture(data) is not None
    return data.territory is not None and bool(data.owner.communes)


async def overview_of(data: DescribedData, purpose: str | None, visit: Visit) -> Overview:
    """To a reader who is given no column, the territory of the owner and nothing of the rows."""
    if not data.is_given:
        return await _territory(data, visit)
    picture = proposed_picture(data, visit.request.query_params.get("shape"))
    document = overview_document(data, picture)
    try:
        slices, problems = await kept_totals(data, document, purpose, visit)
    except Refused as refused:
        return Overview(problems=refused.problems)
    totals = msgspec.convert(slices, OverviewTotals)
    if totals.aggregate is None:
        return Overview(problems=problems)
    rows = totals.aggregate.count
    counted = visit.gettext("%(count)s lignes", count=visit.number(rows))
    if rows < FEWEST_ROWS:
        return Overview(facts=(counted,), is_too_few=True, problems=problems)
    months = _months(data, totals)
    communes = _communes(data, totals)
    expected = (
        await expected_communes(data, communes, purpose, visit) if communes else ExpectedCommunes()
    )
    drawn = None
    groups = None if picture is None else totals.groups(picture.shape)
    if picture is not None and groups is not None:
        drawn = picture_of(picture, groups, expected.missing, visit)
    covers = covers_in_words(months, communes, expected, visit)
    facts = (counted, *_period(months, visit), *_count(communes, visit))
    shapes = _shapes(data, picture, purpose, visit)
    downloads = _downloads(data, picture, purpose)
    return Overview(facts, covers, drawn, downloads, shapes, problems)


async def _territory(data: DescribedData, visit: Visit) -> Overview:
    """The outline of what the owner covers, of data that lie somewhere."""
    codes = data.owner.communes if data.territory is not None else ()
    if not codes:
        return Overview()
    names = await commune_names(codes, visit)
    _ = visit.gettext
    classes = (StatusClass("covered", _("du territoire"), Tone.GOOD, _("du territoire")),)
    title = _("Le territoire : %(body)s", body=data.owner.name)
    contours = visit.services.contours_of(codes)
    statuses = dict.fromkeys(codes, "covered")
    reader = reader_of(visit.language)
    words = _("Ce territoire compte %(communes)s.", communes=reader.count_of_communes(len(codes)))
    drawn = status_map(reader, title, contours, statuses, classes, names, words)
    return Overview(picture=drawn)


def _months(data: DescribedData, totals: OverviewTotals) -> list[int]:
    """The months that have rows, counted from year 0, in order."""
    picture = proposed_picture(data, Shape.MONTHS)
    if picture is None or totals.months is None:
        return []
    days = (group.key[picture.by.field] for group in totals.months)
    return sorted(int(day[:4]) * _MONTHS + int(day[5:7]) - 1 for day in days if day is not None)


def _communes(data: DescribedData, totals: OverviewTotals) -> dict[str, str]:
    """The names of the communes that have rows, by code."""
    picture = proposed_picture(data, Shape.MAP)
    if picture is None or totals.map is None:
        return {}
    places = (place_of(group, picture.relation) for group in totals.map)
    return {place.code: place.nom for place in places if place is not None}


def _period(months: Sequence[int], visit: Visit) -> list[str]:
    if not months:
        return []
    first, last = (
        f"{month_in_words(month % _MONTHS + 1, visit.language)} {month // _MONTHS}"
        for month in (months[0], months[-1])
    )
    return [first if first == last else f"{first} – {last}"]


def _count(communes: Mapping[str, str], visit: Visit) -> list[str]:
    if not communes:
        return []
    return [visit.gettext("%(count)s communes", count=visit.number(len(communes)))]


def _downloads(
    data: DescribedData, picture: ProposedPicture | None, purpose: str | None
) -> Downloads:
    if picture is None:
        return NO_DOWNLOADS
    path, query = f"/data/{data.id}/picture", _query(picture, purpose)
    return Downloads(f"{path}.svg?{query}", f"{path}.csv?{query}")


def _query(picture: ProposedPicture, purpose: str | None) -> str:
    asks = {"purpose": purpose or "", "shape": str(picture.shape)}
    return urlencode({name: value for name, value in asks.items() if value})


def _shapes(
    data: DescribedData, current: ProposedPicture | None, purpose: str | None, visit: Visit
) -> list[ShapeLink]:
    _ = visit.gettext
    links = []
    for picture in proposed_pictures(data):
        words = {Shape.MONTHS: _("Mois"), Shape.MAP: _("Carte")}.get(
            picture.shape, picture.by.label(visit.language)
        )
        query, path = _query(picture, purpose), f"/data/{data.id}"
        links.append(
            ShapeLink(words, f"{path}?{query}", f"{path}/picture?{query}", picture == current)
        )
    return links if len(links) > 1 else []
