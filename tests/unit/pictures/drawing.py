"""A reader in French, a reader in English, and a country of 330 communes made for the tests."""

import itertools
import re
from functools import cache
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from catalog.contours.values import Contours
from gateway.console.picture_reader import reader_of

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / "papers" / "pictures"
STATIC = ROOT / "gateway" / "console" / "static"
SVG = "{http://www.w3.org/2000/svg}"

FRENCH = reader_of("fr")


def english():
    return reader_of("en")


def parsed(markup):
    """As XML: raises where it is not well formed."""
    return ET.fromstring(markup)


def classes_of(markup):
    return {name for node in parsed(markup).iter() for name in node.get("class", "").split()}


def classes_of_sheet():
    sheets = (STATIC / "pictures.css").read_text() + (STATIC / "pages.css").read_text()
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", sheets))


def squares(*codes):
    """One square after the other, west to east."""
    shapes = {
        code: (
            (
                (1000 * place, 480_000),
                (1000 * place + 1000, 480_000),
                (1000 * place + 1000, 481_000),
                (1000 * place, 481_000),
                (1000 * place, 480_000),
            ),
        )
        for place, code in enumerate(codes)
    }
    return Contours(shapes, 1e-4, "essai")


@cache
def country(across=22, down=15, points=8):
    """Communes `10000` onwards in rows, their shared borders jagged alike on both sides: about 32
    points each, as those of a département have when simplified.
    """
    rng = Random(7)

    def corner(column, row):
        return (
            20_000 + 600 * column + Random(f"x{column},{row}").randrange(-150, 150),
            480_000 + 400 * row + Random(f"y{column},{row}").randrange(-100, 100),
        )

    borders = {}

    def border(start, end):
        if (end, start) in borders:
            return borders[end, start][::-1]
        if (start, end) not in borders:
            (x0, y0), (x1, y1) = corner(*start), corner(*end)
            inner = [
                (
                    x0 + (x1 - x0) * step // points + rng.randrange(-25, 25),
                    y0 + (y1 - y0) * step // points + rng.randrange(-25, 25),
                )
                for step in range(1, points)
            ]
            borders[start, end] = [(x0, y0), *inner, (x1, y1)]
        return borders[start, end]

    shapes = {}
    for row in range(down):
        for column in range(across):
            around = [
                (column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1),
                (column, row),
            ]  # fmt: skip
            ring = [corner(column, row)]
            for start, end in itertools.pairwise(around):
                ring += border(start, end)[1:]
            shapes[str(10_000 + row * across + column)] = (tuple(ring),)
    return Contours(shapes, 1e-4, "essai")
