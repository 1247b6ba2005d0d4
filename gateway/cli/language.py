"""The language of the terminal: French unless its locale says English."""

from __future__ import annotations

import locale

from catalog.model.problem import Language


def language_of_the_terminal() -> Language:
    """From LC_ALL, LC_MESSAGES or LANG, as the C library read them; `C` counts as French."""
    name = locale.setlocale(locale.LC_CTYPE, None) or ""
    return "en" if name.lower().startswith("en") else "fr"
