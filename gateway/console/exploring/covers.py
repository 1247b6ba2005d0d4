"""The line under a picture: communes, months and rows that it covers, and those it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from gateway.console.data.covered_words import covers_in_words
from gateway.console.data.expected_communes import ExpectedCommunes, expected_communes
from gateway.console.exploring.address import ExploredAddress
from gateway.console.exploring.answers import ExploredCoverage, ExploredFigures
from gateway.console.exploring.words import BEFORE, POPULATION
from gateway.console.rendering import translations
from gateway.console.shared.described_data import DescribedData
from gateway.console.visit import Visit

_MONTHS: Final = 12


async def coverage_sentences(
    address: ExploredAddress,
    figures: ExploredFigures,
    data: DescribedData,
    purpose: str | None,
    visit: Visit,
) -> list[str]:
    """The first is of what is covered; the others of rows and groups that have no part in it."""
    _ = visit.gettext
    covered, ngettext = figures.covered, translations(visit.language).ngettext
    names = {commune.code: commune.name for commune in covered.communes}
    expected = ExpectedCommunes()
    if names and not address.where:
        # A condition leaves communes out on purpose.
        expected = await expected_communes(data, names, purpose, visit)
    first = covered_sentence(covered.rows, names, covered.months, expected, visit)
    sentences = [
        first,
        _("Source : %(body)s, lignes que vous lisez.", body=data.owner.name),
        *invented(visit, is_synthetic=data.synthetic),
    ]
    unlike = sum(group.unlikeRows for group in figures.groups)
    if unlike:
        words = ngettext(
            "%(count)s ligne n'a que l'un des deux côtés et ne compte pas.",
            "%(count)s lignes n'ont que l'un des deux côtés et ne comptent pas.",
            unlike,
        )
        sentences.append(words % {"count": visit.number(unlike)})
    reasons = [group.noValue for group in figures.groups]
    return [*sentences, *_left_out(address, covered, visit), *groups_without_value(reasons, visit)]


def invented(visit: Visit, *, is_synthetic: bool) -> list[str]:
    """A sentence where some of what is counted is made up; none elsewhere."""
    return [visit.gettext("Valeurs inventées (données synthétiques).")] if is_synthetic else []


def covered_sentence(
    rows: int,
    names: dict[str, str],
    days: Iterable[str],
    expected: ExpectedCommunes,
    visit: Visit,
) -> str:
    """« Couvre 12 communes, janvier à décembre 2025, 144 lignes. » `names`: of communes, by code;
    `days`: the first of each month, in ISO 8601.
    """
    months = sorted(int(day[:4]) * _MONTHS + int(day[5:7]) - 1 for day in days)
    counted = translations(visit.language).ngettext("%(count)s ligne", "%(count)s lignes", rows)
    counted %= {"count": visit.number(rows)}
    words = covers_in_words(months, names, expected, visit)
    return f"{words.removesuffix('.')}, {counted}." if words else f"{counted}."


def _left_out(address: ExploredAddress, covered: ExploredCoverage, visit: Visit) -> list[str]:
    _, ngettext = visit.gettext, translations(visit.language).ngettext
    sentences = []
    others = covered.allRows - covered.rows
    if address.compare == BEFORE:
        sentences.append(_("Ne comptent que les mois et les communes que les deux années ont."))
    if address.compare.startswith(POPULATION):
        sentences.append(
            _(
                "Population municipale du millésime de l'année de chaque ligne, une fois par "
                "commune et par an ; les communes sans ligne ne comptent pas."
            )
        )
        if others:
            words = ngettext(
                "%(count)s ligne sans commune ou sans population connue ne compte d'aucun côté.",
                "%(count)s lignes sans commune ou sans population connue ne comptent d'aucun côté.",
                others,
            )
            sentences.append(words % {"count": visit.number(others)})
    elif covered.unplaced and any(word in {"commune", "epci"} for word in address.by):
        words = ngettext(
            "%(count)s ligne n'a pas de commune reconnue.",
            "%(count)s lignes n'ont pas de commune reconnue.",
            covered.unplaced,
        )
        sentences.append(words % {"count": visit.number(covered.unplaced)})
    empty = covered.rows - covered.filled
    if empty:
        words = ngettext(
            "%(count)s ligne n'a pas de valeur.", "%(count)s lignes n'ont pas de valeur.", empty
        )
        sentences.append(words % {"count": visit.number(empty)})
    return sentences


def groups_without_value(reasons: Iterable[str | None], visit: Visit) -> list[str]:
    """One sentence a reason. `reasons`: of each group, None where it has a value."""
    _ = visit.gettext
    counts = Counter(reason for reason in reasons if reason is not None)
    reason_words = {
        "SECRET": _("secret : moins de 11 lignes sur des personnes"),
        "ABSENT": _("absent : aucune valeur n'est remplie"),
        "UNLIKE": _("incomplet : plus de lignes n'ont que l'un des deux côtés"),
    }
    ngettext = translations(visit.language).ngettext
    return [
        ngettext(
            "Sans chiffre : %(count)s groupe, %(reason)s.",
            "Sans chiffre : %(count)s groupes, %(reason)s.",
            count,
        )
        % {"count": visit.number(count), "reason": reason_words[reason]}
        for reason, count in sorted(counts.items())
    ]
