"""`/bodies/{slug}`: a public body, its data that the visitor may know of, and what is shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.bodies.answers import BODY, Agreement
from gateway.console.shared.words import Gettext
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_all

_NOT_FOUND = 404
_ACTIVE: Final = "active"


@page_for_all
async def body(visit: Visit) -> Response:
    """Raises Refused for a body that there is not."""
    slug = visit.request.path_params["slug"]
    data = await BODY.ask(visit, slug=slug, signedIn=visit.is_signed_in)
    organisation = data.organisation
    if organisation is None:
        _ = visit.gettext
        unknown = ShownProblem(
            code="unknown_organisation",
            sentence=_("Aucun organisme de ce nom n'est inscrit ici."),
            next_step=_("Vérifiez l'adresse, ou cherchez ses données par son nom."),
        )
        raise Refused([unknown], _NOT_FOUND)
    own = None if visit.body is None else visit.body["siren"]
    agreements = data.agreements or ()
    return visit.page(
        "bodies/body.html",
        organisation=organisation,
        kind=body_kind_words(organisation.kind, visit.gettext),
        own=own,
        given=_count(agreements, organisation.siren, own),
        received=_count(agreements, own, organisation.siren),
    )


def _count(agreements: Sequence[Agreement], giver: str | None, receiver: str | None) -> int:
    """The agreements in force by which one gives to the other."""
    return sum(
        agreement.state == _ACTIVE
        and (agreement.grantor.siren, agreement.grantee.siren) == (giver, receiver)
        for agreement in agreements
    )


def body_kind_words(kind: str, _: Gettext) -> str:
    """Of a public body; a kind that is not known stays as it is."""
    words = {
        "commune": _("commune"),
        "CC": _("communauté de communes"),
        "CA": _("communauté d'agglomération"),
        "CU": _("communauté urbaine"),
        "METRO": _("métropole"),
        "MET69": _("métropole de Lyon"),
        "EPT": _("établissement public territorial"),
        "SIVU": _("syndicat à vocation unique"),
        "SIVOM": _("syndicat à vocation multiple"),
        "SMF": _("syndicat mixte fermé"),
        "SMO": _("syndicat mixte ouvert"),
        "PETR": _("pôle d'équilibre territorial et rural"),
        "POLEM": _("pôle métropolitain"),
        "departement": _("département"),
        "region": _("région"),
        "etat": _("service de l'État"),
        "prestataire": _("prestataire"),
    }
    return words.get(kind, kind)


ROUTES = (Route("/bodies/{slug}", body),)
