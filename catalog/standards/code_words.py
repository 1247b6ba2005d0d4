"""The code of a standard that a word seems to mean, to be proposed to who knows the data.

« Produits » is PRODUIT and « Pré-collecte » PRE_COLLECTE: accents, capitals, signs and plurals say
nothing. A word that could be two codes is proposed for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from catalog.fold import fold
from catalog.standards.standard import StandardField

_SIGNS = re.compile(r"[^a-z0-9]+")
_LEAST_OF_A_PLURAL = 4


def proposed_code(word: str, field: StandardField) -> str | None:
    """None for a word that seems to mean none, or more than one."""
    if word in field.code_list:
        return word
    known = field.codes.get(word)
    if known is not None:
        return known
    wanted = _bare(word)
    meant = {code for written, code in _written(field) if _bare(written) == wanted}
    return meant.pop() if wanted and len(meant) == 1 else None


def meanings(words: Iterable[str], field: StandardField) -> Mapping[str, str] | None:
    """Of each word that the standard does not know by itself, the code that it seems to mean; None
    where one of them seems to mean none.
    """
    own = {}
    for word in sorted(set(words)):
        code = proposed_code(word, field)
        if code is None:
            return None
        if word != code and word not in field.codes:
            own[word] = code
    return own


def _written(field: StandardField) -> Iterable[tuple[str, str]]:
    """Each code as it may be written: itself, its label, the words that the standard knows."""
    for code in field.code_list:
        yield code, code
    for code, label in field.code_labels.items():
        yield label.fr, code
    yield from field.codes.items()


def _bare(text: str) -> str:
    words = _SIGNS.sub(" ", fold(text)).split()
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    is_plural = len(word) >= _LEAST_OF_A_PLURAL and word.endswith(("s", "x"))
    return word[:-1] if is_plural else word
