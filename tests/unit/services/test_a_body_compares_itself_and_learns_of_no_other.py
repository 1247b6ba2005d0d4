"""Median and quartiles of peers, told so that nobody's joining or leaving tells a figure.

Covers services_run.golden, services_run.trial, services_run.results.
"""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from services_run.checking import find_service, load_service
from services_run.file_roles import answers_of, find_files
from services_run.results import result_of
from services_run.trial import compute, parameter_values, try_service
from tests.tiers import examples
from tests.unit.services.peers import (
    OWN,
    compared,
    leaks,
    make_figures,
    quartile,
    signs_and_gaps,
)


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("comparaison"))


@pytest.mark.parametrize("bodies", [5, 6, 9, 14])
def test_what_is_told_could_be_told_without_any_one_of_the_others(service, tmp_path, bodies):
    figures = make_figures(bodies, bodies=bodies, indicators=40)
    told = compared(service, tmp_path, figures)
    assert leaks(told, figures) == []
    assert sum(row["mediane"] is not None for row in told.values()) >= 20


def test_whoever_leaves_or_joins_subtracting_the_two_answers_tells_nothing(service, tmp_path):
    """Both answers are the others' own quartile, each rounded to its step."""
    figures = make_figures(8, bodies=8, indicators=30)
    before = compared(service, tmp_path / "all", figures)
    for gone in ("Voisin 0", "Voisin 3", "Voisin 7"):
        left = {name: own for name, own in figures.items() if name != gone}
        after = compared(service, tmp_path / gone, left)
        for indicator, row in before.items():
            of_others = quartile((own[indicator] for name, own in left.items() if name != OWN), 2)
            for told in (row, after[indicator]):
                if told["mediane"] is not None:
                    assert abs(told["mediane"] - of_others) <= told["arrondi_mediane"] / 2


def test_fewer_than_five_others_tell_nothing_whatever_is_asked(service, tmp_path):
    figures = make_figures(4, bodies=4, indicators=3)
    told = compared(service, tmp_path, figures, parameters={"semblables_min": "1"})
    for row in told.values():
        assert (row["mediane"], row["ecart"], row["semblables"]) == (None, None, None)
        assert row["reasons"]["mediane"]["code"] == "too_few_peers"


def test_the_figures_of_who_does_not_consent_change_nothing(service, tmp_path):
    figures = make_figures(3, bodies=8, indicators=20)
    refused = ("Voisin 1", "Voisin 2")
    told = compared(service, tmp_path / "a", figures, without_consent=refused)
    for name in refused:
        figures[name] = {indicator: value * 9 for indicator, value in figures[name].items()}
    assert compared(service, tmp_path / "b", figures, without_consent=refused) == told
    assert {row["semblables"] for row in told.values()} == {6}


def test_bodies_that_are_all_alike_are_told_by_a_wide_rounding_alone(service, tmp_path):
    figures = make_figures(2, bodies=6, indicators=1)
    figures = {name: {"I0": Decimal("103.217")} for name in figures}
    (row,) = compared(service, tmp_path, figures).values()
    assert (row["mediane"], row["arrondi_mediane"]) == (Decimal(100), Decimal(10))


def test_the_own_gap_is_to_the_rounded_median(service, tmp_path):
    figures = make_figures(1, bodies=7, indicators=1)
    for at, (name, value) in enumerate(
        zip(figures, (250, 191, 196, 198, 202, 203, 208, 230), strict=True)
    ):
        figures[name] = {"I0": Decimal(value) + Decimal(at) / 1000}
    (row,) = compared(service, tmp_path, figures).values()
    assert (row["mediane"], row["ecart"], row["semblables"]) == (200, 50, 7)
    assert row["sentence"]["fr"].endswith("; écart 50.")
    assert row["place"] == "au_dessus"


def test_within_half_a_step_of_the_median_no_sign_is_told(service, tmp_path):
    figures = make_figures(1, bodies=7, indicators=1)
    for at, (name, value) in enumerate(
        zip(figures, (201, 191, 196, 198, 202, 203, 208, 230), strict=True)
    ):
        figures[name] = {"I0": Decimal(value) + Decimal(at) / 1000}
    (row,) = compared(service, tmp_path, figures).values()
    assert (row["mediane"], row["ecart"], row["place"]) == (200, None, "dans_la_marge")
    assert row["reasons"]["ecart"]["code"] == "within_margin"
    assert row["sentence"]["fr"].endswith("votre chiffre est dans la marge de l'arrondi.")
    assert "écart" not in row["sentence"]["fr"]


def test_a_gap_of_a_step_and_a_half_is_two_steps(service, tmp_path):
    """0.3 over 0.2 is less than 1.5 as doubles have it."""
    figures = make_figures(1, bodies=7, indicators=1)
    values = ("2.3", "1.5", "1.7", "1.92", "2.08", "2.2", "2.4", "2.6")
    for name, value in zip(figures, values, strict=True):
        figures[name] = {"I0": Decimal(value)}
    (row,) = compared(service, tmp_path, figures).values()
    told = [row[name] for name in ("mediane", "arrondi_mediane", "ecart")]
    assert told == [Decimal("2.0"), Decimal("0.2"), Decimal("0.4")]


@pytest.mark.parametrize("own", ["2.1", "1.9"])
def test_a_gap_of_half_a_step_exactly_has_no_sign(service, tmp_path, own):
    figures = make_figures(1, bodies=7, indicators=1)
    values = (own, "1.2", "1.7", "1.92", "2.08", "2.2", "2.4", "2.6")
    for name, value in zip(figures, values, strict=True):
        figures[name] = {"I0": Decimal(value)}
    (row,) = compared(service, tmp_path, figures).values()
    assert (row["arrondi_mediane"], row["place"]) == (Decimal("0.2"), "dans_la_marge")
    assert (row["ecart"], row["reasons"]["ecart"]["code"]) == (None, "within_margin")


@given(seed=integers(0, 10**9), bodies=integers(5, 16))
@settings(max_examples=examples(60), deadline=None)
def test_a_sign_is_that_of_the_gap_to_the_exact_median(service, tmp_path_factory, seed, bodies):
    figures = make_figures(seed, bodies=bodies, indicators=30)
    told = compared(service, tmp_path_factory.mktemp("peers"), figures)
    assert signs_and_gaps(told, figures) == []
    assert any(row["ecart"] is not None for row in told.values())


@pytest.mark.parametrize("written", ["NOUS ", "nous", "200 000 008"])
def test_a_body_written_in_two_ways_is_never_among_its_own_peers(service, tmp_path, written):
    """Twice in the table of bodies, by its name and otherwise: five peers are five others."""
    figures = make_figures(1, bodies=5, indicators=1)
    figures[written] = {}
    values = parameter_values(service, {"organisme": "200000008"})
    compared(service, tmp_path, figures)
    inputs = find_files(service, tmp_path, answers_of(service, {})).tables
    answer = compute(service, inputs, {**values, "organisme_nom": OWN}).answer
    assert [row["semblables"] for row in answer["comparisons"]] == [5]


def test_the_first_page_shows_an_indicator_that_has_peers_and_names_it(service, tmp_path):
    figures = make_figures(1, bodies=6, indicators=2)
    figures = {name: {"Coût": own["I0"], "OMR": own["I1"]} for name, own in figures.items()}
    for name in list(figures)[1:4]:
        del figures[name]["OMR"]
    told = compared(service, tmp_path, figures)
    assert told["Coût"]["mediane"] is not None
    assert told["OMR"]["mediane"] is None
    trial = try_service(service, tmp_path, {}, {"organisme": OWN})
    shown = result_of(service, trial.answer, trial.notices)["figures"]
    assert [one["label"]["fr"] for one in shown] == [
        "Coût : médiane des semblables",
        "Coût : écart à la médiane",
    ]
    assert shown[0]["value"] is not None


def test_a_body_that_is_not_there_is_told_how_to_be_given(service, tmp_path):
    figures = make_figures(1, bodies=7, indicators=1)
    assert compared(service, tmp_path, figures, parameters={"organisme": "Personne"}) == {}
    trial = try_service(service, tmp_path, {}, {"organisme": "Personne"})
    assert any(
        "n'a pas de ligne de « Personne »" in notice.text.fr
        and "Ajoutez cette ligne" in notice.text.fr
        for notice in trial.notices
    )
