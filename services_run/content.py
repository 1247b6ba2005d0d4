"""A service as one text: what is published, signed and kept, and read again where it runs."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from catalog.caches import remembered
from catalog.canonical_json import write_canonical
from services_run.checking import load_service, load_texts
from services_run.folder import DESCRIPTION, Service

_QUERIES = "queries/"


def content_of(folder: Path) -> str:
    """Canonical JSON of the description and the queries; golden files stay in the folder.

    Raises ServiceProblems for a folder that is not sound.
    """
    service = load_service(folder)
    files = {DESCRIPTION: (folder / DESCRIPTION).read_text("utf-8")}
    files |= {f"{_QUERIES}{name}": text for name, text in service.queries.items()}
    return write_canonical({"files": files}).decode()


def content_digest(content: str) -> str:
    return f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"


@remembered(maxsize=100)
def service_in(content: str) -> Service:
    """One that was published, by any earlier rule. Raises ServiceProblems, all faults at once."""
    return _service(content, is_published=True)


def service_to_publish(content: str) -> Service:
    """By the rules of today. Raises ServiceProblems, all faults at once."""
    return _service(content, is_published=False)


def _service(content: str, *, is_published: bool) -> Service:
    files = _files(content)
    queries = {
        name.removeprefix(_QUERIES): text
        for name, text in files.items()
        if name.startswith(_QUERIES)
    }
    return load_texts(files.get(DESCRIPTION, ""), queries, Path(), is_published=is_published)


def _files(content: str) -> dict[str, str]:
    """Empty for what is no content: its reader then says that everything is missing."""
    try:
        document: Any = json.loads(content)
        files = document["files"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}
    is_texts = isinstance(files, dict) and all(isinstance(text, str) for text in files.values())
    return dict(files) if is_texts else {}
