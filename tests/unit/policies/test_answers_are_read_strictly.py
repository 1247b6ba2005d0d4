"""Only an exact, complete decision counts: every other document is a refusal.

Covers policies.possible, policies.reading, policies.question, policies.sharing, policies.acts,
policies.problems.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.identifiers import Siren
from catalog.model.row_condition import AllOf, AllRows, Compare, CompareOp, InTerritory
from catalog.model.subject import ANONYMOUS
from catalog.model.transform import Transform
from policies.acts import read_act_decision
from policies.possible import PossibleAct, PossibleQuestion, read_possible
from policies.problems import PolicyMalformed
from policies.question import Action, rows_document
from policies.reading import read_answer, read_decision, read_rows
from policies.sharing import AgreementFacts
from tests.policies.facts import AGENT, dataset, question

ALLOWED = {
    "contract": "interco.access/1",
    "datasets": {
        "collectes": {
            "discoverable": True,
            "allow": True,
            "branches": [
                {
                    "agreement": "conv-2026-0017@1",
                    "columns": {
                        "column-00": {"transform": "clear", "constant": None},
                        "column-01": {"transform": "constant", "constant": "X"},
                    },
                    "rows": {"kind": "all"},
                    "output": "detail",
                    "reasons": ["agreement_in_force"],
                }
            ],
            "denials": [],
        }
    },
    "valid_until": "2026-12-31T23:00:00Z",
}
DENIED = {
    "contract": "interco.access/1",
    "datasets": {
        "collectes": {
            "discoverable": True,
            "allow": False,
            "branches": [],
            "denials": [
                {
                    "code": "purpose_required",
                    "agreement": "conv@1",
                    "purposes": ["rpqs"],
                    "ended_at": None,
                }
            ],
        }
    },
    "valid_until": None,
}


def _changed(document, path, value):
    changed = deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def _places(value, path=()):
    if path:
        yield path
    if isinstance(value, dict | list):
        for step, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(each, (*path, step))


def test_a_decision_is_read():
    decision = read_answer(question(), ALLOWED, "revision-1")
    answer = decision.datasets["collectes"]
    assert answer.allow
    assert answer.branches[0].columns["column-00"].transform is Transform.CLEAR
    assert answer.branches[0].columns["column-01"].constant == "X"
    assert decision.valid_until == "2026-12-31T23:00:00Z"
    assert decision.revision == "revision-1"


def test_a_denial_is_read():
    decision = read_answer(question(), DENIED, "revision-1")
    assert not decision.datasets["collectes"].allow
    assert decision.datasets["collectes"].denials[0].purposes == ("rpqs",)


def test_equal_decisions_have_one_fingerprint_whatever_the_order_of_keys():
    turned = dict(reversed(ALLOWED.items()))
    assert (
        read_decision(ALLOWED, "r").fingerprint == read_decision(deepcopy(turned), "r").fingerprint
    )


@pytest.mark.parametrize("document", [ALLOWED, DENIED], ids=["allowed", "denied"])
def test_no_part_may_be_lost(document):
    for path in _places(document):
        if isinstance(path[-1], str) and path[-1] not in {"column-00", "column-01"}:
            hurt = deepcopy(document)
            place = hurt
            for step in path[:-1]:
                place = place[step]
            del place[path[-1]]
            with pytest.raises(PolicyMalformed):
                read_answer(question(), hurt, "r")


@pytest.mark.parametrize("document", [ALLOWED, DENIED], ids=["allowed", "denied"])
def test_no_part_may_be_added(document):
    for path in _places(document):
        place = document
        for step in path:
            place = place[step]
        if isinstance(place, dict) and path[-1] != "columns":
            with pytest.raises(PolicyMalformed):
                read_answer(question(), _changed(document, (*path, "more"), 1), "r")


@pytest.mark.parametrize("value", [1, 1.5, "true", "<undefined>", [1], {"x": 1}, "é"])
def test_no_part_may_have_another_type(value):
    for path in _places(ALLOWED):
        free_text = isinstance(value, str) and path[-2:] == ("column-01", "constant")
        if "reasons" in path or free_text:
            continue
        with pytest.raises(PolicyMalformed):
            read_answer(question(), _changed(ALLOWED, path, value), "r")


_COLLECTES = ("datasets", "collectes")
_BRANCH = (*_COLLECTES, "branches", 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("contract",), "interco.access/2"),
        (("datasets",), {}),
        (("datasets", "compteurs"), ALLOWED["datasets"]["collectes"]),
        (("valid_until",), "2026-12-31T23:00:00+00:00"),
        (("valid_until",), "2026-12-31T23:00:00Z\n"),
        (("valid_until",), "2026-11-25T12:00:00Z"),
        ((*_COLLECTES, "allow"), False),
        ((*_COLLECTES, "discoverable"), False),
        ((*_COLLECTES, "branches"), []),
        ((*_COLLECTES, "branches"), ALLOWED["datasets"]["collectes"]["branches"] * 2),
        ((*_COLLECTES, "denials"), DENIED["datasets"]["collectes"]["denials"]),
        ((*_BRANCH, "agreement"), "conv-2026-0666@1"),
        ((*_BRANCH, "columns"), {}),
        ((*_BRANCH, "columns", "column-99"), {"transform": "clear", "constant": None}),
        ((*_BRANCH, "columns", "column-00", "transform"), "street"),
        ((*_BRANCH, "columns", "column-00", "constant"), "X"),
        ((*_BRANCH, "columns", "column-01", "constant"), None),
        ((*_BRANCH, "output"), "everything"),
        ((*_BRANCH, "rows"), {"kind": "all_of", "conditions": []}),
    ],
)
def test_a_decision_that_does_not_hold_together_is_refused(path, value):
    with pytest.raises(PolicyMalformed):
        read_answer(question(), _changed(ALLOWED, path, value), "r")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*_COLLECTES, "allow"), True),
        ((*_COLLECTES, "denials"), []),
        ((*_COLLECTES, "denials", 0, "code"), "because"),
        ((*_COLLECTES, "denials", 0, "ended_at"), "yesterday"),
    ],
)
def test_a_denial_that_does_not_hold_together_is_refused(path, value):
    with pytest.raises(PolicyMalformed):
        read_answer(question(), _changed(DENIED, path, value), "r")


@pytest.mark.parametrize("document", [None, {}, [], "", "<undefined>", True, 1, {"allow": True}])
def test_what_is_no_decision_at_all_is_refused(document):
    with pytest.raises(PolicyMalformed):
        read_decision(document, "r")


def test_discovering_is_never_answered_with_rows():
    asked = question(action=Action.DISCOVER)
    with pytest.raises(PolicyMalformed):
        read_answer(asked, ALLOWED, "r")
    with pytest.raises(PolicyMalformed):
        read_answer(asked, DENIED, "r")


@pytest.mark.parametrize(
    "document",
    [
        {"contract": "interco.acts/1", "allow": False, "denials": []},
        {"contract": "interco.acts/1", "allow": True, "denials": [{"code": "role_required"}]},
        {"contract": "interco.acts/1", "allow": 1, "denials": []},
        {"contract": "interco.acts/1", "allow": True},
        {"contract": "interco.acts/1", "allow": True, "denials": [], "more": 1},
        {"contract": "interco.access/1", "allow": True, "denials": []},
        {
            "contract": "interco.acts/1",
            "allow": False,
            "denials": [{"code": "because", "sections": []}],
        },
        None,
        [],
    ],
)
def test_an_answer_about_an_act_is_read_as_strictly(document):
    with pytest.raises(PolicyMalformed):
        read_act_decision(document, "r")


ASKED = PossibleQuestion(
    ANONYMOUS,
    datetime(2026, 3, 1, tzinfo=UTC),
    [("submit", AgreementFacts(Siren("243500667"), None, Siren("243500667"), None, frozenset()))],
)
MAY = {"allow": True, "roles": ["steward"], "needs_stronger": False}


def test_an_answer_about_what_is_possible_is_read_in_the_order_asked():
    document = {"contract": "interco.possible/1", "answers": [MAY]}
    assert read_possible(ASKED, document) == (PossibleAct(True, frozenset({"steward"})),)


@pytest.mark.parametrize(
    "document",
    [
        {"contract": "interco.possible/1", "answers": []},
        {"contract": "interco.possible/1", "answers": [MAY, MAY]},
        {"contract": "interco.possible/1", "answers": [{**MAY, "more": 1}]},
        {"contract": "interco.possible/1", "answers": [{**MAY, "allow": 1}]},
        {"contract": "interco.possible/1", "answers": [{**MAY, "roles": [1]}]},
        {"contract": "interco.possible/1", "answers": [{**MAY, "needs_stronger": 0}]},
        {"contract": "interco.possible/1", "answers": [{"allow": True}]},
        {"contract": "interco.possible/1", "answers": [None]},
        {"contract": "interco.possible/1", "answers": [MAY], "more": 1},
        {"contract": "interco.acts/1", "answers": [MAY]},
        None,
    ],
)
def test_an_answer_about_what_is_possible_is_whole_or_none(document):
    with pytest.raises(PolicyMalformed):
        read_possible(ASKED, document)


_leaf = st.one_of(
    st.just(AllRows()),
    st.builds(
        InTerritory,
        column=st.text(),
        of=st.just(Siren("200090884")),
        competence=st.text(),
        date_column=st.none() | st.text(),
    ),
    st.builds(
        Compare, st.text(), st.just(CompareOp.IN), st.lists(st.text(), min_size=1).map(tuple)
    ),
    st.builds(Compare, st.text(), st.just(CompareOp.LTE), st.tuples(st.text())),
)


@given(
    st.recursive(
        _leaf,
        lambda deeper: st.builds(AllOf, st.lists(deeper, min_size=1, max_size=3).map(tuple)),
        max_leaves=6,
    )
)
def test_row_conditions_come_back_as_they_went(rows):
    assert read_rows(rows_document(rows)) == rows


@pytest.mark.parametrize(
    "document",
    [
        None,
        "all",
        {},
        {"kind": "all", "more": 1},
        {"kind": "any_of", "conditions": []},
        {"kind": "all_of", "conditions": []},
        {"kind": "compare", "column": "c", "op": "eq", "values": []},
        {"kind": "compare", "column": "c", "op": "eq", "values": ["1", "2"]},
        {"kind": "compare", "column": "c", "op": "like", "values": ["1"]},
        {"kind": "compare", "column": "c", "op": "eq", "values": [1]},
        {
            "kind": "in_territory",
            "column": "c",
            "of": "123456789",
            "competence": "1510",
            "date_column": None,
        },
        {
            "kind": "in_territory",
            "column": "c",
            "of": 200090884,
            "competence": "1510",
            "date_column": None,
        },
    ],
)
def test_a_row_condition_that_is_not_exact_is_refused(document):
    with pytest.raises(PolicyMalformed):
        read_rows(document)


def test_a_row_condition_nested_without_end_is_refused():
    deep = {"kind": "all"}
    for _ in range(2000):
        deep = {"kind": "all_of", "conditions": [deep]}
    with pytest.raises(PolicyMalformed):
        read_rows(deep)


def test_the_question_of_a_subject_with_other_purposes_has_another_digest():
    other = replace(AGENT, purposes=frozenset())
    assert question().digest == question(datasets=(dataset(),)).digest
    assert question().digest != question(subject=other).digest
