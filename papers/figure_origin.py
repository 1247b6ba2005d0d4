"""The words under an indicator: its raw value where the published one differs, and the variables
that count as none because nobody gave them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.model.problem import Language
from papers.words import shown_number


def origin_in_words(figure: Mapping[str, Any] | None, language: Language) -> str:
    """Empty where the figure says neither, or has no value."""
    if figure is None or figure["value"] is None:
        return ""
    return " ".join(filter(None, (_raw(figure, language), _assumed(figure, language))))


def _raw(figure: Mapping[str, Any], language: Language) -> str:
    raw = figure.get("raw")
    if raw is None or str(raw) == str(figure["value"]):
        return ""
    number = shown_number(str(raw), language)
    return f"Calculé : {number}." if language == "fr" else f"Computed: {number}."


def _assumed(figure: Mapping[str, Any], language: Language) -> str:
    assumed = figure.get("variables", {}).get("assumed", ())
    if not assumed:
        return ""
    names = ", ".join(str(variable[language]) for variable in assumed)
    if language == "fr":
        return f"Non renseigné, compté pour rien : {names}."
    return f"Not given, counted as none: {names}."
