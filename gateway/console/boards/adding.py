"""`/boards/add`: « Mettre sur un tableau », one of those that the visitor changes or a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from uuid import uuid4

from starlette.responses import Response

from gateway.console.boards.answers import CHANGE, EDITED, MAKE, OWN, OwnAnswer
from gateway.console.boards.sources import TileSource, source_of
from gateway.console.boards.typed import TypedBoard, TypedTile, field_at, typed_of
from gateway.console.questions.editing import name_of
from gateway.console.settings.errors import Errors, by_field
from gateway.console.visit import Refused, Visit, page_for_signed_in

_UNPROCESSABLE: Final = 422
_NOT_THERE: Final = 404
_LONGEST: Final = 35
_SUFFIX: Final = 4
_NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class AddingForm:
    """`board`: the id of one of the visitor's, or `new`, whose title is `board_title`."""

    board: str = ""
    board_title: str = ""
    title: str = ""
    purpose: str = ""


_FIELDS: Final = tuple(field.name for field in fields(AddingForm))


def may_make(visit: Visit) -> bool:
    """As the law says again when a board is saved: of one's own body, and under no mandate."""
    is_own = visit.body is not None and visit.on_behalf_of is None
    return is_own and not visit.roles.isdisjoint({"agent", "steward"})


@page_for_signed_in
async def add(visit: Visit) -> Response:
    source = await source_of(visit)
    if source is None or not may_make(visit):
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    own = await OWN.ask(visit)
    if visit.request.method != "POST":
        first = next((board.id for board in own.boards or () if board.mayChange), _NEW)
        purpose = source.tile.purpose or _only(visit.purposes)
        typed = AddingForm(board=first, title=source.tile.title, purpose=purpose)
        return _form_page(visit, source, own, typed, [])
    form = await visit.form()
    await visit.once(form)
    typed = AddingForm(**{name: form.get(name, "") for name in _FIELDS})
    tile = replace(source.tile, title=typed.title, purpose=typed.purpose)
    try:
        if typed.board == _NEW:
            draft = TypedBoard(title=typed.board_title).with_tile(tile)
            board: str | None = await make_board(draft, own, visit)
        else:
            board = await _changed(typed.board, tile, visit)
    except Refused as refused:
        return _form_page(visit, source, own, typed, _errors(refused, typed))
    if board is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    return visit.see_other(f"/boards/{board}", done="added")


async def make_board(draft: TypedBoard, own: OwnAnswer, visit: Visit) -> str:
    """The id of the new board. Raises Refused."""
    body = own.me.organisation if own.me is not None else None
    siren = "" if body is None else body.siren
    ids = {board.id for board in own.boards or ()}
    name = name_of(draft.title, {each.removeprefix(f"{siren}-") for each in ids}, "tableau")
    variables: dict[str, Any] = {"input": draft.input()}
    try:
        await MAKE.ask(visit, name=name, **variables)
    except Refused as refused:
        if not any(problem.path == ("name",) for problem in refused.problems):
            raise
        # A colleague's own board, which the visitor does not read, may have this name.
        name = f"{name[:_LONGEST].rstrip('-')}-{uuid4().hex[:_SUFFIX]}"
        await MAKE.ask(visit, name=name, **variables)
    return f"{siren}-{name}"


async def _changed(board: str, tile: TypedTile, visit: Visit) -> str | None:
    """The board's id; None for one that there is not. Raises Refused."""
    answer, _ = await EDITED.ask_in_part(visit, board=board)
    if answer.board is None:
        return None
    draft = typed_of(answer.board).with_tile(tile)
    version = answer.board.version
    await CHANGE.ask(visit, board=answer.board.id, version=version, input=draft.input())
    return answer.board.id


def _only(purposes: Sequence[str]) -> str:
    """The one that there is; empty where there is a choice."""
    return purposes[0] if len(purposes) == 1 else ""


def _errors(refused: Refused, typed: AddingForm) -> Errors:
    """The title of a new board is `title` in its act, and the tile's is in its tiles."""
    titled = {"title": "board_title"} if typed.board == _NEW else {}
    places = [field_at(problem.path, ("title",)) for problem in refused.problems]
    return [
        {
            "id": "title" if place and place.startswith("title-") else titled.get(place or ""),
            "text": problem.sentence,
            "next": problem.next_step,
        }
        for place, problem in zip(places, refused.problems, strict=True)
    ]


def _form_page(
    visit: Visit, source: TileSource, own: OwnAnswer, typed: AddingForm, errors: Errors
) -> Response:
    codes = {*visit.purposes, source.tile.purpose}
    is_french = visit.language == "fr"
    return visit.page(
        "boards/add.html",
        status=_UNPROCESSABLE if errors else 200,
        source=source,
        purposes=[
            (each.code, each.labelFr if is_french else each.labelEn)
            for each in own.purposes or ()
            if each.code in codes and source.tile.kind != "FIGURE"
        ],
        boards=[(board.id, board.title, "") for board in own.boards or () if board.mayChange],
        form=typed,
        errors=errors,
        wrong=by_field(errors),
    )
