"""Texts of an xlsx whose runs are not all meant alike, as one text that says the same.

Its reader gives a cell's runs as one text: 562 crossed out and 568 beside it would be 562568, and
248 with the raised call of a note would be 2481. A letter of Wingdings would be that letter.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from xml.sax.saxutils import escape

from intake.file_reading.symbol_fonts import symbol_font
from intake.file_reading.text_runs import TextStyle, read_runs

# No part runs over the next one: what is not closed ends the search there, in linear time.
_TEXTS = re.compile(rb"<(si|is)>([^<]*(?:<(?!/?(?:si|is)>)[^<]*)*)</\1>")
_RUN = re.compile(rb"<r>([^<]*(?:<(?!/?r>)[^<]*)*)</r>")
_STRUCK = re.compile(rb"<strike\s*(?:val=\"(?:1|true)\"\s*)?/>")
_RAISED = re.compile(rb"<vertAlign\s+val=\"superscript\"\s*/>")
_FONT = re.compile(rb"<rFont\s+val=\"([^\"]{1,60})\"")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_SIGN = b"<r>"


def with_runs_read(data: bytes) -> tuple[bytes, frozenset[str]]:
    """The workbook without crossed-out runs, raised figures and signs as letters of their own; and
    the texts that are left of cells with crossed-out runs. A cell that is crossed out whole stays.
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
        runs = _RUN.findall(match[2]) if _SIGN in match[2] else []
        read = read_runs([(_text(run), _style(run)) for run in runs])
        if read is None:
            return match[0]
        whole, is_left_out = read
        if is_left_out:
            left.add(whole)
        return b'<%b><t xml:space="preserve">%b</t></%b>' % (
            match[1], escape(whole).encode(), match[1]
        )  # fmt: skip

    return _TEXTS.sub(text, xml)


def _text(run: bytes) -> str:
    return unescape(b"".join(_TEXT.findall(run)).decode("utf-8", "replace"))


def _style(run: bytes) -> TextStyle:
    font = _FONT.search(run)
    return TextStyle(
        symbol_font(font[1].decode("utf-8", "replace")) if font else None,
        _RAISED.search(run) is not None,
        _STRUCK.search(run) is not None,
    )
