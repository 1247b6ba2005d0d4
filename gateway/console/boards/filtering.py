"""The filter of a board as its reader sets it: a commune and a year, in the address of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from catalog.model.paris import paris_day
from gateway.console.boards.answers import COMMUNES, Board
from gateway.console.shared.commune_names import commune_names
from gateway.console.visit import Visit

_YEARS: Final = 10
_FILTERED: Final = frozenset({"EXPLORATION", "INDICATOR"})


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """Of a reader: "" and 0 for none, None for what the board says."""

    commune: str | None
    year: int | None

    @property
    def variables(self) -> Mapping[str, str | int | None]:
        """Of the documents that read a tile."""
        return {"commune": self.commune, "year": self.year}


@dataclass(frozen=True, slots=True)
class FilterForm:
    """`communes` and `years` are choices, each with its words; `commune` and `year` those that hold
    now, "" and 0 for all.
    """

    communes: Sequence[tuple[str, str]]
    years: Sequence[int]
    commune: str
    year: int

    @property
    def words(self) -> str:
        """The commune and the year that hold, by their names."""
        parts = (dict(self.communes).get(self.commune, ""), str(self.year) if self.year else "")
        return ", ".join(filter(None, parts))


async def filter_form(board: Board, choice: FilterChoice, visit: Visit) -> FilterForm | None:
    """None where nothing on the board can be filtered."""
    if _FILTERED.isdisjoint(tile.kind for tile in board.tiles):
        return None
    commune, year = filter_of(board, choice)
    body = (await COMMUNES.ask(visit, siren=board.body.siren)).organisation
    codes = [] if body is None else body.communes
    names = await commune_names([*dict.fromkeys([*codes, *filter(None, [commune])])], visit)
    this_year = paris_day(visit.services.query.clock()).year
    years = {*range(this_year - _YEARS + 1, this_year + 1), *filter(None, [year])}
    return FilterForm(
        communes=sorted(names.items(), key=lambda pair: pair[1]),
        years=sorted(years, reverse=True),
        commune=commune,
        year=year,
    )


def filter_of(board: Board, choice: FilterChoice) -> tuple[str, int]:
    """A commune and a year that hold: the reader's choice, or the board's where there is none."""
    return (
        (board.commune or "") if choice.commune is None else choice.commune,
        (board.year or 0) if choice.year is None else choice.year,
    )


async def filter_sentences(
    board: Board, choice: FilterChoice, held: Sequence[str], visit: Visit
) -> list[str]:
    """Of one tile: the parts of the filter that it follows, and those that it does not."""
    _ = visit.gettext
    commune, year = filter_of(board, choice)
    names = await commune_names([commune], visit) if commune else {}
    parts = {"commune": names.get(commune, ""), "year": str(year) if year else ""}
    follows = [words for name, words in parts.items() if words and name in held]
    ignores = [words for name, words in parts.items() if words and name not in held]
    sentences = []
    if follows:
        sentences.append(_("Filtré : %(what)s.", what=", ".join(follows)))
    if ignores:
        sentences.append(_("Ne suit pas le filtre : %(what)s.", what=", ".join(ignores)))
    return sentences
