import gc, asyncio, aiosqlite, pytest
async def open_it():
    c = await aiosqlite.connect(":memory:")
def test_a():
    asyncio.run(open_it()); gc.collect()
