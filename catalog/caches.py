"""The bounded caches of this process: each named, measured, and all emptied at once.

Two kinds. A `Cache` belongs to an object and keeps what that object found, by keys of its own.
`remembered` keeps what a pure function answered; functools holds it, because its lookup costs a
tenth of one in Python and some of these functions are asked for each commune of the country.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar, cast
from weakref import WeakSet

from cachetools import LRUCache

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """Entries, not bytes. `hits` and `misses` are counted since the cache was last emptied.

    Caches of one name (of two gateways in one process) are added up, their capacities too.
    """

    name: str
    size: int
    capacity: int
    hits: int
    misses: int


class Cache(Generic[K, V]):
    """The least recently used entry leaves first. Safe between threads; values are immutable.

    Threads that count at the same moment may lose a hit or a miss, never an entry.
    """

    def __init__(self, name: str, capacity: int) -> None:
        self.name = name
        self.capacity = capacity
        self._entries: LRUCache[K, V] = LRUCache(capacity)
        self._lock = Lock()
        self._hits = self._misses = 0
        _of_objects.add(cast("Cache[object, object]", self))

    def find(self, key: K) -> V | None:
        # Without the lock, which costs as much as the lookup: a read moves one key, atomically.
        try:
            value = self._entries[key]
        except KeyError:
            self._misses += 1
            return None
        self._hits += 1
        return value

    def keep(self, key: K, value: V) -> V:
        with self._lock:
            while True:
                try:
                    self._entries[key] = value
                except RuntimeError:
                    # A reader moved a key while the oldest was looked for: nothing was changed.
                    continue
                return value

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._hits = self._misses = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def figures(self) -> CacheFigures:
        with self._lock:
            size = len(self._entries)
            return CacheFigures(self.name, size, self.capacity, self._hits, self._misses)


# Weakly: a cache goes with the object that it belongs to.
_of_objects: WeakSet[Cache[object, object]] = WeakSet()
_of_functions: dict[str, _lru_cache_wrapper[object]] = {}


def remembered(*, maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps what a pure function answered for its last `maxsize` arguments; a failure never.

    The arguments are hashable, the answer is immutable. The cache is named after the function.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(maxsize=maxsize)(function)
        _of_functions[f"{function.__module__}.{function.__qualname__}"] = kept
        return cast("Callable[P, R]", kept)

    return decorate


def cache_figures() -> tuple[CacheFigures, ...]:
    """Of every cache, by name."""
    found: dict[str, CacheFigures] = {}
    for name, kept in _of_functions.items():
        info = kept.cache_info()
        found[name] = CacheFigures(name, info.currsize, info.maxsize or 0, info.hits, info.misses)
    for each in list(_of_objects):
        figures, others = each.figures, found.get(each.name)
        found[each.name] = figures if others is None else _added(figures, others)
    return tuple(found[name] for name in sorted(found))


def clear_all() -> None:
    """Empties every cache: what is asked next is read, decided and planned anew."""
    for kept in list(_of_functions.values()):
        kept.cache_clear()
    for each in list(_of_objects):
        each.clear()


def _added(one: CacheFigures, other: CacheFigures) -> CacheFigures:
    return CacheFigures(
        one.name,
        one.size + other.size,
        one.capacity + other.capacity,
        one.hits + other.hits,
        one.misses + other.misses,
    )
