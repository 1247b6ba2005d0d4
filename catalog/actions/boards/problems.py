"""Problems of a board: of its words, of another change meanwhile, and of one that there is not."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class BoardRefused(CallerProblem):
    code = "board_refused"
    fr = "Ce tableau de bord ne peut pas être enregistré : {why_fr}."
    en = "This board cannot be saved: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."


class BoardChanged(CallerProblem):
    """`version`: the one that is there now."""

    code = "board_changed"
    status = 409
    fr = "Ce tableau de bord a changé entre-temps : il en est à sa version {version}."
    en = "This board has changed meanwhile: it is at its version {version}."
    next_fr = "Rouvrez-le, puis refaites votre changement."
    next_en = "Open it again, then make your change again."


class UnknownBoard(CallerProblem):
    """The same for one that is not shared with the caller as for none."""

    code = "unknown_board"
    status = 404
    fr = "Il n'y a pas de tableau de bord « {board} » que vous puissiez lire."
    en = 'There is no board "{board}" that you may read.'
    next_fr = "Lisez la liste de vos tableaux de bord, ou demandez à son auteur de vous l'ouvrir."
    next_en = "Read the list of your boards, or ask its author to share it with you."


class UnknownTile(CallerProblem):
    code = "unknown_tile"
    status = 404
    fr = "Ce tableau de bord n'a pas de case « {tile} »."
    en = 'This board has no tile "{tile}".'
    next_fr = "Rouvrez le tableau de bord : la case a pu être retirée."
    next_en = "Open the board again: the tile may have been taken away."
