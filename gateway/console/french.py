"""French as it is printed: spaces that do not break before « : » and « ? », inside « » and after
« n° », and no plural for nothing.
"""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import Final

from typing_extensions import override

NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_BEFORE_COLON: Final = re.compile(r" (?=[:»])|(?<=«) |(?<=\bn°) ")
_BEFORE_HIGH: Final = re.compile(r" (?=[;!?])")
_PLURAL_FROM: Final = 2


def in_print(text: str) -> str:
    """A sentence typed with plain spaces; one that has none to change stays as it is."""
    return _BEFORE_HIGH.sub(NARROW, _BEFORE_COLON.sub(NO_BREAK, text))


class FrenchSentences(NullTranslations):
    """The sentences of the pages as they are written, for French is their own language."""

    @override
    def gettext(self, message: str) -> str:
        return in_print(message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        return in_print(msgid1 if abs(n) < _PLURAL_FROM else msgid2)
