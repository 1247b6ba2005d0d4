"""docs/fr/partager-un-jeu-de-donnees.md, typed as it is written, on a demo of its own.

The English page shows the same commands and outputs; tests/unit/docs holds them equal.

Covers gateway.cli.agreement_commands, gateway.cli.agreement_documents.
"""

import hashlib
import io
import json
import re
import shlex
import zipfile
from datetime import UTC, date, datetime

import pytest

from catalog.exports.evidence_checking import departures_in, files_of
from catalog.model.paris import PARIS
from tests.e2e.conftest import ROOT, run_interco

PAGE = ROOT / "docs" / "fr" / "partager-un-jeu-de-donnees.md"
_BLOCK = re.compile(r"^    \./interco (.+)\n(?:\n```\n((?:.+\n)+)```)?", re.MULTILINE)
PACK = "preuves.zip"
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_LAPSES = re.compile(r"(?<=Sans réponse d'ici au )\d\d/\d\d/\d{4}")


def this_year(text):
    """The page was written for 2027; an agreement cannot begin long ago."""
    return text.replace("2027", str(datetime.now(UTC).year + 1))


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Each command with what the page shows of its output, and what it really printed; the pack."""
    folder = tmp_path_factory.mktemp("page")
    state = folder / "state"
    found, shown_hash = [], ""
    for command, shown in _BLOCK.findall(this_year(PAGE.read_text("utf-8"))):
        written = command.replace(PACK, str(folder / PACK))
        words = shlex.split(_HASH.sub(shown_hash, written))
        ran = run_interco(*words, "--state", str(state), check=False)
        assert ran.returncode == 0, (command, ran.stderr)
        if words[1] == "preview":
            (shown_hash,) = set(_HASH.findall(ran.stdout))
        found.append((command, shown, ran.stdout))
    pack = (folder / PACK).read_bytes()
    return found, pack


@pytest.fixture(scope="module")
def typed(walked):
    return walked[0]


def test_the_page_walks_the_whole_chain(typed):
    done = [command.split()[1] for command, _, _ in typed]
    assert [each for each in done if each in {"draft", "submit", "approve", "revoke"}] == [
        *("draft", "draft", "submit", "approve", "approve", "revoke"),
    ]


def test_what_the_readme_types_is_of_the_page():
    """So that it is tried, and that what is drafted is also handed over."""
    readme = (ROOT / "README.md").read_text("utf-8").partition("## Share in minutes")[2]
    typed = re.findall(r"^    (\./interco agreement .+)$", readme, re.MULTILINE)
    page = PAGE.read_text("utf-8")
    assert [each.split()[2] for each in typed] == ["draft", "submit", "awaiting"]
    assert [each for each in typed if f"    {each}\n" not in page] == []


def any_day(text):
    """Lines without what another day changes: hashes, the day on which a request lapses."""
    return _LAPSES.sub("…", _HASH.sub("…", text)).splitlines()


def test_every_line_that_the_page_shows_is_printed(typed):
    missing = [
        line
        for _, shown, printed in typed
        for line in any_day(shown)
        if line not in any_day(printed)
    ]
    assert missing == []


def test_the_day_on_which_the_request_lapses_is_thirty_days_ahead(typed):
    (lapses,) = {day for _, _, printed in typed for day in _LAPSES.findall(printed)}
    day, month, year = map(int, lapses.split("/"))
    ahead = date(year, month, day) - datetime.now(PARIS).date()
    assert ahead.days in {29, 30}


def test_both_sides_see_twenty_five_communes_and_no_row_count(typed):
    (printed,) = (out for command, _, out in typed if command.startswith("agreement preview"))
    assert "25 communes" in printed
    assert "Mesnil-Roc'h (35308)" in printed
    assert "Sens-de-Bretagne" not in printed


def test_the_exported_text_has_the_hash_that_both_signed(typed):
    text, _ = (out for command, _, out in typed if command.startswith("agreement export"))
    (shown,) = (out for command, _, out in typed if command.startswith("agreement preview"))
    assert hashlib.sha256(text.encode()).hexdigest() in shown


def test_the_pack_proves_who_signed_and_that_it_was_revoked(walked):
    _, pack = walked
    assert departures_in(files_of(pack)) == ()
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        record = json.loads(archive.read("versions/1/record.json"))
    assert record["state"] == "revoked"
    assert [each["capacity"] for each in record["approvals"]] == ["Présidente", "Président"]
    assert record["life"]["steps"][-1]["reason"] == "Le rapport est adopté"
