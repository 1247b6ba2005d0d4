"""A picture as people get it: sentence, drawing, legend, figures, files to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import Ink
from papers.pictures.reader import Reader
from papers.pictures.table import Table

Width: TypeAlias = Literal["wide", "narrow"]
SHORT_TABLE = 15
"""Rows of a table that stands open under its drawing; a longer one is unfolded."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The content of an SVG of this width and height; `inks` are the inks that fill its shapes."""

    width: float
    height: float
    content: Drawn
    inks: tuple[Ink, ...] = ()

    def definitions(self, of: str) -> Drawn | None:
        patterns = [ink.pattern(of) for ink in self.inks if ink.marks != "plain"]
        return element("defs", *patterns) if patterns else None

    @property
    def view(self) -> str:
        return f"0 0 {self.width:.0f} {self.height:.0f}"


@dataclass(frozen=True, slots=True)
class LegendLine:
    ink: Ink
    words: str


@dataclass(frozen=True, slots=True)
class Downloads:
    """Addresses of our own from which a picture's files come; None: no such file is offered."""

    svg: str | None = None
    csv: str | None = None


NO_DOWNLOADS = Downloads()


@dataclass(frozen=True, slots=True)
class Picture:
    """`draw(of, width)` is the drawing whose identifiers begin with `of`; None: there is none to
    draw, and `notes` say why. `shape` is one drawing for every screen (a map), or one for wide and
    one for narrow ones, so that words keep their size (a chart), or a table that is itself the
    picture.
    """

    reader: Reader
    title: str
    sentence: str
    table: Table
    shape: Literal["map", "chart", "table"]
    draw: Callable[[str, Width], Drawing] | None = None
    legend: tuple[LegendLine, ...] = ()
    notes: tuple[str, ...] = ()
    source: str | None = None
    figures: Drawn | None = None
    """The table as it is shown: with colours, or with links."""
    is_table_open: bool = False
    is_told_by_legend: bool = False
    """The legend shows all that the sentence says: only those who do not see it are told it."""

    def html(self, name: str, downloads: Downloads = NO_DOWNLOADS) -> Drawn:
        """`name` is its own on the page: a letter, then letters, digits and hyphens."""
        return element(
            "figure",
            element("figcaption", self.title, class_="picture-title", id=f"{name}-caption"),
            element("p", self.sentence, class_=self._sentence_class),
            *(element("p", note, class_="picture-note") for note in self.notes),
            self._drawn(name),
            self._legend(name),
            self._figures(name),
            self._source(),
            self._files(downloads),
            class_=f"picture picture-{self.shape}",
            id=name,
        )

    @property
    def _sentence_class(self) -> str:
        is_told = self.is_told_by_legend and bool(self.legend) and self.draw is not None
        return "picture-sentence hidden" if is_told else "picture-sentence"

    def _source(self) -> Drawn | None:
        """Whom it comes from, in a line; the rest of a long one is a click away."""
        if not self.source:
            return None
        short, _, rest = self.source.partition(",")
        if not rest:
            return element("p", self.source, class_="picture-source")
        return element(
            "details",
            element("summary", short),
            element("p", self.source),
            class_="picture-source",
        )

    def csv(self) -> str:
        return self.table.csv(self.reader)

    def _drawn(self, name: str) -> Drawn | None:
        if self.draw is None:
            return None
        if self.shape == "map":
            return element("div", self._svg(name, "wide"), class_="picture-drawing")
        return joined(
            element(
                "div",
                self._svg(f"{name}-{width}", width),
                class_=f"picture-drawing picture-{width}",
            )
            for width in ("wide", "narrow")
        )

    def _svg(self, of: str, width: Width) -> Drawn:
        assert self.draw is not None
        drawing = self.draw(of, width)
        return element(
            "svg",
            element("title", self.title, id=f"{of}-title"),
            element("desc", self.sentence, id=f"{of}-desc"),
            drawing.definitions(of),
            drawing.content,
            viewBox=drawing.view,
            role="img",
            aria_labelledby=f"{of}-title {of}-desc",
        )

    def _legend(self, name: str) -> Drawn | None:
        if not self.legend or self.draw is None:
            return None
        swatch = _own_swatch if self.shape == "chart" else _swatch
        return element(
            "ul",
            *(
                element("li", swatch(line.ink, name), element("span", line.words))
                for line in self.legend
            ),
            class_="picture-legend",
        )

    def _figures(self, name: str) -> Drawn:
        long = len(self.table.rows) > SHORT_TABLE
        box = element(
            "div",
            self.figures or self.table.html(self.reader),
            class_="picture-scroll picture-long" if long else "picture-scroll",
            role="region",
            tabindex="0",
            aria_labelledby=f"{name}-caption",
        )
        if self.shape == "table":
            return box
        count = len(self.table.rows)
        words = self.reader.ngettext(
            "Les chiffres en tableau (%(count)s ligne)",
            "Les chiffres en tableau (%(count)s lignes)",
            count,
        )
        return element(
            "details",
            element("summary", words % {"count": self.reader.number(count)}),
            box,
            class_="picture-figures",
            open=self.is_table_open,
        )

    def _files(self, downloads: Downloads) -> Drawn | None:
        svg = downloads.svg if self.draw is not None else None
        links = [
            element("a", words, href=address, download=True)
            for address, words in (
                (svg, self.reader.gettext("Télécharger l'image (SVG)")),
                (downloads.csv, self.reader.gettext("Télécharger les chiffres (CSV)")),
            )
            if address is not None
        ]
        return element("p", *links, class_="picture-files") if links else None


def _swatch(ink: Ink, of: str) -> Drawn:
    """`of`: a drawing that is always shown, and holds the pattern."""
    box = element("rect", width=44, height=28, fill=ink.paint(of), class_=f"swatch {ink.name}")
    return _key_box(box)


def _own_swatch(ink: Ink, of: str) -> Drawn:
    """With a pattern of its own: one of two drawings is not shown, and paints nothing."""
    own = f"{of}-key"
    pattern = ink.pattern(own)
    box = element("rect", width=44, height=28, fill=ink.paint(own), class_=f"swatch {ink.name}")
    return _key_box(box if pattern is None else joined((element("defs", pattern), box)))


def _key_box(content: Drawn) -> Drawn:
    return element("svg", content, viewBox="0 0 44 28", aria_hidden="true", class_="picture-swatch")
