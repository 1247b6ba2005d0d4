"""One text in the two languages in which people read the platform."""

from __future__ import annotations

from typing import NamedTuple


class Bilingual(NamedTuple):
    """French first. Unpacks as `fr, en`."""

    fr: str
    en: str
