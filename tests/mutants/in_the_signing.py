"""Bugs that let one person, or one body, stand on both sides; and that leave an old version beside
a new one.

Two layers hold the first: the rule of the act, in Python, and the law, in Rego. Each is asked
alone here, so that neither is broken unseen behind the other.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

from catalog.actions.agreement_text import signed_hash
from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.problems import ActRefused
from catalog.actions.sharing import approving, scheduled
from catalog.actions.sharing.acts import ActivateAgreement, ApproveAgreement
from catalog.model.agreement import (
    Agreement,
    AgreementState,
    Approval,
    GuardRecord,
    Life,
    Preview,
)
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.subject import SYSTEM_CLOCK, Strength, Subject
from catalog.model.terms import EnforceableAct
from policies.embedded import EmbeddedPolicy
from policies.sharing import AgreementFacts, SharingQuestion
from tests.integration.oracle.mutants import InPython, InTheLaw
from tests.unit.guard.world import LIFFRE, VAL_DILLE, VALCOBREIZH, agreement, catalog_of

S = AgreementState
APPROVING = "catalog.actions.sharing.approving"
CLOCKWORK = "catalog.actions.sharing.scheduled"
NOW = datetime(2025, 6, 1, 9, 30, tzinfo=UTC)
DEED = EnforceableAct("DEL-1", date(2025, 1, 1))

IN_THE_RULE: dict[str, InPython] = {
    name: InPython(APPROVING, function, old, new)
    for name, (function, old, new) in {
        "a person is a sub, whoever issued it": (
            "_check_signatory",
            "(each.issuer, each.agent) == (actor.issuer, actor.agent)",
            "each.agent == actor.agent",
        ),
        "one person may sign for both": (
            "_check_signatory", "(each.issuer, each.agent) == (actor.issuer, actor.agent)", "False",
        ),
        "one body may sign for both by a mandate": (
            "_check_signatory", "_stand_together(each, actor)", "False",
        ),
        "who signed under a mandate is forgotten": (
            "_stand_together", "approval.employer or ", "",
        ),
        "who signs under a mandate is not asked": (
            "_stand_together", "{actor.organisation, actor.employer}", "{actor.organisation}",
        ),
        "two subs of one name are one signature": (
            "is_signed_by_both", "(each.issuer, each.agent) for", "each.agent for",
        ),
        "one person on both sides has signed for both": (
            "is_signed_by_both", "len(people) == len(signatories)", "len(signatories)",
        ),
        "one body on both sides has signed for both": (
            "is_signed_by_both", "each.employer or each.organisation for", "each.organisation for",
        ),
    }.items()
}  # fmt: skip
IN_THE_LAW: dict[str, InTheLaw] = {
    name: InTheLaw("denials.rego", old, new, "acts/sharing")
    for name, (old, new) in {
        "a person is a sub, whoever issued it": ("\tapproval.issuer == question.issuer\n", ""),
        "one person may sign for both": (
            "\tapproval.agent == question.subject.agent\n", '\tapproval.agent == ""\n',
        ),
        "who signed under a mandate is forgotten": (
            "[approval.organisation, approval.employer]", "[approval.organisation]",
        ),
        "who signs under a mandate is not asked": (
            "[question.subject.organisation, acting_for(question)]", "[acting_for(question)]",
        ),
    }.items()
}  # fmt: skip
IN_THE_CLOCK: dict[str, InPython] = {
    "only the version right before is replaced": InPython(
        CLOCKWORK, "activate", "each.version < agreement.version",
        "each.version == agreement.version - 1",
    ),
    "what is suspended stays beside its successor": InPython(
        CLOCKWORK, "activate", "each.state in _REPLACED",
        "each.state in _REPLACED - {AgreementState.SUSPENDED}",
    ),
    "what was approved and never began stays": InPython(
        CLOCKWORK, "activate", "each.state in _REPLACED",
        "each.state in _REPLACED - {AgreementState.APPROVED}",
    ),
    "another agreement is replaced with it": InPython(
        CLOCKWORK, "activate", "each.id == agreement.id and ", "",
    ),
    "a new version lifts what was suspended": InPython(
        CLOCKWORK, "activate", "carried_suspensions(agreement, facts.catalog.agreements)", "()",
    ),
}  # fmt: skip
BUGS = {
    **{f"in the rule: {name}": bug for name, bug in IN_THE_RULE.items()},
    **{f"in the law: {name}": bug for name, bug in IN_THE_LAW.items()},
    **IN_THE_CLOCK,
}

Signature = tuple[Siren, Siren, str, str]
"""The side, who employs whoever signs, its issuer, its sub."""

_OF_THE_SYNDICAT = (VALCOBREIZH, VALCOBREIZH, "urn:a", "marie")
_PAIRS: dict[str, tuple[Signature, Signature, bool]] = {
    "two people of two bodies": (_OF_THE_SYNDICAT, (VAL_DILLE, VAL_DILLE, "urn:a", "luc"), True),
    "two people whose issuers call them alike": (
        _OF_THE_SYNDICAT, (VAL_DILLE, VAL_DILLE, "urn:b", "marie"), True,
    ),
    "one person": (_OF_THE_SYNDICAT, (VAL_DILLE, LIFFRE, "urn:a", "marie"), False),
    "a third body for one of them": (
        (VALCOBREIZH, LIFFRE, "urn:a", "marie"), (VAL_DILLE, VAL_DILLE, "urn:a", "luc"), True,
    ),
    "a third body for both": (
        (VALCOBREIZH, LIFFRE, "urn:a", "marie"), (VAL_DILLE, LIFFRE, "urn:a", "luc"), False,
    ),
    "the second side for the first one before": (
        (VALCOBREIZH, VAL_DILLE, "urn:a", "marie"), (VAL_DILLE, VAL_DILLE, "urn:a", "luc"), False,
    ),
    "the first side for the second one after": (
        _OF_THE_SYNDICAT, (VAL_DILLE, VALCOBREIZH, "urn:a", "luc"), False,
    ),
}  # fmt: skip


def rule_that_tells() -> str | None:
    """The first pair of signatures that the rule alone judges otherwise than it is to."""
    for name, (first, second, holds) in _PAIRS.items():
        signed = _signed(first)
        if _is_signed_by(second, signed) != holds:
            return f"signing: {name}"
        both = replace(signed, approvals=(*signed.approvals, _approval(second, signed)))
        if approving.is_signed_by_both(both) != holds:
            return f"beginning: {name}"
    return None


def law_that_tells(law: EmbeddedPolicy) -> str | None:
    """The same of the law alone."""
    return asyncio.run(_told_by(law))


async def _told_by(law: EmbeddedPolicy) -> str | None:
    for name, (first, second, holds) in _PAIRS.items():
        decision = await law.decide_act(_question(first, second))
        if decision.allow != holds:
            return name
    return None


def clock_that_tells() -> str | None:
    """The first version that is left, or replaced, otherwise than it is to be."""
    for name, (others, replaced) in _VERSIONS.items():
        third = _third_version()
        facts = Facts(
            catalog_of(*others, third),
            NOW,
            guard=GuardRecord(NOW, stops=False, findings_sha256="0" * 64),
        )
        clock = Actor(SYSTEM_CLOCK.agent or "", None, None, None, frozenset())
        acted = scheduled.activate(ActivateAgreement(third.citation), clock, facts)
        states = {each.citation: each.state for each in acted.changes.put}
        found = {citation for citation, state in states.items() if state is S.SUPERSEDED}
        # What was suspended stays so.
        begins = S.SUSPENDED if any(each.state is S.SUSPENDED for each in others) else S.ACTIVE
        if found != replaced or states[third.citation] is not begins:
            return name
    return None


def _third_version() -> Agreement:
    third = agreement(1, version=3, state=S.APPROVED)
    third = replace(third, sha256=signed_hash(third))
    sides = (_OF_THE_SYNDICAT, (VAL_DILLE, VAL_DILLE, "urn:a", "luc"))
    return replace(third, approvals=tuple(_approval(each, third) for each in sides))


_VERSIONS: dict[str, tuple[tuple[Agreement, ...], set[str]]] = {
    "the second one never began": (
        (agreement(1), agreement(1, version=2, state=S.WITHDRAWN)), {"conv-2025-0001@1"},
    ),
    "the first one is suspended": ((agreement(1, state=S.SUSPENDED),), {"conv-2025-0001@1"}),
    "the second one waits for its start": (
        (agreement(1), agreement(1, version=2, state=S.APPROVED)),
        {"conv-2025-0001@1", "conv-2025-0001@2"},
    ),
    "another agreement is in force": ((agreement(2),), set()),
    "a later version is in force": ((agreement(1, version=4),), set()),
}  # fmt: skip


def _signed(by: Signature) -> Agreement:
    """By one side; whoever signs next has seen it."""
    text = agreement(1, state=S.APPROVED_BY_ONE)
    text = replace(text, sha256=signed_hash(text))
    return replace(text, approvals=(_approval(by, text),))


def _approval(by: Signature, text: Agreement) -> Approval:
    side, employer, issuer, sub = by
    return Approval(
        organisation=side,
        agent=sub,
        at=NOW,
        version_sha256=text.sha256,
        issuer=issuer,
        employer=None if employer == side else employer,
        mandate=None if employer == side else "mand-2025-0001",
        capacity="maire",
        act=DEED,
    )


def _is_signed_by(by: Signature, text: Agreement) -> bool:
    side, employer, issuer, sub = by
    seen = Preview(side, issuer, sub, NOW, text.sha256)
    text = replace(text, life=Life(previews=(seen,), proposed_by=VAL_DILLE))
    mandate = None if employer == side else "mand-2025-0001"
    actor = Actor(sub, issuer, employer, side, frozenset({"approver"}), mandate)
    act = ApproveAgreement(text.citation, text.sha256, "maire", DEED)
    try:
        approving.approve(act, actor, Facts(catalog_of(text), NOW))
    except ActRefused:
        return False
    return True


def _question(first: Signature, second: Signature) -> SharingQuestion:
    side, employer, issuer, sub = second
    mandates = () if employer == side else (_mandate(side, employer),)
    return SharingQuestion(
        subject=Subject(
            issuer=issuer,
            agent=sub,
            kind="person",
            organisation=employer,
            on_behalf_of=None if employer == side else side,
            roles=frozenset({"approver"}),
            proves=frozenset(Strength),
        ),
        act="approve",
        now=NOW,
        agreement=AgreementFacts(
            grantor=VAL_DILLE,
            grantee=VALCOBREIZH,
            proposed_by=VAL_DILLE,
            dataset="collectes",
            competences=frozenset(),
            approvals=(_approval(first, _signed(first)),),
        ),
        mandates=mandates,
    )


def _mandate(principal: Siren, mandatary: Siren) -> Mandate:
    return Mandate(
        id="mand-2025-0001",
        principal=principal,
        mandatary=mandatary,
        actions=frozenset({MandateAction.APPROVE}),
        competences=frozenset(),
        datasets=frozenset({"collectes"}),
        start=date(2025, 1, 1),
        end=None,
        act=DEED,
        given_by="approver",
        given_at=NOW,
    )
