"""The outcome of an act that has nothing more to show than its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from catalog.actions.outcome import Acted
from catalog.model.bilingual import Bilingual
from gateway.control.mirror import Shown

DONE = "Ce qu'un acte a fait, ou ferait. / What an act did, or would do."


@dataclass(frozen=True, slots=True)
class ActDone:
    """`applied` is False for a trial."""

    act: str
    applied: bool
    sentences: tuple[Bilingual, ...]


class Outcome(Shown[ActDone]):
    """The base of the types that the acts of one capability answer."""

    @classmethod
    def after(cls, acted: Acted, *, dry_run: bool) -> Self:
        return cls.of(ActDone(acted.act, not dry_run, acted.sentences))
