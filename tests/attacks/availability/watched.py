"""`interco demo`, and a line in a file for each time that its event loop was held.

    python -m tests.attacks.availability.watched --port 18310 --state FOLDER

A line: when it ended, how long it was (wall), the processor time of the loop's own thread within
it, and where the loop was in the middle of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path

from gateway.cli import serving
from gateway.cli.main import run
from tests.attacks.availability.scene import HOLDS

LEAST_S = 0.03
_EVERY_S = 0.005


class Watch:
    """Beats on the loop; a thread beside it looks where the loop is when a beat is late."""

    def __init__(self, holds: Path) -> None:
        self._out = holds.open("a", buffering=1)
        self._beat = time.monotonic()
        self._place = ""

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._beat, self._spent = time.monotonic(), time.thread_time()
        threading.Thread(target=self._look, name="watch", daemon=True).start()
        self._tick()

    def _tick(self) -> None:
        now, spent = time.monotonic(), time.thread_time()
        wall = now - self._beat - _EVERY_S
        if wall >= LEAST_S:
            held = {"at": now, "wall": wall, "cpu": spent - self._spent, "where": self._place}
            self._out.write(json.dumps(held) + "\n")
        self._beat, self._spent, self._place = time.monotonic(), time.thread_time(), ""
        self._loop.call_later(_EVERY_S, self._tick)

    def _look(self) -> None:
        while True:
            time.sleep(0.02)
            if not self._place and time.monotonic() - self._beat > LEAST_S:
                frame = sys._current_frames().get(self._thread)
                stack = traceback.extract_stack(frame)[-14:]
                lines = (f"{Path(each.filename).stem}:{each.lineno}:{each.name}" for each in stack)
                self._place = " < ".join(reversed(list(lines)))


def main() -> None:
    watch = Watch(Path(os.environ[HOLDS]))
    startup = serving._Server.startup

    async def watched(self: serving._Server, sockets: object = None) -> None:
        await startup(self, sockets)  # type: ignore[arg-type]
        watch.begin()

    serving._Server.startup = watched  # type: ignore[method-assign, assignment]
    sys.argv[1:1] = ["demo"]
    run()


if __name__ == "__main__":
    main()
