"""`/territory`: the communes of the visitor's body and of its partners on a map. The home page
takes the map out of it after its own text.
"""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.responses import Response

from gateway.console.agreements.drawings import drawn_map
from gateway.console.shared.commune_names import commune_names
from gateway.console.visit import Visit, page_for_signed_in
from papers.pictures import Drawn, StatusClass, Tone

_TERRITORIES: Final = """
query Territories($siren: String!) {
  organisation(siren: $siren) { siren communes }
  agreements(state: [ACTIVE]) {
    grantor { siren communes } grantee { siren communes }
  }
}
"""


class _Body(msgspec.Struct, frozen=True):
    siren: str
    communes: frozenset[str]


class _Agreement(msgspec.Struct, frozen=True):
    grantor: _Body
    grantee: _Body


class _Answer(msgspec.Struct, frozen=True):
    organisation: _Body | None
    agreements: tuple[_Agreement, ...] | None = None


@page_for_signed_in
async def territory(visit: Visit) -> Response:
    return visit.page("home/territory_page.html", map=await _territory_map(visit))


async def _territory_map(visit: Visit) -> Drawn | None:
    """None for a visitor of no body, or of a body that covers no commune."""
    if visit.body is None:
        return None
    data, _problems = await visit.ask_in_part(_TERRITORIES, siren=visit.body["siren"])
    answer = msgspec.convert(data, _Answer)
    own = answer.organisation
    if own is None or not own.communes:
        return None
    statuses: dict[str, str | None] = dict.fromkeys(sorted(own.communes), "ours")
    partners: set[str] = set()
    for agreement in answer.agreements or ():
        if agreement.grantee.siren == own.siren:
            partners |= agreement.grantor.communes
            shared = own.communes & agreement.grantor.communes
            statuses |= dict.fromkeys(sorted(shared), "received")
        else:
            partners |= agreement.grantee.communes
    statuses |= dict.fromkeys(sorted(partners - own.communes), "partner")
    _ = visit.gettext
    classes = (
        StatusClass("ours", _("de notre territoire"), Tone.OUTSIDE),
        StatusClass("received", _("de nos membres qui donnent des données"), Tone.GOOD),
        StatusClass("partner", _("de nos autres partenaires"), Tone.WAITING),
    )
    names = await commune_names(sorted(statuses), visit)
    return drawn_map(visit, _("Notre territoire et nos partenaires"), statuses, classes, names)
