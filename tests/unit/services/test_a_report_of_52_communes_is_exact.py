"""52 communes of five bodies, one silent, one that stops in October, held against plain Python.

Covers federation.services.reference, federation.services.running.
"""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from catalog.cog import load_cog
from federation.services.checking import find_service, load_service
from federation.services.trial import try_service

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
    """Kilograms, population, communes, months, kg by inhabitant, recovery rate: who is there."""
    streams = STREAMS if stream == "TOTAL" else (stream,)
    codes = {code for code, _, _ in communes}
    there = {code for code, _, _ in weighed if code in codes}
    of = {key: kg for key, kg in weighed.items() if key[0] in codes}
    kg = sum(kg for (_, one, _), kg in of.items() if one in streams)
    population = sum(people for code, _, people in communes if code in there)
    months = min((len({m for c, _, m in of if c == code}) for code in there), default=0)
    if not there:
        return None, None, 0, 0, None, None, None
    rate = (Decimal(kg) / population).quantize(CENT, ROUND_HALF_UP)
    good = sum(kg for (_, one, _), kg in of.items() if one in SORTED)
    recovered = (100 * Decimal(good) / kg).quantize(CENT, ROUND_HALF_UP)
    return (
        kg, population, len(there), months, rate if months == 12 else None, rate,
        recovered if stream == "TOTAL" and months == 12 else None,
    )  # fmt: skip


def of_figure(one):
    return tuple(
        one[name] for name in
        ("kg", "population", "communes", "months", "kg_hab", "kg_hab_observed", "recovery_rate")
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


def test_costs_given_by_parameters_are_no_rate_while_communes_are_missing(world):
    _, _, trial = world
    reasons = figure(trial, "Ensemble", "OMR")["reasons"]
    assert (reasons["eur_t"]["code"], reasons["eur_hab"]["code"]) == ("communes_missing",) * 2


def written(folder, *rows):
    lines = ["Jour;Commune (INSEE);Flux;Masse kg"]
    lines += [
        f"{year}-{month:02}-05;{code};OMR;1000" for year, code in rows for month in range(1, 13)
    ]
    (folder / "collectes.csv").write_text("\n".join(lines), "utf-8")
    return folder


def test_costs_by_parameters_are_divided_by_what_is_there(service, tmp_path):
    given = {"cout_omr": "2400", "annee_couts": "2023"}
    trial = try_service(service, written(tmp_path, (2023, "35003")), {}, given)
    one, total = figure(trial, "Ensemble", "OMR"), figure(trial, "Ensemble")
    assert (one["eur_t"], total["eur_t"]) == (200, 200)
    assert one["eur_hab"] == (Decimal(2400) / one["population"]).quantize(CENT, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("year", "code", "reason"),
    [
        (2023, "55039", "population_zero"),
        (2015, "35267", "population_unknown"),
        (2023, "35999", "population_unknown"),
    ],
)
def test_a_population_of_zero_or_unknown_leaves_no_rate_and_says_why(
    service, tmp_path, year, code, reason
):
    one = figure(try_service(service, written(tmp_path, (year, code)), {}, {}), "Ensemble")
    assert (one["kg"], one["kg_hab"], one["kg_hab_observed"]) == (12_000, None, None)
    assert one["reasons"]["kg_hab"]["code"] == reason
