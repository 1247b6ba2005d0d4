"""The demo's folder for a test: its rows and catalog are made once a process, its keys each time.

The catalog says where the rows are, so that one folder's would read the rows of another: in what
is copied, the folder is replaced, and the version is one that no other catalog has.
"""

import asyncio
import atexit
import shutil
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path
from uuid import uuid4

from demo.prepare import prepare_embedded
from gateway.demo_mode.catalog import ensure_demo_catalog
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key

_RENEWED = ("catalog_version", "catalog_epoch", "act")


async def make_demo(state: DemoState) -> None:
    """What `ensure_demo_catalog` makes where nothing is yet, in a tenth of the time."""
    await asyncio.to_thread(copy_demo, state)


def copy_demo(state: DemoState) -> None:
    """As `make_demo`, for a test that is not in a loop of its own."""
    made = _made()
    shutil.copytree(made.data, state.data)
    state.issuer_key()
    # The services that it publishes are signed by the key of proof.
    for name in ("catalog.sqlite", "applied.json", "proof.key"):
        shutil.copy(made.folder / name, state.folder / name)
    with closing(sqlite3.connect(state.folder / "catalog.sqlite")) as catalog, catalog:
        before, after = str(made.folder.resolve()), str(state.folder.resolve())
        catalog.execute("UPDATE catalog_entry SET body = replace(body, ?, ?)", (before, after))
        epoch = str(uuid4())
        for table in _RENEWED:
            catalog.execute(f"UPDATE {table} SET epoch = ?", (epoch,))
    read_master_key(state.settings().key_file, create=True)


def copy_rows(state: DemoState) -> None:
    """Its rows and declarations alone, where nothing is yet."""
    shutil.copytree(_rows(), state.data)


@cache
def _rows() -> Path:
    folder = _folder()
    prepare_embedded(folder)
    return folder


@cache
def _made() -> DemoState:
    state = DemoState(_folder() / "state")
    copy_rows(state)
    # Who asks may be in a loop already, as whoever drives a browser is.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, ensure_demo_catalog(state)).result()
    return state


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="interco-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
