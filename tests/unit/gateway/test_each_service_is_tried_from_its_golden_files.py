"""Each service that comes with the project, tried by command: a page in each language, and JSON.

Covers gateway.cli.service_commands, gateway.cli.service_output.
"""

import json

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for
from services_run.checking import carried_services, load_service
from services_run.golden import INPUTS, golden_parameters

APP = app_for(["service"])


def run(folder, *arguments, language):
    given = golden_parameters(load_service(folder)).items()
    options = [text for name, value in given for text in ("--set", f"{name}={value}")]
    runner = CliRunner(env={"LC_ALL": language})
    return runner.invoke(
        APP, ["service", "try", folder.name, str(folder / INPUTS), *options, *arguments]
    )


@pytest.mark.parametrize("folder", carried_services(), ids=lambda folder: folder.name)
def test_a_page_has_every_part_and_no_gap_in_its_sentences(folder):
    service = load_service(folder)
    for language in ("fr_FR.UTF-8", "en_GB.UTF-8"):
        tried = run(folder, language=language)
        assert tried.exit_code == 0
        for part in service.answer:
            if part.view is None or part.view["kind"] != "data":
                assert f"\n{'.'.join(part.path)}\n" in tried.stdout
        assert "{" not in tried.stdout
        assert "None" not in tried.stdout


@pytest.mark.parametrize("folder", carried_services(), ids=lambda folder: folder.name)
def test_json_is_the_golden_answer_beside_what_was_bound(folder):
    tried = json.loads(run(folder, "--format", "json", language="en_GB.UTF-8").stdout)
    golden = json.loads((folder / "golden" / "output.json").read_text("utf-8"))
    assert {name: tried[name] for name in golden} == golden
    assert tried["questions"] == []
    assert {bound["role"] for bound in tried["bound"]} <= load_service(folder).roles.keys()
