"""Boards of a body: made, changed from the version that was read, removed; the rules are pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from catalog.actions.boards.problems import BoardChanged, UnknownBoard
from catalog.actions.boards.tiles import refuse_unfit_tiles
from catalog.actions.boards.words import refuse, refuse_long
from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.board import Audience, Board, BoardTile
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot

MOST: Final = 200
ROLES: Final = frozenset({"agent", "steward", "approver", "dpo"})
"""The roles of a body that may be among the readers of a board."""
_MOST_PARTNERS: Final = 50
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_COMMUNE = re.compile(r"\d[\dAB]\d{3}")
_LONGEST_NAME, _LONGEST_TITLE = 40, 120
_YEARS: Final = range(1950, 2101)


@dataclass(frozen=True, slots=True)
class BoardDraft:
    """A board as it is asked for; its tiles in order."""

    title: str
    tiles: tuple[BoardTile, ...] = ()
    audience: Audience = Audience.AUTHOR
    roles: tuple[str, ...] = ()
    partners: tuple[Siren, ...] = ()
    commune: str | None = None
    year: int | None = None


def make_board(name: str, draft: BoardDraft, actor: Actor, facts: Facts) -> Acted:
    """Raises ActRefused with everything that is wrong."""
    own, findings = own_body(actor), Findings()
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        refuse(
            findings,
            "name",
            f"son nom court a {_LONGEST_NAME} minuscules, chiffres et tirets au plus",
            f"its short name has at most {_LONGEST_NAME} lower-case letters, digits and dashes",
        )
    if f"{own}-{name}" in facts.catalog.boards:
        refuse(
            findings,
            "name",
            "votre organisme en a déjà un de ce nom",
            "your body has one of this name already",
        )
    if len(boards_of(own, facts.catalog)) >= MOST:
        refuse(findings, "name", f"un organisme en a {MOST} au plus", f"a body has {MOST} at most")
    _refuse_unfit(draft, own, facts, findings)
    findings.raise_any()
    after = _as_drafted(
        Board(
            organisation=own,
            name=name,
            title="",
            tiles=(),
            audience=Audience.AUTHOR,
            roles=(),
            partners=(),
            commune=None,
            year=None,
            is_home=False,
            version=1,
            author_issuer=actor.issuer or "",
            author=actor.agent,
            at=facts.now,
            by_sub=actor.agent,
        ),
        draft,
    )
    sentence = Bilingual(
        f"Le tableau de bord « {after.title} » est créé.", f'The board "{after.title}" is made.'
    )
    return Acted("make_board", Changes((after,)), (sentence,))


def change_board(
    before: Board, version: int, draft: BoardDraft, actor: Actor, facts: Facts
) -> Acted:
    """`version`: the one that was read. Raises BoardChanged, ActRefused."""
    _refuse_older(before, version)
    findings = Findings()
    _refuse_unfit(draft, before.organisation, facts, findings)
    findings.raise_any()
    after = replace(
        _as_drafted(before, draft), version=before.version + 1, at=facts.now, by_sub=actor.agent
    )
    sentences = [
        Bilingual(
            f"Le tableau de bord « {after.title} » est changé.",
            f'The board "{after.title}" is changed.',
        )
    ]
    if after.is_home and not _is_for_all_of_the_body(after):
        after = replace(after, is_home=False)
        sentences.append(
            Bilingual(
                "L'accueil de votre organisme ne commence plus par lui, car tous n'y lisent pas.",
                "The home page of your body no more begins with it, for not everybody reads it.",
            )
        )
    return Acted("change_board", Changes((after,)), tuple(sentences))


def remove_board(before: Board) -> Acted:
    """Indicators, questions and figures that it shows stay as they are."""
    title = before.title
    sentence = Bilingual(
        f"Le tableau de bord « {title} » est retiré.", f'The board "{title}" is taken away.'
    )
    return Acted("remove_board", Changes(removed=(before,)), (sentence,))


def choose_home_board(board: Board, actor: Actor, facts: Facts, *, is_home: bool) -> Acted:
    """A body's home page begins with one board at most, which all of the body reads."""
    findings = Findings()
    if is_home and not _is_for_all_of_the_body(board):
        refuse(
            findings,
            "board",
            "l'accueil commence par un tableau que tout votre organisme lit",
            "the home page begins with a board that all of your body reads",
        )
    findings.raise_any()
    others = boards_of(board.organisation, facts.catalog)
    marked = [
        replace(
            each,
            is_home=is_home and each.id == board.id,
            version=each.version + 1,
            at=facts.now,
            by_sub=actor.agent,
        )
        for each in others
        if each.is_home != (is_home and each.id == board.id)
    ]
    title = board.title
    sentence = (
        Bilingual(
            f"L'accueil de votre organisme commence par « {title} ».",
            f'The home page of your body begins with "{title}".',
        )
        if is_home
        else Bilingual(
            f"L'accueil de votre organisme ne commence plus par « {title} ».",
            f'The home page of your body no more begins with "{title}".',
        )
    )
    return Acted("choose_home_board", Changes(tuple(marked)), (sentence,))


def board_called(board: str, catalog: Snapshot) -> Board:
    """Raises UnknownBoard."""
    there = catalog.boards.get(board)
    if there is None:
        raise UnknownBoard(board=board[:60])
    return there


def boards_of(siren: Siren, catalog: Snapshot) -> tuple[Board, ...]:
    """All of one body, by title."""
    return by_title(each for each in catalog.boards.values() if each.organisation == siren)


def by_title(boards: Iterable[Board]) -> tuple[Board, ...]:
    return tuple(sorted(boards, key=lambda each: (each.title.casefold(), each.id)))


def own_body(actor: Actor) -> Siren:
    """Raises TypeError for an act that the law should not have let through."""
    if actor.organisation is None:
        raise TypeError("the law lets people of an organisation through, nobody else")
    return actor.organisation


def _is_for_all_of_the_body(board: Board) -> bool:
    return board.audience is not Audience.AUTHOR and not board.roles


def _as_drafted(board: Board, draft: BoardDraft) -> Board:
    return replace(
        board,
        title=draft.title.strip(),
        tiles=draft.tiles,
        audience=draft.audience,
        roles=tuple(sorted(set(draft.roles))),
        partners=tuple(sorted(set(draft.partners))),
        commune=draft.commune,
        year=draft.year,
    )


def _refuse_older(before: Board, version: int) -> None:
    if version != before.version:
        raise BoardChanged(version=before.version)


def _refuse_unfit(draft: BoardDraft, own: Siren, facts: Facts, findings: Findings) -> None:
    refuse_long(draft.title, "title", _LONGEST_TITLE, findings)
    if draft.commune is not None and not _COMMUNE.fullmatch(draft.commune):
        refuse(
            findings,
            "commune",
            "une commune s'écrit par son code de l'INSEE, de cinq signes",
            "a commune is written by its INSEE code, of five characters",
        )
    if draft.year is not None and draft.year not in _YEARS:
        refuse(findings, "year", "cette année n'en est pas une", "this year is none")
    _refuse_unfit_readers(draft, own, facts, findings)
    is_open = draft.audience is Audience.EVERYBODY
    refuse_unfit_tiles(draft.tiles, own, facts, findings, is_open=is_open)


def _refuse_unfit_readers(draft: BoardDraft, own: Siren, facts: Facts, findings: Findings) -> None:
    if draft.audience is not Audience.BODY and (draft.roles or draft.partners):
        refuse(
            findings,
            "audience",
            "des rôles et des partenaires lisent un tableau de votre organisme, pas celui d'une "
            "seule personne ni celui de tout le monde",
            "roles and partners read a board of your body, not one of a single person nor one of "
            "everybody",
        )
    if set(draft.roles) - ROLES:
        names = ", ".join(sorted(ROLES))
        refuse(
            findings,
            "roles",
            f"ses rôles sont à choisir parmi : {names}",
            f"its roles are among: {names}",
        )
    strangers = [
        each for each in draft.partners if each == own or each not in facts.catalog.organisations
    ]
    if strangers or len(draft.partners) > _MOST_PARTNERS:
        refuse(
            findings,
            "partners",
            f"un partenaire est un autre organisme inscrit, {_MOST_PARTNERS} au plus",
            f"a partner is another body that is registered, {_MOST_PARTNERS} at most",
        )
