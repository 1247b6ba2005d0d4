"""Messages of a quota that is nearly used, or used: to stewards of the body and operators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from catalog.actions.campaigns.months import month_after
from catalog.actions.quotas.words import use_words
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.quota import WARN_PERCENT, QuotaKind, QuotaUse

_ROLES = ("steward", "operator")


def quota_messages(body: Organisation, uses: Iterable[QuotaUse], today: date) -> list[Message]:
    """Each once a month, by its key; of a quota that is full, that it is full alone."""
    return [
        _message(body, use, today, role)
        for use in uses
        if use.percent >= WARN_PERCENT
        for role in _ROLES
    ]


def _message(body: Organisation, use: QuotaUse, today: date, role: str) -> Message:
    kind, words = "quota.full" if use.is_full else "quota.nearly_full", use_words(use)
    facts = {"organisation": body.name, "used_fr": words.fr, "used_en": words.en}
    if use.kind is not QuotaKind.MEGABYTES:
        # What is kept in deposits does not begin anew.
        facts["opens"] = month_after(today).isoformat()
    return Message(
        kind=kind,
        key=f"{kind}/{use.kind.value}/{body.siren}/{today:%Y-%m}/{role}",
        to=(body.siren,),
        roles=frozenset({role}),
        about=body.slug,
        facts=facts,
    )
