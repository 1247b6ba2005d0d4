"""Of the rows of its year a result tells one, what it covers, and no figure beside a better one.

Covers services_run.results, gateway.figures.activations.year_of_report.
"""

import copy
from decimal import Decimal

import pytest

from gateway.figures.activations.year_of_report import of_one_run
from services_run.checking import find_service, load_service
from services_run.results import result_of
from services_run.trial import try_service


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("rpqs-dechets"))


@pytest.fixture
def told(service, answered):
    """What is told of 2023 once `change` has altered the rows of its summary."""

    def tell(change):
        answer = copy.deepcopy(answered)
        change(answer["summary"])
        return result_of(service, answer, [], 2023)

    return tell


@pytest.fixture(scope="module")
def answered(service):
    return try_service(service, service.folder / "golden" / "inputs", {}, {"annee": "2023"}).answer


def test_a_figure_of_some_communes_stands_only_where_all_have_none(told):
    def names(value):
        result = told(lambda rows: rows[0].update(kg_hab=value))
        return {figure["name"] for figure in result["figures"]}

    assert names(None) >= {"kg_hab", "kg_hab_whole"}
    assert names(Decimal("204.90")) & {"kg_hab", "kg_hab_whole"} == {"kg_hab"}


def test_of_rows_that_tell_as_much_the_last_is_told_and_named_with_what_it_covers(told):
    def another(rows):
        rows.append({**rows[0], "nom": "Nord", "communes": 3})

    result = told(another)
    assert {figure["label"]["fr"].partition(" : ")[0] for figure in result["figures"]} == {"Nord"}
    assert result["coverage"]["communes"] == 3

    def with_less(rows):
        another(rows)
        rows[1].update(kg_hab_whole=None, eur_hab=None)

    fuller = told(with_less)
    assert fuller["figures"][0]["label"]["fr"].startswith("Ensemble : ")


def test_a_value_that_was_not_given_is_given_to_no_later_run(service):
    """Figures frozen by earlier versions say "None" for it."""
    before = {"annee": "2023", "cout_total": "None", "mois_attendus": "12"}
    assert of_one_run(service, before) == {"annee": "2023"}
    assert of_one_run(service, {**before, "cout_total": "12"}) == {
        "annee": "2023",
        "cout_total": "12",
    }
