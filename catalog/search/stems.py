"""The stem of a French word whose accents are gone: people type « pesees » as often as « pesées ».

Snowball's French needs the accents (« pesée » and « pesee » have two stems there): decision 0115.
"""

from __future__ import annotations

from typing import Final

from catalog.caches import remembered

_SHORTEST_PLURAL: Final = 4
_SHORTEST_IN_AL: Final = 6
_FEWEST_LEFT: Final = 5
"""Letters that a stem keeps: `village` does not become `vill`."""
_FEWEST_WITHOUT_E: Final = 5
"""`pluie` does not become `plui`, which is a plan of towns."""
_ENDINGS: Final = (
    ("issements", ""),
    ("issement", ""),
    ("atrice", "at"),
    ("ateur", "at"),
    ("ation", ""),
    ("ement", ""),
    ("ite", ""),
    ("age", ""),
)
"""Endings that make a noun of a verb or of an adjective, the longest first."""
_FEMININES: Final = (
    ("trice", "teur"),
    ("euse", "eu"),
    ("elle", "el"),
    ("enne", "en"),
    ("iere", "ier"),
    ("ive", "if"),
)


@remembered(maxsize=131_072)
def stem(word: str) -> str:
    """`collectees`, `collecter` and `collecte` to `collect`; `communaux` to `communal`."""
    if not word.isalpha():
        return word
    short = singular(word)
    for ending, left in _FEMININES:
        if short.endswith(ending) and len(short) - len(ending) + len(left) >= _FEWEST_LEFT:
            return short[: -len(ending)] + left
    for ending, left in _ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) + len(left) >= _FEWEST_LEFT:
            return short[: -len(ending)] + left
    return _without_verb(short)


def singular(word: str) -> str:
    """`dechets` to `dechet`, `eaux` to `eau`, `communaux` to `communal`."""
    if len(word) >= _SHORTEST_IN_AL and word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    if len(word) >= _SHORTEST_PLURAL and word[-1] in "sx" and word[-2] not in "s0123456789":
        return word[:-1]
    return word


def _without_verb(word: str) -> str:
    """`collecter`, `collectee` and `collecte` to `collect`; a short word keeps its ending."""
    if word.endswith("er") and len(word) - 2 >= _FEWEST_LEFT:
        return word[:-2]
    if word.endswith("ee") and len(word) - 2 >= _FEWEST_WITHOUT_E:
        return word[:-2]
    if word.endswith("e") and len(word) - 1 >= _FEWEST_WITHOUT_E:
        return word[:-1]
    return word
