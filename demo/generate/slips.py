"""Slips, tickets, contract and invoices of one year of treatment, and what it cost: for services.

One generator for two bodies; the second one's software calls every column otherwise, and weighs
in tonnes. A few loads are disputed on purpose: no ticket, no slip, billed twice, tare, product,
a price that was no longer the day's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from demo.generate.chance import chance
from demo.generate.table import (
    DATE,
    INTEGER,
    LABEL,
    STRING,
    TIMESTAMP,
    Row,
    Table,
    TableColumn,
    Value,
    decimal,
)

_YEAR = 2025
_STEP = date(_YEAR, 7, 1)
_CENT = Decimal("0.01")
_THOUSANDTH = Decimal("0.001")
_TONNE = Decimal(1000)


@dataclass(frozen=True, slots=True)
class _Product:
    code: str
    site: str
    label: str
    price: Decimal
    coefficient: Decimal
    loads_a_day: int
    usual_kg: int


_PRODUCTS = (
    _Product("OMR", "D10", "Ordures ménagères", Decimal("118.40"), Decimal("1.0240"), 2, 9_200),
    _Product("EMB", "D21", "Emballages", Decimal("182.75"), Decimal("0.9910"), 1, 4_100),
    _Product("ENC", "D33", "Encombrants", Decimal("96.20"), Decimal("1.0150"), 1, 6_300),
)


@dataclass(frozen=True, slots=True)
class _Load:
    slip: str
    at: datetime
    vehicle: str
    product: _Product
    billed_as: _Product
    tare: int
    net: int
    site_net: int
    has_ticket: bool = True
    has_slip: bool = True

    def price(self, *, late: bool) -> Decimal:
        """Of the product that is billed; `late`: as it was before the step."""
        base = self.billed_as.price
        if self.at.date() < _STEP or late:
            return base
        return (base * self.billed_as.coefficient).quantize(_CENT, ROUND_HALF_UP)


def valcobreizh_slips(seed: int) -> tuple[Table, ...]:
    return _tables("valcobreizh", "SMICTOM Valcobreizh", "VALCOBREIZH", "TRI-25-04", seed, {})


def bretagne_romantique_slips(seed: int) -> tuple[Table, ...]:
    names = {
        "bons_collecteur": "pesees_prestataire",
        "tickets_site": "entrees_usine",
        "contrat_traitement": "marche_traitement",
        "numero_bon": "numero_pesee",
        "date_heure": "horodatage",
        "immatriculation": "camion",
        "numero_ticket": "reference",
        "date_heure_entree": "date_entree",
        "code_produit": "article",
        "prix_t": "tarif_t",
    }
    return _tables("bretagne-romantique", "Bretagne Romantique", "CCBR", "M2025-11", seed, names)


def _tables(
    owner: str, body: str, client: str, contract: str, seed: int, names: Mapping[str, str]
) -> tuple[Table, ...]:
    loads = _loads(f"{seed}:slips:{owner}", contract)
    tables = (
        _contract(client, contract),
        _slips(loads, contract),
        _tickets(loads, client, f"{seed}:tickets:{owner}"),
        *_invoices(loads),
    )
    return tuple(_named(table, owner, body, names) for table in tables)


def _named(table: Table, owner: str, body: str, names: Mapping[str, str]) -> Table:
    columns = tuple(
        TableColumn(names.get(column.name, column.name), column.type) for column in table.columns
    )
    key = tuple(names.get(name, name) for name in table.key)
    title = f"{table.title}, {body} {LABEL}"
    return Table(owner, names.get(table.name, table.name), title, columns, key, table.rows)


def _loads(stream: str, contract: str) -> list[_Load]:
    random = chance(stream)
    vehicles = [f"{random.choice('ABCDEFGH')}{random.choice('KLMNP')}-{random.randrange(100, 999)}"
                f"-{random.choice('QRSTV')}{random.choice('WXYZ')}" for _ in range(6)]  # fmt: skip
    loads: list[_Load] = []
    day = date(_YEAR, 1, 2)
    while day.year == _YEAR:
        if day.weekday() < 5 and day.day % 2 == 0:
            for product in _PRODUCTS:
                for turn in range(product.loads_a_day):
                    minutes = 7 * 60 + 150 * turn + random.randrange(90)
                    at = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001 - the clock of a weighbridge
                    net = round(product.usual_kg * random.uniform(0.6, 1.3) / 10) * 10
                    tare = 12_000 + 20 * random.randrange(120)
                    vehicle = vehicles[(len(loads) + turn) % len(vehicles)]
                    slip = f"{contract[:2]}-{len(loads) + 1:05d}"
                    around = net + 10 * random.randrange(-3, 4)
                    loads.append(_Load(slip, at, vehicle, product, product, tare, net, around))
        day += timedelta(days=1)
    return _with_disputes(loads, stream)


def _with_disputes(loads: list[_Load], stream: str) -> list[_Load]:
    random = chance(stream, "disputes")
    chosen = random.sample(range(len(loads)), 16)
    for place in chosen[:5]:
        loads[place] = replace(loads[place], has_ticket=False)
    for place in chosen[5:8]:
        loads[place] = replace(loads[place], has_slip=False)
    for place in chosen[8:13]:
        loads[place] = replace(loads[place], net=loads[place].net + 640)
    for place in chosen[13:]:
        load = loads[place]
        other = next(one for one in _PRODUCTS if one is not load.product)
        loads[place] = replace(load, billed_as=other)
    # The same load, written down again under another number.
    twice = [
        replace(load, slip=f"{load.slip}B", at=load.at + timedelta(minutes=9), has_ticket=False)
        for load in loads[80:400:160]
    ]
    return sorted([*loads, *twice], key=lambda load: (load.at, load.slip))


def _contract(client: str, contract: str) -> Table:
    columns = (
        *(TableColumn(name, STRING) for name in ("contrat", "client")),
        *(TableColumn(name, DATE) for name in ("debut", "fin")),
        *(TableColumn(name, STRING) for name in ("produit", "code_site", "libelle")),
        TableColumn("prix_t", decimal(12, 4)),
        TableColumn("tolerance_kg", decimal(12, 3)),
        TableColumn("tolerance_part", decimal(12, 6)),
        TableColumn("indexation_date", DATE),
        TableColumn("indexation_coefficient", decimal(12, 6)),
        *(TableColumn(name, INTEGER) for name in ("minutes_min", "minutes_max")),
    )
    first, last = date(_YEAR, 1, 1), date(_YEAR, 12, 31)
    rows: tuple[Row, ...] = tuple(
        (
            *(contract, client, first, last, one.code, one.site, one.label),
            *(one.price.quantize(Decimal("0.0001")), Decimal("60.000"), Decimal("0.010000")),
            *(_STEP, one.coefficient.quantize(Decimal("0.000001")), 5, 120),
        )
        for one in _PRODUCTS
    )
    return Table("", "contrat_traitement", "Contrat de traitement", columns, ("produit",), rows)


def _slips(loads: list[_Load], contract: str) -> Table:
    columns = (
        TableColumn("numero_bon", STRING),
        TableColumn("date_heure", TIMESTAMP),
        *(TableColumn(name, STRING) for name in ("immatriculation", "produit")),
        *(TableColumn(name, INTEGER) for name in ("brut_kg", "tare_kg", "net_kg")),
        TableColumn("contrat", STRING),
    )
    rows: tuple[Row, ...] = tuple(
        (
            *(load.slip, load.at, load.vehicle, load.billed_as.code),
            *(load.tare + load.net, load.tare, load.net, contract),
        )
        for load in loads
        if load.has_slip
    )
    return Table("", "bons_collecteur", "Bons du collecteur", columns, ("numero_bon",), rows)


def _tickets(loads: list[_Load], client: str, stream: str) -> Table:
    random = chance(stream)
    columns = (
        TableColumn("numero_ticket", STRING),
        TableColumn("date_heure_entree", TIMESTAMP),
        *(TableColumn(name, STRING) for name in ("immatriculation", "client", "code_produit")),
        *(TableColumn(name, INTEGER) for name in ("pesee1_kg", "pesee2_kg", "net_kg")),
    )
    rows: list[tuple[Value, ...]] = []
    for load in loads:
        at = load.at + timedelta(minutes=random.randrange(12, 70))
        if load.has_ticket:
            rows.append(
                (
                    *(f"T{len(rows) + 30_001}", at, load.vehicle, client, load.product.site),
                    *(load.tare + load.site_net, load.tare, load.site_net),
                )
            )
    return Table("", "tickets_site", "Tickets du site", columns, ("numero_ticket",), tuple(rows))


def _invoices(loads: list[_Load]) -> tuple[Table, Table, Table]:
    """One a month. September is billed at the price of before the step."""
    details: list[tuple[Value, ...]] = []
    lines: list[tuple[Value, ...]] = []
    totals: list[tuple[Value, ...]] = []
    for month in range(1, 13):
        invoice = f"F{_YEAR}-{month:02d}"
        billed = [load for load in loads if load.has_slip and load.at.month == month]
        sums: dict[tuple[str, Decimal], Decimal] = {}
        for load in billed:
            price = load.price(late=month == 9)
            tonnes = (load.net / _TONNE).quantize(_THOUSANDTH)
            details.append((len(details) + 1, invoice, load.slip, tonnes, price))
            place = load.billed_as.code, price
            sums[place] = sums.get(place, Decimal(0)) + tonnes
        total = Decimal(0)
        for (code, price), tonnes in sorted(sums.items()):
            amount = (tonnes * price).quantize(_CENT, ROUND_HALF_UP)
            total += amount
            lines.append((invoice, code, tonnes, price, amount))
        totals.append((invoice, f"{_YEAR}-{month:02d}", total))
    number = TableColumn("numero_facture", STRING)
    tonnage = TableColumn("tonnage_t", decimal(14, 3))
    price_column = TableColumn("prix_unitaire", decimal(12, 4))
    return (
        Table(
            "",
            "factures",
            "Factures",
            (number, TableColumn("mois", STRING), TableColumn("total_ht", decimal(14, 2))),
            ("numero_facture",),
            tuple(totals),
        ),
        Table(
            "",
            "factures_lignes",
            "Lignes des factures",
            (
                *(number, TableColumn("produit", STRING), tonnage, price_column),
                TableColumn("montant_ht", decimal(14, 2)),
            ),
            ("numero_facture", "produit"),
            tuple(lines),
        ),
        Table(
            "",
            "factures_detail",
            "Détail des factures",
            (
                TableColumn("rang", INTEGER),
                *(number, TableColumn("numero_bon", STRING), tonnage, price_column),
            ),
            ("rang",),
            tuple(details),
        ),
    )
