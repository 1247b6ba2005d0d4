"""A frozen figure as a sheet: made of its canonical JSON, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.figure_coverage import FigureCoverage, coverage_of, reasons_of
from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from papers.bars import first_bars
from papers.comment import comment_sections
from papers.printed_table import FOR_ALL, printed_table
from papers.report_sheet import ReportPart, is_report, report_sheet
from papers.sheet import Fact, Section, Sheet, SheetTable
from papers.shown import count_lacking, header_of, is_numeric, shown_part, shown_row
from papers.sources import (
    kept_apart,
    rest_section,
    sources_section,
    statement_section,
    what_changes,
)
from papers.words import shown_instant, shown_number, words_of


def figure_sheet(
    content: Mapping[str, Any],
    digest: str,
    address: str,
    language: Language,
    part: ReportPart = ReportPart.WHOLE,
    commune: str | None = None,
) -> Sheet:
    """`content` is what `digest` is of; `address` is where anybody checks it. Reports alone have
    parts.
    """
    if is_report(content):
        return report_sheet(content, digest, address, language, part, commune)
    is_french = language == "fr"
    return Sheet(
        language=language,
        kind="Chiffre figé" if is_french else "Frozen figure",
        title=content["title"][language],
        body=content["body"]["name"],
        digest=digest,
        address=address,
        attached="interco-figure.json",
        sections=(
            _about(content, language),
            *comment_sections(content, language),
            *_tables(content, language),
            *_coverage(content, language),
            sources_section(content, language),
            statement_section(content, language),
        ),
        words=words_of(language),
    )


def _about(content: Mapping[str, Any], language: Language) -> Section:
    fr = language == "fr"
    body = content["body"]
    facts = [
        Fact("Organisme" if fr else "Organisation", f"{body['name']} (SIREN {body['siren']})"),
        Fact("Indicateur" if fr else "Indicator", content["indicator"]),
    ]
    if content["year"] is not None:
        facts.append(Fact("Année" if fr else "Year", str(content["year"])))
    facts.append(
        Fact("Figé le" if fr else "Frozen on", shown_instant(content["frozen_at"], language))
    )
    facts.append(Fact("Version", str(content["version"])))
    if content["what_changed"]:
        facts.append(
            Fact("Ce qui change" if fr else "What changes", what_changes(content, language))
        )
    facts += kept_apart(content, language)
    missing = "aucune référence donnée" if fr else "no reference given"
    label = "Délibération" if fr else "Deliberation"
    facts.append(Fact(label, content["deliberation"] or missing))
    return Section("En bref" if fr else "In short", facts=tuple(facts))


def _tables(content: Mapping[str, Any], language: Language) -> list[Section]:
    fr = language == "fr"
    tables: Mapping[str, Any] = content["answer"]["tables"]
    sections = []
    printed = {name: shown_part(table) for name, table in tables.items()}
    for name, table in printed.items():
        if not table["columns"]:
            continue
        named = table["label"][language] if "label" in table else name
        heading = ("Chiffres" if fr else "Figures") + (f" : {named}" if len(tables) > 1 else "")
        made = printed_table(tables[name], heading, language)
        sections.append(
            Section(
                heading,
                paragraphs=(FOR_ALL[language] + made.above,) if made.above else (),
                tables=(made.table,),
                picture=first_bars(table, language),
            )
        )
    rest = [
        str(table["label"][language])
        for name, table in tables.items()
        if len(printed[name]["columns"]) < len(table["columns"])
    ]
    if rest:
        sections.append(rest_section(rest, language))
    return sections


def shown_table(table: Mapping[str, Any], caption: str, language: Language) -> SheetTable:
    columns = table["columns"]
    numeric = tuple(is_numeric(column) for column in columns)
    rows = tuple(shown_row(row, columns, language) for row in table["rows"])
    count = shown_number(str(len(rows)), language)
    lines = (
        ("lignes" if language == "fr" else "rows")
        if len(rows) > 1
        else ("ligne" if language == "fr" else "row")
    )
    headers = tuple(header_of(column, language) for column in columns)
    return SheetTable(f"{caption} ({count} {lines})", headers, numeric, rows)


def _completeness(content: Mapping[str, Any], language: Language) -> str:
    """« Yes » stands beside no dash, nor beside what nobody checked."""
    words = words_of(language)
    lacking, coverage = count_lacking(content), coverage_of(content)
    if coverage is FigureCoverage.PARTIAL:
        why = " ".join(_in_words(one, language) for one in reasons_of(content))
        dash = " – " if why else ""
        return f"{words['no']}{dash}{why}"
    if coverage is FigureCoverage.UNVERIFIED:
        return _in_words(coverage.words, language)
    if not lacking:
        return words["yes"]
    count = shown_number(str(lacking), language)
    if language == "fr":
        return f"toutes les sources ont répondu ; cases sans valeur : {count}"
    return f"all sources have answered; cells without a value: {count}"


def _in_words(text: Bilingual, language: Language) -> str:
    return text.fr if language == "fr" else text.en


def _coverage(content: Mapping[str, Any], language: Language) -> list[Section]:
    scope = content["scope"] or {}
    fr = language == "fr"
    communes = scope.get("communes") or {}
    covered, missing = communes.get("covered") or (), communes.get("missing") or ()
    number = communes.get("number", len(covered))
    facts = []
    if communes and number is not None:
        facts.append(Fact("Communes couvertes" if fr else "Communes covered", str(number)))
    if missing:
        facts.append(
            Fact("Communes manquantes" if fr else "Communes missing", ", ".join(map(str, missing)))
        )
    if communes.get("population") is not None:
        shown = shown_number(str(communes["population"]), language)
        facts.append(Fact("Population", shown))
    months = scope.get("months") or {}
    if months.get("number") is not None:
        of = "sur" if fr else "of"
        expected = "" if months.get("expected") is None else f" {of} {months['expected']}"
        facts.append(Fact("Mois" if fr else "Months", f"{months['number']}{expected}"))
    facts.append(Fact("Complet" if fr else "Complete", _completeness(content, language)))
    return [Section("Ce que cela couvre" if fr else "What it covers", facts=tuple(facts))]
