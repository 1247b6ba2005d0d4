"""The visitor's standing towards data: the purpose that they are read for, or why none are given.

The law says both (`effectiveAccess`); agreements only add their title and why one ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from catalog.model.paris import paris_day
from gateway.console.data.documents import STANDING
from gateway.console.hints import on_a_page
from gateway.console.visit import Refused, Visit

_Entry = Mapping[str, Any]
_NO_AGREEMENT: Final = frozenset({"owner", "open"})
_ABOUT_PURPOSES: Final = ("purpose_required", "purpose_not_covered", "purpose_not_assigned")
_ENDED: Final = ("agreement_revoked", "agreement_expired")
_STANDS: Final = ("agreement_not_started", "agreement_suspended", "hosting_not_met",
                  "agreement_outdated")  # fmt: skip
_NEAREST_FIRST: Final = (*_ABOUT_PURPOSES, *_STANDS, *_ENDED)


@dataclass(frozen=True, slots=True)
class WhyNothing:
    """`kind`: "choose" (one of `purposes` would do), "missing" (the visitor holds none of them),
    "ended" (on `day`, in ISO 8601), "told" (in `words`), "ask" (no agreement).
    """

    kind: str = "ask"
    agreement: _Entry | None = None
    purposes: Sequence[str] = ()
    day: str = ""
    reason: str = ""
    words: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """`purpose`: for which the page reads; `under`: the agreements by which rows are given.

    `is_in_force`: an agreement with the visitor's body is, whether or not they read by it.
    """

    purpose: str | None
    under: Sequence[_Entry] = ()
    is_in_force: bool = False
    why_nothing: WhyNothing = WhyNothing()
    agreements: Sequence[_Entry] = ()


async def standing_of(dataset_id: str, visit: Visit) -> Standing:
    """For the purpose that was chosen, or the visitor's only one, or else the first of theirs that
    an agreement in force is for.
    """
    chosen = visit.request.query_params.get("purpose")
    purpose = chosen or None
    if chosen is None and len(visit.purposes) == 1:
        purpose = visit.purposes[0]
    if visit.body is None:
        return Standing(purpose)
    standing = await _judged(dataset_id, purpose, visit)
    is_left_to_us = chosen is None and purpose is None
    if is_left_to_us and standing.why_nothing.kind == "choose":
        standing = await _judged(dataset_id, standing.why_nothing.purposes[0], visit)
    return standing


async def _judged(dataset_id: str, purpose: str | None, visit: Visit) -> Standing:
    try:
        data, _problems = await visit.ask_in_part(
            STANDING, purpose=purpose, id=dataset_id, dataset=dataset_id
        )
    except Refused:
        return Standing(purpose)
    agreements = data.get("agreements") or ()
    access = data.get("effectiveAccess")
    if access is None:
        return Standing(purpose, agreements=agreements)
    body = visit.body
    in_force = [
        entry
        for entry in agreements
        if body and entry["grantee"]["siren"] == body["siren"] and entry["state"] == "active"
    ]
    known = {entry["citation"]: entry for entry in agreements}
    cited = [branch["agreement"] for branch in access["branches"]]
    return Standing(
        purpose=purpose,
        under=[known[citation] for citation in cited if citation in known],
        is_in_force=bool(in_force) or any(each not in _NO_AGREEMENT for each in cited),
        why_nothing=_why_nothing(access["missing"], known, visit),
        agreements=agreements,
    )


def _why_nothing(
    missing: Sequence[_Entry], known: Mapping[str, _Entry], visit: Visit
) -> WhyNothing:
    """Of several reasons, the one that is quickest to overcome."""
    denials = [entry for entry in missing if entry["code"] in _NEAREST_FIRST]
    if not denials:
        return WhyNothing()
    code = min((entry["code"] for entry in denials), key=_NEAREST_FIRST.index)
    alike = [entry for entry in denials if entry["code"] == code]
    first = alike[0]
    why = WhyNothing(
        kind="told",
        agreement=known.get(first["agreement"] or ""),
        words=first["words"][visit.language],
        next_step=on_a_page(first["next"][visit.language]),
    )
    if code in _ABOUT_PURPOSES:
        purposes = list(dict.fromkeys(one for entry in alike for one in entry["purposes"]))
        held = [one for one in purposes if one in visit.purposes]
        return replace(why, kind="choose" if held else "missing", purposes=held or purposes)
    ended = [known[entry["agreement"]] for entry in alike if entry["agreement"] in known]
    return ended_of(ended) if code in _ENDED and ended else why


def ended_of(agreements: Sequence[_Entry]) -> WhyNothing:
    """Of agreements that have ended, the last that did."""
    last = max(agreements, key=_last_day)
    reasons = [step["reason"] for step in last["steps"] if step["act"] == "revoke"]
    return WhyNothing("ended", last, day=_last_day(last), reason=(reasons or [""])[-1] or "")


def _last_day(agreement: _Entry) -> str:
    ended_at = agreement["endedAt"]
    if agreement["state"] == "revoked" and ended_at is not None:
        return paris_day(datetime.fromisoformat(ended_at)).isoformat()
    end: str = agreement["end"]
    return end
