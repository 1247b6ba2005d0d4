"""Rows to ask questions of: seeded, with absent values, ties, accents and communes that moved."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

COMMUNES = ("35308", "35147", "35344", "35210", "35251", "35007", "99999", None)
REMARKS = ("Évité", "evite", "100 % plein", "a_b", "axb", "", None, "Ça déborde", "œuf")


def collectes(count=120, seed=1):
    rng = random.Random(seed)

    def maybe(value):
        return None if rng.random() < 0.12 else value

    rows = []
    communes = []
    for index in range(count):
        # Two lines a weighing, of two communes: together they are the key.
        communes = communes[1:] or rng.sample(COMMUNES, 2)
        day = date(2017, 1, 1) + timedelta(days=rng.randrange(0, 3000))
        instant = datetime(2024, 3, 30, 20, tzinfo=UTC) + timedelta(hours=rng.randrange(0, 6000))
        rows.append(
            {
                "id_pesee": f"P{index // 2:03}",
                "date_collecte": maybe(day),
                "code_commune": communes[0],
                "flux": maybe(rng.choice(("OMR", "VERRE", "CS", "BIO"))),
                "tonnage_kg": maybe(Decimal(rng.randrange(0, 40)) / 8),
                "nb_bacs_leves": maybe(rng.randrange(-3, 12)),
                "duree_h": maybe(rng.randrange(0, 20) / 4),
                "horodatage": maybe(instant),
                "controle": maybe(rng.random() < 0.5),
                "detail": maybe('{"a":1}'),
                "remarque": rng.choice(REMARKS),
                "total": maybe(rng.randrange(0, 5) * 10**12),
                "saisie": maybe(datetime(2024, 1, 1) + timedelta(minutes=rng.randrange(0, 5000))),  # noqa: DTZ001 - a local time
            }
        )
    return rows


def bornes(count=30, seed=2):
    rng = random.Random(seed)
    return [
        {
            "nom": rng.choice(("Étang", "etang", "Bourg", None)),
            "code_commune": rng.choice(COMMUNES),
            "litres": rng.choice((None, 1000, 1500, 4000)),
        }
        for _ in range(count)
    ]
