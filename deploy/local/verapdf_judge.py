"""veraPDF, which says whether a PDF is accessible (PDF/UA-1): Maven's jars, and a main of ours."""

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from deploy.local.cache import cached
from deploy.local.commands import CommandFailed, run_command
from deploy.local.environment import find_program
from deploy.local.java import find_java_home
from deploy.local.prerequisites import install_debian_package

_VERSION = "1.30.2"
_SOURCES = Path(__file__).with_name("verapdf")
_MAIN = "Judge"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def fetch_verapdf() -> Path:
    """A folder of jars, and of our main, compiled: 19 MB."""
    content = b"".join(path.read_bytes() for path in sorted(_SOURCES.iterdir()))
    digest = hashlib.sha256(content).hexdigest()[:12]
    return cached("verapdf", f"{_VERSION}-{digest}", _build)


def broken_rules(files: Sequence[Path]) -> dict[Path, list[str]]:
    """Of each file, the rules of PDF/UA-1 that it breaks; none where it conforms."""
    folder = fetch_verapdf()
    path = ":".join(str(jar) for jar in (folder, *sorted((folder / "jars").glob("*.jar"))))
    java = find_java_home() / "bin" / "java"
    judging = subprocess.run(
        [java, "-cp", path, _MAIN, *files], capture_output=True, text=True, check=False, timeout=120
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


def _build(folder: Path) -> None:
    maven = find_program("mvn")
    if maven is None:
        install_debian_package("maven", "Maven")
        maven = Path("mvn")
    jars = folder / "jars"
    run_command(
        [
            maven,
            *("--batch-mode", "--no-transfer-progress", "--quiet", "--strict-checksums"),
            *("--file", _SOURCES / "pom.xml", _COPY, f"-DoutputDirectory={jars}"),
        ],
        f"veraPDF {_VERSION}: downloading 19 MB",
    )
    _check_jars(jars)
    compiler = next(jars.glob("ecj-*.jar"))
    run_command(
        [
            *(find_java_home() / "bin" / "java", "-jar", compiler, "-source", "17"),
            *("-target", "17", "-proc:none", "-warn:none", "-d", folder),
            *("-cp", ":".join(str(jar) for jar in sorted(jars.glob("*.jar")))),
            _SOURCES / f"{_MAIN}.java",
        ],
        f"veraPDF {_VERSION}: compiling our main",
    )
    compiler.unlink()


def _check_jars(jars: Path) -> None:
    """Exactly those that were looked at when they were chosen."""
    lines = (_SOURCES / "jars.sha256").read_text().splitlines()
    wanted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in jars.glob("*.jar")}
    others = sorted({name for name, _ in wanted.items() ^ there.items()})
    if others:
        raise CommandFailed(f"Not the files that jars.sha256 names: {', '.join(others)}.")
