"""From columns and what a reader is given of them: the picture that fits, or none.

Covers gateway.console.shared.proposed_picture, gateway.console.shared.described_data,
gateway.console.data.picture_question, gateway.console.data.drawn_totals,
gateway.console.data.totals_answer, gateway.console.data.freshness.
"""

from datetime import date
from types import SimpleNamespace

import pytest

from catalog.contours.carried import CARRIED
from catalog.contours.compact import read_contours
from gateway.console.data.drawn_totals import picture_of
from gateway.console.data.freshness import freshness_of
from gateway.console.data.picture_question import overview_document
from gateway.console.data.totals_answer import Group, Place, Totals, place_of
from gateway.console.shared.described_data import described
from gateway.console.shared.proposed_picture import proposed_picture, proposed_pictures

KINDS = {
    "jour": {"type": "date"},
    "commune": {"relation": "commune"},
    "flux": {"codes": ["OMR", "VERRE"]},
    "masse": {"type": "integer", "unit": "kg", "concept": "masse_collectee"},
    "volume": {"type": "integer", "unit": "l"},
    "prix": {"type": "decimal", "unit": "EUR/t"},
}
NOTHING = {
    "type": "string", "unit": None, "concept": None, "classification": 1, "secret": None,
    "shareOfWhole": False, "codes": [], "given": ["clear"], "relation": None,
}  # fmt: skip


def data(*names, territory=True, dated="jour", last=None, rhythm=None, **changed):
    """Data of those columns; `changed` are facts of a column, by its name."""
    columns = [
        {
            **NOTHING,
            **KINDS[name],
            **changed.get(name, {}),
            **dict.fromkeys(("field", "name"), name),
            **dict.fromkeys(("labelFr", "labelEn"), name.capitalize()),
        }
        for name in names
    ]
    where = {"column": "commune", "dateColumn": dated}
    label = None if rhythm is None else {"fr": "chaque mois", "en": "every month"}
    return described({
        "id": "o__d", "field": "pesees", "lastUpdate": last, "updateFrequency": rhythm,
        "updateFrequencyLabel": label, "synthetic": False, "columns": columns,
        "owner": {"siren": "1", "name": "O", "field": "mairie", "communes": []},
        "territory": where if territory else None,
    })  # fmt: skip


def proposed(*names, **facts):
    return [
        (str(each.shape), each.by.name, each.measure and each.measure.name)
        for each in proposed_pictures(data(*names, **facts))
    ]


def test_months_come_first_then_a_map_then_bars():
    assert proposed("jour", "commune", "flux", "masse", "prix") == [
        ("months", "jour", "masse"),
        ("map", "commune", "masse"),
        ("bars", "flux", "masse"),
    ]
    of_one = data("jour", "commune", "flux")
    assert proposed_picture(of_one, "bars").by.name == "flux"
    assert proposed_picture(of_one, "") == proposed_picture(of_one, "months")
    assert proposed_picture(data("prix")) is None


@pytest.mark.parametrize(("names", "facts", "measure"), [
    # Rows are counted where nothing, or more than one thing, adds up.
    (("commune", "prix"), {}, None),
    (("commune", "volume"), {}, "volume"),
    (("commune", "volume", "masse"), {}, "masse"),
    (("commune", "masse"), {"masse": {"shareOfWhole": True}}, None),
    (("commune", "masse"), {"masse": {"given": ["month"]}}, None),
    (("commune", "masse"), {"masse": {"given": ["clear", "null"]}}, None),
    (("commune", "masse"), {"masse": {"classification": 2}}, None),
    (("commune", "masse"), {"masse": {"secret": "statistical"}}, None),
    (("commune", "masse"), {"masse": {"given": []}}, None),
])  # fmt: skip
def test_what_is_added_up_means_something_and_hides_nobody(names, facts, measure):
    assert proposed(*names, **facts) == [("map", "commune", measure)]


def test_what_is_not_given_as_it_is_groups_nothing():
    for given in ([], ["month"], ["keyed_hash"], ["clear", "epci"]):
        assert proposed("commune", "masse", commune={"given": given}) == []
    assert proposed("jour", "masse", jour={"given": ["year"]}) == []


def test_a_day_beside_a_place_may_be_of_anything():
    assert proposed("jour", "commune", dated=None) == [("map", "commune", None)]
    assert proposed("jour", territory=False) == [("months", "jour", None)]


def test_one_document_asks_for_the_picture_and_the_facts_beside_it():
    of_all = data("jour", "commune", "flux", "masse")
    document = overview_document(of_all, proposed_picture(of_all, "map"))
    assert "aggregate { count }" in document
    assert "key { jour(by: MONTH) } aggregate { count } }" in document
    assert "key { commune { code nom } } aggregate { count sum { masse } } }" in document
    assert "flux" not in document


def visit(language="fr"):
    return SimpleNamespace(
        language=language,
        gettext=lambda message, **values: message % values if values else message,
        services=SimpleNamespace(contours_of=lambda _codes: read_contours(CARRIED)),
    )


def groups(by, *lines):
    return [Group({by: key}, Totals(count, {"masse": total})) for key, count, total in lines]


def test_a_short_period_is_drawn_by_month_and_a_long_one_by_year():
    picture = proposed_picture(data("jour", "commune", "masse"), "months")
    lines = groups("jour", ("2025-01-01", 3, "120"), ("2025-03-01", 2, "80"), (None, 1, "9"))
    drawn = picture_of(picture, lines, {}, visit())
    assert drawn.title == "Masse (kg), par mois"
    # February has no row: it is no zero.
    assert [row[1] for row in drawn.table.rows] == [120.0, None, 80.0]
    lines += groups("jour", ("2026-05-01", 1, "30"))
    years = picture_of(picture, lines, {}, visit())
    assert [column.name for column in years.table.columns] == ["Mois", "2026", "2025"]


def test_a_commune_that_should_be_there_is_on_the_map_without_a_value():
    picture = proposed_picture(data("commune", "masse"), "map")
    acigne = {"code": "35001", "nom": "Acigné"}
    lines = groups("commune", (acigne, 3, "120"), (None, 1, "7"))
    drawn = picture_of(picture, lines, {"35238": "Rennes"}, visit())
    assert drawn.table.rows == (("Acigné", "35001", 120.0), ("Rennes", "35238", None))
    assert place_of(lines[0], "commune") == Place("35001", "Acigné")
    assert place_of(lines[1], "commune") is None


def test_bars_say_where_they_stop():
    picture = proposed_picture(data("flux"), "bars")
    lines = groups("flux", *((f"F{place}", 20 - place, None) for place in range(13)))
    drawn = picture_of(picture, lines, {}, visit())
    assert drawn.title == "Nombre de lignes, par flux : les 12 plus grands"
    assert len(drawn.table.rows) == 12


@pytest.mark.parametrize(("last", "rhythm", "kind", "words"), [
    (None, None, "ok", "Lues à leur source, à chaque question"),
    ("2026-11-20", "monthly", "ok", "À jour : 20 nov. 2026, chaque mois"),
    ("2026-10-01", "monthly", "wait", "En retard : mises à jour le 1er oct. 2026, chaque mois"),
    ("2020-01-31", None, "off", "Mises à jour le 31 janv. 2020"),
])  # fmt: skip
def test_the_age_of_data_is_held_against_its_rhythm(last, rhythm, kind, words):
    shown = freshness_of(data("flux", last=last, rhythm=rhythm), date(2026, 12, 1), visit())
    assert (shown.kind, shown.words.replace("\N{NO-BREAK SPACE}", " ")) == (kind, words)
