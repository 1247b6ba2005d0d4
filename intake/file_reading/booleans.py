"""Yes and no in the words that files use for them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from catalog.fold import fold
from intake.file_reading.names import names_a_quantity, words_of
from intake.file_reading.standard_names import names_a_standards_figure
from intake.file_reading.values import Cell, Flag
from intake.file_reading.vocabulary import vocabulary

_PAIRS = (
    ({"oui"}, {"non"}),
    ({"o"}, {"n"}),
    ({"vrai"}, {"faux"}),
    ({"true"}, {"false"}),
    ({"t"}, {"f"}),
    ({"yes"}, {"no"}),
    ({"y"}, {"n"}),
    ({"actif"}, {"inactif"}),
    ({"[x]", "(x)"}, {"[ ]", "[]", "( )", "()"}),
    ({"☑", "☒", "✅", "■", "✓", "✔", "●"}, {"☐", "□", "⬜", "○"}),
    ({"✓", "✔", "✅", "☑"}, {"✗", "✘", "×", "❌", "☒"}),
)
_FULL_WORDS = frozenset({"oui", "non", "vrai", "faux", "true", "false", "yes"})
"""One of them alone still says what the column is."""
_TICKS = frozenset({"x", "✓", "✔", "☑", "☒", "■", "✅", "●", "[x]", "(x)"})
_CROSSES, _SURE_TICKS = frozenset({"x", "☒"}), frozenset({"✓", "✔", "☑", "✅"})
"""A cross marks what is meant, or says no beside a tick."""
_ENOUGH = 0.95
_MOST_WORDS = 12
_STEM, _TWO = 6, 2
_POINTS = frozenset({"n", "o", "s", "e", "t", "f"})
_NOT = ("non ", "non-", "pas ")
_RANKS = vocabulary(
    "etage etages niveau classe note cote grade rang categorie indice score points zone phase "
    "tranche lot pour contre abst abstention abstentions absents voix mesure valeur value jours "
    "heures enfants adultes personnes blesses tues victimes passages"
)
"""Of which 0 and 1 are two among others."""
_DIRECTIONS = vocabulary("orientation exposition cote sens direction versant facade")
"""`O` and `N` beneath are west and north."""


@dataclass(frozen=True, slots=True)
class BooleanWords:
    """`true` and `false` as written in the file; an empty text where nothing means no."""

    values: dict[Cell, bool]
    true: list[str]
    false: list[str]
    empty_means_no: bool = False


def boolean_words(name: str, cells: Counter[Cell], rows: int) -> BooleanWords | None:
    """None for a column of anything else."""
    if not cells or len(cells) > _MOST_WORDS:
        return None
    if all(isinstance(cell, Flag) for cell in cells):
        return BooleanWords({cell: cell is Flag.TRUE for cell in cells}, ["true"], ["false"])
    texts = {cell: _plain(cell) for cell in cells}
    marks = set(texts.values())
    is_doubtful = bool(marks & _CROSSES and marks & _SURE_TICKS)
    if marks <= _TICKS and not is_doubtful:
        is_whole = sum(cells.values()) == rows
        return None if is_whole else BooleanWords(
            dict.fromkeys(cells, True), sorted({str(cell) for cell in cells}), [""], True
        )  # fmt: skip
    is_figure = names_a_quantity(name) or names_a_standards_figure(name)
    is_figure = is_figure or bool(set(words_of(name)) & _RANKS)
    for yes in ("1", "-1"):
        # Access and Visual Basic write yes as -1.
        if set(texts.values()) == {"0", yes} and not is_figure:
            return _of_pair(texts, {yes}, {"0"})
    if set(words_of(name)) & _DIRECTIONS and marks <= _POINTS:
        return None
    return _of_words(texts, cells) or _of_its_name(name, texts)


def _of_its_name(name: str, texts: dict[Cell, str]) -> BooleanWords | None:
    """`conforme`, `non conforme` under a name that says it: `Conforme`, `Conformité`."""
    words = set(texts.values())
    if len(words) != _TWO:
        return None
    yes = min(words, key=len)
    is_denied = any(f"{no}{yes}" in words for no in _NOT)
    stems = {word[:_STEM] for word in words_of(name)}
    return _of_pair(texts, {yes}, words - {yes}) if is_denied and yes[:_STEM] in stems else None


def _of_words(texts: dict[Cell, str], cells: Counter[Cell]) -> BooleanWords | None:
    total = sum(cells.values())
    for yes, no in _PAIRS:
        words = yes | no
        fits = sum(count for cell, count in cells.items() if texts[cell] in words)
        seen = {texts[cell] for cell in cells} & words
        if seen >= {"☑", "☒"} and yes >= {"☑", "☒"}:
            # A tick and a cross beside each other are no two ways to say yes.
            continue
        if fits >= _ENOUGH * total and ((seen & yes and seen & no) or seen & _FULL_WORDS):
            return _of_pair(texts, yes, no)
    return None


def _plain(cell: Cell) -> str:
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    return fold(str(cell).strip())


def _of_pair(texts: dict[Cell, str], yes: set[str], no: set[str]) -> BooleanWords:
    values = {cell: text in yes for cell, text in texts.items() if text in yes | no}
    true = sorted({str(cell).strip() for cell, value in values.items() if value})
    false = sorted({str(cell).strip() for cell, value in values.items() if not value})
    return BooleanWords(values, true, false)
