"""A frozen result of a service as a report that a council reads: what matters on the first page,
rows of the report's year alone, and an annex with the figures of each commune.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from catalog.model.problem import Language
from gateway.paper.bars import first_bars
from gateway.paper.communes import Commune, Detail, detail_of
from gateway.paper.printed_table import FOR_ALL, facts_of, printed_table, with_rows
from gateway.paper.report_opening import (
    FIGURES,
    Yearly,
    figures_alone,
    figures_by_year,
    frozen_sentence,
    opening,
    yearly_of,
)
from gateway.paper.sheet import Section, Sheet
from gateway.paper.shown import YEARS, is_numeric, shown_part
from gateway.paper.sources import rest_section, sources_section, statement_section
from gateway.paper.words import words_of


class ReportPart(StrEnum):
    """The whole, the report without its annex, or the annex of the communes alone."""

    WHOLE = "whole"
    REPORT = "report"
    COMMUNES = "communes"


def is_report(content: Mapping[str, Any]) -> bool:
    """Whether it was frozen as one; figures of statements and of earlier versions were not."""
    return "report" in content["answer"]


def communes_of(content: Mapping[str, Any]) -> tuple[Commune, ...]:
    """Those that have figures of their own in it, in the service's order."""
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
    elif detail is not None and part is ReportPart.COMMUNES:
        sections = _annex(detail, language)
    else:
        sections = _report(content, detail, language)
        if detail is not None and part is ReportPart.WHOLE:
            first, *others = _annex(detail, language)
            sections += [_on_a_new_page(first), *others]
    return Sheet(
        language=language,
        kind="Chiffres figés" if fr else "Frozen figures",
        title=title if own is None else f"{own.name} ({own.code})",
        subtitle=_subtitle(title, given, own),
        body=content["body"]["name"],
        digest=digest,
        address=address,
        attached="interco-figure.json" if own is None else "interco-commune.json",
        sections=tuple(sections),
        words=words_of(language),
    )


def _dated(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where a service has no year of its own, the one that whoever froze its result gave."""
    report: Mapping[str, Any] = content["answer"]["report"]
    return {**report, "year": report["year"] or content["year"]}


def _subtitle(title: str, given: str, own: Commune | None) -> str:
    if own is not None:
        return title
    return "" if given in title else given


def _report(content: Mapping[str, Any], detail: Detail | None, language: Language) -> list[Section]:
    return [
        *_figures(content, detail, language),
        *_sources(content, language),
        *_rest(content, language),
        statement_section(content, language, is_report=True),
    ]


def figures_of(content: Mapping[str, Any], language: Language) -> list[Section]:
    """The sections of its figures, without the annex and what stands around them."""
    return _figures(content, detail_of(content, language), language)


def _figures(
    content: Mapping[str, Any], detail: Detail | None, language: Language
) -> list[Section]:
    yearly = yearly_of(content)
    done = {FIGURES} | ({yearly.name} if yearly else set())
    return [
        _essential(content, yearly, [] if detail is None else detail.partial, language),
        *_divided(content, detail, language),
        *_tables(content, yearly, done, detail, language),
        *_bodies(detail, language),
    ]


def _essential(
    content: Mapping[str, Any], yearly: Yearly | None, partial: Sequence[str], language: Language
) -> Section:
    heading = "L'essentiel" if language == "fr" else "In short"
    paragraphs = tuple(opening(content, yearly, partial, language))
    if yearly is not None:
        table = figures_by_year(content, yearly, "", language)
    elif content["answer"]["figures"]:
        table = figures_alone(content, language)
    else:
        return Section(heading, paragraphs=paragraphs)
    return Section(heading, paragraphs=paragraphs, tables=(table,))


def _divided(
    content: Mapping[str, Any], detail: Detail | None, language: Language
) -> list[Section]:
    """The whole, divided as the service divides it: bars and their table."""
    if detail is None or not detail.is_divided:
        return []
    fr, year = language == "fr", content["answer"]["report"]["year"]
    by = f"par {detail.by}" if fr else f"by {detail.by}"
    when = "" if year is None else f", {year}"
    made = detail.of(detail.whole)
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
        return Section(heading, facts=facts_of(table, 0, language))
    made = printed_table(table, "", language)
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
    """One body alone has the figures of the whole: they are told once."""
    numbers = [
        (one["name"], table["rows"][0][at])
        for at, one in enumerate(table["columns"])
        if is_numeric(one) and yearly.has(one["name"])
    ]
    return bool(numbers) and all(yearly.value(yearly.row, name) == one for name, one in numbers)


def _bodies(detail: Detail | None, language: Language) -> list[Section]:
    if detail is None or not detail.is_divided or len(detail.bodies) <= 1:
        return []
    header, table = detail.by_body()
    by = f", par {detail.by}" if language == "fr" else f", by {detail.by}"
    made = printed_table(table, "", language)
    above = (FOR_ALL[language] + made.above,) if made.above else ()
    return [Section(f"{header}{by}", paragraphs=above, tables=(made.table,))]


def _sources(content: Mapping[str, Any], language: Language) -> list[Section]:
    return [sources_section(content, language)] if content["sources"] else []


def _rest(content: Mapping[str, Any], language: Language) -> list[Section]:
    tables: Mapping[str, Any] = content["answer"]["tables"]
    rest = [
        str(table["label"][language])
        for table in tables.values()
        if len(shown_part(table)["columns"]) < len(table["columns"])
    ]
    return [rest_section(rest, language)] if rest else []


def _annex(detail: Detail, language: Language) -> list[Section]:
    heading = (
        "Annexe : les chiffres de chaque commune"
        if language == "fr"
        else "Annex: the figures of each commune"
    )
    return [Section(heading), *(detail.block(one, level=3) for one in detail.communes)]


def _on_a_new_page(section: Section) -> Section:
    return Section(section.heading, section.paragraphs, starts_page=True)


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
            (*block.paragraphs, frozen_sentence(content, language)),
            block.facts,
            block.tables,
            picture,
        ),
        *_sources(content, language),
    ]
