"""Identifiers of rows, sealed for the body that reads them."""

from __future__ import annotations

import pyarrow as pa

from catalog.standpoint import Standpoint
from federation.logical import NodeId
from schema.cursor import NodeIdSealer
from schema.paging import wire_rows


def reader_of(standpoint: Standpoint) -> str:
    """The body for which identifiers are sealed; one for all who have no account."""
    return standpoint.subject.reader or ""


def with_node_ids(
    rows: pa.Table, node_id: NodeId, sealer: NodeIdSealer, standpoint: Standpoint
) -> pa.Table:
    """The rows, each with the identifier by which its reader finds it again."""
    reader = reader_of(standpoint)
    sealed = [sealer.seal(node_id.dataset, key, reader) for key in wire_rows(rows, node_id.keys)]
    return rows.append_column(node_id.name, pa.array(sealed, pa.string()))
