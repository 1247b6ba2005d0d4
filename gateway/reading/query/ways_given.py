"""The words for the ways in which a column is given, wherever a file or a door describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from catalog.model.transform import Transform

WAYS: Mapping[Transform, Bilingual] = {
    Transform.CLEAR: Bilingual("tel quel", "as it is"),
    Transform.NULL: Bilingual("vide", "empty"),
    Transform.CONSTANT: Bilingual("valeur fixe", "a fixed value"),
    Transform.KEYED_HASH: Bilingual("pseudonyme", "a pseudonym"),
    Transform.MONTH: Bilingual("arrondi au mois", "its month"),
    Transform.YEAR: Bilingual("arrondi à l'année", "its year"),
    Transform.COMMUNE: Bilingual("arrondi à la commune", "its commune"),
    Transform.EPCI: Bilingual("arrondi à l'intercommunalité", "its intercommunal body"),
}


def ways_in_words(ways: Iterable[Transform], language: Language) -> str:
    """`pseudonyme, vide`."""
    return ", ".join(WAYS[each].fr if language == "fr" else WAYS[each].en for each in ways)


def change_in_words(ways: Iterable[Transform], language: Language) -> str:
    """` (pseudonyme)` behind a label; nothing where the column is given as it is."""
    transforms = tuple(ways)
    return (
        "" if set(transforms) <= {Transform.CLEAR} else f" ({ways_in_words(transforms, language)})"
    )
