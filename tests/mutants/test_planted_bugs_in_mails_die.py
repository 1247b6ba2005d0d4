"""Bugs by which a file that nobody may send would wait among a body's own are each found.

Covers gateway.files.mail_deposits.authentication_results, gateway.files.mail_deposits.receiving,
gateway.files.deposits.drop_folder.
"""

import pytest

from tests.mutants import in_the_mails


def test_without_a_bug_nothing_gets_in_that_must_not(tmp_path):
    assert in_the_mails.what_gets_in(tmp_path) is None


@pytest.mark.parametrize("name", in_the_mails.BUGS)
def test_something_gets_in_because(name, monkeypatch, tmp_path):
    in_the_mails.BUGS[name].plant(monkeypatch)
    assert in_the_mails.what_gets_in(tmp_path)
