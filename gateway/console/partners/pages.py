"""`/partners`: who shares with whom, as a picture and as a table that leads to each agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.agreements.lists import IN_FORCE, PREPARED
from gateway.console.partners.answers import PARTNERS, Agreement
from gateway.console.picture_reader import reader_of
from gateway.console.visit import Visit, page_for_signed_in
from papers.pictures.exchanges import Exchange, exchange_picture

_STOPPED = "suspended"


@page_for_signed_in
async def partners(visit: Visit) -> Response:
    data, problems = await PARTNERS.ask_in_part(visit)
    exchanges = exchanges_of(data.agreements or ())
    own = None if visit.body is None else visit.body["name"]
    reader = reader_of(visit.language)
    picture = exchange_picture(
        reader, visit.gettext("Conventions en vigueur et en préparation"), exchanges, own
    )
    return visit.page(
        "partners/partners.html",
        picture=picture.html("exchanges") if exchanges else None,
        problems=problems,
    )


def exchanges_of(agreements: Sequence[Agreement]) -> list[Exchange]:
    """One for each pair of bodies between which an agreement is in force or in preparation."""
    counts: Counter[tuple[str, str, str]] = Counter()
    names: dict[str, str] = {}
    for agreement in agreements:
        giver, receiver = agreement.grantor, agreement.grantee
        names |= {giver.siren: giver.name, receiver.siren: receiver.name}
        counts[giver.siren, receiver.siren, _standing(agreement.state)] += 1
    pairs = {(giver, receiver) for giver, receiver, standing in counts if standing}
    return [
        Exchange(
            giver=names[giver],
            receiver=names[receiver],
            in_force=counts[giver, receiver, "in_force"],
            prepared=counts[giver, receiver, "prepared"],
            stopped=counts[giver, receiver, "stopped"],
            address=f"/agreements?{urlencode({'giver': giver, 'receiver': receiver})}",
        )
        for giver, receiver in sorted(pairs)
    ]


def _standing(state: str) -> str:
    """Empty for what is over."""
    if state == _STOPPED:
        return "stopped"
    if state in IN_FORCE:
        return "in_force"
    return "prepared" if state in PREPARED else ""


ROUTES = (Route("/partners", partners),)
