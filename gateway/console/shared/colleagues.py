"""Colleagues who could do acts that the visitor may not, so far as the law tells the visitor."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from gateway.console.visit import Visit

_PEOPLE: Final = "query Colleagues { people { agent name email kind roles purposes } }"


async def stewards_with(visit: Visit, purposes: Collection[str] = ()) -> list[str]:
    """Their names, of those who have one of `purposes`, or of all; none for who may not know."""
    data, _problems = await visit.ask_in_part(_PEOPLE)
    return [
        person["name"] or person["email"] or person["agent"]
        for person in data.get("people") or ()
        if person["kind"] == "person"
        and "steward" in person["roles"]
        and (not purposes or set(purposes) & set(person["purposes"]))
    ]
