"""Recorded questions asked again of the law and of a candidate, counted by organisation.

Covers policies.replay, policies.comparison, policies.question, policies.sources,
deploy.local.compiled_policy.
"""

import shutil
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from catalog.model.audit import RecordedQuestion
from catalog.model.dataset import Listing
from deploy.local.commands import CommandFailed
from deploy.local.compiled_policy import compile_policies
from policies.comparison import Change
from policies.embedded import EmbeddedPolicy
from policies.question import Action, Question, ask_about
from policies.replay import replay
from policies.sources import REGO
from tests.policies.facts import AGENT, NOON, STRANGER, SYNDICAT, agreement, dataset

DAY = timedelta(days=1)


def recorded(question, at=NOON, last_at=None, requests=1):
    return RecordedQuestion(
        digest=question.digest,
        facts=orjson.dumps(question.facts).decode(),
        at=at,
        last_at=last_at or at,
        requests=requests,
    )


def question(subject=AGENT, **changes):
    return ask_about(subject, Action.READ, (dataset(),), (agreement(**changes),), NOON)


@pytest.fixture
async def law_of(tmp_path):
    """The law with one of its files changed by replacing one text with another."""
    opened = []

    def changed(file, before, after):
        rego = tmp_path / "rego"
        shutil.copytree(REGO, rego, dirs_exist_ok=True)
        source = (rego / file).read_text("utf-8")
        assert before in source
        (rego / file).write_text(source.replace(before, after), "utf-8")
        compile_policies(rego, tmp_path / "compiled")
        opened.append(EmbeddedPolicy(compiled=tmp_path / "compiled", rego=rego, deadline_s=30))
        return opened[-1]

    yield changed
    for each in opened:
        await each.aclose()


@pytest.fixture
async def law():
    opened = EmbeddedPolicy(deadline_s=30)
    yield opened
    await opened.aclose()


def counted(report):
    return {
        (change, siren): (each.questions, each.requests)
        for change in Change
        for siren, each in report.changes[change].items()
    }


async def test_the_same_law_changes_nothing(law):
    report = await replay([recorded(question(), requests=7)], law, law)
    assert (report.questions, report.requests, counted(report)) == (1, 7, {})


async def test_a_law_that_gives_to_strangers_opens(law, law_of):
    candidate = law_of("access/agreement.rego", "agreement.grantee == reader", "reader != null")
    given = question()
    facts = {**given.facts, "subject": {**given.facts["subject"], "organisation": STRANGER}}
    asked = recorded(Question(facts, given.now), requests=3)
    report = await replay([asked, recorded(given)], law, candidate)
    assert counted(report) == {(Change.OPENS, STRANGER): (1, 3)}


async def test_a_law_that_forgets_active_agreements_closes(law, law_of):
    candidate = law_of("access/agreement.rego", 'state == "active"', 'state == "suspended"')
    report = await replay([recorded(question(), requests=2)], law, candidate)
    assert counted(report) == {(Change.CLOSES, SYNDICAT): (1, 2)}


async def test_a_law_that_gives_fewer_columns_narrows(law, law_of):
    candidate = law_of(
        "access/agreement.rego",
        '"columns": columns,',
        '"columns": object.remove(columns, ["column-02"]),',
    )
    report = await replay([recorded(question())], law, candidate)
    assert counted(report) == {(Change.NARROWS, SYNDICAT): (1, 1)}


async def test_a_law_that_answers_nothing_closes_and_is_told(law, law_of):
    candidate = law_of("access/question.rego", "is_object(question)", "not is_object(question)")
    report = await replay([recorded(question())], law, candidate)
    assert report.unanswered == 1
    assert counted(report) == {(Change.CLOSES, SYNDICAT): (1, 1)}


async def test_a_change_at_the_end_of_the_time_is_seen(law, law_of):
    """In one recorded hour an agreement may end: both ends are asked."""
    candidate = law_of("access/agreement.rego", "now < agreement.ends_at", "now != null")
    ends = datetime(2026, 11, 26, 23, tzinfo=UTC)
    short = question(end=ends.date())
    across = recorded(short, at=ends - DAY, last_at=ends + DAY, requests=4)
    report = await replay([across], law, candidate)
    assert counted(report) == {(Change.OPENS, SYNDICAT): (1, 4)}
    before = recorded(short, at=ends - DAY, last_at=ends - DAY)
    assert counted(await replay([before], law, candidate)) == {}


async def test_a_time_in_which_nothing_ends_is_one_question(law, law_of):
    candidate = law_of("access/agreement.rego", 'state == "active"', 'state == "suspended"')
    report = await replay([recorded(question(), last_at=NOON + DAY, requests=2)], law, candidate)
    assert counted(report) == {(Change.CLOSES, SYNDICAT): (1, 2)}
    assert report.has(Change.OPENS, Change.CLOSES)
    assert not report.has(Change.OPENS)


async def test_whose_rights_count_is_who_is_counted(law, law_of):
    candidate = law_of("access/denials.rego", '"mandate_required", null', '"no_agreement", null')
    public = dataset(listing=Listing.PUBLIC)
    given = ask_about(AGENT, Action.READ, (public,), (), NOON)
    acting = Question({**given.facts, "on_behalf_of": STRANGER}, given.now)
    report = await replay([recorded(acting), recorded(given)], law, candidate)
    assert counted(report) == {(Change.TELLS, STRANGER): (1, 1)}


async def test_rego_that_does_not_compile_is_said_in_opas_words(tmp_path):
    shutil.copytree(REGO, tmp_path / "rego")
    (tmp_path / "rego" / "access" / "broken.rego").write_text("package access\n\nx := y(", "utf-8")
    with pytest.raises(CommandFailed, match="rego_parse_error"):
        compile_policies(tmp_path / "rego", tmp_path / "compiled")
