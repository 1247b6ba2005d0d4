"""The signature by which a webhook's receiver knows that a POST is ours, and recent."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime

from standardwebhooks import Webhook

from gateway.sharing.notifications.problems import WebhookSecretUnreadable

DELIVERY = "Interco-Delivery"
EVENT = "Interco-Event"
_ENCODED = "whsec_"
"""The beginning of a secret in base64 (standardwebhooks.com); any other is its own bytes."""


def signature_headers(delivery_id: str, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The headers of standardwebhooks.com, and `Interco-Signature`, which older receivers verify.

    `body` is UTF-8. Raises WebhookSecretUnreadable.
    """
    webhook = Webhook(_key_of(secret))
    # The library writes the moment's own hour as UTC: any other zone would be hours away.
    moment = now.astimezone(UTC)
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": webhook.sign(delivery_id, moment, body.decode()),
        "Interco-Signature": sign(body, secret, now),
    }


def sign(body: bytes, secret: str, now: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256, under the secret, of `<seconds>.<body>`."""
    seconds = str(int(now.timestamp()))
    signed = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"


def _key_of(secret: str) -> bytes:
    if not secret.startswith(_ENCODED):
        return secret.encode()
    try:
        key = base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except (binascii.Error, ValueError):
        raise WebhookSecretUnreadable from None
    if not key:
        raise WebhookSecretUnreadable
    return key
