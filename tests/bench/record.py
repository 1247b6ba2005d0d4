"""What proof costs: the durable line before an answer beside a bare one, a receipt, a record."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from catalog.chain.records import Event, Place, RecordKind, chained
from catalog.model.audit import AuditIntent
from catalog.model.version import CatalogVersion
from catalog.store import open_store
from gateway.proof.receipts import Receipted, ReceiptSigner
from gateway.proof.signing_key import open_signing_key
from tests.bench.report import times_longer
from tests.bench.timing import least_ms

_NOW = datetime(2026, 11, 25, tzinfo=UTC)
_VERSION = CatalogVersion("epoch", 1)
_INTENT = AuditIntent(
    request_id="r",
    at=_NOW,
    issuer="urn:bench",
    sub="agent@valcobreizh",
    organisation=None,
    on_behalf_of=None,
    purpose="rpqs_dechets",
    datasets=("val_d_ille_aubigne__collectes",),
    columns=("val_d_ille_aubigne__collectes/c1", "val_d_ille_aubigne__collectes/c2"),
    agreements=("conv-2025-0001@1",),
    policy_revision="revision",
    question_digest="0" * 64,
    document_digest="0" * 64,
    catalog=_VERSION,
    decision_digest="0" * 64,
)
_RECEIPTED = Receipted(
    request_id="r",
    at=_NOW,
    document="{ valDIlleAubigne { collectes { totalCount } } }",
    reader="200090884",
    purpose="rpqs_dechets",
    datasets={"val_d_ille_aubigne__collectes": 1},
    catalog=_VERSION,
    agreements=("conv-2025-0001@1",),
    policy_revision="revision",
    decision="0" * 64,
    rows=100,
    answer=b"x" * 10_000,
)


async def figures_of_record():
    """Against one bare line, committed and synced, in a file of the same disk."""
    with tempfile.TemporaryDirectory(prefix="interco-bench-") as folder:
        store = await open_store(f"sqlite:///{folder}/catalog.sqlite")
        numbers = count()
        signer = ReceiptSigner(open_signing_key(Path(folder) / "proof.key"), "interco")
        event = Event("243500667", RecordKind.READ, "r", "2026-11-25T00:00:00Z", _facts())
        with closing(_bare(folder)) as floor:

            async def line():
                await store.record_intent(replace(_INTENT, request_id=f"r{next(numbers)}"))

            async def bare():
                floor.execute("BEGIN IMMEDIATE")
                floor.execute("INSERT INTO line VALUES (?)", ("x" * 600,))
                floor.execute("COMMIT")

            async def receipt():
                signer.sign(_RECEIPTED)

            async def record():
                chained(event, Place(), "2026-11-25")

            try:
                line_ms, bare_ms, receipt_ms, record_ms = await least_ms(
                    line, bare, receipt, record
                )
            finally:
                await store.aclose()
    against = "one bare durable line"
    yield times_longer("the line before an answer", line_ms, against, bare_ms)
    yield times_longer("  its receipt", receipt_ms, against, bare_ms, within_ms=0.5)
    yield times_longer("  a record of the chain, beside requests", record_ms, against, bare_ms)


def _facts():
    return {
        "agent": "0" * 32,
        "organisation": "200090884",
        "purpose": _INTENT.purpose,
        "datasets": list(_INTENT.datasets),
        "columns": list(_INTENT.columns),
        "agreements": list(_INTENT.agreements),
        "question": "0" * 64,
    }


def _bare(folder):
    connection = sqlite3.connect(f"{folder}/floor.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE line (text TEXT)")
    return connection
