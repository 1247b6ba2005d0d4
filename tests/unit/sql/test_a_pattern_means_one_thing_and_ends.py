"""What a pattern of a caller's matches, and how much an engine may have to go back for it.

Covers federation.patterns.pattern_reading, federation.patterns.going_back,
federation.patterns.regular.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.patterns.going_back import MOST_OPEN, MOST_WAYS, TooLong, doubt_of
from federation.patterns.pattern_reading import Odd, read_pattern
from federation.patterns.regular import (
    Choice,
    Edge,
    Group,
    Letters,
    Node,
    Repeat,
    Sequence,
    ranges_of,
    read_replacement,
    written,
)
from tests.within import within

_ATOMS = st.sampled_from(
    ["a", "b", "ab", ".", "[ab]", "[^a]", "[a-cé]", r"\d", r"\W", r"\.", "é", "$", "^", r"\s"]
)
_TIMES = st.sampled_from(["", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?"])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.tuples(st.sampled_from(["(", "(?:"]), inner, _TIMES)
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        groups.map(lambda each: f"{each[0]}{each[1]}){each[2]}"),
    )


_PATTERNS = st.recursive(st.tuples(_ATOMS, _TIMES).map("".join), _wider, max_leaves=8)
_TEXTS = st.text("ab.é 1\nZ", max_size=8)


def _read(pattern: str) -> Node | None:
    """None for what is refused."""
    try:
        node = read_pattern(pattern)
        doubt = doubt_of(node)
    except (Odd, TooLong):
        return None
    within_bounds = doubt.open <= MOST_OPEN and doubt.ways <= MOST_WAYS
    return node if within_bounds and not doubt.in_repeat else None


@given(_PATTERNS, _TEXTS)
def test_what_is_written_matches_what_was_meant(pattern: str, text: str):
    """Python reads the caller's own pattern, where `$` is the end of the text alone."""
    node = _read(pattern)
    if node is None:
        return
    meant = re.search(pattern.replace("$", r"\Z"), text, re.ASCII)
    # A pattern that is written in a query of columns is made a LIKE of where DuckDB can.
    shown = duckdb.from_arrow(pa.table({"x": [text]}))
    for keeps in (True, False):
        said = written(node, keeps=keeps)
        quoted = said.replace("'", "''")
        found = shown.project(f"regexp_matches(x, '{quoted}')").fetchone()
        assert found == (meant is not None,), said
    if meant is not None:
        said = written(node, keeps=True)
        first = duckdb.execute("SELECT regexp_extract(?, ?)", [text, said]).fetchone()
        assert first == (meant[0],), said


@given(_PATTERNS)
def test_what_is_written_is_read_as_itself(pattern: str):
    node = _read(pattern)
    if node is not None:
        assert written(read_pattern(written(node, keeps=True)), keeps=True) == written(
            node, keeps=True
        )


@given(_PATTERNS, st.sampled_from(["a", "ab", "b", "é.", "1"]))
def test_going_back_is_never_without_end(pattern: str, letters: str):
    """Twice the text is at most so many times the steps: a power of it, never its exponential."""
    node = _read(pattern)
    if node is not None:
        short, long = (_steps(node, (letters * 40)[:size] + "!") for size in (8, 16))
        assert long <= 20 * short + 200, (short, long)


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a|a)*b", "(a|ab)*c", "(?:a?b?a)+", "(?:.*,)*x", "(?:a{1,9}){2,9}"]
)
def test_what_would_go_back_without_end_is_refused(pattern: str):
    assert _read(pattern) is None


@pytest.mark.parametrize("pattern", ["$b", "a^", "$$", "(a$)b", "()b", "a(?:)"])
def test_what_duckdb_would_make_another_pattern_of_is_refused(pattern: str):
    assert _read(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        r"(^| )mot( |$)",
        r"^\d{5}$",
        r"^(\d+,)*\d+$",
        r"(?:\d{1,3}\.){3}\d{1,3}",
        r"(rue|route|r\.) (de|du|des) (.*)",
        r"^(.*) - (.*)$",
        r"^[\w.-]+@[\w-]+\.[a-z]{2,}$",
        r"^35\d{3}|^22",
        r"l['’]été",
        r".*déchets?.*",
    ],
)
def test_what_people_write_is_taken(pattern: str):
    assert _read(pattern) is not None


def test_a_long_pattern_is_refused_before_it_costs_anything():
    for pattern in (
        "(" * 400,
        "(?:" * 9 + "a" + "{100})" * 9,
        "(?:" + "|".join("abcdefghij" * 24) + ")*",
        "[" + "az" * 240 + "]{100}",
        "(?:[^a]?" * 10 + "b" + ")*" * 10,
        "a{0,100}" * 60,
        "{" * 500,
        "[" * 500,
        "\\" * 499,
    ):
        within(0.2, lambda read=pattern: _read(read))


@pytest.mark.parametrize("text", ["$", "$a", "${a}", r"\1", r"a\n", "$12", "\\"])
def test_a_replacement_of_another_dialect_is_none(text: str):
    assert read_replacement(text) is None


def test_a_replacement_is_letters_and_groups():
    assert read_replacement(r"é$1\$\\$0") == ["", "é", 1, "$", "\\", 0]


class _Enough(Exception):  # noqa: N818 - a way out, not an error
    pass


def _steps(node: Node, text: str, most: int = 2_000_000) -> int:  # noqa: C901 - one case a kind of node
    """What an engine that goes back does to find nothing: every way is tried."""
    count = 0

    def match(part: Node, at: int, then: Callable[[int], None]) -> None:  # noqa: C901 - the same
        nonlocal count
        count += 1
        if count > most:
            raise _Enough
        match part:
            case Letters():
                if at < len(text) and any(
                    low <= ord(text[at]) <= high for low, high in ranges_of(part)
                ):
                    then(at + 1)
            case Edge(sign):
                if at == (0 if sign == r"\A" else len(text)):
                    then(at)
            case Group(inner, _):
                match(inner, at, then)
            case Choice(options):
                for each in options:
                    match(each, at, then)
            case Sequence(items):
                row(items, at, then)
            case Repeat(item, least, most_times, _):
                times(item, least, most_times, at, then)

    def row(items: tuple[Node, ...], at: int, then: Callable[[int], None]) -> None:
        if not items:
            then(at)
        else:
            match(items[0], at, lambda after: row(items[1:], after, then))

    def times(
        item: Node, least: int, most_times: int | None, at: int, then: Callable[[int], None]
    ) -> None:
        if most_times != 0:
            fewer = None if most_times is None else most_times - 1
            match(item, at, lambda after: times(item, max(0, least - 1), fewer, after, then))
        if least == 0:
            then(at)

    try:
        for start in range(len(text) + 1):
            match(node, start, lambda _at: None)
    except _Enough:
        return most
    return count
