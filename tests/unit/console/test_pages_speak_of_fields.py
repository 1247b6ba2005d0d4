"""A page names its own fields and days as people write them, never a header.

Covers gateway.console.hints, gateway.console.days.
"""

from datetime import date

import pytest

from gateway.console.days import iso_month, read_day
from gateway.console.hints import on_a_page


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "Indiquez dans l'en-tête Interco-Purpose l'une de ces finalités : rpqs.",
            "Indiquez sous « Pour quel usage ? » l'une de ces finalités : rpqs.",
        ),
        (
            "Give one of these in the Interco-Purpose header: rpqs.",
            'Give one of these under "What for?": rpqs.',
        ),
        ("Réessayez.", "Réessayez."),
    ],
)
def test_a_header_is_the_field_of_the_page(told, shown):
    assert on_a_page(told) == shown


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "Prenez-le : ./interco agreement export c@1 --output p.zip, ou GET /v1/c@1/evidence.",
            "Prenez-le sur la page de la convention.",
        ),
        (
            "Take it: ./interco agreement export c@1 --output e.zip, or GET /v1/c@1/evidence.",
            "Take it on the agreement's page.",
        ),
    ],
)
def test_a_command_is_the_page_that_does_it(told, shown):
    assert on_a_page(told) == shown


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("26/11/2026", date(2026, 11, 26)),
        (" 1.2.2026 ", date(2026, 2, 1)),
        ("2026-11-26", date(2026, 11, 26)),
        ("31/02/2026", None),
        ("11/26/2026", None),
        ("demain", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, day):
    assert read_day(typed) == day


def test_a_month_is_read_as_people_type_it():
    typed = ("01/2026", " 9.2026 ", "2026-01", "13/2026", "janvier", "")
    read = ["2026-01", "2026-09", "2026-01", "13/2026", "janvier", ""]
    assert [iso_month(text) for text in typed] == read
