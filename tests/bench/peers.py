"""What a list is held against: Strawberry, a resolver a field; the best wheel, the same columns."""

import io
import time
from dataclasses import dataclass

import arro3.io
import msgspec
import orjson
import strawberry

FIELDS = """dateCollecte flux modeCollecte tonnageKg idPesee codeCommune
  commune { code nom population }"""


@dataclass(frozen=True)
class PlainCommune:
    code: str
    nom: str
    population: int


@strawberry.type
class Commune:
    code: str
    nom: str
    population: int


@strawberry.type
class Pesee:
    date_collecte: str
    flux: str
    mode_collecte: str
    tonnage_kg: int
    id_pesee: str
    code_commune: str
    commune: Commune


@strawberry.type
class Query:
    @strawberry.field
    def nodes(self, info: strawberry.Info, first: int) -> list[Pesee]:
        return info.context[:first]


PER_FIELD = strawberry.Schema(query=Query)


def pesees_of(nodes):
    """The answer's own rows as objects that Strawberry resolves field by field."""
    return [
        Pesee(
            date_collecte=row["dateCollecte"],
            flux=row["flux"],
            mode_collecte=row["modeCollecte"],
            tonnage_kg=row["tonnageKg"],
            id_pesee=row["idPesee"],
            code_commune=row["codeCommune"],
            commune=Commune(**row["commune"]),
        )
        for row in nodes
    ]


async def per_field(pesees):
    document = f"{{ nodes(first: {len(pesees)}) {{ {FIELDS} }} }}"
    result = await PER_FIELD.execute(document, context_value=pesees)
    assert not result.errors
    return orjson.dumps({"data": result.data})


def write_arro3(table):
    """Rust, straight from the columns, nulls kept."""
    written = io.BytesIO()
    arro3.io.write_json(table, written, explicit_nulls=True)
    return written.getvalue()


def write_orjson(table):
    return orjson.dumps(table.to_pylist(), default=str)


def write_msgspec(table):
    return msgspec.json.encode(table.to_pylist())


WHEELS = {"arro3": write_arro3, "orjson": write_orjson, "msgspec": write_msgspec}


def best_wheel(table):
    """The name of the wheel that writes this table as JSON in the least time, and its writer."""

    def least(write):
        def once():
            started = time.perf_counter()
            write(table)
            return time.perf_counter() - started

        return min(once() for _ in range(4))

    return min(WHEELS.items(), key=lambda each: least(each[1]))
