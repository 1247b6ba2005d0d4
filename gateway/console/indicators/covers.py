"""The lines under an indicator: communes, months and rows of each side, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gateway.console.data.covered_words import covers_in_words
from gateway.console.data.expected_communes import ExpectedCommunes
from gateway.console.indicators.answers import (
    ExploredCoverage,
    IndicatorFigures,
    IndicatorVersion,
)
from gateway.console.indicators.words import SideWords
from gateway.console.rendering import translations
from gateway.console.visit import Visit


def coverage_sentences(
    version: IndicatorVersion,
    figures: IndicatorFigures,
    sides: Sequence[SideWords],
    visit: Visit,
) -> list[str]:
    """The first is of what is covered; the others of sources, and of rows that do not count."""
    _, computed = visit.gettext, figures.computed
    sentences = [_covered(computed.covered, visit)]
    owners = dict.fromkeys(side.owner or side.data for side in sides)
    sentences.append(_("Source : %(body)s, lignes que vous lisez.", body=", ".join(owners)))
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
    for side, covered in zip(sides, (computed.covered, computed.otherCovered), strict=False):
        if covered is not None:
            sentences += _left_out(side, covered, visit)
    return [*sentences, *_without_value(figures, visit)]


def _covered(covered: ExploredCoverage, visit: Visit) -> str:
    names = {commune.code: commune.name for commune in covered.communes}
    months = sorted(int(day[:4]) * 12 + int(day[5:7]) - 1 for day in covered.months)
    counted = translations(visit.language).ngettext(
        "%(count)s ligne", "%(count)s lignes", covered.rows
    ) % {"count": visit.number(covered.rows)}
    words = covers_in_words(months, names, ExpectedCommunes(), visit)
    return f"{words.removesuffix('.')}, {counted}." if words else f"{counted}."


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


def _without_value(figures: IndicatorFigures, visit: Visit) -> list[str]:
    _, ngettext = visit.gettext, translations(visit.language).ngettext
    groups = figures.computed.groups
    reasons = Counter(group.noValue for group in groups if group.noValue is not None)
    reason_words = {
        "SECRET": _("secret : moins de 11 lignes sur des personnes"),
        "ABSENT": _("absent : aucune valeur n'est remplie"),
        "UNLIKE": _("incomplet : plus de lignes n'ont que l'un des deux côtés"),
    }
    return [
        ngettext(
            "Sans chiffre : %(count)s groupe, %(reason)s.",
            "Sans chiffre : %(count)s groupes, %(reason)s.",
            count,
        )
        % {"count": visit.number(count), "reason": reason_words[reason]}
        for reason, count in sorted(reasons.items())
    ]
