"""A signature begins with what the same person wrote at the last one for the same body.

Covers gateway.console.signing.views.
"""

from types import SimpleNamespace

from gateway.console.signing.views import last_signature

VISIT = SimpleNamespace(agent="approver@val", body={"siren": "1"})


def signed(at, capacity="Présidente", agent="approver@val", siren="1"):
    return {
        "approvals": [
            {
                "organisation": {"siren": siren},
                "agent": agent,
                "at": at,
                "capacity": capacity,
                "act": {"reference": f"Délibération {at[:4]}-7", "enforceableSince": "2026-02-01"},
            }
        ]
    }


def test_the_last_one_of_this_year_gives_all_of_it():
    before = [signed("2026-01-02T09:00:00"), signed("2026-05-02T09:00:00", "Vice-présidente")]
    assert last_signature(before, 2026, VISIT) == {
        "capacity": "Vice-présidente",
        "reference": "Délibération 2026-7",
        "since": "2026-02-01",
    }


def test_a_deliberation_of_another_year_is_not_proposed():
    assert last_signature([signed("2025-12-30T09:00:00")], 2026, VISIT) == {
        "capacity": "Présidente"
    }


def test_nothing_is_proposed_of_a_signature_that_says_nothing():
    (approval,) = signed("2025-12-30T09:00:00", capacity=None)["approvals"]
    assert last_signature([{"approvals": [approval | {"act": None}]}], 2026, VISIT) == {}


def test_nobody_elses_signature_is_proposed():
    others = [
        signed("2026-01-02T09:00:00", agent="approver@sud"),
        signed("2026-01-02T09:00:00", siren="2"),
    ]
    assert last_signature(others, 2026, VISIT) == {}
