"""The first search over a changed catalog keeps nobody else waiting, and its index is made once.

Covers gateway.control.search_indexes.
"""

import asyncio
import threading

from catalog.search.index import SearchIndex
from gateway.control.search_indexes import index_of
from tests.unit.schema.sample import cog, view


async def test_the_loop_goes_on_while_an_index_is_made(monkeypatch):
    seen = view()
    others_were_answered, made = threading.Event(), []

    quickly = SearchIndex.of

    def slowly(datasets, places, territories):
        made.append(others_were_answered.wait(30))
        return quickly(datasets, places, territories)

    monkeypatch.setattr(SearchIndex, "of", slowly)
    searches = [asyncio.ensure_future(index_of(seen, cog())) for _ in range(3)]
    await asyncio.sleep(0)
    searches.pop().cancel()
    others_were_answered.set()
    one, other = await asyncio.gather(*searches)
    assert one is other is await index_of(seen, cog())
    assert made == [True]
