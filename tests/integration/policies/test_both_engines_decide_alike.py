"""The law asked of a real OPA server and in process: byte for byte the same answers.

Covers policies.possible, policies.reading, policies.opa_server, policies.question,
policies.sharing, policies.decision.
"""

import json
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from catalog.model.identifiers import Siren
from catalog.model.subject import ANONYMOUS, SYSTEM_CLOCK, Strength, Subject
from policies.act_problems import SHARING_DENIALS
from policies.acts import ActQuestion, Section
from policies.decision import canonical
from policies.embedded import EmbeddedPolicy
from policies.opa_server import OpaPolicy
from policies.possible import PossibleQuestion
from policies.problems import DENIALS
from policies.question import Question
from policies.reading import read_answer
from policies.sharing import AgreementFacts, SharingQuestion
from tests.policies.facts import SYNDICAT, TOWN, question
from tests.policies.generated_questions import generated_questions
from tests.tiers import examples

POLICIES = Path(__file__).resolve().parents[3] / "policies"
DEADLINE_S = 30.0
QUESTIONS, OF_EACH = 6000, 10


@pytest.fixture
async def server(opa):
    async with OpaPolicy(
        opa.url, token=opa.token, revision=opa.revision, deadline_s=10.0
    ) as policy:
        yield policy


@pytest.fixture(scope="module")
def embedded():
    return EmbeddedPolicy(deadline_s=10.0)


async def test_several_thousand_questions_damaged_ones_included(server, embedded):
    told = Counter()
    for document in generated_questions(examples(QUESTIONS), seed=20261125, damaged=0.6):
        # Past the ports' own guards: the engines themselves are compared, whatever is sent.
        sent = json.dumps(document, ensure_ascii=False).encode()
        served = await server._ask("access", document, server.revision, DEADLINE_S)
        in_process = await embedded._reads.result("access/decision", sent)
        assert canonical(served) == canonical(in_process), sent
        told["malformed"] += not served["datasets"]
        for answer in served["datasets"].values():
            told.update(denial["code"] for denial in answer["denials"])
            told["hidden"] += not answer["discoverable"]
            for branch in answer["branches"]:
                of_agreement = branch["agreement"] not in {"owner", "open"}
                told[branch["rows"]["kind"] if of_agreement else branch["agreement"]] += 1
    # The comparison is worth something only if it went everywhere.
    everywhere = {"malformed", "hidden", *DENIALS, "owner", "open"}
    everywhere |= {"all", "in_territory", "in_listed_territory", "compare", "all_of"}
    assert min(told[each] for each in everywhere) >= examples(OF_EACH), told


async def test_acts_damaged_ones_included(server, embedded):
    dice = random.Random(3)
    allowed = 0
    wrong = (None, True, 2**70, "", "é\u0000", [], [None], {}, {"": 1})
    for _ in range(800):
        document = {
            "subject": {
                "agent": "someone@somewhere",
                "organisation": dice.choice((TOWN, SYNDICAT, None)),
                "kind": dice.choice(("person", "machine", "system")),
                "roles": [dice.choice(("operator", "steward", "agent"))],
                "groups": [],
                "purposes": [],
            },
            "proves": dice.sample(
                ("read", "draft", "approve"), dice.choice((3, 3, 3, 3, 3, 3, 2, 0))
            ),
            "action": "apply",
            "organisation": dice.choice((TOWN, SYNDICAT)),
            "sections": dice.sample([*Section], dice.randint(0, 3)),
            "demo": dice.random() < 0.3,
        }
        if dice.random() < 0.4:
            document[dice.choice([*document, "more"])] = dice.choice(wrong)
        sent = json.dumps(document, ensure_ascii=False).encode()
        served = await server._ask("acts", document, server.revision, DEADLINE_S)
        assert canonical(served) == canonical(await embedded._acts.result("acts/decision", sent)), (
            sent
        )
        allowed += served["allow"]
    assert 50 < allowed < 750


def sharing_question(dice):
    """Any act on an agreement, by anybody, under any mandate."""
    bodies = (TOWN, SYNDICAT, "243500733")
    mandate = {
        "id": "mand-2026-0001",
        "principal": dice.choice(bodies),
        "mandatary": dice.choice(bodies),
        "actions": dice.sample(("steward", "request", "approve", "query"), dice.randint(0, 4)),
        "competences": dice.choice(([], ["1510"], ["1502"])),
        "datasets": dice.choice(([], ["collectes"])),
        "starts_at": "2025-12-31T23:00:00Z",
        "ends_at": dice.choice((None, "2026-12-31T23:00:00Z", "2026-01-31T23:00:00Z")),
    }
    approval = {
        "organisation": dice.choice(bodies),
        "employer": dice.choice(bodies),
        "issuer": "urn:a",
        "agent": dice.choice(("someone@somewhere", "another@elsewhere")),
    }
    return {
        "subject": {
            "agent": dice.choice(("someone@somewhere", "system:clock")),
            "organisation": dice.choice((*bodies, None)),
            "kind": dice.choice(("person", "person", "machine", "system")),
            "roles": [dice.choice(("operator", "steward", "approver", "dpo", "agent"))],
            "groups": [],
            "purposes": [],
        },
        "proves": ["read", "draft", "approve"],
        "issuer": dice.choice(("urn:a", None)),
        "on_behalf_of": dice.choice((None, None, *bodies)),
        "now": "2026-03-01T10:00:00Z",
        "act": dice.choice(
            (
                "draft",
                "submit",
                "refuse",
                "preview",
                "approve",
                "revoke",
                "override_guard",
                "expire",
            )
        ),
        "agreement": {
            "grantor": TOWN,
            "grantee": dice.choice((SYNDICAT, None)),
            "proposed_by": dice.choice((TOWN, SYNDICAT)),
            "dataset": dice.choice(("collectes", None)),
            "competences": dice.choice(([], ["1510"])),
            "approvals": dice.choice(([], [approval])),
        },
        "mandate": None,
        "agent_organisation": None,
        "person": None,
        "mandates": dice.choice(([], [mandate])),
    }


def people_question(dice):
    """Somebody's roles, mostly by those who may give some."""
    return {
        "act": dice.choice(("grant_roles", "revoke_roles", "appoint_steward")),
        "subject": {
            "agent": dice.choice(("someone@somewhere", "system:arrivals")),
            "organisation": dice.choice((TOWN, TOWN, None)),
            "kind": dice.choice(("person", "person", "machine", "system")),
            "roles": [dice.choice(("operator", "steward", "steward", "agent"))],
            "groups": [],
            "purposes": [],
        },
        "issuer": "urn:a",
        "on_behalf_of": None,
        "agreement": None,
        "agent_organisation": dice.choice((TOWN, TOWN, SYNDICAT, None)),
        "person": {
            "issuer": "urn:a",
            "agent": dice.choice(("someone@somewhere", "another", "another")),
            "roles": dice.choice((["steward"], ["agent"], ["operator", "dpo"], [])),
            "is_last_steward": dice.random() < 0.5,
        },
    }


async def test_acts_of_sharing_damaged_ones_included(server, embedded):
    dice, dice_of_people = random.Random(5), random.Random(7)
    allowed = 0
    codes = set()
    wrong = (None, True, 2**70, "", "é\u0000", [], [None], {}, {"": 1})
    for number in range(2200):
        document = sharing_question(dice)
        if number % 4 == 0:
            document["proves"] = document["proves"][: number % 3]
        if 1500 <= number < 1600:
            document |= {"act": "rotate_secret", "agreement": None}
        elif number >= 1600:
            document |= people_question(dice_of_people)
        if dice.random() < 0.3:
            part = dice.choice((document, document["agreement"] or document, document["subject"]))
            part[dice.choice([*part, "more"])] = dice.choice(wrong)
        sent = json.dumps(document, ensure_ascii=False).encode()
        served = await server._ask("acts/sharing", document, server.revision, DEADLINE_S)
        assert canonical(served) == canonical(
            await embedded._acts.result("acts/sharing/decision", sent)
        ), sent
        allowed += served["allow"]
        codes |= {each["code"] for each in served["denials"]}
    assert allowed > 25
    assert codes >= (SHARING_DENIALS.keys() - {"act_other_organisation"}) | {"sign_in_too_weak"}


async def test_what_is_possible_is_answered_alike(server, embedded):
    facts = AgreementFacts(Siren(TOWN), Siren(SYNDICAT), Siren(TOWN), "collectes", frozenset())
    now = datetime(2026, 3, 1, 10, tzinfo=UTC)
    for role in ("steward", "approver", "dpo", "agent"):
        subject = Subject(
            "someone@town",
            "i",
            Siren(TOWN),
            "person",
            frozenset({role}),
            proves=frozenset(Strength),
        )
        asked = PossibleQuestion(
            subject, now, [(each, facts) for each in ("preview", "submit", "approve", "revoke")]
        )
        served = await server.decide_possible(asked)
        assert served == await embedded.decide_possible(asked)
        for (act, _), possible in zip(asked.asked, served, strict=True):
            alone = await server.decide_act(SharingQuestion(subject, act, now, facts))
            assert possible.allow == alone.allow, (role, act)


async def test_both_ports_answer_the_same_decision(server, embedded):
    asked = question()
    served, in_process = await server.decide(asked), await embedded.decide(asked)
    assert served == in_process
    assert served.document == in_process.document
    assert served.revision == in_process.revision


@pytest.mark.parametrize(
    ("subject", "sections", "codes"),
    [
        (
            Subject(
                "operator@interco",
                "i",
                None,
                "person",
                frozenset({"operator"}),
                proves=frozenset(Strength),
            ),
            {"hosts"},
            [],
        ),
        (
            Subject(
                "steward@val",
                "i",
                TOWN,
                "person",
                frozenset({"steward"}),
                proves=frozenset(Strength),
            ),
            {"datasets"},
            [],
        ),
        (
            Subject(
                "steward@val",
                "i",
                TOWN,
                "person",
                frozenset({"steward"}),
                proves=frozenset(Strength),
            ),
            {"agents", "approvals"},
            ["section_reserved", "approval_refused"],
        ),
        (
            Subject(
                "steward@valcobreizh",
                "i",
                SYNDICAT,
                "person",
                frozenset({"steward"}),
                proves=frozenset(Strength),
            ),
            {"datasets"},
            ["other_organisation"],
        ),
        (ANONYMOUS, {"datasets"}, ["role_required"]),
        (SYSTEM_CLOCK, {"datasets"}, ["role_required"]),
    ],
)
async def test_both_ports_answer_alike_about_acts(server, embedded, subject, sections, codes):
    asked = ActQuestion(subject, Siren(TOWN), frozenset(Section(each) for each in sections))
    decision = await server.decide_act(asked)
    assert [denial.code for denial in decision.denials] == codes
    assert decision.allow is not bool(codes)
    assert await embedded.decide_act(asked) == decision


async def test_every_sound_question_gets_a_decision_that_reads(embedded):
    """What the law answers about undamaged questions is never malformed."""
    for document in generated_questions(500, seed=7, damaged=0.0):
        facts = {key: value for key, value in document.items() if key != "now"}
        sent = json.dumps(document).encode()
        answer = await embedded._reads.result("access/decision", sent)
        read_answer(Question(facts, document["now"]), answer, embedded.revision)


async def test_questions_and_decisions_are_as_their_schemas_say(embedded):
    asked = json.loads((POLICIES / "question.schema.json").read_text("utf-8"))
    answered = json.loads((POLICIES / "decision.schema.json").read_text("utf-8"))
    validate_question = jsonschema.Draft202012Validator(asked).validate
    validate_decision = jsonschema.Draft202012Validator(answered).validate
    validate_question(question().document())
    for document in generated_questions(200, seed=11, damaged=0.0):
        validate_question(document)
        sent = json.dumps(document).encode()
        validate_decision(await embedded._reads.result("access/decision", sent))
