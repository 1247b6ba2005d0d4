"""A campaign: the same request made to each member of a grouping, followed month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.terms import Contact


class Obstacle(StrEnum):
    """Why a member could not be sent a request. What may not be discovered counts as not there."""

    NOT_REGISTERED = "not_registered"
    NOTHING_INSTALLED = "nothing_installed"
    NO_SUCH_DATA = "no_such_data"
    DRAFT_REFUSED = "draft_refused"


@dataclass(frozen=True, slots=True)
class CampaignRequest:
    """Of one member: `agreement` is a convention's id (`conv-2026-0017`), of whichever version.

    `was_in_force`: that convention gave all of it already, and nothing more was to be signed.
    `why_fr`, `why_en`: the sentences of a refused draft.
    """

    member: Siren
    dataset_id: str | None = None
    agreement: str | None = None
    was_in_force: bool = False
    obstacle: Obstacle | None = None
    why_fr: str = ""
    why_en: str = ""


@dataclass(frozen=True, slots=True)
class CampaignReceipt:
    """The months (their first days) with rows of a member that people of the asking body last saw.
    They are noted so that nobody is reminded of data that has come.
    """

    member: Siren
    months: tuple[date, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class CampaignReminder:
    """`step` is `7_before`, `due`, `1_after` (weeks), or `by_hand`."""

    step: str
    at: datetime
    members: tuple[Siren, ...]


@dataclass(frozen=True, slots=True)
class Campaign:
    """`id` is `camp-2026-0001`; `first_month` and `last_month` are first days of months, both
    included; the rows are expected by `due`, and may be read until `until`.

    `template` is that of the agreements; a member's dataset is the one named `dataset`, else the
    one that follows `standard`, else whichever the template recognises. `duty` is the code of the
    calendar's line that it answers, `previous` the id of the campaign that it was filled from.
    """

    id: str
    body: Siren
    title: str
    template: str
    standard: str | None
    dataset: str | None
    first_month: date
    last_month: date
    due: date
    until: date
    requests: tuple[CampaignRequest, ...]
    by_issuer: str | None
    by_sub: str
    at: datetime
    duty: str | None = None
    previous: str | None = None
    legal_basis: str | None = None
    contact: Contact | None = None
    dpo: Contact | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None
    receipts: tuple[CampaignReceipt, ...] = ()
    reminders: tuple[CampaignReminder, ...] = ()
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def receipt_of(self, member: Siren) -> CampaignReceipt | None:
        return next((one for one in self.receipts if one.member == member), None)
