"""The readers of a board, in a sentence for the people of its body."""

from __future__ import annotations

from gateway.console.boards.answers import Board
from gateway.console.shared.words import role_words
from gateway.console.visit import Visit


def readers_in_words(board: Board, visit: Visit) -> str:
    _ = visit.gettext
    if board.audience == "AUTHOR":
        return _("Son auteur et les référents le lisent.")
    if board.audience == "EVERYBODY":
        return _("Tout le monde le lit.")
    roles = [role_words(role, _) for role in board.roles]
    within = [_("dans votre organisme : %(roles)s", roles=", ".join(roles))] if roles else []
    own = within or [_("tout votre organisme")]
    names = sorted((partner.name for partner in board.partners), key=str.casefold)
    return _("Le lisent : %(readers)s.", readers=", ".join([*own, *names]))
