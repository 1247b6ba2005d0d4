"""One closed table to compare text without regard to case, or to case and accents.

The same pairs run in SQL (`translate`, then `replace`) and here for literals, so that all engines
and Python agree: their own functions do not (`lower` leaves É as it is under locale C).
"""

from __future__ import annotations

import string
from typing import Final

_PAIRS: Final = {
    "a": "àáâãäåāăą",
    "c": "çćĉċč",
    "d": "ďđð",
    "e": "èéêëēĕėęě",
    "g": "ĝğġģ",
    "h": "ĥħ",
    "i": "ìíîïĩīĭįı",
    "j": "ĵ",
    "k": "ķ",
    "l": "ĺļľłŀ",
    "n": "ñńņňŋ",
    "o": "òóôõöøōŏő",
    "r": "ŕŗř",
    "s": "śŝşšș",
    "t": "ţťŧț",
    "u": "ùúûüũūŭůűų",
    "w": "ŵẁẃẅ",
    "y": "ýÿŷỳ",
    "z": "źżž",
}
_ACCENTED: Final = "".join(_PAIRS.values())
_PLAIN: Final = "".join(base * len(accented) for base, accented in _PAIRS.items())
_LOWER_ONLY: Final = "ı"
_LIGATURES: Final = "œæ"
_LOWER: Final = "".join(
    letter for letter in string.ascii_lowercase + _ACCENTED + _LIGATURES if letter != _LOWER_ONLY
)
# Combining accents have no counterpart: `translate` drops them, so that é in two characters folds.
_DROPPED: Final = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328"

# Case alone: upper to lower, position by position.
CASE_FROM: Final = _LOWER.upper() + "İẞ"
CASE_TO: Final = _LOWER + "iß"

# Case and accents: what is past the end of FOLD_TO is dropped. FOLD_REPLACES come after.
FOLD_FROM: Final = CASE_FROM + _ACCENTED + "’" + _DROPPED
FOLD_TO: Final = (
    "".join(dict(zip(_ACCENTED, _PLAIN, strict=True)).get(lower, lower) for lower in CASE_TO)
    + _PLAIN
    + "'"
)
FOLD_REPLACES: Final = (("œ", "oe"), ("æ", "ae"), ("ß", "ss"))

# Accents alone, keeping case: for `accent=True, case=False`.
_ACCENT_FROM: Final = _ACCENTED + _ACCENTED.replace(_LOWER_ONLY, "").upper() + "İ’" + _DROPPED
_ACCENT_TO: Final = (
    _PLAIN
    + "".join(
        base.upper() * len(accented.replace(_LOWER_ONLY, "")) for base, accented in _PAIRS.items()
    )
    + "I'"
)
_ACCENT_REPLACES: Final = (*FOLD_REPLACES, ("Œ", "OE"), ("Æ", "AE"), ("ẞ", "SS"))


def _table(source: str, target: str) -> dict[int, str | None]:
    padded: list[str | None] = [*target, *[None] * (len(source) - len(target))]
    return {ord(letter): to for letter, to in zip(source, padded, strict=True)}


_CASE_TABLE: Final = _table(CASE_FROM, CASE_TO)
_FOLD_TABLE: Final = _table(FOLD_FROM, FOLD_TO)
_ACCENT_TABLE: Final = _table(_ACCENT_FROM, _ACCENT_TO)


def fold(text: str, *, case: bool = True, accent: bool = True) -> str:
    """`Val d’Ille-Aubigné` to `val d'ille-aubigne`; equal folds mean equal text for the caller."""
    if not accent:
        return text.translate(_CASE_TABLE) if case else text
    folded = text.translate(_FOLD_TABLE if case else _ACCENT_TABLE)
    for letter, plain in FOLD_REPLACES if case else _ACCENT_REPLACES:
        folded = folded.replace(letter, plain)
    return folded
