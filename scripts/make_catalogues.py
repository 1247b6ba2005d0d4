"""Writes each folder's `en.po` anew from the French of its templates and modules.

What is translated already stays; a new sentence has an empty translation, which a test refuses;
a sentence that is no longer there goes. Run as `python -m scripts.make_catalogues`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

_PROJECT = Path(__file__).resolve().parents[1]
ROOT = _PROJECT / "gateway" / "console"
SHARED, _PICTURES = ROOT / "shared", _PROJECT / "papers" / "pictures"
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_OPTIONS = {"trimmed": "true", "silent": "false"}


def sentences_of(folder: Path) -> dict[str | tuple[str, str], list[tuple[str, int]]]:
    """The French of a folder of pages, with the places where it stands."""
    found: dict[str | tuple[str, str], list[tuple[str, int]]] = {}
    for path in sorted([*folder.glob("*.html"), *folder.glob("*.py")]):
        method = "jinja2.ext.babel_extract" if path.suffix == ".html" else "python"
        options = _OPTIONS if path.suffix == ".html" else {}
        for line, message, _comments, _context in extract_from_file(
            method, path, keywords=_KEYWORDS, options=options
        ):
            found.setdefault(message, []).append((path.name, line))
    return found


def folders() -> list[Path]:
    pages = sorted(path for path in ROOT.iterdir() if path.is_dir() and path.name != "static")
    return [*pages, _PICTURES]


def main() -> int:
    """The English of the parts that every page has stands once, in `shared/en.po`."""
    missing = 0
    shared = {key[0] if isinstance(key, tuple) else key for key in sentences_of(SHARED)}
    for folder in folders():
        path = folder / "en.po"
        known = Catalog(locale="en")
        if path.exists():
            with path.open("rb") as opened:
                known = read_po(opened, locale="en")
        written = Catalog(locale="en", project="interco", version="1", charset="utf-8")
        for message in sentences_of(folder):
            key = message[0] if isinstance(message, tuple) else message
            if folder != SHARED and key in shared:
                continue
            before = known.get(key)
            translation = "" if before is None else before.string
            written.add(message, translation)
            if not (all(translation) if isinstance(translation, tuple) else translation):
                missing += 1
                sys.stdout.write(f"{folder.name}/en.po: {key}\n")
        if len(written):
            with path.open("wb") as opened:
                write_po(opened, written, omit_header=True, sort_output=True, width=100)
        elif path.exists():
            path.unlink()
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
