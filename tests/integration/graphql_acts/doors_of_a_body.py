"""Every door that a person of a body has, and requests at these doors drawn by a seed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from federation.results.formats.choice import FORMATS
from gateway.control.graphql_schema import CONTROL
from tests.integration.graphql_acts.services_of_a_town import PREVIEW, RUN

OURS = {"Sec-Fetch-Site": "same-origin"}
STATEMENTS = (
    "SELECT * FROM {table}",
    "SELECT DISTINCT {column} FROM {table}",
    "SELECT count(*) AS combien FROM {table}",
    "SELECT {column}, count(*) AS combien FROM {table} GROUP BY {column} ORDER BY {column}",
    "SELECT max({column}) AS m FROM {table}",
    "WITH a AS (SELECT * FROM {table}) SELECT a.{column} FROM a LIMIT 5",
    "SELECT 1 AS un FROM communes WHERE EXISTS (SELECT 1 FROM {table}) LIMIT 1",
    "SELECT x.{column} FROM {table} x JOIN {table} y ON x.{column} = y.{column} LIMIT 7",
    "DESCRIBE {table}",
    "SHOW TABLES",
)
ACCEPTED = ("*/*", *sorted(each().media_type for each in FORMATS.values()))
SELECTIONS = (
    "nodes {{ {field} }}",
    "aggregate {{ count }}",
    "groupBy {{ key {{ {field} }} aggregate {{ count }} }}",
)
PAGES = (
    *("/", "/data", "/figures", "/inbox", "/uses", "/uses/mine", "/uses/could", "/agreements"),
    *("/agreements/board", "/settings", "/settings/keys", "/settings/people", "/services"),
    *("/questions", "/questions/tonnages"),
    *("/add", "/add/database", "/add/file", "/calendar", "/campaigns", "/account", "/receipt"),
    *(
        "/data/{dataset}",
        "/data/{dataset}/as",
        "/data/{dataset}/verify",
        "/data/{dataset}/versions",
    ),
    *("/data/{dataset}/rows", "/data/{dataset}/columns", "/data/{dataset}/sharing"),
    *("/data/{dataset}/picture", "/data/{dataset}/picture.svg", "/data/{dataset}/picture.csv"),
    *("/data/{dataset}/column-figures", "/data/{dataset}/totals", "/territory"),
    *("/data/{dataset}/rows.csv", "/data/{dataset}/rows.json", "/data/{dataset}/describe"),
    *("/data/{dataset}/rows.xlsx", "/data/{dataset}/rows.parquet", "/data/{dataset}/update"),
    *(
        "/data/{deposit}/versions/1/original",
        "/data/{deposit}/versions",
        "/data/{deposit}/rows.csv",
    ),
    *("/figures/{figure}", "/verify/{figure}", "/figures/freeze", "/data/{deposit}/verify"),
    *("/services/{service}", "/services/{service}/activate", "/services/{service}/consent"),
    *("/services/activations/{activation}", "/services/activations/{activation}/freeze"),
    *("/add/file/{upload}", "/add/file/{upload}/describe", "/add/file/{upload}/verify"),
    *("/boards", "/boards/{board}", "/boards/{board}/tiles/t1", "/boards/{board}/tiles/t2"),
    *("/boards/{board}.pdf", "/boards/{board}/tiles/t1.csv", "/boards/{board}/tiles/t3.svg"),
    *("/boards/{board}/tiles/t3", "/questions/{question}", "/questions/{question}/edit", "/links"),
    *("/figures/indicators/{indicator}", "/figures/indicators/{indicator}.csv"),
    *("/figures/indicators/{indicator}.svg", "/figures/indicators/{indicator}/edit"),
    *("/data/{dataset}/explore", "/data/{dataset}/explore.csv?measure=count&by={column}"),
    *("/data/{dataset}/explore?measure=count&by={column}", "/data/{dataset}/open.qlr"),
    *("/agreements/{citation}", "/agreements/{citation}/renew", "/agreements/{citation}/amend"),
)
ADDRESSES = (
    *("/v1/uploads/{upload}", "/v1/deposits/{deposit}/versions", "/v1/figures"),
    *("/v1/deposits/{deposit}/versions/1/original", "/v1/figures/{figure}", "/v1/keys"),
    *("/v1/figures/{figure}/paper", "/v1/figures/{figure}/letter", "/v1/services/activations"),
    *("/v1/figures/{figure}/disputes", "/v1/declaration", "/v1/usage", "/v1/sources"),
    *("/v1/operations", "/v1/questions/tonnages/rows.csv"),
    *("/odata/valcobreizh/", "/odata/valcobreizh/$metadata", "/ogc/valcobreizh/collections"),
    *("/odata/valcobreizh/chiffres?$top=40", "/odata/valcobreizh/chiffres/$count"),
    *("/odata/valcobreizh/collectes?$search=OMR", "/ogc/valcobreizh/collections/collectes/items"),
    *("/v1/questions/{question}/rows.csv", "/v1/questions/{question}/rows.xlsx", "/v1/links"),
    *("/v1/indicators", "/v1/indicators/{indicator}", "/v1/indicators/{indicator}/figures"),
    "{link}",
    *("/v1/campaigns", "/v1/sql?query=SELECT%20*%20FROM%20valcobreizh.chiffres"),
)
POSTED = (
    ("/v1/services/activations/{activation}/run", {}),
    ("/v1/services/comparaison/preview", {}),
    ("/v1/services/comparaison/report", {}),
)
ASKED = (
    """{{ exploration(dataset: "{dataset}", measure: "count", by: ["{column}"], where: [], part: [],
      compare: "", since: "", until: "") {{ figures {{ groups {{ keys value }} count }} }} }}""",
    """{{ indicatorFigures(name: "{indicator}") {{ computed {{ groups {{ value rows }} }} }} }}""",
    """{{ boardTile(board: "{board}", tile: "t1") {{
      exploration {{ figures {{ groups {{ keys value }} }} }} }} }}""",
    """{{ boardTile(board: "{board}", tile: "t2") {{ question {{ rows count }} }} }}""",
    """{{ boardTile(board: "{board}", tile: "t3") {{
      indicator {{ figures {{ computed {{ groups {{ value }} }} }} }} }} }}""",
)
"""Documents that compute of the body's rows, or show them."""
ARGUMENTS = {
    "dataset": ("dataset", "deposit"),
    "id": ("service", "activation", "request"),
    "digest": ("figure",),
    "activation": ("activation",),
    "service": ("service",),
    "figure": ("figure",),
    "organisation": ("body",),
    "siren": ("siren",),
    "text": ("receipt",),
    "name": ("storage",),
    "webhook": ("request",),
    "campaign": ("request",),
    "citation": ("request", "citation"),
    "board": ("board",),
}


@dataclass(frozen=True)
class Table:
    """A dataset of the body as both languages name it."""

    id: str
    sql: str
    graphql: tuple[str, str]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """One request; `data`: a door where rows or their number would be the answer."""

    by: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: object = None
    cookie: str | None = None
    data: bool = True


@dataclass
class Belongings:
    """Of the person: `bearers` and `cookies` prove who she is, `names` call the things she made."""

    tables: list[Table]
    bearers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def drawn(has: Belongings, random: Random) -> Iterator[Asked]:
    doors = (_sql, _sql, _rows, _rows, _control, _control, _page, _page, _rest, _service, _computed)
    while True:
        by, headers, cookie = _proof(has, random)
        method, path, body, is_data = random.choice(doors)(has, random, headers)
        yield Asked(by, method, path, headers, body, cookie, is_data)


def _proof(has: Belongings, random: Random) -> tuple[str, dict[str, str], str | None]:
    headers = {"Accept-Language": random.choice(("fr", "en"))}
    if random.random() < 0.4:
        headers["Interco-Purpose"] = random.choice(("rpqs_dechets", "planification_collecte"))
    if random.random() < 0.15:
        headers["Interco-On-Behalf-Of"] = random.choice((has.names["siren"], "243500667"))
    cookie = None
    if random.random() < 0.45:
        by = random.choice(sorted(has.cookies))
        cookie = has.cookies[by]
        headers |= OURS
    else:
        by = random.choice(sorted(has.bearers))
        headers["Authorization"] = f"Bearer {has.bearers[by]}"
    return by, headers, cookie


def _sql(has: Belongings, random: Random, headers: dict[str, str]) -> tuple:
    table = random.choice(has.tables)
    statement = random.choice(STATEMENTS).format(
        table=table.sql, column=random.choice(table.columns)[0]
    )
    headers["Accept"] = random.choice(ACCEPTED)
    body = {"query": statement}
    return "POST", "/v1/sql", body, statement[:4] not in {"DESC", "SHOW"}


def _rows(has: Belongings, random: Random, _headers: dict[str, str]) -> tuple:
    table = random.choice(has.tables)
    chosen = random.choice(SELECTIONS).format(field=random.choice(table.columns)[1])
    body, name = table.graphql
    document = f"{{ {body} {{ {name} {{ {chosen} }} }} }}"
    is_explained = random.random() < 0.2
    if is_explained:
        document = f"{{ explain(document: {json.dumps(document)}) {{ rows problems {{ code }} }} }}"
    return "POST", "/graphql", {"query": document}, not is_explained


def _control(has: Belongings, random: Random, _headers: dict[str, str]) -> tuple:
    name = random.choice(sorted(CONTROL.fields))
    wanted = CONTROL.fields[name]
    given = []
    for argument, kind in wanted.args.items():
        written = str(kind.type)
        if argument in ARGUMENTS:
            given.append(f'{argument}: "{has.names[random.choice(ARGUMENTS[argument])]}"')
        elif argument == "key":
            given.append('key: ["1"]')
        elif argument == "document":
            given.append('document: "{ me { agent } }"')
        elif written.startswith("DateTime"):
            day = "2026-01-01" if argument == "since" else "2027-01-01"
            given.append(f'{argument}: "{day}T00:00:00Z"')
        elif written == "Boolean!":
            given.append(f"{argument}: true")
    if name == "storageInstructions":
        name, given = "storages", []
    chosen = _everything(CONTROL.graphql_schema, CONTROL.fields[name].type, 3)
    called = f"{name}({', '.join(given)})" if given else name
    return "POST", "/graphql", {"query": f"{{ {called} {chosen} }}"}, False


def _everything(schema: object, kind: object, depth: int) -> str:
    """Its fields that need no argument, to that depth."""
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    if not hasattr(kind, "fields"):
        return ""
    parts = []
    for name, each in kind.fields.items():
        if any(str(one.type).endswith("!") for one in each.args.values()):
            continue
        below = each.type
        while hasattr(below, "of_type"):
            below = below.of_type
        if not hasattr(below, "fields"):
            parts.append(name)
        elif depth and (inner := _everything(schema, below, depth - 1)):
            parts.append(f"{name} {inner}")
    return "{ " + " ".join(parts) + " }" if parts else ""


def computed_documents(has: Belongings, random: Random) -> Iterator[str]:
    """Each of `ASKED` once."""
    for document in ASKED:
        yield _named(document, has, random)


def _computed(has: Belongings, random: Random, _headers: dict[str, str]) -> tuple:
    return "POST", "/graphql", {"query": _named(random.choice(ASKED), has, random)}, True


def _page(has: Belongings, random: Random, _headers: dict[str, str]) -> tuple:
    return "GET", _named(random.choice(PAGES), has, random), None, False


def _rest(has: Belongings, random: Random, _headers: dict[str, str]) -> tuple:
    if random.random() < 0.25:
        path, body = random.choice(POSTED)
        return "POST", _named(path, has, random), body, False
    return "GET", _named(random.choice(ADDRESSES), has, random), None, False


def _service(has: Belongings, random: Random, _headers: dict[str, str]) -> tuple:
    if random.random() < 0.5:
        variables: dict[str, object] = {"activation": has.names["activation"]}
        return "POST", "/graphql", {"query": RUN, "variables": variables}, True
    table = random.choice(has.tables)
    datasets = [
        {"role": role, "datasets": [table.sql.replace("_", "-")]}
        for role in ("organismes", "valeurs")
    ]
    variables = {
        "service": "comparaison",
        "input": {"purpose": "rpqs_dechets", "datasets": datasets},
    }
    return "POST", "/graphql", {"query": PREVIEW, "variables": variables}, True


def _named(path: str, has: Belongings, random: Random) -> str:
    table = random.choice(has.tables)
    column = random.choice(table.columns)[0]
    return path.format(**{**has.names, "dataset": table.id, "column": column})
