"""Run one long command, telling on stderr what is going on."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_HEARTBEAT_S = 20.0
_TAIL_LINES = 25


class CommandFailed(Exception):  # noqa: N818 - says what happened, as Problems do
    """A download or a build ended badly; the message ends with what it last said."""


def say(sentence: str) -> None:
    """One line of progress, on stderr so that stdout stays for results."""
    print(sentence, file=sys.stderr, flush=True)


def tail(text: str, lines: int = _TAIL_LINES) -> str:
    """The last lines of a log, indented for an error message."""
    return "\n".join(f"    {line}" for line in text.rstrip().splitlines()[-lines:])


def run_command(
    arguments: Sequence[str | Path],
    label: str,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> None:
    """Run a command to its end, with a line at its start and every 20 seconds after that.

    Raises CommandFailed with the end of its output.
    """
    say(f"{label} …")
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
        )
        try:
            _wait(process, label, started)
        finally:
            # Reached with the process alive only when the person interrupts us.
            process.kill()
            process.wait()
        if process.returncode != 0:
            output.seek(0)
            said = output.read().decode(errors="replace")
            raise CommandFailed(f"{label}: exit code {process.returncode}.\n{tail(said)}")


def _wait(process: "subprocess.Popen[bytes]", label: str, started: float) -> None:
    while True:
        try:
            process.wait(timeout=_HEARTBEAT_S)
        except subprocess.TimeoutExpired:
            say(f"{label} … {time.monotonic() - started:.0f} s")
        else:
            return
