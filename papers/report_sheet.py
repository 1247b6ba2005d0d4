"""A frozen result of a service as a report that a council reads: what matters on the first page,
rows of the report's year alone, all communes in one table; apart, the figures of each of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from catalog.fold import fold
from catalog.model.problem import Language
from papers.bars import first_bars
from papers.comment import comment_sections
from papers.communes import Commune, Detail, detail_of
from papers.indicators import TOLD, all_indicators, parts_of_report
from papers.printed_table import FOR_ALL, facts_of, grouped, printed_table, with_rows
from papers.report_opening import FIGURES, frozen_sentence, opening, synthetic_sentence
from papers.sheet import Section, Sheet
from papers.shown import YEARS, is_numeric, shown_part
from papers.sources import made_section, sources_section
from papers.tonnes import in_tonnes
from papers.words import words_of
from papers.yearly import Yearly, yearly_of

_FOR_ALL_COMMUNES = {"fr": "Pour toutes les communes : ", "en": "For all communes: "}
_WORDS = re.compile(r"\w+")


class ReportPart(StrEnum):
    """The whole, the report without its communes, or a block for each commune to be handed out."""

    WHOLE = "whole"
    REPORT = "report"
    COMMUNES = "communes"


def is_report(content: Mapping[str, Any]) -> bool:
    """True where the figure was frozen as a report; statements and earlier versions were not."""
    return "report" in content["answer"]


def communes_of(content: Mapping[str, Any]) -> tuple[Commune, ...]:
    """The communes that have figures of their own in the report, in the service's order."""
    detail = detail_of(content, "fr") if is_report(content) else None
    return () if detail is None else tuple(detail.communes)


def report_title(report: Mapping[str, Any], body: str, language: Language) -> str:
    title, year = report["title"][language], report["year"]
    return f"{title}, {body}" if year is None else f"{title}, {year}, {body}"


def report_sheet(
    content: Mapping[str, Any],
    digest: str,
    address: str,
    language: Language,
    part: ReportPart = ReportPart.WHOLE,
    commune: str | None = None,
) -> Sheet:
    """`commune`: the page of that one alone, by its code, whatever the part; it must have one."""
    fr = language == "fr"
    title = report_title(_dated(content), content["body"]["name"], language)
    given = content["title"][language]
    detail = detail_of(content, language)
    own = next((one for one in detail.communes if one.code == commune), None) if detail else None
    if detail is not None and own is not None:
        sections = _of_commune(content, detail, own, language)
    elif detail is not None and part == ReportPart.COMMUNES:
        sections = _annex(content, detail, language)
    else:
        sections = _report(content, detail, language, has_communes=part == ReportPart.WHOLE)
    return Sheet(
        language=language,
        kind="Chiffres figés" if fr else "Frozen figures",
        title=title if own is None else f"{own.name} ({own.code})",
        subtitle=_subtitle(content, given) if own is None else title,
        body=content["body"]["name"],
        digest=digest,
        address=address,
        attached="interco-figure.json" if own is None else "interco-commune.json",
        sections=tuple(sections),
        words=words_of(language),
    )


def _dated(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The report with its year: the service's own, else the year given when it was frozen."""
    report: Mapping[str, Any] = content["answer"]["report"]
    return {**report, "year": report["year"] or content["year"]}


def _subtitle(content: Mapping[str, Any], given: str) -> str:
    """A title that somebody gave, where it says more than that of the report. One that was given
    in French alone stands in English too.
    """
    dated, body = _dated(content), content["body"]["name"]
    known = f"{report_title(dated, body, 'fr')} {report_title(dated, body, 'en')}"
    return "" if set(_WORDS.findall(fold(given))) <= set(_WORDS.findall(fold(known))) else given


def _report(
    content: Mapping[str, Any], detail: Detail | None, language: Language, *, has_communes: bool
) -> list[Section]:
    first, *others = _figures(content, detail, language)
    return [
        first,
        *comment_sections(content, language),
        *others,
        *(_communes(content, detail, language) if has_communes else ()),
        *_to_complete(content, language),
        *_sources(content, language),
        made_section(content, _kept_whole(content, language), language),
    ]


def _to_complete(content: Mapping[str, Any], language: Language) -> list[Section]:
    """The section that names the parts of the report that are not data: the body writes them. Empty
    where the report owes none.
    """
    lacking = content["answer"]["report"].get("to_complete", ())
    if not lacking:
        return []
    fr, body = language == "fr", content["body"]["name"]
    heading = f"À compléter par {body}" if fr else f"To be completed by {body}"
    parts = "; ".join(str(one[language]) for one in lacking)
    parts = parts.replace("; ", " ; ") if fr else parts
    owed = f"Le rapport doit dire aussi : {parts}." if fr else f"The report owes too: {parts}."
    return [Section(heading, (owed,))]


def figures_of(content: Mapping[str, Any], language: Language) -> list[Section]:
    """The sections of its figures, without the communes and what stands around them."""
    return _figures(content, detail_of(content, language), language)


def _figures(
    content: Mapping[str, Any], detail: Detail | None, language: Language
) -> list[Section]:
    yearly = yearly_of(content)
    done = {FIGURES} | ({yearly.name} if yearly else set())
    partial = [] if detail is None else detail.partial
    paragraphs = tuple(opening(content, yearly, partial, language))
    heading = "L'essentiel" if language == "fr" else "In short"
    divided = _divided(content, yearly, detail, language)
    parts = parts_of_report(content, yearly, language)
    if parts:
        within = [replace(one, level=3) for one in divided]
        first = [Section(heading, paragraphs), parts[0], *within, *parts[1:]]
    else:
        indicators = all_indicators(heading, content, yearly, language)
        first = [replace(indicators, paragraphs=paragraphs), *divided]
    return [*first, *_tables(content, yearly, done, detail, language), *_bodies(detail, language)]


def _divided(
    content: Mapping[str, Any], yearly: Yearly | None, detail: Detail | None, language: Language
) -> list[Section]:
    """The whole, divided as the service divides it: bars and their table."""
    if detail is None or not detail.is_divided:
        return []
    fr, year = language == "fr", content["answer"]["report"]["year"]
    by = f"par {detail.by}" if fr else f"by {detail.by}"
    when = "" if year is None else f", {year}"
    is_told = yearly is not None and yearly.sentence(language) != ""
    made = detail.of(detail.whole, TOLD if is_told else ())
    return [
        Section(
            f"{by[:1].upper()}{by[1:]}{when}",
            paragraphs=(made.above,) if made.above else (),
            tables=(made.table,),
            picture=detail.bars(detail.whole, f"{by}{when}"),
        )
    ]


def _tables(
    content: Mapping[str, Any],
    yearly: Yearly | None,
    done: set[str],
    detail: Detail | None,
    language: Language,
) -> list[Section]:
    """Rows of the report's year alone, where a table has years; bars of the first that has some,
    where no others are drawn.
    """
    answer, sections = content["answer"], []
    is_drawn = detail is not None and detail.is_divided
    for name in answer["report"]["order"]:
        table = answer["tables"][name]
        is_detail = detail is not None and table is detail.table
        if name in done or (is_detail and detail is not None and detail.is_divided):
            continue
        kept = _of_the_year(table, answer["report"]["year"])
        if is_detail and detail is not None:
            kept = _without_communes(kept, detail)
        if not kept["rows"] or not shown_part(kept)["columns"]:
            continue
        if len(kept["rows"]) == 1 and yearly is not None and _repeats(kept, yearly):
            continue
        section = _section(kept, language)
        if not is_drawn and (picture := first_bars(shown_part(kept), language)) is not None:
            section, is_drawn = replace(section, picture=picture), True
        sections.append(section)
    return sections


def _section(table: Mapping[str, Any], language: Language) -> Section:
    heading = str(table["label"][language])
    if len(table["rows"]) == 1:
        return Section(heading, facts=facts_of(in_tonnes(table), 0, language))
    made = printed_table(in_tonnes(table), "", language)
    above = (FOR_ALL[language] + made.above,) if made.above else ()
    return Section(heading, paragraphs=above, tables=(made.table,))


def _of_the_year(table: Mapping[str, Any], year: int | None) -> Mapping[str, Any]:
    places = [at for at, one in enumerate(table["columns"]) if one["name"] in YEARS]
    if not places or year is None:
        return table
    at = places[0]
    return with_rows(table, [place for place, row in enumerate(table["rows"]) if row[at] == year])


def _without_communes(table: Mapping[str, Any], detail: Detail) -> Mapping[str, Any]:
    """They stand in the annex."""
    communes = {commune.code for commune in detail.communes}
    at = next(
        at for at, one in enumerate(table["columns"]) if one["name"] == table["by_commune"]["code"]
    )
    places = [place for place, row in enumerate(table["rows"]) if row[at] not in communes]
    return with_rows(table, places)


def _repeats(table: Mapping[str, Any], yearly: Yearly) -> bool:
    """One body alone has the figures of the whole: they are told once. A figure that the table of
    years does not show is told by the other.
    """
    numbers = [
        (column["name"], table["rows"][0][at])
        for at, column in enumerate(table["columns"])
        if is_numeric(column)
        and column["name"] in table.get("shown", [column["name"]])
        and column["name"] not in YEARS
    ]
    shown_there = yearly.table.get("shown", [name for name, _ in numbers])
    return bool(numbers) and all(
        name in shown_there and yearly.has(name) and yearly.value(yearly.row, name) == value
        for name, value in numbers
    )


def _bodies(detail: Detail | None, language: Language) -> list[Section]:
    if detail is None or not detail.is_divided or len(detail.bodies) <= 1:
        return []
    header, table = detail.by_body()
    by = f", par {detail.by}" if language == "fr" else f", by {detail.by}"
    made = printed_table(table, "", language)
    above = (FOR_ALL[language] + made.above,) if made.above else ()
    return [Section(f"{header}{by}", paragraphs=above, tables=(made.table,))]


def _sources(
    content: Mapping[str, Any], language: Language, commune: str | None = None
) -> list[Section]:
    return [sources_section(content, language, commune)] if content["sources"] else []


def _kept_whole(content: Mapping[str, Any], language: Language) -> list[str]:
    """Names of tables that the paper shows in part."""
    tables: Mapping[str, Any] = content["answer"]["tables"]
    return [
        str(table["label"][language])
        for table in tables.values()
        if len(shown_part(table)["columns"]) < len(table["columns"])
    ]


def _communes(
    content: Mapping[str, Any], detail: Detail | None, language: Language
) -> list[Section]:
    """All of them in one table, so that each is read against the others."""
    if detail is None or len(detail.communes) <= 1:
        return []
    fr, year = language == "fr", content["answer"]["report"]["year"]
    header, made = detail.by_commune()
    by = "" if not detail.is_divided else f", par {detail.by}" if fr else f", by {detail.by}"
    when = "" if year is None else f", {year}"
    above = (FOR_ALL[language] + made.above,) if made.above else ()
    handed_out = (
        "La fiche de chaque commune, à lui remettre, se télécharge sur la page de ces chiffres."
        if fr
        else "The sheet of each commune, to be handed to it, is downloaded from the page of these "
        "figures."
    )
    named = header[:1].lower() + header[1:]
    heading = f"{'Les communes : ' if fr else 'The communes: '}{named}{by}{when}"
    names = ", ".join(one.name for one in detail.silent)
    silent = (f"Aucune ligne reçue : {names}." if fr else f"No row received: {names}.",)
    below = (*(silent if names else ()), handed_out)
    return [Section(heading, above, tables=(made.table,), below=below)]


def _annex(content: Mapping[str, Any], detail: Detail, language: Language) -> list[Section]:
    fr = language == "fr"
    heading = "Les chiffres de chaque commune" if fr else "The figures of each commune"
    labels = {one["name"]: str(one["label"][language]) for one in detail.table["columns"]}
    alike = detail.alike
    months = grouped([(labels[name], value) for name, value in alike.items()], language)
    shared = f"{_FOR_ALL_COMMUNES[language]}{months}." if months else ""
    paragraphs = (synthetic_sentence(content, language), shared)
    return [
        Section(heading, tuple(filter(None, paragraphs))),
        *(detail.block(one, level=3, omitted=alike) for one in detail.communes),
    ]


def _of_commune(
    content: Mapping[str, Any], detail: Detail, own: Commune, language: Language
) -> Sequence[Section]:
    """One page that is handed to that commune: its figures, then where they come from."""
    fr, year = language == "fr", content["answer"]["report"]["year"]
    block = detail.block(own, level=2)
    heading = "Les chiffres de la commune" if fr else "The figures of the commune"
    picture = None
    if detail.is_divided:
        by = f"par {detail.by}" if fr else f"by {detail.by}"
        picture = detail.bars(own.code, by if year is None else f"{by}, {year}")
    return [
        Section(
            heading,
            tuple(
                filter(
                    None,
                    (
                        *block.paragraphs,
                        synthetic_sentence(content, language),
                        frozen_sentence(content, language),
                    ),
                )
            ),
            block.facts,
            block.tables,
            picture,
        ),
        *_sources(content, language, own.code),
    ]
