"""Rewrites the gateway's hints to a program or a terminal for a person before a page: its fields
and its pages, neither headers nor commands.
"""

from __future__ import annotations

import re
from typing import Final

_FIELDS: Final = {
    "Interco-Purpose": ("« Pour quel usage ? »", '"What for?"'),
    "Interco-On-Behalf-Of": ("« Vous agissez pour »", '"You act for"'),
    "Interco-File-Reference": ("« Dossier »", '"File"'),
}
_NAME: Final = f"({'|'.join(_FIELDS)})"
_FORMS: Final = (
    (re.compile(rf"(?:avec|dans) l[\'\u2019]en-tête {_NAME}"), "sous {}", 0),
    (re.compile(rf"l[\'\u2019]en-tête {_NAME}"), "{}", 0),
    (re.compile(rf"(?:in|with) the (?:header {_NAME}|{_NAME} header)"), "under {}", 1),
    (re.compile(rf"the (?:header {_NAME}|{_NAME} header)"), "{}", 1),
)
_EVIDENCE: Final = (
    (
        re.compile(r" : \./interco agreement export [^,]+, ou GET [^ ]+/evidence"),
        " sur la page de la convention",
    ),
    (
        re.compile(r": \./interco agreement export [^,]+, or GET [^ ]+/evidence"),
        " on the agreement's page",
    ),
)


def on_a_page(text: str) -> str:
    """`… dans l'en-tête Interco-Purpose …` to `… sous « Pour quel usage ? » …`; the command that
    takes an evidence pack to the page that gives it.
    """
    for form, words in _EVIDENCE:
        text = form.sub(words, text)
    for form, words, language in _FORMS:
        while match := form.search(text):
            (name,) = (group for group in match.groups() if group)
            written = words.format(_FIELDS[name][language])
            text = text[: match.start()] + written + text[match.end() :]
    return text
