"""Headers by which files call the fields of a standard: a code, or the words of an operator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from catalog.standards.standard import StandardField, standards
from intake.file_reading.names import words_of

_FIGURES = frozenset({"integer", "number"})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def is_called(field: StandardField, header: str) -> bool:
    """True where a header is one of the field's names, or has one in brackets."""
    spellings = spellings_of(header)
    return bool(spellings & {plain_name(name) for name in (field.name, *field.names)})


def names_a_standards_figure(header: str) -> bool:
    """True for a header that some standard has for a count or a measure: nought and one in its
    column are numbers, and no answers.
    """
    return bool(spellings_of(header) & _figure_names().keys())


def spellings_of(header: str) -> set[str]:
    """The header, its words outside brackets, and each text within."""
    within = _BRACKETS.findall(header)
    texts = (header, _BRACKETS.sub(" ", header), *within)
    return {plain for text in texts if (plain := plain_name(text))}


def plain_name(text: str) -> str:
    """`Volume m3` and `volume_m3` to volumem3."""
    return "".join(words_of(text))


@cache
def _figure_names() -> Mapping[str, str]:
    """By what a header may be, the field; of standards whose fields have names beside their own."""
    return {
        plain_name(name): field.name
        for standard in standards().values()
        for field in standard.fields
        if field.names and field.type in _FIGURES
        for name in (field.name, *field.names)
    }
