"""`/developers`: where to try, what to read, and a question that works here, ready to copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.page import here
from gateway.console.shared.snippets import Example, example_of
from gateway.console.sign_in.pages import base_of
from gateway.console.visit import Visit, page_for_all

DEVELOPERS: Final = """
query Developers {
  datasets {
    id name field titleFr titleEn owner { slug field name } columns { name field given }
  }
  purposes { code labelFr labelEn }
}
"""


@page_for_all
async def developers(visit: Visit) -> Response:
    """The example is of data that the visitor may read, for one of their own purposes."""
    purpose = visit.purposes[0] if visit.purposes else None
    data = await visit.ask(DEVELOPERS, purpose=purpose)
    readable = [entry for entry in data["datasets"] or () if _given(entry)]
    example: Example | None = None
    if readable:
        example = example_of(readable[0], base_of(visit.request), purpose)
    yes = visit.gettext("oui")
    title = "titleFr" if visit.language == "fr" else "titleEn"
    label = "labelFr" if visit.language == "fr" else "labelEn"
    return visit.page(
        "developers/developers.html",
        base=base_of(visit.request),
        example=example,
        title="" if not readable else readable[0][title],
        purposes_rows=[
            (entry["code"], entry[label], yes if entry["code"] in visit.purposes else "—")
            for entry in data["purposes"] or ()
        ],
        sign_in=f"/sign-in?next={here(visit.request)}",
    )


def _given(dataset: Mapping[str, Any]) -> bool:
    return any(column["given"] for column in dataset["columns"])


ROUTES = (Route("/developers", developers),)
