"""Files of ours that are the same for everybody, as gzip where the browser takes it.

A text of a page is not compressed beside a secret (decision 0120): a file has none.
"""

from __future__ import annotations

import gzip
import os
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


@remembered(maxsize=_MOST_FILES)
def _gzipped(path: Path, _changed_ns: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
