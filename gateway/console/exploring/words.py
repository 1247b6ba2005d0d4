"""The words of an exploration: its measure, its groups and what it is compared with, as a title and
as the choices of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.console.exploring.address import PER_THOUSAND, ExploredAddress
from gateway.console.exploring.answers import Explorable, ExplorableGroup, ExplorableMeasure
from gateway.console.shared.commune_names import commune_names
from gateway.console.visit import Visit

BEFORE: Final = "before"
POPULATION: Final = "population"
_COMMUNE: Final = "commune:"
_ADDED: Final = frozenset({"count", "sum", "distinct"})
_COMPARED: Final = frozenset({"count", "sum", "distinct", "mean"})
_COUNTS: Final = frozenset({"count", "distinct"})


@dataclass(frozen=True, slots=True)
class ExploredWords:
    """The words of an address as one visitor reads them. `title` is that of the
    picture; `unit` of the value that is shown, `own_unit` of the measure before it is compared.
    """

    title: str
    unit: str
    own_unit: str
    measure: str
    keys: tuple[str, ...]
    is_added: bool


async def chosen_communes(address: ExploredAddress, visit: Visit) -> Mapping[str, str]:
    """The names of the communes that its conditions choose, by their words: `commune:35173`."""
    codes = [word.removeprefix(_COMMUNE) for word in address.where if word.startswith(_COMMUNE)]
    names = await commune_names(codes, visit)
    return {f"{_COMMUNE}{code}": name for code, name in names.items()}


def explored_words(
    address: ExploredAddress,
    offer: Explorable,
    visit: Visit,
    communes: Mapping[str, str] = MappingProxyType({}),
) -> ExploredWords:
    """`communes`: the names of those that are chosen, which are codes otherwise."""
    _, measure = visit.gettext, _measure_of(address.measure, offer)
    own_unit = _unit(measure)
    other = _other(address, offer)
    headers = tuple(key_header(word, offer, visit) for word in address.by)
    parts = [measure_title(measure, address, visit)]
    parts += [_by(word, offer, visit) for word in address.by]
    compared = _compared(address, other, visit)
    title = ", ".join([*parts, *([compared] if compared else [])])
    where = [communes.get(word, word) for word in address.where]
    limits = [*part_words(where, visit), *_period(address)]
    if limits:
        title = _("%(title)s : %(limits)s", title=title, limits=", ".join(limits))
    is_rate = address.compare.startswith(POPULATION) or other is not None
    is_sum = measure is not None and measure.figure in {"count", "sum"}
    return ExploredWords(
        title=title,
        unit=_shown_unit(address, own_unit, other, visit),
        own_unit=own_unit,
        measure=parts[0],
        keys=headers,
        is_added=is_sum and not is_rate,
    )


def _period(address: ExploredAddress) -> list[str]:
    """The year, or the days, that the rows are of."""
    if address.year:
        return [address.year]
    return [" – ".join(days)] if any(days := address.days) else []


def measure_title(measure: ExplorableMeasure | None, address: ExploredAddress, visit: Visit) -> str:
    """« Masse collectée (kg) », « Puissance (kW), moyenne »."""
    _ = visit.gettext
    if measure is None:
        return address.measure
    label = _labelled(measure, visit)
    if measure.figure == "share":
        part = ", ".join(part_words(address.part, visit)) or "…"
        if measure.label is None:
            return _("Part de %(part)s dans les lignes", part=part)
        return _("Part de %(part)s dans « %(column)s »", part=part, column=label)
    return {
        "sum": label,
        "mean": _("%(column)s, moyenne", column=label),
        "median": _("%(column)s, médiane", column=label),
        "distinct": _("Nombre de « %(column)s » différents", column=label),
        "count": _("Nombre de lignes"),
    }[measure.figure]


def measure_choice(measure: ExplorableMeasure, visit: Visit) -> str:
    """As the sentence of the page goes on after « Je regarde »."""
    _ = visit.gettext
    label = _labelled(measure, visit)
    if measure.figure == "count":
        return _("le nombre de lignes")
    if measure.label is None:
        return _("une part des lignes")
    return {
        "sum": _("la somme de « %(column)s »", column=label),
        "mean": _("la moyenne de « %(column)s »", column=label),
        "median": _("la médiane de « %(column)s »", column=label),
        "distinct": _("le nombre de « %(column)s » différents", column=label),
        "share": _("une part de « %(column)s »", column=label),
    }[measure.figure]


def figure_words(figure: str, visit: Visit) -> str:
    """The title of the choices of one figure."""
    _ = visit.gettext
    return {
        "sum": _("Sommes"),
        "count": _("Lignes"),
        "share": _("Parts"),
        "mean": _("Moyennes"),
        "median": _("Médianes"),
        "distinct": _("Nombres différents"),
    }[figure]


def part_words(words: Iterable[str], visit: Visit) -> list[str]:
    """The values of conditions, as people read them; a name stays one."""
    values = []
    for word in words:
        _column, colon, value = word.partition(":")
        values.append(value_words(value, visit) if colon else word)
    return values


def value_words(value: str, visit: Visit) -> str:
    _ = visit.gettext
    return {"true": _("oui"), "false": _("non")}.get(value, value)


def key_choice(group: ExplorableGroup, visit: Visit) -> str:
    """« commune », « mois de « Mise en service » »."""
    word = _cut_words(group.cut, visit)
    label = None if group.label is None else group.label.words(visit.language)
    if not word:
        return label or ""
    if label is None:
        return word
    return visit.gettext("%(cut)s de « %(column)s »", cut=word, column=label)


def key_header(word: str, offer: Explorable, visit: Visit) -> str:
    group = group_of(word, offer)
    words = word if group is None else key_choice(group, visit)
    return f"{words[:1].upper()}{words[1:]}"


def group_of(word: str, offer: Explorable) -> ExplorableGroup | None:
    return next((group for group in offer.groups if group.word == word), None)


def comparisons(
    address: ExploredAddress, offer: Explorable, visit: Visit
) -> Sequence[tuple[str, str]]:
    """Words of the address and of people, for what the measure may be compared with."""
    _ = visit.gettext
    offered = [("", _("rien"))]
    if offer.hasDay:
        offered.append((BEFORE, _("l'année d'avant, mêmes mois et mêmes communes")))
    if offer.hasPlace and address.figure in _ADDED:
        offered.append((POPULATION, _("la population : par habitant")))
        offered.append((PER_THOUSAND, _("la population : pour 1 000 habitants")))
    if address.figure in _COMPARED:
        offered += [
            (other.word, _("%(measure)s, en divisant", measure=measure_choice(other, visit)))
            for other in offer.measures
            if other.figure in _COMPARED and other.word != address.measure
        ]
    return offered


def _measure_of(word: str, offer: Explorable) -> ExplorableMeasure | None:
    return next((measure for measure in offer.measures if measure.word == word), None)


def _other(address: ExploredAddress, offer: Explorable) -> ExplorableMeasure | None:
    return _measure_of(address.compare, offer) if address.compare else None


def _labelled(measure: ExplorableMeasure, visit: Visit) -> str:
    label = "" if measure.label is None else measure.label.words(visit.language)
    unit = measure.unit
    return f"{label} ({unit})" if unit and f"({unit})" not in label else label


def _unit(measure: ExplorableMeasure | None) -> str:
    if measure is None:
        return ""
    return "%" if measure.figure == "share" else measure.unit or ""


def _shown_unit(
    address: ExploredAddress, own: str, other: ExplorableMeasure | None, visit: Visit
) -> str:
    _ = visit.gettext
    if address.compare == POPULATION:
        return _("%(unit)s/hab.", unit=own) if own else _("par hab.")
    if address.compare == PER_THOUSAND:
        return _("%(unit)s pour 1 000 hab.", unit=own) if own else _("pour 1 000 hab.")
    if other is not None:
        below = _unit(other)
        if other.figure in _COUNTS:
            label = _("ligne") if other.label is None else other.label.words(visit.language)
            below = below or label.lower()
        return f"{own}/{below}" if below else own
    return own


def _by(word: str, offer: Explorable, visit: Visit) -> str:
    header = key_header(word, offer, visit)
    column = f"{header[:1].lower()}{header[1:]}"
    return visit.gettext("par %(column)s", column=column)


def _compared(address: ExploredAddress, other: ExplorableMeasure | None, visit: Visit) -> str:
    _ = visit.gettext
    if other is not None:
        return _("divisé par %(measure)s", measure=measure_choice(other, visit))
    return {
        POPULATION: _("par habitant"),
        PER_THOUSAND: _("pour 1 000 habitants"),
        BEFORE: _("avec un an plus tôt"),
    }.get(address.compare, "")


def _cut_words(cut: str, visit: Visit) -> str:
    _ = visit.gettext
    return {
        "commune": _("commune"),
        "epci": _("intercommunalité"),
        "month": _("mois"),
        "year": _("année"),
        "week": _("semaine"),
    }.get(cut, "")
