"""What an engine of policies answers without a decision in it: undefined, malformed, of no bundle.

Covers policies.embedded, policies.opa_server, policies.problems.
"""

import pytest

from policies.embedded import _only_result
from policies.opa_server import _decided_by
from policies.problems import PolicyMalformed, PolicyUndefined


def test_an_empty_result_set_is_undefined():
    with pytest.raises(PolicyUndefined):
        _only_result(b"[]")


@pytest.mark.parametrize("answer", [b"{", b"{}", b'[{"result": 1}, {"result": 2}]', b'[{"x": 1}]'])
def test_anything_but_one_result_is_malformed(answer):
    with pytest.raises(PolicyMalformed):
        _only_result(answer)


@pytest.mark.parametrize("bundle", [{}, {"revision": 3}, {"revision": None}])
def test_a_bundle_without_a_revision_decided_nothing(bundle):
    answer = {"provenance": {"bundles": {"interco": bundle}}}
    assert _decided_by(answer, "interco") is None


def test_the_revision_of_another_bundle_counts_for_nothing():
    answer = {"provenance": {"bundles": {"other": {"revision": "r"}}}}
    assert _decided_by(answer, "interco") is None
