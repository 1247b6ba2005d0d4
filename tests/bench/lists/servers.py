"""Two servers of those lists, of uvicorn like the gateway: a resolver a field, and the floor.

`python -m tests.bench.lists.servers strawberry|floor SPEC PORT`. No token, no decision, no record.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import orjson
import strawberry
import uvicorn
from strawberry.asgi import GraphQL

from tests.bench.lists.by_hand import ByHand, Spec
from tests.bench.peers import best_wheel

_by_hand: ByHand
_wheels: dict[int, Any] = {}


@strawberry.type
class Commune:
    code: str | None
    nom: str | None
    population: int | None


@strawberry.type
class Weighing:
    date_collecte: str
    flux: str
    mode_collecte: str
    tonnage_kg: int
    id_pesee: str
    code_commune: str
    commune: Commune


@strawberry.type
class Weighings:
    nodes: list[Weighing]


@strawberry.type
class Owner:
    @strawberry.field
    def collectes(self, first: int, by_agreement: bool) -> Weighings:
        rows = _by_hand.rows(first, by_agreement=by_agreement).to_pylist()
        return Weighings(
            nodes=[
                Weighing(
                    date_collecte=row["dateCollecte"].isoformat(),
                    flux=row["flux"],
                    mode_collecte=row["modeCollecte"],
                    tonnage_kg=row["tonnageKg"],
                    id_pesee=row["idPesee"],
                    code_commune=row["codeCommune"],
                    commune=Commune(**row["commune"]),
                )
                for row in rows
            ]
        )


@strawberry.type
class Query:
    @strawberry.field
    def val_d_ille_aubigne(self) -> Owner:
        return Owner()


async def floor(scope: Any, receive: Any, send: Any) -> None:
    """The SQL and the best wheel; a request names the number of its rows, or none for a count."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    asked = orjson.loads((await receive())["body"])
    if "first" in asked:
        table = _by_hand.rows(asked["first"], by_agreement=asked["by_agreement"])
        # Found out once: which writes that many rows in the least time.
        write = _wheels.get(asked["first"])
        if write is None:
            write = _wheels[asked["first"]] = best_wheel(table)[1]
        body = b'{"nodes":' + write(table) + b"}"
    else:
        body = b'{"totalCount":%d}' % _by_hand.count()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    global _by_hand  # noqa: PLW0603 - one process, one server
    kind, spec, port = sys.argv[1:]
    _by_hand = ByHand(Spec.read(Path(spec)))
    app = floor if kind == "floor" else GraphQL(strawberry.Schema(query=Query))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False)


if __name__ == "__main__":
    main()
