"""`/boards/new`, `/boards/{board}/edit` and `…/remove`: a board's words, readers and tiles.

Its tiles are moved and taken out by buttons of the form, which sends it back as it would be:
nothing is saved until « Enregistrer ».
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import Response

from gateway.console.boards.adding import make_board, may_make
from gateway.console.boards.answers import (
    CHANGE,
    CHOICES,
    CHOOSE_HOME,
    EDITED,
    OWN,
    REMOVE,
    BoardOfEdited,
    ChoicesAnswer,
)
from gateway.console.boards.typed import TypedBoard, TypedTile, board_in, field_at, typed_of
from gateway.console.settings.errors import Errors, by_field
from gateway.console.shared.commune_names import commune_names
from gateway.console.shared.words import role_words
from gateway.console.visit import Refused, Visit, page_for_signed_in
from gateway.http.forms import Form

_UNPROCESSABLE: Final = 422
_CONFLICT: Final = 409
_NOT_THERE: Final = 404
_CHANGED: Final = "board_changed"
_FIELDS: Final = ("title", "audience", "roles", "partners", "commune", "year", "tiles")
_ROLES: Final = ("agent", "steward", "approver", "dpo")


@dataclass(frozen=True, slots=True)
class EditPage:
    """A form as it stands. `focus`: the id of what has the focus after a tile moved, "" where
    nothing did; `meanwhile`: the board that somebody else has saved.
    """

    typed: TypedBoard
    focus: str = ""
    errors: Errors | None = None
    meanwhile: BoardOfEdited | None = None

    @property
    def status(self) -> int:
        if self.meanwhile is not None:
            return _CONFLICT
        return _UNPROCESSABLE if self.errors else 200


@page_for_signed_in
async def new(visit: Visit) -> Response:
    if not may_make(visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return await _edit_page(visit, None, EditPage(TypedBoard()))
    form = await visit.form()
    typed = board_in(form)
    stepped = _stepped(form, typed)
    if stepped is not None:
        return await _edit_page(visit, None, stepped)
    await visit.once(form)
    try:
        board = await make_board(typed, await OWN.ask(visit), visit)
    except Refused as refused:
        return await _edit_page(visit, None, EditPage(typed, errors=_errors(refused)))
    return visit.see_other(f"/boards/{board}", done="saved")


@page_for_signed_in
async def edit(visit: Visit) -> Response:
    board = await _changeable(visit)
    if board is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    if visit.request.method != "POST":
        return await _edit_page(visit, board, EditPage(typed_of(board)))
    form = await visit.form()
    typed = board_in(form)
    stepped = _stepped(form, typed)
    if stepped is not None:
        return await _edit_page(visit, board, stepped)
    try:
        await CHANGE.ask(visit, board=board.id, version=typed.version_number, input=typed.input())
    except Refused as refused:
        if not refused.has(_CHANGED):
            return await _edit_page(visit, board, EditPage(typed, errors=_errors(refused)))
        # What was typed stands, and replaces the other change if it is saved again.
        now = replace(typed, version=str(board.version))
        return await _edit_page(visit, board, EditPage(now, meanwhile=board))
    return visit.see_other(f"/boards/{board.id}", done="saved")


@page_for_signed_in
async def remove(visit: Visit) -> Response:
    board = await _changeable(visit)
    if board is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    errors: Errors = []
    if visit.request.method == "POST":
        await visit.form()
        try:
            await REMOVE.ask(visit, board=board.id)
            return visit.see_other("/boards", done="removed")
        except Refused as refused:
            errors = _errors(refused)
    status = _UNPROCESSABLE if errors else 200
    return visit.page("boards/remove.html", status=status, board=board, errors=errors)


@page_for_signed_in
async def choose_home(visit: Visit) -> Response:
    """By a steward, with the button of the board's page."""
    (board,) = visit.request.path_params.values()
    is_home = "chosen" in await visit.form()
    await CHOOSE_HOME.ask(visit, board=board, home=is_home)
    return visit.see_other(f"/boards/{board}", done="home" if is_home else "no_home")


async def _changeable(visit: Visit) -> BoardOfEdited | None:
    (board,) = visit.request.path_params.values()
    answer, _ = await EDITED.ask_in_part(visit, board=board)
    return answer.board if answer.board is not None and answer.board.mayChange else None


def _stepped(form: Form, typed: TypedBoard) -> EditPage | None:
    """The form after a button of a tile; None where it is to be saved."""
    (step, *_) = (*form.all("step"), "")
    act, _, text = step.partition("-")
    place = int(text) if text.isdecimal() else len(typed.tiles)
    last = len(typed.tiles) - 1
    match act:
        case "up":
            focus = f"up-{place - 1}" if place > 1 else "down-0"
            return EditPage(typed.moved(place, place - 1), focus)
        case "down":
            focus = f"down-{place + 1}" if place + 1 < last else f"up-{last}"
            return EditPage(typed.moved(place, place + 1), focus)
        case "drop":
            return EditPage(typed.without(place), "tiles")
        case "text":
            return EditPage(typed.with_tile(TypedTile("")), f"text-{place}")
    return None


def _errors(refused: Refused) -> Errors:
    return [
        {
            "id": field_at(problem.path, _FIELDS),
            "text": problem.sentence,
            "next": problem.next_step,
        }
        for problem in refused.problems
    ]


async def _edit_page(visit: Visit, board: BoardOfEdited | None, page: EditPage) -> Response:
    data, _ = await CHOICES.ask_in_part(visit)
    errors, typed = page.errors or [], page.typed
    partners, others = _partner_choices(data, typed)
    return visit.page(
        "boards/edit.html",
        status=page.status,
        board=board,
        form=typed,
        focus=page.focus,
        meanwhile=page.meanwhile,
        partners=partners,
        others=others,
        roles=[(role, role_words(role, visit.gettext)) for role in _ROLES],
        communes=await _communes(data, typed.commune, visit),
        kinds=_kinds(visit),
        purposes={
            each.code: each.labelFr if visit.language == "fr" else each.labelEn
            for each in data.purposes or ()
        },
        errors=errors,
        wrong=by_field(errors),
    )


def _partner_choices(
    data: ChoicesAnswer, typed: TypedBoard
) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Bodies with which there are agreements, or that read the board; and all others."""
    own = None if data.me is None or data.me.organisation is None else data.me.organisation.siren
    parties = {
        body.siren for each in data.agreements or () for body in (each.grantor, each.grantee)
    }
    near = {*parties, *typed.partners}
    bodies = sorted(
        ((each.siren, each.name) for each in data.organisations or () if each.siren != own),
        key=lambda pair: pair[1],
    )
    return [pair for pair in bodies if pair[0] in near], [
        pair for pair in bodies if pair[0] not in near
    ]


async def _communes(data: ChoicesAnswer, typed: str, visit: Visit) -> list[tuple[str, str]]:
    """Of the body's own territory, by name; one that was typed before stays a choice."""
    body = None if data.me is None else data.me.organisation
    codes = [] if body is None else body.communes
    names = await commune_names([*dict.fromkeys([*codes, *filter(None, [typed])])], visit)
    return sorted(names.items(), key=lambda pair: pair[1])


def _kinds(visit: Visit) -> Mapping[str, str]:
    _ = visit.gettext
    return {
        "TEXT": _("Texte"),
        "EXPLORATION": _("Exploration"),
        "INDICATOR": _("Indicateur"),
        "QUESTION": _("Question enregistrée"),
        "FIGURE": _("Chiffre figé"),
    }
