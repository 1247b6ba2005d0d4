"""The frequency of a dataset's updates, in words."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import UpdateFrequency

FREQUENCIES: Mapping[UpdateFrequency, Bilingual] = {
    UpdateFrequency.CONTINUOUS: Bilingual("en continu", "continuously"),
    UpdateFrequency.DAILY: Bilingual("chaque jour", "every day"),
    UpdateFrequency.WEEKLY: Bilingual("chaque semaine", "every week"),
    UpdateFrequency.MONTHLY: Bilingual("chaque mois", "every month"),
    UpdateFrequency.QUARTERLY: Bilingual("chaque trimestre", "every quarter"),
    UpdateFrequency.SEMIANNUAL: Bilingual("deux fois par an", "twice a year"),
    UpdateFrequency.ANNUAL: Bilingual("chaque année", "every year"),
    UpdateFrequency.IRREGULAR: Bilingual("irrégulièrement", "irregularly"),
    UpdateFrequency.NEVER: Bilingual("une fois pour toutes", "once and for all"),
}
