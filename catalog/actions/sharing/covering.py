"""Under which mandate an act is done: one that is for it, for these data and competences, today.

The law decides whether there is one (policies/rego/acts/sharing); this names it, for the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from catalog.actions.sharing.acts import ActName, Under
from catalog.model.mandate import Mandate, MandateAction


def covering_mandate(
    act: ActName,
    mandates: Iterable[Mandate],
    day: date,
    *,
    competences: frozenset[str],
    own_dataset: str | None,
) -> Mandate | None:
    """The first by id. `own_dataset` (an id) when the principal's own data are given."""
    wanted = _actions(act, is_owner=own_dataset is not None)
    for each in sorted(mandates, key=lambda each: each.id):
        is_for = not each.competences or (bool(competences) and competences <= each.competences)
        opens = own_dataset is None or own_dataset in each.datasets
        if each.actions & wanted and is_for and opens and each.holds_on(day):
            return each
    return None


def _actions(act: ActName, *, is_owner: bool) -> frozenset[MandateAction]:
    prepares = MandateAction.STEWARD if is_owner else MandateAction.REQUEST
    match act.under:
        case Under.PREPARING:
            return frozenset({prepares})
        case Under.DECIDING:
            return frozenset({MandateAction.APPROVE})
        case Under.LOOKING:
            return frozenset({prepares, MandateAction.APPROVE})
        case None:
            return frozenset()
