"""Headers as names that queries can use, and as labels that people read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from catalog.actions.names import RESERVED_FIELDS, folded
from catalog.actions.texts import unsafe_text
from catalog.model.identifiers import Name
from intake.file_reading.names import words_of
from intake.file_reading.units import unit_named

_LONGEST = 50
_LONGEST_LABEL = 120
_WORD = re.compile(r"[A-Za-z]+")
_SIGNS = (("³", "3"), ("²", "2"), ("€", " eur "), ("%", " pct "))
_TAIL = re.compile(r"\s*[(\[]\s*(?:en\s+)?([^()\[\]]{1,24})[)\]]\s*$", re.IGNORECASE)
_JOINED = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z]+)+|[a-z0-9]+")


def identifier(header: str) -> str:
    """`Poids net (kg)` to `poids_net_kg`, `2019` to `colonne_2019`: what `Name` takes."""
    plain = _WORD.sub(lambda word: word[0].lower() if unit_named(word[0]) else word[0], header)
    for sign, written in _SIGNS:
        plain = plain.replace(sign, written)
    words = words_of(plain)
    name = "_".join(words)
    if not name or not name[0].isalpha():
        name = f"colonne_{name}" if name else "colonne"
    while len(name) > _LONGEST and "_" in name:
        name = name.rpartition("_")[0]
    return name[:_LONGEST].rstrip("_")


def free_name(name: str, taken: Collection[str]) -> Name:
    """`name`, or with the first number that makes it one of its own. `taken`: folded names."""
    free, number = name, 1
    while folded(free) in taken or folded(free) in RESERVED_FIELDS:
        number += 1
        free = f"{name}_{number}"
    return Name.parse(free)


def label_of(header: str, unit: str | None) -> str:
    """As people write it, without its unit, which is shown beside every figure."""
    text = safe_text(header)
    tail = _TAIL.search(text)
    if unit is not None and tail is not None and unit_named(tail[1]) is not None:
        text = text[: tail.start()]
    if _JOINED.fullmatch(text) and words_of(text)[0].isalpha():
        text = " ".join(words_of(text))
        text = text[:1].upper() + text[1:]
    return text[:_LONGEST_LABEL].strip() or "Colonne"


def safe_text(text: str) -> str:
    """On one line, without what the catalog would refuse to keep."""
    kept = "".join(
        character if unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp", "Cf"} else " "
        for character in text.replace("${", "$ {")
    )
    line = " ".join(kept.split())
    return line if unsafe_text(line) is None else ""
