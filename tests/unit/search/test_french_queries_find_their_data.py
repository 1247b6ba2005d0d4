"""French searches find their data among the first three of 552 synthetic declarations.

Each file of `queries` is one person's list: a kind, a search, and the datasets that answer it. The
synonyms were committed before any of them was written.

Covers catalog.search.finding, catalog.search.understanding, catalog.search.places,
catalog.search.vocabulary.
"""

from collections import Counter

import pytest

from catalog.search.finding import find
from tests.unit.search.declared import HERE, read_lines, whole_index

LISTS = sorted(path.name for path in (HERE / "queries").glob("*.tsv"))
AT_LEAST = {
    "word": 0.95,
    "inflection": 0.95,
    "synonym": 0.95,
    "place": 0.95,
    "typo": 0.90,
    "none": 1.0,
}


def is_answered(kind, query, expected):
    found = find(query, whole_index())
    if kind == "none":
        return found.exact == 0
    wanted = set(expected.split())
    first = found.in_order[:3]
    return any(each in wanted or each.partition("__")[2] in wanted for each in first)


@pytest.mark.parametrize("name", LISTS)
def test_searches_find_their_data_among_the_first_three(name):
    asked, answered, missed = Counter(), Counter(), []
    for kind, query, *expected in read_lines(f"queries/{name}"):
        good = is_answered(kind, query, "".join(expected))
        asked[kind] += 1
        answered[kind] += good
        missed += [] if good else [f"{kind}: {query}"]
    shares = {kind: answered[kind] / asked[kind] for kind in asked}
    assert all(shares[kind] >= AT_LEAST[kind] for kind in shares), (shares, missed)


def test_a_correction_or_a_near_word_is_not_shown_as_exact():
    corrected = find("subvantions", whole_index())
    assert corrected.ids
    assert corrected.exact == 0
    assert [each.unit.words for each in corrected.matched] == [("subvention",)]


def test_data_of_here_are_those_of_the_readers_own_territory():
    here = frozenset({"35288"})
    first = find("budget chez nous", whole_index(), here).ids[0]
    assert first == "saint-malo__budget"
    assert find("budget chez nous", whole_index()).ids == ()


def test_half_of_the_words_of_a_search_is_near_and_never_an_answer():
    found = find("budget des licornes", whole_index())
    assert found.ids == ()
    assert {each.partition("__")[2] for each in found.near[:9]} == {"budget"}
