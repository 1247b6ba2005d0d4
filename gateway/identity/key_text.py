"""The text of a key: a prefix, its version, 256 random bits and a checksum, as scanners expect.

`interco_1` + 43 letters and digits + 6 of CRC-32 (base62) over all that stands before them.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "interco_"
_VERSION = "1"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECKED = 43, 6
_FORM = re.compile(rf"{PREFIX}{_VERSION}[0-9A-Za-z]{{{_RANDOM + _CHECKED}}}")
SEEN = re.compile(rf"{PREFIX}[0-9][0-9A-Za-z]{{20}}")
"""The pattern of a key, or of a text meant as a key, wherever it stands."""


def draw_key() -> str:
    """A new one: told once, kept nowhere."""
    body = PREFIX + _VERSION + "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM))
    return body + checksum(body)


def is_well_written(text: str) -> bool:
    """True where the text may be a key: a slip of the hand is told without a look at any key."""
    return bool(_FORM.fullmatch(text)) and checksum(text[:-_CHECKED]) == text[-_CHECKED:]


def digest_of(text: str) -> str:
    """The digest that is kept of a key. No salt nor slow hash: nobody guesses 256 random bits."""
    return hashlib.sha256(text.encode()).hexdigest()


def checksum(text: str) -> str:
    number, digits = zlib.crc32(text.encode()), ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits.rjust(_CHECKED, _DIGITS[0])
