"""From a logical tree to a governed one: the rewrites in their order, and why it is this one.

1.  allow_list            nothing unknown gets further
2.  forget_withheld_dates a relation whose date is withheld is read on today's map
3.  resolve_names         every name is one thing, every column granted; stars are spelt out
4.  compare_hashes        while a column is still the one that the caller named
5.  type_parameters       before any tree of ours holds a placeholder
6.  limit_rows, wire_columns, limit_first
                          the outermost query, while columns can still be traced to datasets
7.  expand_row_id, expand_communes, expand_fold
                          over governed columns by name, so they can only see what is shown;
                          fold last, since it may be folded over a commune's code
8.  order_once            once a commune is written out, and seen to be ordered by already
    count_once            while a table still names its dataset
9.  govern_tables         every table node becomes its governed self
10. fence                 what the engine may not move
11. materialize           … and of what it is given a copy instead
12. guard                 looks at the result with other eyes
"""

from __future__ import annotations

from federation.rewrites.allow_list import allow_list
from federation.rewrites.compare_hashes import compare_hashes
from federation.rewrites.context import Rewrite
from federation.rewrites.count_once import count_once
from federation.rewrites.expand_communes import expand_communes
from federation.rewrites.expand_fold import expand_fold
from federation.rewrites.expand_row_id import expand_row_id
from federation.rewrites.fence import fence
from federation.rewrites.forget_withheld_dates import forget_withheld_dates
from federation.rewrites.govern_tables import govern_tables
from federation.rewrites.guard import guard
from federation.rewrites.limit_first import limit_first
from federation.rewrites.limit_rows import limit_rows
from federation.rewrites.materialize import materialize
from federation.rewrites.order_once import order_once
from federation.rewrites.resolve_names import resolve_names
from federation.rewrites.type_parameters import type_parameters
from federation.rewrites.wire_columns import wire_columns

READING: tuple[Rewrite, ...] = (allow_list, forget_withheld_dates, resolve_names)
"""Up to here the tree is still the caller's; what it reads is told from it, and what agreements
ask of a query is looked at (federation.terms)."""

GOVERNING: tuple[Rewrite, ...] = (
    compare_hashes,
    type_parameters,
    limit_rows,
    wire_columns,
    limit_first,
    expand_row_id,
    expand_communes,
    expand_fold,
    order_once,
    count_once,
    govern_tables,
    fence,
    materialize,
    guard,
)

REWRITES: tuple[Rewrite, ...] = (*READING, *GOVERNING)
