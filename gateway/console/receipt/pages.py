"""`/receipt`: whether a receipt is this gateway's, and what it proves, in sentences.

The answer's file stays in the browser, which sends its digest alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.visit import Refused, Visit, page_for_all
from gateway.http.forms import Form

_UNPROCESSABLE = 422
RECEIPT: Final = """
query Receipt($text: String!, $digest: String) {
  receipt(text: $text, answerSha256: $digest) {
    at requestId reader { siren name } purpose datasets agreements rows whole isAnswer claims
  }
  datasets { id titleFr titleEn }
  purposes { code labelFr labelEn }
}
"""


@page_for_all
async def receipt(visit: Visit) -> Response:
    form = await visit.form() if visit.request.method == "POST" else Form({})
    text, digest = form.get("receipt", ""), form.get("digest") or None
    data: Mapping[str, Any] = {}
    errors: list[dict[str, str]] = []
    if visit.request.method == "POST":
        try:
            data = await visit.ask(RECEIPT, text=text, digest=digest)
        except Refused as refused:
            errors = [
                {"id": "receipt", "text": problem.sentence, "next": problem.next_step}
                for problem in refused.problems
            ]
    title = "titleFr" if visit.language == "fr" else "titleEn"
    titles = {entry["id"]: entry[title] for entry in data.get("datasets") or ()}
    label = "labelFr" if visit.language == "fr" else "labelEn"
    return visit.page(
        "receipt/receipt.html",
        status=_UNPROCESSABLE if errors else 200,
        text=text,
        receipt=data.get("receipt"),
        titles_of=lambda names: ", ".join(titles.get(name, name) for name in names),
        purposes={entry["code"]: entry[label] for entry in data.get("purposes") or ()},
        errors=errors,
    )


ROUTES = (Route("/receipt", receipt, methods=["GET", "POST"]),)
