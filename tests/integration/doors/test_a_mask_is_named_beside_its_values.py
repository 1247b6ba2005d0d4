"""A date that stands for its month and a pseudonym say so, in every format that has a place for it.

Covers gateway.reading.query.described_columns, federation.results.formats.protocol.
"""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.linked import OWNER, Linked
from tests.integration.doors.matrix import MEDIA_TYPES

MASKED = "agent@valcobreizh", "rpqs_dechets"
STATEMENT = "SELECT id_pesee, code_commune, tonnage_kg FROM val_d_ille_aubigne.collectes LIMIT 3"


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("masks") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        yield Linked(state, http, services)


async def asked(town, answer_format, agent=MASKED[0], purpose=MASKED[1]):
    headers = await town.headers(agent) | {"Accept": MEDIA_TYPES[answer_format]}
    if purpose is not None:
        headers["Interco-Purpose"] = purpose
    answer = await town.http.post("/v1/sql", json={"query": STATEMENT}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


async def test_each_format_names_the_same_masks(town):
    answer = await asked(town, "json")
    header = answer.headers["Interco-Masked"]
    masks = {each["name"]: each["masked"] for each in answer.json()["columns"] if "masked" in each}
    assert masks
    assert header == ", ".join(f"{name}={'+'.join(each)}" for name, each in masks.items())
    assert (await asked(town, "csv")).headers["Interco-Masked"] == header
    parquet = pq.read_schema(io.BytesIO((await asked(town, "parquet")).content))
    arrow = pa.ipc.open_stream((await asked(town, "arrow")).content).schema
    for schema in (parquet, arrow):
        found = {
            field.name: field.metadata[b"interco.masked"].decode().split(",")
            for field in schema
            if b"interco.masked" in field.metadata
        }
        assert found == masks


async def test_rows_that_are_given_as_they_are_name_none(town):
    answer = await asked(town, "json", OWNER, None)
    assert "Interco-Masked" not in answer.headers
    assert not any("masked" in each for each in answer.json()["columns"])
