"""The words of an indicator: its formula, its direction, where it stands against its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.console.exploring.address import ExploredAddress
from gateway.console.exploring.answers import OFFER, Explorable
from gateway.console.exploring.words import measure_title, part_words
from gateway.console.indicators.answers import (
    DATA,
    IndicatorSideTold,
    IndicatorStanding,
    IndicatorVersion,
)
from gateway.console.visit import Refused, Visit


@dataclass(frozen=True, slots=True)
class SideWords:
    """`measure`: « Masse collectée (kg) : VERRE ». `data`: the title of its data, with `owner`;
    `is_synthetic`: its rows were invented.
    """

    dataset: str
    measure: str
    data: str
    owner: str
    explored: str
    is_synthetic: bool = False


async def side_words(
    sides: Sequence[IndicatorSideTold], purpose: str | None, visit: Visit
) -> list[SideWords]:
    """Data that the visitor may not know of are named by what the formula says alone."""
    return [await _side(side, purpose, visit) for side in sides]


async def _side(side: IndicatorSideTold, purpose: str | None, visit: Visit) -> SideWords:
    address = ExploredAddress(measure=side.measure, where=(*side.where,), part=(*side.part,))
    explored = f"/data/{side.dataset}/explore?{address.query(purpose)}"
    try:
        dataset = (await DATA.ask(visit, purpose=purpose, dataset=side.dataset)).dataset
        offer = (await OFFER.ask(visit, purpose=purpose, dataset=side.dataset)).explorable
    except Refused:
        return SideWords(side.dataset, side.measure, side.dataset, "", explored)
    title, owner, is_synthetic = side.dataset, "", False
    if dataset is not None:
        english = visit.language == "en" and dataset.titleEn
        title, owner = english or dataset.titleFr, dataset.owner.name
        is_synthetic = dataset.synthetic
    measure = _measure(address, offer, visit)
    return SideWords(side.dataset, measure, title, owner, explored, is_synthetic)


def _measure(address: ExploredAddress, offer: Explorable | None, visit: Visit) -> str:
    offered = () if offer is None else offer.measures
    measure = next((each for each in offered if each.word == address.measure), None)
    title, limits = measure_title(measure, address, visit), part_words(address.where, visit)
    if not limits:
        return title
    return visit.gettext("%(title)s : %(limits)s", title=title, limits=", ".join(limits))


def formula_words(version: IndicatorVersion, sides: Sequence[SideWords], visit: Visit) -> str:
    """« Masse collectée (kg) : VERRE, par habitant, par année »."""
    _ = visit.gettext
    first = sides[0].measure
    if version.operation == "RATIO":
        first = _("%(above)s, divisé par %(below)s", above=first, below=sides[1].measure)
    elif version.operation == "DIFFERENCE":
        first = _("%(above)s, moins %(below)s", above=first, below=sides[1].measure)
    if version.per:
        people = _("par habitant") if version.per == 1 else _("pour 1 000 habitants")
        first = f"{first}, {people}"
    period = {"YEAR": _("par année"), "MONTH": _("par mois")}.get(version.period)
    return f"{first}, {period}" if period else first


def direction_words(direction: str, visit: Visit) -> str:
    _ = visit.gettext
    return {
        "MORE": _("plus la valeur est haute, mieux c'est"),
        "LESS": _("plus la valeur est basse, mieux c'est"),
        "NONE": _("ni la hausse ni la baisse n'est bonne en soi"),
    }[direction]


def standing_words(standing: IndicatorStanding, unit: str, visit: Visit) -> list[str]:
    """The first says where one stands, or why nobody can say it; the second tells the base."""
    _ = visit.gettext
    if standing.reason is not None:
        words = [_("Pas de trajectoire : %(reason)s.", reason=_reason(standing.reason, visit))]
    else:
        words = [_stands(standing, unit, visit)]
    base = standing.base
    if base is None:
        return words
    value = _value(base.value, unit, visit)
    if base.isTyped:
        words.append(
            _(
                "Base : %(value)s en %(year)s (saisi ; source : %(source)s).",
                value=value, year=base.year, source=base.source,
            )
        )  # fmt: skip
    else:
        words.append(_("Base : %(value)s en %(year)s (chiffre figé).", value=value, year=base.year))
    return words


def _stands(standing: IndicatorStanding, unit: str, visit: Visit) -> str:
    _ = visit.gettext
    facts = {
        "year": standing.atYear,
        "value": _value(standing.atValue, unit, visit),
        "expected": _value(standing.expected, unit, visit),
    }
    if standing.isGood is None:
        return _("En %(year)s : %(value)s ; la droite vers la cible donne %(expected)s.", **facts)
    if standing.isGood:
        return _("En %(year)s : %(value)s, au moins aussi bien que la droite vers la cible (%(expected)s).", **facts)  # fmt: skip  # noqa: E501
    return _("En %(year)s : %(value)s, en retard sur la droite vers la cible (%(expected)s).", **facts)  # fmt: skip  # noqa: E501


def _value(value: float | None, unit: str, visit: Visit) -> str:
    number = visit.number(value, decimals_shown(value or 0.0))
    return f"{number} {unit}".strip()


def decimals_shown(value: float) -> int:
    """As many as say three digits of a value."""
    size = abs(value)
    if size >= 100:
        return 0
    return 1 if size >= 10 else 2 if size >= 1 else 3


def _reason(reason: str, visit: Visit) -> str:
    _ = visit.gettext
    return {
        "NO_BASE": _("la base n'est pas donnée"),
        "NO_POPULATION": _("la base saisie n'a pas de population, qu'il faut par habitant"),
        "NO_FIGURE": _("vous ne lisez pas le chiffre figé qui sert de base"),
        "FIGURE_WITHOUT_VALUE": _("le chiffre figé qui sert de base n'a pas une seule valeur"),
        "FIGURE_IN_ANOTHER_UNIT": _("le chiffre figé qui sert de base est dans une autre unité"),
        "NO_WHOLE_YEAR": _("aucune année entière depuis la base n'a de valeur"),
        "NOT_BY_YEAR": _("l'indicateur n'est pas dit par année"),
    }[reason]
