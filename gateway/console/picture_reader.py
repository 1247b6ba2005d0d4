"""The reader for whom the pictures of the console's pages are drawn."""

from __future__ import annotations

from gettext import NullTranslations

from catalog.model.problem import Language
from gateway.console.rendering import translations
from papers.pictures.reader import Reader


def reader_of(language: Language, *, is_operator: bool = False) -> Reader:
    """Pictures break their own lines, at plain spaces: French is as it is written."""
    words = NullTranslations() if language == "fr" else translations(language)
    return Reader(language, words.gettext, words.ngettext, is_operator)
