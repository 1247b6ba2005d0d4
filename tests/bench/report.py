"""Figures as lines of plain text: what was measured, against what, their ratio, and the aim."""

from dataclasses import dataclass

HEADER = ("what", "ms", "against", "ms", "ratio", "aim", "")


@dataclass(frozen=True)
class Figure:
    """`ratio` is that of the two times, whichever way round the aim is said.

    `at_least`, `at_most`: the aim for the ratio; `within_ms`: the aim for `ms` itself.
    """

    what: str
    ms: float
    against: str
    against_ms: float
    ratio: float
    at_least: float | None = None
    at_most: float | None = None
    within_ms: float | None = None

    @property
    def aim(self):
        if self.at_least is not None:
            return f"≥ {self.at_least:g}", self.ratio >= self.at_least
        if self.at_most is not None:
            return f"≤ {self.at_most:.3g}", self.ratio <= self.at_most
        if self.within_ms is not None:
            return f"≤ {self.within_ms:g} ms", self.ms <= self.within_ms
        return "", None

    def cells(self):
        aim, met = self.aim
        return (
            self.what,
            f"{self.ms:.3f}",
            self.against,
            f"{self.against_ms:.3f}",
            f"{self.ratio:.2f}",
            aim,
            {True: "met", False: "missed", None: ""}[met],
        )


def times_faster(what, ms, against, against_ms, **aim):
    """How many times as long the peer takes."""
    return Figure(what, ms, against, against_ms, against_ms / ms, **aim)


def times_longer(what, ms, against, against_ms, **aim):
    """How many times as long as the floor it takes."""
    return Figure(what, ms, against, against_ms, ms / against_ms, **aim)


def write_table(figures):
    lines = [HEADER, *(each.cells() for each in figures)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    numbers = {1, 3, 4}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if position in numbers else cell.ljust(width)
            for position, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
