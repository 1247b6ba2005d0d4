"""Car-pool places by inhabitants and distances, held against plain Python.

Covers services_run.reference, services_run.binding.
"""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from catalog.cog import load_cog
from services_run.checking import find_service, load_service
from services_run.trial import try_service

HEAD = "id_local,nom_lieu,insee,type,date_maj,ouvert,Xlong,Ylat,nbre_pl"
PLACES = (
    # id, commune, longitude, latitude, spaces, open
    ("A", "35003", -1.6210, 48.3290, 24, "true"),
    ("B", "35003", -1.6300, 48.3350, 6, "true"),
    ("C", "35002", -1.3500, 48.0200, 12, "true"),
    ("D", "35005", -1.3960, 47.9330, 8, "false"),
    ("E", "35267", -1.3600, 48.4050, 10, "true"),
)
CENTRES = {
    "35003": (-1.62, 48.33), "35007": (-1.675, 48.22), "35002": (-1.347, 48.018),
    "35005": (-1.396, 47.932), "35257": (-1.356, 48.4),
}  # fmt: skip


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("couverture-covoiturage"))


@pytest.fixture
def tried(service, tmp_path):
    def run(*, places=PLACES, perimeter=CENTRES, centres=CENTRES, **parameters):
        rows = [
            f"{name},Aire {name},{commune},Parking,2025-01-01,{is_open},{x},{y},{spaces}"
            for name, commune, x, y, spaces, is_open in places
        ]
        (tmp_path / "bnlc.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
        if perimeter:
            (tmp_path / "perimetre.csv").write_text("\n".join(["insee", *perimeter]), "utf-8")
        if centres:
            lines = [f"{code};{x};{y}" for code, (x, y) in centres.items()]
            (tmp_path / "positions.csv").write_text(
                "\n".join(["code_commune;longitude;latitude", *lines]), "utf-8"
            )
        return try_service(service, tmp_path, {}, parameters)

    return run


def figure(trial, code):
    (one,) = [row for row in trial.answer["figures"] if row["code"] == code]
    return one


def kilometres(a, b):
    (x, y), (u, v) = ((math.radians(part) for part in place) for place in (a, b))
    half = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def people(code):
    return load_cog().label(code, date(2025, 1, 1)).population


def by_thousand(count, codes):
    rate = Decimal(1000 * count) / sum(map(people, codes))
    return rate.quantize(Decimal("0.001"), ROUND_HALF_UP)


def test_places_and_spaces_are_by_a_thousand_inhabitants_at_each_level(tried):
    trial = tried()
    assert figure(trial, "35003")["lieux_1000"] == by_thousand(2, ["35003"])
    assert figure(trial, "ENSEMBLE")["places_1000"] == by_thousand(52, CENTRES)
    assert figure(trial, "35")["lieux"] == 4
    body = figure(trial, "243500667")
    assert (body["communes"], body["lieux_1000"]) == (2, by_thousand(2, ["35003", "35007"]))


def test_a_commune_without_a_place_is_zero_and_a_closed_place_does_not_count(tried):
    trial = tried()
    one = figure(trial, "35005")
    assert (one["lieux"], one["lieux_1000"], one["places_1000"]) == (0, 0, 0)
    assert "closed_places" in [notice.code for notice in trial.notices]


def test_a_place_under_a_former_code_is_the_communes_of_today(tried):
    assert figure(tried(), "35257")["lieux"] == 1


def test_distances_are_great_circles_to_the_nearest_open_place(tried):
    trial = tried()
    opened = [(x, y) for _, _, x, y, _, is_open in PLACES if is_open == "true"]
    for code, centre in CENTRES.items():
        nearest = min(kilometres(centre, place) for place in opened)
        assert abs(float(figure(trial, code)["distance_km"]) - nearest) < 0.006
    far = {
        code for code, centre in CENTRES.items() if min(kilometres(centre, p) for p in opened) > 5
    }
    assert {row["code"] for row in trial.answer["far"]} == far
    assert figure(trial, "ENSEMBLE")["communes_loin"] == len(far)


def test_another_distance_may_be_asked_for(tried):
    assert [row["code"] for row in tried(distance_km="11").answer["far"]] == ["35007"]


def test_without_positions_distances_are_null_and_say_why(tried):
    one = figure(tried(centres=None), "ENSEMBLE")
    assert one["communes_loin"] is None
    assert one["reasons"]["communes_loin"]["code"] == "positions_missing"
    assert one["lieux_1000"] is not None


def test_without_a_perimeter_no_rate_stands_above_the_commune(tried):
    trial = tried(perimeter=None)
    assert "perimeter_missing" in [notice.code for notice in trial.notices]
    assert figure(trial, "ENSEMBLE")["reasons"]["lieux_1000"]["code"] == "perimeter_missing"
    assert figure(trial, "35003")["lieux_1000"] == by_thousand(2, ["35003"])


def test_spaces_that_one_place_does_not_say_leave_a_rate_at_least(tried):
    trial = tried(places=[*PLACES, ("F", "35007", -1.7, 48.2, "", "true")])
    one = figure(trial, "ENSEMBLE")
    assert (one["places_1000"], one["lieux_sans_places"]) == (None, 1)
    assert one["reasons"]["places_1000"]["code"] == "spaces_unknown"
    assert one["places_1000_au_moins"] == by_thousand(52, CENTRES)


def test_places_that_are_outside_unknown_or_unplaced_are_told_first(tried):
    more = [
        ("G", "35238", -1.68, 48.11, 4, "true"),
        ("H", "35999", -1.68, 48.11, 4, "true"),
        ("I", "35003", "", "", 4, "true"),
    ]
    told = {notice.code for notice in tried(places=[*PLACES, *more]).notices}
    assert {"outside_perimeter", "unknown_communes", "unplaced"} <= told
