"""Invented water services of a year, and their indicators by plain fractions, from the formulas of
the order of 2 May 2007 alone.
"""

from __future__ import annotations

import csv
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

YEARS = (2022, 2023)
VOLUMES = ("VP.059", "VP.060", "VP.061", "VP.063", "VP.201", "VP.220", "VP.221")
COUNTS = ("VP.056", "VP.126", "VP.127", "VP.128", "VP.129", "VP.020", "VP.003", "VP.152")
MONEY = ("VP.182", "VP.183", "VP.185", "VP.268")
FLAGS = ("VP.236", "VP.237", "VP.238", "VP.240", *(f"VP.{code}" for code in range(242, 250)))
SHARES = ("VP.239", "VP.241")
OPENED, IN_TIME = "Nombre d'ouvertures de branchements", "Ouvertures dans le délai"
HEADS = (
    *("service", "annee", "statut", "D101.0", *VOLUMES, "VP.077", "VP.140", *COUNTS, *MONEY),
    *(*FLAGS, *SHARES, OPENED, IN_TIME),
)
EMPTY = 0.06
"""The share of cells that nobody filled in."""


class World:
    """Rows by service and year: cells as a clerk typed them, empty ones as empty text."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.rows = {
            (f"E{number:02}", year): self._row(number, year)
            for number in range(1, 9)
            for year in YEARS
        }
        modes = ("Régie", "Regie", "Délégation", "Inconnu", "")
        self.modes = {service: self.random.choice(modes) for service, _ in self.rows}
        self.bills = {
            key: {part: self._money(200) for part in ("fixe", "au m3", "redevances", "tva")}
            for key in self.rows
            if self.random.random() < 0.7
        }
        for parts in self.bills.values():
            if self.random.random() < 0.2:
                parts.pop(self.random.choice(list(parts)))

    def _row(self, number, year):
        pick, people = self.random, self.random.choice((180, 480, 2_400, 5_000, 5_001, 31_000))
        domestic = Decimal(people * pick.randint(38, 60))
        entering = int(domestic * Decimal(pick.uniform(0.93, 1.9)))
        bought = pick.choice((0, entering, entering // 3))
        km = Decimal(pick.randint(3, people)) / pick.choice((1, 10, 100))
        row = {
            "D101.0": people,
            "VP.059": entering - bought,
            "VP.060": bought,
            "VP.061": pick.choice((0, 0, entering // 50)),
            "VP.063": domestic if pick.random() < 0.8 else domestic + Decimal("0.125"),
            "VP.201": pick.randint(0, int(domestic) // 8),
            "VP.220": pick.randint(0, 900),
            "VP.221": pick.randint(0, 900),
            "VP.077": km * (1000 if pick.random() < 0.08 else 1),
            "VP.140": Decimal(pick.randint(0, 900)) / 100,
            "VP.056": pick.choice((0, people // 2, people // 2, people // 2)),
            "VP.126": pick.randint(0, 40),
            "VP.128": pick.randint(1, 40),
            "VP.020": pick.randint(0, 30),
            "VP.003": pick.randint(0, 9),
            "VP.152": pick.randint(0, 9),
            "VP.182": self._money(2_000_000),
            "VP.183": self._money(300_000) - pick.choice((0, 0, 0, 300_000)),
            "VP.185": self._money(900_000),
            "VP.268": self._money(20_000),
            OPENED: pick.randint(0, 12),
        }
        row["VP.127"] = pick.choice((0, 0, 1, row["VP.126"] + 1))
        row["VP.129"] = pick.choice((0, 1))
        row[IN_TIME] = pick.randint(0, row[OPENED])
        row |= {code: pick.choice(("Oui", "Oui", "Oui", "Non")) for code in FLAGS}
        row |= {code: pick.choice((0, 49, 50, 61, 79, 90, 94, 95, 100)) for code in SHARES}
        row = {code: "" if pick.random() < EMPTY else cell for code, cell in row.items()}
        row["statut"] = pick.choice(("Confirmé / publié",) * 6 + ("En cours de saisie",))
        return row

    def _money(self, most):
        return Decimal(self.random.randint(0, most * 100)) / 100

    def write(self, folder):
        with (folder / "volumes_annuels.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(HEADS)
            for (service, year), row in self.rows.items():
                cells = {**row, "service": service, "annee": year}
                rows.writerow(cells[head] for head in HEADS)
        with (folder / "services.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("service", "nom", "mode de gestion", "missions"))
            rows.writerows(
                (service, f"Eau {service}", mode, "distribution")
                for service, mode in self.modes.items()
            )
        with (folder / "tarifs.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("service", "au 1er janvier", "partie", "montant"))
            for (service, year), parts in self.bills.items():
                rows.writerows((service, year + 1, part, cell) for part, cell in parts.items())
        return folder


def rounded(value, decimals):
    """Half away from zero."""
    exact = Decimal(abs(value).numerator) / Decimal(abs(value).denominator)
    cut = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return -cut if value < 0 else cut


def number(row, code):
    return None if row[code] == "" else Fraction(str(row[code]))


class Truth:
    """The indicators of one row; None where the law or the data give none."""

    def __init__(self, row, bill, mode):
        self.row, self.bill, self.mode = row, bill, mode
        self.none = {code: number(row, code) or Fraction(0) for code in VOLUMES}
        self.km, self.subscribers = number(row, "VP.077"), number(row, "VP.056")
        produced, bought = number(row, "VP.059"), number(row, "VP.060")
        is_silent = produced is None and bought is None
        self.entering = None if is_silent else (produced or 0) + (bought or 0)
        self.is_open = row["statut"] == "En cours de saisie" and row["VP.063"] != ""

    @property
    def consumed(self):
        return sum(self.none[code] for code in ("VP.063", "VP.201", "VP.220", "VP.221"))

    @property
    def raw_yield(self):
        if self.is_open or self.row["VP.063"] == "" or not self.entering:
            return None
        return (self.consumed + self.none["VP.061"]) / self.entering * 100

    @property
    def has_yield(self):
        return self.raw_yield is not None and self.raw_yield <= 105

    @property
    def has_length(self):
        metered = self.none["VP.063"] + self.none["VP.201"]
        sold = self.subscribers and self.none["VP.063"] and metered < self.subscribers
        return self.has_km and not sold

    @property
    def has_km(self):
        people = number(self.row, "D101.0")
        if not self.km or self.km > 30_000:
            return False
        if self.subscribers:
            return self.subscribers >= self.km
        is_dry = self.entering is not None and self.entering / self.km / 365 < Fraction(1, 2)
        return not is_dry and not (people and people < self.km)

    def losses(self, *, metered_only):
        lost = self.entering - self.none["VP.061"] - self.none["VP.063"] - self.none["VP.201"]
        return lost if metered_only else lost - self.none["VP.220"] - self.none["VP.221"]

    def index(self, *, metered_only):
        if not (self.has_yield and self.has_length):
            return None
        return rounded(max(self.losses(metered_only=metered_only) / (365 * self.km), 0), 1)

    def conformity(self, taken, failed):
        taken, failed = number(self.row, taken), number(self.row, failed)
        if taken is None or failed is None or failed > taken or not self.is_large or not taken:
            return None
        return rounded((taken - failed) / taken * 100, 1)

    @property
    def is_large(self):
        people = number(self.row, "D101.0")
        is_known = self.entering is not None and not self.is_open
        a_day = (self.entering - self.none["VP.061"]) / 365 if is_known else Fraction(0)
        return (people is not None and people > 5_000) or a_day > 1_000

    def ratio(self, over, under, times, decimals):
        over, under = number(self.row, over), number(self.row, under)
        return None if over is None or not under else rounded(over / under * times, decimals)

    @property
    def knowledge(self):
        """P103.2B, gate by gate."""
        plan, update = self.row["VP.236"], self.row["VP.237"]
        if plan == "Non":
            return 0
        if "" in {plan, update}:
            return None
        return 10 if update == "Non" else self._knowledge_of_pipes()

    def _knowledge_of_pipes(self):
        stock = [self.row["VP.238"], self.row["VP.240"]]
        share, dated = number(self.row, "VP.239"), number(self.row, "VP.241")
        if "Non" in stock or (share is not None and share < 50):
            return 15
        if "" in stock or share is None or dated is None:
            return None
        points = 15 + _of_share(share) + _of_share(dated)
        rest = [self.row[f"VP.{code}"] for code in range(242, 250)]
        if points < 40:
            return points
        worth = [10] * 7 + [5]
        more = sum(p for p, answer in zip(worth, rest, strict=True) if answer == "Oui")
        return None if "" in rest else points + more

    @property
    def complaints(self):
        if self.row["VP.003"] == "" or not self.subscribers:
            return None
        told = number(self.row, "VP.003") + (number(self.row, "VP.152") or 0)
        return rounded(told / self.subscribers * 1000, 2)

    @property
    def debt(self):
        owed, saved = number(self.row, "VP.182"), number(self.row, "VP.183")
        people = number(self.row, "D101.0")
        if owed is None or saved is None or saved <= 0:
            return None
        is_small = people is None or people < 500
        return None if is_small and self.mode != "Délégation" else rounded(owed / saved, 1)

    @property
    def unpaid(self):
        billed, owed = number(self.row, "VP.185"), number(self.row, "VP.268")
        if billed is not None and owed is not None and owed > billed:
            return None
        return self.ratio("VP.268", "VP.185", 100, 2)

    @property
    def price(self):
        if self.bill is None or len(self.bill) < 4 or not sum(self.bill.values()):
            return None
        a_cubic_metre = Fraction(sum(self.bill.values())) / 120
        return rounded(a_cubic_metre, 2) if Fraction(3, 10) <= a_cubic_metre <= 20 else None

    def indicators(self):
        published = rounded(min(self.raw_yield, 100), 1) if self.has_yield else None
        renewed = number(self.row, "VP.140")
        return {
            "d102_0": self.price,
            "p101_1": self.conformity("VP.126", "VP.127"),
            "p102_1": self.conformity("VP.128", "VP.129"),
            "p103_2b": self.knowledge,
            "p104_3": published,
            "p104_brut": None if self.raw_yield is None else rounded(self.raw_yield, 1),
            "p105_3": self.index(metered_only=True),
            "p106_3": self.index(metered_only=False),
            "p107_2": rounded(renewed / 5 / self.km * 100, 2)
            if renewed is not None and self.has_km and renewed <= self.km
            else None,
            "p151_1": self.ratio("VP.020", "VP.056", 1000, 2),
            "p152_1": self.ratio(IN_TIME, OPENED, 100, 1),
            "p153_2": self.debt,
            "p154_0": self.unpaid,
            "p155_1": self.complaints,
        }


def _of_share(share):
    if share < 50:
        return 0
    return 15 if share >= 95 else 10 + min(4, int((share - 50) // 10))


def consolidated(truths):
    """P104.3, P106.3 and P107.2 of several services: sum over sum of those that are not silent."""
    told = [one for one in truths if one.has_yield]
    long = [one for one in told if one.has_length]
    renewed = [one for one in truths if one.indicators()["p107_2"] is not None]
    taken = sum((one.consumed + one.none["VP.061"] for one in told), Fraction(0))
    lost = sum((one.losses(metered_only=False) for one in long), Fraction(0))
    laid = sum((number(one.row, "VP.140") for one in renewed), Fraction(0))
    return {
        "p104_3": rounded(min(taken / sum(one.entering for one in told) * 100, 100), 1)
        if told
        else None,
        "p106_3": rounded(max(lost / (365 * sum(one.km for one in long)), 0), 1) if long else None,
        "p107_2": rounded(laid / 5 / sum(one.km for one in renewed) * 100, 2) if renewed else None,
    }
