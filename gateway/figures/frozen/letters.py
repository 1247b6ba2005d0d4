"""The letter to a contractor about the disputes of a frozen figure: on paper, for a signature."""

from __future__ import annotations

from enum import StrEnum

import orjson

from catalog.actions.figures.sending import disputes_for_paper
from catalog.canonical_json import write_canonical
from catalog.model.figure import FrozenFigure
from catalog.model.problem import Language
from catalog.snapshot import Snapshot
from gateway.base.typesetting import Typesetter
from gateway.figures.frozen.papers import FigurePaper, check_address
from papers.html_page import html_of
from papers.letter_sheet import letter_sheet


class LetterFormat(StrEnum):
    """As `format` of the address, and the ending of the file."""

    PDF = "pdf"
    HTML = "html"

    @property
    def media_type(self) -> str:
        return FigurePaper(self.value).media_type


async def letter_of(
    figure: FrozenFigure,
    to: str,
    catalog: Snapshot,
    kind: LetterFormat,
    language: Language,
    base: str,
    printer: Typesetter,
) -> bytes:
    """`to`: a slug, a SIREN, or the name of whoever is no body here. `base` is the platform's
    public address. Nothing of the figure but its disputes is in it, nor attached to it.

    Raises ActRefused for a figure that has none or rests on what others gave; PaperNotPrinted.
    """
    name, disputes = disputes_for_paper(figure, to, catalog)
    sheet = letter_sheet(
        orjson.loads(figure.content),
        disputes,
        name,
        figure.id,
        check_address(base, figure.id),
        language,
    )
    if kind is LetterFormat.HTML:
        return html_of(sheet).encode()
    attached = write_canonical({"figure": figure.id, "disputes": disputes}).decode()
    return await printer.pdf(sheet, attached, figure.at, str(figure.body))
