"""Each row of peers of the water report is what fractions in plain Python give, and no other is.

Covers services_run.answering.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.unit.services.water_worlds import OPENED, World

SERVICE = load_service(find_service("rpqs-eau"))
FIGURES = {
    code.lower().replace(".", "_"): code
    for code in (
        *("D102.0", "P101.1", "P102.1", "P103.2B", "P104.3", "P105.3", "P106.3", "P107.2"),
        *("P108.3", "P151.1", "P152.1", "P153.2", "P154.0", "P155.1"),
    )
}
HEADS = ("id_sispea", "exercice", "missions", "D101.0", *FIGURES.values())
ALIKE = ("D102.0", "P103.2B", "P104.3", "P105.3", "P106.3", "P107.2", "P108.3")
TO_BE_GIVEN = ("P103.2B", "P104.3", "P106.3", "P107.2")
TOLD = ("quartile_1", "mediane", "quartile_3", "place")
BOUNDS = (10, 30)

MISSIONS = {
    "E01": "distribution",
    "E02": "production, distribution",
    "E03": "production",
    "E04": "",
    "E05": "distribution",
    "E06": "distribution",
    "E08": "production, transfert",
}
"""Of the register; it does not have E07, which the volumes alone name."""
OWN = {*MISSIONS, "E07", *(f"Eau {one}" for one in MISSIONS), *(f"9000{one}" for one in MISSIONS)}
PLANTED = {"VP.059": 365_000, "VP.060": 0, "VP.061": 0, "VP.063": 292_000, "VP.201": 0} | {
    "VP.220": 0,
    "VP.221": 0,
    "VP.056": 2_000,
    "D101.0": 4_000,
    "statut": "",
    "VP.182": 600,
    "VP.183": 100,
    "VP.185": 1_000,
    "VP.268": 20,
    "VP.003": 3,
    "VP.152": 1,
    OPENED: 10,
    "Ouvertures dans le délai": 9,
}
LENGTHS = {"E01": "80", "E02": "26.67"}
"""km that give P106.3 of 2.5 and, rounded, of 7.5: with a yield of 80 %, indices of 10 and 30."""


@cache
def pairs_at_the_bounds():
    """P104.3 and P106.3 of two decimals whose index is 10 or 30, or next to it."""
    pairs = []
    for part in range(1_000, 10_000):
        share = Fraction(part, 100)
        for bound in BOUNDS:
            losses = round(bound * (100 - share) / share, 2)
            if losses and abs(index(share, losses) - bound) < Fraction(1, 2_000):
                pairs.append((f"{part / 100:.2f}", f"{float(losses):.2f}"))
    return pairs


def index(share, losses):
    return losses * share / (100 - share)


class Published:
    """Rows as a file of the observatory might have them, `year` the newest that may count."""

    def __init__(self, seed, year):
        self.pick, self.year = random.Random(f"published {seed}"), year
        self.rows = []
        for number in range((60, 90, 150)[seed % 3]):
            for exercice in self.pick.sample(range(year - 4, year + 3), 3):
                self.rows.append(self._row(f"91{number:04}", exercice))
        self._repeat()
        self._thin()
        self.rows += [self._row(one, year) for one in sorted(OWN)]
        self.rows += [self._row("", year), self._row("919999", "")]
        self.pick.shuffle(self.rows)

    def _row(self, service, exercice):
        pick = self.pick
        share, losses = pick.choice(
            (
                (f"{pick.uniform(45, 99):.1f}", f"{pick.uniform(0.1, 9):.1f}"),
                (f"{pick.uniform(45, 99):.1f}", f"{pick.uniform(0.1, 9):.2f}"),
                pick.choice(pairs_at_the_bounds()),
                pick.choice((("80.0", "2.5"), ("80", "7.50"), ("50", "30"), ("62.5", "6"))),
                pick.choice((("100", "1.2"), ("100.4", "1"), ("99.99", "0.01"), ("0", "3.1"))),
                pick.choice((("81.2", "0"), ("79", "-0.2"), ("", "1.1"), ("71.5", ""))),
            )
        )
        ways = ("distribution", "Production, Distribution", "production", "", "transfert")
        cells = {
            "D101.0": pick.choice(("", "0", str(pick.randint(100, 40_000)))),
            "D102.0": pick.choice(("", "0", f"{pick.uniform(1, 5):.2f}")),
            "P101.1": f"{pick.choice((100, 99.5, 98)):.1f}",
            "P102.1": f"{pick.uniform(95, 100):.1f}",
            "P103.2B": str(pick.randint(10, 120)),
            "P105.3": f"{pick.uniform(0, 9):.2f}",
            "P107.2": f"{pick.uniform(0, 2):.2f}",
            "P108.3": pick.choice(("40", "60", "80")),
            "P151.1": f"{pick.uniform(0, 6):.2f}",
            "P152.1": f"{pick.choice((88, 90, 92)):.1f}",
            "P153.2": f"{pick.uniform(0, 12):.1f}",
            "P154.0": f"{pick.uniform(0, 4):.2f}",
            "P155.1": pick.choice(("2.00", "2.00", "2.00", "1.50", "2.5")),
        }
        cells = {code: "" if pick.random() < 0.08 else cell for code, cell in cells.items()}
        head = {"id_sispea": service, "exercice": str(exercice)}
        missions = pick.choice((*ways, "distribution", "distribution"))
        row = {**head, "missions": missions, **cells, "P104.3": share, "P106.3": losses}
        return {code: row[code] for code in HEADS}

    def _thin(self):
        """Leaves four, five and no figures of two classes."""
        most = {
            "intermediaire": {"P153.2": 4, "P154.0": 5},
            "urbain": {"P153.2": 5, "P154.0": 0, "P155.1": 4},
        }
        same, kept = defaultdict(list), defaultdict(int)
        for row in self.rows:
            same[of_a_copy(parsed(row))].append(row)
        for peer in peers_of(self.rows, self.year):
            for code, number in most.get(class_of_row(peer), {}).items():
                kept[code, class_of_row(peer)] += peer[code] is not None
                if kept[code, class_of_row(peer)] > number:
                    for row in same[of_a_copy(peer)]:
                        row[code] = ""

    def _repeat(self):
        """Identical rows, rows that contradict each other, and copies under other numbers."""
        pick, whole = self.pick, list(self.rows)
        self.rows += [dict(row) for row in pick.sample(whole, 12)]
        others = {"D101.0": "61", "missions": "production", "D102.0": "2.22", "P104.3": "61"}
        for code, other in (others | {"P151.1": "6.10"}).items():
            for row in pick.sample(whole, 3):
                self.rows += [dict(row), {**row, code: "" if row[code] == other else other}]
        for number, row in enumerate(pick.sample(whole, 24)):
            told = {"id_sispea": f"92{number:04}"}  # A quarter copies all but the number.
            if number % 4 == 1 and "distribution" in row["missions"].lower():
                told["missions"] = pick.choice(("transfert, distribution", "production"))
            if number % 4 == 2:
                told["exercice"] = str(self.year - pick.randint(0, 2))
            if number % 4 == 3:
                told[pick.choice(ALIKE)] = ""
            self.rows.append(row | told)

    def write(self, folder):
        """In two files of other orders of columns."""
        half = len(self.rows) // 3
        files = {"indicateurs_publies.csv": HEADS, "sispea_export.csv": HEADS[::-1]}
        for (name, heads), rows in zip(
            files.items(), (self.rows[:half], self.rows[half:]), strict=True
        ):
            write_csv(folder / name, heads, ([row[head] for head in heads] for row in rows))


def write_csv(path, heads, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


def write_own(seed, folder):
    world = World(seed)
    for (service, _), row in world.rows.items():
        if service in LENGTHS:
            row |= {**PLANTED, "VP.077": LENGTHS[service]}
        if service == "E06":
            row |= {**PLANTED, "VP.063": 365_000, "VP.077": "12"}
    world.write(folder)
    heads = ("service", "nom", "id_national", "mode de gestion", "missions")
    rows = [(one, f"Eau {one}", f"9000{one}", "Régie", text) for one, text in MISSIONS.items()]
    write_csv(folder / "services.csv", heads, rows)
    rows = [(one, 2023, "Source", 1_000, 60) for one in ("E01", "E02", "E03")]
    write_csv(folder / "ressources.csv", ("service", "annee", "ressource", "volume", "etape"), rows)


def parsed(row):
    texts = {"id_sispea": row["id_sispea"], "missions": row["missions"]}
    numbers = {code: row[code] for code in HEADS if code not in texts}
    return texts | {code: Decimal(cell) if cell else None for code, cell in numbers.items()}


def of_a_copy(row):
    return row["exercice"], *(row[code] for code in FIGURES.values() if code in ALIKE)


def nature_of(row):
    for nature in ("distribution", "production"):
        if nature in row["missions"].lower():
            return nature
    serves = (row["D101.0"] or 0) > 0 or (row["D102.0"] or 0) > 0
    return "distribution" if serves and not row["missions"] else None


def class_of(nature, share, losses):
    if nature == "production":
        return nature
    if nature is None or share is None or losses is None or share >= 100 or losses <= 0:
        return None
    dense = index(Fraction(share), Fraction(losses))
    return "rural" if dense < BOUNDS[0] else "intermediaire" if dense < BOUNDS[1] else "urbain"


def class_of_row(row):
    return class_of(nature_of(row), row["P104.3"], row["P106.3"])


def peers_of(rows, year):
    given = defaultdict(list)
    for row in map(parsed, rows):
        if row["id_sispea"] and row["exercice"] and row["id_sispea"] not in OWN:
            same = given[row["id_sispea"], row["exercice"]]
            same += [] if row in same else [row]
    newest = {}
    for (service, exercice), same in sorted(given.items()):
        if len(same) == 1 and year - 2 <= exercice <= year:
            newest[service] = same[0]
    once = {}
    for service, row in newest.items():
        alike = (nature_of(row), of_a_copy(row))
        is_told = all(row[code] is not None for code in TO_BE_GIVEN)
        once.setdefault(alike if is_told else service, row)
    return list(once.values())


def compared(own, name, peers):
    """A row of peers of an own service and figure, each reason by its code alone."""
    nature = "distribution" if "distribution" in MISSIONS.get(own["service_id"], "") else None
    if nature is None:
        nature = "production" if MISSIONS.get(own["service_id"]) else "distribution"
    kind = class_of(nature, own["p104_3"], own["p106_3"])
    row = {"service": own["service"], "annee": own["annee"], "indicateur": name}
    row |= {"valeur": own[name], "classe": kind, "semblables": None, "exercices": None}
    row |= dict.fromkeys(TOLD)
    if kind is None:
        empty = ("classe", "semblables", "exercices", *TOLD)
        return row | {"reasons": dict.fromkeys(empty, "class_unknown")}
    alike = [one for one in peers if class_of_row(one) == kind and one[FIGURES[name]] is not None]
    figures = sorted(one[FIGURES[name]] for one in alike)
    years = sorted({str(one["exercice"]) for one in alike})
    row["semblables"] = number = len(figures)
    row["exercices"] = "–".join(dict.fromkeys((years[0], years[-1]))) if years else None
    if number >= 5:
        low, middle, high = (figures[-(-part * number // 4) - 1] for part in (1, 2, 3))
        place = "egal" if own[name] == middle else "au_dessus"
        place = "au_dessous" if own[name] < middle else place
        row |= dict(zip(TOLD, (low, middle, high, place), strict=True))
    return row | {"reasons": {key: "too_few_published" for key in row if row[key] is None}}


def expected_of(answer, rows, year):
    peers = peers_of(rows, year)
    return by_key(
        compared(own, name, peers)
        for own in answer["services"]
        if own["annee"] == year
        for name in FIGURES
        if own[name] is not None
    )


def by_key(rows):
    return sorted(rows, key=lambda row: (row["service"], row["indicateur"]))


def told_by(answer):
    codes = [{name: one["code"] for name, one in row["reasons"].items()} for row in answer["peers"]]
    return by_key({**row, "reasons": of} for row, of in zip(answer["peers"], codes, strict=True))


def answer_of(folder, **parameters):
    trial = try_service(SERVICE, folder, {}, parameters)
    assert trial.questions == []
    return trial.answer


@pytest.mark.parametrize("seed", range(8))
def test_each_row_is_that_of_plain_fractions_and_no_other_is_there(seed, tmp_path):
    year = 2022 if seed % 3 == 2 else 2023
    published = Published(seed, year)
    write_own(seed, tmp_path)
    published.write(tmp_path)
    answer = answer_of(tmp_path, **({} if seed % 3 == 0 else {"annee": year}))
    expected = expected_of(answer, published.rows, year)
    assert told_by(answer) == expected
    classes = {row["service"]: row["classe"] for row in expected}
    assert (classes["Eau E01"], classes["Eau E02"]) == ("intermediaire", "urbain")
    assert (classes["Eau E03"], classes["Eau E06"]) == ("production", None)
    assert {0, 4, 5} <= {row["semblables"] for row in expected}
    assert {row["place"] for row in expected} == {None, "egal", "au_dessus", "au_dessous"}


def test_a_wrong_number_of_one_published_row_changes_the_answer_as_computed(tmp_path):
    published = Published(2, 2023)
    write_own(2, tmp_path)
    published.write(tmp_path)
    before = told_by(answer_of(tmp_path))
    middle = next(
        row["mediane"]
        for row in before
        if (row["indicateur"], row["classe"]) == ("p105_3", "intermediaire")
    )
    peer = next(
        one
        for one in peers_of(published.rows, 2023)
        if class_of_row(one) == "intermediaire" and one["P105.3"] == middle
    )
    for row in published.rows:
        if parsed(row) == peer:
            row["P105.3"] = "99"
    published.write(tmp_path)
    answer = answer_of(tmp_path)
    after = told_by(answer)
    assert after == expected_of(answer, published.rows, 2023)
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert ("p105_3", "intermediaire") in {(one["indicateur"], one["classe"]) for one in changed}


def test_without_published_rows_nothing_is_compared(tmp_path):
    write_own(1, tmp_path)
    assert answer_of(tmp_path)["peers"] == []


def test_published_rows_that_all_fall_out_leave_too_few(tmp_path):
    write_own(1, tmp_path)
    published = Published(1, 2023)
    published.rows = [row for row in published.rows if row["exercice"] in {"2020", "2024", ""}]
    published.write(tmp_path)
    answer = answer_of(tmp_path)
    assert told_by(answer) == expected_of(answer, published.rows, 2023)
    assert {row["semblables"] for row in answer["peers"]} == {0, None}
