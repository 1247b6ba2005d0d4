"""Invented sectors with planted leaks, on the instants of a clock in UTC; what the daily table and
the leaks must be is told by how the world was made, and by no query.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAYS = 77
OVER_OCTOBER, OVER_MARCH = date(2024, 9, 16), date(2025, 1, 27)
COMMUNES = ("35238", "35047", "35051", "35055", "35066", "35069", "35076", "35024")
LEAKS = 4
CENT, TENTH = Decimal("0.01"), Decimal("0.1")
SHAPE = (
    *(0.30, 0.22, 0.18, 0.17, 0.21, 0.50, 1.20, 1.85, 1.55, 1.30, 1.20, 1.30),
    *(1.45, 1.15, 1.00, 0.95, 1.05, 1.25, 1.65, 1.95, 1.55, 1.05, 0.75, 0.45),
)
"""Use by hour of the day, of a mean of about 1."""


@dataclass(frozen=True)
class Leak:
    """From the midnight of `start` to that of `end`, which is None while it runs."""

    sector: str
    start: date
    end: date | None
    flow: float


class LeakWorld:
    """Eight sectors of which six are read: S6 has ten subscribers, S7 says nothing of them.

    `rows`: by meter the pairs of an instant and a flow as text, as telemetry sends them.
    """

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.first = OVER_OCTOBER if seed % 2 else OVER_MARCH
        start = datetime(self.first.year, self.first.month, self.first.day, tzinfo=PARIS)
        end_day = self.first + timedelta(days=DAYS)
        end = datetime(end_day.year, end_day.month, end_day.day, tzinfo=PARIS)
        hours = int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 3600)
        self.instants = [start.astimezone(UTC) + timedelta(hours=at) for at in range(hours)]
        self.local = [instant.astimezone(PARIS) for instant in self.instants]
        self.days = [self.first + timedelta(days=at) for at in range(DAYS)]
        self.sectors = [f"S{number}" for number in range(8)]
        self.subscribers = {
            **{sector: self.random.randrange(300, 2400) for sector in self.sectors},
            "S6": 10,
            "S7": None,
        }
        self.prices = {
            sector: Decimal(self.random.randrange(4000, 12000)) / 10000 for sector in self.sectors
        }
        self.leaks = self._leaks()
        self.links = {
            "M0": {"S0": 1},
            "M1": {"S1": 1},
            "M2": {"S1": -1, "S2": 1},
            "M3": {"S2": 1},
            "M4": {"S3": 1},
            "M5": {"S3": 1},
            "M6": {"S4": 1},
            "M7": {"S5": 1},
            "M8": {"S6": 1},
            "M9": {"S7": 1},
            "MZ": {"S0": 1},
        }
        self.reasons = {}
        self.rows = self._rows(self._flows())
        self._break_meters()

    def _leaks(self):
        leaks = []
        for sector in self.random.sample(self.sectors[:6], LEAKS):
            begins = self.random.randrange(22, 48)
            lasts = self.random.randrange(12, 40)
            ends = begins + lasts
            base = 0.025 * self.subscribers_of(sector) * 0.17 * 0.5 + 0.6
            flow = round(base * self.random.uniform(0.6, 1.6) + 0.4, 2)
            leaks.append(
                Leak(
                    sector,
                    self.days[begins],
                    self.days[ends] if ends < DAYS - 4 else None,
                    flow,
                )
            )
        return leaks

    def subscribers_of(self, sector):
        return self.subscribers[sector] or 500

    def _flows(self):
        flows = {}
        self.consumed = []
        self.flushed = {sector: self._flushing_of(sector) for sector in self.sectors[:6]}
        for sector in self.sectors:
            count = self.subscribers_of(sector)
            hourly = []
            leaking = any(leak.sector == sector for leak in self.leaks)
            # Gardens and second homes: slow, and no leak.
            season = self.random.choice((-1, 1)) * (0.01 if leaking else 0.5)
            for at, local in enumerate(self.local):
                use = count * 0.0125 * SHAPE[local.hour] * (1.05 if local.weekday() >= 5 else 1)
                use *= 1 + season * at / len(self.local)
                flow = (use + 0.0006 * count) * math.exp(self.random.gauss(0, 0.03))
                if self.flushed.get(sector) == local.date() and 1 <= local.hour < 5:
                    flow += 12
                flow += sum(
                    leak.flow
                    for leak in self.leaks
                    if leak.sector == sector
                    and leak.start <= local.date()
                    and (leak.end is None or local.date() < leak.end)
                )
                if sector == "S5" and local.date() >= self.days[40] and local.weekday() < 5:
                    flow += 3.5
                    self.consumed.append((sector, local, "3.50"))
                hourly.append(flow)
            flows[sector] = hourly
        return flows

    def _flushing_of(self, sector):
        """One night with much water. Not beside a leak's start: no flow tells the two apart."""
        starts = [leak.start for leak in self.leaks if leak.sector == sector]
        return self.random.choice(
            [day for day in self.days[20:70] if all(abs((day - at).days) > 1 for at in starts)]
        )

    def _rows(self, flows):
        meters = {meter: flows[next(iter(self.links[meter]))] for meter in self.links}
        meters["M2"] = [0.6 * flow for flow in flows["S2"]]
        meters["M3"] = [0.4 * flow for flow in flows["S2"]]
        meters["M1"] = [own + out for own, out in zip(flows["S1"], meters["M2"], strict=True)]
        meters["M4"] = [0.7 * flow for flow in flows["S3"]]
        meters["M5"] = [0.3 * flow for flow in flows["S3"]]
        meters["MZ"] = [0.0 for _ in self.instants]
        return {
            meter: [
                (local, Decimal(str(flow)).quantize(CENT, ROUND_HALF_UP))
                for local, flow in zip(self.local, values, strict=True)
            ]
            for meter, values in meters.items()
        }

    def _break_meters(self):
        """Silent for two days (M0), stuck for more than a day (M3), at zero for a day (M6), a copy
        for a day (M5), sent twice for a week (M7), contradicted for an hour (M4).
        """
        self._drop("M0", self.days[12:14], "incomplete_day")
        stuck = [
            at
            for at, (local, _) in enumerate(self.rows["M3"])
            if local.date() in self.days[16:18] and (local.date(), local.hour) >= (self.days[16], 9)
        ]
        value = self.rows["M3"][stuck[0]][1]
        for at in stuck:
            self.rows["M3"][at] = (self.rows["M3"][at][0], value)
        self._cannot_tell("M3", self.days[16:18], "meter_frozen")
        zeros = self.days[18]
        self.rows["M6"] = [
            (local, Decimal(0) if local.date() == zeros else flow)
            for local, flow in self.rows["M6"]
        ]
        self._cannot_tell("M6", [zeros], "meter_frozen")
        copied = self.days[19]
        flows = dict(self.rows["M4"])
        self.rows["M5"] = [
            (local, flows[local] if local.date() == copied else flow)
            for local, flow in self.rows["M5"]
        ]
        self._cannot_tell("M5", [copied], "meter_copied")
        # The autumn's hour that comes twice is sent twice too, in both its offsets.
        week = set(self.days[36:50])
        self.rows["M7"] += [pair for pair in self.rows["M7"] if pair[0].date() in week]
        doubted = self.days[21]
        at, flow = next(
            (local, flow)
            for local, flow in self.rows["M4"]
            if local.date() == doubted and local.hour == 14
        )
        self.rows["M4"].append((at, flow + 1))
        self._cannot_tell("M4", [doubted], "incomplete_day")

    def _drop(self, meter, days, reason):
        self.rows[meter] = [pair for pair in self.rows[meter] if pair[0].date() not in days]
        self._cannot_tell(meter, days, reason)

    def _cannot_tell(self, meter, days, reason):
        for sector in self.links[meter]:
            self.reasons.update({(sector, day): reason for day in days})

    def write(self, folder):
        meters = "".join(
            f"{meter},{sector},{sign}\n"
            for meter, sectors in self.links.items()
            for sector, sign in sectors.items()
        )
        sectors = "".join(
            f"{sector},{COMMUNES[at]},"
            f"{'' if self.subscribers[sector] is None else self.subscribers[sector]},"
            f"{self.prices[sector]}\n"
            for at, sector in enumerate(self.sectors)
        )
        flows = [
            f"{meter},{local.isoformat(timespec='minutes')},{flow}\n"
            for meter, pairs in self.rows.items()
            for local, flow in pairs
        ]
        self.random.shuffle(flows)
        consumed = "".join(
            f"{sector},{local.isoformat(timespec='minutes')},{flow}\n"
            for sector, local, flow in self.consumed
        )
        for name, head, rows in (
            ("compteurs_secteurs.csv", "compteur,secteur,signe\n", meters),
            ("secteurs.csv", "secteur,code_commune,abonnes,prix_m3_eur\n", sectors),
            ("debits_horaires.csv", "compteur,horodatage,debit_m3h\n", "".join(flows)),
            ("consommateurs_nuit.csv", "secteur,horodatage,debit_m3h\n", consumed),
        ):
            (folder / name).write_text(head + rows, "utf-8")

    def daily(self):
        """By sector and day the volume and the night flow, or the reason why there is none."""
        table = {}
        for sector in self.sectors[:6]:
            signs = {meter: of[sector] for meter, of in self.links.items() if sector in of}
            for day in self.days:
                if (sector, day) in self.reasons:
                    table[sector, day] = self.reasons[sector, day]
                    continue
                flows = [
                    (local, sign * flow)
                    for meter, sign in signs.items()
                    for local, flow in self._day_of(meter, day)
                ]
                night = [flow for local, flow in flows if local.hour in {2, 3}]
                hours = len(night) / len(signs)
                mean = sum(night) / Decimal(hours)
                table[sector, day] = (
                    sum(flow for _, flow in flows),
                    mean.quantize(CENT, ROUND_HALF_UP),
                )
        return table

    def _day_of(self, meter, day):
        # An instant is told by its moment in UTC: the same wall clock may be two of them.
        told = {local.astimezone(UTC): (local, flow) for local, flow in self._by_day(meter)[day]}
        return told.values()

    def _by_day(self, meter):
        if not hasattr(self, "_days_of"):
            self._days_of = {}
        if meter not in self._days_of:
            days = self._days_of[meter] = {}
            for local, flow in self.rows[meter]:
                days.setdefault(local.date(), []).append((local, flow))
        return self._days_of[meter]

    def lost(self, leak):
        """m3 to a tenth and euros to the cent, of the flow that was planted."""
        hours = sum(
            leak.start <= local.date() and (leak.end is None or local.date() < leak.end)
            for local in self.local
        )
        volume = (Decimal(str(leak.flow)) * hours).quantize(TENTH, ROUND_HALF_UP)
        return volume, (volume * self.prices[leak.sector]).quantize(CENT, ROUND_HALF_UP)
