"""The values given for `?`: their types, which shape a statement, apart from what they are.

"VERRE"   12   1.5   true   null   {"type": "date", "value": "2025-01-31"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from federation.sql.problems import SqlParameterCount, SqlParameterType
from federation.sql.scan import TokenKind, scan
from federation.wire_values import DECIMAL_DIGITS, canonical_value

MAX_PARAMETERS = 2_000
CELL = 100
"""Characters that count as one cell."""
MAX_TEXT = 10_000
"""Characters of one value: it may be repeated in every row."""
_NAMES: Mapping[str, ScalarType] = {
    record.result: each
    for each, record in TYPES.items()
    if each not in {ScalarType.DECIMAL, ScalarType.JSON}
}
_DIGITS = Bilingual("un nombre qui ait ce nombre de chiffres", "a number of so many digits")
MAX_COUNT = 2**31 - 1
"""Rows that LIMIT or OFFSET says."""
_MAY_COUNT = re.compile(r"\b(?:LIMIT|OFFSET|FIRST|NEXT)\b", re.IGNORECASE)
_COUNTED = frozenset({"LIMIT", "OFFSET", "FIRST", "NEXT"})
_DECIMAL = re.compile(r"decimal\(([0-9]{1,2}), ?([0-9]{1,2})\)")
_INTEGERS = ((31, ScalarType.INTEGER), (63, ScalarType.BIGINT))


@dataclass(frozen=True, slots=True)
class ParameterType:
    """`cells`: how many hundreds of characters a text has, in powers of ten. `count`: the number
    itself, where it says how many rows: that shapes a statement too.
    """

    type: ColumnType
    is_null: bool = False
    cells: int = 1
    count: int | None = None


@dataclass(frozen=True, slots=True)
class GivenParameters:
    """`types` shape the tree; `values` are bound when it runs, and kept nowhere."""

    types: tuple[ParameterType, ...]
    values: tuple[object, ...]


def read_parameters(given: Sequence[object], text: str = "") -> GivenParameters:
    """`text` is the statement. Raises SqlParameterType, which counts from 1."""
    if len(given) > MAX_PARAMETERS:
        raise _refused(MAX_PARAMETERS + 1, f"{MAX_PARAMETERS} au plus", f"{MAX_PARAMETERS} at most")
    read = [_read(number, each) for number, each in enumerate(given, start=1)]
    kinds = [kind for kind, _ in read]
    for number in _counts(text) if given else ():
        if number <= len(kinds):
            kinds[number - 1] = replace(
                kinds[number - 1], count=_count(number, read[number - 1][1])
            )
    return GivenParameters(tuple(kinds), tuple(value for _, value in read))


def _counts(text: str) -> Iterator[int]:
    """The numbers, from 1, of the `?` that stand after LIMIT, OFFSET and FETCH FIRST."""
    if not _MAY_COUNT.search(text, 0, text.rfind("?") + 1):
        return
    number, before = 0, ""
    for token in scan(text).tokens:
        if token.kind is TokenKind.SIGN and token.value == "?":
            number += 1
            if before in _COUNTED:
                yield number
        before = token.value if token.kind is TokenKind.WORD else ""


def _count(number: int, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT:
        return value
    raise _refused(
        number,
        f"LIMIT et OFFSET prennent un nombre entier de 0 à {MAX_COUNT}",
        f"LIMIT and OFFSET take a whole number from 0 to {MAX_COUNT}",
    )


def check_count(expected: int, given: GivenParameters) -> None:
    """Raises SqlParameterCount."""
    if expected != len(given.types):
        raise SqlParameterCount(expected=expected, given=len(given.types))


def _read(number: int, value: object) -> tuple[ParameterType, object]:
    match value:
        case None:
            return ParameterType(ColumnType(ScalarType.STRING), is_null=True), None
        case bool():
            kind = ColumnType(ScalarType.BOOLEAN)
        case int():
            kind = ColumnType(_integer(number, value))
        case float():
            kind = ColumnType(ScalarType.FLOAT)
        case str():
            kind = ColumnType(ScalarType.STRING)
        case {"type": str(name), "value": value, **others} if not others:
            kind = _named(number, name)
        case _:
            raise _refused(number, "un objet ou une liste", "an object or a list")
    if value is None:
        return ParameterType(kind, is_null=True), None
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise _refused(number, f"{MAX_TEXT} caractères au plus", f"{MAX_TEXT} characters at most")
    try:
        canonical_value(value, kind)
    except ValueError:
        is_exact = kind.scalar is ScalarType.DECIMAL
        fr, en = _DIGITS if is_exact else TYPES[kind.scalar].value
        raise _refused(number, f"il faut {fr}", f"{en} is expected") from None
    return ParameterType(kind, cells=_cells(value)), value


def _cells(value: object) -> int:
    length = len(value) if isinstance(value, str) else 0
    return next((each for each in (1, 10) if length <= each * CELL), MAX_TEXT // CELL)


def _integer(number: int, value: int) -> ScalarType:
    for bits, scalar in _INTEGERS:
        if -(1 << bits) <= value < 1 << bits:
            return scalar
    raise _refused(
        number,
        "l'entier dépasse 64 bits : donnez-le en texte, de type decimal(38, 0)",
        "the integer is beyond 64 bits: give it as text, of the type decimal(38, 0)",
    )


def _named(number: int, name: str) -> ColumnType:
    plain = " ".join(name.lower().split())
    found = _DECIMAL.fullmatch(plain)
    if found is not None:
        precision, scale = int(found[1]), int(found[2])
        if 1 <= precision <= DECIMAL_DIGITS and scale <= precision:
            return ColumnType(ScalarType.DECIMAL, precision, scale)
    if plain not in _NAMES:
        raise _refused(number, "type inconnu", "unknown type")
    return ColumnType(_NAMES[plain])


def _refused(number: int, fr: str, en: str) -> SqlParameterType:
    return SqlParameterType(number=number, reason_fr=fr, reason_en=en)
