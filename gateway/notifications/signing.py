"""How a webhook's receiver knows that a POST is ours, and recent."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

SIGNATURE = "Interco-Signature"
DELIVERY = "Interco-Delivery"
EVENT = "Interco-Event"


def sign(body: bytes, secret: str, now: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256, under the secret, of `<seconds>.<body>`."""
    seconds = str(int(now.timestamp()))
    signed = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"
