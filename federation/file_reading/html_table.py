"""The largest table of an HTML page: what some programs export under the name of a workbook."""

from __future__ import annotations

from html.parser import HTMLParser

from typing_extensions import override

from federation.file_reading.values import Row, Sheet


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self._text: list[str] | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    @override
    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._text is not None:
            text = " ".join("".join(self._text).split())
            self.tables[-1][-1].append(text or None)
            self._text = None


def read_html(text: str) -> Sheet:
    """No rows where the page has no table."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return Sheet(name=None, rows=max(parser.tables, key=len, default=[]))
