"""The frame of drawings of lines: where a period and a value stand, the grid, unbroken runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papers.pictures.markup import Drawn, element, joined
from papers.pictures.palette import RULE, SOFT_INK


@dataclass(frozen=True, slots=True)
class Frame:
    """The places of `places` periods (months, days) and of values in a drawing."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    places: int

    def x(self, place: int) -> float:
        return self.left + (self.right - self.left) * place / max(self.places - 1, 1)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def grid(frame: Frame, steps: Sequence[float], labels: Sequence[str], unit: str) -> Drawn:
    rules = [
        element("line", x1=frame.left, x2=frame.right, y1=frame.y(step), y2=frame.y(step))
        for step in steps
    ]
    texts = [
        element("text", label, x=frame.left - 8, y=frame.y(step) + 4)
        for step, label in zip(steps, labels, strict=True)
    ]
    return joined(
        (
            element("g", *rules, stroke=RULE, stroke_width=1),
            element("g", *texts, fill=SOFT_INK, font_size=12, text_anchor="end"),
            element("text", unit, x=2, y=14, fill=SOFT_INK, font_size=12),
        )
    )


def runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """(place, value) of periods that follow each other with data."""
    run: list[tuple[int, float]] = []
    for place, value in enumerate((*values, None)):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
