"""The home page takes its figures from a frozen report and its tasks from what is told: nothing is
computed for it.

Covers gateway.console.today.headline, gateway.console.today.tasks, gateway.console.today.documents,
gateway.console.today.answers, gateway.console.today.fields, papers.headline.
"""

from datetime import date
from types import SimpleNamespace

import pytest

from gateway.console.today.answers import (
    Arrival,
    Campaign,
    CampaignCounts,
    Organisation,
    OwnDayAnswer,
    Person,
    Platform,
    PlatformBody,
    PlatformDayAnswer,
    Storage,
    StorageHealth,
)
from gateway.console.today.tasks import first_steps, late_campaigns, platform_tasks
from papers.headline import headline_figures
from tests.unit.paper.reports import content

TODAY = date(2026, 12, 1)


def visit(*roles):
    return SimpleNamespace(
        language="fr",
        roles=frozenset(roles),
        gettext=lambda words, **values: words % values if values else words,
    )


def test_at_most_four_figures_stand_as_the_report_has_them_beside_the_year_before():
    report = content(year=2023)
    table = report["answer"]["tables"]["summary"]
    names = [column["name"] for column in table["columns"]]
    before = dict(zip(names, table["rows"][0], strict=True)) | {
        "annee": 2022,
        "year": 2022,
        "eur_hab": "20.5",
    }
    table["rows"].append([before[name] for name in names])
    figures = headline_figures(report, "fr")
    assert [(figure.value, figure.unit) for figure in figures] == [
        ("40,05", "kg/hab"),
        ("76,89", "%"),
        ("26,83", "€/hab"),
    ]
    assert (figures[2].sign, figures[2].before) == ("▲", "2022\u00a0: 20,5")
    # Nothing stands beside a year of which the report says nothing.
    alone = headline_figures(content(year=2023), "fr")
    assert [(figure.sign, figure.before) for figure in alone] == [("", "")] * 3


def test_a_figure_without_a_value_is_left_out():
    def without_values(run):
        for figure in run["figures"]:
            figure["value"] = None

    assert headline_figures(content(change=without_values), "fr") == []


@pytest.mark.parametrize(("due", "state", "missing", "count"), [
    ("2026-11-30", "open", 1, 1),
    ("2026-12-01", "open", 1, 0),
    ("2026-11-30", "open", 0, 0),
    ("2026-11-30", "closed", 1, 0),
])  # fmt: skip
def test_a_campaign_awaits_its_steward_once_its_day_is_past(due, state, missing, count):
    campaign = Campaign("camp-1", "RPQS", due, state, CampaignCounts(missing, 0))
    day = OwnDayAnswer(figures=[], campaigns=[campaign])
    assert len(late_campaigns(day, visit("steward"), TODAY)) == count


def test_the_operator_is_told_of_bodies_without_a_steward_and_of_sources_that_are_down():
    def body(name, stewards, *arrivals):
        return PlatformBody(Organisation(name), stewards, [Arrival(one) for one in arrivals])

    day = PlatformDayAnswer(
        Platform([body("Combourg", 0, "a"), body("Melesse", 1, "b"), body("Dingé", 0)]),
        [
            Storage("dechets", StorageHealth(isUp=False, causeFr="Délai dépassé.", causeEn="")),
            Storage("eau", StorageHealth(isUp=True, causeFr="", causeEn="")),
            Storage("neuf", None),
        ],
    )
    tasks = platform_tasks(day, visit("operator"))
    assert [task.subject for task in tasks] == ["Combourg", "La source dechets ne répond pas"]


def test_the_first_steps_are_ticked_one_by_one_and_go_once_all_are_done():
    def steps(*roles, has_data, people=("approver",)):
        day = OwnDayAnswer(figures=[], people=[Person([role]) for role in people])
        asked = first_steps(
            day, visit(*roles), has_data=has_data, has_agreement=True, has_shared=True
        )
        return [step.is_done for step in asked]

    assert steps("steward", has_data=False) == [True, False, True, True]
    assert steps("steward", has_data=True, people=("agent",)) == [False, True, True, True]
    assert steps("steward", has_data=True) == []
    assert steps("agent", has_data=False) == []
