"""Requests that an agent filled in and handed over: a steward sends them, or says why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gateway.console.inbox.views import address_about
from gateway.console.today.tasks import Task
from gateway.console.typed_answers import Answer
from gateway.console.visit import Visit

REQUEST_HANDED = "request.handed"


class _Message(Answer, frozen=True):
    kind: str
    about: str
    at: str
    read: bool
    titleFr: str  # noqa: N815 - as the document names it
    titleEn: str  # noqa: N815
    sentenceFr: str  # noqa: N815
    sentenceEn: str  # noqa: N815
    form: str | None


class _Body(Answer, frozen=True):
    siren: str


class _Step(Answer, frozen=True):
    at: str


class _Agreement(Answer, frozen=True):
    datasetId: str | None  # noqa: N815
    grantee: _Body
    steps: list[_Step]


class _Day(Answer, frozen=True):
    inbox: list[_Message] | None = None
    agreements: list[_Agreement] | None = None


def handed_requests(data: Mapping[str, Any], body: str | None, visit: Visit) -> list[Task]:
    """Of the visitor's `body` (a SIREN), each request that still waits: until an agreement over its
    data was begun since, or the steward has marked its message as read.
    """
    day = msgspec.convert(data, _Day)
    begun = [
        (agreement.datasetId, agreement.steps[0].at)
        for agreement in day.agreements or ()
        if agreement.grantee.siren == body and agreement.steps
    ]
    return [
        _task(message, visit)
        for message in day.inbox or ()
        if message.kind == REQUEST_HANDED
        and not message.read
        and not any(dataset == message.about and at >= message.at for dataset, at in begun)
    ]


def _task(message: _Message, visit: Visit) -> Task:
    french = visit.language == "fr"
    return Task(
        visit.gettext("Vérifier et envoyer"),
        message.titleFr if french else message.titleEn,
        message.sentenceFr if french else message.sentenceEn,
        address_about(message.kind, message.about, message.form) or "/inbox",
    )
