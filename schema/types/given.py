"""The form in which columns are given to one caller, as the descriptions of its schema say it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import orjson

from catalog.model.bilingual import Bilingual
from catalog.model.transform import Transform

_WORDS: Final[Mapping[Transform, Bilingual]] = {
    Transform.CLEAR: Bilingual("en clair", "clear"),
    Transform.NULL: Bilingual("masquée", "hidden"),
    Transform.CONSTANT: Bilingual("remplacée par une constante", "replaced by a constant"),
    Transform.KEYED_HASH: Bilingual("pseudonymisée", "as a pseudonym"),
    Transform.MONTH: Bilingual("au mois", "by month"),
    Transform.YEAR: Bilingual("à l'année", "by year"),
    Transform.COMMUNE: Bilingual("par commune", "by commune"),
    Transform.EPCI: Bilingual("par EPCI", "by EPCI"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """`columns` by dataset then column (ids), the most revealing first; none: not given.

    `digest` tells two callers' apart, wherever a schema is kept.
    """

    columns: Mapping[str, Mapping[str, tuple[Transform, ...]]] = field(compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        written = orjson.dumps(self.columns, option=orjson.OPT_SORT_KEYS)
        object.__setattr__(self, "digest", hashlib.sha256(written).hexdigest())

    def words(self, dataset_id: str, column_id: str) -> Bilingual:
        """In French and in English, a sentence each."""
        found = self.columns.get(dataset_id, {}).get(column_id, ())
        if not found:
            return Bilingual(
                "Ne vous est pas donnée pour cette finalité.",
                "Not given to you for this purpose.",
            )
        rows = ("selon les lignes : ", "depending on the row: ") if len(found) > 1 else ("", "")
        french, english = (", ".join(_WORDS[each][place] for each in found) for place in (0, 1))
        return Bilingual(f"Vous est donnée {rows[0]}{french}.", f"Given to you {rows[1]}{english}.")
