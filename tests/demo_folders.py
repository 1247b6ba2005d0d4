"""The demo's folder, made once for all tests of a process and copied for each that asks for one."""

import asyncio
import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from gateway.demo_catalog import ensure_demo_catalog
from gateway.demo_state import DemoState


async def make_demo(state: DemoState) -> None:
    """What `ensure_demo_catalog` makes where nothing is yet: keys, rows, catalog."""
    made = await asyncio.to_thread(_made_once)
    await asyncio.to_thread(shutil.copytree, made, state.folder)


@cache
def _made_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="interco-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    asyncio.run(ensure_demo_catalog(DemoState(folder / "state")))
    return folder / "state"
