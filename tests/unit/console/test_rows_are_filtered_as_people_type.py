"""What is typed to filter rows becomes conditions of the language, each value as its column's.

Covers gateway.console.data.rows_question, gateway.console.data.row_columns.
"""

from types import SimpleNamespace

import pytest

from gateway.console.data.row_columns import row_columns
from gateway.console.data.rows_question import read_question

COLUMNS = {
    "codeCommune": "string", "jour": "date", "heure": "timestamp", "instant": "timestamp_tz",
    "poids": "decimal", "bacs": "integer", "rang": "bigint", "taux": "float", "actif": "boolean",
}  # fmt: skip


def dataset(**given):
    columns = [
        {
            "field": field, "name": field, "labelFr": field, "labelEn": field, "unit": None,
            "type": kind, "given": given.get(field, ["clear"]),
            "relation": "commune" if field == "codeCommune" else None,
        }
        for field, kind in COLUMNS.items()
    ]  # fmt: skip
    owner = {"field": "mesnilRocH"}
    return {"columns": columns, "territory": None, "field": "pesees", "owner": owner}


def question(language="fr", of=None, **typed):
    of = of or dataset()
    request = SimpleNamespace(query_params=typed)

    def gettext(message, **values):
        return message % values if values else message

    visit = SimpleNamespace(request=request, language=language, gettext=gettext)
    return read_question(of, row_columns(of, visit), visit)


@pytest.mark.parametrize(("typed", "condition", "value"), [
    ("melesse", "commune: { nom: { contains: $commune, fold: CASE_ACCENT } }", "melesse"),
    ("Mesnil-Roc\N{RIGHT SINGLE QUOTATION MARK}h",
     "commune: { nom: { contains: $commune, fold: CASE_ACCENT } }", "Mesnil-Roc'h"),
    ("35308", "commune: { code: { eq: $commune } }", "35308"),
    ("2a004", "commune: { code: { eq: $commune } }", "2A004"),
])  # fmt: skip
def test_a_commune_is_named_or_coded(typed, condition, value):
    read = question(commune=typed)
    assert [one.text for one in read.conditions] == [condition]
    assert read.variables == {"commune": value}


@pytest.mark.parametrize(("column", "typed", "value"), [
    ("poids", "1 204,50", "1204.50"), ("bacs", "12", 12), ("rang", "9007199254740993",
    "9007199254740993"), ("taux", "0,5", 0.5), ("actif", "Oui", True), ("actif", "non", False),
])  # fmt: skip
def test_a_value_is_its_columns(column, typed, value):
    assert question(column=column, value=typed).variables == {"value": value}


def test_numbers_are_read_as_the_language_writes_them():
    assert question("en", column="poids", value="1,204.5").variables == {"value": "1204.5"}


@pytest.mark.parametrize(("column", "expected"), [
    ("jour", {"sinceDay": "2026-03-29", "untilDay": "2026-03-29"}),
    ("heure", {"sinceDay": "2026-03-29T00:00:00", "untilDay": "2026-03-30T00:00:00"}),
    # In Paris, the day on which summer begins has 23 hours.
    ("instant", {"sinceDay": "2026-03-28T23:00:00Z", "untilDay": "2026-03-29T22:00:00Z"}),
])  # fmt: skip
def test_a_day_is_whole_in_columns_of_moments(column, expected):
    assert question(column=column, value="29/03/2026").variables == expected


@pytest.mark.parametrize(("column", "typed"), [
    ("poids", "lourd"), ("bacs", "1,5"), ("poids", "NaN"), ("actif", "peut-être"),
    ("jour", "31/02/2026"),
])  # fmt: skip
def test_what_is_no_value_of_the_column_is_told(column, typed):
    read = question(column=column, value=typed)
    assert [error["id"] for error in read.errors] == ["value"]
    assert not read.conditions


def test_a_value_without_its_column_is_told():
    assert [error["id"] for error in question(value="verre").errors] == ["column"]


def test_only_what_is_given_and_can_be_typed_filters_or_sorts():
    known = dataset(poids=["keyed_hash"], bacs=[], taux=["null"], codeCommune=["epci"])
    read = question(of=known, column="bacs", value="3", sort="-poids", commune="Melesse")
    assert not read.conditions
    assert (read.order, read.commune) == ("", None)
    fields = {column.field for column in read.filterable}
    assert not fields & {"poids", "bacs", "taux"}


def test_an_address_keeps_the_filter_and_begins_again_at_the_first_page():
    read = question(commune="35308", sort="-poids", page="3", since="2026-01-01")
    assert read.page == 3
    address = read.address("/data/x", sort="poids")
    assert address == "/data/x?commune=35308&since=2026-01-01&sort=poids"
    document = read.page_document(dataset(), [])
    assert "first: 50, offset: 100" in document
    assert "orderBy: [{ poids: DESC }]" in document
    assert question(page="9999999").is_last_page
    assert question(page="-1").page == 1
