"""The health of an agreement as its parties see it, and its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import strawberry

from catalog.actions.sharing.telling import name_of_organisation
from catalog.drift.causes import cause_of
from catalog.health.tries import is_awaiting_retry
from catalog.health.verdicts import is_verified
from catalog.health.words import STATES, next_words, reason_words
from catalog.model import health as found
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from gateway.control.agreement_writing import write_sentence
from gateway.control.context import ControlContext
from gateway.control.sentence import Sentence
from gateway.control.visible_agreements import side_of


@strawberry.type(description="Pourquoi une convention ne se lit pas. / Why it cannot be read.")
class HealthReason:
    kind: str = strawberry.field(
        description=(
            "dataset_withdrawn, storage_down, object_gone, column_gone, type_changed, rows_gone, "
            "stale, hosting, guard, signatory_gone, steward_gone, key_ended."
        )
    )
    side: str = strawberry.field(description="À qui d'agir : grantor, grantee, operator.")
    words: Sentence
    turn: Sentence = strawberry.field(description="À qui d'agir, et quoi. / Whose turn, for what.")
    confirmed: bool = strawberry.field(
        description="Vu par deux essais à une heure d'écart. / Seen by two tries an hour apart."
    )


@strawberry.type(description="La santé d'une convention. / The health of an agreement.")
class AgreementHealth:
    state: str = strawberry.field(description="not_tried, sound, broken, off_at_night.")
    words: Sentence
    since: dt.datetime | None
    tried_at: dt.datetime | None
    awaits_retry: bool = strawberry.field(
        description=(
            "Quelque chose a été vu, qu'un second essai doit confirmer. / "
            "Something was seen that a second try has still to confirm."
        )
    )
    reasons: list[HealthReason]


@strawberry.type(description="Un changement de santé. / A change of health.")
class HealthChange:
    at: dt.datetime
    state: str
    words: Sentence
    reasons: list[HealthReason]


def write_health_of(
    agreement: Agreement, health: found.AgreementHealth | None, context: ControlContext
) -> AgreementHealth | None:
    """None for an agreement that is not verified: it gives nothing now."""
    if not is_verified(agreement):
        return None
    state = found.HealthState.NOT_TRIED if health is None else health.state
    reasons = () if health is None else health.reasons
    seen = () if health is None else (each.reason for each in health.sightings)
    confirmed = {each.cause for each in reasons}
    return AgreementHealth(
        state=state.value,
        words=write_sentence(STATES[state]),
        since=None if health is None else health.since,
        tried_at=None if health is None else health.tried_at,
        awaits_retry=health is not None and is_awaiting_retry(health),
        reasons=[
            *_reasons(reasons, agreement, context, confirmed=True),
            *_reasons(
                (each for each in seen if each.cause not in confirmed),
                agreement,
                context,
                confirmed=False,
            ),
        ],
    )


def write_change(
    change: found.HealthChange, agreement: Agreement, context: ControlContext
) -> HealthChange:
    return HealthChange(
        at=change.at,
        state=change.state.value,
        words=write_sentence(STATES[change.state]),
        reasons=_reasons(change.reasons, agreement, context, confirmed=True),
    )


def _reasons(
    reasons: Iterable[found.Reason],
    agreement: Agreement,
    context: ControlContext,
    *,
    confirmed: bool,
) -> list[HealthReason]:
    """Communes, and the cause at a storage, are told to the grantor alone."""
    sides = {agreement.grantor: found.Side.GRANTOR, agreement.grantee: found.Side.GRANTEE}
    side = side_of(context)
    to = found.Side.OPERATOR if side is None else sides.get(side, found.Side.OPERATOR)
    names = {stand: name_of_organisation(context.snapshot, siren) for siren, stand in sides.items()}
    return [
        HealthReason(
            kind=each.kind.value,
            side=each.side.value,
            words=write_sentence(_words(each, to)),
            turn=write_sentence(next_words(each, names)),
            confirmed=confirmed,
        )
        for each in reasons
    ]


def _words(reason: found.Reason, to: found.Side) -> Bilingual:
    words = reason_words(reason, to=to)
    is_down = reason.kind is found.ReasonKind.STORAGE_DOWN
    if not (is_down and reason.details and to is found.Side.GRANTOR):
        return words
    cause = cause_of(reason.details[0])
    return Bilingual(f"{words.fr} ({cause.fr})", f"{words.en} ({cause.en})")
