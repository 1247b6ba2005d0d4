import time
from datetime import UTC, datetime

import pytest

from gateway.notifications.signing import sign
from tests.unit.docs.pages import blocks

SECRET = "un-secret-de-test"


@pytest.fixture
def is_ours():
    (program,) = (text for where, text in blocks("python") if "messages.md" in where)
    names = {}
    exec(program, names)
    return names["is_ours"]


def test_what_we_sign_is_believed_and_nothing_else_is(is_ours):
    now = datetime.now(UTC)
    signature = sign(b'{"a":1}', SECRET, now)
    assert is_ours(signature, b'{"a":1}', SECRET)
    assert not is_ours(signature, b'{"a":2}', SECRET)
    assert not is_ours(signature, b'{"a":1}', "un-autre-secret")
    assert not is_ours("", b'{"a":1}', SECRET)
    later = signature.replace(f"t={int(now.timestamp())}", f"t={int(time.time()) + 1}")
    assert not is_ours(later, b'{"a":1}', SECRET)


def test_what_is_old_is_not_believed(is_ours):
    old = datetime.fromtimestamp(time.time() - 600, UTC)
    assert not is_ours(sign(b"{}", SECRET, old), b"{}", SECRET)
