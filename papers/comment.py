"""The words of whoever froze a figure, on its paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.model.problem import Language
from papers.sheet import Section


def comment_sections(content: Mapping[str, Any], language: Language) -> list[Section]:
    """One section, its paragraphs as they were written; none where nobody wrote any."""
    given = content.get("comment")
    if not given:
        return []
    paragraphs = tuple(one.strip() for one in str(given[language]).split("\n") if one.strip())
    heading = "Le mot du service" if language == "fr" else "A word from the service"
    return [Section(heading, paragraphs)]
