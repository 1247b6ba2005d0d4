"""`collectes`: one line per weighing and commune, for each of the two owners."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from demo.generate.ground import (
    VAL_D_ILLE_AUBIGNE,
    VALCOBREIZH,
    WASTE,
    Commune,
    communes_of,
)
from demo.generate.table import DATE, INTEGER, LABEL, STRING, Row, Table, TableColumn, decimal
from demo.generate.weighings import Weighing, weigh

SENS_DE_BRETAGNE = "35326"
_SHARES = tuple(Decimal(share).scaleb(-4) for share in range(10_001))
"""By ten thousandths, made once: there are millions of lines at a large scale."""
KEY = ("id_pesee", "code_commune")
COLUMNS = (
    TableColumn("id_pesee", STRING),
    TableColumn("date_collecte", DATE),
    TableColumn("tournee_id", STRING),
    TableColumn("code_commune", STRING),
    TableColumn("part_commune", decimal(6, 4)),
    TableColumn("flux", STRING),
    TableColumn("mode_collecte", STRING),
    TableColumn("tonnage_kg", INTEGER),
    TableColumn("nb_bacs_leves", INTEGER),
    TableColumn("prestataire_siret", STRING),
)


def val_d_ille_aubigne_communes() -> tuple[Commune, ...]:
    return communes_of(VAL_D_ILLE_AUBIGNE, WASTE)


def valcobreizh_communes() -> tuple[Commune, ...]:
    """The communes of the syndicat that Val d'Ille-Aubigné does not answer for."""
    others = {each.code for each in val_d_ille_aubigne_communes()}
    return tuple(each for each in communes_of(VALCOBREIZH, WASTE) if each.code not in others)


def val_d_ille_aubigne_collectes(
    seed: int, scale: int = 1, *, apart: Collection[str] = (SENS_DE_BRETAGNE,)
) -> Table:
    """Sens-de-Bretagne is outside the syndicat: it has rounds of its own, never shared.

    A weighing shared between a commune that a partner may see and one that it may not would tell
    of the hidden one (net mass, full loads). `apart` is emptied only to show that in a test.
    """
    title = f"Pesées de collecte des déchets, Val d'Ille-Aubigné {LABEL}"
    weighings = weigh("VIA", val_d_ille_aubigne_communes(), apart, f"{seed}:via", scale)
    return Table("val-d-ille-aubigne", "collectes", title, COLUMNS, KEY, _rows(weighings))


def valcobreizh_collectes(seed: int, scale: int = 1) -> Table:
    title = f"Pesées de collecte des déchets, SMICTOM Valcobreizh {LABEL}"
    weighings = weigh("VAL", valcobreizh_communes(), (), f"{seed}:val", scale)
    return Table("valcobreizh", "collectes", title, COLUMNS, KEY, _rows(weighings))


def _rows(weighings: Sequence[Weighing]) -> tuple[Row, ...]:
    rows: list[Row] = []
    year = number = 0
    for each in weighings:
        number = number + 1 if each.day.year == year else 1
        year = each.day.year
        weighing = f"P-{year}-{number:06d}"
        rows += [
            (
                weighing,
                each.day,
                each.round.id,
                load.code,
                _SHARES[load.share],
                each.round.flux.code,
                each.round.mode,
                load.mass_kg,
                load.bins,
                each.round.flux.provider,
            )
            for load in each.loads
        ]
    return tuple(rows)
