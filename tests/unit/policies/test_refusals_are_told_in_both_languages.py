import pytest

from policies.acts import ActDenial
from policies.decision import Denial
from policies.problems import ACT_DENIALS, DENIALS, SHARING_DENIALS, denied_by


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
