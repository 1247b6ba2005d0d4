"""A condition as a small tree of its own: languages of doors are read into it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_TERMS = 500
"""Of one condition: comparisons, calls and values counted."""
MOST_DEPTH = 60
"""Of what stands in each other: checked while a condition is read, before anything recurses."""
MOST_CHARACTERS = 20_000


class ValueKind(StrEnum):
    """The way a value was written; its type is that of what it is compared with."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Value:
    kind: ValueKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A column of the dataset, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """`function` is one of `conditions.CALLS`, `source_name` its name in the door's language."""

    function: str
    arguments: tuple[Term, ...]
    source_name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`sign` is one of = <> < <= > >=. What is compared with nothing (NULL) is never true, unless
    by `=` or `<>`: nothing equals nothing, and differs from all values.
    """

    sign: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf:
    of: Term
    values: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    of: Condition


@dataclass(frozen=True, slots=True)
class IsNothing:
    of: Term


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """A column of short texts of one length, without a comma, that is one of so many."""

    of: Property
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Always:
    """True for each row, or for none."""

    is_true: bool


Term = Value | Property | Call
Condition = (
    Comparison | OneOf | OneOfMany | Every | Some | Negated | IsNothing | Always | Property | Call
)
