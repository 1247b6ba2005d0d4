"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.scheduling import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class ScheduledRun(Answer, frozen=True):
    due: str
    ended: str | None
    problem: str | None


class RunSchedule(Answer, frozen=True):
    frequency: str
    hour: int
    day: int | None
    sentence: Sentence
    next: str
    last: ScheduledRun | None


class Activation(Answer, frozen=True):
    id: str
    title: Sentence
    schedule: RunSchedule | None


class ServiceActResult(Answer, frozen=True):
    applied: bool


class MailChoiceResult(Answer, frozen=True):
    applied: bool


class ScheduledActivationAnswer(Answer, frozen=True):
    activation: Activation | None


class ScheduleAnswer(Answer, frozen=True):
    scheduleService: ServiceActResult


class EndScheduleAnswer(Answer, frozen=True):
    endSchedule: ServiceActResult


class FollowServiceAnswer(Answer, frozen=True):
    followService: MailChoiceResult


class UnfollowServiceAnswer(Answer, frozen=True):
    unfollowService: MailChoiceResult


SCHEDULED = Document(documents.SCHEDULED, ScheduledActivationAnswer)
SCHEDULE = Document(documents.SCHEDULE, ScheduleAnswer)
END_SCHEDULE = Document(documents.END_SCHEDULE, EndScheduleAnswer)
FOLLOW = Document(documents.FOLLOW, FollowServiceAnswer)
UNFOLLOW = Document(documents.UNFOLLOW, UnfollowServiceAnswer)
