"""The choices of the sentence of an exploration: each a list, of which the address says one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.console.exploring.address import ExploredAddress
from gateway.console.exploring.answers import Explorable
from gateway.console.exploring.words import (
    comparisons,
    figure_words,
    key_choice,
    measure_choice,
    value_words,
)
from gateway.console.shared.described_data import DescribedData
from gateway.console.visit import Visit

_MOST_COMMUNES: Final = 400
_YEARS: Final = 8
_FIRST: Final = ("5", "10", "20")
_KEYS: Final = 2
_LISTED: Final = 4


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """`words` is the title of the choices; "" for those that need none."""

    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """One list of the sentence. `before` is the words in front of it, `label` its whole name."""

    name: str
    id: str
    before: str
    label: str
    value: str
    groups: tuple[ChoiceGroup, ...]


def sentence_of(
    address: ExploredAddress,
    offer: Explorable,
    communes: Sequence[tuple[str, str]],
    this_year: int,
    visit: Visit,
) -> list[ChoiceList]:
    """« Je regarde … par … et par …, où …, comparé à … », in order. `communes`: code and name."""
    _ = visit.gettext
    lists = [
        _list(
            "measure", "", _("Je regarde"), _("La mesure"), address.measure, _measures(offer, visit)
        )
    ]
    conditions = _conditions(offer, visit)
    if address.is_share:
        lists += _many(
            "part",
            _("celle de"),
            _("ou de"),
            _("Les valeurs de la part"),
            address.part,
            conditions,
            visit,
        )
    keys = _keys(offer, visit)
    for place in range(_KEYS):
        value = address.by[place] if place < len(address.by) else ""
        before = _("par") if place == 0 else _("et par")
        label = _("Le premier groupe") if place == 0 else _("Le second groupe")
        lists.append(_list("by", str(place), before, label, value, keys))
    places = (
        ChoiceGroup(
            _("Communes"), tuple(Choice(f"commune:{code}", name) for code, name in communes)
        ),
    )
    filters = (*conditions, *(places if offer.hasPlace and communes else ()))
    if filters:
        lists += _many(
            "where", _("où"), _("ou, et"), _("Les lignes choisies"), address.where, filters, visit
        )
    if offer.hasDay:
        years = [Choice(str(this_year - back), str(this_year - back)) for back in range(_YEARS)]
        every = ChoiceGroup("", (Choice("", _("toutes les années")), *years))
        lists.append(_list("year", "", _("en"), _("L'année"), address.year, (every,)))
    compared = ChoiceGroup("", tuple(Choice(*pair) for pair in comparisons(address, offer, visit)))
    lists.append(
        _list("compare", "", _("comparé à"), _("La comparaison"), address.compare, (compared,))
    )
    if address.by:
        firsts = [Choice(first, _("les %(count)s plus grands", count=first)) for first in _FIRST]
        every = ChoiceGroup("", (Choice("", _("tous les groupes")), *firsts))
        lists.append(
            _list("first", "", _("en montrant"), _("Les groupes montrés"), address.first, (every,))
        )
    return lists


def _list(
    name: str, place: str, before: str, label: str, value: str, groups: Iterable[ChoiceGroup]
) -> ChoiceList:
    """A value that is none of the choices stands among them, so that nothing is changed unseen."""
    groups = tuple(groups)
    is_known = any(choice.value == value for group in groups for choice in group.choices)
    if value and not is_known:
        groups = (ChoiceGroup("", (Choice(value, value),)), *groups)
    return ChoiceList(name, f"{name}{place}", before, label, value, groups)


def _many(
    name: str,
    before: str,
    again: str,
    label: str,
    values: Sequence[str],
    groups: Sequence[ChoiceGroup],
    visit: Visit,
) -> list[ChoiceList]:
    """A list for each value, and one more to add another."""
    nothing = visit.gettext("tout") if name == "where" else visit.gettext("choisir…")
    lists = []
    for place, value in enumerate((*values, "")[:_LISTED]):
        first = visit.gettext("rien d'autre") if values and not value else nothing
        offered = (ChoiceGroup("", (Choice("", first),)), *groups)
        lists.append(
            _list(name, str(place), before if place == 0 else again, label, value, offered)
        )
    return lists


def _measures(offer: Explorable, visit: Visit) -> list[ChoiceGroup]:
    by_figure: dict[str, list[Choice]] = {}
    for measure in offer.measures:
        choice = Choice(measure.word, measure_choice(measure, visit))
        by_figure.setdefault(measure.figure, []).append(choice)
    return [
        ChoiceGroup(figure_words(figure, visit), tuple(choices))
        for figure, choices in by_figure.items()
    ]


def _keys(offer: Explorable, visit: Visit) -> list[ChoiceGroup]:
    nothing = Choice("", visit.gettext("rien"))
    choices = [Choice(group.word, key_choice(group, visit)) for group in offer.groups]
    return [ChoiceGroup("", (nothing, *choices))]


def _conditions(offer: Explorable, visit: Visit) -> tuple[ChoiceGroup, ...]:
    """Columns whose values are declared: of the others nobody knows them without reading rows."""
    return tuple(
        ChoiceGroup(
            label := condition.label.words(visit.language),
            tuple(
                Choice(f"{condition.column}:{value}", f"{label} : {value_words(value, visit)}")
                for value in condition.values
            ),
        )
        for condition in offer.conditions
        if condition.values
    )


def lists_communes(data: DescribedData) -> bool:
    return 0 < len(data.owner.communes) <= _MOST_COMMUNES
