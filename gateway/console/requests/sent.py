"""The page of what was sent: each request with its state of now, and what did not leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from gateway.console.requests.documents import NEW, SENT
from gateway.console.requests.proposed import ProposedLine
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import Visit


async def sent_page(
    visit: Visit,
    cited: Sequence[str],
    without: Sequence[str],
    unsent: Sequence[tuple[str, ProposedLine]] = (),
    *,
    is_offered: bool = False,
) -> Response:
    """The requests sent, each with the present state of its agreement. `unsent`: what the act left,
    by the name of its body.
    """
    known = {entry["citation"]: entry for entry in (await visit.ask(SENT))["agreements"] or ()}
    own = None if visit.body is None else visit.body["siren"]

    def other(entry: Mapping[str, Any]) -> str:
        side = "grantee" if entry["grantor"]["siren"] == own else "grantor"
        return str(entry[side]["name"])

    bodies = {body["slug"]: body["name"] for body in (await visit.ask(NEW))["organisations"]}
    there = [known[citation] for citation in cited if citation in known]
    return visit.page(
        "requests/sent.html",
        requests=[
            {
                "body": other(entry),
                "citation": entry["citation"],
                "title": entry["title"],
                "state": state_words(entry["state"], visit.gettext),
                "kind": state_kind(entry["state"]),
            }
            for entry in there
        ],
        is_offered=is_offered or any(entry["grantor"]["siren"] == own for entry in there),
        unsent=unsent,
        state_words=lambda state: state_words(state, visit.gettext),
        without=[bodies[slug] for slug in without if slug in bodies],
    )
