"""For what a reader reads data, or why nothing is given to them.

Covers gateway.console.data.standing, gateway.console.data.views.
"""

import asyncio
from types import SimpleNamespace

from gateway.console.data.standing import standing_of
from gateway.console.data.views import received_address

BODY = {"siren": "200090884"}
NOTHING = {"fr": "Rien.", "en": "Nothing."}


def agreement(citation="conv-2026-0001@1", state="active", **more):
    known = {
        "citation": citation, "state": state, "title": "Verre", "end": "2027-12-31",
        "endedAt": None, "grantor": {"siren": "243500667"}, "grantee": BODY, "steps": [],
    }  # fmt: skip
    return {**known, **more}


def missing(code, *purposes, cited="conv-2026-0001@1"):
    return {"code": code, "words": NOTHING, "next": NOTHING, "purposes": purposes,
            "agreement": cited}  # fmt: skip


def reading(cited="conv-2026-0001@1"):
    return {"allowed": True, "branches": [{"agreement": cited}], "missing": []}


def refusing(*entries):
    return {"allowed": False, "branches": [], "missing": entries}


def standing(by_purpose, agreements=(), purposes=("a", "b"), **query):
    """`by_purpose`: what the law answers for each purpose."""
    asked = []

    async def ask_in_part(document, *, purpose=None, **variables):
        asked.append(purpose)
        return {"agreements": agreements, "effectiveAccess": by_purpose[purpose]}, ()

    visit = SimpleNamespace(
        request=SimpleNamespace(query_params=query), body=BODY, purposes=purposes, language="fr",
        ask_in_part=ask_in_part,
    )  # fmt: skip
    return asyncio.run(standing_of("town__glass", visit)), asked


def test_the_first_purpose_that_would_do_is_read_for():
    answers = {None: refusing(missing("purpose_required", "b")), "b": reading()}
    found, asked = standing(answers, [agreement()])
    assert (found.purpose, asked) == ("b", [None, "b"])
    assert [entry["title"] for entry in found.under] == ["Verre"]


def test_a_choice_is_kept_though_it_gives_nothing():
    refused = refusing(missing("purpose_required", "b"))
    found, _ = standing({None: refused}, [agreement()], purpose="")
    assert found.purpose is None
    assert (found.why_nothing.kind, found.why_nothing.purposes) == ("choose", ["b"])
    assert found.is_in_force


def test_nothing_is_read_for_a_purpose_that_the_reader_does_not_hold():
    refused = refusing(missing("purpose_not_assigned", "c"))
    found, asked = standing({None: refused}, [agreement()])
    assert (found.purpose, asked) == (None, [None])
    assert (found.why_nothing.kind, found.why_nothing.purposes) == ("missing", ["c"])


def test_open_data_are_read_without_a_purpose():
    found, asked = standing({None: reading("open")})
    assert (found.purpose, asked, found.is_in_force) == (None, [None], False)


def test_the_end_of_the_last_agreement_is_told_with_its_reason():
    old = agreement(state="expired", end="2024-12-31")
    revoked = agreement(
        "conv-2026-0002@1", "revoked", endedAt="2026-11-27T23:30:00+00:00",
        steps=[{"act": "approve", "reason": None}, {"act": "revoke", "reason": "Fusion"}],
    )  # fmt: skip
    refused = refusing(
        missing("agreement_expired"), missing("agreement_revoked", cited="conv-2026-0002@1")
    )
    found, _ = standing({None: refused}, [old, revoked])
    why = found.why_nothing
    assert (why.kind, why.day, why.reason) == ("ended", "2026-11-28", "Fusion")
    assert not found.is_in_force


def test_what_is_suspended_is_told_as_the_law_tells_it():
    found, _ = standing({None: refusing(missing("agreement_suspended"))}, [agreement()])
    assert (found.why_nothing.kind, found.why_nothing.words) == ("told", "Rien.")


def test_without_an_agreement_access_is_to_be_asked_for():
    found, _ = standing({None: refusing(missing("no_agreement", cited=None))})
    assert found.why_nothing.kind == "ask"


def test_the_address_of_what_is_received_carries_a_purpose_that_is_held():
    visit = SimpleNamespace(purposes=("a", "b"))
    entry = {"datasetId": "town__glass", "purposes": ["z", "b"]}
    assert received_address(entry, visit) == "/data/town__glass?purpose=b"
    assert received_address({**entry, "purposes": ["z"]}, visit) == "/data/town__glass"
