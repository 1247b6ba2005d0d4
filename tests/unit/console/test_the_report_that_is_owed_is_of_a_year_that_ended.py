"""In January, in June and in autumn, the report that is offered is that of the last whole year.

Covers gateway.console.mutualised.due_reports.
"""

from datetime import date

import pytest

from catalog.duties.duty import due_in
from gateway.console.mutualised.due_reports import owed


def answered(today):
    """As the door answers a page."""
    lines = [
        {"code": one.duty.code, "year": one.year, "due": one.due.isoformat()}
        for one in due_in(today.year)
    ]
    return {"services": [{"id": "rpqs-dechets"}], "activations": [], "due": lines}


@pytest.mark.parametrize(
    ("today", "is_late"),
    [
        (date(2026, 1, 2), False),
        (date(2026, 6, 15), False),
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 12, 31), True),
    ],
)
def test_a_report_is_of_the_last_year_that_ended(today, is_late):
    (report,) = owed(answered(today), today)
    assert (report["year"], report["due"]) == (2025, "2026-09-30")
    assert report["address"] == "/services/rpqs-dechets/activate?annee=2025"
    assert report["is_late"] is is_late


def test_a_service_that_is_activated_is_opened_at_its_result():
    data = {**answered(date(2027, 1, 1)), "activations": [{"service": "rpqs-dechets", "id": "a"}]}
    (report,) = owed(data, date(2027, 1, 1))
    assert report["address"] == "/services/activations/a?annee=2026"
