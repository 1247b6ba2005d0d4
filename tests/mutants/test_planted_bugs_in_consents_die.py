"""A run that reads more than its owner consented to, or anybody else who does, is seen.

Covers policies.question.
"""

import pytest

from tests.integration.oracle.mutants import InPython
from tests.mutants import in_the_consents


def test_without_a_bug_a_consent_is_what_it_says():
    assert in_the_consents.tells() is None


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", in_the_consents.BUGS)
def test_a_consent_gives_too_much_because(name, monkeypatch, tmp_path):
    bug = in_the_consents.BUGS[name]
    if isinstance(bug, InPython):
        bug.plant(monkeypatch)
        assert in_the_consents.tells()
    else:
        assert in_the_consents.tells(bug.compiled(tmp_path))
