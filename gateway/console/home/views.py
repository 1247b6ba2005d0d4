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
from gateway.console.agreements.renewal import renewal_address
from gateway.console.data.views import received_address
from gateway.console.inbox.views import address_about
from gateway.console.message_subjects import by_subject
from gateway.console.rendering import write_day
from gateway.console.shared.words import awaited_act_words
from gateway.console.today.handed import REQUEST_HANDED, handed_requests
from gateway.console.today.tasks import Task
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_MOST = 8
_NEW = timedelta(days=7)
"""So long after it began, data that one may read are shown first."""
_NO_NEWS = frozenset({REQUEST_HANDED})
"""A thing to do for the steward until it is sent."""
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
    """The newest message about one thing: `address` None where there is no page of it; `earlier`:
    how many came before it.
    """

    title: str
    sentence: str
    at: str
    address: str | None
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Partner:
    """A body that we share with: `gives`, (title, address) of data that we receive; `takes`,
    (title, address) of agreements by which it receives ours; `end`, the first day on which one
    ends.
    """

    name: str
    gives: Sequence[tuple[str, str]]
    takes: Sequence[tuple[str, str]]
    end: str


@dataclass(frozen=True, slots=True)
class Home:
    """`messages`: unread ones and those of this week; `own` and `received`: how many data;
    `readable`: (title, of whom, address) of data that the visitor reads since few days;
    `openings`: of data, for the visitor to confirm; `handed`: requests that an agent filled in;
    `pending` and `openings_pending`: agreements and openings, and who else must act.
    """

    waiting: Sequence[Waiting]
    handed: Sequence[Task]
    openings: Sequence[_Entry]
    openings_pending: Sequence[_Entry]
    pending: Sequence[tuple[_Entry, str]]
    readable: Sequence[tuple[str, str, str]]
    messages: Sequence[ShownMessage]
    own: int
    received: int
    partners: Sequence[Partner]
    has_agreement: bool


def home_of(data: Mapping[str, Any], visit: Visit, today: date) -> Home:
    body = None if visit.body is None else visit.body["siren"]
    own = [entry for entry in data.get("datasets") or () if entry["owner"]["siren"] == body]
    agreements = data.get("agreements") or ()
    in_force = [entry for entry in agreements if entry["state"] == "active"]
    known = {_citation(entry): entry for entry in agreements}
    awaiting = {entry["agreement"]["citation"] for entry in data.get("awaiting") or ()}
    received = sorted(
        (entry for entry in in_force if _siren(entry, "grantee") == body), key=_began, reverse=True
    )
    since = (today - _NEW).isoformat()
    openings = data.get("openings") or ()
    to_confirm = [one for one in openings if "approver" in visit.roles and not one["isYours"]]
    return Home(
        handed=handed_requests(data, body, visit),
        openings=to_confirm,
        openings_pending=[one for one in openings if one not in to_confirm],
        waiting=[_waiting(entry, body, known, visit) for entry in data.get("awaiting") or ()],
        pending=[
            (entry, awaited_words(entry, visit))
            for entry in agreements
            if entry["state"] in _UNDER_WAY and _citation(entry) not in awaiting
        ][:_MOST],
        messages=[
            _message_of(entries, known, visit)
            for entries in by_subject(
                entry
                for entry in data.get("inbox") or ()
                if entry["kind"] not in _hidden(entry, awaiting)
                and (entry["at"] >= since or not entry.get("read"))
            )
        ][:_MOST],
        own=len(own),
        readable=[
            (_data_title(entry, visit), _name(entry, "grantor"), received_address(entry, visit))
            for entry in received
            if _began(entry) >= since and {*visit.purposes} & {*entry["purposes"]}
        ],
        received=len(received),
        partners=_partners(
            received, [entry for entry in in_force if _siren(entry, "grantor") == body], visit
        ),
        has_agreement=bool(agreements),
    )


def _hidden(message: _Entry, awaiting: set[str]) -> frozenset[str]:
    """The kinds of messages that are shown as a thing to do instead."""
    return _NO_NEWS | (_ASKS_TO_SIGN if message["about"] in awaiting else frozenset())


def _partners(received: Sequence[_Entry], shared: Sequence[_Entry], visit: Visit) -> list[Partner]:
    """In the order of their names."""
    by_giver = _by_siren(received, "grantor")
    by_taker = _by_siren(shared, "grantee")
    partners = []
    for siren in by_giver.keys() | by_taker.keys():
        name, giving = by_giver.get(siren, ("", []))
        other_name, taking = by_taker.get(siren, ("", []))
        partners.append(
            Partner(
                name or other_name,
                [(_data_title(entry, visit), received_address(entry, visit)) for entry in giving],
                [(_data_title(entry, visit), _address(entry)) for entry in taking],
                min(entry["end"] for entry in (*giving, *taking)),
            )
        )
    return sorted(partners, key=lambda partner: partner.name)


def _by_siren(agreements: Sequence[_Entry], side: str) -> dict[str, tuple[str, list[_Entry]]]:
    """(name, agreements) of each body that stands on that side."""
    bodies: dict[str, tuple[str, list[_Entry]]] = {}
    for entry in agreements:
        unseen: tuple[str, list[_Entry]] = (_name(entry, side), [])
        bodies.setdefault(_siren(entry, side), unseen)[1].append(entry)
    return bodies


def _name(agreement: _Entry, side: str) -> str:
    return str(agreement[side]["name"])


def _siren(agreement: _Entry, side: str) -> str:
    return str(agreement[side]["siren"])


def _title(agreement: _Entry) -> str:
    return str(agreement["title"])


def _citation(agreement: _Entry) -> str:
    return str(agreement["citation"])


def _address(agreement: _Entry) -> str:
    return f"/agreements/{_citation(agreement)}"


def _data_title(agreement: _Entry, visit: Visit) -> str:
    titles = agreement["datasetTitle"]
    return _title(agreement) if titles is None else str(titles[visit.language])


def _began(agreement: _Entry) -> str:
    """When it came into force; empty where that was declared."""
    steps = [step["at"] for step in agreement["steps"] if step["act"] == "activate"]
    return str(steps[-1]) if steps else ""


def _message_of(
    messages: Sequence[_Entry], agreements: Mapping[str, _Entry], visit: Visit
) -> ShownMessage:
    """Of a request or a proposal, who asks for what; of other news of an agreement its title, where
    the sentence does not say it.
    """
    _, french, message = visit.gettext, visit.language == "fr", messages[0]
    sentence = message["sentenceFr" if french else "sentenceEn"]
    agreement = agreements.get(message["about"])
    if agreement is not None and message["kind"] == "agreement.submitted":
        sentence = _proposal_words(agreement, visit)
    elif agreement is not None and _title(agreement) not in sentence:
        title = _title(agreement)
        sentence = _("%(sentence)s Il s'agit de « %(title)s ».", sentence=sentence, title=title)
    address = address_about(message["kind"], message["about"], message.get("form"))
    if agreement is not None and message["kind"] == "agreement.readable":
        address = received_address(agreement, visit)
        sentence = _(
            "Vous pouvez lire « %(title)s », de %(body)s.",
            title=_data_title(agreement, visit),
            body=_name(agreement, "grantor"),
        )
    return ShownMessage(
        title=message["titleFr" if french else "titleEn"],
        sentence=sentence,
        at=message["at"],
        address=address,
        earlier=len(messages) - 1,
    )


def _proposal_words(agreement: _Entry, visit: Visit) -> str:
    _, title, proposer = visit.gettext, _title(agreement), proposer_of(agreement)
    if not _citation(agreement).endswith("@1"):
        return _("%(body)s propose un avenant à « %(title)s ».", body=proposer["name"], title=title)
    if proposer["siren"] == _siren(agreement, "grantee"):
        return _("%(body)s demande « %(title)s ».", body=proposer["name"], title=title)
    return _("%(body)s propose « %(title)s ».", body=proposer["name"], title=title)


def _subject(
    agreement: _Entry, whole: _Entry | None, visit: Visit, *, is_ours: bool, grants: bool
) -> str:
    _, title = visit.gettext, _title(agreement)
    if whole is None:
        return str(title)
    if not is_ours:
        return _proposal_words(whole, visit)
    if grants:
        return _(
            "Nous donnons « %(title)s » à %(body)s", title=title, body=_name(agreement, "grantee")
        )
    return _(
        "Nous demandons « %(title)s » à %(body)s", title=title, body=_name(agreement, "grantor")
    )


def _waiting(
    entry: _Entry, body: str | None, agreements: Mapping[str, _Entry], visit: Visit
) -> Waiting:
    agreement = entry["agreement"]
    whole = agreements.get(_citation(agreement))
    is_ours = whole is None or proposer_of(whole)["siren"] == body
    grants = _siren(agreement, "grantor") == body
    citation, act = _citation(agreement), entry["act"]
    to_sign = is_to_sign(act)
    offered = whole is not None and is_offered(whole)
    other = (agreement["grantee"] if grants else agreement["grantor"])["name"]
    if act == "amend":
        return Waiting(
            words=awaited_act_words(act, visit.gettext),
            subject=visit.gettext(
                "« %(title)s » prend fin le %(day)s",
                title=_title(agreement),
                day=write_day(agreement["end"], visit.language),
            ),
            address=renewal_address(citation),
            other=other,
            opens=False,
            to_sign=False,
        )
    return Waiting(
        words=awaited_act_words(act, visit.gettext, is_offered=offered),
        subject=_subject(agreement, whole, visit, is_ours=is_ours, grants=grants),
        address=signing_address(citation, act) if to_sign else f"/agreements/{citation}",
        other="" if whole is not None else other,
        opens=act == "preview",
        to_sign=to_sign,
    )
