"""`interco config check|show`: where each setting comes from, and no secret in what is shown.

Covers gateway.cli.config_commands, gateway.diagnostics.listed_settings,
gateway.base.settings_files, gateway.base.settings.
"""

import json

import pytest
from typer.testing import CliRunner

from gateway.base.problems import UnreadableSettings
from gateway.base.settings import Settings
from gateway.cli.main import app_for

SECRET = "CANARI-secret"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment of `INTERCO_…` variables, and nothing of this machine's."""

    def put(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"INTERCO_{name}", str(value))

    put(STATE=tmp_path / "state")
    return put


def run(*words):
    return CliRunner().invoke(app_for(("config",)), ["config", *words])


def shown(*words):
    return {each["name"]: each for each in json.loads(run("show", "--json", *words).output)}


def test_each_setting_says_what_gave_it_and_hides_what_is_secret(environment, tmp_path):
    file = tmp_path / "opa.token"
    file.write_text(f"{SECRET}\n")
    provider = {
        "name": "pc",
        "label": "PC",
        "issuer": "https://p.test",
        "client_id": "x",
        "client_secret": SECRET,
    }
    environment(
        OPA_TOKEN_FILE=file,
        STORE_URL=f"postgresql://interco:{SECRET}@db.test/interco",
        SMTP_URL=f"smtps://u:{SECRET}@mail.test",
        PROVIDERS=json.dumps([provider]),
        METRICS=json.dumps({"token": SECRET}),
        PORT=8123,
    )
    assert Settings().opa_token.get_secret_value() == SECRET
    output = run("show").output + run("show", "--json").output
    assert SECRET not in output
    settings = shown()
    assert settings["INTERCO_OPA_TOKEN"]["origin"] == "INTERCO_OPA_TOKEN_FILE"
    assert settings["INTERCO_PORT"] == {
        "name": "INTERCO_PORT",
        "value": "8123",
        "origin": "INTERCO_PORT",
    }
    assert "interco:•••@db.test" in settings["INTERCO_STORE_URL"]["value"]
    assert settings["INTERCO_HOST"]["origin"] == "default"
    assert "INTERCO_HOST" not in shown("--set")


@pytest.mark.parametrize("name", ["OPA_TOKEN", "STORE_URL", "SMTP_URL"])
def test_a_secret_is_said_once(environment, tmp_path, name):
    environment(**{f"{name}_FILE": tmp_path / "absent"})
    with pytest.raises(UnreadableSettings, match=f"INTERCO_{name}_FILE"):
        Settings()
    (tmp_path / "absent").write_text(SECRET)
    Settings()
    environment(**{name: SECRET})
    with pytest.raises(UnreadableSettings) as refused:
        Settings()
    assert SECRET not in str(refused.value)


def test_a_check_tells_a_name_that_nothing_reads(environment):
    environment(QUERY_TIMEOUTS_S=3, SECRET_200050425_DB="x", TOKEN="t")
    checked = run("check")
    assert checked.exit_code == 1
    assert "INTERCO_QUERY_TIMEOUTS_S (INTERCO_QUERY_TIMEOUT_S ?)" in checked.output
    assert "SECRET_200050425_DB" not in checked.output


def test_a_check_says_what_serve_would_refuse_and_opens_nothing(environment, tmp_path):
    checked = json.loads(run("check", "--json").output)
    faults = {each["check"] for each in checked if each["state"] == "fault"}
    assert {"settings", "keys"} <= faults
    # Of what nobody has set up, nothing is called safe: it could only be a demonstration.
    assert "seule la démonstration démarre" in next(
        each["next_fr"] for each in checked if each["check"] == "settings"
    )
    assert not (tmp_path / "state").exists()
