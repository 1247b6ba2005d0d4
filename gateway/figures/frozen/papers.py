"""The papers of a frozen figure, made of its canonical content and of nothing else."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from catalog.canonical_json import write_canonical
from catalog.model.figure import FrozenFigure
from catalog.model.problem import Language
from gateway.base.typesetting import Typesetter
from gateway.figures.frozen.commune_sheets import SHEETS, sheet_of
from gateway.figures.frozen.problems import NoSuchPart
from papers.figure_sheet import figure_sheet
from papers.html_page import html_of
from papers.report_sheet import ReportPart, communes_of
from papers.workbook import figure_workbook


class FigurePaper(StrEnum):
    """As `format` of the address, and the ending of the file."""

    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_IN_PARTS = frozenset({FigurePaper.PDF, FigurePaper.HTML})
_PART_NAMES = {ReportPart.REPORT: "rapport", ReportPart.COMMUNES: "communes"}
_MOST_LISTED = 60
_MEDIA_TYPES = {
    FigurePaper.PDF: "application/pdf",
    FigurePaper.HTML: "text/html; charset=utf-8",
    FigurePaper.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FigurePaper.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """`part` and `commune` (the code of the one whose page it is, with no other's rows in it nor
    attached) are of a report, as PDF or as a web page; the other formats are whole.
    """

    kind: FigurePaper
    language: Language
    part: ReportPart = ReportPart.WHOLE
    commune: str | None = None


async def paper_of(
    figure: FrozenFigure, wanted: PaperWanted, base: str, printer: Typesetter
) -> bytes:
    """`base` is the platform's public address. Raises PaperNotPrinted, NoSuchPart."""
    kind, language = wanted.kind, wanted.language
    if kind is FigurePaper.JSON:
        return figure.content.encode()
    content = orjson.loads(figure.content)
    if kind is FigurePaper.XLSX:
        return await asyncio.to_thread(figure_workbook, content, figure.id, language)
    _refuse_unknown(wanted, content)
    attached, digest = figure.content, figure.id
    if wanted.commune is not None:
        attached = write_canonical(sheet_of(content, figure.id, wanted.commune)).decode()
        if SHEETS in content:
            digest = hashlib.sha256(attached.encode()).hexdigest()
    address = check_address(base, digest)
    sheet = figure_sheet(content, digest, address, language, wanted.part, wanted.commune)
    if kind is FigurePaper.HTML:
        return html_of(sheet).encode()
    return await printer.pdf(sheet, attached, figure.at, str(figure.body))


def paper_name(figure: FrozenFigure, slug: str, wanted: PaperWanted) -> str:
    """`report-2025-valcobreizh-1a2b3c4d.pdf`: what it is, of when, whose, which version."""
    parts = [figure.indicator.replace("_", "-")]
    parts += [] if figure.year is None else [str(figure.year)]
    parts.append(slug)
    if wanted.kind in _IN_PARTS and wanted.commune is not None:
        parts.append(wanted.commune)
    elif wanted.kind in _IN_PARTS and wanted.part is not ReportPart.WHOLE:
        parts.append(_PART_NAMES[wanted.part])
    return f"{'-'.join((*parts, figure.id[:8]))}.{wanted.kind.value}"


def _refuse_unknown(wanted: PaperWanted, content: Mapping[str, Any]) -> None:
    if wanted.commune is None:
        return
    known = {commune.code: commune.name for commune in communes_of(content)}
    if wanted.commune not in known:
        listed = ", ".join(f"{code} {name}" for code, name in list(known.items())[:_MOST_LISTED])
        listed += " …" if len(known) > _MOST_LISTED else ""
        raise NoSuchPart(
            commune=wanted.commune,
            communes_fr=listed or "il n'en a aucune",
            communes_en=listed or "it has none",
        )


def check_address(base: str, digest: str) -> str:
    """The address at which anybody learns whether a paper is genuine."""
    return f"{base.rstrip('/')}/verify/{digest}"
