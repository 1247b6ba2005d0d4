"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.account import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class Organisation(Answer, frozen=True):
    name: str


class Dataset(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str
    owner: Organisation


class FollowedService(Answer, frozen=True):
    activation: str
    title: Sentence


class MailChoices(Answer, frozen=True):
    rhythm: str
    followed: list[Dataset]
    followedServices: list[FollowedService]


class MailChoiceResult(Answer, frozen=True):
    applied: bool


class Following(Answer, frozen=True):
    follows: bool
    possible: bool


class MailChoicesAnswer(Answer, frozen=True):
    mailChoices: MailChoices | None


class ChooseMailsAnswer(Answer, frozen=True):
    chooseMails: MailChoiceResult


class FollowAnswer(Answer, frozen=True):
    follow: MailChoiceResult


class UnfollowAnswer(Answer, frozen=True):
    unfollow: MailChoiceResult


class FollowingAnswer(Answer, frozen=True):
    following: Following | None


CHOICES = Document(documents.CHOICES, MailChoicesAnswer)
CHOOSE = Document(documents.CHOOSE, ChooseMailsAnswer)
FOLLOW = Document(documents.FOLLOW, FollowAnswer)
UNFOLLOW = Document(documents.UNFOLLOW, UnfollowAnswer)
FOLLOWING = Document(documents.FOLLOWING, FollowingAnswer)
