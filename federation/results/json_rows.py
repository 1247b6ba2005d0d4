"""Result columns as finished JSON: rows become bytes without a Python object a cell."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

import arro3.io
import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from catalog.cog.values import CommuneLabel
from federation.logical import (
    Cell,
    Constant,
    Field,
    Label,
    Linked,
    Listed,
    Nested,
    Shape,
    WireType,
)
from federation.results.formats.text_cells import ISO_8601, plain_text

LabelTable = Mapping[str, CommuneLabel]
"""The commune that a label key (`35308@2019`) names; asked once for each key of a result."""

_LABEL_TYPES = {
    "code": pa.string(),
    "nom": pa.string(),
    "population": pa.int32(),
    "epci_siren": pa.string(),
    "epci_nom": pa.string(),
}


def write_rows(table: pa.Table, shape: Shape, labels: LabelTable) -> bytes:
    """A JSON array, one object a row, keys in the shape's order, nulls written.

    `table` is canonical. BigInt and Decimal are strings, counts numbers, floats the shortest text
    that reads back equal, timestamps ISO 8601 with 0 or 6 decimals, `Z` for instants. JSON text
    is spliced in as it is, null where it is no JSON.
    """
    if table.num_rows == 0:
        return b"[]"
    listed = next((each for each in shape.fields if isinstance(each, Listed)), None)
    if listed is not None:
        return _write_groups(table, shape, listed, labels)
    rows = _Rows(table, labels)
    # A field of a struct may bear any name, in any order; a table is a struct of columns.
    columns = rows.arrays(shape.fields, None)
    written = io.BytesIO()
    shaped = pa.Table.from_arrays(columns, names=_names(shape.fields))
    arro3.io.write_json(shaped, written, explicit_nulls=True)
    return rows.filled(written.getvalue())


def _write_groups(table: pa.Table, shape: Shape, listed: Listed, labels: LabelTable) -> bytes:
    """One object for the rows that follow each other under one `first`, which are its list."""
    starts = pc.indices_nonzero(table.column(listed.first))
    groups, rows = _Rows(table.take(starts), labels), _Rows(table, labels)
    names = _names(listed.fields)
    inner = pa.StructArray.from_arrays(rows.arrays(listed.fields, None), names=names)
    ends = pa.array([table.num_rows], pa.int32())
    offsets = pa.concat_arrays([pc.cast(starts, pa.int32()), ends])
    columns = [
        pa.ListArray.from_arrays(offsets, inner)
        if each is listed
        else groups.arrays((each,), None)[0]
        for each in shape.fields
    ]
    written = io.BytesIO()
    shaped = pa.Table.from_arrays(columns, names=_names(shape.fields))
    arro3.io.write_json(shaped, written, explicit_nulls=True)
    return rows.filled(groups.filled(written.getvalue()))


def write_row(table: pa.Table, shape: Shape, labels: LabelTable) -> bytes:
    """The JSON object of a table's only row (an aggregate); ValueError when it has not just one."""
    if table.num_rows != 1:
        raise ValueError("one row is expected")
    return write_rows(table, shape, labels)[1:-1]


class _Rows:
    """The columns of one result on their way to a shape; `gaps` are its JSON values so far."""

    def __init__(self, table: pa.Table, labels: LabelTable) -> None:
        self._table = table
        self._labels = labels
        self._known: dict[str, tuple[pa.Array, list[CommuneLabel | None]]] = {}
        # Of each row, one value or those of all rows linked to it.
        self._gaps: list[list[list[bytes]]] = []
        # Stands where a JSON value goes until it is spliced in; nobody's text can foresee it.
        self._gap = secrets.token_hex(16)

    def arrays(self, fields: Sequence[Field], absent: pa.Array | None) -> list[pa.Array]:
        """One array a field; `absent` marks the rows whose object is null altogether."""
        return [self._array(field, absent) for field in fields]

    def filled(self, written: bytes) -> bytes:
        """The text with each JSON value in its gap: gaps come row by row, in the shape's order."""
        if not self._gaps:
            return written
        pieces = written.split(f'"{self._gap}"'.encode())
        values = list(chain.from_iterable(self._row_gaps()))
        return b"".join(chain.from_iterable(zip(pieces, [*values, b""], strict=True)))

    def _row_gaps(self) -> list[list[bytes]]:
        return [list(chain.from_iterable(row)) for row in zip(*self._gaps, strict=True)]

    def _array(self, field: Field, absent: pa.Array | None) -> pa.Array:
        match field:
            case Cell(column=column, wire=WireType.JSON):
                return self._json(column, absent)
            case Cell():
                return _wire(self._column(field.column), field.wire)
            case Constant():
                return self._constant(field)
            case Label():
                return self._label(field)
            case Nested():
                return self._nested(field, absent)
            case Linked():
                return self._linked(field)
            case Listed():
                raise TypeError("a list of rows stands beside a group's own fields")

    def _column(self, name: str) -> pa.Array:
        column = self._table.column(name)
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()

    def _constant(self, constant: Constant) -> pa.Array:
        value = pa.array([msgspec.json.decode(constant.json)])
        return pc.take(value, pa.repeat(pa.scalar(0, pa.int32()), self._table.num_rows))

    def _nested(self, nested: Nested, absent: pa.Array | None) -> pa.Array:
        here = None
        if nested.presence is not None:
            here = pc.is_null(self._column(nested.presence))
            absent = here if absent is None else pc.or_(here, absent)
        children = self.arrays(nested.fields, absent)
        return pa.StructArray.from_arrays(children, names=_names(nested.fields), mask=here)

    def _linked(self, linked: Linked) -> pa.Array:
        """The rows linked to each row, of a column that holds them as they were read."""
        column = self._column(linked.level)
        rows = pc.drop_null(column) if linked.is_single else column.flatten()
        inner = _Rows(pa.Table.from_batches([pa.RecordBatch.from_struct_array(rows)]), self._labels)
        inner._gap = self._gap
        objects = _struct(inner.arrays(linked.fields, None), linked.fields, len(rows))
        places = _places_of(column, is_single=linked.is_single)
        if inner._gaps:
            values = inner._row_gaps()
            self._gaps.append(
                [
                    list(chain.from_iterable(values[at:to]))
                    for at, to in pairwise(places.to_pylist())
                ]
            )
        if linked.is_single:
            starts = places.slice(0, len(column))
            return pc.take(objects, pc.if_else(pc.is_valid(column), starts, None))
        return pa.ListArray.from_arrays(places, objects)

    def _label(self, label: Label) -> pa.Array:
        if label.column not in self._known:
            keys = self._column(label.column).dictionary_encode()
            found = [
                None if key is None else self._labels.get(key)
                for key in keys.dictionary.to_pylist()
            ]
            self._known[label.column] = (keys.indices, found)
        indices, found = self._known[label.column]
        values = [None if each is None else getattr(each, label.attribute) for each in found]
        return pc.take(pa.array(values, _LABEL_TYPES[label.attribute]), indices)

    def _json(self, name: str, absent: pa.Array | None) -> pa.Array:
        column = self._column(name)
        if absent is not None:
            column = pc.if_else(absent, None, column)
        values = [_json_value(text) for text in column.to_pylist()]
        self._gaps.append([[] if value is None else [value] for value in values])
        return pa.array([None if value is None else self._gap for value in values], pa.string())


def _places_of(column: pa.Array, *, is_single: bool) -> pa.Array:
    """The places at which the rows of each list begin among all, and where the last ends."""
    lengths = pc.is_valid(column) if is_single else pc.list_value_length(column)
    ends = pc.cumulative_sum(pc.cast(lengths, pa.int32()))
    return pa.concat_arrays([pa.array([0], pa.int32()), ends])


def _struct(columns: Sequence[pa.Array], fields: Sequence[Field], rows: int) -> pa.StructArray:
    if not fields:
        return pa.array([{}] * rows, pa.struct([]))
    return pa.StructArray.from_arrays(columns, names=_names(fields))


def _json_value(text: str | None) -> bytes | None:
    """The same text if it is JSON; a document of its own, so the one object a cell there is."""
    if text is None:
        return None
    value = text.encode()
    try:
        msgspec.json.decode(value, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    return value


def _wire(column: pa.Array, wire: WireType) -> pa.Array:
    # Of others the writer's own form is the wire's: digits, true and false, strings.
    is_text = wire is WireType.BIGINT or wire in ISO_8601
    return plain_text(column, wire) if is_text else column


def _names(fields: Sequence[Field]) -> list[str]:
    names = [field.key for field in fields]
    if len(set(names)) != len(names):
        raise ValueError("a response key is given twice")
    return names
