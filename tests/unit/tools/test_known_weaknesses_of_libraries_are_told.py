"""What is pinned is compared with advisories of a file: by version, by age, and never by guessing.

Covers tools.audit, tools.advisories.
"""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tools.advisories import AdvisoriesUnreadable, is_affected, read_advisories
from tools.audit import Pinned, main, pinned_in, report

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 27)
PYJWT = Pinned("PyPI", "Py_JWT", "2.4.0", serves=True)
REACT = Pinned("npm", "react", "18.3.1", serves=True)
WANTED = frozenset({("PyPI", "py-jwt"), ("npm", "react")})


def advisory(number="GHSA-aaaa", name="py-jwt", ecosystem="PyPI", **more):
    bounds = [{"introduced": "0"}, {"fixed": "2.10.1"}]
    record = {
        "id": number,
        "modified": "2026-11-20T10:00:00Z",
        "summary": "A token without a signature is believed",
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": more.pop("events", bounds)}],
                "versions": more.pop("versions", []),
            }
        ],
    }
    return record | more


OF_NPM = advisory("GHSA-npm", "left-pad", "npm")


def export(folder, *records, name="all.zip"):
    with zipfile.ZipFile(folder / name, "w") as written:
        for record in records:
            written.writestr(f"{record['id']}.json", json.dumps(record))
    return folder / name


def told(capsys, *records, pinned=(PYJWT, REACT), today=TODAY, folder=None):
    advisories = read_advisories([export(folder, *records)], WANTED)
    code = report(pinned, advisories, today, 30)
    return code, capsys.readouterr().out


@pytest.fixture
def audited(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return lambda *records, **more: told(capsys, *records, folder=tmp_path, **more)


def test_a_weakness_is_told_with_the_version_that_corrects_it(audited):
    code, out = audited(advisory(), OF_NPM)
    assert code == 1
    assert (
        "Py_JWT 2.4.0 (in service): GHSA-aaaa, corrected in 2.10.1. "
        "A token without a signature is believed"
    ) in out


def test_the_same_weakness_under_two_numbers_is_told_once(audited):
    twice = advisory("PYSEC-1", aliases=["CVE-2026-1"]), advisory(aliases=["CVE-2026-1"])
    _, out = audited(*twice, OF_NPM)
    assert out.count("Py_JWT") == 1
    assert "1 known weaknesses" in out


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([{"introduced": "0"}, {"fixed": "2.4.0"}], False),
        ([{"introduced": "0"}, {"fixed": "2.4.1"}], True),
        ([{"introduced": "2.4.0"}], True),
        ([{"introduced": "2.4.1"}], False),
        ([{"introduced": "0"}, {"last_affected": "2.4.0"}], True),
        ([{"introduced": "0"}, {"last_affected": "2.3.9"}], False),
        (
            [{"fixed": "2.10.0"}, {"introduced": "2.9.0"}, {"fixed": "2.0"}, {"introduced": "0"}],
            False,
        ),
        # 2.10 is later than 2.4, whatever their letters say.
        ([{"introduced": "0"}, {"fixed": "2.10.0"}], True),
        # Nobody can compare it: somebody has to look.
        ([{"introduced": "0"}, {"fixed": "not a version"}], True),
    ],
)
def test_a_version_is_affected_from_what_introduced_it_to_what_corrects_it(events, expected):
    assert is_affected({"ranges": [{"type": "ECOSYSTEM", "events": events}]}, "2.4.0") is expected


def test_a_version_that_is_listed_is_affected_and_commits_are_no_versions():
    assert is_affected({"versions": ["2.4.0"]}, "2.4.0")
    by_commit = {"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}
    assert not is_affected(by_commit, "2.4.0")


def test_what_was_withdrawn_or_is_of_another_library_is_not_told(audited):
    withdrawn = advisory(withdrawn="2026-11-21T00:00:00Z")
    code, out = audited(withdrawn, advisory("GHSA-b", "py-jwt-extra"), OF_NPM)
    assert (code, "Py_JWT" in out) == (0, False)


def test_an_old_database_proves_nothing(audited):
    code, out = audited(
        advisory(versions=[], events=[{"introduced": "9"}]), OF_NPM, today=date(2027, 1, 5)
    )
    assert code == 3
    assert "too old" in out


def test_a_database_without_npm_says_that_nothing_of_it_was_compared(audited):
    code, out = audited(advisory(events=[{"introduced": "9"}]))
    assert code == 3
    assert "npm: the database has no advisory of it" in out


def test_a_folder_of_records_and_exports_is_read_too(tmp_path):
    (tmp_path / "pypi").mkdir()
    (tmp_path / "pypi" / "one.json").write_text(json.dumps(advisory()), "utf-8")
    export(tmp_path, OF_NPM, name="npm.zip")
    advisories = read_advisories([tmp_path], WANTED)
    assert advisories.counted == {"PyPI": 1, "npm": 1}
    assert advisories.newest == date(2026, 11, 20)


@pytest.mark.parametrize("content", [b"", b"PK", b"<html>", b"{}"])
def test_what_is_no_database_is_said_so(tmp_path, content):
    for name in ("all.zip", "one.json"):
        folder = tmp_path / name.partition(".")[2]
        folder.mkdir()
        (folder / name).write_bytes(content)
        with pytest.raises(AdvisoriesUnreadable):
            read_advisories([folder], WANTED)
    with pytest.raises(AdvisoriesUnreadable):
        read_advisories([tmp_path / "not there"], WANTED)
    export(tmp_path)
    with pytest.raises(AdvisoriesUnreadable):
        read_advisories([tmp_path / "all.zip"], WANTED)


def test_without_a_database_it_is_said_and_nothing_is_promised(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main([]) == 3
    assert "nothing was compared" in capsys.readouterr().out
    assert main(["/not/there.zip"]) == 3
    assert "is no database of advisories" in capsys.readouterr().out


def test_what_serves_and_what_only_tests_need_are_told_apart():
    serving, testing = "orjson==3.1\n", "orjson==3.1\npytest==9.0\n"
    pinned = pinned_in({"requirements.lock": serving, "requirements-test.lock": testing})
    known = {each.name: each.serves for each in pinned}
    assert (known["orjson"], known["pytest"], known["react"]) == (True, False, True)


def test_the_command_compares_what_this_interco_pins(tmp_path):
    today = datetime.now(UTC).isoformat()
    weak = advisory(name="orjson", events=[{"introduced": "0"}], modified=today)
    path = export(tmp_path, weak, OF_NPM)
    command = [sys.executable, "-m", "tools.audit", str(path)]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == 1, ended.stderr
    assert "orjson" in ended.stdout
    assert "GHSA-aaaa" in ended.stdout
