"""The demo's folder for a test: its rows are made once a process, its keys and catalog each time.

The catalog says where the rows are, so that one folder's would read the rows of another.
"""

import asyncio
import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from demo.prepare import prepare_embedded
from gateway.demo_mode.catalog import ensure_demo_catalog
from gateway.demo_mode.state import DemoState


async def make_demo(state: DemoState) -> None:
    """What `ensure_demo_catalog` makes where nothing is yet, in a tenth of the time."""
    await asyncio.to_thread(copy_rows, state)
    await ensure_demo_catalog(state)


def copy_rows(state: DemoState) -> None:
    """Its rows and declarations alone, where nothing is yet."""
    shutil.copytree(_rows(), state.data)


@cache
def _rows() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="interco-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    prepare_embedded(folder)
    return folder
