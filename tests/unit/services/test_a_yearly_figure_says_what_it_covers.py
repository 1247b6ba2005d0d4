"""Kilograms per inhabitant over who is there, and why a figure is not.

Covers services_run.reference, services_run.answering.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from catalog.fold import fold
from catalog.standards.standard import standards
from services_run.checking import find_service, load_service
from services_run.trial import try_service
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
    kg = sum(totals_of(STOPS).values())
    assert (one["kg"], one["months"], one["kg_hab"]) == (kg, 10, None)
    assert (one["kg_hab_whole"], one["communes_whole"]) == (None, 0)
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
    assert (one["kg"], one["kg_hab"], one["kg_hab_whole"]) == (None, None, None)
    assert codes(one)["kg"] == codes(one)["kg_hab"] == "no_rows"
    assert one["communes_missing"] == ["Val-Couesnon"]


def test_the_whole_counts_who_is_there_and_names_who_is_not(tried):
    (whole,) = tried().answer["summary"]
    assert whole["population"] == sum(POPULATIONS[2023].values())
    assert (whole["communes"], whole["communes_expected"]) == (4, 5)
    assert whole["communes_missing"] == ["Val-Couesnon"]
    assert whole["kg"] == sum(totals_of(WHOLE).values()) + sum(totals_of(STOPS).values())


def test_beside_the_whole_stands_the_figure_of_the_communes_whose_year_is_whole(tried):
    (whole,) = tried().answer["summary"]
    population = sum(POPULATIONS[2023][commune] for commune in BODIES[WHOLE])
    assert (whole["kg_hab"], whole["communes_whole"]) == (None, 2)
    assert whole["kg_hab_whole"] == per_head(sum(totals_of(WHOLE).values()), population)
    assert whole["communes_whole_names"] == ["Andouillé-Neuville", "Aubigné"]
    assert whole["sentence"]["fr"].startswith(
        "Ensemble, 2023 : il n'y a pas de chiffre par habitant, car il manque Val-Couesnon ; il"
        " manque aussi des mois à Amanlis, Arbrissel. Les 2 communes dont l'année est entière ont"
    )


def test_each_null_has_its_reason_in_two_languages(tried):
    for one in tried().answer["figures"]:
        for name in (
            *("kg", "kg_hab", "kg_hab_whole", "recovery_rate", "index_2010", "evolution"),
            *("eur_t", "eur_hab"),
        ):
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


def test_costs_are_over_the_tonnes_of_the_streams_that_they_hold(tried):
    trial = tried(without_others)
    kg, total = totals_of(WHOLE), Decimal("205000.50")
    one = figure(trial, "Ensemble")
    assert (one["eur_t"], codes(one)["eur_t"]) == (None, "streams_without_costs")
    assert "emballages et papiers" in one["reasons"]["eur_t"]["fr"]
    assert one["eur_hab"] == per_head(total, 976 + 489)
    assert figure(trial, "Ensemble", "OMR")["eur_t"] == per_head(
        1000 * Decimal("200000.50"), kg["OMR"]
    )
    assert codes(figure(trial, "Ensemble", "EMBALLAGES_PAPIERS"))["eur_t"] == "no_costs"
    (shared,) = [row for row in trial.answer["costs"] if row["stream"] == "SHARED"]
    assert shared["eur_t"] == per_head(1000 * total, kg["OMR"] + kg["VERRE"])
    assert shared["streams_left_out"]["fr"] == "emballages et papiers"


def test_costs_of_recycling_centres_are_not_divided_by_what_rounds_collect(tried):
    def with_all_costs(folder):
        without_others(folder)
        path = folder / "matrice_couts.csv"
        more = "2023;Recyclables;TRI;Charges;50000\n2023;Déchèteries;HAUT DE QUAI;Charges;90000\n"
        path.write_text(path.read_text("cp1252") + more, "cp1252")

    trial = tried(with_all_costs)
    kg, rounds = totals_of(WHOLE), Decimal("255000.50")
    (one,) = trial.answer["summary"]
    assert (one["eur_t"], codes(one)["eur_t"]) == (None, "streams_without_tonnes")
    assert one["eur_t_shared"] == per_head(1000 * rounds, sum(kg.values()))
    assert one["streams_without_tonnes"] == {"fr": "déchèteries", "en": "recycling centres"}
    assert one["eur_hab"] == per_head(rounds + 90_000, 976 + 489)
    (centres,) = [row for row in trial.answer["costs"] if row["stream"] == "DECHETERIES"]
    assert (centres["eur_t"], centres["kg"]) == (None, None)
    assert codes(one)["dma_hab"] == "no_recycling_centres"
    assert one["oma_hab"] == one["kg_hab"] == per_head(sum(kg.values()), 976 + 489)


def test_all_waste_counts_recycling_centres_where_they_are_given(tried):
    def with_recycling_centres(folder):
        without_others(folder)
        path = folder / "tonnages.csv"
        rows = [
            f"20/{month:02}/2023;{code};{stream};1,000"
            for month in range(1, 13)
            for code in BODIES[WHOLE]
            for stream in ("Déchèteries", "Encombrants")
        ]
        path.write_text(path.read_text("cp1252") + "\n".join(rows) + "\n", "cp1252")
        (folder / "teom.csv").write_text("Année;Nature;Montant\n2023;TEOM;150000\n", "utf-8")

    (one,) = tried(with_recycling_centres).answer["summary"]
    rounds, people = sum(totals_of(WHOLE).values()), 976 + 489
    assert one["oma_hab"] == per_head(rounds, people)
    assert one["dma_hab"] == per_head(rounds + 48_000, people)
    assert one["streams_out_of_recovery"] == {"fr": "déchèteries", "en": "recycling centres"}
    assert one["funding_hab"] == per_head(Decimal(150_000), people)
    assert one["funding_share"] == per_head(Decimal(15_000_000), Decimal("205000.50"))


def test_a_year_is_held_against_the_one_before_over_communes_whole_in_both(tried):
    trial = tried(years=(2022, 2023))
    one = figure(trial, "Ensemble")
    now, before = (sum(totals_of(WHOLE, year).values()) for year in (2023, 2022))
    assert one["evolution"] == per_head(100 * now, before) - 100
    assert one["communes_compared"] == 2
    assert codes(figure(trial, STOPS))["evolution"] == "no_common_commune"
    assert codes(figure(trial, WHOLE, year=2022))["evolution"] == "no_year_before"


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


def test_a_code_that_is_no_commune_is_left_aside_with_its_kilograms_and_changes_nothing(tried):
    whole = figure(tried(without_others), "Ensemble")

    def mistyped(folder):
        without_others(folder)
        path = folder / "tonnages.csv"
        rows = ("15/05/2023;35999;Verre;0,400", "15/06/2023;35630;Tri;0,100")
        path.write_text(path.read_text("cp1252") + "\n".join(rows) + "\n", "cp1252")

    trial = tried(mistyped)
    told = {notice.code: notice.text.fr for notice in trial.notices}
    assert "2 lignes (500 kg)" in told["unknown_communes"]
    assert "(35630, 35999)" in told["unknown_communes"]
    assert figure(trial, "Ensemble") == whole
    assert "2 lignes sont laissées de côté" in trial.answer["summary"][0]["sentence"]["fr"]


def test_a_commune_outside_the_territory_is_left_aside_by_its_name(tried):
    def outside(folder):
        without_others(folder)
        path = folder / "tonnages.csv"
        path.write_text(path.read_text("cp1252") + "15/05/2023;35238;Verre;0,400\n", "cp1252")

    trial = tried(outside)
    told = {notice.code: notice.text.fr for notice in trial.notices}
    assert "Rennes" in told["communes_outside"]
    assert "400 kg" in told["communes_outside"]
    assert figure(trial, "Ensemble") == figure(tried(without_others), "Ensemble")


def test_without_a_perimeter_bodies_are_the_epci_of_that_year(tried):
    trial = tried(lambda folder: (folder / "perimetre.csv").unlink())
    whole = figure(trial, "Ensemble")
    assert (whole["communes_expected"], whole["territory"]) == (None, "unknown")
    assert codes(whole)["eur_hab"] == "territory_unknown"
    kg, people = sum(totals_of(WHOLE).values()), 976 + 489
    assert whole["kg_hab"] == whole["kg_hab_whole"] == per_head(kg, people)
    assert {body["nom"]: body["communes"] for body in trial.answer["bodies"]} == {
        WHOLE: 2,
        STOPS: 2,
    }


def test_a_year_partly_covered_is_said_before_any_figure(tried):
    notices = {notice.code: notice for notice in tried().notices}
    assert "2023" in notices["year_partly_covered"].text.fr
    assert "unit_converted" in notices
