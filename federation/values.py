"""The values of one request, checked against the types that its plan declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.fold import fold
from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from federation.engine import Value
from federation.keys import DerivedKeys
from federation.logical import CursorSource, LiteralSource, Parameter, VariableSource
from federation.plan import Plan
from federation.problems import InvalidCursor, InvalidValue
from federation.wire_values import canonical_value

_WILDCARDS = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_ABSENT = object()


def bind_values(
    plan: Plan,
    variables: Mapping[str, object],
    cursors: Mapping[str, Sequence[object]],
    keyring: DerivedKeys,
) -> dict[str, Value]:
    """A wire value for every placeholder of the plan, keys included, by name.

    `variables` are the request's, coerced or not; `cursors` maps the sealed text of each cursor
    to the values in it (or holds nothing where it could not be opened). Raises InvalidValue with
    the path of the value, InvalidCursor when a cursor does not fit.
    """
    values: dict[str, Value] = {
        each.name: _bind(each, variables, cursors) for each in plan.parameters
    }
    for key in plan.keys:
        values[key.name] = keyring.derive(key.purpose, key.half)
    return values


def cursor_tokens(plan: Plan, variables: Mapping[str, object]) -> frozenset[str]:
    """The sealed text of every cursor that the request gives to this plan."""
    sources = (each.source for each in plan.parameters)
    tokens = (_read(each.token, variables) for each in sources if isinstance(each, CursorSource))
    return frozenset(token for token in tokens if isinstance(token, str))


def _bind(
    parameter: Parameter,
    variables: Mapping[str, object],
    cursors: Mapping[str, Sequence[object]],
) -> Value:
    source = parameter.source
    if isinstance(source, CursorSource):
        return _from_cursor(parameter, source, variables, cursors)
    value = _read(source, variables)
    try:
        canonical = canonical_value(value, parameter.type, parameter.rounding)
    except ValueError:
        raise _invalid(parameter.type, source) from None
    return _written(canonical, parameter)


def _written(value: Value, parameter: Parameter) -> Value:
    """Folded, then escaped between the wildcards that are ours."""
    if not isinstance(value, str) or parameter.type.scalar is not ScalarType.STRING:
        return value
    if parameter.fold != "NONE":
        value = fold(value, accent=parameter.fold == "CASE_ACCENT")
    if parameter.prefix or parameter.suffix:
        value = f"{parameter.prefix}{value.translate(_WILDCARDS)}{parameter.suffix}"
    return value


def _from_cursor(
    parameter: Parameter,
    source: CursorSource,
    variables: Mapping[str, object],
    cursors: Mapping[str, Sequence[object]],
) -> Value:
    token = _read(source.token, variables)
    opened = cursors.get(token) if isinstance(token, str) else None
    if opened is None or source.index >= len(opened):
        raise InvalidCursor
    value = opened[source.index]
    if source.is_null:
        return value is None
    if value is None:
        return None
    try:
        return canonical_value(value, parameter.type)
    except ValueError:
        raise InvalidCursor from None


def _read(source: LiteralSource | VariableSource, variables: Mapping[str, object]) -> object:
    if isinstance(source, LiteralSource):
        return source.value
    value: object = variables
    for step in source.path:
        match value:
            case Mapping() if step in value:
                value = value[step]
            case list() if isinstance(step, int) and step < len(value):
                value = value[step]
            case _:
                return _ABSENT
    return value


def _invalid(column_type: ColumnType, source: LiteralSource | VariableSource) -> InvalidValue:
    expected_fr, expected_en = TYPES[column_type.scalar].value
    if column_type.scalar is ScalarType.DECIMAL and column_type.scale is not None:
        expected_fr += f", {column_type.scale} décimales au plus"
        expected_en += f", {column_type.scale} decimals at most"
    path = _path(source)
    return InvalidValue(
        path_fr=path or "un littéral",
        path_en=path or "a literal",
        expected_fr=expected_fr,
        expected_en=expected_en,
    )


def _path(source: LiteralSource | VariableSource) -> str | None:
    """`$where.dateCollecte.gte`, `$codes[2]`; None for a literal of the document."""
    if isinstance(source, LiteralSource):
        return None
    name, *steps = source.path
    written = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps]
    return "".join(["$", str(name), *written])
