"""Covers gateway.reading.query.receipting."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from catalog.model.version import CatalogVersion
from federation.problems import SourceUnreachable
from gateway.reading.query.receipting import receipt_of


class Kept:
    """What is given to be signed, as it is."""

    def sign(self, what):
        return what


def _receipt(parts):
    prepared = SimpleNamespace(
        plans=SimpleNamespace(slices={}),
        snapshot=SimpleNamespace(datasets={}, version=CatalogVersion("epoch", 1)),
        subject=SimpleNamespace(reader=None, purpose=None),
        datasets=(),
        decision=SimpleNamespace(revision="r", fingerprint="f"),
    )
    request = SimpleNamespace(id="1", document="{ a b }")
    ports = SimpleNamespace(receipts=Kept(), clock=lambda: datetime(2026, 11, 30, tzinfo=UTC))
    return receipt_of(prepared, request, ports, parts, b"{}")


@pytest.mark.parametrize(
    ("parts", "rows", "whole"),
    [
        ([3, 2], 5, True),
        ([3, SourceUnreachable()], 3, False),
        ([SourceUnreachable()], 0, False),
        ([], 0, True),
        (None, None, True),
    ],
    ids=["all answered", "one refused", "all refused", "nothing asked", "streamed"],
)
def test_an_answer_is_whole_where_every_part_was_answered(parts, rows, whole):
    receipt = _receipt(parts)
    assert (receipt.rows, receipt.is_whole) == (rows, whole)
