"""All that the doors of files, pages and PostgreSQL show to one reader, as bytes that compare.

Left out is what differs for each request alike: its reference, its time, its receipt. Of a sealed
token its length is kept.
"""

import asyncio
import os
import re

import psycopg

from tests.integration.doors.typed_rows import DATASET, SLUG

TABLE = f"val_d_ille_aubigne.{DATASET}"
_ODATA = f"/odata/{SLUG}"
_OGC = f"/ogc/{SLUG}"
_ITEMS = f"{_OGC}/collections/{DATASET}/items"
ADDRESSES = (
    *(f"{_ODATA}/", f"{_ODATA}/$metadata", f"{_ODATA}/$metadata?$format=json"),
    *(
        f"{_ODATA}/{DATASET}",
        f"{_ODATA}/{DATASET}/$count",
        f"{_ODATA}/{DATASET}?$count=true&$top=3",
    ),
    f"{_ODATA}/{DATASET}?$filter=rang gt 2&$orderby=grand desc",
    f"{_ODATA}/{DATASET}/$count?$filter=nom eq 'CANARI'",
    f"{_ODATA}/{DATASET}?$filter=contains(nom,'CANARI')&$count=true",
    f"{_ODATA}/{DATASET}?$filter=extra eq null&$count=true",
    f"{_ODATA}/{DATASET}?$filter=montant div rang gt 1&$count=true",
    f"{_ODATA}/{DATASET}?$search=CANARI&$count=true",
    f"{_ODATA}/{DATASET}?$orderby=longitude",
    f"{_ODATA}/{DATASET}?$filter=jour ge 2025-02-15&$count=true",
    *(f"{_ODATA}/{DATASET}('R-{number:03}')" for number in range(0, 90, 18)),
    *(f"{_ODATA}/{DATASET}('CANARI-1')", f"{_ODATA}/rien", f"{_ODATA}/{DATASET}?$filter=rien eq 1"),
    *(_OGC, f"{_OGC}/conformance", f"{_OGC}/api", f"{_OGC}/collections"),
    *(f"{_OGC}/collections/{name}" for name in (DATASET, f"{DATASET}_points", "rien")),
    *(f"{_OGC}/collections/{DATASET}/{name}" for name in ("schema", "queryables")),
    *(_ITEMS, f"{_ITEMS}?limit=4", f"{_ITEMS}?bbox=-2,47,-1,49", f"{_ITEMS}?f=html&limit=5"),
    f"{_ITEMS}?filter=nom LIKE '%25CANARI%25'",
    f"{_ITEMS}?datetime=2025-01-31/..",
    f"{_ITEMS}?code_commune=35999",
    *(f"{_ITEMS}/R-{number:03}" for number in range(0, 90, 18)),
    f"{_OGC}/collections/{DATASET}_points/items?limit=3",
)
SAVED = (
    f"SELECT * FROM {TABLE} ORDER BY id",
    f"SELECT count(*) AS n, max(rang) AS m, min(jour) AS j FROM {TABLE}",
    f"SELECT code_commune, count(*) AS n FROM {TABLE} WHERE nom <> 'CANARI' GROUP BY 1 ORDER BY 1",
)
"""Questions that are kept, and come as files."""
FILES = ("rows.csv", "rows-excel.csv", "rows.parquet", "rows.json", "rows.geojson")
STATEMENTS = (
    *SAVED,
    f"SELECT 1 / (grand - 3) FROM {TABLE}",
    f"SELECT CAST(nom AS integer) FROM {TABLE}",
    f"SELECT id FROM {TABLE} WHERE CAST(montant AS integer) > 0 ORDER BY 1",
    f"SELECT extra FROM {TABLE}",
    f"SELECT longitude FROM {TABLE}",
    f"SELECT sum(grand) FROM {TABLE}",
    f"SELECT id FROM {TABLE} ORDER BY jour, id LIMIT 3",
    (
        "SELECT relname, relkind, reltuples, relpages, relallvisible FROM pg_class"
        " WHERE relname LIKE 'tous%' ORDER BY 1"
    ),
    (
        "SELECT schemaname, tablename, attname, n_distinct, most_common_vals FROM pg_stats"
        " WHERE tablename = 'tous_types' ORDER BY 3"
    ),
    "SELECT relname, n_live_tup, seq_scan FROM pg_stat_user_tables ORDER BY 1",
    f"SELECT pg_relation_size('{TABLE}'), pg_total_relation_size('{TABLE}')",
    (
        "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_name = 'tous_types' ORDER BY ordinal_position"
    ),
    "SELECT datname FROM pg_database",
    "SHOW TABLES",
    f"EXPLAIN SELECT * FROM {TABLE}",
    "SELECT nulle FROM part",
)
COPIED = tuple(
    f"COPY (SELECT * FROM {TABLE} ORDER BY id) TO STDOUT{form}"
    for form in ("", " (FORMAT csv, HEADER)", " (FORMAT binary)")
)
_ALIKE = (
    (
        re.compile(rb"(skiptoken=|cursor=)([\w%.\-=]+)"),
        lambda found: b"%s%d" % (found[1], len(found[2])),
    ),
    (re.compile(rb'"timeStamp":"[^"]+"'), lambda _: b"timeStamp"),
    (re.compile(rb"[0-9a-f]{32}(-[pn][0-9a-f]{8})?"), lambda _: b"reference"),
)
_HEADERS = (
    *("content-type", "content-length", "etag", "last-modified", "cache-control", "vary", "link"),
    *("interco-masked", "interco-scope", "content-crs", "odata-version", "accept-ranges"),
)


def alike(content: bytes) -> bytes:
    for pattern, put in _ALIKE:
        content = pattern.sub(put, content)
    return content


SOME = (
    *(f"{_ODATA}/{DATASET}/$count", f"{_ODATA}/{DATASET}?$count=true&$top=3"),
    *(f"{_OGC}/collections/{DATASET}", f"{_ITEMS}?limit=2"),
)


async def shown_by_some(http, headers) -> dict[str, tuple]:
    return {address: _told(await http.get(address, headers=headers)) for address in SOME}


async def shown_by_addresses(http, headers) -> dict[str, tuple]:
    """By address: the status, the headers that describe an answer, its bytes; pages to the last."""
    shown = {}
    for address in ADDRESSES:
        shown[address] = _told(await http.get(address, headers=headers))
    walked = {f"{_ODATA}/{DATASET}": {"Prefer": "odata.maxpagesize=19"}, f"{_ITEMS}?limit=19": {}}
    for first, said in walked.items():
        address, page = first, 0
        while address is not None and page < 20:
            answer = await http.get(address, headers=headers | said)
            shown[f"{first} page {page}"] = _told(answer)
            address, page = _next_of(answer), page + 1
    return shown


def _next_of(answer) -> str | None:
    if answer.status_code != 200:
        return None
    body = answer.json()
    links = {each.get("rel"): each["href"] for each in body.get("links", ())}
    return body.get("@odata.nextLink") or links.get("next")


async def shown_by_files(http, headers, names, links) -> dict[str, tuple]:
    shown = {}
    for name in names:
        for file in FILES:
            address = f"/v1/questions/{name}/{file}"
            answer = await http.get(address, headers=headers)
            shown[address] = _told(answer)
            shown[f"HEAD {address}"] = _told(await http.head(address, headers=headers))
            if "etag" in answer.headers:
                again = headers | {"If-None-Match": answer.headers["etag"]}
                shown[f"again {address}"] = _told(await http.get(address, headers=again))
    for path in links:
        shown[f"link {path[-12:]}"] = _told(await http.get(path))
    return shown


def _told(answer) -> tuple:
    headers = {name: answer.headers.get(name) for name in _HEADERS}
    if answer.headers.get("content-type", "").startswith(("text/html", "application/problem")):
        # References of requests and nonces stand within.
        headers["content-length"] = None
    return answer.status_code, headers, alike(_without_nonces(answer.content))


def _without_nonces(content: bytes) -> bytes:
    return re.sub(rb'nonce="[^"]+"', b"nonce", content)


async def shown_by_postgresql(port, key, purpose) -> dict[str, object]:
    """By statement: the names and types of its columns, its rows, its tag, or its refusal."""
    dsn = f"host=127.0.0.1 port={port} user=x dbname=interco sslmode=require"
    options = f"-c interco.purpose={purpose}" if purpose else ""
    shown: dict[str, object] = {}
    async with await psycopg.AsyncConnection.connect(
        dsn, password=key, options=options, autocommit=True
    ) as session:
        for statement in STATEMENTS:
            shown[statement] = await _answered(session, statement)
        for statement in COPIED:
            async with session.cursor().copy(statement) as copied:
                shown[statement] = b"".join([bytes(part) async for part in copied])
    shown["psql"] = await _psql(dsn, key, options)
    return shown


async def _answered(session, statement) -> object:
    try:
        cursor = await session.execute(statement)
        described = [(each.name, each.type_code) for each in cursor.description]
        return described, repr(await cursor.fetchall()), cursor.statusmessage
    except psycopg.Error as error:
        return error.sqlstate, alike(f"{error.diag.message_detail} {error}".encode())


async def _psql(dsn, key, options) -> bytes:
    env = os.environ | {"PGPASSWORD": key, "PGOPTIONS": options, "PSQLRC": "/dev/null"}
    asked = [part for each in (rf"\d+ {TABLE}", r"\dt+", r"\l", r"\dn") for part in ("-c", each)]
    running = await asyncio.create_subprocess_exec(
        *("psql", dsn, "-X", "-A", "-t", *asked),
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await running.communicate()
    return alike(printed)
