"""Bugs of the check of chains: something that was tampered with is called whole."""

from __future__ import annotations

from inspect import signature

import pytest

from tests.integration.oracle.mutants import InPython
from tests.unit.chain import test_the_chain_tampered_with_in_ten_ways_is_found as ten_ways
from tests.unit.chain.chains import world

CHECKING, ROOTS, RECORDS = "catalog.chain.checking", "catalog.chain.roots", "catalog.chain.records"

BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "a record's digest is believed": (
            CHECKING, "_Chain._misplaced", "record.digest != stated", "not stated",
        ),
        "links are not followed": (
            CHECKING, "_Chain._misplaced", "record.previous != self.before.digest", "False",
        ),
        "numbers are not counted": (CHECKING, "_Chain._misplaced", "record.n != expected", "False"),
        "another body's record will do": (
            CHECKING, "_Chain._misplaced", "record.body != self.body", "False",
        ),
        "a day may end as it likes": (
            CHECKING, "_Chain._close_day", 'leaf not in root.document.get("leaves", ())', "False",
        ),
        "an end may be anywhere": (CHECKING, "check_chain", "place.n < end.n", "False"),
        "a root need not follow": (
            CHECKING, "check_roots", 'document.get("previous") != before.digest', "False",
        ),
        "a root is any day's": (CHECKING, "check_roots", 'document.get("day") != day', "False"),
        "a day without a root is no matter": (CHECKING, "check_roots", "day != expected", "False"),
        "signatures are believed": (CHECKING, "check_roots", "not root.is_signed(verify)", "False"),
        "a chain may be gone": (
            CHECKING, "unaccounted", "- used.get(day, set())", "and set()",
        ),
        "the contents need not be signed": (
            CHECKING, "check_export", "not manifest.is_signed(verify)", "False",
        ),
        "a leaf leaves out its digest": (
            RECORDS, "leaf_of", '"digest": digest', '"digest": ""',
        ),
    }.items()
}  # fmt: skip


def tampering_that_passes() -> str | None:
    """The first of the ways to tamper that is not found, or not named as it should be."""
    for name, test in vars(ten_ways).items():
        if not name.startswith("test_"):
            continue
        needed = signature(test).parameters
        cases = [{}]
        if "day" in needed:
            cases = [{"day": "2026-11-23"}, {"day": "2026-11-26"}]
        if "left" in needed:
            cases = [{"left": left} for left in (11, 9, 0)]
        for case in cases:
            try:
                test(world(), **case)
            except (AssertionError, IndexError, ValueError, pytest.fail.Exception):
                return name
    return None
