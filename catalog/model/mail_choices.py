"""A person's choices: the rhythm of their mails, the data and the services that they follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.later_field import informs


class MailRhythm(StrEnum):
    """When messages leave as mails: each by itself, or all of a day or of a week in one."""

    EACH = "each"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class MailChoices:
    """Of the agent (issuer, sub). `followed` are dataset ids, in the order in which they were
    chosen; `followed_services`, ids of activations.
    """

    issuer: str
    sub: str
    rhythm: MailRhythm = MailRhythm.EACH
    followed: tuple[str, ...] = ()
    followed_services: tuple[str, ...] = informs(())
