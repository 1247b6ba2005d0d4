"""The secret of a link, as it stands in an address: 256 random bits and a checksum.

43 letters and digits, then 6 of CRC-32 (base62) over them. It has no prefix of keys: no other door
takes it for one.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string

from gateway.identity.key_text import checksum

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECKED = 43, 6
_FORM = re.compile(rf"[0-9A-Za-z]{{{_RANDOM + _CHECKED}}}")


def draw_secret() -> str:
    """A new one: told once, kept nowhere."""
    body = "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM))
    return body + checksum(body)


def is_secret(text: str) -> bool:
    """True where the text may be a secret: a slip of the hand is told without a look at any."""
    return bool(_FORM.fullmatch(text)) and checksum(text[:-_CHECKED]) == text[-_CHECKED:]


def digest_of_secret(text: str) -> str:
    """The digest that is kept. No salt nor slow hash: nobody guesses 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()
