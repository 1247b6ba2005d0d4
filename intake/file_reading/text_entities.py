"""References of web pages in a text of records: `L&#39;&eacute;tang`, `1&nbsp;200`.

Each ends with a semicolon, which may also be what parts the fields.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_FEWEST = 3


def without_entities(text: str) -> str:
    """The text with the letters that they stand for; as it is where they are few, or where it is a
    page itself.
    """
    if "&" not in text or text.lstrip()[:1] == "<":
        return text
    count = sum(_is_known(match[0]) for match in _ENTITY.finditer(text[: 1 << 18]))
    if count < _FEWEST:
        return text
    return _ENTITY.sub(lambda match: _letter(match[0]), text)


def _is_known(reference: str) -> bool:
    return reference[1] == "#" or reference[1:] in html5


def _letter(reference: str) -> str:
    """No quotation mark, which would open a field."""
    letter = unescape(reference) if _is_known(reference) else reference
    return reference if letter in {'"', "\n", "\r", "\t"} else letter
