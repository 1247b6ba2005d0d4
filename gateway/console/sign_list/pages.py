"""`/agreements/sign`: proposals that share a text are read once, and signed in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from gateway.console.agreements.errors import beside, errors_of
from gateway.console.agreements.pages import dataset_of
from gateway.console.sign_list.documents import OPEN, SIGN, TO_SIGN
from gateway.console.sign_list.texts import (
    Line,
    SharedText,
    datasets_in,
    lines_in,
    shared_texts,
    text_called,
)
from gateway.console.signing.pages import proposed_signature
from gateway.console.signing.views import FIELDS, PLACES, approval_errors, signature_of
from gateway.console.typed_answers import Sentence
from gateway.console.visit import Refused, Visit, page_for_signed_in

_WRONG: Final = 422
_NOT_THERE: Final = 404
_LINE: Final = "line"


class _Address(msgspec.Struct, frozen=True):
    text: str


class _NotSigned(msgspec.Struct, frozen=True, rename="camel"):
    citation: str
    sentence: Sentence
    next_step: Sentence


class _Signed(msgspec.Struct, frozen=True, rename="camel"):
    agreements: list[Mapping[str, str]]
    refused: list[_NotSigned]


class _SignAnswer(msgspec.Struct, frozen=True, rename="camel"):
    approve_agreements: _Signed


@page_for_signed_in
async def texts(visit: Visit) -> Response:
    lists, alone = shared_texts(await _lines(visit))
    return visit.page("sign_list/texts.html", texts=lists, alone=alone)


@page_for_signed_in
async def reading(visit: Visit) -> Response:
    text = await _text_of(visit)
    if text is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    proposed = await proposed_signature(visit)
    return _page(visit, text, proposed, is_proposed=bool(proposed))


@page_for_signed_in
async def opening(visit: Visit) -> Response:
    """Records that the visitor was shown each text of the list."""
    text = await _text_of(visit)
    if text is not None and text.unopened:
        await visit.ask(OPEN, agreements=text.unopened)
    return visit.see_other(visit.request.url.path.removesuffix("/open"))


@page_for_signed_in
async def back_to_reading(visit: Visit) -> Response:
    """From a sign-in that was asked for while the list was being opened."""
    return visit.see_other(visit.request.url.path.removesuffix("/open"))


@page_for_signed_in
async def signing(visit: Visit) -> Response:
    text = await _text_of(visit)
    form = await visit.form()
    typed = {name: form.get(name, "").strip() for name in (*FIELDS, "read")}
    ticked = form.all(_LINE)
    if text is None:
        # All of it was withdrawn, or signed elsewhere, since it was shown.
        return visit.see_other("/agreements/sign")
    errors: Sequence[Mapping[str, str]] = approval_errors(typed, visit)
    if not ticked:
        missing = visit.gettext("Cochez au moins une convention.")
        errors = [{"id": "lines", "text": missing}, *errors]
    if errors:
        return _page(visit, text, typed, errors, ticked=ticked, status=_WRONG)
    await visit.once(form)
    try:
        data = await visit.ask(SIGN, input={**signature_of(typed), "agreements": _listed(ticked)})
    except Refused as refused:
        errors = errors_of(refused.problems, PLACES)
        return _page(visit, text, typed, errors, ticked=ticked, status=refused.status)
    signed = msgspec.convert(data, _SignAnswer).approve_agreements
    return visit.page("sign_list/signed.html", text=text, signed=signed)


def _listed(ticked: Sequence[str]) -> list[dict[str, str]]:
    """Each agreement with the hash that the page showed."""
    parts = [line.partition(" ") for line in ticked]
    return [{"agreement": citation, "versionSha256": sha256} for citation, _, sha256 in parts]


async def _lines(visit: Visit) -> list[Line]:
    data = await visit.ask(TO_SIGN)
    own = sorted(datasets_in(data, visit))
    datasets = {name: await dataset_of({"datasetId": name}, visit) for name in own}
    return lines_in(data, datasets, visit)


async def _text_of(visit: Visit) -> SharedText | None:
    key = msgspec.convert(visit.request.path_params, _Address).text
    return text_called(key, await _lines(visit))


def _page(
    visit: Visit,
    text: SharedText,
    typed: Mapping[str, str],
    errors: Sequence[Mapping[str, str]] = (),
    *,
    ticked: Sequence[str] | None = None,
    status: int = 200,
    is_proposed: bool = False,
) -> Response:
    return visit.page(
        "sign_list/list.html",
        status=status,
        text=text,
        typed=dict.fromkeys((*FIELDS, "read"), "") | dict(typed),
        ticked=[line.value for line in text.lines] if ticked is None else ticked,
        errors=errors,
        wrong=beside(errors),
        is_proposed=is_proposed,
    )


ROUTES = (
    Route("/agreements/sign", texts),
    Route("/agreements/sign/{text}", reading),
    Route("/agreements/sign/{text}", signing, methods=["POST"]),
    Route("/agreements/sign/{text}/open", opening, methods=["POST"]),
    Route("/agreements/sign/{text}/open", back_to_reading),
)
