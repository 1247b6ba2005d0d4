"""The organisations whose agreements a request may look at, and the agreements that it sees."""

from __future__ import annotations

from catalog.actions.visible import is_visible_to, was_told
from catalog.model.agreement import Agreement
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.standpoint import Standpoint
from gateway.control.context import ControlContext
from policies.problems import MandateRequired

OPERATOR = "operator"
_WRITING = frozenset({MandateAction.STEWARD, MandateAction.REQUEST, MandateAction.APPROVE})


def side_of(context: ControlContext) -> Siren | None:
    """The organisation acted for; None for nobody and for the platform. Raises MandateRequired."""
    return side_at(context.standpoint)


def side_at(standpoint: Standpoint) -> Siren | None:
    """The same, of whoever came by another door."""
    subject = standpoint.subject
    if subject.on_behalf_of is not None and not _held(standpoint):
        raise MandateRequired
    return subject.reader


def mandates_held(context: ControlContext) -> tuple[Mandate, ...]:
    """The mandates in force today under which this request acts; none for one's own organisation,
    and none that only lets files be deposited.
    """
    return _held(context.standpoint)


def _held(standpoint: Standpoint) -> tuple[Mandate, ...]:
    return tuple(each for each in standpoint.mandates if not each.is_for_deposits_alone)


def is_operator(context: ControlContext) -> bool:
    return OPERATOR in context.subject.roles and context.subject.on_behalf_of is None


def agreements_seen(context: ControlContext) -> tuple[Agreement, ...]:
    """By reference, then version. The platform sees what has been submitted to somebody.

    A principal's datasets stay its own under a mandate that does not name them: what it grants
    from them too. Its drafts are for a mandate to write or to sign, not only to query.
    """
    side, mandates = side_of(context), mandates_held(context)
    operator = is_operator(context)
    found = [
        each
        for each in context.snapshot.agreements
        if (side is not None and is_visible_to(each, side) and _is_within(each, side, mandates))
        or (operator and was_told(each))
    ]
    return tuple(sorted(found, key=lambda each: (each.id, each.version)))


def _is_within(agreement: Agreement, side: Siren, mandates: tuple[Mandate, ...]) -> bool:
    if not mandates:
        return True
    if not was_told(agreement) and not any(each.actions & _WRITING for each in mandates):
        return False
    if agreement.grantor != side:
        return True
    return any(agreement.dataset_id in each.datasets for each in mandates)
