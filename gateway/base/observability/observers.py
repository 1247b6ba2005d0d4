"""Several observers of stages, as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from catalog.stages import Fact, Observer, Stage


@dataclass(frozen=True, slots=True)
class Observers:
    observers: tuple[Observer, ...]

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        with ExitStack() as stack:
            for observer in self.observers:
                stack.enter_context(observer.stage(stage))
            yield

    def note(self, fact: Fact, value: str) -> None:
        for observer in self.observers:
            observer.note(fact, value)
