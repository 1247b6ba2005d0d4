"""Boards as one request's subject reads and changes them: the law, the rule, then one write."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from typing_extensions import override

from catalog.actions.boards.boards import (
    BoardDraft,
    board_called,
    by_title,
    change_board,
    choose_home_board,
    make_board,
    remove_board,
)
from catalog.actions.boards.problems import UnknownBoard
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.changes import ActRecord, Changes
from catalog.model.board import Board
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change, commit
from gateway.acts.figures import own_body
from gateway.acts.ports import ActPorts
from policies.boards import BoardFacts, BoardQuestion

_ActName = Literal["make", "change", "remove", "choose_home"]


@dataclass(frozen=True, slots=True)
class BoardActs:
    subject: Subject
    acts: ActPorts

    async def boards(self) -> tuple[Board, ...]:
        """All that the caller may read, by title; those of everybody are found by their address,
        unless they are of the caller's own body.
        """
        snapshot, own = await self.acts.catalog.current(), self.subject.organisation
        near = [
            board
            for board in snapshot.boards.values()
            if own is not None and (board.organisation == own or own in board.partners)
        ]
        return by_title([board for board in near if await self._is_read(board)])

    async def board(self, board: str) -> Board:
        """Raises UnknownBoard, for one that the caller may not read as for none."""
        there = board_called(board, await self.acts.catalog.current())
        if not await self._is_read(there):
            raise UnknownBoard(board=board[:60])
        return there

    async def home_board(self) -> Board | None:
        """The one with which the home page of the caller's body begins, if the caller reads it."""
        snapshot, own = await self.acts.catalog.current(), self.subject.organisation
        homes = (each for each in snapshot.boards.values() if each.is_home)
        home = next((board for board in homes if board.organisation == own), None)
        return home if home is not None and await self._is_read(home) else None

    async def make(self, name: str, draft: BoardDraft, *, dry_run: bool) -> Acted:
        """Raises ActsRefused, ActRefused, CatalogMoved."""
        return await self._committed(_Make(name, draft), dry_run=dry_run)

    async def change(self, board: str, version: int, draft: BoardDraft, *, dry_run: bool) -> Acted:
        """Raises UnknownBoard, ActsRefused, BoardChanged, ActRefused, CatalogMoved."""
        await self.board(board)
        return await self._committed(_Change(board, version, draft), dry_run=dry_run)

    async def remove(self, board: str, *, dry_run: bool) -> Acted:
        """Raises UnknownBoard, ActsRefused, CatalogMoved."""
        await self.board(board)
        return await self._committed(_Remove(board), dry_run=dry_run)

    async def choose_home(self, board: str, *, is_home: bool, dry_run: bool) -> Acted:
        """Raises UnknownBoard, ActsRefused, ActRefused, CatalogMoved."""
        await self.board(board)
        return await self._committed(_ChooseHome(board, is_home), dry_run=dry_run)

    async def _is_read(self, board: Board) -> bool:
        question = BoardQuestion(self.subject, "read", BoardFacts.of(board))
        return (await self.acts.law.decide_act(question)).allow

    async def _committed(self, change: _BoardAct, *, dry_run: bool) -> Acted:
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _BoardAct(Change[Facts, Acted]):
    """An act on one board; the audit keeps its id and version, and no title."""

    act: ClassVar[_ActName]

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> Facts:
        return Facts(standpoint.snapshot, standpoint.now)

    @override
    def questions(self, subject: Subject, facts: Facts) -> tuple[BoardQuestion, ...]:
        return (BoardQuestion(subject, self.act, self.about(subject, facts)),)

    @override
    def rule(self, subject: Subject, facts: Facts) -> tuple[Acted, Changes]:
        acted = self.acted(_actor(subject), facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: Facts, result: Acted) -> ActRecord:
        return ActRecord(
            at=facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=subject.organisation,
            action=result.act,
            summary=self.summary(result),
        )

    @abstractmethod
    def about(self, subject: Subject, facts: Facts) -> BoardFacts:
        """The board as the law is told of it."""

    @abstractmethod
    def acted(self, actor: Actor, facts: Facts) -> Acted:
        """The outcome of the act, by the catalog's rule."""

    def summary(self, result: Acted) -> Mapping[str, object]:
        """The readers too, for to share a board is what somebody may ask about later."""
        boards = [each for each in result.changes.put if isinstance(each, Board)]
        return {
            "boards": [
                {
                    "board": board.id,
                    "version": board.version,
                    "audience": board.audience.value,
                    "roles": list(board.roles),
                    "partners": list(board.partners),
                    "sources": [f"{tile.kind.value}:{tile.of}" for tile in board.tiles if tile.of],
                }
                for board in boards
            ]
        }


@dataclass(frozen=True, slots=True)
class _Make(_BoardAct):
    name: str
    draft: BoardDraft
    act: ClassVar[_ActName] = "make"

    @override
    def about(self, subject: Subject, facts: Facts) -> BoardFacts:
        draft = self.draft
        return BoardFacts(
            own_body(subject),
            subject.issuer or "",
            subject.agent or "",
            draft.audience,
            draft.roles,
            draft.partners,
        )

    @override
    def acted(self, actor: Actor, facts: Facts) -> Acted:
        return make_board(self.name, self.draft, actor, facts)


@dataclass(frozen=True, slots=True)
class _OnBoard(_BoardAct):
    board: str

    @override
    def about(self, subject: Subject, facts: Facts) -> BoardFacts:
        return BoardFacts.of(board_called(self.board, facts.catalog))


@dataclass(frozen=True, slots=True)
class _Change(_OnBoard):
    version: int
    draft: BoardDraft
    act: ClassVar[_ActName] = "change"

    @override
    def acted(self, actor: Actor, facts: Facts) -> Acted:
        before = board_called(self.board, facts.catalog)
        return change_board(before, self.version, self.draft, actor, facts)


@dataclass(frozen=True, slots=True)
class _Remove(_OnBoard):
    act: ClassVar[_ActName] = "remove"

    @override
    def acted(self, actor: Actor, facts: Facts) -> Acted:
        return remove_board(board_called(self.board, facts.catalog))

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"board": self.board}


@dataclass(frozen=True, slots=True)
class _ChooseHome(_OnBoard):
    is_home: bool
    act: ClassVar[_ActName] = "choose_home"

    @override
    def acted(self, actor: Actor, facts: Facts) -> Acted:
        board = board_called(self.board, facts.catalog)
        return choose_home_board(board, actor, facts, is_home=self.is_home)


def _actor(subject: Subject) -> Actor:
    return Actor(
        agent=subject.agent or "",
        issuer=subject.issuer,
        employer=subject.organisation,
        organisation=subject.organisation,
        roles=subject.roles,
    )
