"""The acts that somebody may do, asked of many at once: the same law as for each act alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from catalog.model.mandate import Mandate
from catalog.model.subject import Subject
from policies.problems import PolicyMalformed
from policies.question import Json
from policies.sharing import AgreementFacts, SharingQuestion

POSSIBLE_CONTRACT = "interco.possible/1"


@dataclass(frozen=True, slots=True)
class PossibleQuestion:
    """The question of which of `asked` (an act of people on an agreement) `subject` may do now."""

    subject: Subject
    now: datetime
    asked: Sequence[tuple[str, AgreementFacts]]
    mandates: Sequence[Mandate] = ()
    package: ClassVar[str] = "acts/possible"

    def document(self) -> Json:
        alone = SharingQuestion(self.subject, "", self.now, mandates=self.mandates).document()
        shared = ("subject", "proves", "issuer", "on_behalf_of", "now", "mandates")
        return {
            **{key: alone[key] for key in shared},
            "asked": [{"act": act, "agreement": facts.document()} for act, facts in self.asked],
        }


@dataclass(frozen=True, slots=True)
class PossibleAct:
    """`allow`: by the subject who asked, once signed in strongly enough where `needs_stronger`.
    `roles`: whose agents do it for their organisation, and the operator where it may stop things
    for nobody.
    """

    allow: bool
    roles: frozenset[str]
    needs_stronger: bool = False


def read_possible(question: PossibleQuestion, document: object) -> tuple[PossibleAct, ...]:
    """One for each that was asked, in their order; raises PolicyMalformed for anything else."""
    match document:
        case {"contract": contract, "answers": list(answers), **rest} if (
            contract == POSSIBLE_CONTRACT and not rest and len(answers) == len(question.asked)
        ):
            return tuple(_read_answer(each) for each in answers)
        case _:
            raise PolicyMalformed(detail="possible")


def _read_answer(document: Any) -> PossibleAct:
    match document:
        case {
            "allow": bool(allow),
            "roles": list(roles),
            "needs_stronger": bool(needs_stronger),
            **rest,
        } if not rest and all(isinstance(each, str) for each in roles):
            return PossibleAct(allow, frozenset(roles), needs_stronger)
        case _:
            raise PolicyMalformed(detail="possible answer")
