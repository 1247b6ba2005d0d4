"""The frame of an answer: finished JSON, with gaps where slices and root fields go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson

from schema.reading.read_document import DocumentShape, Part


@dataclass(slots=True)
class ResponseTemplate:
    """Written from left to right; `path` is where it stands."""

    parts: list[Part] = field(default_factory=list)
    path: tuple[str, ...] = ()
    _buffer: bytearray = field(default_factory=bytearray)
    _first: bool = True

    @contextmanager
    def object(self, key: str | None = None) -> Iterator[None]:
        """An object, under `key` unless it is the root."""
        outer = self.path
        if key is not None:
            self._key(key)
            self.path = (*outer, key)
        self._buffer += b"{"
        self._first = True
        yield
        self._buffer += b"}"
        self._first = False
        self.path = outer

    @contextmanager
    def list(self, key: str) -> Iterator[None]:
        """A list, of values without a key."""
        self._key(key)
        self._buffer += b"["
        self._first = True
        yield
        self._buffer += b"]"
        self._first = False

    def constant(self, key: str | None, json: bytes) -> None:
        """Under `key`, unless it is an item of a list."""
        self._key(key)
        self._buffer += json

    def gap(self, key: str | None, part: Part) -> None:
        self._key(key)
        self._flush()
        self.parts.append(part)

    def finish(self) -> DocumentShape:
        self._flush()
        return DocumentShape(tuple(self.parts))

    def _key(self, key: str | None) -> None:
        if not self._first:
            self._buffer += b","
        self._first = False
        if key is not None:
            self._buffer += orjson.dumps(key) + b":"

    def _flush(self) -> None:
        if self._buffer:
            self.parts.append(bytes(self._buffer))
            self._buffer = bytearray()
