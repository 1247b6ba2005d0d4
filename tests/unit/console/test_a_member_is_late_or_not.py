"""Late is what has not come when its owner says that it changes; else whoever is behind the others.

Covers gateway.console.member_board.views.
"""

from datetime import date
from types import SimpleNamespace

import pytest

from gateway.console.member_board.views import (
    Member,
    Received,
    agreement_about,
    cell_of,
    due_month,
    members_of,
    received_together,
    summary_of,
)

TODAY = date(2026, 11, 27)
VISIT = SimpleNamespace(
    language="fr", gettext=lambda words, **values: words % values if values else words, number=str
)
MEMBER = Member("1", "val", "Val", "CC", frozenset({"35001", "35002"}), {"k": [{"id": "val__k"}]})
OTHER = Member("2", "sud", "Sud", "CC", frozenset({"35003"}), {})


def entry(state, start="2026-01-01", version=1):
    return {
        "citation": f"conv-2026-0001@{version}",
        "datasetId": "val__k",
        "state": state,
        "start": start,
        "version": version,
        "possible": [],
    }


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        ("monthly", "2026-09"),
        ("quarterly", "2026-07"),
        ("annual", "2025-10"),
        (None, "2026-06"),
        ("never", "2026-06"),
    ],
)
def test_what_is_due_follows_from_how_often_it_changes(frequency, due):
    assert due_month({"updateFrequency": frequency}, "2026-06", TODAY) == due


@pytest.mark.parametrize(
    ("last", "words"), [("2026-09", "reçu"), ("2026-08", "en retard"), (None, "en retard")]
)
def test_a_cell_says_late_in_words_with_the_last_month(last, words):
    received = Received({last: 3} if last else {}, frozenset())
    cell = cell_of(MEMBER, "k", entry("active"), received, VISIT, "2026-09")
    assert cell.words == words


@pytest.mark.parametrize(
    ("state", "words", "may_remind"),
    [
        ("submitted", "demandé", True),
        ("approved_by_one", "à signer", True),
        ("refused", "refusé", False),
        ("draft", "en projet", False),
        ("revoked", "terminé", False),
    ],
)
def test_each_state_has_its_word_and_only_what_waits_is_reminded(state, words, may_remind):
    cell = cell_of(MEMBER, "k", entry(state), None, VISIT)
    assert (cell.words, cell.remind) == (words, may_remind)


def test_without_data_or_request_the_cell_says_so():
    assert cell_of(OTHER, "k", None, None, VISIT).words == "n'a pas ces données"
    assert cell_of(MEMBER, "k", None, None, VISIT).ask == "val__k"


def test_what_is_in_force_counts_before_what_is_asked_and_that_before_what_is_over():
    over, asked_for, active = entry("revoked"), entry("submitted", version=2), entry("active")
    assert agreement_about({"agreements": [over, asked_for]}, {"val__k"}) == asked_for
    assert agreement_about({"agreements": [asked_for, active, over]}, {"val__k"}) == active
    assert agreement_about({"agreements": []}, {"val__k"}) is None


def test_every_dataset_of_one_standard_is_kept_and_its_months_counted():
    body = {
        "siren": "1",
        "slug": "val",
        "name": "Val",
        "kind": "CC",
        "field": "val",
        "datasets": [
            {"id": "val__old", "name": "old", "standard": "k"},
            {"id": "val__new", "name": "new", "standard": "k"},
        ],
    }
    (member,) = members_of({"agreements": [], "organisations": [body]}, {"1": frozenset()}, "9")
    assert [each["id"] for each in member.datasets["k"]] == ["val__old", "val__new"]
    older = (entry("active"), Received({"2025-12": 2}, frozenset({"35001"})))
    newer = (
        {**entry("active", version=2), "datasetId": "val__new"},
        Received({"2025-12": 1, "2026-10": 4}, frozenset({"35002"})),
    )
    said, received = received_together([newer, older])
    assert said["datasetId"] == "val__new"
    assert received.months == {"2025-12": 3, "2026-10": 4}
    assert received.communes == {"35001", "35002"}
    cell = cell_of(member, "k", said, received, VISIT, "2026-09")
    assert (cell.words, cell.citation) == ("reçu", "conv-2026-0001@2")


def test_the_sentence_counts_members_and_communes_and_names_who_is_missing():
    received = Received({"2026-09": 3, "2026-10": 4}, frozenset({"35001", "99999"}))
    cells = {
        "1": (cell_of(MEMBER, "k", entry("active"), received, VISIT), received),
        "2": (cell_of(OTHER, "k", None, None, VISIT), None),
    }
    assert summary_of([MEMBER, OTHER], cells, VISIT) == (
        "1 EPCI sur 2, 1 commune sur 3 (manque Sud), jusqu'à oct. 2026."
    )
