"""Lists read page by page over both twins: what is hidden orders nothing, and no row is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from random import Random

from catalog.model.dataset import Dataset
from catalog.model.transform import Transform
from tests.attacks.arena import Arena
from tests.attacks.documents import Listed, draw_list
from tests.attacks.outcome import Outcome
from tests.attacks.twins import KEYRING
from tests.attacks.worlds import World
from tests.paged import PagedReader, Walk

PAGES, APART, BETWEEN = "pages", "pages apart from the key", "pages between level rows"


@dataclass(frozen=True)
class Walked:
    """How both walks ended, what they reached, and what tells the two worlds apart, or is lost."""

    ended: str
    reached: tuple[str, ...]
    leak: str | None


def draw_walk(random: Random, world: World) -> Listed | None:
    """A list of a dataset whose key is hidden, more often than not; None where none gives its key
    at all.
    """
    keyed = [each for each in world.datasets if _gives_key(each, world)]
    hidden = [each for each in keyed if hides_key(each, world)]
    if not keyed:
        return None
    chosen = hidden if hidden and random.random() < 0.8 else keyed
    return draw_list(random, world, random.choice(chosen))


def walk_both(listed: Listed, arena: Arena) -> Walked:
    one, other, whole = asyncio.run(_walks(listed, arena))
    reached = []
    if one.problem is None:
        reached += [
            PAGES,
            *([APART] if one.is_apart else []),
            *([BETWEEN] * bool(one.ends_between)),
        ]
    ended = one.problem or ("rows" if one.rows else "no rows")
    return Walked(ended, tuple(reached), _told(one, other, whole))


async def _walks(listed: Listed, arena: Arena) -> tuple[Walk, Walk, Walk]:
    """Page by page in both worlds; then at once."""
    one, other = _reader(arena, 0), _reader(arena, 1)
    return (
        await one.walk(listed.paged),
        await other.walk(listed.paged),
        await one.walk(listed.whole),
    )


def _reader(arena: Arena, side: int) -> PagedReader:
    world = arena.pair.with_canaries
    return PagedReader(
        world.snapshot, world.decision, world.now, world.reader, KEYRING, arena.running(side)
    )


def _told(one: Walk, other: Walk, whole: Walk) -> str | None:
    if one.seen() != other.seen():
        return f"the pages differ\n{one.seen()}\n{other.seen()}"
    canary = Outcome(None, "", content=b"".join(one.pages)).canary
    if canary is not None:
        return str(canary)
    if one.problem is None and whole.problem is None and _counted(one) != _counted(whole):
        return f"rows are lost\n{one.rows}\n{whole.rows}"
    return None


def _counted(walk: Walk) -> Counter[str]:
    return Counter(map(str, walk.rows))


def _gives_key(dataset: Dataset, world: World) -> bool:
    given = {each for branch in world.branches(dataset.id) for each in branch.columns}
    return set(dataset.primary_key) <= given


def hides_key(dataset: Dataset, world: World) -> bool:
    return any(
        branch.columns[each].transform is Transform.KEYED_HASH
        for branch in world.branches(dataset.id)
        for each in dataset.primary_key
        if each in branch.columns
    )
