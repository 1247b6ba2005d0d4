"""The first page of a report: its figures in sentences with what they cover, then in one table,
year beside year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.model.problem import Language
from gateway.paper.printed_table import grouped, why_missing
from gateway.paper.sheet import SheetTable
from gateway.paper.shown import YEARS, is_numeric, shown_cell
from gateway.paper.words import shown_instant, shown_number

FIGURES = "a_retenir"
"""The table of what the service says in one line each; its name stands first in the alphabet."""
_SENTENCE = "sentence"
_NUMBER = {"type": "decimal"}
_MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class Yearly:
    """A table with one row a year: the place of the report's row, and of the one that it is
    compared with; `passed_over` is a year between them that has no figure.
    """

    name: str
    table: Mapping[str, Any]
    year: int
    row: int
    compared: tuple[int, int] | None
    passed_over: tuple[int, int] | None

    def value(self, row: int, column: str) -> Any:
        at = next(at for at, one in enumerate(self.table["columns"]) if one["name"] == column)
        return self.table["rows"][row][at]

    def has(self, column: str) -> bool:
        return any(one["name"] == column for one in self.table["columns"])


def yearly_of(content: Mapping[str, Any]) -> Yearly | None:
    """The first table in the service's order that has one row a year, the report's among them."""
    answer = content["answer"]
    year = answer["report"]["year"]
    figures = {figure["name"] for figure in answer["figures"]}
    for name in answer["report"]["order"]:
        table = answer["tables"][name]
        places = [at for at, one in enumerate(table["columns"]) if one["name"] in YEARS]
        if not places or year is None:
            continue
        rows = {row[places[0]]: at for at, row in enumerate(table["rows"])}
        if year not in rows or len(rows) < len(table["rows"]):
            continue
        valued = [at for at, one in enumerate(table["columns"]) if one["name"] in figures]
        before = sorted((one for one in rows if one < year), reverse=True)
        with_figures = [
            one for one in before if any(table["rows"][rows[one]][at] is not None for at in valued)
        ]
        compared = with_figures[0] if with_figures else None
        passed = before[0] if before and before[0] != compared else None
        return Yearly(
            name,
            table,
            year,
            rows[year],
            None if compared is None else (compared, rows[compared]),
            None if passed is None else (passed, rows[passed]),
        )
    return None


def figures_alone(content: Mapping[str, Any], language: Language) -> SheetTable:
    """Where no table has one row a year: each figure with its value, else the reason under it."""
    figures = content["answer"]["figures"]
    rows = tuple(
        (_header(figure, language), shown_cell(figure["value"], {**figure, **_NUMBER}, language))
        for figure in figures
    )
    notes = tuple(
        str(figure["reason"][language]) if figure["value"] is None and figure["reason"] else ""
        for figure in figures
    )
    headers = ("Indicateur", "Valeur") if language == "fr" else ("Indicator", "Value")
    return SheetTable("", headers, (False, True), rows, notes=notes if any(notes) else ())


def _header(figure: Mapping[str, Any], language: Language) -> str:
    label, unit = str(figure["label"][language]), (figure["unit"] or "").replace("EUR", "€")
    return f"{label} ({unit})" if unit and unit not in label else label


def figures_by_year(
    content: Mapping[str, Any], yearly: Yearly, caption: str, language: Language
) -> SheetTable:
    """The indicators first, then what they are made of; a value that is not there has its reason
    under its row.
    """
    labels = {figure["name"]: figure for figure in content["answer"]["figures"]}
    columns = [one for one in yearly.table["columns"] if one["name"] in yearly.table["shown"]]
    first = [{**one, **_NUMBER} for one in columns if one["name"] in labels]
    others = [one for one in columns if one["name"] not in labels and is_numeric(one)]
    rows, notes = [], []
    reasons = why_missing(yearly.table, language)
    places = [(yearly.year, yearly.row), *([yearly.compared] if yearly.compared else [])]
    seen: set[tuple[object, ...]] = set()
    for column in (*first, *others):
        name = column["name"]
        if name in YEARS:
            continue
        values = [yearly.value(row, name) for _, row in places]
        has_reason = any((row, name) in reasons for _, row in places)
        key = (*values, column["unit"])
        repeats = key in seen and column["unit"] is not None
        if repeats or (not has_reason and all(value is None for value in values)):
            continue
        seen.add(key)
        header = _header(labels.get(name, column), language)
        rows.append((header, *(shown_cell(value, column, language) for value in values)))
        notes.append(_why(name, places, values, reasons, language))
    years = [str(year) for year, _ in places]
    first_header = "Indicateur" if language == "fr" else "Indicator"
    return SheetTable(
        caption,
        (first_header, *years),
        (False, *(True for _ in years)),
        tuple(rows),
        notes=tuple(notes) if any(notes) else (),
    )


def _why(
    name: str,
    places: Sequence[tuple[int, int]],
    values: Sequence[Any],
    reasons: Mapping[tuple[int, str], str],
    language: Language,
) -> str:
    lacking = [
        (str(year), reasons[row, name])
        for (year, row), value in zip(places, values, strict=True)
        if value is None and (row, name) in reasons
    ]
    if len(lacking) == len(places) and len({reason for _, reason in lacking}) == 1:
        return lacking[0][1]
    return grouped(lacking, language)


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
        " ".join(
            sentence
            for sentence in (
                _sentence(yearly, language),
                _population(yearly, language),
                _coverage(content, yearly, language),
            )
            if sentence
        ),
        _lacking_months(partial, language),
        _completeness(content, language),
        _compared(content, yearly, language),
        _sources(content, language),
        frozen_sentence(content, language),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _sentence(yearly: Yearly | None, language: Language) -> str:
    if yearly is None or not yearly.has(_SENTENCE):
        return ""
    sentence = yearly.value(yearly.row, _SENTENCE)
    return str(sentence[language]) if isinstance(sentence, dict) else ""


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
    if communes.get("number") is not None and not _sentence(yearly, language):
        parts.append(f"{communes['number']} communes")
        if months.get("number") is not None:
            of = f"{' sur ' if fr else ' of '}{months['expected']}" if months["expected"] else ""
            parts.append(f"{months['number']} {'mois' if fr else 'months'}{of}")
    covered = f"{'Couvert' if fr else 'Covered'} : {', '.join(parts)}." if parts else ""
    missing = ", ".join(communes.get("missing") or ())
    if missing:
        lacking = f"Communes absentes : {missing}." if fr else f"Missing communes: {missing}."
    elif communes and communes.get("expected") is None:
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
    is_partial = bool((content["scope"] or {}).get("partial"))
    if lacking:
        if fr:
            have = "n'a pas de valeur" if len(lacking) == 1 else "n'ont pas de valeur"
            return (
                f"{len(lacking)} indicateur{'s' if len(lacking) > 1 else ''} sur {len(figures)} "
                f"{have} : la raison est écrite dessous."
            )
        have = "has no value" if len(lacking) == 1 else "have no value"
        return f"{len(lacking)} of {len(figures)} indicators {have}: the reason stands below."
    if is_partial:
        return "Ces chiffres sont partiels." if fr else "These figures are partial."
    return ""


def _compared(content: Mapping[str, Any], yearly: Yearly | None, language: Language) -> str:
    """Of a year before that is passed over, why it has no figure."""
    if yearly is None or yearly.passed_over is None or yearly.compared is None:
        return ""
    year, row = yearly.passed_over
    reasons = why_missing(yearly.table, language)
    first = content["answer"]["figures"][0]["name"]
    why = f" ({reasons[row, first]})" if (row, first) in reasons else ""
    if language == "fr":
        return (
            f"{year} n'a pas de chiffre annuel{why} : la comparaison est avec {yearly.compared[0]}."
        )
    return f"{year} has no yearly figure{why}: the comparison is with {yearly.compared[0]}."


def _sources(content: Mapping[str, Any], language: Language) -> str:
    named = dict.fromkeys(_named(source, language) for source in content["sources"])
    if not named:
        return ""
    beginning = "Ces chiffres viennent de : " if language == "fr" else "These figures come from: "
    return f"{beginning}{', '.join(named)}."


def _named(source: Mapping[str, Any], language: Language) -> str:
    title = str(source["title"][language] if source["title"] else source["dataset"])
    owner = source["owner"]["name"] if source["owner"] else ""
    return title if owner in title else f"{title} – {owner}"


def frozen_sentence(content: Mapping[str, Any], language: Language) -> str:
    day, version = shown_instant(content["frozen_at"], language), content["version"]
    vote, changed = content["deliberation"], content["what_changed"]
    if language == "fr":
        text = f"Chiffres figés le {day}, version {version}."
        text += f" Délibération : {vote}." if vote else ""
        return text + (f" Ce qui change : {changed}" if changed else "")
    text = f"Figures frozen on {day}, version {version}."
    text += f" Deliberation: {vote}." if vote else ""
    return text + (f" What changes: {changed}" if changed else "")
