"""Uses are drawn month after month, those without any included.

Covers gateway.console.agreements.drawings.
"""

from types import SimpleNamespace

from gateway.console.agreements.drawings import bars_of
from gateway.console.agreements.life import Month, month_in_words, months_of

VISIT = SimpleNamespace(language="fr", gettext=lambda words, **_values: words)


def test_a_month_without_any_question_stands_between_two_others():
    months = [Month("2026-01", 4, 40), Month("2025-11", 2, 20)]
    drawn = bars_of(months, VISIT)
    for month in ("nov. 2025", "déc. 2025", "janv. 2026"):
        assert month in drawn


def test_one_month_is_compared_with_nothing():
    assert bars_of([Month("2026-01", 4, 40)], VISIT) is None
    assert bars_of([], VISIT) is None


def test_uses_are_those_of_this_version_alone():
    def use(period, citation, requests):
        return {"agreements": [citation], "period": period, "requests": requests, "rows": 10}

    view = {
        "usage": [
            use("2026-10", "conv-2026-0001@1", 2),
            use("2026-11", "conv-2026-0001@1", 1),
            use("2026-11", "conv-2026-0001@1", 3),
            use("2026-11", "conv-2026-0001@2", 9),
        ]
    }
    assert months_of("conv-2026-0001@1", view) == [
        Month("2026-11", 4, 20),
        Month("2026-10", 2, 10),
    ]
    assert month_in_words("2026-11", "fr") == "nov. 2026"
