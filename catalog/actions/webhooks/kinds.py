"""The kinds of messages that exist: what a webhook may choose from."""

from __future__ import annotations

KINDS: frozenset[str] = frozenset(
    {
        "agreement.submitted",
        "agreement.changes_requested",
        "agreement.withdrawn",
        "agreement.refused",
        "agreement.approved_by_one",
        "agreement.approved",
        "agreement.activated",
        "agreement.guard_stopped",
        "agreement.suspended",
        "agreement.resumed",
        "agreement.revoked",
        "agreement.expired",
        "agreement.expires_soon",
        "agreement.unanswered",
        "agreement.reminded",
        "agreement.lapsed",
        "agreement.readers_changed",
        "agreement.approval_fallen",
        "agreement.source_changed",
        "dataset.badly_read",
        "dataset.drifted",
        "key.expires_soon",
        "host.requested",
        "mandate.given",
        "mandate.ending",
        "mandate.ended",
        "roles.granted",
        "roles.revoked",
        "usage.first_at_night",
        "usage.many_refusals",
        "usage.unusual_volume",
        "webhook.turned_off",
    }
)
