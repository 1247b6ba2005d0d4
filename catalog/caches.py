"""The bounded caches of this process: each named, measured, and all emptied at once.

Three kinds. A `Cache` belongs to an object and keeps what that object found, by keys of its own.
`OwnedTexts` keeps texts of many owners apart, bounded by their bytes too.
`remembered` keeps what a pure function answered; functools holds it, because its lookup costs a
tenth of one in Python and some of these functions are asked for each commune of the country.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Generic, ParamSpec, Protocol, TypeVar, cast
from weakref import WeakSet

from cachetools import LRUCache

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")
R = TypeVar("R")
_ENTRY_BYTES = 300
"""The cost of a text beside its own bytes."""


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
        _of_objects.add(self)

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


@dataclass(slots=True)
class _Shelf:
    """The texts of one owner, the one used last at the end."""

    texts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    size_bytes: int = 0


class OwnedTexts(Generic[K]):
    """Texts by their owner and a name, each owner's apart: nobody finds another's.

    The least recently used leaves first: of an owner beyond its own bounds, then of the owner who
    came longest ago. For the event loop alone.
    """

    def __init__(
        self,
        name: str,
        *,
        of_an_owner: int,
        bytes_of_an_owner: int,
        capacity: int,
        bytes_of_all: int,
    ) -> None:
        self.name = name
        self.capacity = capacity
        self.size_bytes = self._entries = self._hits = self._misses = 0
        self._of_an_owner = of_an_owner
        self._bytes_of_an_owner = bytes_of_an_owner
        self._bytes_of_all = bytes_of_all
        self._shelves: OrderedDict[K, _Shelf] = OrderedDict()
        _of_objects.add(self)

    def find(self, owner: K, name: str) -> str | None:
        """The text, which then counts as the one used last; None where this owner has none."""
        shelf = self._shelves.get(owner)
        text = None if shelf is None else shelf.texts.get(name)
        if shelf is None or text is None:
            self._misses += 1
            return None
        self._hits += 1
        shelf.texts.move_to_end(name)
        self._shelves.move_to_end(owner)
        return text

    def keep(self, owner: K, name: str, text: str) -> None:
        """Keeps it, unless it is larger than an owner's share."""
        size = _size(text)
        shelf = self._shelves.get(owner) or _Shelf()
        if size > self._bytes_of_an_owner or name in shelf.texts:
            return
        self._shelves[owner] = shelf
        self._shelves.move_to_end(owner)
        shelf.texts[name] = text
        shelf.size_bytes += size
        self.size_bytes += size
        self._entries += 1
        while len(shelf.texts) > self._of_an_owner or shelf.size_bytes > self._bytes_of_an_owner:
            self._drop_oldest(owner)
        while self._entries > self.capacity or self.size_bytes > self._bytes_of_all:
            self._drop_oldest(next(iter(self._shelves)))

    def clear(self) -> None:
        self._shelves.clear()
        self.size_bytes = self._entries = self._hits = self._misses = 0

    @property
    def figures(self) -> CacheFigures:
        return CacheFigures(self.name, self._entries, self.capacity, self._hits, self._misses)

    def _drop_oldest(self, owner: K) -> None:
        shelf = self._shelves[owner]
        _, text = shelf.texts.popitem(last=False)
        shelf.size_bytes -= _size(text)
        self.size_bytes -= _size(text)
        self._entries -= 1
        if not shelf.texts:
            del self._shelves[owner]


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass")) + _ENTRY_BYTES


class _Measured(Hashable, Protocol):
    @property
    def figures(self) -> CacheFigures: ...
    def clear(self) -> None: ...


# Weakly: a cache goes with the object that it belongs to.
_of_objects: WeakSet[_Measured] = WeakSet()
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
        figures = each.figures
        others = found.get(figures.name)
        found[figures.name] = figures if others is None else _added(figures, others)
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
