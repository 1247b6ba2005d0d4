"""`/ask`: data that one has not found, asked of a body; `/ask/confirm`: from outside, by mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.asking.answers import ASK, ASK_FROM_OUTSIDE, BODIES, CONFIRM, TO_CONFIRM
from gateway.console.typed_answers import Sentence
from gateway.console.visit import Refused, Visit, page_for_all

_WRONG: Final = 422
_FIELDS: Final = ("words", "description", "to", "name", "employer", "address")


@page_for_all
async def ask(visit: Visit) -> Response:
    """The form; the words of the search that found nothing stand in it."""
    words = visit.request.query_params.get("q", "").strip()[:200]
    return await _form(visit, {"words": words})


@page_for_all
async def send(visit: Visit) -> Response:
    form = await visit.form()
    typed = {name: form.get(name, "").strip() for name in _FIELDS}
    if not typed["to"]:
        missing = visit.gettext("Choisissez l'organisme à qui vous demandez ces données.")
        return await _form(visit, typed, [{"id": "to", "text": missing}])
    try:
        sentences = await _sent(typed, visit)
    except Refused as refused:
        errors = [
            {
                "id": next((name for name in problem.path if name in _FIELDS), ""),
                "text": problem.sentence,
                "next": problem.next_step,
            }
            for problem in refused.problems
        ]
        return await _form(visit, typed, errors)
    return visit.page("asking/sent.html", sentences=_words(sentences, visit))


async def _sent(typed: Mapping[str, str], visit: Visit) -> Sequence[Sentence]:
    asked = {name: typed[name] for name in ("words", "description", "to")}
    if visit.body is not None:
        return (await ASK.ask(visit, **asked)).askForData.sentences
    outsider = {name: typed[name] for name in ("name", "employer", "address")}
    return (await ASK_FROM_OUTSIDE.ask(visit, **asked, **outsider)).askFromOutside.sentences


async def _form(
    visit: Visit, typed: Mapping[str, str], errors: Sequence[Mapping[str, str]] = ()
) -> Response:
    bodies = (await BODIES.ask(visit)).organisations or ()
    values: dict[str, Any] = {
        "typed": {name: typed.get(name, "") for name in _FIELDS},
        "bodies": [(body.siren, body.name) for body in bodies],
        "errors": errors,
        "at": {error["id"]: error["text"] for error in errors},
    }
    return visit.page("asking/ask.html", status=_WRONG if errors else 200, **values)


@page_for_all
async def to_confirm(visit: Visit) -> Response:
    """The request as it was written: nothing is sent before somebody confirms it here."""
    token = visit.request.query_params.get("token", "")
    asking = (await TO_CONFIRM.ask(visit, token=token)).askingToConfirm
    return visit.page("asking/confirm.html", asking=asking, token=token)


@page_for_all
async def confirm(visit: Visit) -> Response:
    token = (await visit.form()).get("token", "")
    done = (await CONFIRM.ask(visit, token=token)).confirmAsking
    return visit.page("asking/sent.html", sentences=_words(done.sentences, visit))


def _words(sentences: Sequence[Sentence], visit: Visit) -> list[str]:
    return [sentence.words(visit.language) for sentence in sentences]


ROUTES = (
    Route("/ask", ask),
    Route("/ask", send, methods=["POST"]),
    Route("/ask/confirm", to_confirm),
    Route("/ask/confirm", confirm, methods=["POST"]),
)
