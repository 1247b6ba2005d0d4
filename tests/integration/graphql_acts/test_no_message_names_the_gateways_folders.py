"""Mistakes about storages and files, each told to a steward without where the gateway keeps them.

Covers catalog.actions.storage, gateway.acts.sources.
"""

import json
import os
from pathlib import Path

import pytest

from catalog.model.problem import Problem
from catalog.model.storage import FilesOptions
from tests.integration.graphql_acts.sql_of_a_town import rows_of
from tests.integration.graphql_acts.test_sources_are_declared_through_graphql import (
    FOLDER,
    LIGHTS,
    READINGS,
    REGISTER,
    REGISTER_STORAGE,
    STEWARD,
)

OWN = "val-d-ille-aubigne"
DIRECTORIES = (
    "../valcobreizh",
    f"{OWN}/../valcobreizh",
    f"{OWN}/nothing",
    f"{OWN}/a_file",
    f"{OWN}/a_link",
    f"{OWN}/*",
    "/etc",
    "valcobreizh",
    "",
    f"{OWN}/\u202e",
)
BROKEN = {
    "casse.parquet": b"PAR1 nothing of a parquet PAR1",
    "casse.csv": b'a;b\n"never closed;1\n',
    "vide.csv": b"",
    "casse.sqlite": b"SQLite format 3\0 and nothing more",
}


@pytest.fixture
def own(town):
    folder = town.state.data / OWN
    (folder / "neuf").mkdir(parents=True, exist_ok=True)
    (folder / "a_file").write_text("x")
    (folder / "a_link").symlink_to(town.state.data / "valcobreizh")
    for name, content in BROKEN.items():
        (folder / "neuf" / name).write_bytes(content)
    return folder


def names_no_folder(town, told):
    text = json.dumps(told, ensure_ascii=False, default=str)
    return str(town.state.folder) not in text and os.path.realpath(town.state.folder) not in text


@pytest.mark.one_in(4)
@pytest.mark.parametrize("directory", DIRECTORIES)
async def test_a_folder_that_is_refused_is_told_as_it_was_written(town, own, directory):
    for kind, option in (("FILES", "directory"), ("SQLITE", "path")):
        wanted = {"name": "autre", "kind": kind, option: directory}
        for document in (REGISTER_STORAGE, LIGHTS):
            told = await town.ask(document, STEWARD, variables={"i": wanted})
            assert names_no_folder(town, told.body), told.body
    whole = {**FOLDER, "directory": f"{town.state.data}/valcobreizh"}
    told = await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": whole})
    assert told.codes
    assert names_no_folder(town, told.body), told.body


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", [*BROKEN, "nothing.csv", "../a_file", "a_link/x.csv"])
async def test_a_file_that_cannot_be_read_is_told_by_its_name_there(town, own, name):
    assert (await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": FOLDER})).data
    described = (
        {"kind": "PARQUET", "name": name}
        if "parquet" in name
        else {
            **READINGS["object"],
            "name": name,
        }
    )
    wanted = {**READINGS, "object": described}
    told = await town.ask(REGISTER, STEWARD, variables={"i": wanted})
    is_told = told.codes or told.data["registerDataset"]["check"]["stops"]
    assert is_told, told.body
    assert names_no_folder(town, told.body), told.body
    looked = await town.ask(
        '{ storage(name: "depot_neuf") { objects { kind proposedName columns { name } } } }',
        STEWARD,
    )
    assert names_no_folder(town, looked.body), looked.body


@pytest.mark.whole
async def test_rows_that_are_gone_are_told_without_their_place(town, own):
    snapshot = await town.ports.catalog.current()
    dataset, folder = next(
        (each, Path(options.directory))
        for each in snapshot.datasets.values()
        if isinstance(options := snapshot.storages[each.storage_id].options, FilesOptions)
    )
    owner = snapshot.organisations[dataset.owner].slug
    folder.rename(f"{folder}-gone")
    with pytest.raises(Problem) as told:
        await rows_of(town, f"SELECT * FROM {owner.sql_name}.{dataset.name}", f"steward@{owner}")
    for language in ("fr", "en"):
        assert names_no_folder(town, told.value.sentence(language)), told.value
        assert names_no_folder(town, told.value.next_step(language)), told.value
