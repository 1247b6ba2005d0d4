"""The one file of a page's form, as it comes in: nothing of it is held in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from gateway.base.problems import RequestNotAsDescribed


@dataclass(frozen=True, slots=True)
class SentFile:
    """`name` is empty where a form was sent without choosing a file; `content` is read once."""

    name: str
    content: AsyncIterator[bytes]


async def read_sent_file(request: Request, name: str) -> SentFile:
    """Up to the beginning of the file in the field `name`. Raises RequestNotAsDescribed."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise _no_form()
    parts = _Parts(name)
    stream = request.stream()
    try:
        parser = MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]
    except FormParserError:
        raise _no_form() from None
    async for chunk in stream:
        _write(parser, chunk)
        if parts.file_name is not None:
            return SentFile(parts.file_name, _content(parser, parts, stream))
    raise _no_form()


async def _content(
    parser: MultipartParser, parts: _Parts, stream: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    yield parts.taken()
    async for chunk in stream:
        _write(parser, chunk)
        yield parts.taken()
    if not parts.is_whole:
        raise _no_form()


@dataclass(slots=True)
class _Parts:
    """The parts of one field, as the parser tells them; the other fields are passed over."""

    name: str
    file_name: str | None = None
    is_whole: bool = False
    _is_inside: bool = False
    _header: bytes = b""
    _value: bytes = b""
    _disposition: bytes = b""
    _content: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def taken(self) -> bytes:
        content = bytes(self._content)
        self._content.clear()
        return content

    def _begin(self) -> None:
        self._header = self._value = self._disposition = b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._disposition)
        is_ours = options.get(b"name") == self.name.encode() and b"filename" in options
        if is_ours and self.file_name is None:
            self.file_name = options[b"filename"].decode("utf-8", "replace")
            self._is_inside = True

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_inside:
            self._content += data[start:end]

    def _end(self) -> None:
        self.is_whole = self.is_whole or self._is_inside
        self._is_inside = False


def _write(parser: MultipartParser, chunk: bytes) -> None:
    try:
        parser.write(chunk)
    except FormParserError:
        raise _no_form() from None


def _no_form() -> RequestNotAsDescribed:
    return RequestNotAsDescribed(
        what_fr="un formulaire de page avec un fichier est attendu",
        what_en="the form of a page with a file is expected",
    )
