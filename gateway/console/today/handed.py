"""Requests that an agent filled in and handed over: a steward sends them, or says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gateway.console.inbox.views import address_about
from gateway.console.today.tasks import Task
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]


def handed_requests(data: Mapping[str, Any], visit: Visit) -> list[Task]:
    """Those that still wait: until the data are asked for in an agreement that was begun since, or
    the steward has marked the message as read.
    """
    body = None if visit.body is None else visit.body["siren"]
    asked = [
        (entry["datasetId"], entry["steps"][0]["at"])
        for entry in data.get("agreements") or ()
        if entry["grantee"]["siren"] == body and entry["steps"]
    ]
    return [
        _task(message, visit)
        for message in data.get("inbox") or ()
        if message["kind"] == "request.handed"
        and not message["read"]
        and not _is_sent(message, asked)
    ]


def _is_sent(message: _Entry, asked: Sequence[tuple[str, str]]) -> bool:
    return any(dataset == message["about"] and at >= message["at"] for dataset, at in asked)


def _task(message: _Entry, visit: Visit) -> Task:
    french = visit.language == "fr"
    return Task(
        visit.gettext("Vérifier et envoyer"),
        message["titleFr" if french else "titleEn"],
        message["sentenceFr" if french else "sentenceEn"],
        address_about(message["kind"], message["about"], message["form"]) or "/inbox",
    )
