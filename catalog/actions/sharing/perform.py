"""Every act by its rule: a pure function of the act, whoever does it, and the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing import acts
from catalog.actions.sharing.approving import approve
from catalog.actions.sharing.asking_renewal import ask_renewal
from catalog.actions.sharing.drafting import amend, draft
from catalog.actions.sharing.ending_mandates import close_mandate, end_mandate
from catalog.actions.sharing.guarding import guard_active, override_guard
from catalog.actions.sharing.mandates import give_mandate
from catalog.actions.sharing.previewing import open_preview
from catalog.actions.sharing.purposes import assign_purposes, register_purpose
from catalog.actions.sharing.reminding import remind
from catalog.actions.sharing.respond import refuse, request_changes, withdraw
from catalog.actions.sharing.roles import appoint_steward, grant_roles, revoke_roles
from catalog.actions.sharing.scheduled import (
    activate,
    expire,
    lapse,
    remind_of_end,
    remind_unanswered,
    tell_readers,
)
from catalog.actions.sharing.submitting import submit
from catalog.actions.sharing.suspend_and_revoke import resume, revoke, suspend
from catalog.actions.texts import refuse_unsafe_texts

Rule = Callable[[Any, Actor, Facts], Acted]
RULES: dict[type[acts.SharingAct], Rule] = {
    acts.DraftAgreement: draft,
    acts.AmendAgreement: amend,
    acts.SubmitAgreement: submit,
    acts.RequestChanges: request_changes,
    acts.WithdrawAgreement: withdraw,
    acts.RefuseAgreement: refuse,
    acts.RemindParty: remind,
    acts.OpenPreview: open_preview,
    acts.ApproveAgreement: approve,
    acts.SuspendAgreement: suspend,
    acts.ResumeAgreement: resume,
    acts.RevokeAgreement: revoke,
    acts.OverrideGuard: override_guard,
    acts.ActivateAgreement: activate,
    acts.ExpireAgreement: expire,
    acts.LapseAgreement: lapse,
    acts.GuardActive: guard_active,
    acts.AskRenewal: ask_renewal,
    acts.RemindOfEnd: remind_of_end,
    acts.RemindUnanswered: remind_unanswered,
    acts.TellReaders: tell_readers,
    acts.GiveMandate: give_mandate,
    acts.EndMandate: end_mandate,
    acts.CloseMandate: close_mandate,
    acts.RegisterPurpose: register_purpose,
    acts.AssignPurposes: assign_purposes,
    acts.GrantRoles: grant_roles,
    acts.RevokeRoles: revoke_roles,
    acts.AppointSteward: appoint_steward,
}

_READ_BY_THEIR_RULE = (
    acts.DraftAgreement,
    acts.AmendAgreement,
    acts.GiveMandate,
    acts.RegisterPurpose,
)
"""They tell unsafe texts together with everything else, each at its place in what was written."""


def perform(act: acts.SharingAct, actor: Actor, facts: Facts) -> Acted:
    """The outcome of the act; nothing is written. Raises ActRefused for a text that may not be
    kept, and the Problems of its rule.
    """
    if not isinstance(act, _READ_BY_THEIR_RULE):
        findings = Findings()
        refuse_unsafe_texts(act, findings)
        findings.raise_any()
    return RULES[type(act)](act, actor, facts)
