"""52 communes of five bodies, one silent, one that stops in October, held against plain Python.

Covers services_run.reference, services_run.running.
"""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from catalog.cog import load_cog
from services_run.checking import find_service, load_service
from services_run.trial import try_service

YEAR = 2023
BODIES = (
    "CA Redon Agglomération",
    "CC Liffré-Cormier Communauté",
    "CC Montfort Communauté",
    "CC Brocéliande Communauté",
    "CC Couesnon Marches de Bretagne",
)
SILENT, STOPS = BODIES[2], BODIES[3]
OLD_CODES = {"35257": "35267"}
"""Maen Roch, still written as Saint-Étienne-en-Coglès."""
STREAMS = ("OMR", "EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS", "ENCOMBRANTS")
SORTED = STREAMS[1:4]
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("rpqs-dechets"))


def members():
    """By body, its communes that year: (code, name, population)."""
    cog, day = load_cog(), date(YEAR, 1, 1)
    labels = [
        cog.label(code, day) for code in (f"{number:05}" for number in range(35001, 35365))
        if cog.commune_at(code, day) == code
    ]  # fmt: skip
    return {
        body: [(one.code, one.nom, one.population) for one in labels if one.epci_nom == body]
        for body in BODIES
    }


@pytest.fixture(scope="module")
def world(service, tmp_path_factory):
    """The bodies, kilograms by (commune, stream, month), and what the service says of them."""
    folder, chance, bodies = tmp_path_factory.mktemp("52"), random.Random(52), members()
    weighed = {}
    lines = ["Jour;Commune (INSEE);Flux;Masse kg"]
    for body, communes in bodies.items():
        months = () if body == SILENT else range(1, 11 if body == STOPS else 13)
        for code, _, _ in communes:
            for stream in STREAMS:
                for month in months:
                    kg = chance.randint(1_000, 90_000)
                    weighed[code, stream, month] = kg
                    written = OLD_CODES.get(code, code)
                    lines.append(f"{YEAR}-{month:02}-1{month % 9};{written};{stream};{kg}")
    (folder / "collectes.csv").write_text("\n".join(lines), "utf-8")
    perimeter = [f"{code};{body}" for body, many in bodies.items() for code, _, _ in many]
    (folder / "perimetre.csv").write_text("\n".join(["INSEE;Membre", *perimeter]), "utf-8")
    trial = try_service(service, folder, {}, {"cout_omr": "4000000", "cout_verre": "250000,50"})
    return bodies, weighed, trial


def figure(trial, name, stream="TOTAL"):
    (one,) = [
        each for each in trial.answer["figures"] if (each["name"], each["flux"]) == (name, stream)
    ]
    return one


def expected(communes, weighed, stream):
    """Kilograms, population of who is there, communes, months, kg by inhabitant (of all, and of the
    communes whose year is whole) and recovery rate.
    """
    streams = STREAMS if stream == "TOTAL" else (stream,)
    codes = {code for code, _, _ in communes}
    months = {code: len({m for c, _, m in weighed if c == code}) for code in codes}
    there, whole = ({code for code in codes if months[code] >= least} for least in (1, 12))
    if not there:
        return None, None, 0, 0, None, None, None
    kg = kilograms(weighed, there, streams)
    people = {code: count for code, _, count in communes}
    rate = (
        (
            Decimal(kilograms(weighed, whole, streams)) / sum(people[code] for code in whole)
        ).quantize(CENT, ROUND_HALF_UP)
        if whole
        else None
    )
    recovered = (100 * Decimal(kilograms(weighed, codes, SORTED)) / kg).quantize(
        CENT, ROUND_HALF_UP
    )
    is_complete = whole == codes
    return (
        kg, sum(people[code] for code in there), len(there), min(months[code] for code in there),
        rate if is_complete else None, rate,
        recovered if stream == "TOTAL" and is_complete else None,
    )  # fmt: skip


def kilograms(weighed, codes, streams):
    return sum(kg for (code, one, _), kg in weighed.items() if code in codes and one in streams)


def of_figure(one):
    return tuple(
        one[name] for name in
        ("kg", "population", "communes", "months", "kg_hab", "kg_hab_whole", "recovery_rate")
    )  # fmt: skip


def test_there_are_52_communes_and_none_is_said_unknown(world):
    bodies, _, trial = world
    assert sum(map(len, bodies.values())) == 52
    assert {notice.code for notice in trial.notices} == {"year_partly_covered"}


def test_every_figure_and_denominator_is_exact_at_each_level(world):
    bodies, weighed, trial = world
    levels = {
        name: [(code, name, people)] for many in bodies.values() for code, name, people in many
    }
    levels |= bodies | {"Ensemble": [one for many in bodies.values() for one in many]}
    for name, communes in levels.items():
        for stream in {one[1] for one in weighed if one[0] in {c[0] for c in communes}} | {"TOTAL"}:
            assert of_figure(figure(trial, name, stream)) == expected(communes, weighed, stream), (
                name, stream,
            )  # fmt: skip


def test_completeness_names_who_is_missing_and_who_stopped(world):
    bodies, _, trial = world
    whole = figure(trial, "Ensemble")
    assert whole["communes_expected"] == 52
    assert whole["communes_missing"] == sorted(name for _, name, _ in bodies[SILENT])
    assert whole["communes_partial"] == sorted(name for _, name, _ in bodies[STOPS])
    assert whole["population_expected"] == sum(
        people for many in bodies.values() for _, _, people in many
    )
    assert {reason["code"] for reason in figure(trial, SILENT)["reasons"].values()} == {
        *("no_rows", "costs_of_the_whole_only"),
    }


def test_costs_without_their_tonnes_are_by_inhabitant_of_the_whole_territory(world):
    bodies, _, trial = world
    one = figure(trial, "Ensemble", "OMR")
    people = sum(people for many in bodies.values() for _, _, people in many)
    assert (one["eur_t"], one["reasons"]["eur_t"]["code"]) == (None, "communes_missing")
    assert one["eur_hab"] == (Decimal(4_000_000) / people).quantize(CENT, ROUND_HALF_UP)
    assert trial.answer["summary"][0]["costs_from"] == "typed"


def written(folder, *rows, perimeter=()):
    lines = ["Jour;Commune (INSEE);Flux;Masse kg"]
    lines += [
        f"{year}-{month:02}-05;{code};OMR;1000" for year, code in rows for month in range(1, 13)
    ]
    (folder / "collectes.csv").write_text("\n".join(lines), "utf-8")
    if perimeter:
        (folder / "perimetre.csv").write_text("\n".join(["INSEE", *perimeter]), "utf-8")
    return folder


def test_costs_by_parameters_are_divided_by_what_they_pay_for(service, tmp_path):
    given = {"cout_omr": "2400", "annee_couts": "2023"}
    folder = written(tmp_path, (2023, "35003"), perimeter=["35003"])
    trial = try_service(service, folder, {}, given)
    one, total = figure(trial, "Ensemble", "OMR"), figure(trial, "Ensemble")
    assert (one["eur_t"], total["eur_t"]) == (200, 200)
    assert one["eur_hab"] == (Decimal(2400) / one["population"]).quantize(CENT, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("year", "code", "reason"),
    [(2023, "55039", "population_zero"), (2015, "35267", "population_unknown")],
)
def test_a_population_of_zero_or_unknown_leaves_no_rate_and_says_why(
    service, tmp_path, year, code, reason
):
    one = figure(try_service(service, written(tmp_path, (year, code)), {}, {}), "Ensemble")
    assert (one["kg"], one["kg_hab"], one["kg_hab_whole"]) == (12_000, None, None)
    assert one["reasons"]["kg_hab"]["code"] == reason


def test_communes_that_merged_are_one_commune_in_their_year_and_in_2010(service, tmp_path):
    """Maen Roch is Saint-Brice-en-Coglès and Saint-Étienne-en-Coglès since 2017."""
    rows = [(2010, "35257"), (2010, "35267"), (2023, "35257")]
    folder = written(tmp_path, *rows, perimeter=["35257"])
    one = next(
        row
        for row in try_service(service, folder, {}, {}).answer["figures"]
        if (row["level"], row["flux"], row["year"]) == ("commune", "TOTAL", 2023)
    )
    assert (one["name"], one["index_2010"]) == ("Maen Roch", 50)
    (tmp_path / "less").mkdir()
    less = written(tmp_path / "less", rows[0], rows[2], perimeter=["35257"])
    (row,) = (
        row for row in try_service(service, less, {}, {}).answer["summary"] if row["annee"] == 2023
    )
    assert row["reasons"]["index_2010"]["code"] == "other_communes_in_2010"
