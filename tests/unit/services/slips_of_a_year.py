"""A year of weighings as two parties write them, and what was planted in it: seeded, made up."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path

CENT = Decimal("0.01")
PRODUCTS = {
    # the collector's code: (the site's, price, coefficient, lightest, heaviest load)
    "RESIDUELS": ("A1", "101.30", "1.0310", 5200, 9800),
    "CARTON": ("B7", "63.15", "0.9850", 1400, 3900),
    "VEGETAUX": ("C2", "38.90", "1.0120", 1500, 4800),
    "INERTES": ("D4", "18.75", "0.9900", 6000, 9900),
}
CLIENT, OTHER, CONTRACT = "COMCOM NORD", "COMCOM SUD", "MP 24-03"
NAMES = {
    "bons": (
        *("N° pesée", "Jour", "H. départ", "Camion", "Matière", "P. brut", "Tare"),
        *("Poids net (kg)", "Marché"),
    ),
    "tickets": (
        *("Référence", "Date entrée", "Heure", "Plaque", "Compte client", "Article"),
        *("Pesée 1", "Pesée 2", "Net"),
    ),
    "detail": ("N° facture", "N° pesée", "Quantité (t)", "Prix unitaire"),
    "lignes": ("N° facture", "Matière", "Quantité (t)", "Prix unitaire", "Montant HT"),
    "factures": ("N° facture", "Période", "Total HT"),
}  # fmt: skip


@dataclass
class Load:
    number: str
    vehicle: str
    left: datetime
    product: str
    gross: int
    tare: int
    tickets: list[Ticket] = field(default_factory=list)
    billed_t: Decimal = Decimal(0)
    cause: str | None = None
    written_at: datetime | None = None
    written_net: str | None = None
    written_product: str | None = None
    written_tare: int | None = None
    copy_of: Load | None = None

    @property
    def net(self) -> int:
        return self.gross - (self.tare if self.written_tare is None else self.written_tare)

    @property
    def code(self) -> str:
        return self.written_product or self.product


@dataclass
class Ticket:
    number: str
    entered: datetime
    vehicle: str
    client: str
    product: str
    gross: int
    tare: int
    written_net: str | None = None

    @property
    def net(self) -> int:
        return self.gross - self.tare


@dataclass
class Year:
    loads: list[Load]
    tickets: list[Ticket]
    alone: list[Ticket]
    late_invoice: str
    rounded_invoice: str
    wrong_total: str
    step: date

    def price(self, product: str, day: date) -> Decimal:
        _, price, coefficient, *_ = PRODUCTS[product]
        if day < self.step:
            return Decimal(price)
        return (Decimal(price) * Decimal(coefficient)).quantize(CENT, ROUND_HALF_UP)

    def planted(self) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """(cause, slips, tickets) of each dispute over a load."""
        made = {
            (load.cause, (load.number,), tuple(sorted(t.number for t in load.tickets)))
            for load in self.loads
            if load.cause not in {None, "duplicate"}
        }
        made |= {
            (
                "duplicate",
                tuple(sorted((load.copy_of.number, load.number))),
                tuple(sorted(t.number for t in load.copy_of.tickets)),
            )
            for load in self.loads
            if load.copy_of is not None
        }
        return made | {("missing_collector", (), (ticket.number,)) for ticket in self.alone}


def make_year(
    seed: int, *, vehicles: int = 6, days: int = 180, often: float = 0.006,
    first: date = date(2024, 1, 2),
) -> Year:  # fmt: skip
    """`often`: how many of the loads have each fault."""
    chance = random.Random(seed)
    year = Year([], [], [], "", "", "", step=date(2024, 4, 1))
    fleet = [_plate(chance) for _ in range(vehicles)]
    tares = {plate: 10 * chance.randint(1050, 1420) for plate in fleet}
    held = {plate: chance.sample(list(PRODUCTS), 2) for plate in fleet}
    number, ticket_number = 40_000, 7_000
    for day in (first + timedelta(days=at) for at in range(days)):
        if day.weekday() == 6:
            continue
        for plate in fleet:
            at = datetime.combine(day, time(6, 0)) + timedelta(minutes=chance.randint(0, 80))
            for _ in range(chance.randint(1, 3)):
                number += chance.randint(1, 2)
                product = chance.choice(held[plate])
                *_, light, heavy = PRODUCTS[product]
                tare = tares[plate] + 10 * chance.randint(-6, 6)
                gross = tare + 10 * chance.randint(light // 10, heavy // 10)
                load = Load(f"{day:%y}/{number}", plate, at, product, gross, tare)
                ticket_number += chance.randint(1, 3)
                entered = at + timedelta(minutes=chance.randint(10, 65))
                ticket = Ticket(
                    f"R{ticket_number}", entered, plate, CLIENT, product,
                    gross + 10 * chance.choice((-4, -2, -1, 0, 0, 0, 1, 2, 3)), tare,
                )  # fmt: skip
                load.tickets.append(ticket)
                year.loads.append(load)
                year.tickets.append(ticket)
                at += timedelta(minutes=chance.randint(140, 190))
    _plant(year, chance, often)
    _shift_clocks(year, chance, first + timedelta(days=34 if days > 60 else 8))
    _others(year, chance)
    year.tickets.sort(key=lambda ticket: (ticket.entered, ticket.number))
    return year


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTVWXYZ"
    first, last = chance.choices(letters, k=2), chance.choices(letters, k=2)
    return f"{''.join(first)}-{chance.randint(100, 999)}-{''.join(last)}"


def _plant(year: Year, chance: random.Random, often: float) -> None:
    count = max(3, round(len(year.loads) * often))
    picked = chance.sample(year.loads, count * 8)
    batches = [picked[at * count : (at + 1) * count] for at in range(8)]
    for load in batches[0]:
        load.cause = "missing_plant"
        year.tickets.remove(load.tickets.pop())
    for load in batches[1]:
        year.loads.remove(load)
        year.alone.append(load.tickets[0])
    for load in batches[2]:
        load.cause = "tare_error"
        ticket = load.tickets[0]
        load.gross = ticket.gross
        load.written_tare = load.tare - 10 * chance.randint(15, 70)
    for load in batches[3]:
        others = [product for product in PRODUCTS if product != load.product]
        load.cause, load.written_product = "wrong_product", chance.choice(others)
    for load in batches[4]:
        load.cause, load.tickets[0].client = "other_contract", OTHER
    for at, load in enumerate(batches[5]):
        copy = Load(
            f"{load.number}B", load.vehicle, load.left + timedelta(minutes=chance.randint(0, 6)),
            load.product, load.gross + 10 * chance.randint(0, 1), load.tare,
            cause="duplicate", copy_of=load,
        )  # fmt: skip
        year.loads.insert(year.loads.index(load) + 1 + at % 2, copy)
    for load in batches[6]:
        _split(year, load, chance)
    for at, load in enumerate(batches[7]):
        if at % 2:
            load.written_net = _tonnes(load.net)
        else:
            load.tickets[0].written_net = _tonnes(load.tickets[0].net)


def _tonnes(kilograms: int) -> str:
    return f"{kilograms / 1000:.2f}".replace(".", ",")


def _split(year: Year, load: Load, chance: random.Random) -> None:
    whole = load.tickets[0]
    goes = chance.choice((2, 2, 3))
    net = whole.net
    parts = []
    for at in range(goes - 1):
        part = 10 * chance.randint(net // 10 // (goes + 2), net // 10 // goes)
        parts.append(part)
        net -= part
        assert at < goes
    parts.append(net)
    year.tickets.remove(whole)
    load.tickets = [
        Ticket(
            f"{whole.number}-{at}", whole.entered + timedelta(minutes=9 * at), whole.vehicle,
            whole.client, whole.product, whole.tare + part, whole.tare,
        )
        for at, part in enumerate(parts)
    ]  # fmt: skip
    year.tickets += load.tickets


def _shift_clocks(year: Year, chance: random.Random, begin: date) -> None:
    """The site forgets summer time for a week; one vehicle's device is a day late for another."""
    monday = date(2024, 4, 1)
    for ticket in year.tickets:
        if monday <= ticket.entered.date() < monday + timedelta(days=7):
            ticket.entered -= timedelta(hours=1)
    plate = chance.choice(sorted({load.vehicle for load in year.loads}))
    for load in year.loads:
        if load.vehicle == plate and begin <= load.left.date() < begin + timedelta(days=4):
            load.written_at = load.left + timedelta(days=1)


def _others(year: Year, chance: random.Random) -> None:
    """Another client's loads, by the same vehicles, at the end of the day."""
    for at in range(len(year.loads) // 40):
        like = chance.choice(year.loads)
        entered = datetime.combine(like.left.date(), time(19, 0)) + timedelta(minutes=at % 50)
        year.tickets.append(
            Ticket(f"X{at}", entered, like.vehicle, OTHER, like.product, like.gross, like.tare)
        )


def with_other_signs(year: Year) -> Year:
    """The same, each wrong tare wrong the other way: the collector weighs too little."""
    for load in year.loads:
        if load.cause == "tare_error" and load.written_tare is not None:
            load.written_tare = 2 * load.tare - load.written_tare
    return year


def write_year(
    year: Year,
    folder: Path,
    *,
    rounding: str = ROUND_CEILING,
    total_off: Decimal = Decimal("12.40"),
) -> Decimal:
    """The files, under names never seen; gives what is at stake, in euros, rule by rule."""
    months = sorted({f"{load.left:%Y-%m}" for load in year.loads})
    year.rounded_invoice, year.late_invoice, year.wrong_total = (
        months[min(at, len(months) - 1)] for at in (1, 3, 4)
    )
    rows: dict[str, list[list[str]]] = {name: [] for name in NAMES}
    stake, lines, due_lines = Decimal(0), {}, {}
    for at, load in enumerate(year.loads):
        moment = load.written_at or load.left
        plate = (load.vehicle, load.vehicle.replace("-", ""), load.vehicle.lower())[at % 3]
        tare = load.tare if load.written_tare is None else load.written_tare
        rows["bons"].append([
            load.number, f"{moment:%d/%m/%Y}", f"{moment:%H:%M}", plate, load.code,
            str(load.gross), str(tare), load.written_net or str(load.net), CONTRACT,
        ])  # fmt: skip
        month = f"{load.left:%Y-%m}"
        billed = Decimal(load.net).scaleb(-3)
        if month == year.rounded_invoice:
            billed = billed.quantize(Decimal("0.1"), rounding)
        day = load.left.date()
        asked = day if month != year.late_invoice else year.step - timedelta(days=1)
        price = year.price(load.code, asked)
        rows["detail"].append([month, load.number, _comma(billed, 3), _comma(price, 2)])
        key = (month, load.code, price)
        lines[key] = lines.get(key, Decimal(0)) + billed
        due_t, due_price = _due(year, load)
        due_key = (month, load.product, due_price)
        due_lines[due_key] = due_lines.get(due_key, Decimal(0)) + due_t
    totals: dict[str, Decimal] = {}
    for (month, product, price), tonnage in sorted(lines.items()):
        amount = (tonnage * price).quantize(CENT, ROUND_HALF_UP)
        totals[month] = totals.get(month, Decimal(0)) + amount
        rows["lignes"].append(
            [month, product, _comma(tonnage, 3), _comma(price, 2), _comma(amount, 2)]
        )
    totals[year.wrong_total] += total_off
    stake = sum(totals.values(), Decimal(0)) - sum(
        (
            (tonnage * price).quantize(CENT, ROUND_HALF_UP)
            for (_, _, price), tonnage in due_lines.items()
        ),
        Decimal(0),
    )
    rows["factures"] = [[month, f"{month}", _comma(total, 2)] for month, total in totals.items()]
    rows["tickets"] = [
        [
            t.number, f"{t.entered:%d/%m/%Y}", f"{t.entered:%H:%M}", t.vehicle, t.client,
            PRODUCTS[t.product][0], str(t.gross), str(t.tare), t.written_net or str(t.net),
        ]
        for t in year.tickets
    ]  # fmt: skip
    for name, file in {
        "bons": "bons_collecteur.csv", "tickets": "tickets_usine.csv", "factures": "factures.csv",
        "lignes": "factures_lignes.csv", "detail": "factures_detail.csv",
    }.items():  # fmt: skip
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerows([NAMES[name], *rows[name]])
        (folder / file).write_text(text.getvalue(), "cp1252")
    (folder / "contrat.json").write_text(json.dumps(_contract(year)), "utf-8")
    return stake


def _due(year: Year, load: Load) -> tuple[Decimal, Decimal]:
    price = year.price(load.product, load.left.date())
    if load.cause in {"missing_plant", "other_contract", "duplicate"}:
        return Decimal(0), price
    site = sum(ticket.net for ticket in load.tickets)
    tolerance = max(50, math.floor(site * 0.008))
    kept = load.net if abs(load.net - site) <= tolerance else site
    return Decimal(kept).scaleb(-3), price


def _comma(value: Decimal, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _contract(year: Year) -> dict[str, object]:
    return {
        "contract": CONTRACT,
        "period": ["2024-01-01", "2024-12-31"],
        "products": [
            {
                "collector_code": code, "plant_code": site, "label": code.title(),
                "price_eur_per_t": price,
            }
            for code, (site, price, *_) in PRODUCTS.items()
        ],
        "indexation": {
            "date": year.step.isoformat(),
            "coefficient": {code: values[2] for code, values in PRODUCTS.items()},
        },
        "tolerance": {"kg": 50, "share_of_plant_net": "0.008"},
        "match": {"minutes_after_slip": [5, 120]},
        "clients_of_the_plant": {"ours": CLIENT, "others": [OTHER]},
    }  # fmt: skip
