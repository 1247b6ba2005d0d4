"""A generated world of weighing slips: loads, tickets, contract and invoices, by a seed.

`truth` says which tickets answer a slip and what was planted in it; every euro is computed from the
files (tests.worlds.slips_figures).
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tests.worlds.raw_files import Layout, RawFiles, comma

CENT = Decimal("0.01")
OURS, THEIRS, CONTRACT = "SYNDICAT EST", "VILLE OUEST", "M-2024-7"
CODES = {"RESTE": "S1", "TRI": "S2", "GRAVATS": "S3"}
SLIPS = Layout("bons", {
    "bon": "Numéro bon", "jour": "Date", "heure": "Heure", "vehicule": "Immatriculation",
    "produit": "Produit", "brut": "Poids brut", "tare": "Tare", "net": "Poids net",
    "contrat": "Contrat",
})  # fmt: skip
TICKETS = Layout("tickets", {
    "ticket": "Numéro ticket", "jour": "Date entrée", "heure": "Heure entrée",
    "vehicule": "Immatriculation", "client": "Client", "produit": "Code produit",
    "brut": "Pesée 1", "tare": "Pesée 2", "net": "Net",
})  # fmt: skip
CONTRACTS = Layout("contrat", {
    "contrat": "Contrat", "client": "Client", "debut": "Début", "fin": "Fin", "produit": "Produit",
    "code": "Code site", "prix": "Prix", "kg": "Tolérance kg", "part": "Tolérance part",
    "revision": "Date révision", "coefficient": "Coefficient", "min": "Minutes min",
    "max": "Minutes max",
})  # fmt: skip
INVOICES = Layout("factures", {"facture": "Facture", "mois": "Mois", "total": "Total HT"})
LINES = Layout("lignes", {
    "facture": "Facture", "produit": "Produit", "t": "Tonnage", "prix": "Prix unitaire",
    "montant": "Montant HT",
})  # fmt: skip
DETAIL = Layout("details", {
    "facture": "Facture", "bon": "Numéro bon", "t": "Tonnage", "prix": "Prix unitaire",
})  # fmt: skip


@dataclass(slots=True)
class Weighed:
    """A slip or a ticket."""

    number: str
    at: datetime
    vehicle: str
    product: str
    gross: int
    tare: int
    client: str = OURS

    @property
    def net(self) -> int:
        return self.gross - self.tare


@dataclass(slots=True)
class Truth:
    """`cause` empty where nothing was planted."""

    tickets: list[Weighed]
    cause: str = ""
    copy_of: str = ""


@dataclass(slots=True)
class SlipsWorld(RawFiles):
    slips: list[Weighed] = field(default_factory=list)
    tickets: list[Weighed] = field(default_factory=list)
    truth: dict[str, Truth] = field(default_factory=dict)
    alone: list[Weighed] = field(default_factory=list)
    prices: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    step: date = date.min

    def price(self, product: str, day: date) -> Decimal:
        return self.prices[product][day >= self.step]


def make_slips_world(seed: int) -> SlipsWorld:
    chance, world = random.Random(seed), SlipsWorld()
    first = date(2025, 3, 3)
    world.step = chance.choice((date(2025, 4, 1), date(2025, 4, 30), date(2025, 4, 14)))
    coefficients = {product: Decimal(chance.randint(940, 1070)) / 1000 for product in CODES}
    for product in CODES:
        price = Decimal(chance.randint(2_000, 14_000)) / 100
        raised = (price * coefficients[product]).quantize(CENT, ROUND_HALF_UP)
        world.prices[product] = price, raised
    _drive(world, first, chance)
    _plant(world, chance)
    world.slips.sort(key=lambda slip: (slip.at, slip.number))
    world.tickets.sort(key=lambda ticket: (ticket.at, ticket.number))
    _write_weighings(world)
    _write_contract(world, coefficients)
    _write_invoices(world, chance)
    return world


def _drive(world: SlipsWorld, first: date, chance: random.Random) -> None:
    for vehicle in ("AB-123-CD", "EF-456-GH"):
        tare = 10 * chance.randint(1000, 1400)
        for day in (first + timedelta(days=at) for at in range(chance.randint(50, 60))):
            if day.weekday() == 6:
                continue
            at = datetime.combine(day, time(6, chance.randint(0, 59)))
            for _ in range(chance.randint(1, 2)):
                product = chance.choice(sorted(CODES))
                slip = Weighed(
                    f"B{len(world.slips) + 1001}", at, vehicle, product,
                    tare + 10 * chance.randint(200, 900), tare,
                )  # fmt: skip
                ticket = Weighed(
                    f"T{len(world.slips) + 5001}", at + timedelta(minutes=chance.randint(8, 70)),
                    vehicle, product, slip.gross + 10 * chance.randint(-4, 4), tare,
                )  # fmt: skip
                world.slips.append(slip)
                world.tickets.append(ticket)
                world.truth[slip.number] = Truth([ticket])
                at += timedelta(minutes=chance.randint(150, 240))
                tare += 10 * chance.randint(-3, 3)


def _plant(world: SlipsWorld, chance: random.Random) -> None:
    """Each cause once or twice, on loads of their own, most with either sign."""
    picked = iter(chance.sample(world.slips, 24))
    for cause in ("missing_plant", "missing_collector", "tare_error", "wrong_product",
                  "other_contract", "duplicate", "edge"):  # fmt: skip
        for _ in range(chance.choice((0, 1, 2))):
            slip = next(picked)
            truth = world.truth[slip.number]
            truth.cause = cause
            world.traits.add(cause)
            _PLANTED[cause](world, slip, truth, chance)


def _lose_ticket(world: SlipsWorld, _: Weighed, truth: Truth, __: random.Random) -> None:
    world.tickets.remove(truth.tickets.pop())


def _lose_slip(world: SlipsWorld, slip: Weighed, truth: Truth, _: random.Random) -> None:
    world.slips.remove(slip)
    world.alone += truth.tickets
    del world.truth[slip.number]


def _mistare(world: SlipsWorld, slip: Weighed, truth: Truth, chance: random.Random) -> None:
    slip.gross = truth.tickets[0].gross
    less = chance.choice((-1, 1)) * 10 * chance.randint(12, 60)
    slip.tare = truth.tickets[0].tare + less
    world.traits.add("under_weighed" if less > 0 else "over_weighed")


def _swap(_: SlipsWorld, slip: Weighed, __: Truth, chance: random.Random) -> None:
    slip.product = chance.choice([product for product in CODES if product != slip.product])


def _of_another(_: SlipsWorld, __: Weighed, truth: Truth, ___: random.Random) -> None:
    truth.tickets[0].client = THEIRS


def _copy(world: SlipsWorld, slip: Weighed, truth: Truth, chance: random.Random) -> None:
    copy = Weighed(
        f"{slip.number}X", slip.at + timedelta(minutes=chance.randint(1, 5)), slip.vehicle,
        slip.product, slip.gross, slip.tare,
    )  # fmt: skip
    truth.cause = ""
    world.slips.append(copy)
    world.truth[copy.number] = Truth([], "duplicate", slip.number)


def _at_the_edge(_: SlipsWorld, slip: Weighed, truth: Truth, chance: random.Random) -> None:
    """Just as far apart as the contract admits: 60 kg below six tonnes."""
    truth.cause = ""
    slip.gross = slip.tare + 10 * chance.randint(200, 500)
    truth.tickets[0].gross = slip.gross + chance.choice((-60, 60))


_PLANTED = {
    "missing_plant": _lose_ticket, "missing_collector": _lose_slip, "tare_error": _mistare,
    "wrong_product": _swap, "other_contract": _of_another, "duplicate": _copy,
    "edge": _at_the_edge,
}  # fmt: skip


def _write_weighings(world: SlipsWorld) -> None:
    world.put("bons.csv", SLIPS, [
        [one.number, f"{one.at:%d/%m/%Y}", f"{one.at:%H:%M}", one.vehicle, one.product,
         str(one.gross), str(one.tare), str(one.net), CONTRACT]
        for one in world.slips
    ])  # fmt: skip
    world.put("tickets.csv", TICKETS, [
        [one.number, f"{one.at:%d/%m/%Y}", f"{one.at:%H:%M}", one.vehicle, one.client,
         CODES[one.product], str(one.gross), str(one.tare), str(one.net)]
        for one in world.tickets
    ])  # fmt: skip


def _write_contract(world: SlipsWorld, coefficients: dict[str, Decimal]) -> None:
    world.put("contrat.csv", CONTRACTS, [
        [CONTRACT, OURS, "01/01/2025", "31/12/2025", product, CODES[product],
         comma(world.prices[product][0]), "60", "0,01", f"{world.step:%d/%m/%Y}",
         comma(coefficients[product], 3), "5", "120"]
        for product in CODES
    ])  # fmt: skip


def _write_invoices(world: SlipsWorld, chance: random.Random) -> None:
    """A month an invoice; one may round, one bill a price of another day, one add up wrongly."""
    months = sorted({f"{slip.at:%Y-%m}" for slip in world.slips})
    wrong = {name: chance.choice([*months, ""]) for name in ("rounding", "price", "total", "line")}
    rounding = chance.choice((ROUND_CEILING, ROUND_FLOOR))
    world.traits |= {name for name, month in wrong.items() if month}
    detail, lines = [], defaultdict(Decimal)
    for slip in world.slips:
        month = f"{slip.at:%Y-%m}"
        tonnes = Decimal(slip.net).scaleb(-3)
        if month == wrong["rounding"]:
            tonnes = tonnes.quantize(Decimal("0.1"), rounding)
        price = world.price(slip.product, _entered(world, slip))
        if month == wrong["price"]:
            price = chance.choice(world.prices[slip.product])
        detail.append([f"F{month}", slip.number, comma(tonnes, 3), comma(price)])
        lines[month, slip.product, price] += tonnes
    if chance.random() < 0.3:
        product = chance.choice(sorted(CODES))
        price = world.price(product, date(2025, 3, 15))
        detail.append(["F2025-03", "B9999", "2,500", comma(price)])
        lines["2025-03", product, price] += Decimal("2.5")
        world.traits.add("billed_without_slip")
    rows, totals = [], defaultdict(Decimal)
    for (month, product, price), tonnes in sorted(lines.items()):
        amount = (tonnes * price).quantize(CENT, ROUND_HALF_UP)
        if month == wrong["line"]:
            amount += chance.choice((Decimal("-35.20"), Decimal("35.20")))
            wrong["line"] = ""
        totals[month] += amount
        rows.append([f"F{month}", product, comma(tonnes, 3), comma(price), comma(amount)])
    if wrong["total"]:
        totals[wrong["total"]] += chance.choice((Decimal("-12.40"), Decimal("12.40")))
    world.put("factures_detail.csv", DETAIL, detail)
    world.put("factures_lignes.csv", LINES, rows)
    world.put("factures.csv", INVOICES, [
        [f"F{month}", month, comma(total)] for month, total in sorted(totals.items())
    ])  # fmt: skip


def _entered(world: SlipsWorld, slip: Weighed) -> date:
    tickets = world.truth[slip.number].tickets
    return min((ticket.at for ticket in tickets), default=slip.at).date()
