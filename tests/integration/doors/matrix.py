"""The matrix of doors: one row for each way to the rows, asked one question and read by its client.

A row takes a question and headers, and gives the cells as texts that compare, or the code of the
problem. A new door is a row of `DOORS_READ`; features and rights are those of the tests.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from catalog.model.saved_operation import hash_of

MEDIA_TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "csv-excel-fr": "text/csv; dialect=excel-fr",
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class Question:
    """Columns of a dataset: its first rows, in the order of the first `key` columns."""

    owner: str
    dataset: str
    columns: tuple[str, ...]
    key: int = 1
    rows: int = 40
    numbers: frozenset[str] = frozenset()
    has_instants: bool = False
    is_by_key: bool = True
    """The first `key` columns are the dataset's whole key, or begin it as this reader has it."""
    """A workbook tells them in Paris."""

    def told(self, rows) -> list[list[str | None]]:
        """The cells as texts; of a number its value: a spreadsheet keeps no zeros."""
        numeric = [name in self.numbers for name in self.columns]
        return [
            [
                _number(cell) if is_number else _text(cell)
                for is_number, cell in zip(numeric, row, strict=True)
            ]
            for row in rows
        ]

    @property
    def name(self):
        return f"question-{hash_of(self.sql)[:12]}"

    @property
    def sql(self):
        named, order = ", ".join(self.columns), ", ".join(self.columns[: self.key])
        where = f"{self.owner}.{self.dataset}"
        return f"SELECT {named} FROM {where} ORDER BY {order} LIMIT {self.rows}"

    @property
    def graphql(self):
        fields = [_camel(each) for each in self.columns]
        order = ", ".join(f"{{{each}: ASC}}" for each in fields[: self.key])
        given = f"orderBy: [{order}], first: {self.rows}"
        inside = f"{_camel(self.dataset)}({given}) {{ nodes {{ {' '.join(fields)} }} }}"
        return f"{{ {_camel(self.owner)} {{ {inside} }} }}"


NOT_COMPARED = "not compared"
"""Nobody's body has saved the question, or the format says the same otherwise."""
Told = list[list[str | None]] | str
Row = Callable[[object, Question, Mapping[str, str]], Awaitable[Told]]


async def by_graphql(http, question: Question, headers) -> Told:
    answer = await http.post("/graphql", json={"query": question.graphql}, headers=headers)
    body = answer.json()
    if "errors" in body:
        return body["errors"][0]["extensions"]["code"]
    if "data" not in body:
        return body["code"]
    nodes = body["data"][_camel(question.owner)][_camel(question.dataset)]["nodes"]
    return question.told([[each[_camel(name)] for name in question.columns] for each in nodes])


def by_sql(answer_format: str) -> Row:
    async def ask(http, question: Question, headers) -> Told:
        accept = {"Accept": MEDIA_TYPES[answer_format]}
        answer = await http.post("/v1/sql", json={"query": question.sql}, headers=headers | accept)
        if answer.status_code != 200:
            return answer.json()["code"]
        return question.told(_READ[answer_format](answer.content))

    return ask


def _rows_of_csv(content: bytes, delimiter: str = ",") -> list[list[object]]:
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return [[None if cell == "" else cell for cell in row] for row in list(lines)[1:]]


def _rows_of_french_csv(content: bytes) -> list[list[object]]:
    """Decimals have a comma there."""
    return [
        [None if cell is None else _with_point(cell) for cell in row]
        for row in _rows_of_csv(content, ";")
    ]


def _with_point(cell: str) -> str:
    whole, comma, part = cell.partition(",")
    digits = whole.lstrip("-").isdecimal() and part.isdecimal()
    return f"{whole}.{part}" if comma and digits else cell


def _rows_of_workbook(content: bytes) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python(skip_empty_area=False)[1:]]


def _rows_of_table(table: pa.Table) -> list[list[object]]:
    return [list(row.values()) for row in table.to_pylist()]


_READ = {
    "json": lambda content: json.loads(content)["rows"],
    "ndjson": lambda content: [list(json.loads(line).values()) for line in content.splitlines()],
    "csv": _rows_of_csv,
    "csv-excel-fr": _rows_of_french_csv,
    "arrow": lambda content: _rows_of_table(pa.ipc.open_stream(content).read_all()),
    "parquet": lambda content: _rows_of_table(pq.read_table(io.BytesIO(content))),
    "xlsx": _rows_of_workbook,
    "geojson": lambda content: [
        list(each["properties"].values())
        for each in json.loads(content, parse_float=Decimal)["features"]
    ],
}
QUESTION_FILES = {
    "geojson": "rows.geojson",
    "json": "rows.json",
    "csv": "rows.csv",
    "csv-excel-fr": "rows-excel.csv",
    "parquet": "rows.parquet",
    "xlsx": "rows.xlsx",
}


def by_question(answer_format: str) -> Row:
    """The question that the reader's body has saved under its name."""

    async def ask(http, question: Question, headers) -> Told:
        path = f"/v1/questions/{question.name}/{QUESTION_FILES[answer_format]}"
        if answer_format == "xlsx" and question.has_instants:
            return NOT_COMPARED
        answer = await http.get(path, headers=headers)
        if answer.status_code != 200:
            code = answer.json()["code"]
            return NOT_COMPARED if code in _SAID_THERE_ALONE else code
        return question.told(_READ[answer_format](answer.content))

    return ask


_SAID_THERE_ALONE = frozenset(
    {
        "unknown_saved_operation",
        "no_geometry",
        # Of links: a purpose that there is not is told when one is made, and what may not be
        # passed on is given to who signs in.
        "unknown_purpose",
        "onward_sharing_forbidden",
        "link_to_personal_data",
    }
)


def by_link(answer_format: str) -> Row:
    """The same question by a link, which the reader makes and somebody without an account opens."""

    async def ask(http, question: Question, headers) -> Told:
        if "Authorization" not in headers or (answer_format == "xlsx" and question.has_instants):
            return NOT_COMPARED
        wanted = {"question": question.name, "format": answer_format}
        purpose = headers.get("Interco-Purpose")
        signed_in = {"Authorization": headers["Authorization"]}
        made = await http.post("/v1/links", json=wanted | {"purpose": purpose}, headers=signed_in)
        if made.status_code != 200:
            body = made.json()
            code = body["problems"][0]["code"] if "problems" in body else body["code"]
            return NOT_COMPARED if code in _SAID_THERE_ALONE else code
        answer = await http.get(made.json()["path"])
        if answer.status_code != 200:
            code = answer.json()["code"]
            return NOT_COMPARED if code in _SAID_THERE_ALONE else code
        return question.told(_READ[answer_format](answer.content))

    return ask


async def by_odata(http, question: Question, headers) -> Told:
    slug = question.owner.replace("_", "-")
    options = {
        "$select": ",".join(question.columns),
        "$orderby": ",".join(question.columns[: question.key]),
        "$top": str(question.rows),
    }
    answer = await http.get(f"/odata/{slug}/{question.dataset}", params=options, headers=headers)
    body = json.loads(answer.content, parse_float=Decimal)
    if answer.status_code != 200:
        return body["error"]["code"]
    return question.told([[each[name] for name in question.columns] for each in body["value"]])


async def by_postgres(http, question: Question, headers) -> Told:
    """By psycopg, on the port that the fixture of the gateway opens beside its addresses."""
    key = headers.get("Authorization", "").removeprefix("Bearer ")
    if not key:
        # Nobody comes in there without a key.
        return NOT_COMPARED
    purpose = headers.get("Interco-Purpose")
    options = "-c TimeZone=UTC" + (f" -c interco.purpose={purpose}" if purpose else "")
    dsn = f"host=127.0.0.1 port={http.postgres_port} user=x dbname=interco sslmode=require"
    try:
        opened = await psycopg.AsyncConnection.connect(dsn, password=key, options=options)
        async with opened as connection:
            answer = await connection.execute(question.sql)
            return question.told(await answer.fetchall())
    except psycopg.Error as error:
        return _CODE.search(f"{error.diag.message_detail} {error}")[1]


_CODE = re.compile(r"^(?:DETAIL:  )?([a-z_]+) [(]", re.MULTILINE)


async def by_ogc(http, question: Question, headers) -> Told:
    """Of data that have a place, in the order of their key."""
    slug = question.owner.replace("_", "-")
    path = f"/ogc/{slug}/collections/{question.dataset}/items"
    answer = await http.get(path, params={"limit": str(question.rows)}, headers=headers)
    body = json.loads(answer.content, parse_float=Decimal)
    if answer.status_code != 200:
        code = body["code"]
        return NOT_COMPARED if code == "ogc_unknown_collection" else code
    rows = [each["properties"] for each in body["features"]]
    if not question.is_by_key or not all(name in rows[0] for name in question.columns):
        return NOT_COMPARED
    return question.told([[each[name] for name in question.columns] for each in rows])


DOORS_READ: Mapping[tuple[str, str], Row] = {
    ("graphql", "json"): by_graphql,
    **{("sql", each): by_sql(each) for each in MEDIA_TYPES},
    ("odata", "json"): by_odata,
    ("ogc", "json"): by_ogc,
    **{("questions", each): by_question(each) for each in QUESTION_FILES},
    **{("links", each): by_link(each) for each in QUESTION_FILES},
    ("postgres", "postgres"): by_postgres,
}
"""By door and format; the first is the one that the others are compared with."""
WITHOUT_ROWS = frozenset({"rest", "deposits"})
"""Doors that give no rows of a dataset."""


def _number(cell: object) -> str | None:
    text = _text(cell)
    return None if text is None else f"{Decimal(text).normalize():f}"


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    match cell:
        case bool():
            return str(cell).lower()
        case float():
            return repr(cell)
        case Decimal():
            return f"{cell:f}"
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat().replace("+00:00", "Z")
    return str(cell)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)
