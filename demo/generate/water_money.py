"""Bills of the invented services: the bill of 120 m³ by part, the lots of 2026, the
coefficients of the fee for the performance of networks, and the resources that are protected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from demo.generate.chance import chance
from demo.generate.table import DATE, INTEGER, LABEL, STRING, Row, Table, TableColumn, decimal
from demo.generate.water_services import BODIES, YEARS, Service, services
from demo.generate.water_volumes import bought_from, years

_CENT = Decimal("0.01")
_BILLED = 2026
_LOTS = ((3, 2, 0.31), (7, 3, 0.33), (10, 4, 0.36))
"""Month and first day of a reading of 2026, and its share of the year."""
_RATE = Decimal("0.1000")
_COEFFICIENTS: dict[str, tuple[str, str | None, str | None]] = {
    "EBR-RENNES": ("87.40", None, "0.22"),
    "EBR-NORD": ("83.10", "0.41", "0.20"),
    "EBR-EST": ("85.60", None, "0.18"),
    "EBR-SUD": ("80.20", None, "0.20"),
    "EBR-OUEST": ("79.50", "0.36", "0.15"),
    "EBR-MONTFORT": ("74.90", None, None),
    "FP-PLELAN": ("77.80", "0.30", "0.12"),
    "FP-GOVEN": ("81.30", "0.44", "0.15"),
    "FP-ANAST": ("68.70", None, "0.10"),
}
"""The weighted primary yield, the coefficient by losses and that of asset management. Some are not
given yet: the fee then lies between two bounds.
"""


def bills(seed: int) -> tuple[Table, ...]:
    """`tarifs_eau`: the bill of 120 m³ on 1 January of each year by part, VAT at 5.5 %."""

    def of(service: Service) -> Iterable[Row]:
        pick = chance(seed, "bill", service.id)
        fixed, by_m3 = Decimal(pick.randrange(38, 62)), Decimal(pick.randrange(136, 178)) / 100
        for year in (*YEARS, _BILLED):
            raised = Decimal("1.024") ** (year - YEARS[0])
            parts = {
                "FIXE": _cents(fixed * raised),
                "AU_M3": _cents(120 * by_m3 * raised),
                "REDEVANCES": _cents(Decimal(120) * (Decimal("0.38") if year < 2025 else
                                                     Decimal("0.43"))),
            }  # fmt: skip
            parts["TVA"] = _cents(sum(parts.values(), Decimal(0)) * Decimal("0.055"))
            for part, amount in parts.items():
                yield (service.id, year, part, amount)

    columns = (
        TableColumn("service_id", STRING),
        TableColumn("annee", INTEGER),
        TableColumn("partie", STRING),
        TableColumn("montant_eur", decimal(9, 2)),
    )
    key = ("service_id", "annee", "partie")
    return _of_each_body("tarifs_eau", "Facture de 120 m³ au 1er janvier", columns, key, of)


def resources(seed: int) -> tuple[Table, ...]:
    """`ressources_eau`: of each service, what it produces and buys, and the step of protection."""
    of_years = years(seed)

    def of(service: Service) -> Iterable[Row]:
        for year in YEARS:
            own = of_years[service.id, year]["produced"]
            if isinstance(own, Decimal) and own:
                yield (service.id, year, f"Captages, {service.name}", own, 60)
            for seller, m3 in bought_from(service, of_years[service.id, year]).items():
                step = 80 if seller == "EBR-PROD" else 60
                yield (service.id, year, f"Achat à {seller}", Decimal(m3), step)

    columns = (
        TableColumn("service_id", STRING),
        TableColumn("annee", INTEGER),
        TableColumn("ressource", STRING),
        TableColumn("volume_m3", decimal(14, 2)),
        TableColumn("etape", INTEGER),
    )
    key = ("service_id", "annee", "ressource")
    title = "Ressources en eau et leur protection"
    return _of_each_body("ressources_eau", title, columns, key, of, of_producers=True)


def billed_lots(seed: int) -> tuple[Table, ...]:
    """`factures_eau`: the lots of 2026 by category, and one credit note a service."""
    of_years = years(seed)

    def of(service: Service) -> Iterable[Row]:
        pick, year = chance(seed, "lots", service.id), of_years[service.id, YEARS[-1]]
        for category, variable in (("domestique", "domestic"), ("non domestique", "other")):
            whole = year[variable]
            assert isinstance(whole, Decimal)
            for month, day, share in _LOTS:
                lot = f"{service.id}-{_BILLED}-{month:02}-{category[0].upper()}"
                sent = date(_BILLED, month, day + pick.randrange(20))
                m3 = Decimal(round(float(whole) * share * pick.uniform(0.98, 1.02)))
                yield (lot, service.id, sent, "consommation", category, m3)
        credit = Decimal(-round(float(str(year["domestic"])) * 0.003))
        lot = f"{service.id}-{_BILLED}-AVOIR"
        yield (lot, service.id, date(_BILLED, 9, 15), "avoir", "domestique", credit)

    columns = (
        TableColumn("lot", STRING),
        TableColumn("service_id", STRING),
        TableColumn("date_facture", DATE),
        TableColumn("type", STRING),
        TableColumn("categorie", STRING),
        TableColumn("volume_m3", decimal(14, 2)),
    )
    return _of_each_body("factures_eau", "Lots de factures de 2026", columns, ("lot",), of)


def coefficients() -> tuple[Table, ...]:
    """`redevance_hypotheses`: the rate and what is given of the coefficients of 2026."""

    def of(service: Service) -> Iterable[Row]:
        texts = _COEFFICIENTS[service.id]
        cells = (None if text is None else Decimal(text) for text in texts)
        yield (service.id, _BILLED, _RATE, *cells)

    columns = (
        TableColumn("service_id", STRING),
        TableColumn("annee", INTEGER),
        TableColumn("tarif_eur_m3", decimal(9, 4)),
        TableColumn("rendement_primaire_pondere", decimal(9, 4)),
        TableColumn("coef_pertes", decimal(9, 6)),
        TableColumn("coef_gestion", decimal(9, 6)),
    )
    title = "Redevance pour performance des réseaux, hypothèses de 2026"
    return _of_each_body("redevance_hypotheses", title, columns, ("service_id", "annee"), of)


def _of_each_body(
    name: str,
    title: str,
    columns: tuple[TableColumn, ...],
    key: tuple[str, ...],
    rows_of: Callable[[Service], Iterable[Row]],
    *,
    of_producers: bool = False,
) -> tuple[Table, ...]:
    """Of the bodies that distribute: one table each, with `of_producers` of all their services."""
    rows: dict[str, list[Row]] = defaultdict(list)
    distributors = {service.owner for service in services() if service.distributes}
    for service in services():
        if service.distributes or (of_producers and service.owner in distributors):
            rows[service.owner] += rows_of(service)
    return tuple(
        Table(owner, name, f"{title}, {BODIES[owner]} {LABEL}", columns, key, tuple(own))
        for owner, own in rows.items()
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
