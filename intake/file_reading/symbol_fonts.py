"""Letters of fonts that draw signs: an `o` in Wingdings is an empty box, and no letter.

A file holds the letter and the name of the font; a person sees the box, the tick or the arrow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_GREEK = dict(zip("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
_FONTS: Mapping[str, Mapping[str, str]] = {
    "wingdings": {
        "n": "■", "o": "□", "p": "□", "q": "□", "r": "□", "¨": "□", "§": "■", "l": "●", "m": "○",
        "¡": "○", "¤": "◉", "û": "✗", "ü": "✓", "ý": "☒", "þ": "☑", "x": "☒", "J": "☺", "K": "😐",
        "L": "☹", "u": "◆", "C": "👍", "D": "👎", "ß": "←", "à": "→", "á": "↑", "â": "↓",
        "è": "→", "é": "↑", "ê": "↓", "ì": "↘", "ë": "↗",
    },
    "wingdings 2": {
        "O": "✗", "P": "✓", "Q": "☒", "R": "☑", "S": "☒", "T": "☒", "U": "☒", "£": "□", "¢": "■",
        "*": "□", "—": "●", "˜": "●",
    },
    "wingdings 3": {
        "f": "←", "g": "→", "h": "↑", "i": "↓", "j": "↖", "k": "↗", "l": "↙", "m": "↘", "p": "▲",
        "q": "▼", "r": "△", "s": "▽", "t": "◀", "u": "▶",
    },
    "webdings": {
        "a": "✓", "r": "✗", "c": "□", "g": "■", "n": "●", "s": "?", "5": "▲", "6": "▼", "3": "◀",
        "4": "▶",
    },
    "marlett": {"a": "✓", "b": "✓", "r": "✗", "c": "□", "g": "■", "h": "●", "n": "●"},
    "zapfdingbats": {
        "3": "✓", "4": "✓", "5": "✗", "6": "✗", "7": "✗", "8": "✗", "n": "■", "o": "□", "p": "□",
        "q": "□", "r": "□", "l": "●", "m": "○",
    },
    "symbol": {**_GREEK, "Ö": "✓", "·": "•", "´": "×", "£": "≤", "³": "≥", "±": "±"},
}  # fmt: skip
_NAMES = {"itc zapf dingbats": "zapfdingbats", "zapf dingbats": "zapfdingbats",
          "dingbats": "zapfdingbats"}  # fmt: skip
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SIGNS = re.compile(rb"wingdings|webdings|marlett|dingbats|\bsymbol\b", re.IGNORECASE)


def symbol_font(name: str) -> str | None:
    """The font's name as `drawn` takes it; None for a font of letters."""
    plain = " ".join(name.strip(" '\"").lower().split())
    plain = _NAMES.get(plain, plain)
    return plain if plain in _FONTS else None


def names_a_symbol_font(xml: bytes) -> bool:
    return _SIGNS.search(xml) is not None


def drawn(text: str, font: str) -> str:
    """The signs that a person sees; the text as it is where one of its letters draws another."""
    signs = _FONTS[font]
    plain = _PRIVATE.sub(lambda sign: _letter(sign[0]), text.strip())
    if not plain or any(letter not in signs and not letter.isspace() for letter in plain):
        return text
    return "".join(signs.get(letter, letter) for letter in plain)


def drawn_without_font(text: str) -> str:
    """Signs in private places of a text, without their font: those of Wingdings, as programs keep
    them when they write a text.
    """
    if text.isascii() or not _PRIVATE.search(text):
        return text
    signs = _FONTS["wingdings"]
    return _PRIVATE.sub(lambda sign: signs.get(_letter(sign[0]), sign[0]), text)


def _letter(sign: str) -> str:
    return bytes([ord(sign) - 0xF000]).decode("cp1252", "replace")
