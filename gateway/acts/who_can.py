"""A refusal for want of a role names the colleagues who have it, to a colleague alone."""

from __future__ import annotations

from catalog.actions.sharing.roles import ROLES, name_of
from catalog.model.organisation import Agent, AgentKind
from catalog.model.problem import DeniedProblem
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from policies.acts import ActDecision, ActDenial

_MOST = 5
_WANTS_A_ROLE = "act_role_required"


def refusals_of(decision: ActDecision, standpoint: Standpoint) -> list[DeniedProblem]:
    """One for each denial; none where the law allows."""
    if decision.allow:
        return []
    return [
        refusal_for(standpoint.subject, denial, standpoint.snapshot) for denial in decision.denials
    ]


def refusal_for(subject: Subject, denial: ActDenial, snapshot: Snapshot) -> DeniedProblem:
    """The refusal, and who of the subject's own body could do it; nobody else's people are named,
    and no machine is told of anybody.
    """
    problem = denial.problem()
    own = subject.organisation
    if denial.code != _WANTS_A_ROLE or own is None or subject.kind != "person":
        return problem
    wanted = frozenset(denial.sections)
    colleagues = sorted(
        (
            each
            for each in snapshot.agents.values()
            if each.organisation == own and each.kind is AgentKind.PERSON and each.roles & wanted
        ),
        key=name_of,
    )
    if not colleagues:
        return problem.noting(
            "Personne de votre organisme n'a ce rôle.", "Nobody in your organisation has that role."
        )
    more = len(colleagues) - _MOST
    rest_fr, rest_en = (f", et {more} autres", f", and {more} more") if more > 0 else ("", "")
    fr = ", ".join(_named(each, wanted, 0) for each in colleagues[:_MOST])
    en = ", ".join(_named(each, wanted, 1) for each in colleagues[:_MOST])
    return problem.noting(
        f"Dans votre organisme : {fr}{rest_fr}.",
        f"In your organisation, these may: {en}{rest_en}.",
    )


def _named(agent: Agent, wanted: frozenset[str], language: int) -> str:
    roles = ", ".join(ROLES[each][language] for each in ROLES if each in agent.roles & wanted)
    return f"{name_of(agent)} ({roles})"
