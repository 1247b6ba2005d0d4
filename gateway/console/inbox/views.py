"""Messages as the page shows them: one entry for all that is about one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from gateway.console.inbox.answers import InboxMessage
from gateway.console.message_subjects import subject_of

_OF_ACTIVATIONS = frozenset(
    {
        *("service.alert_began", "service.alert_ended", "service.run_failing"),
        *("report.due", "report.late"),
    }
)
_FILE_WAITS, _PLACE_ASKED_FOR = "deposit.waiting", "deposit.requested"
_ANOMALY = "service.anomaly_reported"
_TO_RENEW = "agreement.to_renew"
_TO_CONSENT = "link.awaits_consent"
_HANDED = ("handed", "1")


@dataclass(frozen=True, slots=True)
class Conversation:
    """All messages about one thing: the newest, those before it (the newest of them first), and the
    ids of those that wait to be read.
    """

    newest: InboxMessage
    address: str | None
    earlier: tuple[InboxMessage, ...]
    unread: tuple[str, ...]


def conversations(messages: Sequence[InboxMessage]) -> list[Conversation]:
    """In the order of the newest message of each; `messages` are the newest first."""
    subjects: dict[tuple[str, str], list[InboxMessage]] = {}
    for message in messages:
        subjects.setdefault(subject_of(message.kind, message.about), []).append(message)
    return [
        Conversation(
            newest=(newest := of_one[0]),
            address=address_about(newest.kind, newest.about, newest.form),
            earlier=tuple(of_one[1:]),
            unread=tuple(each.id for each in of_one if not each.read),
        )
        for of_one in subjects.values()
    ]


def message_of(messages: Sequence[InboxMessage], message_id: str) -> InboxMessage | None:
    """The one with that id; None where there is none."""
    return next((each for each in messages if each.id == message_id), None)


def address_about(kind: str, about: str, form: str | None) -> str | None:
    """The page of what a message is about; None where there is none to open."""
    topic, about = kind.partition(".")[0], quote(about, safe="@")
    pages = {
        "agreement": f"/agreements/{about}{'/renew' if kind == _TO_RENEW else ''}",
        # Asked for by somebody who has no agreement.
        "data": "/asked",
        "consent": "/services",
        "deposit": _about_deposit(kind, about),
        "disputes": "/contractor",
        "figure": "/figures",
        "indicator": f"/figures/indicators/{about}",
        "key": "/settings/keys",
        # Of another body's link, one's own data are what counts.
        "link": "/uses" if kind == _TO_CONSENT else "/links",
        "listing": f"/data/{about}/sharing",
        "mandate": "/settings/mandates",
        "roles": "/settings/people",
        "webhook": "/settings/webhooks",
        "usage": "/uses",
        "quota": "/uses",
        "host": "/operator",
        "opening": f"/data/{about}/opening",
    }
    if topic == "request":
        # Read and written again: an address holds the fields of a form and nothing else.
        return f"/agreements/new?{urlencode([*parse_qsl(form or ''), _HANDED])}"
    if topic == "campaign":
        return _about_campaign(kind, about)
    if kind in _OF_ACTIVATIONS:
        return f"/services/activations/{about}"
    if topic == "classification":
        return f"/data/{about}/columns"
    if topic == "dataset" or kind == _ANOMALY:
        return _page_of_data(about)
    return pages.get(topic)


def _about_deposit(kind: str, about: str) -> str:
    """Of a file that waits, where files are confirmed; of a request for a place, the operator's
    page, who opens one.
    """
    if kind == _FILE_WAITS:
        return "/add/file"
    return "/operator" if kind == _PLACE_ASKED_FOR else _page_of_data(about)


def _page_of_data(dataset: str) -> str:
    return f"/data/{dataset.replace('.', '__')}"


def _about_campaign(kind: str, about: str) -> str:
    """Of one's own campaign, its board; of another's, the agreement, or where files are added."""
    return {
        "campaign.to_look_at": f"/campaigns/{about}",
        "campaign.without_data": "/add/file",
    }.get(kind, f"/agreements/{about}")
