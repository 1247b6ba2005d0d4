"""From the answer of the home page's document to the lists that the page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gateway.console.agreements.awaited import (
    TO_SIGN,
    awaited_words,
    is_offered,
    is_to_sign,
    proposer_of,
    signing_address,
)
from gateway.console.data.views import received_address
from gateway.console.inbox.views import address_about
from gateway.console.shared.words import act_words
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_MOST = 8
_NEW = timedelta(days=7)
"""So long after it began, data that one may read are shown first."""
_ASKS_TO_SIGN = frozenset({"agreement.submitted", "agreement.to_sign", "agreement.approved_by_one"})
"""Kinds of messages that what waits for the visitor says already."""
_UNDER_WAY = TO_SIGN | {"changes_requested"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that is the visitor's turn. `subject`: who asks for or proposes what, or who gives it.

    `other`: with whom, where `subject` is the title alone. `opens`: `address` is sent to, not
    followed. `to_sign`: their signature is awaited.
    """

    words: str
    subject: str
    address: str
    other: str
    opens: bool
    to_sign: bool


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message: `address` None where there is no page of what it is about."""

    title: str
    sentence: str
    at: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """`more_…`: how many are on their own page only. `received`: agreements, and where what each
    gives is read, the newest first; `readable`: (title, of whom, address) of data that the visitor
    reads since few days; `openings`: of data, for the visitor to confirm; `pending` and
    `openings_pending`: agreements and openings, and who else must act.
    """

    waiting: Sequence[Waiting]
    openings: Sequence[_Entry]
    openings_pending: Sequence[_Entry]
    pending: Sequence[tuple[_Entry, str]]
    readable: Sequence[tuple[str, str, str]]
    messages: Sequence[ShownMessage]
    own: Sequence[_Entry]
    more_own: int
    received: Sequence[tuple[str, _Entry, str]]
    shared: Sequence[_Entry]


def home_of(data: Mapping[str, Any], visit: Visit, today: date) -> Home:
    body = None if visit.body is None else visit.body["siren"]
    own = [entry for entry in data.get("datasets") or () if entry["owner"]["siren"] == body]
    agreements = data.get("agreements") or ()
    in_force = [entry for entry in agreements if entry["state"] == "active"]
    known = {entry["citation"]: entry for entry in agreements}
    awaiting = {entry["agreement"]["citation"] for entry in data.get("awaiting") or ()}
    received = sorted(
        (entry for entry in in_force if entry["grantee"]["siren"] == body), key=_began, reverse=True
    )
    since = (today - _NEW).isoformat()
    openings = data.get("openings") or ()
    to_confirm = [one for one in openings if "approver" in visit.roles and not one["isYours"]]
    return Home(
        openings=to_confirm,
        openings_pending=[one for one in openings if one not in to_confirm],
        waiting=[_waiting(entry, body, known, visit) for entry in data.get("awaiting") or ()],
        pending=[
            (entry, awaited_words(entry, visit))
            for entry in agreements
            if entry["state"] in _UNDER_WAY and entry["citation"] not in awaiting
        ][:_MOST],
        messages=[
            _message_of(entry, known, visit)
            for entry in data.get("inbox") or ()
            if not (entry["kind"] in _ASKS_TO_SIGN and entry["about"] in awaiting)
        ][:_MOST],
        own=own[:_MOST],
        more_own=max(0, len(own) - _MOST),
        readable=[
            (_data_title(entry, visit), entry["grantor"]["name"], received_address(entry, visit))
            for entry in received
            if _began(entry) >= since and {*visit.purposes} & {*entry["purposes"]}
        ],
        received=[
            (_data_title(entry, visit), entry, received_address(entry, visit)) for entry in received
        ],
        shared=[entry for entry in in_force if entry["grantor"]["siren"] == body],
    )


def _data_title(agreement: _Entry, visit: Visit) -> str:
    titles = agreement["datasetTitle"]
    return str(agreement["title"] if titles is None else titles[visit.language])


def _began(agreement: _Entry) -> str:
    """When it came into force; empty where that was declared."""
    steps = [step["at"] for step in agreement["steps"] if step["act"] == "activate"]
    return str(steps[-1]) if steps else ""


def _message_of(message: _Entry, agreements: Mapping[str, _Entry], visit: Visit) -> ShownMessage:
    """Of a request or a proposal, who asks for what; of other news of an agreement its title, where
    the sentence does not say it.
    """
    _, french = visit.gettext, visit.language == "fr"
    sentence = message["sentenceFr" if french else "sentenceEn"]
    agreement = agreements.get(message["about"])
    if agreement is not None and message["kind"] == "agreement.submitted":
        sentence = _proposal_words(agreement, visit)
    elif agreement is not None and agreement["title"] not in sentence:
        title = agreement["title"]
        sentence = _("%(sentence)s Il s'agit de « %(title)s ».", sentence=sentence, title=title)
    address = address_about(message["kind"], message["about"], message.get("form"))
    if agreement is not None and message["kind"] == "agreement.readable":
        address = received_address(agreement, visit)
        sentence = _(
            "Vous pouvez lire « %(title)s », de %(body)s.",
            title=_data_title(agreement, visit),
            body=agreement["grantor"]["name"],
        )
    return ShownMessage(
        title=message["titleFr" if french else "titleEn"],
        sentence=sentence,
        at=message["at"],
        address=address,
    )


def _proposal_words(agreement: _Entry, visit: Visit) -> str:
    _, title, proposer = visit.gettext, agreement["title"], proposer_of(agreement)
    if not agreement["citation"].endswith("@1"):
        return _("%(body)s propose un avenant à « %(title)s ».", body=proposer["name"], title=title)
    if proposer["siren"] == agreement["grantee"]["siren"]:
        return _("%(body)s demande « %(title)s ».", body=proposer["name"], title=title)
    return _("%(body)s propose « %(title)s ».", body=proposer["name"], title=title)


def _subject(
    agreement: _Entry, whole: _Entry | None, visit: Visit, *, is_ours: bool, grants: bool
) -> str:
    _, title = visit.gettext, agreement["title"]
    if whole is None:
        return str(title)
    if not is_ours:
        return _proposal_words(whole, visit)
    if grants:
        return _(
            "Nous donnons « %(title)s » à %(body)s", title=title, body=agreement["grantee"]["name"]
        )
    return _(
        "Nous demandons « %(title)s » à %(body)s", title=title, body=agreement["grantor"]["name"]
    )


def _waiting(
    entry: _Entry, body: str | None, agreements: Mapping[str, _Entry], visit: Visit
) -> Waiting:
    agreement = entry["agreement"]
    whole = agreements.get(agreement["citation"])
    is_ours = whole is None or proposer_of(whole)["siren"] == body
    grants = agreement["grantor"]["siren"] == body
    citation, act = agreement["citation"], entry["act"]
    to_sign = is_to_sign(act)
    offered = whole is not None and is_offered(whole)
    other = (agreement["grantee"] if grants else agreement["grantor"])["name"]
    return Waiting(
        words=act_words(act, visit.gettext, is_offered=offered),
        subject=_subject(agreement, whole, visit, is_ours=is_ours, grants=grants),
        address=signing_address(citation, act) if to_sign else f"/agreements/{citation}",
        other="" if whole is not None else other,
        opens=act == "preview",
        to_sign=to_sign,
    )
