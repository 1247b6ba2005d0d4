"""Why the engine gives no ratio, in words."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.bilingual import Bilingual

COVERAGES_DIFFER, COMMUNES_MISSING = "coverages_differ", "communes_missing"
TERRITORY_UNKNOWN = "territory_unknown"
REASONS: Mapping[str, Bilingual] = {
    COVERAGES_DIFFER: Bilingual(
        "les deux termes du calcul ne couvrent pas les mêmes communes, mois ou catégories",
        "the two terms of the computation do not cover the same communes, months or categories",
    ),
    COMMUNES_MISSING: Bilingual(
        "des communes du territoire manquent à l'un des deux termes du calcul",
        "communes of the territory are missing from one of the two terms of the computation",
    ),
    TERRITORY_UNKNOWN: Bilingual(
        "les communes du territoire ne sont pas connues",
        "the communes of the territory are not known",
    ),
}
"""The sentence of each reason, for a service that has no sentence of its own for it."""
