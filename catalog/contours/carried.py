"""The contours that come with the project, and those that an installation has loaded itself."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from catalog.cog.departements import departement_of
from catalog.contours.compact import read_contours
from catalog.contours.values import Contours

CARRIED: Final = Path(__file__).parent / "data" / "communes.contours"
MOST_COMMUNES: Final = 1_500
"""Of a map: one of more is drawn by département."""


def installed_contours(loaded: Path, codes: Collection[str]) -> Contours | None:
    """The contours for a map of those communes: the loaded ones where they have all of it that
    the carried ones have, else the carried ones. A map is never of both: their borders differ.

    Raises DamagedContours.
    """
    carried, own = read_contours(CARRIED), read_contours(loaded)
    if own is None or carried is None:
        return own or carried
    if len(codes) > MOST_COMMUNES:
        departements = {departement_of(code) for code in codes} & carried.departements.keys()
        return own if departements <= own.departements.keys() else carried
    # In order, so that a département is unpacked once.
    is_whole = all(code in own.shapes for code in sorted(codes) if code in carried.shapes)
    return own if is_whole else carried
