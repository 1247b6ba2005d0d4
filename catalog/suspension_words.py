"""Standing suspensions in words: by whom, since when, why, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.day_words import day_in_words
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.paris import paris_day
from catalog.model.suspension import Suspension, SuspensionCause
from catalog.snapshot import Snapshot
from catalog.suspensions import standing_suspensions

_OPERATOR = Bilingual("l'exploitant de la plateforme", "the operator of the platform")
_GUARD = Bilingual("le contrôle d'anonymat", "the check of anonymity")


def suspender(cause: SuspensionCause, agreement: Agreement, catalog: Snapshot) -> Bilingual:
    """The one that set it, and lifts it: `CC Val d'Ille-Aubigné`, `le contrôle d'anonymat`."""
    match cause:
        case SuspensionCause.OPERATOR:
            return _OPERATOR
        case SuspensionCause.GUARD:
            return _GUARD
        case SuspensionCause.GRANTOR:
            siren = agreement.grantor
        case SuspensionCause.GRANTEE:
            siren = agreement.grantee
    body = catalog.organisations.get(siren)
    name = str(siren) if body is None else body.name
    return Bilingual(name, name)


def suspension_in_words(
    suspension: Suspension, agreement: Agreement, catalog: Snapshot
) -> Bilingual:
    """`CC Val d'Ille-Aubigné depuis le 3 mars 2026`, without what is not known."""
    who = suspender(suspension.cause, agreement, catalog)
    if suspension.at is None:
        return who
    day = paris_day(suspension.at)
    return Bilingual(
        f"{who.fr} depuis le {day_in_words(day, 'fr')}", f"{who.en} since {day_in_words(day, 'en')}"
    )


def suspensions_in_words(agreement: Agreement, catalog: Snapshot) -> Bilingual | None:
    """All that stand, in one phrase; None where none does."""
    phrases = [
        suspension_in_words(each, agreement, catalog) for each in standing_suspensions(agreement)
    ]
    return joined(phrases) if phrases else None


def suspenders(
    causes: Sequence[SuspensionCause], agreement: Agreement, catalog: Snapshot
) -> Bilingual:
    return joined([suspender(each, agreement, catalog) for each in causes])


def whose_turn_to_lift(
    suspension: Suspension, agreement: Agreement, catalog: Snapshot
) -> Bilingual:
    """The act that ends it, and whose it is: a sentence without its full stop."""
    who = suspender(suspension.cause, agreement, catalog)
    match suspension.cause:
        case SuspensionCause.GUARD:
            owner = suspender(SuspensionCause.GRANTOR, agreement, catalog)
            return Bilingual(
                f"au délégué à la protection des données de {owner.fr} de se prononcer ; elle se "
                "lève aussi d'elle-même quand plus rien ne s'y oppose",
                f"the data protection officer of {owner.en} decides; it also ends by itself once "
                "nothing stands against it",
            )
        case SuspensionCause.OPERATOR:
            return Bilingual(f"à {who.fr} de la lever", f"{who.en} lifts it")
        case SuspensionCause.GRANTOR | SuspensionCause.GRANTEE:
            return Bilingual(
                f"à un signataire ou au délégué à la protection des données de {who.fr} de la "
                "lever",
                f"an approver or the data protection officer of {who.en} lifts it",
            )


def joined(words: Sequence[Bilingual]) -> Bilingual:
    """`A, B et C`."""
    return Bilingual(
        _joined([each.fr for each in words], " et "), _joined([each.en for each in words], " and ")
    )


def _joined(words: Sequence[str], last: str) -> str:
    head = ", ".join(words[:-1])
    return f"{head}{last}{words[-1]}" if head else words[-1]
