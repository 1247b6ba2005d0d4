"""Texts that stand for nothing in a cell."""

from __future__ import annotations

from intake.file_reading.vocabulary import vocabulary

_SIGNS = frozenset({".", "..", "...", "-", "--", "—", "–", "/", "?", "*", "\\n"})
"""As they are in small letters: `\\N` is what MySQL and PostgreSQL write for NULL."""
_NO_DAYS = frozenset(
    {
        *("00/00/0000", "0000-00-00", "00/00/00", "00-00-0000", "00.00.0000", "0/0/0"),
        *("00/01/1900", "0000-00-00 00:00:00", "00/00/0000 00:00", "00/01/00", "00-janv-00"),
        *("30/12/1899", "31/12/1899", "1899-12-30", "1899-12-31", "0000-00-00t00:00:00"),
        *("00/00/00 00:00", "00/01/1900 00:00", "1899-12-30 00:00:00", "30/12/1899 00:00"),
        *("30/12/1899 00:00:00", "00/00/0000 00:00:00", "0000/00/00"),
    }
)
"""As programs write a day that was not filled in: none of them is one."""
_WORDS = vocabulary(
    "nc n.c. n.c nr n.r. n.r nd n.d. n.d n/a n/c n/d na #n/a ns so s.o. s.o null none nan "
    "vide (vide) inconnu néant n.s. n.s nsp"
) | {
    "non communiqué",
    "non renseigné",
    "non disponible",
    "non connu",
    "sans objet",
    "non mesuré",
}
_PLAIN_IN_TEXT = vocabulary("n.c. n.r. n.d. n.c n.r n.d nc n/c n/d n/a #n/a null nan (vide)") | {
    "non communiqué",
    "non renseigné",
}


_MARKS = vocabulary("x xx xxx × ✕ ✗ # ## // \\ so ns ø /// s c : secret confidentiel")
"""They stand where a figure makes no sense: on the diagonal of a table, under a closed day."""


def is_mark(text: str) -> bool:
    """Of a cell among figures that a hand has crossed out."""
    return text.strip().lower() in _MARKS


def stands_for_nothing(text: str, *, among_text: bool) -> bool:
    """`among_text`: in a column of words, where `NS` or `-` may also be one of them."""
    plain = text.strip().lower()
    if not plain:
        return True
    if plain in _SIGNS or plain in _NO_DAYS:
        return True
    return plain in (_PLAIN_IN_TEXT if among_text else _WORDS)
