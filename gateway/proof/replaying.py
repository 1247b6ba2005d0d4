"""A past decision, made again from the question that was recorded: the same bytes, or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import orjson

from catalog.model.audit import RecordedRequest
from gateway.proof.problems import NothingToReplay
from policies.decision import Decision
from policies.port import PolicyPort
from policies.question import Question, utc_text


class Replayed(StrEnum):
    SAME = "same"
    OTHER = "other"
    """Other bytes under the same law: the audit or the law's program was changed."""
    OTHER_LAW = "other_law"
    """The access rules are of another revision than at that time."""
    NOT_COMPARABLE = "not_comparable"
    """From before digests of decisions were recorded."""


@dataclass(frozen=True, slots=True)
class Replay:
    """`is_question_whole`: what is kept of the question has the digest that was recorded, as it has
    until the identity in it is erased.
    """

    outcome: Replayed
    decision: Decision
    recorded_digest: str | None
    recorded_revision: str
    is_question_whole: bool


async def replay_request(recorded: RecordedRequest | None, law: PolicyPort) -> Replay:
    """Raises NothingToReplay, PolicyUnavailable."""
    if recorded is None or recorded.facts is None:
        raise NothingToReplay
    intent = recorded.intent
    question = Question(orjson.loads(recorded.facts), utc_text(intent.at))
    decision = await law.decide(question)
    if intent.policy_revision != decision.revision:
        outcome = Replayed.OTHER_LAW
    elif intent.decision_digest is None:
        outcome = Replayed.NOT_COMPARABLE
    elif intent.decision_digest == decision.fingerprint:
        outcome = Replayed.SAME
    else:
        outcome = Replayed.OTHER
    return Replay(
        outcome=outcome,
        decision=decision,
        recorded_digest=intent.decision_digest,
        recorded_revision=intent.policy_revision,
        is_question_whole=question.digest == intent.question_digest,
    )
