"""Names that PostgreSQL takes for a function of the whole row, where a table has no such column.

`t.to_json` is `to_json(t)` (PostgreSQL 15, section 8.16.5): were a column of that name dropped at
its source, whoever was granted it would be sent the row instead, columns of nobody's included.
"""

from __future__ import annotations

ROW_FUNCTIONS = frozenset(
    {
        "any_value",
        "array_agg",
        "concat",
        "hash_record",
        "json_agg",
        "json_build_array",
        "json_build_object",
        "jsonb_agg",
        "jsonb_build_array",
        "jsonb_build_object",
        "num_nonnulls",
        "num_nulls",
        "pg_column_compression",
        "pg_column_size",
        "pg_typeof",
        "quote_literal",
        "quote_nullable",
        "record_out",
        "record_send",
        "row_to_json",
        "to_json",
        "to_jsonb",
    }
)
"""Functions that the server brings and that show more than a number of rows."""
