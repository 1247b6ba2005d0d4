"""Covers gateway/sharing/notifications/signing.py, by the library and the program of the page.

Covers docs.
"""

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from gateway.sharing.notifications.problems import WebhookSecretUnreadable
from gateway.sharing.notifications.signing import sign, signature_headers
from tests.unit.docs.pages import blocks

SECRETS = ["un-secret-de-test", "whsec_" + base64.b64encode(bytes(range(32))).decode()]
BODY = '{"a":"Périmètre"}'.encode()


@pytest.fixture
def is_ours():
    (program,) = (text for where, text in blocks("python") if "messages.md" in where)
    names = {}
    exec(program, names)
    return names["is_ours"]


@pytest.mark.parametrize("secret", SECRETS)
def test_what_we_sign_is_believed_and_nothing_else_is(is_ours, secret):
    headers = signature_headers("dlv_1", BODY, secret, datetime.now(UTC))
    assert is_ours(headers, BODY, secret)
    assert not is_ours(headers, BODY.replace(b"a", b"b"), secret)
    assert not is_ours(headers, BODY, "un-autre-secret")
    assert not is_ours({}, BODY, secret)
    assert not is_ours(headers | {"webhook-id": "dlv_2"}, BODY, secret)
    later = str(int(headers["webhook-timestamp"]) + 1)
    assert not is_ours(headers | {"webhook-timestamp": later}, BODY, secret)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_old_is_not_believed(is_ours, secret):
    old = datetime.fromtimestamp(time.time() - 600, UTC)
    assert not is_ours(signature_headers("dlv_1", BODY, secret, old), BODY, secret)


def test_the_library_reads_the_body_and_says_why_it_refuses():
    secret = SECRETS[1]
    headers = signature_headers("dlv_1", BODY, secret, datetime.now(UTC))
    assert Webhook(secret).verify(BODY, headers) == {"a": "Périmètre"}
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Webhook(secret).verify(BODY + b" ", headers)
    old = signature_headers("dlv_1", BODY, secret, datetime.fromtimestamp(time.time() - 600, UTC))
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify(BODY, old)


def test_the_hour_of_paris_is_signed_as_the_same_moment(is_ours):
    now = datetime.now(ZoneInfo("Europe/Paris"))
    assert is_ours(signature_headers("dlv_1", BODY, SECRETS[0], now), BODY, SECRETS[0])


@pytest.mark.parametrize("secret", ["whsec_", "whsec_é", "whsec_a b", "whsec_abc"])
def test_a_secret_that_is_no_base64_signs_nothing(secret):
    with pytest.raises(WebhookSecretUnreadable):
        signature_headers("dlv_1", BODY, secret, datetime.now(UTC))


def test_older_receivers_still_verify_what_they_know():
    now = datetime.now(UTC)
    headers = signature_headers("dlv_1", BODY, SECRETS[0], now)
    assert headers["Interco-Signature"] == sign(BODY, SECRETS[0], now)
    seconds, signed = (part.partition("=")[2] for part in headers["Interco-Signature"].split(","))
    expected = hmac.new(SECRETS[0].encode(), seconds.encode() + b"." + BODY, hashlib.sha256)
    assert signed == expected.hexdigest()
