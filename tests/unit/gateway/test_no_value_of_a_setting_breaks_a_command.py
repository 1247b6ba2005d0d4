"""Whatever an operator writes into a setting is told by its name, never by a traceback.

Covers gateway.wiring.settings_reading, gateway.wiring.setting_problems,
gateway.diagnostics.unfinished, gateway.base.small_files.
"""

import errno
import json

import pytest
from typer.testing import CliRunner

from catalog.model.problem import Problem
from gateway.base.settings import Settings, given_variables
from gateway.base.settings_files import variable_of
from gateway.cli.main import app_for
from gateway.cli.serving import listen
from gateway.diagnostics.config_checks import check_store
from gateway.diagnostics.examining import check_configuration
from gateway.diagnostics.findings import State
from gateway.diagnostics.listed_settings import listed_settings
from gateway.diagnostics.unfinished import findings_of
from gateway.wiring.setting_problems import MalformedSetting
from gateway.wiring.settings_reading import read_settings

ODD = (
    *("", " ", "0", "-1", "99999999999999999999", "1e400", "nan", "abc", "é", "[]", "{}", "null"),
    *("true", '""', "[1]", '["x"]', "{'a': 1}", '{"a": 1}', "[[]]", "/nowhere", "..", "~"),
    *("http://", "https://[::1", "postgresql://", "sqlite:///", "smtp://x:y@", "://", "a" * 5000),
    *("\udcff", "\n", "%s{0}", "[", "1GB"),
)
ISSUER = {"issuer": "https://i.test", "jwks_file": "/nowhere/jwks.json"}
JSON_SETTINGS = ("ISSUERS", "PROVIDERS", "HOSTING", "FILES_ROOTS", "HOST_LOOKS")


@pytest.fixture
def put(monkeypatch, tmp_path):
    """Of an installation that could serve, but for the one setting that is odd."""

    def set_(name, value):
        monkeypatch.setenv(variable_of(name), value)

    for name, value in (
        ("state", str(tmp_path / "state")),
        ("issuers", json.dumps([ISSUER])),
        ("opa_url", "http://127.0.0.1:8181"),
        ("opa_token", "t"),
        ("public_url", "https://interco.test"),
    ):
        set_(name, value)
    return set_


@pytest.mark.one_in(20)
@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_read_or_named(put, name):
    for value in ODD:
        put(name, value)
        try:
            settings = read_settings()
        except Problem as problem:
            told = problem
        else:
            told = None
        if told is not None:
            assert variable_of(name) in told.sentence("fr")
            assert told.next_step("fr")
            continue
        findings = check_configuration(settings, demo=False)
        assert all(each.text.fr and each.text.en for each in findings)
        assert [*listed_settings(settings, given_variables())]


@pytest.mark.parametrize("name", JSON_SETTINGS)
def test_json_that_is_none_is_told_with_the_form_expected(put, name):
    put(name.lower(), "[{'issuer': 'x'}]")
    with pytest.raises(MalformedSetting) as told:
        read_settings()
    assert f"INTERCO_{name}" in told.value.sentence("en")
    forms = {"ISSUERS": '[{"issuer": …}]', "FILES_ROOTS": '["…"]'}
    assert forms.get(name, "{") in told.value.next_step("en")


@pytest.mark.parametrize("name", ["store_url", "opa_token", "smtp_url"])
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
def test_a_secret_in_a_file_without_end_is_told_by_its_setting(put, monkeypatch, name, device):
    """Read whole, it took all of the machine's memory."""
    monkeypatch.delenv(variable_of(name), raising=False)
    monkeypatch.setenv(f"{variable_of(name)}_FILE", device)
    with pytest.raises(Problem) as told:
        read_settings()
    assert f"{variable_of(name)}_FILE" in told.value.sentence("fr")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("master_key_file", "/dev/zero"),
        ("secrets_key_file", "/dev/zero"),
        ("proof_key_file", "/dev/zero"),
        ("issuers", json.dumps([ISSUER | {"jwks_file": "/dev/zero"}])),
    ],
)
def test_a_key_in_a_file_without_end_is_a_fault(put, name, value):
    put(name, value)
    findings = check_configuration(read_settings(), demo=False)
    assert "/dev/zero" in {each.about for each in findings if each.state is State.FAULT}


def test_a_folder_of_a_name_that_no_file_can_have_is_told_by_its_setting(put):
    put("state", "9" * 400)
    findings = check_configuration(read_settings(), demo=False)
    assert not [each for each in findings if "n'a pas pu finir" in each.text.fr]
    assert any("INTERCO_STATE" in each.next_step.fr for each in findings)


@pytest.mark.parametrize("name", ["state", "uploads", "proof_folder", "drop_folder"])
def test_a_folder_that_is_a_device_is_told_by_its_setting(put, name):
    put(name, "/dev/full")
    findings = check_configuration(read_settings(), demo=False)
    assert any(variable_of(name) in each.text.fr for each in findings if each.state is State.FAULT)


@pytest.mark.parametrize(
    ("name", "value"),
    [("public_url", "file:///x"), ("duckdb_memory", "file://"), ("duckdb_memory", "-1GB")],
)
def test_a_value_of_another_kind_is_told_before_anything_starts(put, name, value):
    put(name, value)
    with pytest.raises(Problem) as told:
        read_settings()
    assert variable_of(name) in told.value.sentence("fr")


def test_an_address_to_listen_at_that_is_none_is_told_by_its_setting():
    with pytest.raises(Problem) as told:
        listen("file", 0)
    assert "INTERCO_HOST" in told.value.sentence("fr")


@pytest.mark.parametrize("url", ["file:///tmp/x", "postgresql://[::1/db", "postgresql://h:x/db"])
async def test_a_store_at_an_address_that_is_none_is_told_by_its_setting(put, url):
    put("store_url", url)
    finding = await check_store(read_settings())
    assert (finding.state, finding.about) == (State.FAULT, "INTERCO_STORE_URL")


def test_an_empty_setting_is_as_if_it_were_not_there(put):
    for name in Settings.model_fields:
        if name not in {"state", "issuers", "opa_url", "opa_token", "public_url"}:
            put(name, "")
    assert read_settings() == Settings(providers=())
    assert read_settings().metrics is None
    assert read_settings().files_roots == ()


def test_keys_of_an_issuer_that_are_not_there_are_told(put):
    checked = CliRunner().invoke(app_for(("config",)), ["config", "check", "--json"])
    told = {each["check"]: each for each in json.loads(checked.output)}
    assert checked.exit_code == 1
    assert told["issuers"]["state"] == "fault"
    assert told["issuers"]["about"] == "/nowhere/jwks.json"


def test_a_full_disk_is_one_finding_among_the_others():
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    (finding,) = findings_of("engine", full)
    assert (finding.check, finding.text.fr) == ("engine", "Le disque est plein.")
