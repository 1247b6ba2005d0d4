"""A query of a session: its tree, what it is given, and its request to the entrance of SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

from sqlglot import exp

from federation.postgresql.expressions import Parameters
from federation.postgresql.kinds import WIRE_KINDS, Kind
from federation.postgresql.parameters import array_of, null_parameter, parameter_of
from federation.postgresql.parsing import parse_query
from federation.postgresql.scan import Written
from federation.postgresql.translation import Translated, translate
from federation.results.formats.choice import POSTGRES
from federation.sql.names import SqlNames
from federation.sql.problems import SqlParameterCount
from gateway.postgresql.session_settings import SessionSettings
from gateway.reading.query.sql_request import SqlRequest

DOOR = "postgres"
_ARRAYS = {
    Kind.BOOL: 1000,
    Kind.INT4: 1007,
    Kind.INT8: 1016,
    Kind.TEXT: 1009,
    Kind.FLOAT8: 1022,
    Kind.DATE: 1182,
    Kind.TIMESTAMP: 1115,
    Kind.TIMESTAMPTZ: 1185,
    Kind.NUMERIC: 1231,
}


@dataclass(frozen=True, slots=True)
class Who:
    """The sender of a session's statements: what they showed, and where they are."""

    authorization: str = field(repr=False)
    address: str


@dataclass(slots=True)
class Query:
    """`oids` are the types that its client declares; `values` None: it is described, not run.

    `translated` is known once the entrance has asked for it, with the names of that moment.
    """

    statement: Written
    tree: exp.Query
    oids: tuple[int, ...] = ()
    values: Sequence[bytes | None] | None = None
    formats: Sequence[int] = ()
    search_path: tuple[str, ...] = ()
    zone: str = "UTC"
    translated: Translated | None = None

    @classmethod
    def read(cls, statement: Written, oids: tuple[int, ...] = ()) -> Query:
        """Raises CallerProblems."""
        return cls(statement, parse_query(statement), oids)

    def bound(
        self,
        values: Sequence[bytes | None] | None,
        formats: Sequence[int],
        settings: SessionSettings,
    ) -> Query:
        """The same with values, under the settings of this moment. Raises SqlParameterCount."""
        if values is not None and len(values) != self.statement.parameters:
            raise SqlParameterCount(expected=self.statement.parameters, given=len(values))
        return Query(
            self.statement,
            self.tree,
            self.oids,
            values,
            formats,
            settings.search_path,
            settings.zone,
        )

    def in_ours(self, names: SqlNames) -> tuple[str, tuple[object, ...]]:
        parameters = Parameters.declared(self.oids)
        values = self.values
        if values is not None:
            for number in range(1, len(values) + 1):
                if number in parameters.are_arrays:
                    parameters.arrays[number] = len(self._items(number, parameters))
        translated = translate(self.tree.copy(), names, parameters, self.search_path, self.zone)
        if values is not None and parameters.are_arrays - parameters.arrays.keys():
            # Only now is it known that they are arrays, and how many values each has.
            again = Parameters(kinds=dict(parameters.kinds), are_arrays=parameters.are_arrays)
            again.arrays = {each: len(self._items(each, again)) for each in parameters.are_arrays}
            translated = translate(self.tree.copy(), names, again, self.search_path, self.zone)
        self.translated = translated
        return translated.text, tuple(
            self._value(number, at, translated.parameters) for number, at in translated.places
        )

    def _items(self, number: int, parameters: Parameters) -> list[object]:
        value = self.values[number - 1] if self.values is not None else None
        kind = parameters.kinds.get(number, Kind.TEXT)
        return (
            [] if value is None else array_of(value, is_binary=self._is_binary(number), kind=kind)
        )

    def _value(self, number: int, at: int | None, parameters: Parameters) -> object:
        kind = parameters.kinds.get(number, Kind.TEXT)
        if self.values is None:
            return (
                {"type": "bigint", "value": 1}
                if number in parameters.counts
                else null_parameter(kind)
            )
        if at is not None:
            return self._items(number, parameters)[at]
        return parameter_of(self.values[number - 1], is_binary=self._is_binary(number), kind=kind)

    def _is_binary(self, number: int) -> bool:
        if not self.formats:
            return False
        return bool(self.formats[0] if len(self.formats) == 1 else self.formats[number - 1])

    @property
    def parameter_oids(self) -> list[int]:
        """The types of its parameters, as `in_ours` found them."""
        if self.translated is None:
            return []
        parameters = self.translated.parameters
        oids = []
        for number in range(1, self.statement.parameters + 1):
            kind = parameters.kinds.get(number, Kind.TEXT)
            declared = self.oids[number - 1] if number <= len(self.oids) else 0
            is_array = number in parameters.are_arrays
            oids.append(declared or (_ARRAYS[kind] if is_array else WIRE_KINDS[kind].oid))
        return oids

    @property
    def names(self) -> tuple[str | None, ...] | None:
        return None if self.translated is None else self.translated.names


def request_of(query: Query, who: Who, settings: SessionSettings) -> SqlRequest:
    """Its request under the settings of the session, with an id of its own."""
    return replace(plain_request(query.statement.sent, who, settings), foreign=query)


def plain_request(text: str, who: Who, settings: SessionSettings) -> SqlRequest:
    """Of a statement in our dialect."""
    return SqlRequest(
        id=uuid4().hex,
        document=text,
        authorization=who.authorization,
        purpose=settings.optional("interco.purpose"),
        on_behalf_of=settings.optional("interco.on_behalf_of"),
        file_reference=settings.optional("interco.file_reference"),
        language=settings.language,
        address=who.address,
        door=DOOR,
        answer_format=POSTGRES,
        overlap=settings.overlap,
    )


def opening_request(who: Who, settings: SessionSettings) -> SqlRequest:
    """A request that reads nothing: whose key opens this door is asked of it."""
    return plain_request("", who, settings)
