"""`/ask`: data that one has not found, asked of a body; `/ask/confirm`: from outside, by mail;
`/asked`: the data that one's own body was asked for, without names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, Self

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.asking.answers import (
    ASK,
    ASK_FROM_OUTSIDE,
    ASKED,
    BODIES,
    CONFIRM,
    TO_CONFIRM,
)
from gateway.console.asking.wanted import wanted_data
from gateway.console.typed_answers import Sentence
from gateway.console.visit import Refused, Visit, page_for_all, page_for_signed_in

_WRONG: Final = 422


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form, as they were typed; the last three are of somebody from outside."""

    words: str = ""
    description: str = ""
    to: str = ""
    name: str = ""
    employer: str = ""
    address: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Self:
        return cls(*(form.get(field.name, "").strip() for field in fields(cls)))


@dataclass(frozen=True, slots=True)
class FormError:
    """`id` names the field at fault, or none."""

    id: str
    text: str
    next: str = ""

    def get(self, name: str) -> str:
        """As the parts of pages read an error."""
        return str(getattr(self, name))


@page_for_all
async def ask(visit: Visit) -> Response:
    """The form; the words of the search that found nothing stand in it."""
    return await _form(visit, Typed(words=visit.request.query_params.get("q", "").strip()[:200]))


@page_for_all
async def send(visit: Visit) -> Response:
    typed = Typed.of(await visit.form())
    if not typed.to:
        missing = visit.gettext("Choisissez l'organisme à qui vous demandez ces données.")
        return await _form(visit, typed, [FormError("to", missing)])
    try:
        sentences = await _sent(typed, visit)
    except Refused as refused:
        names = {field.name for field in fields(Typed)}
        errors = [
            FormError(
                next((name for name in problem.path if name in names), ""),
                problem.sentence,
                problem.next_step,
            )
            for problem in refused.problems
        ]
        return await _form(visit, typed, errors)
    return visit.page("asking/sent.html", sentences=_words(sentences, visit))


async def _sent(typed: Typed, visit: Visit) -> Sequence[Sentence]:
    request = {"words": typed.words, "description": typed.description, "to": typed.to}
    if visit.body is not None:
        return (await ASK.ask(visit, **request)).askForData.sentences
    person = {"name": typed.name, "employer": typed.employer, "address": typed.address}
    return (await ASK_FROM_OUTSIDE.ask(visit, **request, **person)).askFromOutside.sentences


async def _form(visit: Visit, typed: Typed, errors: Sequence[FormError] = ()) -> Response:
    bodies = (await BODIES.ask(visit)).organisations or ()
    return visit.page(
        "asking/ask.html",
        status=_WRONG if errors else 200,
        typed=typed,
        bodies=[(body.siren, body.name) for body in bodies],
        errors=errors,
        at={error.id: error.text for error in errors},
    )


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


@page_for_signed_in
async def requests_received(visit: Visit) -> Response:
    """The data that the visitor's body was asked for, of the messages that its stewards have."""
    messages = (await ASKED.ask(visit)).inbox or ()
    return visit.page("asking/asked.html", wanted=wanted_data(messages))


def _words(sentences: Sequence[Sentence], visit: Visit) -> list[str]:
    return [sentence.words(visit.language) for sentence in sentences]


ROUTES = (
    Route("/asked", requests_received),
    Route("/ask", ask),
    Route("/ask", send, methods=["POST"]),
    Route("/ask/confirm", to_confirm),
    Route("/ask/confirm", confirm, methods=["POST"]),
)
