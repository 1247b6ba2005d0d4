"""Messages that an act sends to people, in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.actions.outcome import Actor
from catalog.model.agreement import Agreement
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.subject import SYSTEM_CLOCK
from catalog.snapshot import Snapshot
from catalog.suspension_words import suspensions_in_words
from catalog.suspensions import standing_causes

DECIDERS = frozenset({"steward", "approver"})
SIGNATORIES = frozenset({"approver"})
READERS = frozenset({"agent"})
GUARDIANS = frozenset({"steward", "approver", "dpo"})


def about_agreement(
    what: str,
    agreement: Agreement,
    actor: Actor,
    catalog: Snapshot,
    *,
    to: Iterable[Siren],
    reason: str | None = None,
    roles: frozenset[str] = DECIDERS,
    key: str | None = None,
    **facts: object,
) -> Message:
    """`agreement.<what>`. `agreement` as it is after the act: its last step is what happened.

    The key is the step's own number unless one is given, so that no step is told twice.
    """
    kind = f"agreement.{what}"
    steps = agreement.life.steps
    before = steps[-1].before.value if steps else agreement.state.value
    return Message(
        kind=kind,
        key=key or f"{kind}/{agreement.citation}/{len(steps)}",
        to=tuple(to),
        roles=roles,
        about=agreement.citation,
        facts={
            "citation": agreement.citation,
            "title": agreement.title,
            "before": before,
            "state": agreement.state.value,
            "grantor": name_of_organisation(catalog, agreement.grantor),
            "grantee": name_of_organisation(catalog, agreement.grantee),
            "by": name_of_actor(actor, catalog),
            "start": agreement.start.isoformat(),
            "end": agreement.end.isoformat(),
            **({} if reason is None else {"reason": reason}),
            **_standing(agreement, catalog),
            **facts,
        },
    )


def _standing(agreement: Agreement, catalog: Snapshot) -> dict[str, object]:
    """The suspensions that stand, by their causes and in words; none where none stands."""
    words = suspensions_in_words(agreement, catalog)
    if words is None:
        return {}
    causes = [each.value for each in standing_causes(agreement)]
    return {"causes": causes, "suspended_fr": words.fr, "suspended_en": words.en}


def name_of_organisation(catalog: Snapshot, siren: Siren | None) -> str:
    known = None if siren is None else catalog.organisations.get(siren)
    return str(siren) if known is None else known.name


def name_of_actor(actor: Actor, catalog: Snapshot) -> str:
    """The organisation acted for, and who acts for it; `system:clock`, `operator`."""
    if actor.issuer is None:
        return SYSTEM_CLOCK.agent or ""
    if actor.organisation is None:
        return "operator"
    name = name_of_organisation(catalog, actor.organisation)
    if actor.mandate is None:
        return name
    return f"{name} ({name_of_organisation(catalog, actor.employer)})"
