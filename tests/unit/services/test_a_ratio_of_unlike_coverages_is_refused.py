"""Planted services whose queries divide what does not go together: the engine gives no figure.

Covers services_run.measures, services_run.measures_check,
services_run.covered, services_run.sides, services_run.ratios,
services_run.ratio_reasons, services_run.territories,
services_run.input_tables.
"""

from decimal import Decimal

import pytest
import yaml

from services_run.checking import load_service
from services_run.covered import ByCommune, Covered, Places
from services_run.problems import ServiceProblems
from services_run.sides import Claim, Sides
from services_run.territories import Territories
from services_run.trial import try_service
from tests.unit.services import planted_services as planted

CODES = planted.COMMUNES


@pytest.fixture
def tried(tmp_path):
    def run(query, **more):
        service = load_service(planted.written_service(tmp_path / "service", query))
        files = planted.written_files(tmp_path / "files", **more)
        return try_service(service, files, {}, {})

    return run


def row_of(trial):
    (row,) = trial.answer["lignes"]
    return row


def test_what_covers_the_same_is_given(tried):
    trial = tried(planted.HONEST)
    assert (row_of(trial)["eur_t"], row_of(trial)["reasons"]) == (250, {})
    assert trial.notices == []


def test_whole_costs_over_some_communes_are_refused_whether_or_not_the_row_admits_it(tried):
    for query in (planted.HONEST, planted.CLAIMS_ALL):
        trial = tried(query, silent=CODES[:1])
        row = row_of(trial)
        assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "communes_missing")
        (notice,) = trial.notices
        assert (notice.code, notice.count) == ("communes_missing", 1)
        assert "« Coût par tonne » n'est pas donné sur 1 ligne" in notice.text.fr


def test_tonnes_of_a_stream_that_the_costs_do_not_hold_are_refused(tried):
    row = row_of(tried(planted.HONEST, costs=("OMR",)))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")
    row = row_of(tried(planted.HONEST, costs=("OMR", "VERRE", "DECHETERIES")))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")
    assert "ne couvrent pas les mêmes communes" in row["reasons"]["eur_t"]["fr"]


def test_streams_that_a_row_names_and_one_side_alone_holds_are_refused(tried):
    both = planted.HONEST.replace("'' AS flux", "'OMR VERRE' AS flux")
    assert row_of(tried(both))["eur_t"] == 250
    row = row_of(tried(both, costs=("OMR",)))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")


def test_a_commune_made_of_a_part_of_another_has_no_figure_of_the_year_before(tmp_path):
    service = load_service(planted.written_service(tmp_path / "service", planted.HONEST))
    whole = {code: {"OMR": Decimal(1)} for code in ("a", "b")}
    rows = ByCommune({2022: whole}, dict.fromkeys([(2022, "a"), (2022, "b")], 0b1111_1111_1111))
    claim = Claim(2023, frozenset({"new"}), None)

    def side(is_whole):
        became = {"a": [("new", True)], "b": [("new", is_whole)]}
        stayed = {code: [(code, True)] for code in whole}
        made_of = {"new": [("a", True), ("b", is_whole)]}
        places = Places(
            {(2022, 2023): became, (2022, 2022): stayed}, {(2022, 2023): made_of}, {}, {}
        )
        sides = Sides(service.measured, Covered({"tonnage": rows}, {}, places, {}))
        return sides.side("tonnage", 2022, claim)

    assert (side(is_whole=True).value, side(is_whole=True).fault) == (2, None)
    assert side(is_whole=False).fault == "coverages_differ"


def test_twelve_months_of_costs_over_ten_of_tonnes_are_refused(tried):
    row = row_of(tried(planted.HONEST, stops={CODES[1]: 10}))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")


def test_a_figure_that_is_not_that_of_its_two_sides_is_refused(tried):
    row = row_of(tried(planted.TEN_TIMES))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")


def test_half_of_the_last_digit_is_rounded_up_or_the_figure_is_refused(tried):
    """12,000 euros over 153.6 tonnes are 78.125."""
    assert str(row_of(tried(planted.HONEST, kg=3200))["eur_t"]) == "78.13"
    row = row_of(tried(planted.HALF_DOWN, kg=3200))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")


def test_costs_over_a_territory_that_nobody_knows_are_refused(tried):
    row = row_of(tried(planted.HONEST, perimeter=()))
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "territory_unknown")


def test_costs_of_another_body_are_not_divided_by_ones_own_tonnes(tmp_path):
    service = load_service(planted.written_service(tmp_path / "service", planted.HONEST))
    inputs = planted.inputs_of(service, planted.written_files(tmp_path / "files", perimeter=()))
    own, other = frozenset(CODES), frozenset(CODES[:1])
    alike = Territories(lambda year: own)
    assert planted.computed(service, inputs, alike)["lignes"][0]["eur_t"] == 250
    of_another = Territories(lambda year: own, {"couts.csv": lambda year: other})
    row = planted.computed(service, inputs, of_another)["lignes"][0]
    assert (row["eur_t"], row["reasons"]["eur_t"]["code"]) == (None, "coverages_differ")


def test_a_list_of_communes_that_differs_from_the_memberships_is_told_and_does_not_count(tmp_path):
    service = load_service(planted.written_service(tmp_path / "service", planted.HONEST))
    inputs = planted.inputs_of(service, planted.written_files(tmp_path / "files"))
    more = Territories(lambda year: frozenset({*CODES, "35238"}))
    trial = planted.trial_of(service, inputs, more)
    assert trial.answer["lignes"][0]["eur_t"] is None
    (told,) = (notice for notice in trial.notices if notice.code == "perimeter_differs")
    assert "2023 : le périmètre donné n'est pas celui de vos adhésions" in told.text.fr
    assert "il n'a pas Rennes" in told.text.fr


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda tree: tree.pop("ratios"), "indicators.eur_t"),
        (lambda tree: tree["answer"][0].pop("covers"), "ratios.eur_t"),
        (lambda tree: tree["measures"]["cout"].update(commun="x"), "measures.cout.commun"),
        (lambda tree: tree["measures"]["cout"].update(value="eur"), "measures.cout"),
        (lambda tree: tree["ratios"]["eur_t"].update(under="cout"), "ratios.eur_t.under"),
        (lambda tree: tree["ratios"]["eur_t"].update(over="poids"), "ratios.eur_t.over"),
        (lambda tree: tree["answer"][0]["covers"].pop("communes"), "answer[0].covers.communes"),
        (lambda tree: tree["ratios"].update(eur_t={"none": {"fr": "x"}}), "ratios.eur_t.none"),
    ],
)
def test_what_a_folder_says_wrongly_of_its_ratios_is_told_with_its_place(tmp_path, change, where):
    folder = planted.written_service(tmp_path / "service", planted.HONEST)
    tree = yaml.safe_load((folder / "service.yaml").read_text("utf-8"))
    change(tree)
    (folder / "service.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    with pytest.raises(ServiceProblems) as raised:
        load_service(folder)
    assert where in {problem.facts["where"] for problem in raised.value.problems}
