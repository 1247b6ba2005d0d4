"""What is fetched once is kept, whole or not at all.

Covers deploy.local.cache, deploy.local.java, deploy.local.__main__.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.__main__ import main
from deploy.local.cache import cache_dir, cached

ROOT = Path(__file__).resolve().parents[2]
BUILD_SLOWLY = """
import os, sys, time
from deploy.local.cache import cached

def build(folder):
    time.sleep(0.5)
    (folder / f"built-by-{os.getpid()}").touch()

print(*(path.name for path in cached("thing", "1", build).iterdir()))
"""


@pytest.fixture(autouse=True)
def own_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("INTERCO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    assert cache_dir() == tmp_path / "cache"
    monkeypatch.delenv("INTERCO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_dir() == tmp_path / "xdg" / "interco"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_dir() == tmp_path / "home" / ".cache" / "interco"


def test_a_thing_is_built_once(own_cache):
    built = []
    first = cached("thing", "1", built.append)
    assert cached("thing", "1", built.append) == first
    assert len(built) == 1
    assert cached("thing", "2", built.append) != first


def test_a_build_that_fails_leaves_nothing_and_is_tried_again(own_cache):
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise RuntimeError("no network")

    with pytest.raises(RuntimeError, match="no network"):
        cached("thing", "1", fail)
    assert [path for path in own_cache.iterdir() if path.is_dir()] == []
    assert cached("thing", "1", lambda folder: (folder / "whole").touch()).is_dir()


def test_of_two_processes_that_ask_at_once_one_builds():
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD_SLOWLY], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = {process.communicate()[0].strip() for process in asked}
    assert [process.returncode for process in asked] == [0, 0]
    assert len(said) == 1
    assert said.pop().startswith("built-by-")


def test_fetch_refuses_an_unknown_server(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["fetch", "oracle"])
    assert "unknown server 'oracle'" in capsys.readouterr().err


def test_fetch_says_where_a_server_is(capsys):
    assert main(["fetch", "postgresql"]) == 0
    name, folder = capsys.readouterr().out.strip().split("\t")
    assert name == "postgresql"
    assert (Path(folder) / "initdb").is_file()
