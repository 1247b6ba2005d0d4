"""Bugs of pages: rows come in the order of a key that is hidden, or are lost where it is level."""

from __future__ import annotations

from random import Random

from tests.attacks.arena import Arena
from tests.attacks.pages import draw_walk, walk_both
from tests.attacks.twins import hashing_beginnings, twins
from tests.attacks.worlds import draw_world
from tests.integration.oracle.mutants import InPython

PLANNING, HASHES, ROWS, TIES, KEYSET = (
    "federation.planning",
    "federation.late_hashes",
    "schema.reading.page_rows",
    "schema.reading.ties",
    "schema.reading.keyset",
)


def _by_the_raw_key(place: str) -> InPython:
    """The governed self of a table gives its key as it lies, and rows are ordered by it."""
    return InPython(
        PLANNING,
        "govern_resolved",
        "    return tree\n",
        f"""\
    (bound,) = context.datasets.values()
    key = bound.dataset.column(bound.dataset.primary_key[0])
    if any(key.name in each.columns for each in bound.branches) and tree.args.get("order"):
        source = next(each for each in tree.find_all(exp.Table) if each.db in context.storages)
        raw = exp.column(key.source_name or key.name, source.alias, quoted=True)
        below = source.find_ancestor(exp.Subquery)
        while below is not None:
            below.this.select(raw.as_("raw", quoted=True), copy=False)
            raw = exp.column("raw", below.alias, quoted=True)
            below = below.find_ancestor(exp.Subquery)
        tree.args["order"].expressions.insert({place}, exp.Ordered(this=raw))
    return tree
""",
    )


BUGS: dict[str, InPython] = {
    "rows come in the order of the hidden key": _by_the_raw_key("0"),
    "rows that are level come in the order of the hidden key": _by_the_raw_key("1"),
    "the page after a row begins beyond all that are level with it": InPython(
        ROWS,
        "PageRows.by_the_key",
        "ties if is_kept else None",
        "None",
    ),
    "a cursor between level rows counts none of them": InPython(
        TIES, "Ties.end_of", "return (*last, shown)", "return (*last, 1)"
    ),
    "level rows that fill a page are counted from its first": InPython(
        TIES, "Ties.end_of", "(start.skip if goes_on else 0) + rows", "rows"
    ),
    "a page ends before the rows that are level with its last": InPython(
        KEYSET,
        "rows_until",
        "any_of([past[at], _level(keys[at], at, token, parameters)])",
        "past[at]",
    ),
    "a pseudonym that is made last is what it is made of": InPython(
        HASHES,
        "_Moving.move",
        "above = value.copy()",
        "above = exp.Paren(this=exp.cast(value.find(exp.Column).copy(), 'VARCHAR'))",
    ),
    "rows without a value are lost after those that have one": InPython(
        KEYSET, "_past", "any_of([beyond, other])", "beyond"
    ),
}
_WORLDS = (0, 2, 3)
_LISTS = 4


def pages_that_tell() -> str | None:
    """The first list of these worlds whose pages tell the hidden apart, lose a row, or fail."""
    with hashing_beginnings():
        for seed in _WORLDS:
            random = Random(seed)
            world = draw_world(random)
            arena = Arena(twins(random, world))
            try:
                for _ in range(_LISTS):
                    listed = draw_walk(random, world)
                    if listed is not None and (leak := walk_both(listed, arena).leak):
                        return leak
            except Exception as failure:  # noqa: BLE001 - a mutant may die of anything
                return type(failure).__name__
            finally:
                arena.close()
    return None
