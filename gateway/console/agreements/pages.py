"""`/agreements` and `/agreements/{citation}`: what is shared and received, and one agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.agreements.awaited import awaited_words
from gateway.console.agreements.documents import DATA, LIST, ONE, OWNERS_VIEW, REMIND, SUBMIT
from gateway.console.agreements.drawings import bars_of, map_of
from gateway.console.agreements.errors import errors_of
from gateway.console.agreements.health import health_of
from gateway.console.agreements.life import life_of
from gateway.console.agreements.lists import between, lists_of
from gateway.console.agreements.renewal import gap_shown, renewal_place, renewal_shown
from gateway.console.agreements.sentences import in_sentences
from gateway.console.data.views import received_address
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_signed_in

_UNKNOWN, _LONGEST_NAME = 404, 60


@page_for_signed_in
async def agreements(visit: Visit) -> Response:
    """All of them, or those by which one body gives to another (`?giver=SIREN&receiver=SIREN`)."""
    data, problems = await visit.ask_in_part(LIST)
    giver, receiver = map(visit.request.query_params.get, ("giver", "receiver"))
    entries = between(data, giver or "", receiver or "")
    return visit.page(
        "agreements/agreements.html",
        lists=lists_of(data, entries, visit),
        is_part=bool(giver or receiver),
        pair=entries[0] if entries else None,
        problems=problems,
    )


@page_for_signed_in
async def agreement(visit: Visit) -> Response:
    """A number without a version (`conv-2026-0017`) leads to its latest one."""
    citation = visit.request.path_params["citation"]
    if "@" not in citation:
        known = (await visit.ask(LIST))["agreements"] or ()
        versions = [
            entry for entry in known if entry["citation"] == f"{citation}@{entry['version']}"
        ]
        if versions:
            latest = max(versions, key=lambda entry: entry["version"])
            return visit.see_other(f"/agreements/{latest['citation']}")
    return await _shown(visit)


@page_for_signed_in
async def submit(visit: Visit) -> Response:
    """The draft as it stands: all that is missing is told at once, on the same page."""
    return await _done(visit, SUBMIT, "submitted")


@page_for_signed_in
async def renew(visit: Visit) -> Response:
    """The place of a message that asks to renew it: what to write, for whoever writes it."""
    return visit.see_other(renewal_place(await agreement_called(visit), visit))


@page_for_signed_in
async def remind(visit: Visit) -> Response:
    return await _done(visit, REMIND, "reminded")


async def _done(visit: Visit, document: str, done: str) -> Response:
    citation = visit.request.path_params["citation"]
    try:
        await visit.ask(document, agreement=citation)
    except Refused as refused:
        if refused.is_too_weak:
            raise
        return await _shown(visit, refused)
    return visit.see_other(f"/agreements/{citation}", done=done)


async def _shown(visit: Visit, refused: Refused | None = None) -> Response:
    entry = await agreement_called(visit)
    dataset = await dataset_of(entry, visit)
    owners_view = await owners_view_of(entry, visit)
    sentences = in_sentences(entry, dataset, visit)
    life = life_of(entry, owners_view, visit)
    return visit.page(
        "agreements/agreement.html",
        status=200 if refused is None else refused.status,
        agreement=sentences,
        life=life,
        health=health_of(entry, visit),
        renewal=renewal_shown(entry, visit),
        gap=gap_shown(entry, visit),
        awaits=_awaits(entry, visit),
        read_at=_read_at(entry, visit),
        map=map_of(sentences.where, visit),
        bars=bars_of(life.months or (), visit),
        errors=[] if refused is None else errors_of(refused.problems),
    )


def _awaits(entry: Mapping[str, Any], visit: Visit) -> str:
    """Of whoever may sign now, that they are awaited; of others, who is."""
    if any(item["act"] == "approve" and item["mine"] for item in entry["possible"]):
        return visit.gettext("Votre signature est attendue.")
    return awaited_words(entry, visit)


def _read_at(entry: Mapping[str, Any], visit: Visit) -> str | None:
    """The address where the visitor's body reads the agreement's data; None where it may not."""
    is_received = visit.body is not None and visit.body["siren"] == entry["grantee"]["siren"]
    if entry["state"] != "active" or not is_received:
        return None
    purposes = [purpose["code"] for purpose in entry["purposeLabels"]]
    return received_address({"datasetId": entry["datasetId"], "purposes": purposes}, visit)


async def agreement_called(visit: Visit) -> Mapping[str, Any]:
    """The version that the address names. Raises Refused for one that there is not, or that is
    no business of the visitor's: the same answer.
    """
    citation = visit.request.path_params["citation"]
    entry: Mapping[str, Any] | None = (await visit.ask(ONE, citation=citation))["agreement"]
    if entry is None:
        _ = visit.gettext
        unknown = ShownProblem(
            code="unknown_agreement",
            sentence=_("Aucune convention de ce numéro n'est connue de votre organisme."),
            next_step=_("Vérifiez le numéro, ou cherchez-la parmi vos conventions."),
        )
        raise Refused([unknown], _UNKNOWN)
    return entry


def draft_name(form: str, visit: Visit) -> str:
    """Of what is typed in a form about the agreement that the address names."""
    citation = visit.request.path_params["citation"]
    return f"{form}-{citation.replace('@', '-')}".lower()[:_LONGEST_NAME]


async def dataset_of(entry: Mapping[str, Any], visit: Visit) -> Mapping[str, Any] | None:
    """The dataset shared; None where the visitor may not look at it beyond the agreement."""
    try:
        shown: Mapping[str, Any] | None = (await visit.ask(DATA, dataset=entry["datasetId"]))[
            "dataset"
        ]
    except Refused:
        return None
    return shown


async def owners_view_of(entry: Mapping[str, Any], visit: Visit) -> Mapping[str, Any] | None:
    """Facts that only a steward of the giving body may know; None for any other visitor."""
    if visit.body is None or "steward" not in visit.roles:
        return None
    if entry["grantor"]["siren"] != visit.body["siren"]:
        return None
    data, _problems = await visit.ask_in_part(OWNERS_VIEW, dataset=entry["datasetId"])
    return data


ROUTES = (
    Route("/agreements", agreements),
    Route("/agreements/{citation}", agreement),
    Route("/agreements/{citation}/renew", renew),
    Route("/agreements/{citation}/submit", submit, methods=["POST"]),
    Route("/agreements/{citation}/remind", remind, methods=["POST"]),
)
