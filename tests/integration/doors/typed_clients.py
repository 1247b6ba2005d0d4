"""Clients that read typed values: each format by the reader of a library that others use.

`HELD` has the rules of formats that cannot hold a type as it is: what is compared there in its
place, and why. All else is compared by type and value.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import asyncpg
import psycopg

from catalog.model.dataset import ScalarType
from tests.integration.doors.matrix import _CODE, NOT_COMPARED, _camel
from tests.integration.doors.typed_files import (
    Client,
    Clients,
    Typed,
    by_csv,
    by_geojson,
    by_parquet,
    by_workbook,
    check_point,
)
from tests.integration.doors.typed_questions import TypedQuestion
from tests.integration.doors.typed_rows import DATASET, READERS, SLUG, TYPES
from tests.integration.doors.typed_values import loaded, of_json_text, of_number, of_text

PARIS = ZoneInfo("Europe/Paris")
UNLIKE = {
    "unknown_field": "unknown",
    "unknown_column": "unknown",
    "unknown_dataset": "unknown",
    "odata_unknown_property": "unknown",
    "ogc_unknown_property": "unknown",
}
"""What is hidden is not there, and each language has its word for that."""


async def by_graphql(clients: Clients, question: TypedQuestion) -> Typed:
    answer = await clients.http.post(
        "/graphql", json={"query": question.graphql}, headers=clients.headers(question.reader)
    )
    body = answer.json()
    if "errors" in body:
        return body["errors"][0]["extensions"]["code"]
    if "data" not in body:
        return body["code"]
    nodes = body["data"]["valDIlleAubigne"][_camel(DATASET)]["nodes"]
    return [[of_text(name, node[_camel(name)]) for name in question.columns] for node in nodes]


async def by_odata(clients: Clients, question: TypedQuestion) -> Typed:
    """By the types that `$metadata` tells; every second one asks for exact texts."""
    exact = {"Accept": "application/json;IEEE754Compatible=true"} if len(question.name) % 2 else {}
    headers = clients.headers(question.reader) | exact
    answer = await clients.http.get(
        f"/odata/{SLUG}/{DATASET}", params=question.odata, headers=headers
    )
    body = loaded(answer.content)
    if answer.status_code != 200:
        return body["error"]["code"]
    described = headers | {"Accept": "application/xml"}
    metadata = await clients.http.get(f"/odata/{SLUG}/$metadata", headers=described)
    types = {
        each.get("Name"): each.get("Type")
        for kind in ET.fromstring(metadata.content).iter(f"{_EDM}EntityType")
        if kind.get("Name") == DATASET
        for each in kind.iter(f"{_EDM}Property")
    }
    assert "@odata.nextLink" not in body
    return [
        [_of_edm(types[name], name, row[name]) for name in question.columns]
        for row in body["value"]
    ]


_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


def _of_edm(kind: str, name: str, cell: object) -> object:
    expected = {
        ScalarType.TIMESTAMP: "Edm.String",
        ScalarType.JSON: "Edm.String",
        ScalarType.STRING: "Edm.String",
        ScalarType.INTEGER: "Edm.Int32",
        ScalarType.BIGINT: "Edm.Int64",
        ScalarType.DECIMAL: "Edm.Decimal",
        ScalarType.FLOAT: "Edm.Double",
        ScalarType.BOOLEAN: "Edm.Boolean",
        ScalarType.DATE: "Edm.Date",
        ScalarType.TIME: "Edm.TimeOfDay",
        ScalarType.TIMESTAMP_TZ: "Edm.DateTimeOffset",
    }[TYPES[name].scalar]
    assert kind == expected, (name, kind)
    return of_number(name, cell)


async def by_ogc(clients: Clients, question: TypedQuestion) -> Typed:
    if not question.is_by_key and not question.has_all_rows:
        # Rows come in the order of the key there.
        return NOT_COMPARED
    headers = clients.headers(question.reader)
    path = f"/ogc/{SLUG}/collections/{DATASET}/items"
    answer = await clients.http.get(path, params=question.ogc, headers=headers)
    body = loaded(answer.content)
    if answer.status_code != 200:
        # A page asks for one row more than it gives, to know of a next one.
        is_full = body["code"] == "too_many_rows" and question.reader == "few rows"
        return NOT_COMPARED if is_full else body["code"]
    features = body["features"]
    if features and not {*question.columns} <= features[0]["properties"].keys():
        # It gives all columns that there are: none is asked for by its name.
        return NOT_COMPARED
    for each in features:
        check_point(each)
    return [
        [of_number(name, each["properties"][name]) for name in question.columns]
        for each in features
    ]


async def by_psycopg(clients: Clients, question: TypedQuestion) -> Typed:
    """In text and, every second time, in binary."""
    if READERS[question.reader][0] is None:
        return NOT_COMPARED
    session = await clients.psycopg(question.reader)
    try:
        cursor = session.cursor(binary=len(question.columns) % 2 == 0)
        await cursor.execute(question.postgresql)
        return [[_utc(cell) for cell in row] for row in await cursor.fetchall()]
    except psycopg.Error as error:
        return _CODE.search(f"{error.diag.message_detail} {error}")[1]


async def by_asyncpg(clients: Clients, question: TypedQuestion) -> Typed:
    if READERS[question.reader][0] is None:
        return NOT_COMPARED
    session = await clients.asyncpg(question.reader)
    try:
        rows = await session.fetch(question.postgresql)
    except asyncpg.PostgresError as error:
        return _CODE.search(f"{error.detail} {error}")[1]
    return [
        [_utc(of_json_text(name, cell)) for name, cell in zip(question.columns, row, strict=True)]
        for row in rows
    ]


def _utc(cell: object) -> object:
    is_instant = isinstance(cell, datetime) and cell.tzinfo is not None
    return cell.astimezone(UTC) if is_instant else cell


CLIENTS: dict[str, Client] = {
    "csv": by_csv,
    "xlsx": by_workbook,
    "parquet": by_parquet,
    "geojson": by_geojson,
    "odata": by_odata,
    "ogc": by_ogc,
    "psycopg": by_psycopg,
    "asyncpg": by_asyncpg,
}


def _without_sign(value: object) -> object:
    return abs(value) if value == 0 else value


def _in_paris(value: object) -> object:
    return value.astimezone(PARIS).replace(tzinfo=None) if isinstance(value, datetime) else value


HELD: dict[tuple[str, ScalarType], tuple[Callable[[object], object], str]] = {
    ("xlsx", ScalarType.FLOAT): (_without_sign, "a spreadsheet's zero has no sign"),
    ("xlsx", ScalarType.TIMESTAMP_TZ): (_in_paris, "a spreadsheet has no zone: Paris is told"),
}
"""By format and type, what is compared instead of the value, and why."""


def expected_in(door: str, question: TypedQuestion, rows: list[list[object]]) -> list[list[object]]:
    """The oracle's rows as the door can hold them."""
    rules = [HELD.get((door, TYPES[name].scalar)) for name in question.columns]
    return [
        [cell if rule is None else rule[0](cell) for rule, cell in zip(rules, row, strict=True)]
        for row in rows
    ]


def differs(one: object, other: object) -> bool:
    """Types are compared too; decimals by their value."""
    if isinstance(one, float) and isinstance(other, float):
        return not (one == other and math.copysign(1, one) == math.copysign(1, other))
    return type(one) is not type(other) or one != other
