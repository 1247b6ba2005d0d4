"""The renewal of an agreement as its sides see it, and the time in which nothing was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import strawberry

from catalog.actions.agreement import WRITABLE
from catalog.actions.sharing import renewal as rules
from catalog.actions.sharing.renewal_words import gap_words, turn_words
from catalog.actions.sharing.telling import name_of_organisation
from catalog.actions.visible import proposer_of
from catalog.model.agreement import Agreement
from catalog.usage_words import year_in_words
from gateway.control.agreement_types import AgreementVersion
from gateway.control.agreement_writing import write_sentence
from gateway.control.context import ControlContext
from gateway.control.sentence import Sentence
from gateway.control.visible_agreements import side_of

Info = strawberry.Info[ControlContext, None]


async def resolve_year(parent: strawberry.Parent[Renewal], info: Info) -> Sentence | None:
    use = await info.context.services.usage.year_under(parent.agreement)
    return None if use is None else write_sentence(year_in_words(use))


@strawberry.type(
    description=(
        "Le renouvellement d'une convention qui prend fin. / The renewal of an agreement that ends."
    )
)
class Renewal:
    agreement: strawberry.Private[Agreement]
    before: dt.date = strawberry.field(
        description="Le dernier jour de cette version. / The last day of this version."
    )
    is_due: bool = strawberry.field(
        description="Rien n'est encore proposé pour la suite. / Nothing is proposed yet."
    )
    is_yours: bool = strawberry.field(
        description=(
            "Votre côté a proposé ce texte : à lui de le proposer de nouveau. / Your side proposed "
            "this text: it is its turn to propose it again."
        )
    )
    turn: Sentence
    start: dt.date = strawberry.field(
        description="Le lendemain, où commencerait la suite. / The day after, to begin on."
    )
    end: dt.date = strawberry.field(
        description="Le dernier jour d'une suite aussi longue. / Its last day, if it is as long."
    )
    successor: AgreementVersion | None = strawberry.field(
        description="La version proposée ou signée. / The version proposed or signed."
    )
    year: Sentence | None = strawberry.field(
        resolver=resolve_year,
        description=(
            "L'utilisation de l'année, pour qui peut exporter la convention. / The use of the "
            "year, for whoever may export the agreement."
        ),
    )


@strawberry.type(
    description=(
        "Temps où rien n'a été lu, faute de signature avant la fin de la version précédente. / "
        "Time in which nothing was read: it was not signed before the version before ended."
    )
)
class ReadingGap:
    since: dt.datetime
    until: dt.datetime | None = strawberry.field(
        description="Null : elle n'est pas encore en vigueur. / Null: it is not in force yet."
    )
    words: Sentence


def resolve_renewal(parent: strawberry.Parent[Renewable], info: Info) -> Renewal | None:
    agreement, context = parent.signed, info.context
    renewals = context.renewals
    is_due = rules.is_to_renew(agreement, renewals, context.standpoint.now)
    successor = rules.renewal_of(agreement, renewals)
    if agreement.state not in rules.READ_BY or not (is_due or successor):
        return None
    proposer = proposer_of(agreement)
    is_yours = side_of(context) == proposer
    name = name_of_organisation(context.snapshot, proposer)
    start, end = rules.next_period(agreement)
    return Renewal(
        agreement=agreement,
        before=agreement.end,
        is_due=is_due,
        is_yours=is_yours,
        turn=write_sentence(turn_words(agreement, name, is_yours=is_yours)),
        start=start,
        end=end,
        successor=None
        if successor is None
        else AgreementVersion(citation=successor.citation, state=successor.state.value),
    )


def resolve_reading_gap(parent: strawberry.Parent[Renewable], info: Info) -> ReadingGap | None:
    context = info.context
    gap = rules.gap_before(parent.signed, context.snapshot.agreements, context.standpoint.now)
    if gap is None:
        return None
    return ReadingGap(since=gap.since, until=gap.until, words=write_sentence(gap_words(gap)))


@strawberry.type
class Renewable:
    """The part of an agreement that is about what follows it, and what it follows."""

    signed: strawberry.Private[Agreement]

    renewal: Renewal | None = strawberry.field(
        resolver=resolve_renewal,
        description=(
            "Null tant que sa fin est loin, ou si elle n'est pas en vigueur. / Null while its end "
            "is far, or it is not in force."
        ),
    )

    reading_gap: ReadingGap | None = strawberry.field(
        resolver=resolve_reading_gap,
        description=(
            "Le temps sans lecture avant cette version ; null : il n'y en a pas. / The time "
            "without any reading before this version; null: there is none."
        ),
    )


def agreements_to_renew(seen: Iterable[Agreement], context: ControlContext) -> frozenset[str]:
    """By citation. None that a version being written stands beside: that one is awaited itself."""
    agreements = tuple(seen)
    begun = {each.id for each in agreements if each.state in WRITABLE}
    now, renewals = context.standpoint.now, context.renewals
    return frozenset(
        each.citation
        for each in agreements
        if each.id not in begun and rules.is_to_renew(each, renewals, now)
    )
