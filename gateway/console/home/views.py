"""From the answer of the home page's document to the lists that the page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.console.data.views import received_address
from gateway.console.shared.words import act_words
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_MOST = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that is the visitor's turn."""

    words: str
    title: str
    address: str
    other: str


@dataclass(frozen=True, slots=True)
class Home:
    """`more_…`: how many are on their own page only. `received`: agreements, and where what each
    gives is read.
    """

    waiting: Sequence[Waiting]
    messages: Sequence[_Entry]
    own: Sequence[_Entry]
    more_own: int
    received: Sequence[tuple[_Entry, str]]
    shared: Sequence[_Entry]


def home_of(data: Mapping[str, Any], visit: Visit) -> Home:
    body = None if visit.body is None else visit.body["siren"]
    own = [entry for entry in data.get("datasets") or () if entry["owner"]["siren"] == body]
    agreements = data.get("agreements") or ()
    return Home(
        waiting=[_waiting(entry, body, visit) for entry in data.get("awaiting") or ()],
        messages=(data.get("inbox") or ())[:_MOST],
        own=own[:_MOST],
        more_own=max(0, len(own) - _MOST),
        received=[
            (entry, received_address(entry, visit))
            for entry in agreements
            if entry["grantee"]["siren"] == body
        ],
        shared=[entry for entry in agreements if entry["grantor"]["siren"] == body],
    )


def _waiting(entry: _Entry, body: str | None, visit: Visit) -> Waiting:
    agreement = entry["agreement"]
    grants = agreement["grantor"]["siren"] == body
    step = "/approve" if entry["act"] == "approve" else ""
    return Waiting(
        words=act_words(entry["act"], visit.gettext),
        title=agreement["title"],
        address=f"/agreements/{agreement['citation']}{step}",
        other=(agreement["grantee"] if grants else agreement["grantor"])["name"],
    )
