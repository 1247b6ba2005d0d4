"""Requests for data are one entry for the same words, without who asked.

Covers gateway.console.asking.wanted.
"""

from gateway.console.asking.answers import InboxMessage
from gateway.console.asking.wanted import wanted_data


def message(about, at, use="", *, kind="data.asked_for", outside=False):
    return InboxMessage(kind=kind, about=about, at=at, use=use, isFromOutside=outside)


def test_the_same_words_in_another_spelling_are_one_entry():
    found = wanted_data(
        [
            message("Qualité de l'air", "2026-11-20", "Plan climat", outside=True),
            message("piscines", "2026-11-12"),
            message("roles", "2026-11-11", kind="roles.granted"),
            message("qualite  de l'air", "2026-11-10", "Plan climat"),
        ]
    )
    assert [(each.words, each.times, each.outside, each.uses) for each in found] == [
        ("Qualité de l'air", 2, 1, ["Plan climat"]),
        ("piscines", 1, 0, []),
    ]


def test_nothing_was_asked_for():
    assert wanted_data([]) == []
