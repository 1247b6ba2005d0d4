"""Values as a person would write them: without those that are defaults anyhow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.actions.texts import in_french

Entry = dict[str, Any]
"""One mapping of a declaration, of JSON values."""


def stated(values: Mapping[str, Any]) -> Entry:
    """Without null, false, and what is empty: its absence says the same."""
    return {key: value for key, value in values.items() if value not in (None, False, "", [], {})}


def label(fr: str, en: str) -> Entry | None:
    """English that is the marked French was not written."""
    if not fr:
        return None
    return {"fr": fr} if en == in_french(fr) else {"fr": fr, "en": en}
