"""Kilograms per inhabitant over who is there, and why a figure is not.

Covers federation.services.reference, federation.services.answering.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from catalog.fold import fold
from catalog.standards.standard import standards
from federation.services.checking import find_service, load_service
from federation.services.trial import try_service
from tests.unit.services.weighings_of_bodies import (
    BODIES,
    POPULATIONS,
    SILENT,
    STOPS,
    totals_of,
    write_weighings,
)

WHOLE = "CC Val d'Ille-Aubigné"


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("rpqs-dechets"))


@pytest.fixture
def tried(service, tmp_path):
    def run(change=None, **more):
        write_weighings(tmp_path, **more)
        if change is not None:
            change(tmp_path)
        return try_service(service, tmp_path, {}, {})

    return run


def figure(trial, name, flux="TOTAL", year=2023):
    (one,) = [
        each
        for each in trial.answer["figures"]
        if (each["name"], each["flux"], each["year"]) == (name, flux, year)
    ]
    return one


def codes(figures):
    return {name: reason["code"] for name, reason in figures["reasons"].items()}


def per_head(kg, population):
    return (kg / population).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_whole_year_is_divided_by_the_population_of_its_vintage(tried):
    trial = tried()
    population = sum(POPULATIONS[2023][commune] for commune in BODIES[WHOLE])
    for stream, kg in totals_of(WHOLE).items():
        one = figure(trial, WHOLE, stream)
        assert (one["kg"], one["population"]) == (kg, population)
        assert one["kg_hab"] == per_head(kg, population)
    assert (figure(trial, WHOLE)["months"], figure(trial, WHOLE)["communes"]) == (12, 2)


def test_a_body_that_stops_in_october_has_no_yearly_figure_and_says_so(tried):
    one = figure(tried(), STOPS)
    kg, population = sum(totals_of(STOPS).values()), 1759 + 299
    assert (one["kg"], one["months"], one["kg_hab"]) == (kg, 10, None)
    assert one["kg_hab_observed"] == per_head(kg, population)
    assert codes(one)["kg_hab"] == codes(one)["recovery_rate"] == "year_partly_covered"
    assert one["communes_partial"] == ["Amanlis", "Arbrissel"]


def test_every_code_of_the_standard_is_known(service):
    of_standard = standards()["interco-collecte-dechets"]
    (flux,) = [one for one in of_standard.fields if one.name == "flux"]
    known = service.roles["collectes"].fields["flux"].codes
    assert {known.get(fold(one), one) for one in flux.codes} == set(flux.codes.values())
    assert all(known.get(fold(one), one) == code for one, code in flux.codes.items())


def test_a_silent_body_is_there_without_a_figure(tried):
    one = figure(tried(), SILENT)
    assert (one["kg"], one["kg_hab"], one["kg_hab_observed"]) == (None, None, None)
    assert codes(one)["kg"] == codes(one)["kg_hab"] == "no_rows"
    assert one["communes_missing"] == ["Val-Couesnon"]


def test_the_whole_counts_who_is_there_and_names_who_is_not(tried):
    (whole,) = tried().answer["summary"]
    assert whole["population"] == sum(POPULATIONS[2023].values())
    assert (whole["communes"], whole["communes_expected"]) == (4, 5)
    assert whole["communes_missing"] == ["Val-Couesnon"]
    assert whole["kg"] == sum(totals_of(WHOLE).values()) + sum(totals_of(STOPS).values())


def test_each_null_has_its_reason_in_two_languages(tried):
    for one in tried().answer["figures"]:
        for name in ("kg", "kg_hab", "recovery_rate", "index_2010", "eur_t", "eur_hab"):
            assert (one[name] is None) == (name in one["reasons"]), (one, name)
        assert all(reason["fr"] and reason["en"] for reason in one["reasons"].values())


def test_the_recovery_rate_is_what_is_sorted_of_the_total(tried):
    kg = totals_of(WHOLE)
    rate = 100 * (kg["EMBALLAGES_PAPIERS"] + kg["VERRE"]) / sum(kg.values())
    assert figure(tried(), WHOLE)["recovery_rate"] == rate.quantize(Decimal("0.01"), ROUND_HALF_UP)


def without_others(folder):
    """Only the body whose year is whole."""
    kept = BODIES[WHOLE]
    for name, at in (("tonnages.csv", 1), ("perimetre.csv", 0)):
        path = folder / name
        encoding = "cp1252" if name == "tonnages.csv" else "utf-8"
        head, *rows = path.read_text(encoding).splitlines()
        rows = [row for row in rows if row.split(";")[at] in kept]
        path.write_text("\n".join([head, *rows]) + "\n", encoding)


def test_costs_are_by_tonne_and_inhabitant_where_all_communes_are_there(tried):
    trial = tried(without_others)
    kg = totals_of(WHOLE)
    total = Decimal("205000.50")
    one = figure(trial, "Ensemble")
    assert one["eur_t"] == (1000 * total / sum(kg.values())).quantize(Decimal("0.01"))
    assert one["eur_hab"] == (total / (976 + 489)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert codes(figure(trial, "Ensemble", "EMBALLAGES_PAPIERS"))["eur_t"] == "no_costs"


def test_the_index_is_held_against_2010_of_the_same_communes(tried):
    trial = tried(without_others, years=(2010, 2023))
    ratio = 100 * sum(totals_of(WHOLE).values()) / sum(totals_of(WHOLE, 2010).values())
    assert figure(trial, WHOLE)["index_2010"] == ratio.quantize(Decimal("0.01"), ROUND_HALF_UP)
    then = figure(trial, WHOLE, year=2010)
    assert (then["index_2010"], codes(then)["kg_hab"]) == (100, "population_unknown")


def test_without_2010_or_with_other_communes_there_is_no_index(tried):
    assert codes(figure(tried(without_others), WHOLE))["index_2010"] == "no_2010"

    def other_in_2010(folder):
        without_others(folder)
        path = folder / "tonnages.csv"
        rows = path.read_text("cp1252").splitlines()
        rows = [row for row in rows if "/2010;35007" not in row]
        path.write_text("\n".join(rows) + "\n", "cp1252")

    trial = tried(other_in_2010, years=(2010, 2023))
    assert codes(figure(trial, WHOLE))["index_2010"] == "other_communes_in_2010"


def test_a_code_that_is_no_commune_leaves_no_rate_and_is_said(tried):
    def unknown(folder):
        without_others(folder)
        (folder / "perimetre.csv").unlink()
        path = folder / "tonnages.csv"
        path.write_text(path.read_text("cp1252").replace(";35007;", ";35999;"), "cp1252")

    trial = tried(unknown)
    assert "unknown_communes" in [notice.code for notice in trial.notices]
    assert codes(figure(trial, "Ensemble"))["kg_hab"] == "population_unknown"


def test_without_a_perimeter_bodies_are_the_epci_of_that_year(tried):
    trial = tried(lambda folder: (folder / "perimetre.csv").unlink())
    assert figure(trial, "Ensemble")["communes_expected"] is None
    assert {body["nom"]: body["communes"] for body in trial.answer["bodies"]} == {
        WHOLE: 2,
        STOPS: 2,
    }


def test_a_year_partly_covered_is_said_before_any_figure(tried):
    notices = {notice.code: notice for notice in tried().notices}
    assert "2023" in notices["year_partly_covered"].text.fr
    assert "unit_converted" in notices
