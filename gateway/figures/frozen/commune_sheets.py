"""The sheet of one commune of a frozen report: a document of its own, which proves itself.

A report signs the list of the hashes of its sheets once, when it is frozen. A sheet holds its own
rows, that list and its receipt: whoever has it alone can check that the body froze it, and learns
no row of another commune. A secret of each sheet keeps its hash from being guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from catalog.canonical_json import write_canonical
from papers.communes import detail_of, extract_of

FORMAT = "interco.commune-sheet/1"
SHEETS = "sheets"
"""Of the content of a figure: the receipt over the list of hashes."""
_SIGNED = ("commune", "columns", "rows", "missing", "body", "year", "secret")


def sign_sheets(
    answer: Mapping[str, Any],
    body: Mapping[str, str],
    receipt: str,
    sign: Callable[[bytes], str | None],
) -> dict[str, Any] | None:
    """The signed hashes of its sheets that a report keeps; None where it has no rows by commune."""
    hashes = _hashes({"answer": answer, "body": body, "receipt": receipt})
    signed = sign(write_canonical(hashes)) if hashes else None
    return None if signed is None else {"receipt": signed}


def sheet_of(content: Mapping[str, Any], digest: str, code: str) -> dict[str, Any]:
    """The canonical document of that commune's sheet; KeyError where it has none."""
    own = _own(content, code)
    kept = content.get(SHEETS)
    if kept is None:
        # Frozen by an earlier version: its sheets prove nothing by themselves.
        return extract_of(content, digest, code)
    return {
        "format": FORMAT,
        "figure": digest,
        **own,
        SHEETS: _hashes(content),
        "receipt": kept["receipt"],
    }


def sheet_digests(content: Mapping[str, Any], digest: str) -> dict[str, str]:
    """The digest of each sheet, by the code of its commune; none of a figure without sheets."""
    if content.get(SHEETS) is None:
        return {}
    return {
        code: hashlib.sha256(write_canonical(sheet_of(content, digest, code))).hexdigest()
        for code in _codes(content)
    }


def hash_of_sheet(sheet: Mapping[str, Any]) -> str:
    """Of what is signed of it."""
    return hashlib.sha256(write_canonical({name: sheet[name] for name in _SIGNED})).hexdigest()


def _hashes(content: Mapping[str, Any]) -> list[str]:
    return sorted(hash_of_sheet(_own(content, code)) for code in _codes(content))


def _codes(content: Mapping[str, Any]) -> list[str]:
    detail = detail_of(content, "fr") if "report" in content["answer"] else None
    return [] if detail is None else [one.code for one in detail.communes]


def _own(content: Mapping[str, Any], code: str) -> dict[str, Any]:
    extract = extract_of(content, "", code)
    secret = hashlib.sha256(f"{content['receipt']}\n{code}".encode()).hexdigest()
    return {
        "commune": extract["commune"],
        "columns": extract["columns"],
        "rows": extract["rows"],
        "missing": extract["missing"],
        "body": content["body"],
        "year": content["answer"]["report"]["year"],
        "secret": secret,
    }
