"""Figures that nobody asked for do not keep a page waiting.

Covers gateway.console.mutualised.activating.
"""

import asyncio

from gateway.console.mutualised import activating


class Visitor:
    """Whose figures come once `computed` is set."""

    def __init__(self):
        self.computed = asyncio.Event()

    async def ask(self, _document, /, **_variables):
        await self.computed.wait()
        return {"previewService": {"document": '{"figures": []}', "previewed": "mark"}}


async def figures_for(visitor, *, is_asked_for):
    return await activating._preview(visitor, "rpqs-dechets", {}, is_asked_for=is_asked_for)


async def test_a_page_is_shown_without_them_and_a_click_waits_for_them(monkeypatch):
    monkeypatch.setattr(activating, "_PATIENCE_S", 0.02)
    visitor = Visitor()
    assert await figures_for(visitor, is_asked_for=False) is None
    waiting = asyncio.create_task(figures_for(visitor, is_asked_for=True))
    assert await figures_for(visitor, is_asked_for=False) is None
    assert not waiting.done()
    visitor.computed.set()
    assert await waiting == ({"figures": []}, "mark")
    assert await figures_for(visitor, is_asked_for=False) == ({"figures": []}, "mark")
