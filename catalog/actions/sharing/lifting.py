"""Suspensions set and lifted, as every act that changes them writes and tells them."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.sharing.telling import about_agreement
from catalog.model.agreement import Agreement, Life
from catalog.model.message import Message
from catalog.model.suspension import Suspension

LIFTED = "suspension_lifted"
"""One cause is lifted and others stand: nothing is read yet."""


def with_suspensions(life: Life, suspensions: tuple[Suspension, ...]) -> Life:
    """With these alone, and without what said it before there were causes."""
    return replace(life, suspensions=suspensions, suspended_by=None)


def lifted_message(lifted: Agreement, actor: Actor, facts: Facts) -> Message:
    """To both sides: reading resumes, or who still suspends it."""
    return about_agreement(
        LIFTED if lifted.life.suspensions else "resumed",
        lifted,
        actor,
        facts.catalog,
        to=lifted.parties,
    )
