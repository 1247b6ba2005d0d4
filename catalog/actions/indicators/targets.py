"""The target of an indicator, and the base from which its trajectory starts; the rule is pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from catalog.actions.facts import Facts, Findings
from catalog.actions.indicators.indicators import indicator_called
from catalog.actions.indicators.problems import TargetRefused
from catalog.actions.outcome import Acted, Actor
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.indicator import Indicator, IndicatorBase, IndicatorTarget, Periodicity

_YEARS: Final = range(1950, 2101)
_LONGEST_SOURCE: Final = 200
_GREATEST: Final = Decimal(10) ** 15
_DIGITS: Final = 30


@dataclass(frozen=True, slots=True)
class TargetWanted:
    """`year` and `value` of the target; numbers are decimal texts. `base` None: no trajectory."""

    year: int
    value: str
    base: IndicatorBase | None = None


def set_target(name: str, proposal: TargetWanted | None, actor: Actor, facts: Facts) -> Acted:
    """None takes the target away. Raises UnknownIndicator, and ActRefused with everything that is
    wrong.
    """
    indicator = indicator_called(name, actor, facts)
    if proposal is None:
        sentence = Bilingual("La cible est retirée.", "The target is taken away.")
        after = replace(indicator, target=None)
        return Acted("set_indicator_target", Changes((after,)), (sentence,))
    findings = Findings()
    _refuse_unfit(proposal, indicator, findings)
    if proposal.base is not None:
        _refuse_unfit_base(proposal.base, proposal, indicator, facts, findings)
    findings.raise_any()
    target = IndicatorTarget(proposal.year, proposal.value, proposal.base, facts.now, actor.agent)
    sentence = Bilingual(
        f"La cible de {proposal.year} est fixée.", f"The target of {proposal.year} is set."
    )
    after = replace(indicator, target=target)
    return Acted("set_indicator_target", Changes((after,)), (sentence,))


def _refuse_unfit(proposal: TargetWanted, indicator: Indicator, findings: Findings) -> None:
    if indicator.current.period is not Periodicity.YEAR:
        _refuse(
            findings,
            "year",
            "une cible est d'une année, et cet indicateur n'est pas dit par année",
            "a target is of a year, and this indicator is not told by the year",
        )
    if proposal.year not in _YEARS:
        _refuse(findings, "year", "une année s'écrit comme 2030", "a year is written like 2030")
    if _number(proposal.value) is None:
        _refuse_number(findings, "value")


def _refuse_unfit_base(
    base: IndicatorBase,
    proposal: TargetWanted,
    indicator: Indicator,
    facts: Facts,
    findings: Findings,
) -> None:
    if base.year not in _YEARS or base.year >= proposal.year:
        _refuse(
            findings,
            "base_year",
            "l'année de départ est avant celle de la cible",
            "the year of the base is before that of the target",
        )
    if base.figure is not None:
        figure = facts.catalog.figures.get(base.figure)
        if figure is None or figure.body != indicator.organisation:
            _refuse(
                findings,
                "figure",
                "votre organisme n'a pas figé ce chiffre",
                "your body has not frozen this figure",
            )
        elif figure.year not in {None, base.year}:
            _refuse(
                findings,
                "base_year",
                f"le chiffre figé est de {figure.year}",
                f"the frozen figure is of {figure.year}",
            )
        if base.value is not None or base.population is not None:
            _refuse(
                findings,
                "base_value",
                "la base est un chiffre figé ou une valeur saisie, pas les deux",
                "the base is a frozen figure or a typed value, not both",
            )
        return
    if base.value is None or _number(base.value) is None:
        _refuse_number(findings, "base_value")
    source = (base.source or "").strip()
    refuse_unsafe_texts((source,), findings)
    if not 1 <= len(source) <= _LONGEST_SOURCE:
        _refuse(
            findings,
            "base_source",
            "une valeur saisie dit d'où elle vient, en 200 caractères au plus",
            "a typed value says where it comes from, in 200 characters at most",
        )
    if base.population is not None and not 1 <= base.population <= _GREATEST:
        _refuse_number(findings, "base_population")
    if base.population is not None and not indicator.current.per:
        _refuse(
            findings,
            "base_population",
            "cet indicateur n'est pas par habitant",
            "this indicator is not by inhabitant",
        )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if len(text) <= _DIGITS else Decimal("NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= _GREATEST else None


def _refuse_number(findings: Findings, path: str) -> None:
    _refuse(findings, path, "un nombre s'écrit comme 125.5", "a number is written like 125.5")


def _refuse(findings: Findings, path: str, fr: str, en: str) -> None:
    findings.add(TargetRefused(why_fr=fr, why_en=en), path)
