"""The lines under an indicator: communes, months and rows of each side, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.console.data.expected_communes import ExpectedCommunes
from gateway.console.exploring.covers import covered_sentence, groups_without_value, invented
from gateway.console.indicators.answers import (
    ExploredCoverage,
    IndicatorFigures,
    IndicatorVersion,
    TileIndicator,
)
from gateway.console.indicators.words import SideWords
from gateway.console.rendering import translations
from gateway.console.visit import Visit

_Version = IndicatorVersion | TileIndicator


def coverage_sentences(
    version: _Version,
    figures: IndicatorFigures,
    sides: Sequence[SideWords],
    visit: Visit,
) -> list[str]:
    """The first is of what is covered; the others of sources, and of rows that do not count."""
    _, computed = visit.gettext, figures.computed
    covered, unknown = computed.covered, ExpectedCommunes()
    names = {commune.code: commune.name for commune in covered.communes}
    sentences = [covered_sentence(covered.rows, names, covered.months, unknown, visit)]
    owners = dict.fromkeys(side.owner or side.data for side in sides)
    sentences.append(_("Source : %(body)s, lignes que vous lisez.", body=", ".join(owners)))
    sentences += invented(visit, is_synthetic=any(side.is_synthetic for side in sides))
    if computed.otherCovered is not None:
        sentences.append(
            _(
                "Les deux côtés ne comptent que les communes et les mois que tous deux ont ; une "
                "mesure annuelle est rapprochée des années de douze mois."
            )
        )
    if version.per:
        sentences.append(
            _(
                "Population municipale du millésime de l'année de chaque ligne, une fois par "
                "commune et par an ; les communes sans ligne ne comptent pas."
            )
        )
    for side, its in zip(sides, (computed.covered, computed.otherCovered), strict=False):
        if its is not None:
            sentences += _left_out(side, its, visit)
    reasons = [group.noValue for group in computed.groups]
    return [*sentences, *groups_without_value(reasons, visit)]


def _left_out(side: SideWords, covered: ExploredCoverage, visit: Visit) -> list[str]:
    ngettext, sentences = translations(visit.language).ngettext, []
    others = covered.allRows - covered.rows
    if others:
        words = ngettext(
            "%(measure)s : %(count)s ligne ne compte pas, faute de l'autre côté.",
            "%(measure)s : %(count)s lignes ne comptent pas, faute de l'autre côté.",
            others,
        )
        sentences.append(words % {"measure": side.measure, "count": visit.number(others)})
    empty = covered.rows - covered.filled
    if empty:
        words = ngettext(
            "%(measure)s : %(count)s ligne n'a pas de valeur.",
            "%(measure)s : %(count)s lignes n'ont pas de valeur.",
            empty,
        )
        sentences.append(words % {"measure": side.measure, "count": visit.number(empty)})
    return sentences
