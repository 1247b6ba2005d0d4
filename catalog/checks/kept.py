"""The record of a reading of a source, kept until the next one: counts and names, never a cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.checks.values import SourceCheck
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.message import Message


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """`state` is that of the source's files when they were read, None where nobody can tell;
    `read_at` is None where they were not read, but by who declared them.

    `stops` are codes of problems; the rest counts cells, lines, rows and keys.
    """

    state: str | None
    read_at: datetime | None = None
    stops: tuple[str, ...] = ()
    unreadable: int = 0
    left_out: int = 0
    outside: int = 0
    duplicates: int = 0
    columns: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[object, ...]:
        return (
            self.stops,
            self.unreadable,
            self.left_out,
            self.outside,
            self.duplicates,
            self.columns,
        )

    @property
    def is_sound(self) -> bool:
        return not any(self.found)


def kept_check(check: SourceCheck, state: str | None, at: datetime) -> KeptCheck:
    return KeptCheck(
        state=state,
        read_at=at,
        stops=tuple(sorted({each.code for each in check.stops})),
        unreadable=sum(each.unreadable for each in check.columns),
        left_out=sum(each.left_out for each in check.files),
        outside=sum(each.outside for each in check.columns),
        duplicates=check.duplicates,
        columns=tuple(each.column for each in check.columns if each.unreadable or each.outside),
    )


def kept_words(kept: KeptCheck) -> Bilingual:
    """French and English; empty where there is nothing to say."""
    names = ", ".join(kept.columns)
    parts = (
        (
            len(kept.stops),
            f"la lecture échoue ({', '.join(kept.stops)})",
            f"reading fails ({', '.join(kept.stops)})",
        ),
        (
            kept.left_out,
            f"lignes non lues : {kept.left_out}",
            f"lines not read: {kept.left_out}",
        ),
        (
            kept.unreadable,
            f"cellules illisibles : {kept.unreadable}",
            f"unreadable cells: {kept.unreadable}",
        ),
        (
            kept.outside,
            f"valeurs hors de code_list : {kept.outside}",
            f"values outside code_list: {kept.outside}",
        ),
        (
            kept.duplicates,
            f"clés en double : {kept.duplicates}",
            f"duplicate keys: {kept.duplicates}",
        ),
    )
    fr = " ; ".join(said for count, said, _ in parts if count)
    en = "; ".join(said for count, _, said in parts if count)
    return Bilingual(f"{fr} ({names})", f"{en} ({names})") if names else Bilingual(fr, en)


def message_about_check(
    dataset: Dataset, before: KeptCheck | None, after: KeptCheck
) -> Message | None:
    """To the owner's stewards, where there is something that they were not told yet."""
    if after.is_sound or (before is not None and before.found == after.found):
        return None
    fr, en = kept_words(after)
    when = "" if after.read_at is None else after.read_at.isoformat()
    return Message(
        kind="dataset.badly_read",
        key=f"dataset.badly_read/{dataset.id}/{when}"[:200],
        to=(dataset.owner,),
        roles=frozenset({"steward"}),
        about=dataset.id,
        facts={"dataset": dataset.title_fr, "check_fr": fr, "check_en": en},
    )
