"""Each own figure stands beside the published figures that plain Python picks and orders.

Covers services_run.answering.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from services_run.checking import find_service, load_service
from services_run.trial import try_service
from tests.unit.services.water_worlds import World

SERVICE = load_service(find_service("rpqs-eau"))
HEADS = ("D102.0", "P101.1", "P102.1", "P103.2B", "P104.3", "P105.3", "P106.3", "P107.2", "P108.3")
HEADS += ("P151.1", "P152.1", "P153.2", "P154.0", "P155.1")
COLUMNS = ("id_sispea", "exercice", "missions", "D101.0", *HEADS)
COPIED = ("D102.0", "P103.2B", "P104.3", "P105.3", "P106.3", "P107.2", "P108.3")
SPREAD = ("quartile_1", "mediane", "quartile_3", "place")
MISSIONS = ["", "transfert", "production", *["production, distribution"] * 2, *["distribution"] * 5]
EDGES = (("50", "10"), ("62.5", "6"), ("80", "2.5"), ("32", "21.25"), ("12.5", "70"))  # c = 10
EDGES += (("75", "10"), ("93.75", "2"), ("96", "1.25"), ("9.6", "282.5"), ("60", "20"))  # c = 30
EDGES += (("75", "3.33"), ("75", "9.99"), ("50", "29.99"))  # just under
EDGES += (("100", "4.2"), ("103.4", "2"), ("99.99", "0.01"), ("88", "0"), ("88", "-0.4"))
OWN_MISSIONS = {"E05": "production", "E06": "transfert", "E07": "production, distribution"}
SIZES = (4, 10, 18, 28, 55, 120)  # Published services of each world, by its seed.
SEEDS, YEARS = range(len(SIZES)), (2022, 2023, 2023) * 2


class Published:
    """Rows of services that are plain, odd, copied or our own."""

    def __init__(self, seed):
        self.pick, self.year, self.rows = random.Random(seed), YEARS[seed], []
        for number in range(SIZES[seed]):
            years = self.pick.sample(range(self.year - 4, self.year + 2), self.pick.randint(1, 4))
            self.rows += [self._row(f"91{number:04}", year) for year in years]
        for at in range(SIZES[seed] // 2):
            twin, nobody = self.pick.choice(self.rows), {self.pick.choice(COLUMNS[:2]): ""}
            copied = {"id_sispea": f"92{at:04}", "D101.0": twin["D101.0"].replace("51", "52")}
            self.rows.append(twin | ({}, {"P155.1": "7.77"}, copied, nobody)[at % 4])
        self.rows += self._almost_copies() if seed > 3 else []
        self.rows += [self._row(one, self.year) for one in ("E01", "Eau E02", "900003", "900008")]
        self.pick.shuffle(self.rows)

    def _row(self, name, year):
        pick = self.pick
        lost = pick.choice((0.5, 2, 5, 12)) * pick.uniform(0.5, 2)
        row = {head: f"{pick.randint(1, 400) / 100}" for head in HEADS}
        row |= {"P101.1": pick.choice(("100", "100.0", "99.1")), "P102.1": "100"}
        row |= {"P103.2B": pick.choice(("15", "80", "100", "120")), "P105.3": f"{lost + 1:.1f}"}
        row |= {"P104.3": f"{pick.uniform(55, 99):.1f}", "P106.3": f"{lost:.1f}"}
        row |= {"P108.3": pick.choice(("40", "80")), "D101.0": pick.choice(("0", "240", "5100"))}
        if pick.random() < 0.3:
            row["P104.3"], row["P106.3"] = pick.choice(EDGES)
        row = {head: "" if pick.random() < 0.07 else cell for head, cell in row.items()}
        if pick.random() < 0.2:
            row |= {"D101.0": pick.choice(("", "0")), "D102.0": pick.choice(("", "0", "2.1"))}
        row |= {"id_sispea": name, "exercice": f"{year}", "missions": pick.choice(MISSIONS)}
        return {head: row[head] for head in COLUMNS}

    def _almost_copies(self):
        """Pairs that are one but for a cell, and pairs that are one but where it is empty."""
        changes = [({}, {head: "0.03"}) for head in COPIED]
        changes += [({}, {"exercice": f"{self.year - 1}"}), ({}, {"missions": "distribution"})]
        changes += [({head: ""}, {}) for head in COPIED]
        served = {"missions": "", "P104.3": "9.6", "P106.3": "282.5", "D101.0": "", "D102.0": ""}
        changes += [(served | {"D101.0": "9"}, {}), (served | {"D102.0": "2.5"}, {})]
        for at, (both, second) in enumerate(changes):
            row = self._row(f"93{at:04}", self.year) | dict.fromkeys(HEADS, f"{at}.5")
            row |= {"missions": "production", "P104.3": "75", "P106.3": f"{at + 1}"} | both
            yield from (row, row | {"id_sispea": f"94{at:04}"} | second)


def answer_of(seed, folder, published):
    """Own services at c = 10 and 30, with a yield of 100, with an index of 0, and invented ones."""
    world = World(seed)
    own = {"E01": (730, 365, 10), "E02": (1460, 1095, 10)}  # Hundreds of m³, and km.
    own |= {"E03": (1000, 1020, 10), "E04": (1000, 999, 100)}
    for service, (entering, used, km) in own.items():
        row = world.rows[service, YEARS[seed]]
        row |= dict.fromkeys(("VP.060", "VP.061", "VP.201", "VP.220", "VP.221"), 0)
        row |= {"VP.059": entering * 100, "VP.063": used * 100, "VP.077": km, "VP.056": 500}
        row |= {"statut": "Confirmé / publié", "D101.0": 900}
    world.write(folder)
    files = {"services.csv": [("service", "nom", "id_national", "missions")]}
    files["services.csv"] += [
        (one, f"Eau {one}", f"{at}", OWN_MISSIONS.get(one, "distribution"))
        for at, one in enumerate(world.modes, 900_001)
    ]
    if published:
        files["indicateurs_publies.csv"] = [COLUMNS, *(row.values() for row in published)]
    for name, rows in files.items():
        (folder / name).write_text("\n".join('"' + '","'.join(row) + '"' for row in rows), "utf-8")
    parameters = {"annee": "2022"} if YEARS[seed] == 2022 else {}
    return try_service(SERVICE, folder, {}, parameters).answer


def figure(cell):
    return None if cell in {"", None} else Fraction(str(cell))


def nature_of(row):
    for mission in ("distribution", "production"):
        if mission in row["missions"]:
            return mission
    is_served = any((figure(row[head]) or 0) > 0 for head in ("D101.0", "D102.0"))
    return "distribution" if not row["missions"] and is_served else None


def class_of(nature, share, lost):
    if nature == "production":
        return nature
    if nature is None or share is None or lost is None or share >= 100 or lost <= 0:
        return None
    consumed = lost * share / (100 - share)
    return "rural" if consumed < 10 else "intermediaire" if consumed < 30 else "urbain"


def peers_of(rows, year, own):
    """Class, year and figures by indicator of each published service that may be a peer."""
    versions = {}
    for row in rows:
        told = (row["missions"], *(figure(row[head]) for head in COLUMNS[3:]))
        versions.setdefault((row["id_sispea"], row["exercice"]), {})[told] = row
    newest = {}
    for (name, exercise), many in sorted(versions.items()):
        is_whole = name and exercise and name not in own and len(many) == 1
        if is_whole and year - 2 <= int(exercise) <= year:
            newest[name] = (int(exercise), *many.values())
    seen, peers = set(), []
    for exercise, row in newest.values():
        told, nature = {head: figure(row[head]) for head in HEADS}, nature_of(row)
        copied = (exercise, nature, *(told[head] for head in COPIED))
        is_full = None not in {told[head] for head in ("P103.2B", "P104.3", "P106.3", "P107.2")}
        if not (is_full and copied in seen):
            peers.append((class_of(nature, told["P104.3"], told["P106.3"]), exercise, told))
        seen.add(copied)
    return peers


def beside(value, kind, figures):
    """What the row says, and the code of each reason; `figures`: pairs of figure and year."""
    silent = ("classe", *SPREAD, "semblables", "exercices")
    if kind is None:
        return {**dict.fromkeys(silent), "reasons": dict.fromkeys(silent, "class_unknown")}
    count, years = len(figures), sorted({str(year) for _, year in figures})
    span = "–".join(dict.fromkeys((*years[:1], *years[-1:]))) or None
    said = dict.fromkeys(silent) | {"classe": kind, "semblables": count, "exercices": span}
    if count >= 5:
        ordered = sorted(one for one, _ in figures)
        said |= {SPREAD[k - 1]: ordered[-(-k * count // 4) - 1] for k in (1, 2, 3)}
        above = value - said["mediane"]
        said["place"] = "au_dessus" if above > 0 else "au_dessous" if above < 0 else "egal"
    return said | {"reasons": {name: "too_few_published" for name in said if said[name] is None}}


def expected_rows(seed, answers, published):
    """By service and indicator."""
    services, year = answers[seed]["services"], YEARS[seed]
    own = {name for row in services for name in (row["service_id"], row["service"])}
    peers, rows = peers_of(published, year, own | {f"{900_000 + at}" for at in range(1, 9)}), {}
    for row in (one for one in services if one["annee"] == year):
        missions = OWN_MISSIONS.get(row["service_id"], "distribution")
        nature = "distribution" if "distribution" in missions else "production"
        kind = class_of(nature, figure(row["p104_3"]), figure(row["p106_3"]))
        for head in HEADS:
            name = head.lower().replace(".", "_")
            if row[name] is not None:
                like = [(told[head], on) for of, on, told in peers if of == kind]
                said = beside(figure(row[name]), kind, [one for one in like if one[0] is not None])
                said |= {"service": row["service"], "annee": year, "indicateur": name}
                rows[row["service"], name] = said | {"valeur": row[name]}
    return rows


def told_rows(answer):
    rows = {(row["service"], row["indicateur"]): dict(row) for row in answer["peers"]}
    for row in rows.values():
        row["reasons"] = {name: reason["code"] for name, reason in row["reasons"].items()}
    assert len(rows) == len(answer["peers"])
    return rows


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    return [answer_of(at, tmp_path_factory.mktemp("w"), Published(at).rows) for at in SEEDS]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_is_that_of_plain_python_and_no_other_is_there(seed, answers):
    assert told_rows(answers[seed]) == expected_rows(seed, answers, Published(seed).rows)


def test_the_worlds_reach_each_class_place_reason_and_count(answers):
    rows = [row for answer in answers for row in told_rows(answer).values()]
    met = {name: {row[name] for row in rows} for name in ("classe", "place", "semblables")}
    assert met["classe"] == {"production", "rural", "intermediaire", "urbain", None}
    assert met["place"] == {"au_dessus", "au_dessous", "egal", None}
    assert met["semblables"] >= {None, 0, 1, 4, 5, 6}
    codes = {code for row in rows for code in row["reasons"].values()}
    assert codes == {"too_few_published", "class_unknown"}


def test_a_published_figure_changed_changes_the_answer_alike(answers, tmp_path):
    told, published = told_rows(answers[4]), Published(4).rows
    for row in published:
        row["P151.1"], before = "99.99", row["P151.1"]
        expected = expected_rows(4, answers, published)
        if {key[1] for key in expected if expected[key] != told[key]} == {"p151_1"}:
            break
        row["P151.1"] = before
    assert told_rows(answer_of(4, tmp_path, published)) == expected != told


def test_without_published_figures_no_row_is_there(tmp_path):
    assert answer_of(1, tmp_path, [])["peers"] == []
