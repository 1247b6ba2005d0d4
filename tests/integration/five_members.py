"""The five EPCI of the SMICTOM, each with weighings of its own and people who answer for it."""

from dataclasses import replace
from datetime import UTC, datetime

from catalog.actions.agreement import agreement_cited
from catalog.changes import ActRecord, Changes
from catalog.model.organisation import Agent, AgentKind
from gateway.demo_mode.state import DEMO_ISSUER
from tests.integration.weighings_of_members import without_weighings_of_members

MEMBERS = (
    "bretagne-romantique",
    "couesnon-marches-de-bretagne",
    "liffre-cormier-communaute",
    "saint-meen-montauban",
    "val-d-ille-aubigne",
)
STANDING = "conv-2025-0001@1"
"""By which the SMICTOM reads Val d'Ille-Aubigné's weighings in the demo already."""


async def equip_members(catalog, *, without_convention=True):
    """Each gets the weighings of Val d'Ille-Aubigné under its own name, a steward and an approver.
    `without_convention`: as if nothing had ever been agreed.
    """
    if "liffre_cormier_communaute__tonnages" in (await catalog.current()).datasets:
        await without_weighings_of_members(catalog)
    snapshot = await catalog.current()
    first = agreement_cited(snapshot, STANDING)
    model = snapshot.datasets[first.dataset_id]
    put = []
    for slug in MEMBERS:
        body = snapshot.organisation_of_slug(slug)
        name = slug.replace("-", "_")
        if body.siren != model.owner:
            put.append(
                replace(
                    model,
                    id=f"{name}__pesees",
                    owner=body.siren,
                    name="pesees",
                    title_fr=f"Pesées, {body.name}",
                    title_en=f"Weighings, {body.name}",
                )
            )
        put += [
            Agent(
                DEMO_ISSUER,
                f"{role}@{slug}",
                body.siren,
                AgentKind.PERSON,
                frozenset({role}),
                purposes=frozenset({"rpqs_dechets"}),
            )
            for role in ("steward", "approver")
            if (DEMO_ISSUER, f"{role}@{slug}") not in snapshot.agents
        ]
    removed = (first,) if without_convention else ()
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    record = ActRecord(now, None, "test", None, "test", {})
    await catalog.write(snapshot.version, Changes(tuple(put), removed), record)
