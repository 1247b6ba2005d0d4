"""Page by page, forward to the end: every row that is given, once, and in an order that a hidden
key does not decide. Keys are drawn from few values: most are borne by several rows.

Covers schema.reading.page_rows, schema.reading.ties, schema.reading.keyset,
gateway.reading.query.pages, federation.late_hashes.
"""

from __future__ import annotations

from collections import Counter
from random import Random

from schema.reading.ties import Ties, limit_of
from tests.integration.oracle.pages import draw_paged, expected, walk
from tests.integration.oracle.scenario import draw_scenario
from tests.tiers import examples

LISTS, OF_EACH, SPLIT = 120, 10, 5
WITH_MANY_LEVEL_ROWS = 9
"""The seed of a list of which more rows are level than a page reads ahead."""


def test_no_row_is_lost_between_pages_and_none_is_where_a_hidden_key_puts_it():
    reached: Counter[str] = Counter()
    for seed in range(examples(LISTS)):
        random = Random(seed)
        scenario = draw_scenario(random)
        paged = draw_paged(random, scenario)
        if paged is None:
            continue
        walked, rows = walk(paged, scenario), expected(paged, scenario)
        assert walked.problem is None, (seed, walked.problem)
        if walked.is_apart:
            assert walked.rows == rows, (seed, paged.document)
        assert Counter(map(str, walked.rows)) == Counter(map(str, rows)), (seed, paged.document)
        reached["several pages"] += len(walked.pages) > 1
        reached["apart from the key"] += walked.is_apart and len(walked.pages) > 1
        reached["between level rows"] += bool(walked.ends_between)
        reached["read ahead"] += walked.ahead > walked.split
        reached["in two steps after all"] += bool(walked.split)
    assert reached["in two steps after all"] >= examples(SPLIT), reached
    del reached["in two steps after all"]
    assert min(reached.values()) >= examples(OF_EACH), reached


def test_rows_that_the_keys_alone_chose_among_level_ones_would_be_missed(monkeypatch):
    monkeypatch.setattr(
        Ties, "page_within", lambda ties, _, table: table.slice(0, limit_of(ties.logical))
    )
    random = Random(WITH_MANY_LEVEL_ROWS)
    scenario = draw_scenario(random)
    paged = draw_paged(random, scenario)
    walked, rows = walk(paged, scenario), expected(paged, scenario)
    assert Counter(map(str, walked.rows)) != Counter(map(str, rows))
