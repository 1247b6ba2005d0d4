"""A release has one version, wherever it is written.

Covers gateway.cli.project_commands.
"""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
PLACES = {
    "deploy/compose/compose.yaml": r"image: interco:(\S+)",
    "deploy/helm/interco/Chart.yaml": r'(?m)^(?:version|appVersion): "?([\d.]+)"?$',
    "deploy/Dockerfile.md": r"interco:(\d[\d.]*\d)",
}


@pytest.mark.parametrize("place", PLACES)
def test_images_and_charts_have_the_version_of_the_project(place):
    written = re.findall(PLACES[place], (ROOT / place).read_text("utf-8"))
    assert written
    assert set(written) == {VERSION}


def test_the_changelog_tells_what_that_version_changed():
    heads = re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    released = [each for each in heads if each != "Unreleased"]
    assert re.fullmatch(rf"{re.escape(VERSION)}(?: - \d{{4}}-\d\d-\d\d)?", released[0])
