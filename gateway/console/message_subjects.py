"""The subjects of messages: those about one agreement or one dataset are one conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec


def subject_of(kind: str, about: str) -> tuple[str, str]:
    """The same for all messages about one thing; an agreement is one thing in all its versions."""
    topic = kind.partition(".")[0]
    return topic, about.partition("@")[0] if topic == "agreement" else about


def count_subjects(messages: Any) -> int:
    """The number of things that the messages of an answer are about."""
    read = msgspec.convert(messages, list[_Message])
    return len({subject_of(message.kind, message.about) for message in read})


def by_subject(messages: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """All messages about one thing together; `messages` are the newest first, and stay so."""
    subjects: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for message in messages:
        read = msgspec.convert(message, _Message)
        subjects.setdefault(subject_of(read.kind, read.about), []).append(message)
    return list(subjects.values())


class _Message(msgspec.Struct, frozen=True):
    kind: str
    about: str
