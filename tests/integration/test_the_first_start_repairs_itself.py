"""`./interco` in a copy of its own: `.venv` is not there, half there, out of reach.

The Python that makes `.venv` is a stand-in, so that nothing is installed; pip is the real one.

Covers interco.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOSED = "http://127.0.0.1:9/simple"
MADE_BY = """#!/bin/sh
case "$1 $2" in
  "-m venv") shift 2; [ "$1" = --clear ] && { shift; rm -rf "$1"; }
    mkdir -p "$1/bin"; ln -s "$STAND_IN" "$1/bin/python"; echo "$1" >>"$MADE" ;;
  "-m pip") {pip} ;;
  "-m gateway.cli") echo "ran: $*" ;;
  *) exec {real} "$@" ;;
esac
"""
INSTALLS = """printf '#!/bin/sh\\nexit 0\\n' >.venv/bin/uv; chmod +x .venv/bin/uv"""


@pytest.fixture
def folder(tmp_path):
    """A copy of the script and its locks."""
    home = tmp_path / "interco of mine"
    home.mkdir()
    for name in ("interco", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, home / name)
    return home


def stand_in(folder, pip):
    path = folder.parent / "python-of-this-machine"
    path.write_text(MADE_BY.replace("{pip}", pip).replace("{real}", sys.executable))
    path.chmod(0o755)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
        "INTERCO_PYTHON": str(path),
        "STAND_IN": str(path),
        "MADE": str(folder.parent / "made"),
    }


def run(folder, environment):
    return subprocess.run(
        ["./interco", "version"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def times_made(folder):
    made = folder.parent / "made"
    return len(made.read_text().splitlines()) if made.exists() else 0


def test_it_is_prepared_once(folder):
    environment = stand_in(folder, INSTALLS)
    for _ in range(2):
        done = run(folder, environment)
        assert (done.returncode, done.stdout) == (0, "ran: -m gateway.cli version\n"), done.stderr
    assert times_made(folder) == 1
    assert done.stderr == ""


@pytest.mark.parametrize("left", ["", "bin/python", "bin/uv", "lib/half/a/package"])
def test_what_an_interrupted_preparation_left_is_made_anew(folder, left):
    """A python without pip answered `No module named pip` for ever."""
    half = folder / ".venv" / left
    half.mkdir(parents=True) if not left else half.parent.mkdir(parents=True)
    if left:
        half.write_text(f"#!/bin/sh\nexec {sys.executable} -S -m nothing_is_here\n")
        half.chmod(0o755)
    done = run(folder, stand_in(folder, INSTALLS))
    assert (done.returncode, done.stdout) == (0, "ran: -m gateway.cli version\n"), done.stderr
    assert times_made(folder) == 1


def test_an_update_that_stops_leaves_nothing_that_passes_for_whole(folder):
    run(folder, stand_in(folder, INSTALLS))
    (folder / "requirements.lock").write_text("# other libraries\n")
    assert run(folder, stand_in(folder, "exit 1")).returncode == 3
    assert run(folder, stand_in(folder, INSTALLS)).returncode == 0
    assert times_made(folder) == 2


def test_without_network_one_sentence_in_each_language_says_what_to_set(folder, tmp_path):
    asked = (
        f'shift 2; exec {sys.executable} -m pip "$@" --isolated --target "{tmp_path}/t" -i {CLOSED}'
    )
    environment = stand_in(folder, asked) | {"PIP_RETRIES": "0"}
    done = run(folder, environment)
    assert (done.returncode, done.stdout) == (3, "")
    _preparing, french, english = done.stderr.splitlines()
    for sentence in (french, english):
        assert "HTTPS_PROXY" in sentence
        assert "PIP_INDEX_URL" in sentence
        assert "docs/how-to/install.md" in sentence
    assert "réseau" in french
    assert "network" in english
    assert "Connection refused" in (folder / ".interco-install.log").read_text()


def test_another_failure_is_told_as_it_is(folder):
    done = run(folder, stand_in(folder, "echo 'No space left on device' >&2; exit 1"))
    assert done.returncode == 3
    assert "No space left on device" in done.stderr
    assert "HTTPS_PROXY" not in done.stderr


def test_the_mirror_given_to_pip_is_given_to_uv(folder):
    shown = INSTALLS.replace("exit 0", 'echo "$UV_DEFAULT_INDEX" >>../mirror')
    run(folder, stand_in(folder, shown) | {"PIP_INDEX_URL": CLOSED})
    assert (folder.parent / "mirror").read_text() == f"{CLOSED}\n"


def test_a_stop_says_that_the_next_command_begins_again(folder):
    environment = stand_in(folder, "echo >../pip-runs; exec sleep 60")
    os.mkfifo(folder.parent / "pip-runs")
    started = subprocess.Popen(
        ["./interco", "version"],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    (folder.parent / "pip-runs").read_text()
    os.killpg(started.pid, signal.SIGINT)
    _, told = started.communicate(timeout=30)
    assert started.returncode == 130
    assert "interrompue" in told
    assert "Traceback" not in told
    (folder.parent / "pip-runs").unlink()
    assert run(folder, stand_in(folder, INSTALLS)).returncode == 0


def system_has(folder, python):
    """The copied script looks there for the Python of the system."""
    script = folder / "interco"
    script.write_text(script.read_text().replace("/usr/bin/python3", str(python)))


def test_the_python_of_the_system_comes_before_those_of_a_version_manager(folder, tmp_path):
    environment = stand_in(folder, INSTALLS)
    system_has(folder, environment.pop("INTERCO_PYTHON"))
    managed = tmp_path / "python3.13"
    managed.write_text("#!/bin/sh\nexit 0\n")
    managed.chmod(0o755)
    environment["PATH"] = f"{tmp_path}:{environment['PATH']}"
    done = run(folder, environment)
    assert (done.returncode, done.stdout) == (0, "ran: -m gateway.cli version\n"), done.stderr


def test_a_stand_in_for_a_python_that_is_not_there_is_silent(folder, tmp_path):
    """As a version manager's: the command exists, and fails at length."""
    system_has(folder, tmp_path / "none")
    shims = tmp_path / "shims"
    shims.mkdir()
    for name in ("python3.13", "python3.12", "python3.11"):
        shim = shims / name
        shim.write_text("#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n")
        shim.chmod(0o755)
    environment = stand_in(folder, INSTALLS)
    (shims / "python3").symlink_to(environment["INTERCO_PYTHON"])
    del environment["INTERCO_PYTHON"]
    environment["PATH"] = f"{shims}:{environment['PATH']}"
    done = run(folder, environment)
    assert done.returncode == 0, done.stderr
    assert "pyenv" not in done.stderr


def test_on_windows_outside_wsl_the_way_is_said(folder):
    done = run(folder, stand_in(folder, INSTALLS) | {"OSTYPE": "msys"})
    assert done.returncode == 3
    assert done.stderr.count("WSL") == 2
