"""A column of communes: each cell by cause, and the commune of today that it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.cog import Cog, MeaningKind
from intake.file_reading.commune_names import commune_now, communes_named, plain_name, today_of
from intake.file_reading.names import words_of
from intake.file_reading.values import Cell, Communes, ErrorCell, Flag, PlaceCount, PostalCell
from intake.file_reading.vocabulary import vocabulary

_CODE = re.compile(r"\d[\dAB]\d{3}", re.IGNORECASE)
_SHORT_CODE = re.compile(r"\d{4}")
_DECIMAL_END = re.compile(r"(\d{4,5}|\d[AB]\d{3})\.0", re.IGNORECASE)
_SEVERAL = re.compile(r"\d[\dAB]\d{3}(?:\s*[,;/+]\s*\d[\dAB]\d{3})+", re.IGNORECASE)
_CODE_FIRST = re.compile(r"(\d[\dAB]\d{3})\s*[-–:/]?\s*(\D.+)", re.IGNORECASE)
_CODE_LAST = re.compile(r"(\D.+?)\s*[(\[-]\s*(\d[\dAB]\d{3})\s*[)\]]?", re.IGNORECASE)
_PLACE_WORDS = vocabulary("commune communes ville villes insee depcom localite municipalite cog")
_NOT_PLACES = vocabulary("nb nombre nbre population pop nom_court")
_OF_A_COMMUNE = vocabulary("nom lib libelle code insee num")
"""Beside `com`, as a header shortens it: `COM_NOM`."""
_CODE_ENOUGH, _NAME_ENOUGH = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class _Place:
    cause: str
    candidates: tuple[str, ...]


def names_a_place(name: str) -> bool:
    words = set(words_of(name))
    is_short = "com" in words and bool(words & _OF_A_COMMUNE)
    return (is_short or bool(words & _PLACE_WORDS)) and not words & _NOT_PLACES


def kind_of_places(
    cog: Cog, name: str, cells: Counter[Cell], *, is_proven: bool = False
) -> str | None:
    """code, code_in_text, postal_code_and_name or name; None for a column of anything else.
    `is_proven`: names of communes beside it say that it holds their codes.
    """
    words = set(words_of(name))
    is_counted = bool(words & _NOT_PLACES)
    hinted = is_proven or (not is_counted and (names_a_place(name) or "insee" in words))
    if not cells or not (hinted or words & {"cp", "postal"}):
        return None
    by: Counter[str | None] = Counter()
    for cell, count in cells.items():
        by[_way_of(cog, _text(cell))] += count
    del by[None]
    if not by:
        return None
    kind, most = by.most_common(1)[0]
    needs_hint = kind in {"code", "name"}
    enough = _CODE_ENOUGH if kind == "code" else _NAME_ENOUGH
    return kind if (hinted or not needs_hint) and most >= enough * sum(cells.values()) else None


def _way_of(cog: Cog, text: str | None) -> str | None:
    """In which way a cell gives a commune, if it does."""
    if text is None:
        return None
    place = _of_code(cog, text)
    if place is not None:
        return None if place.cause == "unknown" else "code"
    if _of_code_in_text(cog, text) is not None:
        return "code_in_text"
    if _of_postal_and_name(cog, text) is not None:
        return "postal_code_and_name"
    return "name" if communes_named(cog, text)[1] else None


def read_places(
    cog: Cog, name: str, position: int, by: str, cells: Counter[Cell], rows: int
) -> Communes:
    """Counts by cause; a name that several communes bear is placed where its neighbours are."""
    places = {cell: _place(cog, cell, by) for cell in cells}
    near = _departments(places, cells)
    if by == "code":
        places = _false_friends(cog, places, cells)
    counts: Counter[str] = Counter()
    detail: dict[str, dict[str, PlaceCount]] = {}
    for cell, place in places.items():
        count = cells[cell]
        counts[place.cause] += count
        if place.cause == "current":
            continue
        candidates = _nearest(place.candidates, near)
        now = candidates[0] if len(candidates) == 1 else None
        written = detail.get(place.cause, {}).get(str(cell))
        if written is not None:
            # One postal code beside two names.
            count, now, candidates = count + written.rows, None, (*candidates, *written.candidates)
        others = () if now else candidates[:8]
        detail.setdefault(place.cause, {})[str(cell)] = PlaceCount(count, now, others)
    if empty := rows - sum(cells.values()):
        counts["empty"] = empty
    return Communes(name, position, by, dict(counts), detail)


def _text(cell: Cell) -> str | None:
    if isinstance(cell, Flag | ErrorCell):
        return None
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else None
    return " ".join(cell.split()) if isinstance(cell, str) else None


def _place(cog: Cog, cell: Cell, by: str) -> _Place:
    if isinstance(cell, PostalCell):
        return _Place(cell.cause, (cell.now,))
    text = _text(cell)
    if text is None:
        return _Place("unknown", ())
    readers = {
        "code": (_of_code, _of_code_in_text, _of_name),
        "code_in_text": (_of_code_in_text, _of_code, _of_name),
        "postal_code_and_name": (_of_postal_and_name, _of_code_in_text, _of_name),
        "name": (_of_name, _of_code, _of_code_in_text, _of_postal_and_name),
    }[by]
    for reader in readers:
        place = reader(cog, text)
        if place is not None and place.cause != "unknown":
            return place
    return _Place("unknown", ())


def _of_code(cog: Cog, text: str) -> _Place | None:
    """None for what is no code at all."""
    if _SEVERAL.fullmatch(text):
        return _Place("several", tuple(_CODE.findall(text.upper())))
    cause = None
    code = text.upper()
    if _DECIMAL_END.fullmatch(code):
        cause, code = "decimal_suffix", code[:-2].zfill(5)
    elif _SHORT_CODE.fullmatch(code):
        cause, code = "zero_lost", code.zfill(5)
    elif not _CODE.fullmatch(code):
        return None
    now = commune_now(cog, code)
    if now is not None:
        meaning = cog.land.at(code, today_of(cog))
        is_current = meaning is not None and (
            meaning.is_commune or meaning.kind is MeaningKind.MUNICIPAL
        )
        return _Place(cause or ("current" if is_current else "old"), (now,))
    if cog.meanings(code):
        return _Place(cause or "old", ())
    if cog.is_postal_code(code):
        return _Place("postal_code", ())
    return _Place("unknown", ())


def _of_code_in_text(cog: Cog, text: str) -> _Place | None:
    """`35085 - Combourg`, `Combourg (35085)`: a code and the name of the same commune."""
    if match := _CODE_FIRST.fullmatch(text):
        code, name = match[1], match[2]
    elif match := _CODE_LAST.fullmatch(text):
        code, name = match[2], match[1]
    else:
        return None
    known = {plain_name(meaning.nom) for meaning in cog.meanings(code.upper())}
    return _of_code(cog, code) if plain_name(name) in known else None


def _of_postal_and_name(cog: Cog, text: str) -> _Place | None:
    match = _CODE_FIRST.fullmatch(text)
    if match is None or not cog.is_postal_code(match[1]):
        return None
    _, codes = communes_named(cog, match[2])
    near = tuple(code for code in codes if code[:2] == match[1][:2])
    return _Place("name_variant", near or codes) if codes else None


def _of_name(cog: Cog, text: str) -> _Place | None:
    is_exact, codes = communes_named(cog, text)
    if not codes:
        return None
    return _Place("name" if is_exact else "name_variant", codes)


def _departments(places: Mapping[Cell, _Place], cells: Counter[Cell]) -> Counter[str]:
    """The number of rows in each département, by the cells that mean one commune alone."""
    near: Counter[str] = Counter()
    for cell, place in places.items():
        if len(place.candidates) == 1:
            near[place.candidates[0][:2]] += cells[cell]
    return near


def _nearest(candidates: tuple[str, ...], near: Counter[str]) -> tuple[str, ...]:
    if len(candidates) < 2 or not near:
        return candidates
    best = max(near[code[:2]] for code in candidates)
    return tuple(code for code in candidates if near[code[:2]] == best) if best else candidates


def _false_friends(
    cog: Cog, places: dict[Cell, _Place], cells: Counter[Cell]
) -> dict[Cell, _Place]:
    """A postal code that is also the code of a commune far from all the others.

    Only where the column holds postal codes that are plainly no commune's.
    """
    if not any(place.cause == "postal_code" for place in places.values()):
        return places
    day = today_of(cog)
    epcis: Counter[str | None] = Counter()
    for cell, place in places.items():
        text = _text(cell) or ""
        if place.cause == "current" and not cog.is_postal_code(text):
            label = cog.label(place.candidates[0], day)
            epcis[str(label.epci_siren) if label else None] += cells[cell]
    marked = dict(places)
    for cell, place in places.items():
        if place.cause != "current" or not cog.is_postal_code(_text(cell) or ""):
            continue
        label = cog.label(place.candidates[0], day)
        if epcis and (str(label.epci_siren) if label else None) not in epcis:
            marked[cell] = _Place("postal_code_false_friend", ())
    return marked
