"""The question of who may apply a declaration to the catalog, and the law's answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from catalog.model.identifiers import Siren
from catalog.model.problem import DeniedProblem
from catalog.model.subject import Subject
from policies.act_problems import (
    ACT_DENIALS,
    BOARD_DENIALS,
    DEPOSIT_DENIALS,
    FIGURE_DENIALS,
    OPENING_DENIALS,
    SHARING_DENIALS,
)
from policies.possible import PossibleAct, PossibleQuestion
from policies.problems import PolicyMalformed
from policies.question import Json, subject_facts

ACTS_CONTRACT = "interco.acts/1"
_DENIALS = (
    ACT_DENIALS
    | SHARING_DENIALS
    | DEPOSIT_DENIALS
    | FIGURE_DENIALS
    | OPENING_DENIALS
    | BOARD_DENIALS
)
_FRENCH = {
    "steward": "référent",
    "deposit": "déposer",
    "approver": "signataire",
    "dpo": "DPO",
    "operator": "exploitant",
    "agent": "agent",
    "request": "demander",
    "approve": "signer",
    "query": "consulter",
    "read": "consulter",
    "draft": "préparer",
}
"""Roles, what a mandate allows, and the classes of acts."""


class Section(StrEnum):
    """The parts of a declaration that change something; AGREEMENTS are drafts."""

    ORGANISATION = "organisation"
    MEMBERSHIPS = "memberships"
    HOSTS = "hosts"
    AGENTS = "agents"
    STORAGES = "storages"
    DATASETS = "datasets"
    AGREEMENTS = "agreements"
    APPROVALS = "approvals"


@dataclass(frozen=True, slots=True)
class ActQuestion:
    """May `subject` apply to `organisation` a declaration that changes `sections`?

    `demo` is a fact of the deployment, never of the request: there only may approvals be declared.
    """

    subject: Subject
    organisation: Siren
    sections: frozenset[Section]
    demo: bool = False
    package: ClassVar[str] = "acts"

    def document(self) -> Json:
        return {
            "subject": subject_facts(self.subject),
            "proves": sorted(self.subject.proves),
            "action": "apply",
            "organisation": self.organisation,
            "sections": sorted(self.sections),
            "demo": self.demo,
        }


@dataclass(frozen=True, slots=True)
class ActDenial:
    """`code` is one of policies.problems.ACT_DENIALS or SHARING_DENIALS; `sections` are those of a
    declaration that it stops, the roles or mandates that would do, or the class of acts that the
    sign-in does not suffice for.
    """

    code: str
    sections: tuple[str, ...]

    def problem(self) -> DeniedProblem:
        return _DENIALS[self.code](
            sections=", ".join(self.sections),
            sections_fr=", ".join(_FRENCH.get(each, each) for each in self.sections),
            sections_en=", ".join(self.sections),
        )


@dataclass(frozen=True, slots=True)
class ActDecision:
    allow: bool
    denials: tuple[ActDenial, ...]
    revision: str


class AnyActQuestion(Protocol):
    """`package` (a path) of the law is asked for its decision about `document()`."""

    @property
    def package(self) -> str: ...

    def document(self) -> Json: ...


class ActsPort(Protocol):
    """Implemented by opa_server and embedded; never cached, acts are rare."""

    async def decide_act(self, question: AnyActQuestion) -> ActDecision:
        """A complete, well-formed answer, or an OperatorProblem: no answer means no."""
        ...

    async def decide_possible(self, question: PossibleQuestion) -> tuple[PossibleAct, ...]:
        """One for each act that was asked, in their order; else as `decide_act`."""
        ...


def read_act_decision(document: object, revision: str) -> ActDecision:
    """`{contract, allow, denials}` exactly; raises PolicyMalformed for anything else."""
    match document:
        case {"contract": contract, "allow": allow, "denials": list(denials), **rest} if (
            contract == ACTS_CONTRACT and isinstance(allow, bool) and not rest
        ):
            read = tuple(_read_denial(each) for each in denials)
            # Neither allowed nor refused for a reason: the question was not understood.
            if allow is bool(read):
                raise PolicyMalformed(detail="allow")
            return ActDecision(allow, read, revision)
        case _:
            raise PolicyMalformed(detail="act")


def _read_denial(document: Any) -> ActDenial:
    match document:
        case {"code": str(code), "sections": list(sections), **rest} if (
            code in _DENIALS and all(isinstance(each, str) for each in sections) and not rest
        ):
            return ActDenial(code, tuple(sections))
        case _:
            raise PolicyMalformed(detail="act denial")
