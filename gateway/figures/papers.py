"""The papers of a frozen figure, made of its canonical content and of nothing else."""

from __future__ import annotations

import asyncio
from enum import StrEnum

import orjson

from catalog.model.figure import FrozenFigure
from catalog.model.problem import Language
from gateway.paper.figure_sheet import figure_sheet
from gateway.paper.html_page import html_of
from gateway.paper.typesetting import Typesetter
from gateway.paper.workbook import figure_workbook


class FigurePaper(StrEnum):
    """As `format` of the address, and the ending of the file."""

    PDF = "pdf"
    HTML = "html"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FigurePaper.PDF: "application/pdf",
    FigurePaper.HTML: "text/html; charset=utf-8",
    FigurePaper.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FigurePaper.JSON: "application/json",
}


async def paper_of(
    figure: FrozenFigure, kind: FigurePaper, language: Language, base: str, printer: Typesetter
) -> bytes:
    """`base` is the platform's public address. Raises PaperNotPrinted."""
    if kind is FigurePaper.JSON:
        return figure.content.encode()
    content = orjson.loads(figure.content)
    if kind is FigurePaper.XLSX:
        return await asyncio.to_thread(figure_workbook, content, figure.id, language)
    sheet = figure_sheet(content, figure.id, check_address(base, figure.id), language)
    if kind is FigurePaper.HTML:
        return html_of(sheet).encode()
    return await printer.pdf(sheet, figure.content, figure.at)


def check_address(base: str, digest: str) -> str:
    """Where anybody learns whether a paper is genuine."""
    return f"{base.rstrip('/')}/verify/{digest}"
