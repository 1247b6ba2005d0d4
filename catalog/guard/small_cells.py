"""Land so little that its totals tell of somebody."""

from __future__ import annotations

from datetime import date
from itertools import islice

from catalog.cog import Cog
from catalog.guard.extents import NO_LAND, Land
from catalog.guard.thresholds import Threshold
from catalog.model.identifiers import CommuneCode


def communes_if_small(
    land: Land, day: date, threshold: Threshold, cog: Cog
) -> tuple[CommuneCode, ...] | None:
    """The communes of `day` wholly or partly in `land`, by code; None when there are enough.

    A commune of which only a part is there counts as one, without inhabitants; so does one whose
    population nobody knows.
    """
    if not threshold.protects or not land:
        return None
    looked: Land = NO_LAND
    waiting = iter(sorted(land))
    taken = 16
    while True:
        looked |= frozenset(islice(waiting, taken))
        whole, partly = cog.codes(looked, day), cog.partly_covered(looked, day)
        if len(looked) == len(land):
            return None if _enough(whole, partly, day, threshold, cog) else _named(whole, partly)
        # A part so far may be whole in the end: what is enough already stays so.
        if _enough(whole, partly, day, threshold, cog):
            return None
        taken *= 4


def names_of(communes: tuple[CommuneCode, ...], day: date, cog: Cog) -> tuple[str, ...]:
    """By the same order; a code without a label then is its own name."""
    labels = (cog.label(code, day) for code in communes)
    return tuple(
        code if label is None else label.nom for code, label in zip(communes, labels, strict=True)
    )


def _enough(
    whole: tuple[CommuneCode, ...],
    partly: tuple[CommuneCode, ...],
    day: date,
    threshold: Threshold,
    cog: Cog,
) -> bool:
    if len(whole) + len(partly) < threshold.communes:
        return False
    labels = (cog.label(code, day) for code in whole)
    inhabitants = sum(label.population or 0 for label in labels if label is not None)
    return inhabitants >= threshold.inhabitants


def _named(
    whole: tuple[CommuneCode, ...], partly: tuple[CommuneCode, ...]
) -> tuple[CommuneCode, ...]:
    return tuple(sorted((*whole, *partly)))
