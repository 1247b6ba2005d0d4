"""Rows whose commune is written with the name of another commune than that of its code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from catalog.cog import Cog
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from intake.deposits.cell_values import CellValues
from intake.deposits.check_values import CheckMessage, Rung
from intake.deposits.row_batches import Target
from intake.deposits.value_checks import rows_in_words
from intake.file_reading.commune_names import commune_now, gazetteer, plain_name
from intake.file_reading.names import words_of
from intake.file_reading.typed_rows import ReadColumn, ReadFile
from intake.file_reading.values import Cell

_EXAMPLES = 2
_COMMUNES = frozenset({"commune", "communes", "ville"})
_MOST_TEXTS = 40_000
_MOSTLY = 0.8
_FEW = 0.5
"""The largest share of rows that may differ: above, the names are those of something else."""


def name_messages(
    dataset: Dataset, file: ReadFile, targets: Sequence[Target], cog: Cog
) -> Iterable[CheckMessage]:
    """One at most, and it breaks nothing: the code is what is read.

    A name that the commune, or one that has merged into it, bears or has borne goes with its code.
    """
    place = _code_target(dataset, targets)
    if place is None:
        return
    for read in file.columns:
        places = _places_of_names(read, cog)
        if not places:
            continue
        named, differing = _differing(file, place, read, places, cog)
        if named and 0 < differing.total() <= _FEW * named:
            yield _message(differing, cog)
            return


def _code_target(dataset: Dataset, targets: Sequence[Target]) -> Target | None:
    """The column of codes; one that was made from names agrees with them."""
    if dataset.territory is None:
        return None
    source = dataset.column(dataset.territory.column).source_name
    for target in targets:
        if target.name == source and target.read is not None and target.read.made is None:
            return target if target.read.column.by == "code" else None
    return None


def _places_of_names(read: ReadColumn, cog: Cog) -> dict[Cell, frozenset[str]]:
    """By cell, today's communes that bear its name, hold one that bore it, or bore it themselves.

    Empty where the column does not hold names of communes.
    """
    column = read.column
    texts = {cell: value for cell, value in read.values.items() if isinstance(value, str)}
    is_of_names = (
        read.made is None
        and column.concept is None
        and not column.personal
        and bool(_COMMUNES & set(words_of(column.name)))
    )
    if not is_of_names or not 0 < len(texts) <= _MOST_TEXTS:
        return {}
    places = {cell: _places(text, cog) for cell, text in texts.items()}
    known = {cell: codes for cell, codes in places.items() if codes}
    return known if len(known) >= _MOSTLY * len(texts) else {}


def _places(name: str, cog: Cog) -> frozenset[str]:
    codes = gazetteer(cog).plain.get(plain_name(name), ())
    today = (commune_now(cog, code) for code in codes)
    return frozenset(code for code in today if code is not None)


def _differing(
    file: ReadFile,
    place: Target,
    read: ReadColumn,
    places: dict[Cell, frozenset[str]],
    cog: Cog,
) -> tuple[int, Counter[tuple[str, str]]]:
    """(rows that have both, rows by code and name that do not go together)."""
    if place.read is None:
        return 0, Counter()
    values = CellValues(place.read, place.kind)
    now: dict[str, str | None] = {}
    named, differing = 0, Counter[tuple[str, str]]()
    for row in file.rows():
        code, cell = values.value(row.cell(place.read)), row.cell(read)
        if not isinstance(code, str) or cell not in places:
            continue
        if code not in now:
            now[code] = commune_now(cog, code)
        if now[code] is None:
            continue
        named += 1
        if now[code] not in places[cell]:
            differing[code, " ".join(str(cell).split())] += 1
    return named, differing


def _message(differing: Counter[tuple[str, str]], cog: Cog) -> CheckMessage:
    """« Le nom ne va pas avec le code : 12 lignes, par exemple 35164 écrit « Lanhélin ». »"""
    words = rows_in_words(differing.total())
    often = [pair for pair, _ in differing.most_common(_EXAMPLES)]
    fr = ", ".join(f"{_named(code, cog)} écrit « {name[:30]} »" for code, name in often)
    en = ", ".join(f'{_named(code, cog)} written "{name[:30]}"' for code, name in often)
    return CheckMessage(
        Rung.TERRITORY, "name_beside_code",
        Bilingual(
            f"Le nom ne va pas avec le code : {words.fr}, par exemple {fr}.",
            f"The name does not go with the code: {words.en}, for example {en}.",
        ),
        Bilingual(
            "Corrigez le code ou le nom dans votre fichier : c'est le code qui est lu.",
            "Mend the code or the name in your file: the code is what is read.",
        ),
        differing.total(),
        tuple(f"{one} → {text[:30]}" for one, text in often),
    )  # fmt: skip


def _named(code: str, cog: Cog) -> str:
    return f"{code} ({cog.meanings(code)[-1].nom})"
