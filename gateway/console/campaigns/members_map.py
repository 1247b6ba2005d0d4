"""The communes of a campaign's members, by where one is with each member."""

from __future__ import annotations

from gateway.console.agreements.drawings import drawn_map
from gateway.console.campaigns.answers import LANDS, Campaign
from gateway.console.visit import Visit
from papers.pictures import Drawn, StatusClass, Tone


async def members_map(campaign: Campaign, competence: str, visit: Visit) -> Drawn | None:
    """None where no member brings a commune. A commune that several bring has the state of the
    member that is furthest.
    """
    if visit.body is None:
        return None
    answer = await LANDS.ask(visit, siren=visit.body["siren"], competence=competence)
    if answer.territory is None:
        return None
    kinds = {member.siren: member.kind for member in campaign.board.members}
    statuses: dict[str, str | None] = {}
    for kind in ("off", "stop", "wait", "ok"):
        for path in answer.territory.memberships:
            if kinds.keys().isdisjoint(path.through):
                continue
            if kind in {kinds.get(siren) for siren in path.through}:
                statuses |= dict.fromkeys(path.communes, kind)
    _ = visit.gettext
    classes = (
        StatusClass("ok", _("d'un membre qui a tout donné"), Tone.GOOD),
        StatusClass("wait", _("d'un membre attendu"), Tone.WAITING),
        StatusClass("stop", _("d'un membre en retard ou qui refuse"), Tone.MISSING),
        StatusClass("off", _("d'un membre sans ces données"), Tone.OUTSIDE),
    )
    names = {commune.code: commune.nom for commune in answer.territory.communes}
    return drawn_map(visit, _("Les communes de nos membres"), statuses, classes, names)
