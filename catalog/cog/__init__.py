"""The code officiel géographique: movements to territorial atoms, and labels at a date."""

from catalog.cog.cog import Cog, DayOrVintage
from catalog.cog.reading import load_cog
from catalog.cog.values import (
    Atom,
    CodePeriod,
    CommuneLabel,
    Meaning,
    MeaningKind,
    MidyearBoundary,
    MovedCode,
)

__all__ = [
    "Atom",
    "CodePeriod",
    "Cog",
    "CommuneLabel",
    "DayOrVintage",
    "Meaning",
    "MeaningKind",
    "MidyearBoundary",
    "MovedCode",
    "load_cog",
]
