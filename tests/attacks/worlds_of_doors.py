"""One gateway's folder over rows that differ between two openings only where a reader sees nothing.

The catalog, the keys and the links stay as they are: the file of rows alone is another one.
"""

import random
import re
from calendar import monthrange
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from catalog.changes import ActRecord, Changes
from catalog.model.saved_operation import SavedOperation
from gateway.cli.demo_folder import find_agent
from tests.attacks.shown_by_doors import (
    SAVED,
    shown_by_addresses,
    shown_by_files,
    shown_by_postgresql,
)
from tests.integration.doors import typed_rows
from tests.integration.doors.conftest import opened
from tests.integration.doors.typed_rows import READERS

CANARY = "CANARI"
BOUNDED, ROUNDED = "communes of a body", "months"
"""Readers: of some rows and columns, and of dates that are rounded."""
_PARIS = ZoneInfo("Europe/Paris")
_DAY = datetime(2026, 12, 1, tzinfo=UTC)
QUESTIONS = tuple(f"question-{number}" for number, _ in enumerate(SAVED))


@dataclass
class Doors:
    """`links` are made in the first opening, by the reader of some rows."""

    state: Any
    rows: list[dict[str, object]]
    links: tuple[str, ...] = ()
    _is_declared: bool = field(default=False, repr=False)

    @property
    def file(self):
        return self.state.data / typed_rows.SLUG / f"{typed_rows.DATASET}.parquet"

    async def shown(self, readers, rows) -> dict[str, dict[str, object]]:
        """By reader, all that the doors show over these rows."""
        async with self.opened(rows) as (http, token):
            return {each: await self._shown(http, token, each) for each in readers}

    async def _shown(self, http, token, reader) -> dict[str, object]:
        agent, purpose = READERS[reader]
        key, said = token(agent), purpose or ""
        headers = headers_of(reader, token)
        shown = await shown_by_addresses(http, headers)
        shown |= await shown_by_files(http, headers, QUESTIONS, self.links)
        return shown | await shown_by_postgresql(http.postgres_port, key, said)

    @asynccontextmanager
    async def opened(self, rows):
        typed_rows.write_rows(rows, self.file)
        async with opened(self.state) as (http, services):
            snapshot = await services.query.catalog.current()
            if not self._is_declared:
                await services.acts.catalog.write(
                    snapshot.version, Changes(put=_declared(snapshot)), _record()
                )
                self._is_declared = True
                snapshot = await services.query.catalog.current()

            def token(agent):
                return self.state.token(find_agent(snapshot, agent))

            if not self.links:
                self.links = await _links(http, token(READERS[BOUNDED][0]), READERS[BOUNDED][1])
            yield http, token


def headers_of(reader: str, token) -> dict[str, str]:
    agent, purpose = READERS[reader]
    signed_in = {"Authorization": f"Bearer {token(agent)}"}
    return signed_in | ({"Interco-Purpose": purpose} if purpose else {})


def _record() -> ActRecord:
    return ActRecord(_DAY, None, "test", None, "test")


def _declared(snapshot):
    like = next(each for each in snapshot.agreements if each.citation == "conv-2025-0001@1")
    readers = [find_agent(snapshot, READERS[name][0]) for name in (BOUNDED, ROUNDED)]
    saved = [
        SavedOperation(body, name, "sql", text, "steward", _DAY)
        for body in {each.organisation for each in readers}
        for name, text in zip(QUESTIONS, SAVED, strict=True)
    ]
    bounded = replace(readers[0], purposes=readers[0].purposes | {READERS[BOUNDED][1]})
    return (typed_rows.dataset(), *typed_rows.agreements(like), *saved, bounded)


async def _links(http, key, purpose) -> tuple[str, ...]:
    """Of each question, where the law lets the reader make one."""
    made = []
    for name in QUESTIONS:
        wanted = {"question": name, "format": "csv", "purpose": purpose}
        headers = {"Authorization": f"Bearer {key}"}
        answer = await http.post("/v1/links", json=wanted, headers=headers)
        if answer.is_success:
            made.append(answer.json()["path"])
    return tuple(made) or ("/l/none",)


def keys_in(shown: dict[str, object]) -> frozenset[str]:
    """The keys of the rows that a reader was given."""
    _, _, content = shown[f"/v1/questions/{QUESTIONS[0]}/rows.json"]
    return frozenset(re.findall(r"R-[0-9]{3}", content.decode()))


def other_rows(chance: random.Random, rows, visible: frozenset[str]):
    """For the reader of some rows: half of the hidden ones are gone, the others are other rows;
    of the visible ones, cells that are withheld or empty are others.
    """
    changed = []
    for row in rows:
        if row["id"] in visible:
            hidden = {"nom": CANARY, "extra": '{"a": "CANARI"}', "longitude": None}
            changed.append(row | hidden)
        elif chance.random() < 0.5:
            other = {
                name: typed_rows.draw_value(chance, name)
                for name in typed_rows.NAMES
                if name not in {"id", "code_commune"}
            }
            key = f"{CANARY}-{chance.randrange(10**9)}"
            changed.append(row | other | {"id": key, "nom": CANARY, "usager": CANARY})
    return changed


def other_days(chance: random.Random, rows):
    """For the reader of months: other days and hours of the same months, other constants."""
    return [
        row
        | {
            "jour": _within_month(chance, row["jour"]),
            "instant": _within_month(chance, row["instant"]),
            "nom": CANARY,
        }
        for row in rows
    ]


def _within_month(chance: random.Random, moment):
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return moment.replace(day=chance.randint(1, monthrange(moment.year, moment.month)[1]))
    local = moment.astimezone(_PARIS)
    day = chance.randint(1, monthrange(local.year, local.month)[1])
    return local.replace(day=day, hour=chance.randint(4, 22)).astimezone(UTC)
