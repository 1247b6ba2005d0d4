"""The small country of the tests whose expected text lists codes: Ille-et-Vilaine and neighbours.

Made by `scripts/make_cog.py SOURCE --out tests/small_country`. Everything else uses the whole one.
"""

from functools import cache
from pathlib import Path

from catalog.cog import Cog
from catalog.cog.bundled_cog import read_carried
from catalog.cog.reading import cog_of


@cache
def small_country() -> Cog:
    return cog_of(read_carried(Path(__file__).parent / "small_country"))
