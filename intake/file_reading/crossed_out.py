"""Text that is crossed out inside a cell of an xlsx, beside the text that replaces it.

Its reader gives a cell's runs as one text: 562 crossed out and 568 beside it would be 562568.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

# No part runs over the next one: what is not closed ends the search there, in linear time.
_TEXTS = re.compile(rb"<(si|is)>([^<]*(?:<(?!/?(?:si|is)>)[^<]*)*)</\1>")
_RUN = re.compile(rb"<r>([^<]*(?:<(?!/?r>)[^<]*)*)</r>")
_STRUCK = re.compile(rb"<strike\s*(?:val=\"(?:1|true)\"\s*)?/>")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_SIGN = b"<strike"


def without_crossed_out(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The workbook without such runs, and the texts that are left of these cells. A cell that is
    crossed out whole stays as it is.
    """
    left: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        changed = {
            name: text for name in archive.namelist()
            if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet")
            if _SIGN in (whole := archive.read(name))
            if (text := _replaced(whole, left)) != whole
        }  # fmt: skip
        if not changed:
            return data, frozenset()
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for name in archive.namelist():
                copy.writestr(name, changed.get(name) or archive.read(name))
    return kept.getvalue(), frozenset(left)


def _replaced(xml: bytes, left: set[str]) -> bytes:
    def text(match: re.Match[bytes]) -> bytes:
        inner = match[2]
        if _SIGN not in inner:
            return match[0]
        runs = _RUN.findall(inner)
        own = b"".join(b"".join(_TEXT.findall(run)) for run in runs if not _STRUCK.search(run))
        is_part = any(_STRUCK.search(run) for run in runs) and own.strip()
        if not is_part:
            return match[0]
        own = own.strip()
        left.add(unescape(own.decode("utf-8", "replace")))
        return b"<%b><t>%b</t></%b>" % (match[1], own, match[1])

    return _TEXTS.sub(text, xml)
