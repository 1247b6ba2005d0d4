"""Proposals that await a visitor's signature, by the text that they share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec

from gateway.console.agreements.awaited import is_to_sign
from gateway.console.agreements.sentences import InSentences, in_sentences
from gateway.console.visit import Visit

_KEY_LENGTH: Final = 12
_FIRST_VERSION: Final = 1


class _Body(msgspec.Struct, frozen=True, rename="camel"):
    siren: str
    name: str


class _Seen(msgspec.Struct, frozen=True, rename="camel"):
    agent: str
    version_sha256: str


class _Possible(msgspec.Struct, frozen=True, rename="camel"):
    act: str
    mine: bool
    stronger_sign_in: bool


class _Guard(msgspec.Struct, frozen=True, rename="camel"):
    stops: bool
    override_reason: str | None


class _Purpose(msgspec.Struct, frozen=True):
    code: str


class _Listed(msgspec.Struct, frozen=True, rename="camel"):
    """Of an agreement, what its line says besides its sentences."""

    version: int
    dataset_id: str
    sha256: str
    output: str
    purpose_labels: list[_Purpose]
    legal_basis: str
    start: str
    end: str
    answer_by: str | None
    terms: dict[str, Any]
    grantor: _Body
    grantee: _Body
    previews: list[_Seen]
    possible: list[_Possible]
    guard: _Guard | None


class _Item(msgspec.Struct, frozen=True, rename="camel"):
    act: str
    agreement: dict[str, Any]


class _ToSign(msgspec.Struct, frozen=True, rename="camel"):
    awaiting: list[_Item] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement of a list. `stops`: the guard would keep it from beginning."""

    agreement: InSentences
    sha256: str
    dataset: str
    other: str
    gives: bool
    is_opened: bool
    needs_stronger: bool
    stops: bool
    key: str
    """Of the text that it shares with others."""

    @property
    def value(self) -> str:
        return f"{self.agreement.citation} {self.sha256}"


@dataclass(frozen=True, slots=True)
class SharedText:
    """Agreements that differ in the other body, the data and the communes alone. `first` says what
    they share; where `is_alike`, the columns too.
    """

    key: str
    lines: Sequence[Line]

    @property
    def first(self) -> InSentences:
        return self.lines[0].agreement

    @property
    def gives(self) -> bool:
        return self.lines[0].gives

    @property
    def is_alike(self) -> bool:
        return len({_columns_of(line.agreement) for line in self.lines}) == 1

    @property
    def is_hidden(self) -> bool:
        """The other columns of the data are their owners' to know."""
        return all(line.agreement.hidden is None for line in self.lines)

    @property
    def unopened(self) -> Sequence[str]:
        return [line.agreement.citation for line in self.lines if not line.is_opened]

    @property
    def needs_stronger(self) -> bool:
        return any(line.needs_stronger for line in self.lines)


def lines_in(
    data: Mapping[str, Any], datasets: Mapping[str, Mapping[str, Any] | None], visit: Visit
) -> list[Line]:
    """First versions alone: an amendment is read beside what it changes. `datasets`: by id, those
    that the visitor may look at beyond an agreement.
    """
    lines = []
    for entry, listed in _entries(data):
        agreement = in_sentences(entry, datasets.get(listed.dataset_id), visit)
        lines.append(_line(agreement, listed, visit))
    return lines


def datasets_in(data: Mapping[str, Any], visit: Visit) -> set[str]:
    """The ids of the visitor's own data among what awaits their signature."""
    own = _own(visit)
    return {listed.dataset_id for _, listed in _entries(data) if listed.grantor.siren == own}


def shared_texts(lines: Sequence[Line]) -> tuple[list[SharedText], list[Line]]:
    """Texts of two lines or more, the longest list first; and the lines that are alone."""
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    lists = [SharedText(key, _ordered(group)) for key, group in by_key.items() if len(group) > 1]
    alone = [group[0] for group in by_key.values() if len(group) == 1]
    return sorted(lists, key=lambda text: -len(text.lines)), alone


def text_called(key: str, lines: Sequence[Line]) -> SharedText | None:
    """The lines that are left of a text, be it one; None where none is."""
    left = [line for line in lines if line.key == key]
    return SharedText(key, _ordered(left)) if left else None


def _ordered(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.other, line.agreement.data_title))


def _entries(data: Mapping[str, Any]) -> list[tuple[dict[str, Any], _Listed]]:
    items = msgspec.convert(data, _ToSign).awaiting or []
    listed = [
        (item.agreement, msgspec.convert(item.agreement, _Listed))
        for item in items
        if is_to_sign(item.act)
    ]
    return [(entry, fields) for entry, fields in listed if fields.version == _FIRST_VERSION]


def _line(agreement: InSentences, listed: _Listed, visit: Visit) -> Line:
    gives = listed.grantor.siren == _own(visit)
    # Of what it says, not of its words: an address is the same in both languages.
    shared = [
        *(gives, listed.output, listed.legal_basis, listed.start, listed.end, listed.answer_by),
        sorted(purpose.code for purpose in listed.purpose_labels),
        listed.terms,
    ]
    text = json.dumps(shared, ensure_ascii=False, sort_keys=True)
    return Line(
        agreement=agreement,
        sha256=listed.sha256,
        dataset=listed.dataset_id,
        other=(listed.grantee if gives else listed.grantor).name,
        gives=gives,
        is_opened=any(
            (seen.agent, seen.version_sha256) == (visit.agent, listed.sha256)
            for seen in listed.previews
        ),
        needs_stronger=any(
            each.act == "approve" and each.mine and each.stronger_sign_in
            for each in listed.possible
        ),
        stops=listed.guard is not None
        and listed.guard.stops
        and listed.guard.override_reason is None,
        key=sha256(text.encode()).hexdigest()[:_KEY_LENGTH],
    )


def _own(visit: Visit) -> str:
    return "" if visit.body is None else msgspec.convert(visit.body, _Body).siren


def _columns_of(agreement: InSentences) -> str:
    return json.dumps([agreement.column_rows, agreement.hidden], ensure_ascii=False)
