"""`/data`: the catalogue of the data that one may know of, searched and narrowed by facets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.catalogue.address import CatalogueAddress
from gateway.console.catalogue.answers import CATALOGUE, QUESTIONS_FOUND, SavedOperation
from gateway.console.catalogue.views import (
    cards_of,
    corrections_of,
    facets_of,
    turning_of,
    unknown_of,
)
from gateway.console.data.views import received_address
from gateway.console.visit import Visit, page_for_all

_MOST_QUESTIONS: Final = 5


@page_for_all
async def catalogue(visit: Visit) -> Response:
    """Its results alone where htmx asks: the address of the whole page comes with them."""
    address = CatalogueAddress.of(visit.request.query_params)
    data = await CATALOGUE.ask(visit, **address.variables)
    listed = data.catalogue
    if listed is None:
        raise LookupError("the catalogue answered nothing and no problem")
    received = {
        entry.datasetId: received_address(
            {"datasetId": entry.datasetId, "purposes": entry.purposes}, visit
        )
        for entry in data.agreements or ()
    }
    values: dict[str, Any] = {
        "address": address,
        "total": listed.total,
        "is_near": listed.isNear,
        "cards": cards_of(listed, received, visit),
        "facets": facets_of(listed.facets, address, visit),
        "turning": turning_of(listed.total, address),
        "corrections": corrections_of(listed.understood),
        "unknown": unknown_of(listed.understood, address),
        "suggestions": listed.suggestions,
        "questions": await _questions_found(address, visit),
    }
    if visit.request.headers.get("hx-request"):
        part = visit.part("catalogue/results.html", **values)
        part.headers["HX-Push-Url"] = address.text
        return part
    return visit.page("catalogue/catalogue.html", **values)


async def _questions_found(address: CatalogueAddress, visit: Visit) -> Sequence[SavedOperation]:
    """The saved questions of one's body that the words find, a few; none for nobody."""
    if visit.body is None or not address.words or visit.on_behalf_of is not None:
        return ()
    answer, _ = await QUESTIONS_FOUND.ask_in_part(visit, words=address.words)
    return (answer.operations or [])[:_MOST_QUESTIONS]


ROUTES = (Route("/data", catalogue),)
