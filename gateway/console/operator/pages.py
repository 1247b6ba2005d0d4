"""`/operator`: bodies, storages, hosts asked for, first stewards and versions; operators only."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.operator.answers import APPOINT, PLATFORM
from gateway.console.operator.quota import quota
from gateway.console.operator.use import use
from gateway.console.shared.words import Gettext, role_words
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE, _FORBIDDEN = 422, 403


def kind_words(kind: str, _: Gettext) -> str:
    """Of a storage; a kind that is not known stays as it is."""
    known = {
        "files": _("fichiers d'un dossier"),
        "deposit": _("fichiers déposés"),
        "sqlite": "SQLite",
        "postgresql": "PostgreSQL",
        "mariadb": "MariaDB",
        "s3": _("fichiers chez un hébergeur (S3)"),
        "iceberg": "Iceberg",
        "iceberg_rest": "Iceberg (REST)",
    }
    return known.get(kind, kind)


@page_for_signed_in
async def operator(visit: Visit) -> Response:
    if "operator" not in visit.roles:
        return visit.page("operator/others.html", status=_FORBIDDEN)
    return await _shown(visit, [], is_too_weak=False)


@page_for_signed_in
async def appoint(visit: Visit) -> Response:
    """The first steward of a body that has none: somebody who has signed in for it."""
    form = await visit.form()
    try:
        await APPOINT.ask(visit, agent=form.get("agent", ""), issuer=form.get("issuer", ""))
    except Refused as refused:
        errors = [
            {"id": None, "text": problem.sentence, "next": problem.next_step}
            for problem in refused.problems
        ]
        return await _shown(visit, errors, is_too_weak=refused.is_too_weak)
    return visit.see_other("/operator", done="appointed")


async def _shown(visit: Visit, errors: list[dict[str, Any]], *, is_too_weak: bool) -> Response:
    data, problems = await PLATFORM.ask_in_part(visit)
    platform = data.platform
    bodies = () if platform is None else platform.bodies
    names = {entry.organisation.siren: entry.organisation.name for entry in bodies}
    return visit.page(
        "operator/operator.html",
        status=_UNPROCESSABLE if errors else 200,
        platform=platform,
        bodies=bodies,
        waiting=[entry for entry in bodies if not entry.stewards],
        quotas=data.quotas or (),
        storages=data.storages or (),
        name_of=lambda siren: names.get(siren, siren),
        hosts=[entry for entry in data.inbox or () if entry.kind == "host.requested"],
        kind_words=lambda kind: kind_words(kind, visit.gettext),
        role_words=lambda role: role_words(role, visit.gettext),
        problems=problems,
        errors=errors,
        is_too_weak=is_too_weak,
    )


ROUTES = (
    Route("/operator", operator),
    Route("/operator/use", use),
    Route("/operator/quota", quota, methods=["GET", "POST"]),
    Route("/operator/appoint", appoint, methods=["POST"]),
)
