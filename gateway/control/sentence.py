"""A sentence of the control side: French, English."""

from __future__ import annotations

import strawberry


@strawberry.type(description="Une phrase, dans les deux langues. / A sentence, in both languages.")
class Sentence:
    fr: str
    en: str
