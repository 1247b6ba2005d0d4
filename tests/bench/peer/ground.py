"""One PostgreSQL that all sides read: 37,590 communes, a million readings (synthetic rows)."""

from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from catalog.cog import load_cog
from deploy.local import running_postgresql
from tests.bench.peer.duties import ACCOUNT, PASSWORD, fill_duties
from tests.bench.peer.duties import SQL as DUTIES

COMMUNES = 37_590
READINGS = 1_000_000
READER = "lecture"

_TABLES = """
CREATE SCHEMA mesures;
CREATE TABLE mesures.communes (code text PRIMARY KEY, nom text NOT NULL, departement text NOT NULL);
CREATE TABLE mesures.releves (
  id bigint PRIMARY KEY,
  code_commune text NOT NULL REFERENCES mesures.communes (code),
  code_departement text NOT NULL,
  date_releve date NOT NULL,
  flux text NOT NULL,
  tonnage_kg integer NOT NULL,
  volume numeric(10, 3),
  remarque text,
  saisi_par text);
COMMENT ON TABLE mesures.releves IS 'Relevés (données synthétiques) ; origine = synthetique';
"""
_FILL = """
WITH places AS (
  SELECT row_number() OVER (ORDER BY code) - 1 AS place, code, departement FROM mesures.communes),
drawn AS (
  -- One digest a row: the same rows on every machine, whatever its random numbers.
  SELECT n, ('x' || substr(md5(n::text), 1, 15))::bit(60)::bigint AS chance
  FROM generate_series(1, %(rows)s) AS n)
INSERT INTO mesures.releves
SELECT n, places.code, places.departement,
  DATE '2023-01-01' + ((chance / 37591) %% 1096)::integer,
  (ARRAY['OMR', 'EMBALLAGES_PAPIERS', 'VERRE', 'BIODECHETS', 'ENCOMBRANTS'])[1 + chance / 7 %% 5],
  20 + (chance / 11 %% 9000)::integer,
  CASE WHEN chance %% 10 = 0 THEN NULL ELSE (chance / 13 %% 1000000) / 1000.0 END,
  CASE WHEN chance %% 4 = 0 THEN 'relevé n° ' || n END,
  'agent ' || chance %% 97
FROM drawn JOIN places ON places.place = chance %% %(communes)s
"""
_FINISH = """
CREATE INDEX ON mesures.releves (code_commune, date_releve, id);
CREATE INDEX ON mesures.releves (flux, date_releve DESC, id DESC);
CREATE INDEX ON mesures.releves (code_departement, flux);
GRANT USAGE ON SCHEMA mesures TO lecture;
GRANT SELECT ON ALL TABLES IN SCHEMA mesures TO lecture;
"""


@dataclass(frozen=True)
class Ground:
    """`url` reads as the account `lecture`, which may only read."""

    host: str
    port: int
    password: str
    url: str
    duties_url: str
    catalog_url: str
    owner_url: str


@contextmanager
def filled_postgresql():
    with running_postgresql() as server:
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE mesures")
            connection.execute("CREATE DATABASE catalogue")
            connection.execute(f"CREATE ROLE {READER} LOGIN PASSWORD 'lecture'")
            connection.execute(f"ALTER ROLE {READER} SET default_transaction_read_only = on")
        with psycopg.connect(server.dsn("mesures"), autocommit=True) as connection:
            _fill(connection)
        yield Ground(
            server.host,
            server.port,
            "lecture",
            server.dsn("mesures", READER, "lecture"),
            server.dsn("mesures", ACCOUNT, PASSWORD),
            server.dsn("catalogue"),
            server.dsn("mesures"),
        )


def _fill(connection):
    connection.execute(_TABLES)
    with connection.cursor().copy("COPY mesures.communes FROM STDIN") as copy:
        for row in communes():
            copy.write_row(row)
    connection.execute(_FILL, {"rows": READINGS, "communes": COMMUNES})
    connection.execute(_FINISH)
    connection.execute(DUTIES)
    fill_duties(connection)
    connection.execute("VACUUM ANALYZE mesures.releves")
    connection.execute("VACUUM ANALYZE mesures.communes")


def communes():
    """(code, last name, département) of real communes, past and present, in the order of codes."""
    by_code = load_cog().land.by_code
    for code in sorted(by_code)[:COMMUNES]:
        yield code, by_code[code][-1].nom, code[: 3 if code.startswith("97") else 2]
