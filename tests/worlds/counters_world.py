"""A generated world of cycling counts: sites, channels and slots with gaps, by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.worlds.raw_files import Layout, RawFiles

PARIS = ZoneInfo("Europe/Paris")
MEASURES = Layout("mesures", {
    "canal": "channel_id", "debut": "start_datetime", "fin": "end_datetime", "passages": "count",
}, delimiter=",")  # fmt: skip
CHANNELS = Layout("canaux", {
    "canal": "channel_id", "site": "site_id", "pratiques": "mobility_type",
    "ouvert_le": "started_at", "ferme_le": "ended_at", "pas_s": "time_step",
}, delimiter=",")  # fmt: skip
SITES = Layout("sites", {"site": "site_id", "nom": "site_name"}, delimiter=",")
DAY_S, HOUR_S = 86_400, 3_600


@dataclass(slots=True)
class Channel:
    name: str
    site: str
    practice: str
    step_s: int
    first: date
    last: date
    closes: bool = False


def make_counters_world(seed: int) -> RawFiles:
    """One or two sites counted by the hour round a change of hour, one or two by the day."""
    chance, world = random.Random(seed), RawFiles()
    channels: list[Channel] = []
    for at in range(chance.randint(1, 2)):
        change = chance.choice((date(2024, 3, 31), date(2024, 10, 27), date(2025, 3, 30)))
        first = change - timedelta(days=chance.randint(1, 4))
        last = change + timedelta(days=chance.randint(2, 6))
        channels += _site(world, f"H{at}", HOUR_S, first, last, chance)
    for at in range(chance.randint(1, 2)):
        first = date(2023, chance.randint(1, 6), 1)
        last = date(chance.choice((2024, 2025)), chance.randint(3, 12), 28)
        channels += _site(world, f"D{at}", DAY_S, first, last, chance)
    zone = chance.choice((PARIS, UTC))
    if zone is UTC:
        world.traits.add("in_utc")
    rows = [row for each in channels for row in _slots(world, each, zone, chance)]
    if chance.random() < 0.3:
        world.traits.add("unknown_channel")
        rows += [["X9", *row[1:]] for row in rows[:5]]
    if chance.random() < 0.3:
        world.traits.add("sent_again")
        rows += rows[3:9]
    world.put("measure.csv", MEASURES, rows)
    world.put("channel.csv", CHANNELS, [
        [
            one.name, one.site, one.practice, one.first.isoformat(),
            one.last.isoformat() if one.closes else "", str(one.step_s),
        ]
        for one in channels
    ])  # fmt: skip
    if chance.random() < 0.5:
        names = sorted({one.site for one in channels})
        world.put("site.csv", SITES, [[name, f"Pont {name}"] for name in names])
    return world


def _site(
    world: RawFiles, name: str, step_s: int, first: date, last: date, chance: random.Random
) -> list[Channel]:
    """One to three channels; one of them may open later, close before, or count walkers."""
    found = [Channel(f"{name}-1", name, chance.choice(("BIKE", "")), step_s, first, last)]
    for at in range(chance.randint(0, 2)):
        one = Channel(f"{name}-{at + 2}", name, "BIKE", step_s, first, last)
        match chance.choice(("late", "closed", "walkers", "both", "same")):
            case "late":
                one.first = first + (last - first) // 3
                world.traits.add("opened_later")
            case "closed":
                one.last, one.closes = last - (last - first) // 3, True
                world.traits.add("closed_before")
            case "walkers":
                one.practice = "PEDESTRIAN"
                world.traits.add("other_practice")
            case "both":
                one.practice = "BIKE,E-SCOOTER"
        found.append(one)
    return found


def _slots(
    world: RawFiles, channel: Channel, zone: ZoneInfo | type[UTC], chance: random.Random
) -> list[list[str]]:
    gone = {
        channel.first
        + timedelta(days=chance.randint(2, max((channel.last - channel.first).days, 3)))
        for _ in range(chance.choice((0, 0, 1, 3)))
    }
    quiet = chance.random() < 0.2 and channel.step_s == DAY_S
    if quiet:
        begin = channel.first + timedelta(days=chance.randint(40, 160))
        gone |= {begin + timedelta(days=at) for at in range(chance.randint(5, 45))}
        world.traits.add("weeks_without")
    rows = []
    now, end = _midnight(channel.first), _midnight(channel.last + timedelta(days=1))
    while now < end:
        later = _next(now, channel.step_s)
        count = str(chance.randint(0, 400 if channel.step_s == DAY_S else 40))
        if now.astimezone(PARIS).date() in gone:
            match chance.choice(("no_row", "empty", "negative", "there")):
                case "no_row":
                    count = "no row"
                    world.traits.add("gaps")
                case "empty":
                    count = ""
                    world.traits.add("empty")
                case "negative":
                    count = "-1"
                    world.traits.add("negative")
        if count != "no row":
            moments = (each.astimezone(zone).isoformat() for each in (now, later))
            rows.append([channel.name, *moments, count])
        now = later
    return rows


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)


def _next(now: datetime, step_s: int) -> datetime:
    if step_s < DAY_S:
        return now + timedelta(seconds=step_s)
    return _midnight(now.astimezone(PARIS).date() + timedelta(days=1))
