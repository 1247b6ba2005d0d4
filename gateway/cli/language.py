"""The language of the terminal: French unless its locale says English."""

from __future__ import annotations

import os

from catalog.model.problem import Language


def language_of_the_terminal() -> Language:
    """From LC_ALL, LC_MESSAGES or LANG, the first that is set; `C` counts as French.

    As they are written: the C library forgets a locale that is not installed on this machine.
    """
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), "")
    return "en" if name.lower().startswith("en") else "fr"
