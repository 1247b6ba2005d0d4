"""The tasks of a body or of the platform beside agreements, and the first steps of a new body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gateway.console.today.answers import OwnDayAnswer, PlatformDayAnswer
from gateway.console.visit import Visit

_WHO_SIGN = "approver"


@dataclass(frozen=True, slots=True)
class Task:
    """`words` stand on its button, which leads to `address`."""

    words: str
    subject: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps of a body."""

    words: str
    address: str
    is_done: bool


def late_campaigns(day: OwnDayAnswer, visit: Visit, today: date) -> list[Task]:
    """The body's open campaigns that lack answers after their day."""
    _ = visit.gettext
    return [
        Task(
            _("Relancer"),
            campaign.title,
            _("Des réponses manquent et la date limite est passée."),
            f"/campaigns/{campaign.id}",
        )
        for campaign in day.campaigns or ()
        if campaign.state == "open"
        and campaign.due < today.isoformat()
        and campaign.counts.toSign + campaign.counts.withoutData
    ]


def platform_tasks(day: PlatformDayAnswer, visit: Visit) -> list[Task]:
    """Bodies whose people wait for a first steward, then sources that do not answer."""
    _ = visit.gettext
    bodies = () if day.platform is None else day.platform.bodies
    waiting = [
        Task(
            _("Nommer un référent"),
            body.organisation.name,
            _("Une personne attend un rôle et cet organisme n'a aucun référent."),
            "/operator",
        )
        for body in bodies
        if body.arrivals and not body.stewards
    ]
    down = [
        Task(
            _("Voir la panne"),
            _("La source %(name)s ne répond pas", name=storage.id),
            storage.health.causeFr if visit.language == "fr" else storage.health.causeEn,
            "/operator",
        )
        for storage in day.storages or ()
        if storage.health is not None and not storage.health.isUp
    ]
    return [*waiting, *down]


def mandated_tasks(visit: Visit) -> list[Task]:
    """The bodies for which a contractor's people may act."""
    _ = visit.gettext
    return [
        Task(_("Déposer"), str(body.get("name")), "", siren)
        for body in visit.principals
        if (siren := body.get("siren"))
    ]


def first_steps(
    day: OwnDayAnswer, visit: Visit, *, has_data: bool, has_agreement: bool, has_shared: bool
) -> Sequence[Step]:
    """Four, of a body whose steward looks; empty once all are done."""
    _ = visit.gettext
    signs = any(_WHO_SIGN in person.roles for person in day.people or ())
    steps = (
        Step(_("Nommer un signataire"), "/settings/people", signs),
        Step(_("Ajouter de premières données"), "/add", has_data),
        Step(_("Demander ou proposer des données"), "/agreements/new", has_agreement),
        Step(_("Signer une première convention"), "/agreements", has_shared),
    )
    is_new = "steward" in visit.roles and not all(step.is_done for step in steps)
    return steps if is_new else ()
