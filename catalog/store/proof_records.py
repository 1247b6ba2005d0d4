"""All that proves what was read and done, and how long it names anybody: `store.proof`."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.store.chain import Chain
from catalog.store.chain_reading import ChainReading
from catalog.store.chain_roots import ChainRoots
from catalog.store.ends import Ends
from catalog.store.retention import Retention
from catalog.store.unusual_reading import UnusualUse


class ProofRecords:
    """`chain` is extended, `chains` are read back, `roots` are those of its days. `ends`: of this
    process, some of them on their way.
    """

    def __init__(self, engine: AsyncEngine, ends: Ends) -> None:
        self.chain = Chain(engine, ends)
        self.chains = ChainReading(engine)
        self.roots = ChainRoots(engine)
        self.retention = Retention(engine)
        self.unusual = UnusualUse(engine, ends)
