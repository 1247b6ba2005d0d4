"""The record of each column type: the names and words that one type has and another has not.

A place that needs such a fact reads it here: a new type is a member of `ScalarType` and its record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import ScalarType
from catalog.model.type_record import Family, TypeRecord

_YEAR = r"([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
"""PostgreSQL has no year 0: years begin at 0001 everywhere."""
_MONTH_DAY = (
    r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_DAY = r"([0-9]{2}(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26]|0[48])00)-02-29"
_DAY = rf"({_YEAR}-{_MONTH_DAY}|{_LEAP_DAY})"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_CLOCK_TO_THE_MINUTE = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_OFFSET = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"

_RECORDS: Mapping[ScalarType, TypeRecord] = {
    ScalarType.STRING: TypeRecord(
        family=Family.TEXT,
        words=Bilingual("texte", "text"),
        value=Bilingual("un texte", "text"),
        read_as="string",
        some="",
        wire="string",
        arrow="string",
        node="VARCHAR",
        kind="varchar",
        trino="varchar",
        result="varchar",
        hive="varchar",
        postgresql="text",
        in_postgresql=("text", "varchar", "bpchar", "uuid"),
        in_mariadb=(
            *("char", "varchar", "tinytext", "text", "mediumtext", "longtext"),
            *("enum", "set"),
        ),
        in_iceberg=("string", "uuid"),
        in_arrow=("large_string",),
        in_sqlite=("CHAR", "CLOB", "TEXT"),
        graphql="String",
        graphql_value=Bilingual("un texte", "a text"),
        names_rows=True,
    ),
    ScalarType.INTEGER: TypeRecord(
        family=Family.NUMBER,
        words=Bilingual("nombre entier", "whole number"),
        value=Bilingual("un entier sur 32 bits", "a 32-bit integer"),
        read_as="integer",
        misfit="not_a_number",
        misfit_words=Bilingual("sans nombre lisible", "without a readable number"),
        some="0",
        wire="int",
        arrow="int32",
        node="INT",
        spelling=r"[+-]?[0-9]{1,18}",
        kind="number",
        casts_from=("number", "varchar", "boolean"),
        trino="integer",
        result="integer",
        hive="integer",
        postgresql="integer",
        in_postgresql=("int2", "int4"),
        in_mariadb=("tinyint", "smallint", "mediumint", "int", "year"),
        in_iceberg=("int",),
        in_arrow=("int8", "int16"),
        graphql="Int",
        graphql_value=Bilingual("un entier sur 32 bits", "a 32-bit integer"),
        names_rows=True,
    ),
    ScalarType.BIGINT: TypeRecord(
        family=Family.NUMBER,
        words=Bilingual("nombre entier", "whole number"),
        value=Bilingual("un entier sur 64 bits", "a 64-bit integer"),
        read_as="integer",
        misfit="not_a_number",
        misfit_words=Bilingual("sans nombre lisible", "without a readable number"),
        some="0",
        wire="bigint",
        arrow="int64",
        node="BIGINT",
        spelling=r"[+-]?[0-9]{1,19}",
        kind="number",
        casts_from=("number", "varchar", "boolean"),
        trino="bigint",
        result="bigint",
        hive="bigint",
        postgresql="bigint",
        in_postgresql=("int8",),
        in_mariadb=("bigint",),
        in_iceberg=("long",),
        in_sqlite=("BIGINT", "INT"),
        graphql="BigInt",
        graphql_value=Bilingual(
            "un entier (nombre ou texte de chiffres)", "an integer (number or digits)"
        ),
        graphql_description=Bilingual(
            "Un entier sur 64 bits, écrit en texte.", "A 64-bit integer, written as text."
        ),
        names_rows=True,
    ),
    ScalarType.DECIMAL: TypeRecord(
        family=Family.NUMBER,
        words=Bilingual("nombre", "number"),
        value=Bilingual("un nombre décimal", "a decimal number"),
        literal=Bilingual("un nombre comme 12.34", "a number such as 12.34"),
        read_as="decimal",
        misfit="not_a_number",
        misfit_words=Bilingual("sans nombre lisible", "without a readable number"),
        some="0",
        wire="decimal",
        arrow="decimal128",
        node="DECIMAL",
        spelling=r"[+-]?[0-9]{1,38}(\.[0-9]{1,38})?",
        kind="number",
        casts_from=("number", "varchar", "boolean"),
        trino="decimal",
        result="decimal",
        hive="decimal",
        postgresql="numeric",
        graphql="Decimal",
        graphql_value=Bilingual(
            "un nombre décimal exact, sans plus de chiffres que la colonne (sauf lt, gt, between)",
            "an exact decimal number, with no more digits than the column has"
            " (except lt, gt, between)",
        ),
        graphql_description=Bilingual(
            "Un nombre décimal exact, écrit en texte.", "An exact decimal number, written as text."
        ),
    ),
    ScalarType.FLOAT: TypeRecord(
        family=Family.NUMBER,
        words=Bilingual("nombre", "number"),
        value=Bilingual("un nombre", "a number"),
        read_as="decimal",
        misfit="not_a_number",
        misfit_words=Bilingual("sans nombre lisible", "without a readable number"),
        some="0",
        wire="float",
        arrow="double",
        node="DOUBLE",
        spelling=r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?",
        kind="number",
        casts_from=("number", "varchar", "boolean"),
        trino="double",
        result="double",
        hive="double",
        postgresql="double precision",
        in_postgresql=("float4", "float8"),
        in_mariadb=("float", "double"),
        in_iceberg=("float", "double"),
        in_arrow=("float",),
        in_sqlite=("REAL", "FLOA", "DOUB"),
        graphql="Float",
        graphql_value=Bilingual("un nombre", "a number"),
    ),
    ScalarType.BOOLEAN: TypeRecord(
        family=Family.TRUTH,
        words=Bilingual("oui ou non", "yes or no"),
        value=Bilingual("true ou false", "true or false"),
        read_as="boolean",
        misfit="not_a_boolean",
        misfit_words=Bilingual("sans oui ni non", "without yes or no"),
        some="false",
        wire="boolean",
        arrow="bool",
        node="BOOLEAN",
        spelling=r"(true|false)",
        kind="boolean",
        casts_from=("boolean", "varchar", "number"),
        trino="boolean",
        result="boolean",
        hive="boolean",
        postgresql="boolean",
        in_postgresql=("bool",),
        in_iceberg=("boolean",),
        in_sqlite=("BOOL",),
        graphql="Boolean",
        graphql_value=Bilingual("true ou false", "true or false"),
    ),
    ScalarType.DATE: TypeRecord(
        family=Family.DAY,
        words=Bilingual("date", "date"),
        value=Bilingual("une date comme 2025-01-31", "a date such as 2025-01-31"),
        read_as="date",
        misfit="not_a_date",
        misfit_words=Bilingual("sans date lisible", "without a readable day"),
        some="1970-01-01",
        wire="date",
        arrow="date32",
        node="DATE",
        spelling=_DAY,
        kind="date",
        casts_from=("date", "instant", "varchar"),
        example="DATE '2025-01-31'",
        trino="date",
        result="date",
        hive="date",
        postgresql="date",
        in_postgresql=("date",),
        in_mariadb=("date",),
        in_iceberg=("date",),
        in_sqlite=("DATE",),
        graphql="Date",
        graphql_value=Bilingual("une date AAAA-MM-JJ", "a date YYYY-MM-DD"),
        graphql_description=Bilingual(
            "Un jour, AAAA-MM-JJ (ISO 8601).", "A day, YYYY-MM-DD (ISO 8601)."
        ),
        names_rows=True,
    ),
    ScalarType.TIME: TypeRecord(
        family=Family.TIME,
        words=Bilingual("heure", "time"),
        value=Bilingual("une heure comme 08:15 ou 08:15:30", "a time such as 08:15 or 08:15:30"),
        read_as="time",
        misfit="not_a_time",
        misfit_words=Bilingual("sans heure lisible", "without a readable time"),
        some="00:00:00",
        wire="time",
        arrow="time64[us]",
        node="TIME",
        spelling=_CLOCK_TO_THE_MINUTE,
        kind="time",
        casts_from=("time", "varchar"),
        example="TIME '08:15'",
        trino="time(6)",
        result="time",
        # Hive has no type for it.
        hive="",
        postgresql="time",
        in_postgresql=("time",),
        in_mariadb=("time",),
        in_iceberg=("time",),
        in_sqlite=("TIME",),
        in_arrow=("time32[s]", "time32[ms]"),
        graphql="Time",
        graphql_value=Bilingual("une heure HH:MM ou HH:MM:SS", "a time HH:MM or HH:MM:SS"),
        graphql_description=Bilingual(
            "Une heure de la journée, HH:MM:SS (ISO 8601), sans date ni fuseau.",
            "A time of day, HH:MM:SS (ISO 8601), without a date or a zone.",
        ),
        names_rows=True,
    ),
    ScalarType.TIMESTAMP: TypeRecord(
        family=Family.DAY,
        words=Bilingual("date et heure", "date and time"),
        value=Bilingual(
            "une date et une heure comme 2025-01-31T08:00:00",
            "a date and time such as 2025-01-31T08:00:00",
        ),
        literal=Bilingual(
            "une date et une heure comme 2025-01-31 08:00:00",
            "a date and time such as 2025-01-31 08:00:00",
        ),
        read_as="timestamp",
        misfit="not_a_date",
        misfit_words=Bilingual("sans date lisible", "without a readable day"),
        some="1970-01-01T00:00:00",
        wire="timestamp",
        arrow="timestamp[us]",
        node="TIMESTAMP",
        spelling=rf"{_DAY}[T ]{_CLOCK}",
        kind="date",
        casts_from=("date", "instant", "varchar"),
        trino="timestamp(6)",
        result="timestamp",
        hive="timestamp",
        postgresql="timestamp",
        in_postgresql=("timestamp",),
        in_mariadb=("datetime",),
        in_iceberg=("timestamp",),
        in_sqlite=("TIMESTAMP", "DATETIME"),
        graphql="Timestamp",
        graphql_value=Bilingual(
            "une date et une heure locales, AAAA-MM-JJTHH:MM:SS",
            "a local date and time, YYYY-MM-DDTHH:MM:SS",
        ),
        graphql_description=Bilingual(
            "Une date et une heure locales, sans décalage.",
            "A local date and time, without an offset.",
        ),
        names_rows=True,
    ),
    ScalarType.TIMESTAMP_TZ: TypeRecord(
        family=Family.DAY,
        words=Bilingual("date et heure", "date and time"),
        value=Bilingual(
            "un instant comme 2025-01-31T08:00:00Z", "an instant such as 2025-01-31T08:00:00Z"
        ),
        literal=Bilingual(
            "une date, une heure et un fuseau comme 2025-01-31 08:00:00 Europe/Paris",
            "a date, a time and a zone such as 2025-01-31 08:00:00 Europe/Paris",
        ),
        read_as="timestamp_tz",
        misfit="not_a_date",
        misfit_words=Bilingual("sans date lisible", "without a readable day"),
        some="1970-01-01T00:00:00Z",
        wire="timestamp_tz",
        arrow="timestamp[us]",
        node="TIMESTAMPTZ",
        spelling=rf"{_DAY}[T ]{_CLOCK}{_OFFSET}",
        kind="instant",
        casts_from=("date", "instant", "varchar"),
        example="TIMESTAMP '2025-01-31 08:00:00 Europe/Paris'",
        trino="timestamp(6) with time zone",
        result="timestamp with time zone",
        # Hive has no instants: it gives them as timestamps in UTC.
        hive="timestamp",
        postgresql="timestamptz",
        in_postgresql=("timestamptz",),
        in_mariadb=("timestamp",),
        in_iceberg=("timestamptz",),
        graphql="DateTime",
        graphql_value=Bilingual(
            "une date et une heure avec leur décalage, AAAA-MM-JJTHH:MM:SSZ",
            "a date and time with an offset, YYYY-MM-DDTHH:MM:SSZ",
        ),
        graphql_description=Bilingual(
            "Un instant, écrit en UTC et terminé par Z.",
            "An instant, written in UTC and ending in Z.",
        ),
        names_rows=True,
    ),
    ScalarType.JSON: TypeRecord(
        family=Family.STRUCTURE,
        words=Bilingual("structure", "structure"),
        value=Bilingual("un texte", "text"),
        read_as="json",
        some="{}",
        wire="json",
        arrow="string",
        node="VARCHAR",
        kind="varchar",
        trino="varchar",
        result="json",
        hive="varchar",
        postgresql="text",
        in_postgresql=("json", "jsonb"),
        # MySQL's; MariaDB's JSON is LONGTEXT under a check, and the steward's word makes it JSON.
        in_mariadb=("json",),
        in_sqlite=("JSON",),
        graphql="JSON",
        graphql_value=Bilingual("une valeur JSON", "a JSON value"),
        graphql_description=Bilingual("Une valeur JSON quelconque.", "Any JSON value."),
    ),
}
TYPES: Mapping[ScalarType, TypeRecord] = MappingProxyType(
    {each: _RECORDS[each] for each in ScalarType}
)
"""Of every column type; a type without a record ends the start of the program."""


def types_of(*families: Family) -> frozenset[ScalarType]:
    return frozenset(each for each, record in TYPES.items() if record.family in families)


NUMBERS = types_of(Family.NUMBER)
WHOLE_NUMBERS = frozenset({ScalarType.INTEGER, ScalarType.BIGINT})
DAYS = types_of(Family.DAY)
RANKED = types_of(Family.NUMBER, Family.DAY, Family.TIME)
"""Their values have a middle one."""
UNORDERED = types_of(Family.TRUTH, Family.STRUCTURE)
"""No value of theirs is less than another."""
KEYS = frozenset(each for each, record in TYPES.items() if record.names_rows)


def record_of(name: str) -> TypeRecord | None:
    """The record of a type as a declaration writes it (`decimal(18,3)`); None for another word."""
    scalar = name.partition("(")[0]
    return TYPES[ScalarType(scalar)] if scalar in set(ScalarType) else None


def type_words(name: str, language: str) -> str:
    """The words for a type as a declaration writes it; another word is its own."""
    record = record_of(name)
    if record is None:
        return name
    return record.words.en if language == "en" else record.words.fr


def by_name(names: Iterable[tuple[ScalarType, tuple[str, ...]]]) -> Mapping[str, ScalarType]:
    """The column type of each of the names that a source has for it."""
    return {name: scalar for scalar, own in names for name in own}
