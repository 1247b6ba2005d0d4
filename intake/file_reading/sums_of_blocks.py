"""Rows that are sums by their form and their place: emptier than the lines that they head or end,
each the sum of its own block.

Round figures agree by chance with many runs of rows. Where rows of one form part the table, and
each of them is the sum of the rows up to the next one, no run was chosen.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from intake.file_reading.added_figures import LEAST_ROWS, figures_by_column
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.sum_rows import SumRows
from intake.file_reading.values import Sheet

_LEAST_BLOCKS, _LEAST_LINES = 2, 2
_PROOF, _LIKELY = 2.0, 1.0
"""Decimal digits, of all blocks together; what is likely alone is asked about."""

_Figures = Mapping[int, tuple[dict[int, int], bool]]


def find_sums_of_blocks(sheet: Sheet, header: Header, data: Sequence[int]) -> SumRows:
    """Indexes of rows from 0; none where one block alone differs from its sum."""
    if len(data) < LEAST_ROWS:
        return SumRows()
    counts = Counter(frozenset(filled(sheet.rows[at], header.columns)) for at in data)
    usual = counts.most_common(1)[0][0]
    possible = [
        form
        for form, count in counts.items()
        if form < usual and _LEAST_BLOCKS <= count <= len(data) / 2
    ]
    if not possible:
        return SumRows()
    forms = {at: frozenset(filled(sheet.rows[at], header.columns)) for at in data}
    columns = figures_by_column(sheet, header, data)
    quantities = {column for column, (_, is_quantity) in columns.items() if is_quantity}
    for form in possible:
        added = form & (quantities or columns.keys())
        if usual - form <= columns.keys() or not added:
            continue
        # A total of all blocks is emptier still.
        within = _without_ends(data, forms, form)
        for is_before in (True, False):
            order = within if is_before else [*reversed(within)]
            blocks = _blocks(order, forms, form)
            proof = _proof(blocks, columns, added)
            if proof >= _LIKELY:
                ends = [at for at in data if at not in within]
                return _sum_rows_of(
                    blocks,
                    [at for at in ends if _adds_up(at, blocks, columns, added)],
                    is_before=is_before,
                    is_proven=proof >= _PROOF,
                )
    return SumRows()


def _without_ends(
    data: Sequence[int], forms: Mapping[int, frozenset[int]], form: frozenset[int]
) -> list[int]:
    first, last = 0, len(data)
    while first < last and forms[data[first]] < form:
        first += 1
    while last > first and forms[data[last - 1]] < form:
        last -= 1
    return list(data[first:last])


def _blocks(
    order: Sequence[int], forms: Mapping[int, frozenset[int]], form: frozenset[int]
) -> list[list[int]]:
    """Each from its row of `form` on; none where rows come before the first of them."""
    blocks: list[list[int]] = []
    for at in order:
        if forms[at] == form:
            blocks.append([at])
        elif not blocks:
            return []
        else:
            blocks[-1].append(at)
    return blocks


def _proof(blocks: Sequence[Sequence[int]], columns: _Figures, added: Collection[int]) -> float:
    """0 where one block differs from its row, or few have several lines."""
    several = sum(len(block) > _LEAST_LINES for block in blocks)
    if several < _LEAST_BLOCKS:
        return 0.0
    grains = {column: max(1, math.gcd(*columns[column][0].values())) for column in added}
    proof = 0.0
    for head, *lines in blocks:
        proofs = [0.0]
        for column in added:
            figures = columns[column][0]
            value = figures.get(head, 0)
            if abs(value - sum(figures.get(at, 0) for at in lines)) > 1:
                return 0.0
            if len(lines) >= _LEAST_LINES:
                proofs.append(math.log10(max(1, abs(value) / grains[column])))
        proof += max(proofs)
    return proof


def _adds_up(
    total: int, blocks: Sequence[Sequence[int]], columns: _Figures, added: Collection[int]
) -> bool:
    """The sum of all blocks, in each column that it fills."""
    for column in added:
        figures = columns[column][0]
        value = figures.get(total)
        heads = sum(figures.get(block[0], 0) for block in blocks)
        if value is not None and abs(value - heads) > 1:
            return False
    return any(total in columns[column][0] for column in added)


def _sum_rows_of(
    blocks: Sequence[Sequence[int]], totals: Sequence[int], *, is_before: bool, is_proven: bool
) -> SumRows:
    heads = sorted(block[0] for block in blocks)
    sums = sorted([*heads, *totals])
    leaves = {block[0]: len(block) - 1 for block in blocks}
    return SumRows(
        plain=sums if is_proven else [],
        doubtful=[] if is_proven else sums,
        of={**leaves, **dict.fromkeys(totals, sum(leaves.values()) + len(heads))},
        whole=list(totals),
        heads=set(heads) if is_before else set(),
    )
