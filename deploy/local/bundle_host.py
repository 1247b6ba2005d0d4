"""Serves one bundle file over HTTP: OPA reads a `file:` bundle once and never again."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from typing_extensions import override

from deploy.local.process import HOST


@contextmanager
def hosted_bundle(bundle: Path) -> Iterator[str]:
    """The base URL that serves `bundle` under its own name, read anew at each request."""

    class BundleRequest(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = bundle.read_bytes()
            # Without a tag OPA loads the same bundle at each poll, and drops its caches.
            tag = f'"{hashlib.sha256(content).hexdigest()}"'
            known = self.headers.get("If-None-Match") == tag
            self.send_response(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "application/vnd.openpolicyagent.bundles+gzip")
            self.send_header("Content-Length", str(0 if known else len(content)))
            self.end_headers()
            if not known:
                self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), BundleRequest) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
