"""A person's choices: the rhythm of their mails, and the data that they follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MailRhythm(StrEnum):
    """When messages leave as mails: each by itself, or all of a day or of a week in one."""

    EACH = "each"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class MailChoices:
    """Of the agent (issuer, sub). `followed` are dataset ids, in the order in which they were
    chosen.
    """

    issuer: str
    sub: str
    rhythm: MailRhythm = MailRhythm.EACH
    followed: tuple[str, ...] = ()
