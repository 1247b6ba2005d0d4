"""One message to each side when an agreement breaks, and one when it has mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from catalog.actions.sharing.telling import DECIDERS, name_of_organisation
from catalog.drift.records import SourceLook
from catalog.health.tries import Tried
from catalog.health.words import next_words, reason_words
from catalog.model.agreement import Agreement
from catalog.model.health import Reason, ReasonKind, Side
from catalog.model.message import Message
from catalog.snapshot import Snapshot

_OF_DRIFT = frozenset({ReasonKind.OBJECT_GONE, ReasonKind.COLUMN_GONE, ReasonKind.TYPE_CHANGED})


def messages_of(
    tried: Tried, agreement: Agreement, look: SourceLook | None, catalog: Snapshot, at: datetime
) -> Iterator[Message]:
    """To both sides, each in its own words. Nothing that the hourly look at the source, or the
    guard, has told them already.
    """
    news = [each for each in tried.broken if not _is_told_elsewhere(each, look)]
    for side, body in ((Side.GRANTOR, agreement.grantor), (Side.GRANTEE, agreement.grantee)):
        if news or tried.is_mended:
            kind = "agreement.broken" if news else "agreement.mended"
            yield Message(
                kind=kind,
                key=f"{kind}/{agreement.citation}/{side.value}/{at.isoformat()}"[:200],
                to=(body,),
                roles=DECIDERS,
                about=agreement.citation,
                facts=_facts(agreement, news, side, catalog),
            )


def _is_told_elsewhere(reason: Reason, look: SourceLook | None) -> bool:
    if reason.kind is ReasonKind.GUARD:
        return True
    return reason.kind in _OF_DRIFT and look is not None and look.is_breaking


def _facts(
    agreement: Agreement, news: list[Reason], side: Side, catalog: Snapshot
) -> dict[str, object]:
    dataset = catalog.datasets.get(agreement.dataset_id)
    facts: dict[str, object] = {
        "citation": agreement.citation,
        "title": agreement.title,
        "grantor": name_of_organisation(catalog, agreement.grantor),
        "grantee": name_of_organisation(catalog, agreement.grantee),
    }
    if dataset is not None:
        facts["dataset"] = dataset.title_fr
    if news:
        facts |= {
            "causes": [each.kind.value for each in news],
            "broken_fr": [reason_words(each, to=side).fr for each in news],
            "broken_en": [reason_words(each, to=side).en for each in news],
            "to_do_fr": [next_words(each).fr for each in news],
            "to_do_en": [next_words(each).en for each in news],
            "is_yours": any(each.side is side for each in news),
        }
    return facts
