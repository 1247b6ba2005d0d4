"""Text that is safe to keep, to show and to hand to other programs."""

from __future__ import annotations

import unicodedata
from typing import Any

from catalog.actions.facts import Findings
from catalog.actions.problems import Path, TextTooLong, UnsafeText
from catalog.codec import MARK, write_value

_BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_MULTILINE = frozenset(
    {
        "description_fr",
        "description_en",
        "description",
        "dpia_waiver",
        "reason",
        "comment_fr",
        "comment_en",
    }
)
"""Keys of texts that pages ask for in several lines, which forms bring with line feeds alone."""
_CHARACTER = "delimiter"
"""The key of the one text that may be a tabulation: what stands between the cells of a file."""
_LONGEST = 10_000
"""Characters: some three pages, more than any clause that was met."""


def unsafe_text(text: str, *, multiline: bool = False) -> UnsafeText | None:
    """Why `text` is refused, if it is.

    `${` starts a substitution in the configuration files of engines; control characters cut logs
    and headers; bidirectional marks make a text read as another.
    """
    if "${" in text:
        return UnsafeText(what_fr="« ${ »", what_en='"${"')
    if (text.replace("\n", "") if multiline else text).isprintable():
        # No character that is refused can be printed.
        return None
    for character in text:
        if character == "\n" and multiline:
            continue
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
            return UnsafeText(
                what_fr=f"le caractère de contrôle U+{ord(character):04X}",
                what_en=f"the control character U+{ord(character):04X}",
            )
        if character in _BIDIRECTIONAL:
            return UnsafeText(
                what_fr=f"la marque de sens d'écriture U+{ord(character):04X}",
                what_en=f"the bidirectional mark U+{ord(character):04X}",
            )
    return None


def refuse_unsafe_texts(value: Any, findings: Findings) -> None:
    """Over every text of a catalog value or of an act, whoever supplied it."""
    _walk(write_value(value), (), findings)


def _walk(document: Any, path: Path, findings: Findings) -> None:
    match document:
        case dict():
            for key, each in document.items():
                _walk(each, (*path, key.removeprefix(MARK)), findings)
        case list():
            for index, each in enumerate(document):
                _walk(each, (*path, index), findings)
        case "\t" if path[-1:] == (_CHARACTER,):
            pass
        case str():
            multiline = bool(path) and path[-1] in _MULTILINE
            if len(document) > _LONGEST:
                findings.add(TextTooLong(length=len(document), limit=_LONGEST), *path)
            elif problem := unsafe_text(document, multiline=multiline):
                findings.add(problem, *path)
        case _:
            pass


def in_french(text: str) -> str:
    """The French text, marked, where English is asked for and nobody wrote any."""
    return f"{text} [fr]" if text else ""
