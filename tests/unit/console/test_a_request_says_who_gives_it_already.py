"""An agreement covers a request where it gives all of it: any less, and it is asked for.

Covers gateway.console.requests.covered.
"""

from types import SimpleNamespace

import msgspec
import pytest

from gateway.console.requests.covered import StandingText, cover_of

ASKED = {
    "citation": "conv-2026-0099@1",
    "state": "draft",
    "start": "2027-01-01",
    "end": "2027-12-31",
    "datasetId": "town__weighings",
    "output": "detail",
    "purposeLabels": [{"code": "rpqs"}],
    "grantedColumns": [
        {"name": "day", "transform": "month"},
        {"name": "kilos", "transform": "clear"},
    ],
    "grantor": {"siren": "111111111"},
    "grantee": {"siren": "222222222"},
}
VISIT = SimpleNamespace(gettext=str)


def covering(asked=ASKED, **changes):
    standing = msgspec.convert(
        {**ASKED, "citation": "conv-2025-0001@1", "state": "active", **changes}, StandingText
    )
    cover = cover_of({"agreement": asked}, [standing], VISIT)
    return None if cover is None else cover.citation


def columns(**transforms):
    return [{"name": name, "transform": how} for name, how in transforms.items()]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"purposeLabels": [{"code": "rpqs"}, {"code": "other"}]},
        {"grantedColumns": columns(day="clear", kilos="clear", place="clear")},
        {"end": "2027-01-01"},
    ],
)
def test_what_gives_as_much_or_more_covers_it(changes):
    assert covering(**changes) == "conv-2025-0001@1"


@pytest.mark.parametrize(
    "changes",
    [
        {"grantedColumns": columns(day="month")},
        {"grantedColumns": columns(day="year", kilos="clear")},
        {"grantedColumns": columns(day="month", kilos="null")},
        {"output": "aggregate"},
        {"purposeLabels": [{"code": "other"}]},
        {"datasetId": "town__bins"},
        {"grantee": {"siren": "333333333"}},
        {"end": "2026-12-31"},
        {"start": "2027-01-02"},
    ],
)
def test_what_gives_less_or_something_else_does_not(changes):
    assert covering(**changes) is None


def test_totals_are_covered_by_rows():
    assert covering({**ASKED, "output": "aggregate"}) == "conv-2025-0001@1"
