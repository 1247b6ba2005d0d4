"""The first words of a report: its figures in sentences with what they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from catalog.day_words import day_in_words
from catalog.figure_coverage import FigureCoverage, coverage_of, reasons_of
from catalog.model.problem import Language
from papers.printed_table import why_missing
from papers.sources import cited, is_synthetic, title_of, what_changes
from papers.words import shown_instant, shown_number
from papers.yearly import Yearly

FIGURES = "a_retenir"
"""The table of what the service says in one line each; its name stands first in the alphabet."""
_MOST_NAMED = 30


def opening(
    content: Mapping[str, Any],
    yearly: Yearly | None,
    partial: Sequence[str],
    language: Language,
) -> list[str]:
    """Paragraphs: what is said, what it covers, what is not there, where it comes from. `partial`:
    names of communes that lack months.
    """
    paragraphs = [
        synthetic_sentence(content, language),
        _joined(
            "" if yearly is None else yearly.sentence(language),
            _population(yearly, language),
            _coverage(content, yearly, language),
        ),
        _lacking_months(partial, language),
        _joined(_completeness(content, language), _compared(content, yearly, language)),
        _joined(_sources(content, language), frozen_sentence(content, language)),
        _law(content, language),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _law(content: Mapping[str, Any], language: Language) -> str:
    """The text that asks for the report and the day, where its service says them."""
    report, fr = content["answer"]["report"], language == "fr"
    law, due = report.get("law"), report.get("due")
    beginning = "Texte : " if fr else "Text: "
    text = "" if law is None else f"{beginning}{law[language]}."
    if due is None:
        return text
    day = day_in_words(date.fromisoformat(due), language)
    by = f"À présenter au plus tard le {day}." if fr else f"To be presented by {day}."
    return _joined(text, by)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _population(yearly: Yearly | None, language: Language) -> str:
    if yearly is None or not yearly.has("population"):
        return ""
    population = yearly.value(yearly.row, "population")
    if population is None:
        return ""
    count = shown_number(str(population), language)
    if language == "fr":
        return f"Ces communes ont {count} habitants."
    return f"These communes have {count} inhabitants."


def _coverage(content: Mapping[str, Any], yearly: Yearly | None, language: Language) -> str:
    """Communes and months that are there and that are not, where no sentence of the year has."""
    fr = language == "fr"
    scope = content["scope"] or {}
    communes, months = scope.get("communes") or {}, scope.get("months") or {}
    parts = []
    if communes.get("number") is not None and (yearly is None or not yearly.sentence(language)):
        parts.append(f"{communes['number']} communes")
        if months.get("number") is not None:
            of = f"{' sur ' if fr else ' of '}{months['expected']}" if months["expected"] else ""
            parts.append(f"{months['number']} {'mois' if fr else 'months'}{of}")
    covered = f"{'Couvert' if fr else 'Covered'} : {', '.join(parts)}." if parts else ""
    missing, expected = communes.get("missing") or (), communes.get("expected")
    if missing:
        names = ", ".join(missing)
        lacking = f"Communes absentes : {names}." if fr else f"Missing communes: {names}."
    elif expected is not None:
        lacking = (
            f"Aucune commune du territoire ne manque : {expected} sur {expected}."
            if fr
            else f"No commune of the territory is missing: {expected} of {expected}."
        )
    elif communes:
        lacking = (
            "La liste des communes attendues n'a pas été donnée : une commune absente ne se "
            "verrait pas."
            if fr
            else "No list of expected communes was given: a missing one would not be seen."
        )
    else:
        lacking = ""
    return f"{covered} {lacking}".strip()


def _lacking_months(partial: Sequence[str], language: Language) -> str:
    if not partial:
        return ""
    listed = ", ".join(partial[:_MOST_NAMED]) + (" …" if len(partial) > _MOST_NAMED else "")
    if language == "fr":
        return f"Communes auxquelles il manque des mois : {listed}."
    return f"Communes that lack months: {listed}."


def _completeness(content: Mapping[str, Any], language: Language) -> str:
    """« Complet » is said of nothing that has a dash."""
    fr = language == "fr"
    figures = content["answer"]["figures"]
    lacking = [figure for figure in figures if figure["value"] is None]
    if lacking:
        if fr:
            have = "n'a pas de valeur" if len(lacking) == 1 else "n'ont pas de valeur"
            return (
                f"{len(lacking)} indicateur{'s' if len(lacking) > 1 else ''} sur {len(figures)} "
                f"{have} : la raison est écrite dessous."
            )
        have = "has no value" if len(lacking) == 1 else "have no value"
        return f"{len(lacking)} of {len(figures)} indicators {have}: the reason stands below."
    return _partial(content, language)


def _partial(content: Mapping[str, Any], language: Language) -> str:
    """« Partiel » is said with what is partial; communes and months were told before."""
    fr, coverage = language == "fr", coverage_of(content)
    if coverage is FigureCoverage.UNVERIFIED:
        return (
            "La couverture de ces chiffres n'est pas vérifiée."
            if fr
            else "Nobody checked what these figures cover."
        )
    if coverage is FigureCoverage.COMPLETE:
        return ""
    partial = "Ces chiffres sont partiels." if fr else "These figures are partial."
    return _joined(partial, *(one.fr if fr else one.en for one in reasons_of(content)))


def _compared(content: Mapping[str, Any], yearly: Yearly | None, language: Language) -> str:
    """Why the year stands beside none, or beside another than the one before."""
    if yearly is None or (yearly.compared is not None and yearly.passed_over is None):
        return ""
    fr = language == "fr"
    if yearly.passed_over is None:
        return (
            "Aucune année antérieure n'est dans ces données : rien à comparer."
            if fr
            else "No earlier year is in these data: there is nothing to compare with."
        )
    year, row = yearly.passed_over
    reasons = why_missing(yearly.table, language)
    first = content["answer"]["figures"][0]["name"]
    why = f" ({reasons[row, first]})" if (row, first) in reasons else ""
    if yearly.compared is None:
        reason = (
            f"{year} n'a pas de chiffre annuel{why}" if fr else f"{year} has no yearly figure{why}"
        )
        return (
            f"{reason} : rien à comparer." if fr else f"{reason}: there is nothing to compare with."
        )
    if fr:
        return (
            f"{year} n'a pas de chiffre annuel{why} : la comparaison est avec {yearly.compared[0]}."
        )
    return f"{year} has no yearly figure{why}: the comparison is with {yearly.compared[0]}."


def synthetic_sentence(content: Mapping[str, Any], language: Language) -> str:
    sources = content["sources"]
    invented = [source for source in sources if is_synthetic(source)]
    if not invented:
        return ""
    fr = language == "fr"
    if len(invented) == len(sources):
        return (
            "Données synthétiques : ces chiffres viennent de lignes inventées, pour l'essai."
            if fr
            else "Synthetic data: these figures come from invented rows, for a trial."
        )
    names = ", ".join(dict.fromkeys(title_of(source, language) for source in invented))
    return (
        f"Données synthétiques : les lignes de {names} sont inventées, pour l'essai."
        if fr
        else f"Synthetic data: the rows of {names} are invented, for a trial."
    )


def _sources(content: Mapping[str, Any], language: Language) -> str:
    named = dict.fromkeys(_named(source, language) for source in cited(content))
    if not named:
        return ""
    beginning = "Ces chiffres viennent de : " if language == "fr" else "These figures come from: "
    return f"{beginning}{', '.join(named)}."


def _named(source: Mapping[str, Any], language: Language) -> str:
    title = title_of(source, language)
    owner = source["owner"]["name"] if source["owner"] else ""
    return title if owner in title else f"{title} – {owner}"


def frozen_sentence(content: Mapping[str, Any], language: Language) -> str:
    day, version = shown_instant(content["frozen_at"], language), content["version"]
    vote = content["deliberation"]
    changed = what_changes(content, language) if content["what_changed"] else None
    if language == "fr":
        text = f"Chiffres figés le {day}, version {version}."
        text += f" Délibération : {vote}." if vote else ""
        return text + (f" Ce qui change : {changed}" if changed else "")
    text = f"Figures frozen on {day}, version {version}."
    text += f" Deliberation: {vote}." if vote else ""
    return text + (f" What changes: {changed}" if changed else "")
