"""Files of ours that are the same for everybody, as gzip where the browser takes it; and several
style sheets as one, for each request costs a slow line a fifth of a second.

A text of a page is not compressed beside a secret (decision 0120): a file has none.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope
from typing_extensions import override

from catalog.caches import remembered
from gateway.http.compressed import codings_taken

_TEXTS: Final = frozenset({".css", ".js", ".svg"})
_LEAST_BYTES: Final = 500
_MOST_FILES: Final = 64
_KEPT: Final = ("content-type", "last-modified")


class CompressedFiles(StaticFiles):
    """Style sheets, scripts and drawings are compressed once, and kept in memory. Parts of a file
    and files that are compressed already leave as they are.
    """

    def __init__(self, directory: Path, joined: Mapping[str, Sequence[str]]) -> None:
        """`joined`: of the name of a file that there is not, the names of those that it is."""
        super().__init__(directory=directory)
        self._joined = joined

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        names = self._joined.get(path)
        if names is None or self.directory is None:
            return await super().get_response(path, scope)
        files = tuple(Path(self.directory) / name for name in names)
        changed = tuple(file.stat().st_mtime_ns for file in files)
        takes_gzip = codings_taken(Headers(scope=scope)).get("gzip", 0.0) > 0
        sheet = _joined(files, changed)
        headers = {"etag": sheet.mark(is_gzip=takes_gzip), "vary": "Accept-Encoding"}
        if takes_gzip:
            headers["content-encoding"] = "gzip"
        if Headers(scope=scope).get("if-none-match") == headers["etag"]:
            return NotModifiedResponse(Headers(headers))
        content = sheet.packed if takes_gzip else sheet.plain
        return Response(content, headers=headers, media_type="text/css")

    @override
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        plain = super().file_response(full_path, stat_result, scope, status_code)
        path, sent = Path(full_path), Headers(scope=scope)
        if path.suffix not in _TEXTS or stat_result.st_size < _LEAST_BYTES:
            return plain
        plain.headers.add_vary_header("Accept-Encoding")
        takes_gzip = codings_taken(sent).get("gzip", 0.0) > 0
        if not takes_gzip or "range" in sent or not isinstance(plain, FileResponse):
            return plain
        headers = {name: plain.headers[name] for name in (*_KEPT, "vary")}
        headers |= {"etag": f'{plain.headers["etag"][:-1]}-gzip"', "content-encoding": "gzip"}
        if sent.get("if-none-match") == headers["etag"]:
            return NotModifiedResponse(Headers(headers))
        content = b"" if scope["method"] == "HEAD" else _gzipped(path, stat_result.st_mtime_ns)
        return Response(content, status_code, headers)


@dataclass(frozen=True, slots=True)
class _Sheet:
    plain: bytes
    packed: bytes

    def mark(self, *, is_gzip: bool) -> str:
        digest = hashlib.sha256(self.plain).hexdigest()[:32]
        return f'"{digest}-gzip"' if is_gzip else f'"{digest}"'


@remembered(maxsize=_MOST_FILES)
def _joined(files: tuple[Path, ...], _changed_ns: tuple[int, ...]) -> _Sheet:
    plain = b"\n".join(file.read_bytes() for file in files)
    return _Sheet(plain, gzip.compress(plain, mtime=0))


@remembered(maxsize=_MOST_FILES)
def _gzipped(path: Path, _changed_ns: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
