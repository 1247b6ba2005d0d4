"""A Java program of ours beside jars of others, which Maven brings and a compiler among them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.local.cache import cached
from deploy.local.commands import CommandFailed, run_command
from deploy.local.environment import find_program
from deploy.local.java import find_java_home
from deploy.local.prerequisites import install_debian_package

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


@dataclass(frozen=True, slots=True)
class JavaProgram:
    """`sources` is a folder with `{main}.java`, pom.xml (the jars and ecj) and jars.sha256, which
    says what each jar must be. `size`: what is downloaded, in words.
    """

    name: str
    version: str
    sources: Path
    main: str
    size: str

    def command(self) -> list[str]:
        """The program and its class path, ready for arguments; fetched and compiled once."""
        folder = self.fetch()
        path = ":".join(str(jar) for jar in (folder, *sorted((folder / "jars").glob("*.jar"))))
        return [str(find_java_home() / "bin" / "java"), "-cp", path, self.main]

    def fetch(self) -> Path:
        """The folder of jars, and of our main, compiled."""
        files = sorted(path for path in self.sources.iterdir() if path.is_file())
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
        return cached(self.name, f"{self.version}-{digest}", partial(_build, self))


def _build(program: JavaProgram, folder: Path) -> None:
    maven = find_program("mvn")
    if maven is None:
        install_debian_package("maven", "Maven")
        maven = Path("mvn")
    jars, label = folder / "jars", f"{program.name} {program.version}"
    run_command(
        [
            maven,
            *("--batch-mode", "--no-transfer-progress", "--quiet", "--strict-checksums"),
            *("--file", program.sources / "pom.xml", _COPY, f"-DoutputDirectory={jars}"),
        ],
        f"{label}: downloading {program.size}",
    )
    _check_jars(program, jars)
    compiler = next(jars.glob("ecj-*.jar"))
    run_command(
        [
            *(find_java_home() / "bin" / "java", "-jar", compiler, "-source", "17"),
            *("-target", "17", "-proc:none", "-warn:none", "-d", folder),
            *("-cp", ":".join(str(jar) for jar in sorted(jars.glob("*.jar")))),
            program.sources / f"{program.main}.java",
        ],
        f"{label}: compiling our main",
    )
    compiler.unlink()


def _check_jars(program: JavaProgram, jars: Path) -> None:
    """Exactly those that were looked at when they were chosen."""
    lines = (program.sources / "jars.sha256").read_text().splitlines()
    digests = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in jars.glob("*.jar")}
    others = sorted({name for name, _ in digests.items() ^ there.items()})
    if others:
        raise CommandFailed(f"Not the files that jars.sha256 names: {', '.join(others)}.")
