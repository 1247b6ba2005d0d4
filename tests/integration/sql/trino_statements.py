"""The statements in the tests of Trino itself, from the sources that its project publishes.

They are fetched when a test asks for them, and kept beside what else is fetched: none stands here.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from deploy.local.cache import cached
from deploy.local.commands import run_command
from deploy.local.environment import find_program
from deploy.local.prerequisites import install_debian_package

_VERSION = "476"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_JARS = {
    f"trino-testing:{_VERSION}:jar:sources": (
        "e3daf35fbd2dfcb8eea8d91ebc1d46da903c7db6d18aaae8aceb3c13c950e7bf"
    ),
    f"trino-main:{_VERSION}:jar:test-sources": (
        "95d0821b74ae0e7cc2f635fdaec7171b5d9bc8d8652ea6668037536266fdeecc"
    ),
}
_TOKEN = re.compile(
    r'"""(?P<block>.*?)(?<!\\)"""|"(?P<text>(?:[^"\\\n]|\\.)*)"'
    r"|(?://[^\n]*|/\*.*?\*/|\s+)|'(?:[^'\\]|\\.)+'|(?P<plus>\+)|(?P<other>.)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "s": " ", "\n": "", "0": "\0"}
_BEGINS = re.compile(r"\(*\s*(select|with|values|table)\b", re.IGNORECASE)
_TO_FILL_IN = re.compile(r"%[sd]|\$\w")


def trino_statements() -> list[str]:
    """Each once, in the order of files: what begins as a query and has nothing to fill in."""
    statements: dict[str, None] = {}
    for jar in sorted(cached("trino-test-sources", _VERSION, _download).glob("*.jar")):
        with zipfile.ZipFile(jar) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".java"):
                    for text in _texts(archive.read(name).decode()):
                        statement = text.strip().rstrip("; \n")
                        if _BEGINS.match(statement) and not _TO_FILL_IN.search(statement):
                            statements[statement] = None
    return list(statements)


def _download(folder: Path) -> None:
    maven = find_program("mvn")
    if maven is None:
        install_debian_package("maven", "Maven")
        maven = Path("mvn")
    for artifact, digest in _JARS.items():
        run_command(
            [
                *(maven, "--batch-mode", "--no-transfer-progress", "--quiet", _COPY),
                *(f"-Dartifact=io.trino:{artifact}", f"-DoutputDirectory={folder}"),
            ],
            f"Trino {_VERSION}: downloading the sources of its tests",
        )
        brought = {hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.glob("*.jar")}
        if digest not in brought:
            raise AssertionError(f"io.trino:{artifact} is not what it was.")


def _texts(source: str) -> Iterator[str]:
    """The string literals of a Java file; those that `+` joins to one another alone as one."""
    text, is_joined = None, False
    for token in _TOKEN.finditer(source):
        kind = token.lastgroup
        if kind in ("text", "block"):
            piece = _unescape(token["text"]) if kind == "text" else _block(token["block"])
            if text is not None and not is_joined:
                yield text
            text = piece if text is None or not is_joined else text + piece
            is_joined = False
        elif kind == "plus":
            is_joined = True
        elif kind == "other":
            # A variable is joined to it: the rest is known when Trino runs alone.
            if text is not None and not is_joined:
                yield text
            text, is_joined = None, False


def _block(text: str) -> str:
    return _unescape(dedent(text.partition("\n")[2]))


def _unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        letter = found[1]
        return chr(int(letter[1:], 16)) if len(letter) == 5 else _ESCAPES.get(letter, letter)

    return _ESCAPED.sub(character, text)
