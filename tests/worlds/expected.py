"""Figures that may be shown, computed before the service runs, and what was shown against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

Key = tuple[object, ...]


class May(StrEnum):
    """ALLOWED: the data give it, and it is due. EITHER: that value, or none. NONE: no value."""

    ALLOWED = "allowed"
    EITHER = "either"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Expected:
    may: May
    value: Decimal | tuple[str, ...] | None = None
    why: str = ""


def allowed(value: Decimal | int) -> Expected:
    return Expected(May.ALLOWED, Decimal(value))


def either(value: Decimal | int, why: str) -> Expected:
    return Expected(May.EITHER, Decimal(value), why)


def maybe(one: Expected, why: str) -> Expected:
    """What is due may be left out as well."""
    return replace(one, may=May.EITHER, why=why) if one.may is May.ALLOWED else one


def none(why: str) -> Expected:
    return Expected(May.NONE, None, why)


def divided(over: Decimal | int, under: Decimal | int, places: int = 2) -> Expected:
    """A ratio that the files give, to so many digits."""
    return allowed(ratio(over, under, places))


def ratio(over: Decimal | int, under: Decimal | int, places: int = 2) -> Decimal:
    """Rounded half away from zero."""
    return rounded(Decimal(over) / Decimal(under), places)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure told that the files do not give; `due` None where nobody computed it."""

    service: str
    world: str
    key: Key
    value: object
    due: Expected | None

    def __str__(self) -> str:
        name = " ".join(map(str, self.key))
        if self.due is None:
            return f"{self.service}, {self.world}: {name} = {self.value}, which nobody computed"
        if self.due.may is May.NONE:
            return f"{self.service}, {self.world}: {name} = {self.value}, forbidden: {self.due.why}"
        return f"{self.service}, {self.world}: {name} = {self.value}, is {self.due.value}"


@dataclass(slots=True)
class Tally:
    """By service: figures allowed and given; `faults` are the wrong and the forbidden ones."""

    allowed: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    forbidden: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)

    def compare(
        self, service: str, world: str, expected: Mapping[Key, Expected], told: Mapping[Key, object]
    ) -> None:
        """A figure told that nobody computed is wrong too: none goes unlooked at."""
        for key in expected.keys() | told.keys():
            due, value = expected.get(key), told.get(key)
            if due is not None and due.may is May.ALLOWED:
                self.allowed[service] += 1
                self.given[service] += value is not None
                if value is None:
                    self.missing[f"{service} {key[-1]}"] += 1
            if value is None:
                continue
            if due is None or due.may is May.NONE:
                self.forbidden[service] += 1
            elif _plain(value) != due.value:
                self.wrong[service] += 1
            else:
                continue
            self.faults.append(Fault(service, world, key, value, due))

    def table(self) -> str:
        """A line a service: what the data allow, what is given, wrong and forbidden."""
        head = (
            f"{'service':24}{'allowed':>10}{'given':>10}{'share':>8}{'wrong':>7}{'forbidden':>11}"
        )
        lines = [
            f"{name:24}{self.allowed[name]:>10}{self.given[name]:>10}"
            f"{100 * self.share(name):>7.1f}%{self.wrong[name]:>7}{self.forbidden[name]:>11}"
            for name in sorted(self.allowed)
        ]
        return "\n".join([head, *lines])

    def share(self, service: str) -> float:
        return self.given[service] / max(self.allowed[service], 1)


def _plain(value: object) -> object:
    return tuple(map(str, value)) if isinstance(value, list) else Decimal(str(value))
