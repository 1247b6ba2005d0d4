"""What a request for data about persons lacks is told on its form, before anything is written.

Covers gateway.console.requests.typed, gateway.console.data.views.
"""

from types import SimpleNamespace

import pytest

from gateway.console.data.views import cell_words
from gateway.console.requests.typed import Typed, columns_input, mistakes_of

VISIT = SimpleNamespace(
    language="fr", gettext=lambda words, **values: words % values if values else words, number=str
)
COLUMNS = [
    {"name": "km", "type": "decimal", "labelFr": "Km", "labelEn": "Km", "classification": 1},
    {"name": "agent", "type": "string", "labelFr": "Agent", "labelEn": "Agent",
     "classification": 2},
]  # fmt: skip
OF_PERSONS = {
    "owner": {"slug": "ville"}, "name": "tournees", "primaryKey": [], "territory": None,
    "columns": COLUMNS, "personalData": True,
}  # fmt: skip
ASKED = {
    "title": "Tournées", "purpose": "rpqs_dechets", "legal_basis": "CGCT", "start": "2026-11-20",
    "end": "2027-12-31",
}  # fmt: skip
BLOCK = {
    "contact_name": "Service déchets", "contact_email": "dechets@ville.fr", "persons": "agents",
    "recipients": "service des déchets", "retention": "deux ans", "security": "accès nominatif",
    "dpia": "aucune colonne personnelle",
}  # fmt: skip


def typed(columns=("km",), **texts):
    return Typed({**ASKED, **texts}, bodies=("ville",), columns=columns)


def wrong(request, dataset=OF_PERSONS):
    return [mistake["id"] for mistake in mistakes_of(request, dataset, VISIT)]


def test_each_thing_that_the_law_asks_of_data_about_persons_has_its_field():
    assert wrong(typed()) == list(BLOCK)
    assert wrong(typed(**BLOCK)) == []
    assert wrong(typed(**{**BLOCK, "contact_email": "service déchets"})) == ["contact_email"]


def test_nothing_of_it_is_asked_where_nobody_is_spoken_of():
    dataset = {**OF_PERSONS, "personalData": False}
    assert wrong(typed(), dataset) == []
    assert "persons" in wrong(typed(("agent",)), dataset)


def test_what_is_asked_of_data_about_persons_is_named_though_no_column_is_personal():
    block = columns_input(typed(**BLOCK), OF_PERSONS)["personalData"]
    assert block["dataCategories"] == ["Km"]


@pytest.mark.parametrize(("value", "kind", "words"), [
    ("2025-04-01", "date", "1er\u00a0avr.\u00a02025"),
    ("2025-04-02T05:18:00", "timestamp", "2\u00a0avr.\u00a02025\u00a005:18:00"),
    ("2025-04-02T05:18:00+00:00", "timestamp_tz", "2\u00a0avr.\u00a02025\u00a007:18:00"),
])  # fmt: skip
def test_an_hour_is_shown_as_people_write_it(value, kind, words):
    assert cell_words(value, kind, VISIT) == words
