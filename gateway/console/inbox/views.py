"""From messages to what the page shows of them."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

_HANDED = ("handed", "1")


def address_about(kind: str, about: str, form: str | None) -> str | None:
    """The page of what a message is about; None where there is none to open."""
    topic, about = kind.partition(".")[0], quote(about, safe="@")
    pages = {
        "agreement": f"/agreements/{about}",
        "mandate": "/settings/mandates",
        "roles": "/settings/people",
        "webhook": "/settings/webhooks",
        "usage": "/uses",
        "host": "/operator",
        "opening": f"/data/{about}/opening",
    }
    if topic == "request":
        # Read and written again: an address holds the fields of a form and nothing else.
        return f"/agreements/new?{urlencode([*parse_qsl(form or ''), _HANDED])}"
    if topic == "campaign":
        return _about_campaign(kind, about)
    if topic == "dataset":
        return f"/data/{about.replace('.', '__')}"
    return pages.get(topic)


def _about_campaign(kind: str, about: str) -> str:
    """Of one's own campaign, its board; of another's, the agreement, or where files are added."""
    return {
        "campaign.to_look_at": f"/campaigns/{about}",
        "campaign.without_data": "/add/file",
    }.get(kind, f"/agreements/{about}")
