"""Covers policies.act_problems, policies.question, policies.decision, policies.acts."""

from datetime import date

import pytest

from policies.act_problems import ACT_DENIALS, SHARING_DENIALS
from policies.acts import ActDenial
from policies.decision import Denial
from policies.problems import DENIALS, denied_by
from policies.question import day_starts_at, utc_text


@pytest.mark.parametrize("code", DENIALS)
def test_each_denial_has_its_sentences(code):
    problem = denied_by([Denial(code, "conv-2026-0017@2", ("rpqs_dechets",))], "collectes")
    assert problem.code == code
    assert problem.status == 403
    told = [problem.sentence("fr"), problem.sentence("en")]
    told += [problem.next_step("fr"), problem.next_step("en")]
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in told)


@pytest.mark.parametrize("code", [*ACT_DENIALS, *SHARING_DENIALS])
def test_each_refused_act_has_its_sentences(code):
    problem = ActDenial(code, ("hosts", "agents")).problem()
    assert problem.code == code
    assert "{" not in problem.sentence("fr") + problem.next_step("en")


def test_a_denied_purpose_names_those_that_would_do():
    problem = denied_by([Denial("purpose_required", "conv-1@1", ("rpqs_dechets",))], "collectes")
    assert "Interco-Purpose" in problem.next_step("fr")
    assert "rpqs_dechets" in problem.next_step("fr")


def test_of_several_denials_the_quickest_to_overcome_is_told():
    denials = [
        Denial("agreement_expired", "conv-2024-0001@1"),
        Denial("purpose_required", "conv-2026-0017@2", ("planification_collecte",)),
        Denial("purpose_required", "conv-2026-0018@1", ("rpqs_dechets",)),
    ]
    problem = denied_by(denials, "collectes")
    assert problem.code == "purpose_required"
    assert "planification_collecte, rpqs_dechets" in problem.next_step("en")


def test_an_agreement_that_has_ended_says_on_which_day():
    midnight_after = "2026-12-31T23:00:00Z"  # In Paris.
    expired = denied_by([Denial("agreement_expired", "conv-1@1", (), midnight_after)], "collectes")
    assert "est arrivée à son terme le 31 déc. 2026." in expired.sentence("fr")
    late = "2026-11-26T23:30:00Z"  # Already the 27th in Paris.
    revoked = denied_by([Denial("agreement_revoked", "conv-1@1", (), late)], "collectes")
    assert "was revoked on 27 Nov 2026." in revoked.sentence("en")


def test_an_agreement_that_is_suspended_says_since_when_where_it_is_known():
    at = "2026-11-26T23:30:00Z"
    held = denied_by([Denial("agreement_suspended", "conv-1@1", (), at)], "collectes")
    assert "est suspendue depuis le 27 nov. 2026." in held.sentence("fr")
    unknown = denied_by([Denial("agreement_suspended", "conv-1@1")], "collectes")
    assert "est suspendue." in unknown.sentence("fr")


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/Martinique", "Indian/Reunion", "Pacific/Noumea"]
)
def test_the_last_day_is_the_one_that_was_signed_wherever_it_was(zone):
    end = utc_text(day_starts_at(date(2027, 1, 1), zone))
    expired = denied_by([Denial("agreement_expired", "conv-1@1", (), end)], "collectes")
    assert "31 déc. 2026" in expired.sentence("fr")


def test_of_several_that_have_ended_the_last_is_told():
    denials = [
        Denial("agreement_revoked", f"conv-{year}-0001@1", (), f"{year}-05-02T10:00:00Z")
        for year in (2024, 2026, 2025)
    ]
    assert "conv-2026-0001@1" in denied_by(denials, "collectes").sentence("fr")
