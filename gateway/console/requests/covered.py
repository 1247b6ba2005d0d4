"""Agreements that give already what a request asks, or are on their way to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from gateway.console.requests.documents import STANDING
from gateway.console.shared.words import state_words
from gateway.console.visit import Visit

_ROW_BY_ROW: Final = "detail"
_AS_IT_IS: Final = "clear"


class _Body(msgspec.Struct, frozen=True):
    siren: str


class _Purpose(msgspec.Struct, frozen=True):
    code: str


class _Column(msgspec.Struct, frozen=True):
    name: str
    transform: str


class StandingText(msgspec.Struct, frozen=True, rename="camel"):
    """Days are ISO."""

    citation: str
    state: str
    start: str
    end: str
    dataset_id: str
    output: str
    purpose_labels: list[_Purpose]
    granted_columns: list[_Column]
    grantor: _Body
    grantee: _Body

    @property
    def purposes(self) -> frozenset[str]:
        return frozenset(purpose.code for purpose in self.purpose_labels)

    @property
    def columns(self) -> Mapping[str, str]:
        """The transform of each, by its name."""
        return {column.name: column.transform for column in self.granted_columns}

    def gives(self, text: StandingText) -> bool:
        """All that is asked, row by row where it is asked so: a column as it is, or alike."""
        return self.output in {text.output, _ROW_BY_ROW} and all(
            self.columns.get(name) in {transform, _AS_IT_IS}
            for name, transform in text.columns.items()
        )


class _Standing(msgspec.Struct, frozen=True):
    agreements: list[StandingText] | None


class _Drafted(msgspec.Struct, frozen=True):
    agreement: StandingText


@dataclass(frozen=True, slots=True)
class Cover:
    """An agreement between the same two about the same data, for these purposes and columns at
    least, on the first day that is asked for. `end`: its last day, ISO.
    """

    citation: str
    state: str
    end: str


async def standing_texts(visit: Visit) -> list[StandingText]:
    """Of all that is proposed, signed or in force and concerns the visitor's body."""
    data = await visit.ask(STANDING)
    return msgspec.convert(data, _Standing).agreements or []


def cover_of(
    drafted: Mapping[str, Any], standing: list[StandingText], visit: Visit
) -> Cover | None:
    """The one that lasts longest; None where there is none."""
    text = msgspec.convert(drafted, _Drafted).agreement
    covers = [
        other
        for other in standing
        if (other.grantor, other.grantee, other.dataset_id)
        == (text.grantor, text.grantee, text.dataset_id)
        and text.purposes <= other.purposes
        and other.gives(text)
        and other.start <= text.start <= other.end
    ]
    if not covers:
        return None
    last = max(covers, key=lambda other: other.end)
    return Cover(last.citation, state_words(last.state, visit.gettext), last.end)
