"""Generated statements give the rows, in the order and of the types, that a PostgreSQL gives that
holds exactly the reader's rows; or they are refused by name.

Covers federation.postgresql.translation.
"""

import math
from collections import Counter
from decimal import Decimal

import psycopg
import pytest

from federation.catalog_shadow.programs import find_programs
from federation.catalog_shadow.server import ShadowServer
from tests.integration.postgresql.conftest import COLLECTES
from tests.integration.postgresql.generated import Generator

COLUMNS = (
    "id_pesee text, date_collecte date, tournee_id text, code_commune text, flux text,"
    " mode_collecte text, tonnage_kg int, prestataire_siret text"
)
KNOWN = {(1700, 701), (1043, 25), (23, 20)}
"""Averages and quotients of decimals are doubles here, and a varchar is a text. A quotient of whole
numbers is a bigint: the least one by -1 is none of 32 bits.
"""


@pytest.fixture(scope="module")
async def real(postgresql):
    """A PostgreSQL of its own, with the rows that the reader is given."""
    server = ShadowServer(find_programs(None))
    server.start()
    try:
        with server.connect("postgres", as_reader=False) as there:
            there.execute("CREATE SCHEMA val_d_ille_aubigne")
            there.execute(f"CREATE TABLE {COLLECTES} ({COLUMNS})")
            async with await postgresql.connect() as door:
                copying = door.cursor().copy(f"COPY (SELECT * FROM {COLLECTES}) TO STDOUT")
                async with copying as rows:
                    with there.cursor().copy(f"COPY {COLLECTES} FROM STDIN") as into:
                        async for part in rows:
                            into.write(bytes(part))
            there.execute("ANALYZE")
            yield there
    finally:
        server.stop()


def is_alike(one, other):
    """Numbers by their value: a double has fifteen digits of a decimal."""
    kinds = (int, float, Decimal)
    if isinstance(one, kinds) and isinstance(other, kinds) and not isinstance(one, bool):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def are_alike(rows, others):
    return len(rows) == len(others) and all(
        len(row) == len(other) and all(map(is_alike, row, other))
        for row, other in zip(rows, others, strict=True)
    )


async def compare(postgresql, real, seed, count):
    told, refused, types = Counter(), Counter(), Counter()
    generator = Generator(seed)
    async with await postgresql.connect() as door:
        for _ in range(count):
            statement = generator.statement()
            expected = real.execute(statement)
            rows = expected.fetchall()
            try:
                answer = await door.execute(statement)
                given = await answer.fetchall()
            except psycopg.Error as error:
                refused[error.sqlstate] += 1
                continue
            assert are_alike(rows, given), statement
            assert [each.name for each in answer.description] == [
                each.name for each in expected.description
            ], statement
            for one, other in zip(expected.description, answer.description, strict=True):
                if one.type_code != other.type_code:
                    types[one.type_code, other.type_code] += 1
            told["same"] += 1
    assert set(refused) <= {"0A000"}
    assert set(types) <= KNOWN
    assert told["same"] > count * 0.9


async def test_generated_statements_give_the_same_rows(postgresql, real):
    await compare(postgresql, real, 1, 40)


@pytest.mark.whole
async def test_two_thousand_statements_give_the_same_rows(postgresql, real):
    await compare(postgresql, real, 2, 2_000)
