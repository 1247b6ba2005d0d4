"""The versions of some data as the tab shows them, and the sentence by which they are cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from catalog.day_words import day_in_words
from gateway.console.data import documents
from gateway.console.files.words import mode_words
from gateway.console.visit import Visit

_FIRST = 1


class _Version(msgspec.Struct, frozen=True, rename="camel"):
    """`by`: who deposited it, where the visitor may know."""

    number: int
    day: str
    mode: str
    state: str
    by: str = ""


class _Deposited(msgspec.Struct, frozen=True, rename="camel"):
    number: int
    by: str
    by_name: str | None


class OwnDeposit(msgspec.Struct, frozen=True):
    """Data of the visitor's own body in a deposit."""

    dataset: str
    versions: tuple[_Deposited, ...]


class _OwnDeposits(msgspec.Struct, frozen=True):
    deposits: tuple[OwnDeposit, ...] | None


class _Owner(msgspec.Struct, frozen=True):
    name: str


class _Cited(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    title_fr: str
    title_en: str
    owner: _Owner
    licence: str | None
    last_update: str | None
    versions: tuple[_Version, ...] | None


async def own_deposits(visit: Visit) -> Sequence[OwnDeposit]:
    answer = await visit.ask(documents.DEPOSITED)
    return msgspec.convert(answer, _OwnDeposits).deposits or ()


def version_rows(
    dataset: Mapping[str, Any], deposits: Sequence[OwnDeposit], visit: Visit
) -> list[list[str]]:
    """Number, day, what changed, by whom, state; the newest first. `deposits` are those of the
    visitor's own body, whose people it knows by name; of others, their body is told.
    """
    cited = msgspec.convert(dataset, _Cited)
    people = {
        version.number: version.by_name or version.by
        for deposit in deposits
        if deposit.dataset == cited.id
        for version in deposit.versions
    }
    return [
        [
            visit.number(version.number),
            day_in_words(date.fromisoformat(version.day), visit.language),
            _change(version, visit),
            people.get(version.number, cited.owner.name),
            _state(version.state, visit),
        ]
        for version in cited.versions or ()
    ]


def citation_of(dataset: Mapping[str, Any], address: str, today: date, visit: Visit) -> str:
    """Owner, title, version or day of reading, licence and address, as a reference is written."""
    _, cited = visit.gettext, msgspec.convert(dataset, _Cited)
    title = (cited.title_en or cited.title_fr) if visit.language == "en" else cited.title_fr
    current = next((each for each in cited.versions or () if each.state == "current"), None)
    read = day_in_words(today, visit.language)
    if current is not None:
        day = day_in_words(date.fromisoformat(current.day), visit.language)
        version = _("version %(number)s du %(day)s", number=current.number, day=day)
    elif cited.last_update is not None:
        day = day_in_words(date.fromisoformat(cited.last_update), visit.language)
        version = _("version du %(day)s", day=day)
    else:
        version = _("lues à leur source le %(day)s", day=read)
    licence = [_("licence %(licence)s", licence=cited.licence)] if cited.licence else []
    parts = [cited.owner.name, _("« %(title)s »", title=title), version, *licence, address]
    return _("%(parts)s, consulté le %(day)s.", parts=", ".join(parts), day=read)


def _change(version: _Version, visit: Visit) -> str:
    if version.number == _FIRST:
        return visit.gettext("premier dépôt")
    return mode_words(version.mode, visit.gettext)


def _state(state: str, visit: Visit) -> str:
    _ = visit.gettext
    words = {"current": _("lue aujourd'hui"), "past": _("ancienne"), "undone": _("reprise")}
    return words.get(state, state)
