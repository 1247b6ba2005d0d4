"""veraPDF, which says whether a PDF is accessible (PDF/UA-1): Maven's jars, and a main of ours."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from deploy.local.commands import CommandFailed
from deploy.local.java_program import JavaProgram

_JUDGE = JavaProgram("verapdf", "1.30.2", Path(__file__).with_name("verapdf"), "Judge", "19 MB")


def fetch_verapdf() -> Path:
    """A folder of jars, and of our main, compiled: 19 MB."""
    return _JUDGE.fetch()


def broken_rules(files: Sequence[Path]) -> dict[Path, list[str]]:
    """Of each file, the rules of PDF/UA-1 that it breaks; none where it conforms."""
    judging = subprocess.run(
        [*_JUDGE.command(), *files], capture_output=True, text=True, check=False, timeout=120
    )
    judged: dict[Path, list[str]] = {}
    last: list[str] = []
    for line in judging.stdout.splitlines():
        verdict, _, name = line.partition(" ")
        if line.startswith("  "):
            last.append(line.strip())
        elif verdict in {"conforms", "fails"}:
            last = judged[Path(name)] = [] if verdict == "conforms" else ["fails"]
    if judged.keys() != set(files):
        raise CommandFailed("veraPDF did not judge every file.")
    return judged
