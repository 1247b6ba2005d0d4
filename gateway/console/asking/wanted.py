"""Data that a body was asked for, as a list: the words, how often and for which uses, no names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.fold import fold
from gateway.console.asking.answers import InboxMessage

_KIND: Final = "data.asked_for"


@dataclass(frozen=True, slots=True)
class WantedData:
    """`words` as they were typed last, `at` that day; `times` asked, `outside` of them by somebody
    without an account; the different `uses`, the newest first.
    """

    words: str
    at: str
    times: int
    outside: int
    uses: Sequence[str]


def wanted_data(messages: Iterable[InboxMessage]) -> list[WantedData]:
    """The data asked for last come first; the same words in another spelling are one."""
    by_words: dict[str, list[InboxMessage]] = {}
    for message in messages:
        if message.kind == _KIND:
            by_words.setdefault(" ".join(fold(message.about).split()), []).append(message)
    return [
        WantedData(
            words=requests[0].about,
            at=requests[0].at,
            times=len(requests),
            outside=sum(request.isFromOutside for request in requests),
            uses=list(dict.fromkeys(request.use for request in requests if request.use)),
        )
        for requests in by_words.values()
    ]
