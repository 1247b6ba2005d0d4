"""The agreements of a body, in the order in which somebody looks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.console.agreements.awaited import (
    awaited_words,
    is_offered,
    is_to_sign,
    signing_address,
)
from gateway.console.agreements.health import health_mark
from gateway.console.agreements.renewal import renewal_address
from gateway.console.shared.words import awaited_act_words, state_kind, state_words
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
IN_FORCE: Final = frozenset({"active", "suspended"})
_TO_RENEW: Final = "amend"
"""Nobody is awaited to amend but what ends."""
PREPARED: Final = frozenset(
    {"draft", "submitted", "changes_requested", "approved_by_one", "approved"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """`awaited`: what the visitor is to do at `address`; `awaits`: who else must act. Empty where
    nothing is, nobody must. `opens`: its address is sent to, not followed. `health`: its mark and
    its words.
    """

    title: str
    citation: str
    address: str
    grantor: str
    grantee: str
    end: str
    state: str
    kind: str
    awaited: str = ""
    awaits: str = ""
    opens: bool = False
    is_to_sign: bool = False
    health: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    awaiting: Sequence[Line]
    in_force: Sequence[Line]
    prepared: Sequence[Line]
    ended: Sequence[Line]

    @property
    def are_several_to_sign(self) -> bool:
        return sum(line.is_to_sign for line in self.awaiting) > 1

    @property
    def is_empty(self) -> bool:
        return not (self.awaiting or self.in_force or self.prepared or self.ended)


def between(data: Mapping[str, Any], giver: str, receiver: str) -> Sequence[_Entry]:
    """The agreements by which one body (a SIREN) gives to another; an empty SIREN is any body."""
    return [
        entry
        for entry in data.get("agreements") or ()
        if giver in {"", _siren(entry, "grantor")} and receiver in {"", _siren(entry, "grantee")}
    ]


def _siren(entry: _Entry, side: str) -> str:
    return str(entry[side]["siren"])


def lists_of(data: Mapping[str, Any], agreements: Sequence[_Entry], visit: Visit) -> Lists:
    """Each of `agreements` stands in one list, what waits for the visitor first; an agreement to be
    renewed stands among those in force too.
    """
    awaited = {item["agreement"]["citation"]: item["act"] for item in data.get("awaiting") or ()}

    def lines(*, states: frozenset[str] | None = None, awaiting: bool = False) -> list[Line]:
        acts = [(entry, awaited.get(entry["citation"], "")) for entry in agreements]
        return [
            _line(entry, act, visit)
            for entry, act in acts
            # What is to be renewed is in force all the while.
            if (bool(act) is awaiting or act == _TO_RENEW)
            and (states is None or entry["state"] in states)
        ]

    known = IN_FORCE | PREPARED
    over = frozenset(entry["state"] for entry in agreements) - known
    return Lists(
        awaiting=lines(awaiting=True),
        in_force=lines(states=IN_FORCE),
        prepared=lines(states=PREPARED),
        ended=lines(states=over)[::-1],
    )


def _line(entry: _Entry, act: str, visit: Visit) -> Line:
    body = None if visit.body is None else visit.body["siren"]
    us = visit.gettext("nous")
    citation = entry["citation"]
    address = f"/agreements/{citation}{'/correct' if act == 'draft' else ''}"
    if act == _TO_RENEW:
        address = renewal_address(citation)
    if is_to_sign(act):
        address = signing_address(citation, act)
    return Line(
        title=entry["title"],
        citation=citation,
        address=address,
        grantor=us if _siren(entry, "grantor") == body else entry["grantor"]["name"],
        grantee=us if _siren(entry, "grantee") == body else entry["grantee"]["name"],
        end=entry["end"],
        state=state_words(entry["state"], visit.gettext),
        kind=state_kind(entry["state"]),
        awaited=awaited_act_words(act, visit.gettext, is_offered=is_offered(entry)) if act else "",
        awaits=awaited_words(entry, visit),
        opens=act == "preview",
        is_to_sign=is_to_sign(act),
        health=health_mark(entry, visit),
    )
