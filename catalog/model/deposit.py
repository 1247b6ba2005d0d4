"""Files left in a deposit for one dataset: versions, their authors, and the one that is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from catalog.model.dataset import Column
from catalog.model.identifiers import Siren
from catalog.model.later_field import informs, restricts


class DepositMode(StrEnum):
    """How a file becomes a version: in place of all rows, beside them, or key by key."""

    REPLACE = "replace"
    APPEND = "append"
    UPDATE = "update"


class VersionState(StrEnum):
    """One of a deposit's versions at most is CURRENT: the one that queries read."""

    CURRENT = "current"
    PAST = "past"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class RetypedColumn:
    """A column whose type a version has changed: its `id` since, and the column that it was."""

    id: str
    before: Column


@dataclass(frozen=True, slots=True)
class DepositVersion:
    """`original_sha256` is of the file as it came, `content_sha256` of the Parquet that is read;
    both hexadecimal. `rows` are those of the whole version, not of the file alone.
    """

    number: int
    at: datetime
    by_issuer: str | None
    by_sub: str
    mode: DepositMode
    file_name: str
    original_sha256: str
    content_sha256: str
    rows: int
    note: str = ""
    state: VersionState = VersionState.CURRENT
    by_body: Siren | None = None
    """The body that left the version under a mandate of the owner's; None: the owner itself."""
    file_rows: int | None = None
    """Rows of the file alone, where that is known."""
    size_bytes: int | None = informs(None)
    """Of both files as they are kept; None where that was not noted yet."""
    retyped: tuple[RetypedColumn, ...] = restricts(())
    """The columns, as they were before, that come back when this version is taken back."""

    @property
    def of_its_file(self) -> DepositVersion:
        """Without what is of all rows: how many there are, and the digest by which any guess of
        them could be tried.
        """
        return replace(self, rows=self.file_rows or 0, content_sha256="")


@dataclass(frozen=True, slots=True)
class MatchAnswer:
    """A person's decision about the files of one dataset, which is not asked again.

    `about` is one of: columns (`name` is a header, `choice` the column that it is, or "" to leave
    it aside), units (`choice` is convert or keep), missing (may stay empty), emptied (what does not
    fit stays empty); there `name` is a column's.
    """

    about: str
    name: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """`storage_id` is the deposit that the files lie in; versions by number, ascending. `answers`
    hold for the files to come.
    """

    dataset_id: str
    storage_id: str
    versions: tuple[DepositVersion, ...]
    answers: tuple[MatchAnswer, ...] = ()
    moves: tuple[int, ...] = ()
    """Versions of the dataset that changed nothing but the file that is read."""

    def left_by(self, body: Siren) -> Deposit:
        """The deposit as a depositor under a mandate knows it: its own files, and no other row."""
        own = (version for version in self.versions if version.by_body == body)
        return replace(self, versions=tuple(version.of_its_file for version in own), answers=())

    def rows_left_by(self, body: Siren) -> tuple[tuple[int, int], ...]:
        """Ranges of the body's rows in the version that is read: from (the first is 0), and until
        before.

        A version adds its rows after those of the one before, and changes others in their places.
        """
        last = 0 if self.current is None else self.current.number
        ranges: list[tuple[int, int]] = []
        before = 0
        for version in self.versions:
            if version.state is VersionState.UNDONE or version.number > last:
                continue
            if version.mode is DepositMode.REPLACE:
                ranges, before = [], 0
            if version.by_body == body and version.rows > before:
                ranges.append((before, version.rows))
            before = version.rows
        return tuple(ranges)

    def is_anothers_too(self, body: Siren) -> bool:
        """True where a body other than `body` has left files in the deposit under a mandate."""
        return any(version.by_body not in {None, body} for version in self.versions)

    @property
    def current(self) -> DepositVersion | None:
        return next((each for each in self.versions if each.state is VersionState.CURRENT), None)

    @property
    def last_number(self) -> int:
        return max((each.number for each in self.versions), default=0)
