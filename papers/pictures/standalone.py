"""A picture as a file of its own, with its title, sentence, legend and source inside.

Fills are attributes: no style sheet goes with it, and office programs and PDF writers read those.
"""

from __future__ import annotations

from textwrap import wrap

from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import INK, PAPER, SOFT_INK
from papers.pictures.picture import LegendLine, Picture, Width

_WIDTH = 800
_MARGIN = 24
_DRAWN: dict[Width, int] = {"wide": 720, "narrow": 300}
"""The width of a chart that keeps the size of its words."""
_FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_LETTER = 0.53
"""Of the size of the text: the mean width of a letter, a little more than in these fonts."""


def standalone_svg(picture: Picture) -> str:
    """Raises ValueError for a picture that has no drawing."""
    if picture.draw is None:
        raise ValueError(f"{picture.title!r} has no drawing")
    of = "image"
    drawing = picture.draw(of, "wide")
    scale = (_WIDTH - 2 * _MARGIN) / drawing.width
    parts: list[Drawn | None] = [drawing.definitions(of)]
    top = float(_MARGIN)
    for text, size, colour, weight in (
        (picture.title, 20, INK, "bold"),
        (picture.sentence, 15, INK, None),
        *((note, 13, SOFT_INK, None) for note in picture.notes),
    ):
        block, height = _block(text, top, size, colour, weight)
        parts.append(block)
        top += height
    place = f"translate({_MARGIN} {top:.1f}) scale({scale:.4f})"
    parts.append(element("g", drawing.content, transform=place))
    top += drawing.height * scale + 12
    for line in picture.legend:
        parts.append(_legend_line(line, of, top))
        top += 26
    if picture.source:
        block, height = _block(picture.source, top + 4, 12, SOFT_INK, None)
        parts.append(block)
        top += height
    height = top + _MARGIN / 2
    background = element("rect", width=_WIDTH, height=height, fill=PAPER)
    return element(
        "svg",
        element("title", picture.title, id="image-title"),
        element("desc", picture.sentence, id="image-desc"),
        background,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=_WIDTH,
        height=height,
        viewBox=f"0 0 {_WIDTH} {height:.1f}",
        role="img",
        aria_labelledby="image-title image-desc",
        font_family=_FONT,
    )


def drawing_svg(picture: Picture, width: Width) -> str:
    """The drawing and its legend alone, for a paper that has the words beside it. Raises ValueError
    for a picture that has no drawing.
    """
    if picture.draw is None:
        raise ValueError(f"{picture.title!r} has no drawing")
    of = "paper"
    drawing = picture.draw(of, width)
    # A map is one drawing for every width: its legend is as large as on the others.
    size = 12 * drawing.width / _DRAWN[width]
    top, parts = drawing.height + size, [drawing.definitions(of), drawing.content]
    for line in picture.legend:
        parts.append(_small_legend_line(line, of, top, size))
        top += 1.7 * size
    height = top if picture.legend else drawing.height
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {drawing.width:.0f} {height:.1f}",
        font_family=_FONT,
    )


def _small_legend_line(line: LegendLine, of: str, top: float, size: float) -> Drawn:
    swatch = element(
        "rect",
        x=1,
        y=top,
        width=2 * size,
        height=1.2 * size,
        fill=line.ink.paint(of),
        stroke=SOFT_INK,
        stroke_width=size / 16,
    )
    words = element("text", line.words, x=2.8 * size, y=top + size, font_size=size, fill=INK)
    return element("g", swatch, words)


def _block(
    text: str, top: float, size: int, colour: str, weight: str | None
) -> tuple[Drawn, float]:
    """Lines of text, and the height that they take."""
    lines = wrap(text, int((_WIDTH - 2 * _MARGIN) / (size * _LETTER))) or [""]
    step = size * 1.4
    written = joined(
        element("text", line, x=_MARGIN, y=top + size + step * place)
        for place, line in enumerate(lines)
    )
    block = element("g", written, font_size=size, fill=colour, font_weight=weight)
    return block, step * len(lines) + 6


def _legend_line(line: LegendLine, of: str, top: float) -> Drawn:
    return element(
        "g",
        element(
            "rect",
            x=_MARGIN,
            y=top,
            width=28,
            height=18,
            fill=line.ink.paint(of),
            stroke=SOFT_INK,
            stroke_width=0.8,
        ),
        element("text", line.words, x=_MARGIN + 38, y=top + 14, font_size=14, fill=INK),
    )
